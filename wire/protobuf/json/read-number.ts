/** Numbers of JSON text, made of their digits (RFC 8259 §6). */
import { native } from '../../bytes/native.js';
import { decodeUtf8Lossy } from '../../bytes/utf8.js';
import { DOT, MINUS, QUOTE } from './characters.js';
import { type JsonInput, unexpected } from './json-input.js';
import { splitDecimal } from './numbers.js';

/** Decimal digits that are an exact double, so that what is divided by a power of ten is the double nearest to the decimal. */
const EXACT_DIGITS = 15;

const POWERS: readonly number[] = /* @__PURE__ */ Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

/** The number that begins at the position (RFC 8259 §6), as the nearest double. */
export function readNumber(input: JsonInput): number {
  const { buffer } = input;
  const start = input.position;
  let position = start;
  const negative = buffer[position] === MINUS;
  if (negative) position++;
  let digit = buffer[position]! - 0x30;
  if (!(digit >= 0 && digit <= 9)) {
    input.position = position;
    throw unexpected(input, negative ? 'a digit' : 'a JSON value');
  }
  const first = position;
  let value = 0;
  if (digit === 0) {
    digit = buffer[++position]! - 0x30;
  } else {
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digit = buffer[++position]! - 0x30;
    }
  }
  let digits = position - first;
  let places = 0;
  let exponent = false;
  if (buffer[position] === DOT) {
    const point = position;
    digit = buffer[++position]! - 0x30;
    while (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      digit = buffer[++position]! - 0x30;
    }
    places = position - point - 1;
    digits += places;
    if (places === 0) {
      input.position = position;
      throw unexpected(input, 'a digit');
    }
  }
  if ((buffer[position]! | 0x20) === 0x65) {
    exponent = true;
    position++;
    if (buffer[position] === 0x2b || buffer[position] === MINUS) position++;
    const begin = position;
    while (isDigit(buffer[position]!)) position++;
    if (position === begin) {
      input.position = position;
      throw unexpected(input, 'a digit');
    }
  }
  if (isDigit(buffer[position]!)) {
    input.position = position;
    throw unexpected(input, 'a number without leading zeros');
  }
  input.position = position;
  if (exponent || digits > EXACT_DIGITS) return Number(asciiText(buffer, start, position));
  if (places > 0) value /= POWERS[places]!;
  return negative ? -value : value;
}

function asciiText(buffer: Uint8Array, start: number, end: number): string {
  return native === undefined ? decodeUtf8Lossy(buffer, start, end) : native.latin1Slice(buffer, start, end);
}

/** Digits in the largest 64-bit integer. */
const MAX_INT64_DIGITS = 20;

/**
 * Reads the plain integer in quotes at the position into `lowHalf` and `highHalf` (int64.ts). False, and nothing read, where it is spelled
 * in another way or out of range.
 */
export function readQuotedInt64(input: JsonInput, unsigned: boolean): boolean {
  const { buffer } = input;
  let start = input.position + 1;
  const negative = buffer[start] === MINUS;
  if (negative) start++;
  let end = start;
  while (isDigit(buffer[end]!)) end++;
  const digits = end - start;
  if (buffer[end] !== QUOTE || digits === 0 || digits > MAX_INT64_DIGITS || (buffer[start] === 0x30 && digits > 1)) return false;
  const middle = digits > 10 ? end - 10 : start;
  let upper = 0;
  for (let index = start; index < middle; index++) upper = upper * 10 + buffer[index]! - 0x30;
  let lower = 0;
  for (let index = middle; index < end; index++) lower = lower * 10 + buffer[index]! - 0x30;
  if (!splitDecimal(upper, lower, negative, unsigned)) return false;
  input.position = end + 1;
  return true;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
