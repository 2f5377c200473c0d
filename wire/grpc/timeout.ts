/**
 * `grpc-timeout` (gRPC over HTTP/2: Timeout).
 *
 *   Timeout      -> "grpc-timeout" TimeoutValue TimeoutUnit
 *   TimeoutValue -> positive integer as ASCII string of at most 8 digits
 *   TimeoutUnit  -> "H" / "M" / "S" / "m" / "u" / "n"
 */

const MAX_VALUE = 99_999_999;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let lastTimeoutMs = -1;
let lastText = '';

/**
 * A duration as `grpc-timeout`. Whole milliseconds are written as such: exact, and the same text for every call, which HPACK then
 * sends as one byte. Anything else takes the finest unit in which it has at most 8 digits, and is rounded up to it, by less than
 * one such unit: a server that gives up before its client does would be wrong, one that does so a little later is not.
 * What is not positive becomes `1n`, what is beyond 11,000 years that.
 */
export function encodeTimeout(timeoutMs: number): string {
  // Most calls of a process carry one of very few timeouts.
  if (timeoutMs === lastTimeoutMs) return lastText;
  if (Number.isNaN(timeoutMs)) throw new RangeError('the timeout is NaN, a number of milliseconds is expected');
  lastText = encode(timeoutMs);
  lastTimeoutMs = timeoutMs;
  return lastText;
}

function encode(timeoutMs: number): string {
  if (timeoutMs <= 0) return '1n';
  if (timeoutMs <= MAX_VALUE && Number.isInteger(timeoutMs)) return `${timeoutMs}m`;
  // A double of milliseconds below 100 has digits far behind the nanosecond: rounding them up would only add noise.
  const nanoseconds = Math.round(timeoutMs * 1e6);
  if (nanoseconds <= MAX_VALUE) return nanoseconds === 0 ? '1n' : `${nanoseconds}n`;
  const microseconds = Math.ceil(timeoutMs * 1e3);
  if (microseconds <= MAX_VALUE) return `${microseconds}u`;
  const milliseconds = Math.ceil(timeoutMs);
  if (milliseconds <= MAX_VALUE) return `${milliseconds}m`;
  const seconds = Math.ceil(timeoutMs / 1000);
  if (seconds <= MAX_VALUE) return `${seconds}S`;
  const minutes = Math.ceil(timeoutMs / MINUTE_MS);
  if (minutes <= MAX_VALUE) return `${minutes}M`;
  return `${Math.min(Math.ceil(timeoutMs / HOUR_MS), MAX_VALUE)}H`;
}

/** The milliseconds that `text` means, with fractions; NaN where it is no `grpc-timeout`. Zero is taken: it has passed. */
export function parseTimeout(text: string): number {
  const digits = text.length - 1;
  if (digits < 1 || digits > 8) return Number.NaN;
  let value = 0;
  for (let index = 0; index < digits; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  switch (text.charCodeAt(digits)) {
    case 0x48: // H
      return value * HOUR_MS;
    case 0x4d: // M
      return value * MINUTE_MS;
    case 0x53: // S
      return value * 1000;
    case 0x6d: // m
      return value;
    case 0x75: // u
      return value / 1e3;
    case 0x6e: // n
      return value / 1e6;
    default:
      return Number.NaN;
  }
}
