import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeBase64, encodeBase64 } from '../../../wire/bytes/base64.js';

describe('base64', () => {
  // RFC 4648 §10
  const table: [string, string, string][] = [
    ['', '', ''],
    ['f', 'Zg', 'Zg=='],
    ['fo', 'Zm8', 'Zm8='],
    ['foo', 'Zm9v', 'Zm9v'],
    ['foob', 'Zm9vYg', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy', 'Zm9vYmFy'],
  ];
  for (const [text, plain, padded] of table) {
    it(`of ${JSON.stringify(text)}`, () => {
      assert.equal(encodeBase64(Buffer.from(text)), plain);
      assert.equal(Buffer.from(decodeBase64(plain)!).toString(), text);
      assert.equal(Buffer.from(decodeBase64(padded)!).toString(), text);
    });
  }

  const wrong = [
    'A',
    'AAAAA',
    '=',
    '==',
    '====',
    'A===',
    'AA=',
    'AAA==',
    'AA==AA',
    '#AAA',
    'A AA',
    'AA-A',
    'AA_A',
    'ÄAAA',
    'AAA\u0100',
    'AA\n',
    'AAA=AAA=',
  ];
  for (const text of wrong) it(`${JSON.stringify(text)} is none`, () => assert.equal(decodeBase64(text), undefined));

  it('agrees with the platform on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const padded = Buffer.from(bytes).toString('base64');
        assert.equal(encodeBase64(bytes), padded.replace(/=+$/, ''));
        assert.deepEqual(decodeBase64(padded), bytes);
        assert.deepEqual(decodeBase64(encodeBase64(bytes)), bytes);
      }),
      { seed: 20_125, numRuns: 1000 },
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        decodeBase64(text);
      }),
      { seed: 20_126, numRuns: 1000 },
    );
  });
});
