/** Numbers of JSON, and strings that stand for them, as the values of fields (ProtoJSON: Representation of each type). */
import { show } from '../errors.js';
import { joinInt64, joinUint64 } from '../int64.js';
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

/** A 32-bit integer; `kind` names it in errors. */
export function int32Of(json: unknown, kind: string): number {
  const value = typeof json === 'string' ? integerOf(json) : json;
  if (typeof value !== 'number' || value !== (value | 0)) throw wrong(kind, json);
  return value | 0;
}

/** An unsigned 32-bit integer. */
export function uint32Of(json: unknown, kind: string): number {
  const value = typeof json === 'string' ? integerOf(json) : json;
  if (typeof value !== 'number' || value !== value >>> 0) throw wrong(kind, json);
  return value >>> 0;
}

function integerOf(text: string): number {
  const small = smallInteger(text);
  if (!Number.isNaN(small)) return small;
  const digits = integerDigits(text);
  return digits === undefined ? Number.NaN : Number(digits);
}

const TWO_32 = 0x1_0000_0000;
const TWO_63 = 2 ** 63;
const TWO_64 = 2 ** 64;

/** An integer below 2^64 as a bigint, by its halves: 10 ns, `BigInt` takes ten times as long. */
function int64OfNumber(value: number): bigint {
  const high = Math.floor(value / TWO_32);
  return joinInt64(value - high * TWO_32, high);
}

function uint64OfNumber(value: number): bigint {
  const high = Math.floor(value / TWO_32);
  return joinUint64(value - high * TWO_32, high);
}

/**
 * A 64-bit integer. A number counts as the double that it is, even where its text had more digits (ProtoJSON: Strings for int64), so
 * that all readers of one text agree.
 */
export function int64Of(json: unknown, kind: string): bigint {
  if (typeof json === 'string') {
    const small = smallInteger(json);
    if (!Number.isNaN(small)) return int64OfNumber(small);
    const digits = integerDigits(json);
    if (digits !== undefined) {
      const value = BigInt(digits);
      if (BigInt.asIntN(64, value) === value) return value;
    }
  } else if (typeof json === 'number' && Number.isInteger(json) && json >= -TWO_63 && json < TWO_63) {
    return int64OfNumber(json);
  }
  throw wrong(kind, json);
}

/** An unsigned 64-bit integer. */
export function uint64Of(json: unknown, kind: string): bigint {
  if (typeof json === 'string') {
    const small = smallInteger(json);
    if (small >= 0) return uint64OfNumber(small);
    const digits = integerDigits(json);
    if (digits !== undefined) {
      const value = BigInt(digits);
      if (BigInt.asUintN(64, value) === value) return value;
    }
  } else if (typeof json === 'number' && Number.isInteger(json) && json >= 0 && json < TWO_64) {
    return uint64OfNumber(json);
  }
  throw wrong(kind, json);
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
