/**
 * JSON text as it is printed, in UTF-8: bytes are stored, nothing is joined, and one native call makes the string in the end. That takes
 * less than half the time of adding strings to each other, and of making objects for `JSON.stringify`.
 */

import { native } from '../../bytes/native.js';
import { decodeUtf8Lossy } from '../../bytes/utf8.js';
import { MAX_SCRATCH_BYTES, MIN_SCRATCH_BYTES } from '../../limits.js';
import { wrong } from './errors.js';

/** What is printed so far. */
export interface JsonOutput {
  buffer: Uint8Array;
  position: number;
  /** Whether every byte is a character of its own. */
  ascii: boolean;
}

/** The buffer of the last output; taken while in use, so that a getter of a message may print too. */
let scratch: Uint8Array | undefined;

export function openOutput(): JsonOutput {
  const buffer = scratch ?? new Uint8Array(MIN_SCRATCH_BYTES);
  scratch = undefined;
  return { buffer, position: 0, ascii: true };
}

/** The text printed. */
export function outputText(out: JsonOutput): string {
  if (out.ascii && native !== undefined) return native.latin1Slice(out.buffer, 0, out.position);
  return decodeUtf8Lossy(out.buffer, 0, out.position);
}

/** Gives the buffer back; also after an error. */
export function closeOutput(out: JsonOutput): void {
  if (out.buffer.length <= MAX_SCRATCH_BYTES) scratch = out.buffer;
}

/** Makes room for `bytes` more. */
export function reserve(out: JsonOutput, bytes: number): void {
  if (out.position + bytes > out.buffer.length) grow(out, out.position + bytes);
}

function grow(out: JsonOutput, bytes: number): void {
  const larger = new Uint8Array(Math.max(bytes, out.buffer.length * 2));
  larger.set(out.buffer.subarray(0, out.position));
  out.buffer = larger;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const ZERO = 0x30;

/** One ASCII character, where room was made for it. */
export function putByte(out: JsonOutput, byte: number): void {
  out.buffer[out.position++] = byte;
}

/** Text that is ASCII and needs no escape. */
export function putAscii(out: JsonOutput, text: string): void {
  const length = text.length;
  reserve(out, length);
  const { buffer } = out;
  const { position } = out;
  for (let index = 0; index < length; index++) buffer[position + index] = text.charCodeAt(index);
  out.position = position + length;
}

/** Bytes made beforehand, from `start` on. */
export function putBytes(out: JsonOutput, bytes: Uint8Array, start: number): void {
  const { length } = bytes;
  if (out.position + length > out.buffer.length) grow(out, out.position + length);
  const { buffer } = out;
  let { position } = out;
  for (let index = start; index < length; index++) buffer[position++] = bytes[index]!;
  out.position = position;
}

/** From here on the native way to write text is worth its call and the look for what must be escaped. */
const LONG_TEXT = 48;
const NOT_PLAIN = /[^\u0020-\u007f]|["\\]/;

/** A JSON string. Throws for a lone surrogate. */
export function putString(out: JsonOutput, text: string): void {
  const { length } = text;
  // A control character takes six bytes, everything else fewer per unit.
  if (length > LONG_TEXT && native !== undefined && !NOT_PLAIN.test(text)) {
    reserve(out, length + 2);
    out.buffer[out.position] = QUOTE;
    native.latin1Write(out.buffer, text, out.position + 1, length);
    out.position += length + 2;
    out.buffer[out.position - 1] = QUOTE;
    return;
  }
  reserve(out, length * 6 + 2);
  const { buffer } = out;
  let { position } = out;
  buffer[position++] = QUOTE;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x20 && unit < 0x80 && unit !== QUOTE && unit !== BACKSLASH) {
      buffer[position++] = unit;
    } else if (unit < 0x80) {
      position = putEscape(buffer, position, unit);
    } else {
      out.ascii = false;
      if (unit < 0x800) {
        buffer[position++] = 0xc0 | (unit >> 6);
      } else {
        if (unit < 0xd800 || unit > 0xdfff) {
          buffer[position++] = 0xe0 | (unit >> 12);
        } else {
          const next = text.charCodeAt(++index);
          if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) {
            throw wrong('a string that has a UTF-8 form, without lone surrogates', text);
          }
          const point = 0x1_0000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
          buffer[position++] = 0xf0 | (point >> 18);
          buffer[position++] = 0x80 | ((point >> 12) & 0x3f);
          buffer[position++] = 0x80 | ((point >> 6) & 0x3f);
          buffer[position++] = 0x80 | (point & 0x3f);
          continue;
        }
        buffer[position++] = 0x80 | ((unit >> 6) & 0x3f);
      }
      buffer[position++] = 0x80 | (unit & 0x3f);
    }
  }
  buffer[position++] = QUOTE;
  out.position = position;
}

