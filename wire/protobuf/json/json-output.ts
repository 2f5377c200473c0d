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
  /** Whether each byte is a character of its own, as far as U+00FF. It is UTF-8 from the first character beyond. */
  latin1: boolean;
}

/** The buffer of the last output; taken while in use, so that a getter of a message may print too. */
let scratch: Uint8Array | undefined;

export function openOutput(): JsonOutput {
  const buffer = scratch ?? new Uint8Array(MIN_SCRATCH_BYTES);
  scratch = undefined;
  return { buffer, position: 0, latin1: true };
}

/** The text printed. */
export function outputText(out: JsonOutput): string {
  if (out.latin1 && native !== undefined) return native.latin1Slice(out.buffer, 0, out.position);
  if (out.latin1) widen(out, 0);
  return decodeUtf8Lossy(out.buffer, 0, out.position);
}

/** From Latin-1 to UTF-8, where there is something to print that the former does not have; with room for `bytes` more. */
export function widen(out: JsonOutput, bytes: number): void {
  let high = 0;
  for (let index = 0; index < out.position; index++) if (out.buffer[index]! >= 0x80) high++;
  reserve(out, high + bytes);
  const { buffer } = out;
  let to = out.position + high;
  for (let from = out.position - 1; to > from + 1; from--) {
    const byte = buffer[from]!;
    if (byte < 0x80) {
      buffer[--to] = byte;
    } else {
      buffer[--to] = 0x80 | (byte & 0x3f);
      buffer[--to] = 0xc0 | (byte >> 6);
    }
  }
  out.position += high;
  out.latin1 = false;
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

const COMMA = 0x2c;
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

/** Bytes made beforehand. */
export function putBytes(out: JsonOutput, bytes: Uint8Array): void {
  const { length } = bytes;
  const { position } = out;
  if (position + length > out.buffer.length) grow(out, position + length);
  const { buffer } = out;
  for (let index = 0; index < length; index++) buffer[position + index] = bytes[index]!;
  out.position = position + length;
}

/** A comma or a colon. */
export function putSign(out: JsonOutput, sign: number): void {
  const { position } = out;
  if (position === out.buffer.length) grow(out, position + 1);
  out.buffer[position] = sign;
  out.position = position + 1;
}

/** What ends an object or array: in place of the comma behind its last member or element, or behind what opened it. */
export function putClose(out: JsonOutput, close: number): void {
  if (out.buffer[out.position - 1] === COMMA) out.buffer[out.position - 1] = close;
  else putSign(out, close);
}

/** From here on the native way to write text is worth its call and the look for what must be escaped. */
const LONG_TEXT = 48;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what JSON escapes.
const NOT_PLAIN = /[\u0000-\u001f"\\\u0080-\uffff]/;

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
  let { buffer, position } = out;
  buffer[position++] = QUOTE;
  for (let index = 0; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x20 && unit < 0x80 && unit !== QUOTE && unit !== BACKSLASH) {
      buffer[position++] = unit;
    } else if (unit < 0x80) {
      position = putEscape(buffer, position, unit);
    } else if (unit <= 0xff && out.latin1) {
      buffer[position++] = unit;
    } else {
      if (out.latin1) {
        out.position = position;
        widen(out, (length - index) * 6 + 1);
        buffer = out.buffer;
        position = out.position;
      }
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
  let { position } = out;
  if (position + 12 > out.buffer.length) grow(out, position + 12);
  const { buffer } = out;
  let size = value;
  if (value < 0) {
    buffer[position++] = MINUS;
    size = 0 - value;
  }
  out.position = integerAt(buffer, position, size);
}

/** Puts an integer below 2^53 at `position`; returns the position behind it. */
function integerAt(buffer: Uint8Array, position: number, value: number): number {
  if (value < BILLION) return digitsAt(buffer, position, value | 0, digitsIn(value));
  const upper = Math.floor(value / BILLION);
  const middle = digitsAt(buffer, position, upper, digitsIn(upper));
  return digitsAt(buffer, middle, (value - upper * BILLION) | 0, 9);
}

/** The number of decimal digits of an integer below 10^9. */
function digitsIn(value: number): number {
  if (value < 1e4) return value < 100 ? (value < 10 ? 1 : 2) : value < 1000 ? 3 : 4;
  return value < 1e6 ? (value < 1e5 ? 5 : 6) : value < 1e7 ? 7 : value < 1e8 ? 8 : 9;
}

/** Puts an integer below 10^9 at `position` in so many digits, two at a time. */
function digitsAt(buffer: Uint8Array, position: number, value: number, digits: number): number {
  const end = position + digits;
  let rest = value | 0;
  let at = end;
  while (at - position >= 2) {
    const next = (rest / 100) | 0;
    const pair = rest - next * 100;
    const tens = (pair * 205) >> 11;
    buffer[--at] = ZERO + pair - tens * 10;
    buffer[--at] = ZERO + tens;
    rest = next;
  }
  if (at > position) buffer[position] = ZERO + rest;
  return end;
}

const BILLION = 1e9;

/** The 64-bit integer of two halves, in quotes (ProtoJSON: Strings for int64). */
export function putInt64(out: JsonOutput, low: number, high: number, unsigned: boolean): void {
  let { position } = out;
  if (position + 24 > out.buffer.length) grow(out, position + 24);
  const { buffer } = out;
  buffer[position++] = QUOTE;
  let lower = low;
  let upper = high;
  if (high < 0 && !unsigned) {
    buffer[position++] = MINUS;
    lower = -low | 0;
    upper = (lower === 0 ? -high : ~high) | 0;
  }
  upper >>>= 0;
  lower >>>= 0;
  position = upper < 0x20_0000 ? integerAt(buffer, position, upper * 0x1_0000_0000 + lower) : largeAt(buffer, position, lower, upper);
  buffer[position] = QUOTE;
  out.position = position + 1;
}

/** Above 2^53: divided by 10^4 again and again, in 16-bit parts so that everything stays a small integer. */
function largeAt(buffer: Uint8Array, start: number, low: number, high: number): number {
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
  let position = digitsAt(buffer, start, groups[first]!, digitsIn(groups[first]!));
  for (let group = first - 1; group >= 0; group--) position = digitsAt(buffer, position, groups[group]!, 4);
  return position;
}

const groups = new Int32Array(5);

const POWERS: readonly number[] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

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
  let { position } = out;
  if (position + 32 > out.buffer.length) grow(out, position + 32);
  const { buffer } = out;
  if (negative) buffer[position++] = MINUS;
  if (places === 0) {
    out.position = integerAt(buffer, position, scaled);
    return;
  }
  const scale = POWERS[places]!;
  const whole = Math.floor(scaled / scale);
  position = integerAt(buffer, position, whole);
  buffer[position] = 0x2e;
  out.position = digitsAt(buffer, position + 1, scaled - whole * scale, places);
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
