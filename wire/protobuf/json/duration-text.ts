/** A span of time as text, `1.000340012s`, from and to seconds and nanoseconds (ProtoJSON: Durations). */
import { fraction, fractionNanos, printFraction } from './timestamp-text.js';

/** About 10,000 years in either direction, and then less than a second (google/protobuf/duration.proto). */
export const MAX_DURATION_SECONDS = 315_576_000_000;

/** The seconds and nanoseconds of the text last read, of one sign. */
export let durationSeconds = 0;
export let durationNanos = 0;

/** Reads `text`; if it is a span in range, its parts are in `durationSeconds` and `durationNanos`. */
export function readDuration(text: string): boolean {
  const negative = text.charCodeAt(0) === 0x2d;
  const start = negative ? 1 : 0;
  let index = start;
  let seconds = 0;
  for (; ; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (!(digit >= 0 && digit <= 9)) break;
    seconds = seconds * 10 + digit;
    if (seconds > MAX_DURATION_SECONDS) return false;
  }
  if (index === start) return false;
  let nanos = 0;
  if (text.charCodeAt(index) === 0x2e) {
    const digits = fraction(text, index + 1);
    if (digits === 0) return false;
    nanos = fractionNanos;
    index += 1 + digits;
  }
  if (text.charCodeAt(index) !== 0x73 || text.length !== index + 1) return false;
  // Subtracting from zero makes no -0.
  durationSeconds = negative ? 0 - seconds : seconds;
  durationNanos = negative ? 0 - nanos : nanos;
  return true;
}

/** Whether seconds and nanoseconds are a span in range: of one sign, and less than a second of nanoseconds. */
export function isDuration(seconds: number, nanos: number): boolean {
  if (!(Math.abs(seconds) <= MAX_DURATION_SECONDS && Math.abs(nanos) <= 999_999_999)) return false;
  return seconds === 0 || nanos === 0 || seconds < 0 === nanos < 0;
}

/** A span in range as text, with 0, 3, 6 or 9 fractional digits. */
export function printDuration(seconds: number, nanos: number): string {
  const sign = seconds < 0 || nanos < 0 ? '-' : '';
  return `${sign}${Math.abs(seconds)}${printFraction(Math.abs(nanos))}s`;
}
