/**
 * Buffers in which messages that straddle chunks are put together. They are needed for a moment only, so one of each size is kept
 * for the next reader; a process holds at most 508 KiB of them.
 */
import { GATHER_GROWTH, MAX_GATHER_SHIFT, MIN_GATHER_SHIFT } from '../limits.js';

const spares: (Uint8Array | undefined)[] = new Array(MAX_GATHER_SHIFT + 1).fill(undefined);

/**
 * A buffer for at least `needed` bytes that begins with the first `filled` ones of `old`, which is given back. Its length is
 * bounded by `GATHER_GROWTH` times what has come, and 4 KiB, whatever `total` the sender has claimed.
 */
export function growGatherBuffer(old: Uint8Array | undefined, filled: number, needed: number, total: number): Uint8Array {
  const grown = take(Math.min(total, needed * GATHER_GROWTH));
  if (old !== undefined) {
    grown.set(old.subarray(0, filled));
    releaseGatherBuffer(old);
  }
  return grown;
}

/** Gives a buffer back; the caller must not touch it again. */
export function releaseGatherBuffer(buffer: Uint8Array): void {
  const shift = 31 - Math.clz32(buffer.length);
  if (shift >= MIN_GATHER_SHIFT && shift <= MAX_GATHER_SHIFT && buffer.length === 1 << shift) spares[shift] = buffer;
}

function take(bytes: number): Uint8Array {
  const shift = Math.max(MIN_GATHER_SHIFT, 32 - Math.clz32(bytes - 1));
  if (shift > MAX_GATHER_SHIFT) return new Uint8Array(bytes);
  const spare = spares[shift];
  spares[shift] = undefined;
  return spare ?? new Uint8Array(1 << shift);
}
