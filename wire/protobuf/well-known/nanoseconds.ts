/** Seconds and nanoseconds, as Timestamp and Duration have them, as one bigint and back: nothing is rounded on the way. */
import { show } from '../errors.js';

/** What Timestamp and Duration look like. */
export interface SecondsAndNanos {
  readonly seconds: bigint;
  readonly nanos: number;
}

export const NANOS_PER_SECOND = 1_000_000_000n;

/** All of it in nanoseconds; `nanos` may be any integer. Throws a `TypeError` for what is neither a Timestamp nor a Duration. */
export function toNanos(value: SecondsAndNanos): bigint {
  checkTime(value);
  const { seconds, nanos } = value;
  if (!Number.isSafeInteger(nanos)) throw new TypeError(`expected nanos as an integer, got ${show(nanos)}`);
  return seconds * NANOS_PER_SECOND + BigInt(nanos);
}

/** Throws a `TypeError` for what is neither a Timestamp nor a Duration. */
export function checkTime(value: SecondsAndNanos): void {
  checkHasParts(value);
  if (typeof value.seconds !== 'bigint') throw new TypeError(`expected seconds as a bigint, got ${show(value.seconds)}`);
  if (typeof value.nanos !== 'number') throw new TypeError(`expected nanos as an integer, got ${show(value.nanos)}`);
}

/** The same, but for the parts: whether they are a time is asked with their ranges. */
export function checkHasParts(value: unknown): void {
  if (typeof value !== 'object' || value === null)
    throw new TypeError(`expected a Timestamp or Duration, with seconds and nanos, got ${show(value)}`);
}

/** Whether both parts are of their kind and `nanos` is less than a second. */
export function isWhole(value: SecondsAndNanos): boolean {
  const { seconds, nanos } = value ?? {};
  return typeof seconds === 'bigint' && Number.isInteger(nanos) && Math.abs(nanos) <= 999_999_999;
}

/** For sorting: below zero where `a` comes first, above where `b` does, else 0. */
export function compareNanos(a: SecondsAndNanos, b: SecondsAndNanos): number {
  const one = toNanos(a);
  const other = toNanos(b);
  return one < other ? -1 : one > other ? 1 : 0;
}
