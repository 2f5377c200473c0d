import assert from 'node:assert/strict';
import { growGatherBuffer, releaseGatherBuffer } from '../../../wire/grpc/gather-buffer.js';

describe('a gather buffer', () => {
  it('is bounded by what has come, not by what was claimed', () => {
    for (const [needed, total, most] of [
      [1, 4_000_000_000, 4096],
      [1, 1, 4096],
      [16_384, 65_536, 65_536],
      [16_384, 4_000_000, 65_536],
      [300_000, 4_000_000, 1_200_000],
      [300_000, 300_001, 524_288],
    ] as const) {
      const buffer = growGatherBuffer(undefined, 0, needed, total);
      assert.ok(buffer.length >= needed && buffer.length <= most, `${needed} of ${total} took ${buffer.length}`);
      releaseGatherBuffer(buffer);
    }
  });

  it('keeps what was gathered when it grows', () => {
    const small = growGatherBuffer(undefined, 0, 3, 100_000);
    small.set([1, 2, 3]);
    const large = growGatherBuffer(small, 3, 50_000, 100_000);
    assert.deepEqual([...large.subarray(0, 3)], [1, 2, 3]);
    releaseGatherBuffer(large);
  });

  it('serves one reader at a time, then the next', () => {
    const first = growGatherBuffer(undefined, 0, 5000, 5000);
    const second = growGatherBuffer(undefined, 0, 5000, 5000);
    assert.notEqual(first.buffer, second.buffer);
    releaseGatherBuffer(first);
    assert.equal(growGatherBuffer(undefined, 0, 5000, 5000), first);
    assert.notEqual(growGatherBuffer(undefined, 0, 5000, 5000), first);
  });

  it('is not kept where it is too large', () => {
    const large = growGatherBuffer(undefined, 0, 1_000_000, 1_000_000);
    releaseGatherBuffer(large);
    assert.notEqual(growGatherBuffer(undefined, 0, 1_000_000, 1_000_000), large);
  });
});
