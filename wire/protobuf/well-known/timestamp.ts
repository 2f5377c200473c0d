/** `google.protobuf.Timestamp` from and to what JavaScript has: milliseconds since 1970, as a Date keeps them. */
import { show } from '../errors.js';
import type { Timestamp } from '../generated/timestamp.js';

/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999Z, the ends of a Timestamp's range (google/protobuf/timestamp.proto). */
const MIN_MS = -62_135_596_800_000;
const MAX_MS = 253_402_300_799_999;

/** The Timestamp of `date`. Throws a `RangeError` for an invalid date and for one outside the years 1 to 9999. */
export function timestampFromDate(date: { getTime(): number }): Timestamp {
  return timestampFromMs(date.getTime());
}

/** The Timestamp of `ms` milliseconds since 1970-01-01T00:00:00Z; a fraction counts down to the nanosecond. */
export function timestampFromMs(ms: number): Timestamp {
  if (!(ms >= MIN_MS && ms < MAX_MS + 1))
    throw new RangeError(`a Timestamp lies between the years 1 and 9999, got ${show(ms)} milliseconds`);
  const seconds = Math.floor(ms / 1000);
  // A fraction that rounds up to a whole second stays below it.
  return { seconds: BigInt(seconds), nanos: Math.min(Math.round((ms - seconds * 1000) * 1e6), 999_999_999) };
}

/** Milliseconds since 1970-01-01T00:00:00Z, nanoseconds as their fraction: `new Date(timestampMs(order.placedAt))`. */
export function timestampMs(timestamp: { readonly seconds: bigint; readonly nanos: number }): number {
  return Number(timestamp.seconds) * 1000 + timestamp.nanos / 1e6;
}
