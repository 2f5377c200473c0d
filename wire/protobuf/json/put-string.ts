/** Strings and bytes as JSON text (RFC 8259 §7, ProtoJSON: bytes). */
import { native } from '../../bytes/native.js';
import { MAX_SCRATCH_BYTES } from '../../limits.js';
import { ZERO } from './characters.js';
import { grow, type JsonOutput, putSign, putText, reserve } from './json-output.js';
import { isPlain, isWide, MAX_WAITING_CHARACTERS, MIN_WAITING_CHARACTERS, putWaiting, putWide } from './waiting-strings.js';

/** As a constant: to V8 the strings of a program are of more kinds than it tells apart where a method is looked up, here once a character. */
const { charCodeAt } = String.prototype;

// Constants of this module, as in json-input.ts.
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A longer string begins a group of those that wait; for shorter ones the native call at the end would cost more than it saves. */
const SHORT_TEXT = 40;

/** From here on text is not copied: to look for what must be escaped takes 1.4 ns a character. */
const LONG_TEXT = MAX_SCRATCH_BYTES;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what JSON escapes.
const NOT_PLAIN = /[\u0000-\u001f"\\]/;

/** 1 for each ASCII character that stands for itself in a JSON string. */
const PLAIN = /* @__PURE__ */ Uint8Array.from({ length: 0x80 }, (_, unit) =>
  unit >= 0x20 && unit !== QUOTE && unit !== BACKSLASH ? 1 : 0,
);

/** A JSON string. Throws for a lone surrogate, here or when the text is done. */
export function putString(out: JsonOutput, text: string): void {
  const { length } = text;
  if (length > SHORT_TEXT || (length > MIN_WAITING_CHARACTERS && out.waiting > 0)) {
    if (length <= MAX_WAITING_CHARACTERS && (out.narrow || !isWide(text))) putWaiting(out, text);
    else putLongString(out, text);
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
    const a = charCodeAt.call(text, index);
    const b = charCodeAt.call(text, index + 1);
    const c = charCodeAt.call(text, index + 2);
    const d = charCodeAt.call(text, index + 3);
    if ((a | b | c | d) > 0x7f || (PLAIN[a]! & PLAIN[b]! & PLAIN[c]! & PLAIN[d]!) === 0) break;
    view.setUint32(position, (a << 24) | (b << 16) | (c << 8) | d);
    position += 4;
  }
  for (; index < length; index++) {
    const unit = charCodeAt.call(text, index);
    if (unit >= 0x20 && unit <= 0xff && unit !== QUOTE && unit !== BACKSLASH) {
      buffer[position++] = unit;
    } else if (unit <= 0xff) {
      position = putEscape(buffer, position, unit);
    } else {
      putWide(out, text);
      return;
    }
  }
  buffer[position] = QUOTE;
  out.position = position + 1;
}

/** A string for which a native call is made. */
function putLongString(out: JsonOutput, text: string): void {
  const { length } = text;
  if (isWide(text)) {
    putWide(out, text);
    return;
  }
  if (native === undefined || length > LONG_TEXT) {
    if (NOT_PLAIN.test(text)) {
      putText(out, JSON.stringify(text));
      return;
    }
    putSign(out, QUOTE);
    putText(out, text);
    putSign(out, QUOTE);
    return;
  }
  reserve(out, length + 2);
  const { buffer, position } = out;
  const end = position + length + 1;
  native.latin1Write(buffer, text, position + 1, length);
  if (!isPlain(out.view, position + 1, end)) {
    putText(out, JSON.stringify(text));
    return;
  }
  buffer[position] = QUOTE;
  buffer[end] = QUOTE;
  out.position = end + 1;
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
