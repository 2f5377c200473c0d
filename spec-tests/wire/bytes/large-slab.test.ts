import assert from 'node:assert/strict';
import { borrowLargeSlab, borrowSlab, releaseSlab } from '../../../wire/bytes/slab.js';
import { LARGE_SLAB_STEP_SHIFT, MAX_LARGE_SLAB_BYTES, SLAB_BYTES, SPARE_LARGE_SLAB_BYTES } from '../../../wire/limits.js';

const LARGE_SLAB_STEP = 1 << LARGE_SLAB_STEP_SHIFT;

/** Leaves nothing of what the process keeps from other work: slabs that are not given back are the garbage collector's. */
function takeAll(): void {
  for (let bytes = LARGE_SLAB_STEP; bytes <= MAX_LARGE_SLAB_BYTES; bytes += LARGE_SLAB_STEP) {
    for (let n = 0; n <= SPARE_LARGE_SLAB_BYTES / bytes; n++) borrowLargeSlab(bytes);
  }
}

describe('slabs of single messages', () => {
  it('take what was asked for, and little more', () => {
    for (const bytes of [1, 16_384, 16_385, SLAB_BYTES - 1, SLAB_BYTES, SLAB_BYTES + 5, MAX_LARGE_SLAB_BYTES]) {
      const { length } = borrowLargeSlab(bytes).buffer;
      assert.ok(length >= bytes && length <= bytes + 32_768, `${length} for ${bytes}`);
      assert.notEqual(length, SLAB_BYTES, 'it would be taken for a slab of a turn');
    }
  });

  it('come again once their last user is done, and not before', () => {
    const slab = borrowLargeSlab(70_000);
    slab.users += 1;
    releaseSlab(slab);
    assert.notEqual(borrowLargeSlab(70_000), slab);
    releaseSlab(slab);
    assert.equal(borrowLargeSlab(70_001), slab);
    assert.equal(slab.users, 1);
    assert.notEqual(borrowSlab().buffer.length, slab.buffer.length);
  });

  it('are kept up to a bound, in which other lengths find room', () => {
    const kept = (bytes: number) => {
      const many = Array.from({ length: 40 }, () => borrowLargeSlab(bytes));
      for (const slab of many) releaseSlab(slab);
      const again = Array.from({ length: 40 }, () => borrowLargeSlab(bytes));
      return again.filter((slab) => many.includes(slab)).reduce((sum, slab) => sum + slab.buffer.length, 0);
    };
    takeAll();
    for (const bytes of [100_000, 200_000, 100_000]) {
      const sum = kept(bytes);
      assert.ok(sum > SPARE_LARGE_SLAB_BYTES / 2 && sum <= SPARE_LARGE_SLAB_BYTES, `${sum} of ${bytes}`);
    }
  });
});
