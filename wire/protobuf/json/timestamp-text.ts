/**
 * A point in time as RFC 3339 text, `1972-01-01T10:00:20.021Z`, from and to seconds and nanoseconds since 1970 (ProtoJSON: RFC 3339
 * Clarifications). Reading keeps to the stricter definition: a capital T and Z, no leap second, nothing left out.
 */

/** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, the ends of a Timestamp's range (google/protobuf/timestamp.proto). */
export const MIN_TIMESTAMP_SECONDS = -62_135_596_800;
export const MAX_TIMESTAMP_SECONDS = 253_402_300_799;

const DAY_SECONDS = 86_400;
/** The Gregorian calendar repeats every 400 years. */
const ERA_DAYS = 146_097;
const ERA_YEARS = 400;
/** From 0000-03-01, where the days below are counted from, to 1970-01-01. */
const EPOCH_DAYS = 719_468;

/** The seconds and nanoseconds of the text last read. */
export let timestampSeconds = 0;
export let timestampNanos = 0;

/** Days from 1970-01-01 to a date; the year is counted from March, so that the leap day is its last. */
function daysOf(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / ERA_YEARS);
  const yearOfEra = shifted - era * ERA_YEARS;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * ERA_DAYS + dayOfEra - EPOCH_DAYS;
}

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
  if (month !== 2) return MONTH_DAYS[month - 1]!;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** The number that the two digits at `index` are, NaN where they are none. */
function two(text: string, index: number): number {
  const tens = text.charCodeAt(index) - 0x30;
  const ones = text.charCodeAt(index + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

const DASH = 0x2d;
const COLON = 0x3a;
const DOT = 0x2e;

/** Reads `text`; if it is a point in time in range, its parts are in `timestampSeconds` and `timestampNanos`. */
export function readTimestamp(text: string): boolean {
  const year = two(text, 0) * 100 + two(text, 2);
  const month = two(text, 5);
  const day = two(text, 8);
  const hour = two(text, 11);
  const minute = two(text, 14);
  const second = two(text, 17);
  if (text.charCodeAt(4) !== DASH || text.charCodeAt(7) !== DASH || text.charCodeAt(10) !== 0x54) return false;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return false;
  // NaN is in no range.
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return false;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return false;
  let index = 19;
  let nanos = 0;
  if (text.charCodeAt(index) === DOT) {
    const digits = fraction(text, index + 1);
    if (digits === 0) return false;
    nanos = fractionNanos;
    index += 1 + digits;
  }
  const offset = offsetOf(text, index);
  const seconds = daysOf(year, month, day) * DAY_SECONDS + hour * 3600 + minute * 60 + second - offset;
  if (!(seconds >= MIN_TIMESTAMP_SECONDS && seconds <= MAX_TIMESTAMP_SECONDS)) return false;
  timestampSeconds = seconds;
  timestampNanos = nanos;
  return true;
}

/** The offset from UTC in seconds that ends the text at `index`, NaN where none does. */
function offsetOf(text: string, index: number): number {
  const sign = text.charCodeAt(index);
  if (sign === 0x5a) return text.length === index + 1 ? 0 : Number.NaN;
  if (text.length !== index + 6 || text.charCodeAt(index + 3) !== COLON || (sign !== 0x2b && sign !== DASH)) return Number.NaN;
  const hours = two(text, index + 1);
  const minutes = two(text, index + 4);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  return (hours * 3600 + minutes * 60) * (sign === DASH ? -1 : 1);
}

/** The nanoseconds of the fraction last read. */
export let fractionNanos = 0;

/** Reads one to nine digits at `index` as a fraction of a second into `fractionNanos`; returns their number, 0 for none and for more. */
export function fraction(text: string, index: number): number {
  let nanos = 0;
  let digits = 0;
  for (; ; digits++) {
    const digit = text.charCodeAt(index + digits) - 0x30;
    if (!(digit >= 0 && digit <= 9)) break;
    if (digits === 9) return 0;
    nanos = nanos * 10 + digit;
  }
  for (let more = digits; more < 9; more++) nanos *= 10;
  fractionNanos = nanos;
  return digits;
}

/** A point of time in range as text, with 0, 3, 6 or 9 fractional digits. */
export function printTimestamp(seconds: number, nanos: number): string {
  const days = Math.floor(seconds / DAY_SECONDS);
  const inDay = seconds - days * DAY_SECONDS;
  const shifted = days + EPOCH_DAYS;
  const era = Math.floor(shifted / ERA_DAYS);
  const dayOfEra = shifted - era * ERA_DAYS;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * ERA_YEARS + (month <= 2 ? 1 : 0);
  const hour = Math.floor(inDay / 3600);
  const minute = Math.floor((inDay % 3600) / 60);
  const date = `${pad2(Math.floor(year / 100))}${pad2(year % 100)}-${pad2(month)}-${pad2(day)}`;
  return `${date}T${pad2(hour)}:${pad2(minute)}:${pad2(inDay % 60)}${printFraction(nanos)}Z`;
}

const TWO_DIGITS: readonly string[] = /* @__PURE__ */ Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));

function pad2(value: number): string {
  return TWO_DIGITS[value]!;
}

/** Nanoseconds as `.021`, `.000340` or `.000000012`; empty for none. */
export function printFraction(nanos: number): string {
  if (nanos === 0) return '';
  if (nanos % 1_000_000 === 0) return `.${String(nanos / 1_000_000).padStart(3, '0')}`;
  if (nanos % 1000 === 0) return `.${String(nanos / 1000).padStart(6, '0')}`;
  return `.${String(nanos).padStart(9, '0')}`;
}
