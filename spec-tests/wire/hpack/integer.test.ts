import assert from 'node:assert/strict';
import { HpackError } from '../../../wire/hpack/index.js';
import { MAX_INTEGER, readLongInteger, writeInteger } from '../../../wire/hpack/integer.js';
import { hex, toHex } from '../../support/schema.js';

/** RFC 7541 §5.1 in the words of its pseudocode. */
function read(bytes: Uint8Array, prefixBits: number): { value: number; end: number } {
  const prefix = (1 << prefixBits) - 1;
  if ((bytes[0]! & prefix) < prefix) return { value: bytes[0]! & prefix, end: 1 };
  const cursor = { position: 1 };
  return { value: readLongInteger(bytes, cursor, bytes.length, prefix, 0), end: cursor.position };
}

describe('HPACK integers', () => {
  it('at each boundary, for each prefix', () => {
    for (let prefixBits = 1; prefixBits <= 8; prefixBits++) {
      const prefix = 2 ** prefixBits - 1;
      const values = [0, 1, MAX_INTEGER - 1, MAX_INTEGER];
      for (const power of [0, 7, 14, 21, 28]) for (const off of [-1, 0, 1]) values.push(prefix + 2 ** power + off);
      for (const value of values) {
        const buffer = new Uint8Array(8);
        const head = prefixBits === 8 ? 0 : 0x80;
        const end = writeInteger(buffer, 0, head, prefixBits, value);
        let expected = value < prefix ? [value] : [prefix];
        for (let rest = value - prefix; value >= prefix; rest = Math.floor(rest / 128)) {
          expected = [...expected, rest < 128 ? rest : (rest % 128) + 128];
          if (rest < 128) break;
        }
        expected[0]! += head;
        assert.deepEqual([...buffer.subarray(0, end)], expected, `${value} with ${prefixBits} bits`);
        assert.deepEqual(read(buffer.subarray(0, end), prefixBits), { value, end });
      }
    }
  });

  it('takes bytes that add nothing, up to five', () => {
    assert.deepEqual(read(hex('ff00'), 7), { value: 127, end: 2 });
    assert.deepEqual(read(hex('ff8000'), 7), { value: 127, end: 3 });
    assert.deepEqual(read(hex('ff8080808000'), 7), { value: 127, end: 6 });
  });

  const wrong: readonly (readonly [what: string, bytes: string, message: RegExp])[] = [
    ['six bytes behind the prefix', 'ff808080808000', /more than 5 bytes/],
    ['2^31', toHex(largest(1)), /above 2147483647/],
    ['2^32', 'ff81ffffff0f', /above 2147483647/],
    ['the most that five bytes hold', 'ffffffffff7f', /above 2147483647/],
    ['nothing behind the prefix', 'ff', /ends inside an integer/],
    ['a last byte that announces another', 'ff80', /ends inside an integer/],
  ];
  for (const [what, bytes, message] of wrong) {
    it(`${what}: refused`, () =>
      assert.throws(
        () => read(hex(bytes), 7),
        (error: unknown) => error instanceof HpackError && message.test(error.message),
      ));
  }
});

/** MAX_INTEGER + `more` with a prefix of seven bits. */
function largest(more: number): Uint8Array {
  const bytes = [0xff];
  let rest = MAX_INTEGER + more - 0x7f;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}
