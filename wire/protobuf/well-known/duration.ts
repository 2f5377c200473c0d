/** `google.protobuf.Duration` from and to milliseconds. */
import { show } from '../errors.js';
import type { Duration } from '../generated/duration.js';

/** About 10,000 years (google/protobuf/duration.proto). */
const MAX_SECONDS = 315_576_000_000;

/** The Duration of `ms` milliseconds; a fraction counts down to the nanosecond. Seconds and nanos have the same sign. */
export function durationFromMs(ms: number): Duration {
  if (!(Math.abs(ms) <= MAX_SECONDS * 1000))
    throw new RangeError(`a Duration has at most ${MAX_SECONDS} seconds, got ${show(ms)} milliseconds`);
  const seconds = Math.trunc(ms / 1000);
  const nanos = Math.round((ms - seconds * 1000) * 1e6);
  // Adding zero turns -0 into 0.
  return { seconds: BigInt(seconds), nanos: Math.max(-999_999_999, Math.min(nanos, 999_999_999)) + 0 };
}

/** Milliseconds, nanoseconds as their fraction. */
export function durationMs(duration: { readonly seconds: bigint; readonly nanos: number }): number {
  return Number(duration.seconds) * 1000 + duration.nanos / 1e6;
}
