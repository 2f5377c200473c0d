/**
 * Slabs: pieces of memory that a turn's outgoing frames are gathered in, from one pool for the process. A connection borrows one at a
 * turn's first frame and has none while it is idle. One that was given to a socket belongs to it until the write's callback.
 */
import { LARGE_SLAB_STEP_SHIFT, MAX_LARGE_SLAB_BYTES, SLAB_BYTES, SPARE_LARGE_SLAB_BYTES, SPARE_SLABS } from '../limits.js';

export interface Slab {
  readonly buffer: Uint8Array;
  /** Writes that still read in it. */
  users: number;
}

const spares: Slab[] = [];

export function borrowSlab(): Slab {
  const slab = spares.pop() ?? { buffer: new Uint8Array(SLAB_BYTES), users: 0 };
  slab.users = 1;
  return slab;
}

/** One user is done with it; after the last the slab goes back to the pool. */
export function releaseSlab(slab: Slab): void {
  if (--slab.users !== 0) return;
  if (slab.buffer.length !== SLAB_BYTES) keepLarge(slab);
  else if (spares.length < SPARE_SLABS) spares.push(slab);
}

/**
 * Slabs of single messages that take more than a frame, by length in steps of 16 KiB. With a new chunk for each, a message of 64 KiB
 * took its sender 57 - 72 µs of user time, much of it the garbage collector's; with these it takes 20 - 22.
 */
const large: Slab[][] = Array.from({ length: (MAX_LARGE_SLAB_BYTES >>> LARGE_SLAB_STEP_SHIFT) + 1 }, () => []);
let largeBytes = 0;

/** A slab for one message of `bytes`, at most `MAX_LARGE_SLAB_BYTES`; it has up to 16 KiB more. */
export function borrowLargeSlab(bytes: number): Slab {
  let step = ((bytes - 1) >>> LARGE_SLAB_STEP_SHIFT) + 1;
  // Told from the slabs of turns by its length.
  if (step << LARGE_SLAB_STEP_SHIFT === SLAB_BYTES) step++;
  const slab = large[step]!.pop();
  if (slab === undefined) return { buffer: new Uint8Array(step << LARGE_SLAB_STEP_SHIFT), users: 1 };
  largeBytes -= slab.buffer.length;
  slab.users = 1;
  return slab;
}

function keepLarge(slab: Slab): void {
  const { length } = slab.buffer;
  const same = large[length >>> LARGE_SLAB_STEP_SHIFT]!;
  if (largeBytes + length > SPARE_LARGE_SLAB_BYTES) {
    if (same.length > 0) return;
    // Full of other lengths, which may be of yesterday.
    for (const others of large) others.length = 0;
    largeBytes = 0;
  }
  same.push(slab);
  largeBytes += length;
}
