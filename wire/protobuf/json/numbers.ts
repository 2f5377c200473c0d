/** Numbers of JSON, and strings that stand for them, as the values of fields (ProtoJSON: Representation of each type). */
import { show } from '../errors.js';
import { highHalf, joinInt64, joinUint64, lowHalf, takeHalves } from '../int64.js';
import type { Int64Representation } from '../int64-representation.js';
import { Fault, wrong } from './errors.js';

/** A JSON number; strings that stand for numbers have to be one too: no white space, no plus, no leading zeros, not empty. */
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** A decimal integer of at most so many digits is exact as a double. */
const EXACT_DIGITS = 15;

/** Digits of the largest 64-bit integer. */
const MAX_DIGITS = 20;

/** The value of a decimal integer of at most 15 digits, NaN for any other text. */
function smallInteger(text: string): number {
  const length = text.length;
  const start = text.charCodeAt(0) === 0x2d ? 1 : 0;
  if (length === start || length - start > EXACT_DIGITS) return Number.NaN;
  if (text.charCodeAt(start) === 0x30 && length > start + 1) return Number.NaN;
  let value = 0;
  for (let index = start; index < length; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return start === 1 ? 0 - value : value;
}

/**
 * A number that is an integer in any spelling (`1e2`, `1.50e1`) as plain digits; undefined for other text, and for integers of more
 * digits than any field holds. Exact, whatever the exponent.
 */
function integerDigits(text: string): string | undefined {
  if (!NUMBER.test(text)) return undefined;
  const negative = text.startsWith('-');
  const [mantissa = '', exponentText = '0'] = text.slice(negative ? 1 : 0).split(/[eE]/);
  const [whole = '', fraction = ''] = mantissa.split('.');
  let digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return '0';
  // An exponent too large for a number is Infinity, and no comparison below minds.
  let exponent = Number(exponentText) - fraction.length;
  const trailing = digits.length - digits.replace(/0+$/, '').length;
  digits = digits.slice(0, digits.length - trailing);
  exponent += trailing;
  if (!(exponent >= 0 && digits.length + exponent <= MAX_DIGITS)) return undefined;
  return (negative ? '-' : '') + digits + '0'.repeat(exponent);
}

/** A 32-bit integer. */
export function int32Of(json: unknown): number {
  const value = typeof json === 'string' ? integerOf(json) : json;
  if (typeof value !== 'number' || value !== (value | 0)) throw wrong('int32', json);
  return value | 0;
}

/** An unsigned 32-bit integer. */
export function uint32Of(json: unknown): number {
  const value = typeof json === 'string' ? integerOf(json) : json;
  if (typeof value !== 'number' || value !== value >>> 0) throw wrong('uint32', json);
  return value >>> 0;
}

function integerOf(text: string): number {
  const small = smallInteger(text);
  if (!Number.isNaN(small)) return small;
  const digits = integerDigits(text);
  return digits === undefined ? Number.NaN : Number(digits);
}

const TWO_32 = 0x1_0000_0000;
const TWO_31 = 0x8000_0000;
const TWO_63 = 2 ** 63;
const TWO_64 = 2 ** 64;
const TEN_5 = 100_000;

/** Leaves an integer between -2^63 and 2^64 in the halves. */
function splitNumber(value: number): void {
  const high = Math.floor(value / TWO_32);
  takeHalves((value - high * TWO_32) | 0, high | 0);
}

/**
 * Leaves `upper` times 10^10 plus `lower`, both below 10^10, in the halves, negated if asked for; false where it is out of range. In
 * steps of 10^5, so that every product is an exact double.
 */
export function splitDecimal(upper: number, lower: number, negative: boolean, unsigned: boolean): boolean {
  const shifted = upper * TEN_5;
  const shiftedHigh = Math.floor(shifted / TWO_32);
  const sum = (shifted - shiftedHigh * TWO_32) * TEN_5 + lower;
  const carry = Math.floor(sum / TWO_32);
  const low = (sum - carry * TWO_32) | 0;
  const high = shiftedHigh * TEN_5 + carry;
  if (!negative) {
    if (high >= (unsigned ? TWO_32 : TWO_31)) return false;
    takeHalves(low, high | 0);
    return true;
  }
  if (low === 0 && high === 0) {
    takeHalves(0, 0);
    return true;
  }
  if (unsigned || high > TWO_31 || (high === TWO_31 && low !== 0)) return false;
  takeHalves(-low | 0, (low === 0 ? -high : ~high) | 0);
  return true;
}

/** Digits `[start, end)` of `text` as a number, NaN where one of them is none. */
function digitsOf(text: string, start: number, end: number): number {
  let value = 0;
  for (let index = start; index < end; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Leaves the integer that `text` spells in the halves; false where it spells none, or one out of range. */
function splitText(text: string, unsigned: boolean): boolean {
  const { length } = text;
  const negative = text.charCodeAt(0) === 0x2d;
  const start = negative ? 1 : 0;
  const digits = length - start;
  if (digits > 0 && digits <= MAX_DIGITS && (digits === 1 || text.charCodeAt(start) !== 0x30)) {
    const middle = Math.max(start, length - 10);
    const upper = digitsOf(text, start, middle);
    const lower = digitsOf(text, middle, length);
    if (!Number.isNaN(upper) && !Number.isNaN(lower)) return splitDecimal(upper, lower, negative, unsigned);
  }
  const plain = integerDigits(text);
  return plain !== undefined && plain !== text && splitText(plain, unsigned);
}

/**
 * A 64-bit integer in a field's representation. A number counts as the double that it is, even where its text had more digits (ProtoJSON:
 * Strings for int64), so that all readers of one text agree.
 */
export function int64Of(json: unknown, int64: Int64Representation | undefined, unsigned: boolean): unknown {
  if (typeof json === 'string') {
    if (splitText(json, unsigned)) return joinHalves(json, int64, unsigned);
  } else if (
    typeof json === 'number' &&
    Number.isInteger(json) &&
    (unsigned ? json >= 0 && json < TWO_64 : json >= -TWO_63 && json < TWO_63)
  ) {
    splitNumber(json);
    return joinHalves(json, int64, unsigned);
  }
  throw wrong(unsigned ? 'uint64' : 'int64', json);
}

/** The halves in a field's representation; `json` is what they came from. */
function joinHalves(json: unknown, int64: Int64Representation | undefined, unsigned: boolean): unknown {
  if (int64 === undefined) return unsigned ? joinUint64(lowHalf, highHalf) : joinInt64(lowHalf, highHalf);
  const value = int64.fromHalves(lowHalf, highHalf, unsigned);
  if (value === undefined) throw wrong(int64.words, json);
  return value;
}

/** A double. */
export function doubleOf(json: unknown): number {
  if (typeof json === 'number' && Number.isFinite(json)) return json;
  return typeof json === 'string' ? doubleOfText(json, 'double') : notFinite(json, 'double');
}

/** A float: the nearest one, which must not be infinite (ProtoJSON: Out of range numeric values). */
export function floatOf(json: unknown): number {
  const value =
    typeof json === 'number' && Number.isFinite(json)
      ? json
      : typeof json === 'string'
        ? doubleOfText(json, 'float')
        : notFinite(json, 'float');
  const float = Math.fround(value);
  if (!Number.isFinite(float) && Number.isFinite(value)) throw new Fault(`${show(json)} is out of range for a float`);
  return float;
}

function notFinite(json: unknown, kind: string): never {
  throw wrong(typeof json === 'number' ? `a finite ${kind}, or one of the strings "NaN", "Infinity", "-Infinity"` : kind, json);
}

function doubleOfText(text: string, kind: string): number {
  const small = smallInteger(text);
  // The text "-0" is negative zero.
  if (!Number.isNaN(small)) return small === 0 && text === '-0' ? -0 : small;
  switch (text) {
    case 'NaN':
      return Number.NaN;
    case 'Infinity':
      return Number.POSITIVE_INFINITY;
    case '-Infinity':
      return Number.NEGATIVE_INFINITY;
  }
  if (!NUMBER.test(text)) throw wrong(kind, text);
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Fault(`${show(text)} is out of range for a ${kind}`);
  return value;
}
