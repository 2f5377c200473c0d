import assert from 'node:assert/strict';
import fc from 'fast-check';
import { percentDecode, percentEncode } from '../../../wire/grpc/percent-encoding.js';

describe('percent-encoding, written', () => {
  const table: [string, string][] = [
    ['', ''],
    ['no such room', 'no such room'],
    ['!"#$&\'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~', '!"#$&\'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~'],
    ['100%', '100%25'],
    ['a\tb\r\nc', 'a%09b%0D%0Ac'],
    ['\u0000\u001f\u007f', '%00%1F%7F'],
    ['\u0080\u07ff', '%C2%80%DF%BF'],
    ['\u0800\uffff', '%E0%A0%80%EF%BF%BF'],
    ['zähne', 'z%C3%A4hne'],
    ['\u{10000}\u{10ffff}', '%F0%90%80%80%F4%8F%BF%BF'],
    [
      '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n',
      '%09%0Atest with whitespace%0D%0Aand Unicode BMP %E2%98%BA and non-BMP %F0%9F%98%88%09%0A',
    ],
    ['\ud800', '%EF%BF%BD'],
    ['a\udc00b', 'a%EF%BF%BDb'],
    [' a b ', '%20a b%20'],
    [' ', '%20'],
  ];
  for (const [text, wire] of table) it(`${JSON.stringify(text)} is ${wire}`, () => assert.equal(percentEncode(text), wire));

  it('is within the grammar for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.match(percentEncode(text), /^(?:[ -$&-~]|%[0-9A-F]{2})*$/);
      }),
      { seed: 20_115 },
    );
  });
});

describe('percent-encoding, read', () => {
  const table: [string, string][] = [
    ['', ''],
    ['plain', 'plain'],
    ['100%25', '100%'],
    ['z%C3%A4hne', 'zähne'],
    ['z%c3%a4hne', 'zähne'],
    ['%', '%'],
    ['%2', '%2'],
    ['%zz', '%zz'],
    ['100% sure', '100% sure'],
    ['%C3%A4 and %', 'ä and %'],
    ['%%41', '%A'],
    ['%ff', '\ufffd'],
    ['%C3', '\ufffd'],
    ['%C3x', '\ufffdx'],
    ['%C3%41', '\ufffdA'],
    ['%E2%98', '\ufffd'],
    ['%E2%98%E2%98%BA', '\ufffd☺'],
    ['%C0%80', '\ufffd\ufffd'],
    ['%ED%A0%80', '\ufffd\ufffd\ufffd'],
    ['%F4%90%80%80', '\ufffd\ufffd\ufffd\ufffd'],
    ['%F0%9F%98%88 %ff', '😈 \ufffd'],
    ['raw ä %ff', 'raw ä \ufffd'],
    ['+', '+'],
  ];
  for (const [wire, text] of table) it(`${wire} is ${JSON.stringify(text)}`, () => assert.equal(percentDecode(wire), text));

  it('gives back what was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => assert.equal(percentDecode(percentEncode(text)), text)),
      { seed: 20_116 },
    );
  });

  it('reads broken UTF-8 as the platform does, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        const wire = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
        assert.equal(percentDecode(`${wire}%`), `${new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)}%`);
      }),
      { seed: 20_117, numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('%', 'c', '3', 'E', '2', 'x', 'ä') }), (text) => {
        percentDecode(text);
      }),
      { seed: 20_118, numRuns: 3000 },
    );
  });
});
