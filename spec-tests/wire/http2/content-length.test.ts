import assert from 'node:assert/strict';
import { ANY_LENGTH, endContent, parseContentLength, takeContent } from '../../../wire/http2/content-length.js';
import { assertViolation } from '../../support/violation.js';

const SECTION = 'RFC 9113 §8.1.1';

describe('content-length', () => {
  for (const [value, length] of [
    ['0', 0],
    ['00', 0],
    ['42', 42],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['000000000000000000000007', 7],
    ['42, 42', 42],
    ['42,\t042 ,42', 42],
  ] as const) {
    it(`${JSON.stringify(value)} is ${length}`, () => assert.equal(parseContentLength(value), length));
  }

  for (const value of [
    '',
    '-1',
    '+1',
    '1.0',
    '1e3',
    '0x1',
    ' 1',
    '1 ',
    '42, 43',
    '42,',
    ',42',
    ',',
    '1\u00a0',
    '1,1\u00a0',
    'a',
    '٣',
    '9007199254740992',
    '9'.repeat(400),
  ]) {
    it(`${JSON.stringify(value.slice(0, 20))} is none`, () => assert.equal(parseContentLength(value), -1));
  }

  it('of a hostile length is read in one go', () => assert.equal(parseContentLength(Array(100_000).fill('1').join(',')), 1));

  it('is what comes, to the byte', () => {
    let left = takeContent(10, 4, 1);
    left = takeContent(left, 0, 1);
    left = takeContent(left, 6, 1);
    endContent(left, 1);
    assertViolation(() => takeContent(left, 1, 3), 3, 'PROTOCOL_ERROR', SECTION);
    assertViolation(() => takeContent(10, 11, 3), 3, 'PROTOCOL_ERROR', SECTION);
    assertViolation(() => endContent(1, 3), 3, 'PROTOCOL_ERROR', SECTION);
  });

  it('that was not given bounds nothing', () => {
    assert.equal(takeContent(ANY_LENGTH, 1 << 30, 1), ANY_LENGTH);
    endContent(ANY_LENGTH, 1);
  });
});
