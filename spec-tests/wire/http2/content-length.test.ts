import assert from 'node:assert/strict';
import { parseContentLength } from '../../../wire/http2/content-length.js';

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
});
