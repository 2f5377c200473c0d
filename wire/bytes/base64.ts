import type { Bytes } from './codec.js';

/** Base64 (RFC 4648 §4) without the platform's help. Metadata values are short: a table and a loop are as fast as anything. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const INVALID = 0xff;

/** Shared, since nothing can be written to it: a peer can send thousands of empty values in one header field. */
const NO_BYTES: Bytes = new Uint8Array(0);

const values = new Uint8Array(256).fill(INVALID);
for (let index = 0; index < ALPHABET.length; index++) values[ALPHABET.charCodeAt(index)] = index;

/** The characters of either alphabet: RFC 4648 §4, and RFC 4648 §5 for URLs. */
const eitherValues = values.slice();
eitherValues['-'.charCodeAt(0)] = 62;
eitherValues['_'.charCodeAt(0)] = 63;

/** `bytes` as Base64 without padding. */
export function encodeBase64(bytes: Uint8Array): string {
  const length = bytes.length;
  let text = '';
  let index = 0;
  for (; index + 2 < length; index += 3) {
    const group = (bytes[index]! << 16) | (bytes[index + 1]! << 8) | bytes[index + 2]!;
    text += ALPHABET[group >> 18]! + ALPHABET[(group >> 12) & 63]! + ALPHABET[(group >> 6) & 63]! + ALPHABET[group & 63]!;
  }
  if (index + 1 === length) {
    const group = bytes[index]!;
    text += ALPHABET[group >> 2]! + ALPHABET[(group & 3) << 4]!;
  } else if (index + 2 === length) {
    const group = (bytes[index]! << 8) | bytes[index + 1]!;
    text += ALPHABET[group >> 10]! + ALPHABET[(group >> 4) & 63]! + ALPHABET[(group & 15) << 2]!;
  }
  return text;
}

/** `bytes` as Base64 with padding. */
export function encodePaddedBase64(bytes: Uint8Array): string {
  const rest = bytes.length % 3;
  const text = encodeBase64(bytes);
  return rest === 0 ? text : text + (rest === 1 ? '==' : '=');
}

/** The bytes of `text`, padded or not; undefined where it is no Base64. Bits behind the last byte are not looked at. */
export function decodeBase64(text: string): Bytes | undefined {
  return decodeWith(values, text);
}

/** As `decodeBase64`, and takes the characters of the alphabet for URLs too. */
export function decodeEitherBase64(text: string): Bytes | undefined {
  return decodeWith(eitherValues, text);
}

/** As `decodeEitherBase64`, of the characters in bytes `[start, end)`. */
export function decodeEitherBase64Bytes(buffer: Uint8Array, start: number, end: number): Bytes | undefined {
  let length = end - start;
  if (length > 0 && length % 4 === 0 && buffer[end - 1] === 0x3d) length -= buffer[end - 2] === 0x3d ? 2 : 1;
  const rest = length % 4;
  if (rest === 1) return undefined;
  const bytes = new Uint8Array(((length - rest) / 4) * 3 + (rest === 0 ? 0 : rest - 1));
  const whole = start + length - rest;
  let position = 0;
  let wrong = 0;
  for (let index = start; index < whole; index += 4) {
    const a = eitherValues[buffer[index]!]!;
    const b = eitherValues[buffer[index + 1]!]!;
    const c = eitherValues[buffer[index + 2]!]!;
    const d = eitherValues[buffer[index + 3]!]!;
    wrong |= a | b | c | d;
    bytes[position] = (a << 2) | (b >> 4);
    bytes[position + 1] = (b << 4) | (c >> 2);
    bytes[position + 2] = (c << 6) | d;
    position += 3;
  }
  if (rest > 0) {
    const a = eitherValues[buffer[whole]!]!;
    const b = eitherValues[buffer[whole + 1]!]!;
    const c = rest === 3 ? eitherValues[buffer[whole + 2]!]! : 0;
    wrong |= a | b | c;
    bytes[position++] = (a << 2) | (b >> 4);
    if (rest === 3) bytes[position] = (b << 4) | (c >> 2);
  }
  return wrong > 63 ? undefined : bytes;
}

function decodeWith(table: Uint8Array, text: string): Bytes | undefined {
  let length = text.length;
  if (length === 0) return NO_BYTES;
  if (length % 4 === 0 && text.charCodeAt(length - 1) === 0x3d) length -= text.charCodeAt(length - 2) === 0x3d ? 2 : 1;
  const rest = length % 4;
  if (rest === 1) return undefined;
  const bytes = new Uint8Array(((length - rest) / 4) * 3 + (rest === 0 ? 0 : rest - 1));
  let position = 0;
  let index = 0;
  for (; index + 3 < length; index += 4) {
    const a = valueAt(table, text, index);
    const b = valueAt(table, text, index + 1);
    const c = valueAt(table, text, index + 2);
    const d = valueAt(table, text, index + 3);
    if ((a | b | c | d) > 63) return undefined;
    bytes[position++] = (a << 2) | (b >> 4);
    bytes[position++] = (b << 4) | (c >> 2);
    bytes[position++] = (c << 6) | d;
  }
  if (rest > 0) {
    const a = valueAt(table, text, index);
    const b = valueAt(table, text, index + 1);
    const c = rest === 3 ? valueAt(table, text, index + 2) : 0;
    if ((a | b | c) > 63) return undefined;
    bytes[position++] = (a << 2) | (b >> 4);
    if (rest === 3) bytes[position] = (b << 4) | (c >> 2);
  }
  return bytes;
}

function valueAt(table: Uint8Array, text: string, index: number): number {
  const unit = text.charCodeAt(index);
  return unit < 128 ? table[unit]! : INVALID;
}