const HEX = /* @__PURE__ */ (() => Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0)))();

/** The letters of the short escapes, by the unit they stand for; 0 for none. */
const SHORT_ESCAPES = /* @__PURE__ */ (() => {
  const letters = new Uint8Array(0x80);
  for (const [unit, letter] of [
    [8, 'b'],
    [9, 't'],
    [10, 'n'],
    [12, 'f'],
    [13, 'r'],
    [QUOTE, '"'],
    [BACKSLASH, '\\'],
  ] as const) {
    letters[unit] = letter.charCodeAt(0);
  }
  return letters;
})();

function putEscape(buffer: Uint8Array, start: number, unit: number): number {
  let position = start;
  buffer[position++] = BACKSLASH;
  const short = SHORT_ESCAPES[unit]!;
  if (short !== 0) {
    buffer[position++] = short;
    return position;
  }
  buffer[position++] = 0x75;
  buffer[position++] = ZERO;
  buffer[position++] = ZERO;
  buffer[position++] = HEX[unit >> 4]!;
  buffer[position++] = HEX[unit & 15]!;
  return position;
}

/** An int32 or a uint32. */
export function putInteger(out: JsonOutput, value: number): void {
  reserve(out, 12);
  if (value < 0) {
    out.buffer[out.position++] = MINUS;
    putDigits(out, 0 - value, 1);
  } else {
    putDigits(out, value, 1);
  }
}

/** An integer below 2^32 with at least `least` digits, where room was made for it. */
export function putDigits(out: JsonOutput, value: number, least: number): void {
  let digits = least;
  for (let bound = POWERS[digits]!; value >= bound && digits < 10; bound = POWERS[digits]!) digits++;
  const { buffer } = out;
  const start = out.position;
  let rest = value >>> 0;
  for (let position = start + digits - 1; position >= start; position--) {
    const next = (rest / 10) >>> 0;
    buffer[position] = ZERO + (rest - next * 10);
    rest = next;
  }
  out.position = start + digits;
}

const POWERS: readonly number[] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];

const BILLION = 1e9;

/** An integer between 0 and 2^53, where room was made for it. */
function putSafeInteger(out: JsonOutput, value: number): void {
  if (value < BILLION) {
    putDigits(out, value, 1);
    return;
  }
  const upper = Math.floor(value / BILLION);
  putDigits(out, upper, 1);
  putDigits(out, value - upper * BILLION, 9);
}

/** The 64-bit integer of two halves, in quotes (ProtoJSON: Strings for int64). */
export function putInt64(out: JsonOutput, low: number, high: number, unsigned: boolean): void {
  reserve(out, 24);
  putByte(out, QUOTE);
  let lower = low;
  let upper = high;
  if (high < 0 && !unsigned) {
    putByte(out, MINUS);
    lower = -low | 0;
    upper = (lower === 0 ? -high : ~high) | 0;
  }
  upper >>>= 0;
  lower >>>= 0;
  if (upper < 0x20_0000) putSafeInteger(out, upper * 0x1_0000_0000 + lower);
  else putUint64(out, lower, upper);
  putByte(out, QUOTE);
}

