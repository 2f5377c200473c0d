import assert from 'node:assert/strict';
import fc from 'fast-check';
import Long from 'long';
import { highHalf, joinInt64, joinUint64, lowHalf, splitInt64, splitUint64 } from '../../../wire/protobuf/int64.js';
import { readSint64 } from '../../../wire/protobuf/read-scalars.js';
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
