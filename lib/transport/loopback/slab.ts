import type { Codec } from '../../../wire/bytes/codec.js';
import { LOOPBACK_SLAB_BYTES, LOOPBACK_SPARE_SLABS } from '../../limits.js';

/**
 * A piece of memory that messages are encoded into, one behind the other, until they have been delivered. Ranges in it are
 * counted: when the last one is released, the slab starts again from 0 or becomes a spare.
 */
export class Slab {
  readonly buffer: Uint8Array;
  /** Where the next message goes. */
  position = 0;
  /** Ranges in it that wait for delivery, and one more while a sink reads in it. */
  ranges = 0;
  /** An encoder is at work in it; one that it calls in turn (through a getter) takes memory elsewhere. */
  #busy = false;

  constructor(bytes: number) {
    this.buffer = new Uint8Array(bytes);
  }

  get busy(): boolean {
    return this.#busy;
  }

  encode<I>(codec: Codec<unknown, I>, message: I, position: number): number {
    this.#busy = true;
    try {
      return codec.encodeInto(message, this.buffer, position);
    } finally {
      this.#busy = false;
    }
  }

  /** A range has been delivered or dropped. */
  release(): void {
    if (--this.ranges > 0) return;
    this.position = 0;
    if (this === current || this.buffer.length !== LOOPBACK_SLAB_BYTES) return;
    if (spares.length < LOOPBACK_SPARE_SLABS) spares.push(this);
    else sharedSlabs--;
  }
}

/** Slabs of the shared size that are in use, spare, or current. */
let sharedSlabs = 0;

function sharedSlab(): Slab {
  sharedSlabs++;
  return new Slab(LOOPBACK_SLAB_BYTES);
}

let current = sharedSlab();
const spares: Slab[] = [];

/** The slab that the next message goes to. */
export function currentSlab(): Slab {
  return current.busy ? sharedSlab() : current;
}

/** A slab for a message of `bytes` that did not fit: one of its own for a large one, else the next current one. */
export function roomierSlab(bytes: number): Slab {
  if (bytes > LOOPBACK_SLAB_BYTES / 2 || current.busy) return new Slab(bytes);
  current = spares.pop() ?? sharedSlab();
  return current;
}

/** What the process holds now; for tests. */
export function slabsHeld(): { readonly inUse: number; readonly spare: number } {
  return { inUse: sharedSlabs - spares.length, spare: spares.length };
}
