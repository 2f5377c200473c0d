import assert from 'node:assert/strict';
import fc from 'fast-check';
import Long from 'long';
import { beginDecode } from '../../../wire/protobuf/budget.js';
import { DecodeError } from '../../../wire/protobuf/errors.js';
import { highHalf, joinInt64, joinUint64, lowHalf, splitInt64, splitUint64 } from '../../../wire/protobuf/int64.js';
import {
  readPackedInt64,
  readPackedSint64,
  readPackedUint64,
  writePackedInt64,
  writePackedSint64,
  writePackedUint64,
} from '../../../wire/protobuf/packed.js';
import { readPackedFixed64, readPackedSfixed64, writePackedFixed64, writePackedSfixed64 } from '../../../wire/protobuf/packed-fixed.js';
import { readInt64, readSint64, readUint64 } from '../../../wire/protobuf/read-scalars.js';
import { readLength, varintEnd } from '../../../wire/protobuf/varint.js';
import { writeInt64, writeSint64, writeUint64 } from '../../../wire/protobuf/write-scalars.js';

const EDGES = [0n, 1n, -1n, 2n ** 31n - 1n, 2n ** 31n, -(2n ** 31n), 2n ** 32n - 1n, 2n ** 32n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)];
const int64 = fc.oneof(fc.constantFrom(...EDGES), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));

/** The varint of an unsigned Long, byte by byte as the encoding page describes it. */
function varintOf(value: Long): number[] {
  const bytes: number[] = [];
  let rest = value.toUnsigned();
  while (rest.greaterThan(127)) {
    bytes.push(rest.and(127).toInt() | 128);
    rest = rest.shiftRightUnsigned(7);
  }
  return [...bytes, rest.toInt()];
}

describe('64-bit integers', () => {
  it('agree with long on halves, signs, varints and zigzag', () => {
    fc.assert(
      fc.property(int64, (value) => {
        const long = Long.fromString(value.toString());
        assert.ok(splitInt64(value));
        assert.deepEqual([lowHalf, highHalf], [long.getLowBits(), long.getHighBits()]);
        assert.equal(joinInt64(long.getLowBits(), long.getHighBits()), value);
        const unsigned = BigInt.asUintN(64, value);
        assert.equal(joinUint64(long.getLowBits(), long.getHighBits()).toString(), long.toUnsigned().toString());
        assert.ok(splitUint64(unsigned));
        assert.deepEqual([lowHalf, highHalf], [long.getLowBits(), long.getHighBits()]);

        const buffer = new Uint8Array(10);
        assert.deepEqual([...buffer.subarray(0, writeInt64(value, buffer, 0))], varintOf(long));
        assert.deepEqual([...buffer.subarray(0, writeUint64(unsigned, buffer, 0))], varintOf(long));
        const zigzag = long.shiftLeft(1).xor(long.shiftRight(63));
        const end = writeSint64(value, buffer, 0);
        assert.deepEqual([...buffer.subarray(0, end)], varintOf(zigzag));
        assert.equal(readSint64(buffer, 0, end), value);
      }),
      { seed: 20260903, numRuns: 5_000 },
    );
  });

  it('are bigints in range and nothing else', () => {
    for (const value of [2n ** 63n, -(2n ** 63n) - 1n, 2n ** 64n, 2n ** 200n]) assert.equal(splitInt64(value), false);
    for (const value of [-1n, 2n ** 64n, -(2n ** 64n)]) assert.equal(splitUint64(value), false);
    for (const value of [1, '1', true, null, undefined, {}]) {
      assert.equal(splitInt64(value as never), false);
      assert.equal(splitUint64(value as never), false);
    }
  });
});

describe('64-bit integers on the wire', () => {
  it('of one byte and of two are the same bigints as any other', () => {
    for (let value = 0n; value < 300n; value++) {
      const bytes = new Uint8Array(10);
      const end = writeUint64(value, bytes, 0);
      assert.equal(readInt64(bytes, 0, end), value);
      assert.equal(varintEnd, end);
      assert.equal(readUint64(bytes, 0, end), value);
      assert.equal(readSint64(bytes, 0, end), value % 2n === 0n ? value / 2n : -(value + 1n) / 2n);
      assert.throws(() => readInt64(bytes, 0, end - 1), DecodeError);
      assert.throws(() => readUint64(bytes, end, end), DecodeError);
    }
  });

  const kinds = [
    { name: 'int64', read: readPackedInt64, write: writePackedInt64, signed: true, varint: true },
    { name: 'uint64', read: readPackedUint64, write: writePackedUint64, signed: false, varint: true },
    { name: 'sint64', read: readPackedSint64, write: writePackedSint64, signed: true, varint: true },
    { name: 'fixed64', read: readPackedFixed64, write: writePackedFixed64, signed: false, varint: false },
    { name: 'sfixed64', read: readPackedSfixed64, write: writePackedSfixed64, signed: true, varint: false },
  ];
  for (const { name, read, write, signed, varint } of kinds) {
    it(`in lists of any length come as they went, ${name}`, () => {
      const pick = (index: number): bigint => {
        const edge = EDGES[index % EDGES.length]! + BigInt(index);
        return signed ? BigInt.asIntN(64, edge) : BigInt.asUintN(64, edge);
      };
      for (const length of [0, 1, 2, 63, 64, 65, 127, 128, 129, 1000]) {
        const list = Array.from({ length }, (_, index) => pick(index));
        const bytes = new Uint8Array(length * 10 + 10);
        const end = write(list, bytes, 0);
        assert.equal(readLength(bytes, 0, end), end);
        const start = varintEnd;
        beginDecode(end);
        assert.deepEqual(read([], bytes, start, end), list);
        assert.deepEqual(read([7n], bytes, start, end), [7n, ...list]);
        if (length === 0) continue;
        // The last byte of a varint may not stand behind the end.
        const last = bytes[end - 1]!;
        bytes[end - 1] = last | 0x80;
        if (varint) assert.throws(() => read([], bytes, start, end), DecodeError);
        else assert.throws(() => read([], bytes, start, end - 1), DecodeError);
      }
    });
  }
});
