/**
 * Slabs: pieces of memory that a turn's outgoing frames are gathered in, from one pool for the process. A connection borrows one at a
 * turn's first frame and has none while it is idle. One that was given to a socket belongs to it until the write's callback.
 */
import { SLAB_BYTES, SPARE_SLABS } from '../limits.js';

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
  if (--slab.users === 0 && spares.length < SPARE_SLABS) spares.push(slab);
}
