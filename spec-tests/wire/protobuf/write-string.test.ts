import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isWellFormed } from '../../../wire/bytes/utf8.js';
import { EncodeError } from '../../../wire/protobuf/errors.js';
import { writeVarint32 } from '../../../wire/protobuf/varint.js';
import { writeString } from '../../../wire/protobuf/write-string.js';
import { toHex } from '../../support/schema.js';

/** Length and UTF-8 as the platform has it. */
function expected(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const buffer = new Uint8Array(5 + bytes.length);
  const start = writeVarint32(bytes.length, buffer, 0);
  buffer.set(bytes, start);
  return buffer.subarray(0, start + bytes.length);
}

/** Checks `text` in a buffer with `spare` bytes behind it: its bytes are right and nothing in front of it or behind it changes. */
function check(text: string, spare: number): void {
  const bytes = expected(text);
  const buffer = new Uint8Array(3 + bytes.length + spare).fill(0xaa);
  assert.equal(writeString(text, buffer, 3), 3 + bytes.length);
  assert.equal(toHex(buffer.subarray(0, 3 + bytes.length)), `aaaaaa${toHex(bytes)}`);
  // Room for three bytes a character was asked for; behind the text at most what a longer length pushed along remains.
  assert.ok(buffer.subarray(3 + bytes.length + 1).every((byte) => byte === 0xaa));
}

const characters = ['a', 'é', '€', '\uffff', '𝄞'];
const edges = [0, 1, 3, 4, 5, 31, 32, 33, 42, 43, 63, 64, 65, 126, 127, 128, 129, 5460, 5461, 5462, 16383, 16384];

describe('a string on the wire', () => {
  it('is right at every length at which it is written in another way, whatever it consists of', () => {
    for (const length of edges) {
      for (const character of characters) {
        const full = character.repeat(length);
        const last = length === 0 ? '' : 'a'.repeat(length - 1) + character;
        const first = length === 0 ? '' : character + 'a'.repeat(length - 1);
        for (const text of [full, last, first]) for (const spare of [0, 1, 2, 8, 3 * length + 8]) check(text, spare);
      }
    }
  });

  it('is right with one character of several bytes at each place of a short one', () => {
    for (let length = 1; length <= 34; length++)
      for (let at = 0; at < length; at++)
        for (const character of characters) check(`${'x'.repeat(at)}${character}${'y'.repeat(length - at - 1)}`, 100);
  });

  it('is right for strings of every origin', () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom('a', 'b', 'é', '€', '𝄞'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
      maxLength: 200,
    });
    fc.assert(
      fc.property(text, fc.nat(20), fc.nat(700), (value, cut, spare) => {
        for (const one of [value, `${value}${value}`, value.slice(cut), JSON.parse(JSON.stringify(value)) as string])
          if (isWellFormed(one)) check(one, spare);
      }),
      { seed: 20261123, numRuns: 500 },
    );
  });

  it('says how much room it takes where there is none', () => {
    for (const length of edges) {
      for (const character of characters) {
        const text = character.repeat(length);
        const bytes = expected(text).length;
        for (const room of [0, 1, 2, bytes >> 1, bytes - 1]) assert.equal(writeString(text, new Uint8Array(room), 0), bytes);
      }
    }
  });

  it('is refused with a lone surrogate anywhere', () => {
    for (const length of [1, 2, 4, 5, 31, 32, 33, 127, 128, 200, 5461, 5462]) {
      for (const lone of ['\ud800', '\udbff', '\udc00', '\udfff']) {
        for (const at of [0, 1, length >> 1, length - 2, length - 1]) {
          if (at < 0 || at >= length) continue;
          for (const filler of ['x', 'é', '€']) {
            const text = filler.repeat(at) + lone + filler.repeat(length - at - 1);
            for (const room of [0, length, 3 * length + 8]) {
              assert.throws(() => writeString(text, new Uint8Array(room), 0), EncodeError);
            }
          }
        }
      }
    }
    assert.throws(() => writeString('\udc00\ud800', new Uint8Array(64), 0), EncodeError);
    assert.throws(() => writeString('\ud800\ud800\udc00', new Uint8Array(64), 0), EncodeError);
  });

  it('is refused where it is none', () => {
    for (const value of [1, true, null, undefined, {}, new String('a'), ['a'], Symbol('a'), 1n]) {
      assert.throws(() => writeString(value as never, new Uint8Array(64), 0), /expected string/);
    }
  });
});
