/** `google.protobuf.Duration` from and to what JavaScript has, with arithmetic. Only milliseconds round, to what a double holds. */
import { show } from '../errors.js';
import type { Duration } from '../generated/duration.js';
import {
  isDuration,
  MAX_DURATION_SECONDS,
  printDuration,
  readDuration,
  durationNanos as readNanos,
  durationSeconds as readSeconds,
} from '../json/duration-text.js';
import { checkHasParts, checkTime, compareNanos, isWhole, NANOS_PER_SECOND, type SecondsAndNanos, toNanos } from './nanoseconds.js';

/** The Duration of `ms` milliseconds; a fraction counts down to the nanosecond. Seconds and nanos have the same sign. */
export function durationFromMs(ms: number): Duration {
  if (typeof ms !== 'number') throw new TypeError(`expected milliseconds as a number, got ${show(ms)}`);
  if (!(Math.abs(ms) <= MAX_DURATION_SECONDS * 1000))
    throw new RangeError(`a Duration has at most ${MAX_DURATION_SECONDS} seconds, got ${show(ms)} milliseconds`);
  const seconds = Math.trunc(ms / 1000);
  const nanos = Math.round((ms - seconds * 1000) * 1e6);
  // Adding zero turns -0 into 0.
  return { seconds: BigInt(seconds), nanos: Math.max(-999_999_999, Math.min(nanos, 999_999_999)) + 0 };
}

/** The Duration of `nanos` nanoseconds. Throws a `RangeError` for more than 10,000 years. */
export function durationFromNanos(nanos: bigint): Duration {
  if (typeof nanos !== 'bigint') throw new TypeError(`expected nanoseconds as a bigint, got ${show(nanos)}`);
  const duration = { seconds: nanos / NANOS_PER_SECOND, nanos: Number(nanos % NANOS_PER_SECOND) };
  if (!durationIsValid(duration))
    throw new RangeError(`a Duration has at most ${MAX_DURATION_SECONDS} seconds, got ${show(nanos)} nanoseconds`);
  return duration;
}

/**
 * The Duration of text such as `1.5s` or `-0.000000001s`: seconds with up to nine digits of a fraction, and an s (ProtoJSON: Durations).
 * Throws a `RangeError` for other text.
 */
export function durationFromText(text: string): Duration {
  if (typeof text !== 'string' || !readDuration(text)) throw new RangeError(`expected a time span such as "1.5s", got ${show(text)}`);
  return { seconds: BigInt(readSeconds), nanos: readNanos };
}

/** Milliseconds, nanoseconds as their fraction, as far as a double holds them. */
export function durationMs(duration: SecondsAndNanos): number {
  checkTime(duration);
  return Number(duration.seconds) * 1000 + duration.nanos / 1e6;
}

/** Nanoseconds. */
export function durationNanos(duration: SecondsAndNanos): bigint {
  return toNanos(duration);
}

/** Text such as `1.500s`, with 0, 3, 6 or 9 digits of a fraction. Throws a `RangeError` for a Duration that is not valid. */
export function durationText(duration: SecondsAndNanos): string {
  checkHasParts(duration);
  if (!durationIsValid(duration)) {
    const { seconds, nanos } = duration;
    throw new RangeError(
      `a Duration has at most ${MAX_DURATION_SECONDS} seconds, and nanos of the same sign, got ${show(seconds)} seconds and ${show(nanos)} nanos`,
    );
  }
  return printDuration(Number(duration.seconds), duration.nanos);
}

/**
 * Whether `duration` has at most 315,576,000,000 seconds either way, and less than a second of nanoseconds, of the same sign
 * (google/protobuf/duration.proto).
 */
export function durationIsValid(duration: SecondsAndNanos): boolean {
  return isWhole(duration) && isDuration(Number(duration.seconds), duration.nanos);
}

/** The same span with less than a second of nanoseconds, of the sign of the seconds. Throws a `RangeError` for more than 10,000 years. */
export function durationNormalize(duration: SecondsAndNanos): Duration {
  return durationFromNanos(toNanos(duration));
}

/** Both spans together. Throws a `RangeError` for more than 10,000 years. */
export function durationAdd(a: SecondsAndNanos, b: SecondsAndNanos): Duration {
  return durationFromNanos(toNanos(a) + toNanos(b));
}

/** `a` without `b`. Throws a `RangeError` for more than 10,000 years. */
export function durationSubtract(a: SecondsAndNanos, b: SecondsAndNanos): Duration {
  return durationFromNanos(toNanos(a) - toNanos(b));
}

/** For sorting: -1 where `a` is shorter than `b`, or more negative, 1 where it is longer, else 0. */
export function durationCompare(a: SecondsAndNanos, b: SecondsAndNanos): number {
  return compareNanos(a, b);
}
