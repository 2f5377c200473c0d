/** Strings and bytes as JSON text (RFC 8259 §7, ProtoJSON: bytes). */
import { isWellFormed } from '../../bytes/utf8.js';
import { ZERO } from './characters.js';
import { wrong } from './errors.js';
import { grow, type JsonOutput, putSign, putText, reserve } from './json-output.js';

// Constants of this module, as in json-input.ts.
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** From here on text is not copied: to look for what must be escaped takes 1 ns a character, to copy it 3. */
const LONG_TEXT = 40;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what JSON escapes.
const NOT_PLAIN = /[\u0000-\u001f"\\\ud800-\udfff]/;

/** 1 for each ASCII character that stands for itself in a JSON string. */
const PLAIN = /* @__PURE__ */ Uint8Array.from({ length: 0x80 }, (_, unit) =>
  unit >= 0x20 && unit !== QUOTE && unit !== BACKSLASH ? 1 : 0,
);

/** A JSON string. Throws for a lone surrogate. */
export function putString(out: JsonOutput, text: string): void {
  const { length } = text;
  if (length > LONG_TEXT) {
    putLongString(out, text);
    return;
  }
  // A control character takes six bytes, everything else fewer.
  const start = out.position;
  if (start + length * 6 + 2 > out.buffer.length) grow(out, start + length * 6 + 2);
  const { buffer, view } = out;
  let position = start;
  buffer[position++] = QUOTE;
  let index = 0;
  for (; index + 4 <= length; index += 4) {
    const a = text.charCodeAt(index);
    const b = text.charCodeAt(index + 1);
    const c = text.charCodeAt(index + 2);
    const d = text.charCodeAt(index + 3);
    if ((a | b | c | d) > 0x7f || (PLAIN[a]! & PLAIN[b]! & PLAIN[c]! & PLAIN[d]!) === 0) break;
    view.setUint32(position, (a << 24) | (b << 16) | (c << 8) | d);
    position += 4;
  }
  for (; index < length; index++) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x20 && unit <= 0xff && unit !== QUOTE && unit !== BACKSLASH) {
      buffer[position++] = unit;
    } else if (unit <= 0xff) {
      position = putEscape(buffer, position, unit);
    } else {
      putLongString(out, text);
      return;
    }
  }
  buffer[position] = QUOTE;
  out.position = position + 1;
}

function putLongString(out: JsonOutput, text: string): void {
  if (NOT_PLAIN.test(text)) {
    if (!isWellFormed(text)) throw wrong('a string that has a UTF-8 form, without lone surrogates', text);
    putText(out, JSON.stringify(text));
    return;
  }
  putSign(out, QUOTE);
  putText(out, text);
  putSign(out, QUOTE);
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