/** Above 2^53: divided by 10^4 again and again, in 16-bit parts so that everything stays a small integer. */
function putUint64(out: JsonOutput, low: number, high: number): void {
  let a = high >>> 16;
  let b = high & 0xffff;
  let c = low >>> 16;
  let d = low & 0xffff;
  for (let group = 0; group < 5; group++) {
    let part = a;
    a = (part / 10_000) | 0;
    part = ((part - a * 10_000) << 16) | b;
    b = (part / 10_000) | 0;
    part = ((part - b * 10_000) << 16) | c;
    c = (part / 10_000) | 0;
    part = ((part - c * 10_000) << 16) | d;
    d = (part / 10_000) | 0;
    groups[group] = part - d * 10_000;
  }
  let first = 4;
  while (groups[first] === 0) first--;
  putDigits(out, groups[first]!, 1);
  for (let group = first - 1; group >= 0; group--) putDigits(out, groups[group]!, 4);
}

const groups = new Int32Array(5);

/** How many decimal places a double is tried with before it is left to the engine. */
const TRIED_PLACES = 4;
/** A finite number. A decimal of at most 15 digits is the only one of its double, so that the first one found is the shortest. */
export function putNumber(out: JsonOutput, value: number): void {
  const size = Math.abs(value);
  if (size < BILLION) {
    for (let places = 0; places <= TRIED_PLACES; places++) {
      const scale = POWERS[places]!;
      const scaled = Math.round(size * scale);
      if (scaled / scale === size) {
        putDecimal(out, scaled, places, value < 0 || Object.is(value, -0));
        return;
      }
    }
  }
  putAscii(out, String(value));
}

/** The decimal places up to which a float is looked for by scaling. */
const FLOAT_PLACES = 9;

/** A finite float, with the fewest digits that make it the same float; undefined, and nothing printed, where that takes another way. */
export function putFloat(out: JsonOutput, value: number): boolean {
  const size = Math.abs(value);
  if (!(size < 1e6) || (size < 1e-3 && size !== 0)) return false;
  for (let places = 0; places <= FLOAT_PLACES; places++) {
    const scale = POWERS[places]!;
    const scaled = Math.round(size * scale);
    if (Math.fround(scaled / scale) === size) {
      putDecimal(out, scaled, places, value < 0 || Object.is(value, -0));
      return true;
    }
  }
  return false;
}

/** `scaled / 10^places`, where `scaled` has at most 15 digits and ends in no needless zero. */
function putDecimal(out: JsonOutput, scaled: number, places: number, negative: boolean): void {
  reserve(out, 32);
  if (negative) putByte(out, MINUS);
  if (places === 0) {
    putSafeInteger(out, scaled);
    return;
  }
  const scale = POWERS[places]!;
  const whole = Math.floor(scaled / scale);
  putSafeInteger(out, whole);
  putByte(out, 0x2e);
  putDigits(out, scaled - whole * scale, places);
}

const BASE64 = /* @__PURE__ */ (() =>
  Uint8Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', (digit) => digit.charCodeAt(0)))();
const PADDING = 0x3d;

/** Bytes in standard Base64 with padding, in quotes. */
export function putBase64(out: JsonOutput, bytes: Uint8Array): void {
  const { length } = bytes;
  reserve(out, Math.ceil(length / 3) * 4 + 2);
  const { buffer } = out;
  let { position } = out;
  buffer[position++] = QUOTE;
  let index = 0;
  for (; index + 2 < length; index += 3) {
    const group = (bytes[index]! << 16) | (bytes[index + 1]! << 8) | bytes[index + 2]!;
    buffer[position] = BASE64[group >> 18]!;
    buffer[position + 1] = BASE64[(group >> 12) & 63]!;
    buffer[position + 2] = BASE64[(group >> 6) & 63]!;
    buffer[position + 3] = BASE64[group & 63]!;
    position += 4;
  }
  if (index < length) {
    const two = index + 1 < length;
    const group = (bytes[index]! << 8) | (two ? bytes[index + 1]! : 0);
    buffer[position++] = BASE64[group >> 10]!;
    buffer[position++] = BASE64[(group >> 4) & 63]!;
    buffer[position++] = two ? BASE64[(group & 15) << 2]! : PADDING;
    buffer[position++] = PADDING;
  }
  buffer[position++] = QUOTE;
  out.position = position;
}
