/**
 * `google.protobuf.Timestamp` from and to what JavaScript has, with arithmetic. Nothing loses nanoseconds but what says milliseconds or
 * Date: those keep what a double, or a Date, can hold.
 */
import { show } from '../errors.js';
import type { Duration } from '../generated/duration.js';
import type { Timestamp } from '../generated/timestamp.js';
import {
  MAX_TIMESTAMP_SECONDS,
  MIN_TIMESTAMP_SECONDS,
  printTimestamp,
  timestampNanos as readNanos,
  timestampSeconds as readSeconds,
  readTimestamp,
} from '../json/timestamp-text.js';
import { durationFromNanos } from './duration.js';
import { checkHasParts, checkTime, compareNanos, isWhole, NANOS_PER_SECOND, type SecondsAndNanos, toNanos } from './nanoseconds.js';

const MIN_MS = MIN_TIMESTAMP_SECONDS * 1000;
const MAX_MS = MAX_TIMESTAMP_SECONDS * 1000 + 999;

/** The Timestamp of `date`. Throws a `RangeError` for an invalid date and for one outside the years 1 to 9999. */
export function timestampFromDate(date: { getTime(): number }): Timestamp {
  if (typeof date?.getTime !== 'function') throw new TypeError(`expected a Date, got ${show(date)}`);
  return timestampFromMs(date.getTime());
}

/** The Timestamp of `ms` milliseconds since 1970-01-01T00:00:00Z; a fraction counts down to the nanosecond. */
export function timestampFromMs(ms: number): Timestamp {
  if (typeof ms !== 'number') throw new TypeError(`expected milliseconds as a number, got ${show(ms)}`);
  if (!(ms >= MIN_MS && ms < MAX_MS + 1))
    throw new RangeError(`a Timestamp lies between the years 1 and 9999, got ${show(ms)} milliseconds`);
  const seconds = Math.floor(ms / 1000);
  // A fraction that rounds up to a whole second stays below it.
  return { seconds: BigInt(seconds), nanos: Math.min(Math.round((ms - seconds * 1000) * 1e6), 999_999_999) };
}

/** The Timestamp of `nanos` nanoseconds since 1970-01-01T00:00:00Z. Throws a `RangeError` outside the years 1 to 9999. */
export function timestampFromNanos(nanos: bigint): Timestamp {
  if (typeof nanos !== 'bigint') throw new TypeError(`expected nanoseconds as a bigint, got ${show(nanos)}`);
  // Nanoseconds count forward also before 1970: the division is rounded down.
  const rest = ((nanos % NANOS_PER_SECOND) + NANOS_PER_SECOND) % NANOS_PER_SECOND;
  const timestamp = { seconds: (nanos - rest) / NANOS_PER_SECOND, nanos: Number(rest) };
  if (!timestampIsValid(timestamp)) throw new RangeError(`a Timestamp lies between the years 1 and 9999, got ${show(nanos)} nanoseconds`);
  return timestamp;
}

/**
 * The Timestamp of RFC 3339 text such as `2026-11-23T02:46:00.123456789Z` or with an offset as `+01:00`; up to nine digits of a fraction, a
 * capital T and Z, no leap second (ProtoJSON: RFC 3339 Clarifications). Throws a `RangeError` for other text.
 */
export function timestampFromText(text: string): Timestamp {
  if (typeof text !== 'string' || !readTimestamp(text)) {
    throw new RangeError(`expected a time such as "1972-01-01T10:00:20.021Z" in the years 1 to 9999, got ${show(text)}`);
  }
  return { seconds: BigInt(readSeconds), nanos: readNanos };
}

/** Milliseconds since 1970-01-01T00:00:00Z, nanoseconds as their fraction, as far as a double holds them. */
export function timestampMs(timestamp: SecondsAndNanos): number {
  checkTime(timestamp);
  return Number(timestamp.seconds) * 1000 + timestamp.nanos / 1e6;
}

/** The millisecond in which `timestamp` lies, as a Date. */
export function timestampDate(timestamp: SecondsAndNanos): globalThis.Date {
  checkTime(timestamp);
  // biome-ignore lint/style/noRestrictedGlobals: a Date is made, no clock is read.
  return new Date(Number(timestamp.seconds) * 1000 + Math.floor(timestamp.nanos / 1e6));
}

/** Nanoseconds since 1970-01-01T00:00:00Z. */
export function timestampNanos(timestamp: SecondsAndNanos): bigint {
  return toNanos(timestamp);
}

/** RFC 3339 text in UTC, with 0, 3, 6 or 9 digits of a fraction. Throws a `RangeError` for a Timestamp out of range. */
export function timestampText(timestamp: SecondsAndNanos): string {
  checkHasParts(timestamp);
  if (!timestampIsValid(timestamp)) throw new RangeError(outOfRange(timestamp));
  return printTimestamp(Number(timestamp.seconds), timestamp.nanos);
}

/** Whether `timestamp` lies in the years 1 to 9999 and has 0 to 999,999,999 nanoseconds (google/protobuf/timestamp.proto). */
export function timestampIsValid(timestamp: SecondsAndNanos): boolean {
  if (!isWhole(timestamp)) return false;
  const { seconds, nanos } = timestamp;
  return nanos >= 0 && seconds >= MIN_TIMESTAMP_SECONDS && seconds <= MAX_TIMESTAMP_SECONDS;
}

/** The same time with 0 to 999,999,999 nanoseconds, whatever integer they were. Throws a `RangeError` outside the years 1 to 9999. */
export function timestampNormalize(timestamp: SecondsAndNanos): Timestamp {
  return timestampFromNanos(toNanos(timestamp));
}

/** The time `duration` after `timestamp`. Throws a `RangeError` outside the years 1 to 9999. */
export function timestampAdd(timestamp: SecondsAndNanos, duration: SecondsAndNanos): Timestamp {
  return timestampFromNanos(toNanos(timestamp) + toNanos(duration));
}

/** The time `duration` before `timestamp`. Throws a `RangeError` outside the years 1 to 9999. */
export function timestampSubtract(timestamp: SecondsAndNanos, duration: SecondsAndNanos): Timestamp {
  return timestampFromNanos(toNanos(timestamp) - toNanos(duration));
}

/** How long after `b` the time `a` is; negative where it is before. */
export function timestampDifference(a: SecondsAndNanos, b: SecondsAndNanos): Duration {
  return durationFromNanos(toNanos(a) - toNanos(b));
}

/** For sorting: -1 where `a` is earlier than `b`, 1 where it is later, else 0. */
export function timestampCompare(a: SecondsAndNanos, b: SecondsAndNanos): number {
  return compareNanos(a, b);
}

function outOfRange({ seconds, nanos }: SecondsAndNanos): string {
  return `a Timestamp lies between the years 1 and 9999 and has 0 to 999999999 nanos, got ${show(seconds)} seconds and ${show(nanos)} nanos`;
}
