import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beginDecode } from '../../../wire/protobuf/budget.js';
import { DecodeError } from '../../../wire/protobuf/errors.js';
import {
  type ReadPacked,
  readPackedBool,
  readPackedEnum,
  readPackedInt32,
  readPackedSint32,
  readPackedUint32,
} from '../../../wire/protobuf/packed.js';
import { readBool, readInt32, readSint32, readUint32 } from '../../../wire/protobuf/read-scalars.js';
import { varintEnd } from '../../../wire/protobuf/varint.js';

type ReadOne<T> = (buffer: Uint8Array, position: number, end: number) => T;

/** What a list is when its elements are read one by one, or 'refused'. */
function oneByOne<T>(read: ReadOne<T>, buffer: Uint8Array, start: number, end: number): T[] | 'refused' {
  const list: T[] = [];
  try {
    for (let position = start; position < end; position = varintEnd) list.push(read(buffer, position, end));
  } catch (error) {
    assert.ok(error instanceof DecodeError);
    return 'refused';
  }
  return list;
}

function packed<T>(read: ReadPacked<T>, before: T[], buffer: Uint8Array, start: number, end: number): T[] | 'refused' {
  try {
    beginDecode(buffer.length);
    return read([...before], buffer, start, end);
  } catch (error) {
    assert.ok(error instanceof DecodeError);
    return 'refused';
  }
}

/** A varint of `size` bytes, overlong where `value` needs fewer. */
const varint = (value: number, size: number): number[] =>
  Array.from({ length: size }, (_, index) => (index * 7 < 32 ? (value >>> (index * 7)) & 0x7f : 0) | (index === size - 1 ? 0 : 0x80));
const element = fc
  .tuple(fc.integer(), fc.constantFrom(1, 1, 2, 2, 2, 3, 4, 5, 10))
  .map(([value, size]) => (size === 10 ? [...varint(value, 9).map((byte) => byte | 0x80), 1] : varint(value, size)));

function describeKind<T>(name: string, read: ReadPacked<T>, readOne: ReadOne<T>, before: T[]): void {
  describe(`a packed list of ${name}`, () => {
    function check(bytes: number[], cut: number): void {
      // What stands in front and behind belongs to something else.
      const buffer = Uint8Array.from([0x80, ...bytes, 0x01, 0x80]);
      const end = bytes.length + 1 - cut;
      const expected = oneByOne(readOne, buffer, 1, end);
      assert.deepEqual(packed(read, [], buffer, 1, end), expected);
      assert.deepEqual(packed(read, before, buffer, 1, end), expected === 'refused' ? expected : [...before, ...expected]);
      // The same at the very end of the memory.
      const own = buffer.slice(1, end);
      assert.deepEqual(packed(read, [], own, 0, own.length), expected);
    }

    it('is what its elements are one by one, wherever it ends (seed 20261123)', () => {
      fc.assert(
        fc.property(fc.array(element, { maxLength: 80 }), fc.integer({ min: 0, max: 3 }), (elements, cut) => {
          const bytes = elements.flat();
          check(bytes, Math.min(cut, bytes.length));
        }),
        { seed: 20_261_123, numRuns: 300 },
      );
    });

    it('of elements of one, two and three bytes, around the size from which lists are gathered', () => {
      for (const size of [1, 2, 3, 5]) {
        for (let count = 0; count < 60; count++) {
          const bytes = Array.from({ length: count }, (_, index) => varint((index * 0x9e3779) | 1, size)).flat();
          check(bytes, 0);
          if (bytes.length > 0) check(bytes, 1);
        }
      }
    });

    it('refuses an element that goes on behind its end', () => {
      for (const bytes of [[0x80], [0x01, 0x80], [0x81, 0x82], [0x81, 0x01, 0xff], new Array<number>(60).fill(0x81)]) {
        const buffer = Uint8Array.from([...bytes, 0x01]);
        assert.equal(packed(read, [], buffer, 0, bytes.length), 'refused');
        assert.equal(packed(read, [], buffer.slice(0, bytes.length), 0, bytes.length), 'refused');
      }
    });
  });
}

describeKind('int32', readPackedInt32, readInt32, [-1]);
describeKind('enum values', readPackedEnum, readInt32, [3]);
describeKind('uint32', readPackedUint32, readUint32, [4_000_000_000]);
describeKind('sint32', readPackedSint32, readSint32, [-1]);
describeKind('bool', readPackedBool, readBool, [true]);
