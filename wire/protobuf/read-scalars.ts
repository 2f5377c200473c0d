/**
 * Each scalar kind's value. The varint kinds leave their end in `varintEnd` (varint.ts says why); the fixed kinds are as long as
 * their name says; a string and bytes are read from a range whose ends `readLength` has checked.
 */
import type { Bytes } from '../bytes/codec.js';
import { copyBytes } from '../bytes/copy.js';
import { decodeUtf8, decodeUtf8Lossy } from '../bytes/utf8.js';
import { DecodeError, truncated } from './errors.js';
import { joinDouble, joinFloat } from './float.js';
import { heldHigh, heldInt64, heldLow, heldUint64, joinInt64, joinUint64, smallInt64, smallSint64 } from './int64.js';
import { cutAscii, isInWindow, moveWindow } from './text-window.js';
import { readLength, readVarint32, readVarint64, setVarintEnd, varintEnd } from './varint.js';

export { copyBytes as readBytes } from '../bytes/copy.js';
/** int32 and enum. */
export { readVarint32 as readInt32, readVarint32 as readEnum } from './varint.js';

export function readUint32(buffer: Uint8Array, position: number, end: number): number {
  return readVarint32(buffer, position, end) >>> 0;
}

export function readSint32(buffer: Uint8Array, position: number, end: number): number {
  const value = readVarint32(buffer, position, end);
  return (value >>> 1) ^ -(value & 1);
}

/** Any bit of the 64 makes it true. */
export function readBool(buffer: Uint8Array, position: number, end: number): boolean {
  const byte = buffer[position]!;
  if (byte < 0x80 && position < end) {
    setVarintEnd(position + 1);
    return byte !== 0;
  }
  readVarint64(buffer, position, end);
  return (heldLow() | heldHigh()) !== 0;
}

export function readInt64(buffer: Uint8Array, position: number, end: number): bigint {
  const byte = buffer[position]!;
  if (byte < 0x80 && position < end) {
    setVarintEnd(position + 1);
    return smallInt64[byte]!;
  }
  readVarint64(buffer, position, end);
  return heldInt64(0);
}

export function readUint64(buffer: Uint8Array, position: number, end: number): bigint {
  const byte = buffer[position]!;
  if (byte < 0x80 && position < end) {
    setVarintEnd(position + 1);
    return smallInt64[byte]!;
  }
  readVarint64(buffer, position, end);
  return heldUint64(0);
}

export function readSint64(buffer: Uint8Array, position: number, end: number): bigint {
  const byte = buffer[position]!;
  if (byte < 0x80 && position < end) {
    setVarintEnd(position + 1);
    return smallSint64[byte]!;
  }
  readVarint64(buffer, position, end);
  const low = heldLow();
  const high = heldHigh();
  const sign = -(low & 1);
  return joinInt64(((low >>> 1) | (high << 31)) ^ sign, (high >>> 1) ^ sign);
}

export function bits32(buffer: Uint8Array, position: number): number {
  return buffer[position]! | (buffer[position + 1]! << 8) | (buffer[position + 2]! << 16) | (buffer[position + 3]! << 24);
}

export function readFixed32(buffer: Uint8Array, position: number, end: number): number {
  if (position + 4 > end) throw truncated('a 32-bit value', position);
  return bits32(buffer, position) >>> 0;
}

export function readSfixed32(buffer: Uint8Array, position: number, end: number): number {
  if (position + 4 > end) throw truncated('a 32-bit value', position);
  return bits32(buffer, position);
}

export function readFloat(buffer: Uint8Array, position: number, end: number): number {
  if (position + 4 > end) throw truncated('a 32-bit value', position);
  return joinFloat(bits32(buffer, position));
}

export function readFixed64(buffer: Uint8Array, position: number, end: number): bigint {
  if (position + 8 > end) throw truncated('a 64-bit value', position);
  return joinUint64(bits32(buffer, position), bits32(buffer, position + 4));
}

export function readSfixed64(buffer: Uint8Array, position: number, end: number): bigint {
  if (position + 8 > end) throw truncated('a 64-bit value', position);
  return joinInt64(bits32(buffer, position), bits32(buffer, position + 4));
}

export function readDouble(buffer: Uint8Array, position: number, end: number): number {
  if (position + 8 > end) throw truncated('a 64-bit value', position);
  return joinDouble(bits32(buffer, position), bits32(buffer, position + 4));
}

/** The string in `[start, end)`; bytes that are not UTF-8 are refused. */
export function readString(buffer: Uint8Array, start: number, end: number): string {
  const ascii = readAscii(buffer, start, end);
  if (ascii !== undefined) return ascii;
  const text = decodeUtf8(buffer, start, end);
  if (text === undefined) throw new DecodeError('a string is not UTF-8', start);
  return text;
}

/** The string in `[start, end)`, U+FFFD for what is not UTF-8: for fields whose schema does not ask for the check. */
export function readStringUnchecked(buffer: Uint8Array, start: number, end: number): string {
  return readAscii(buffer, start, end) ?? decodeUtf8Lossy(buffer, start, end);
}

/** A length and the string behind it, as generated code reads them; its end is in `varintEnd`. */
export function readPrefixedString(buffer: Uint8Array, position: number, end: number): string {
  const stop = readLength(buffer, position, end);
  const start = varintEnd;
  setVarintEnd(stop);
  const ascii = readAscii(buffer, start, stop);
  return ascii === undefined ? readString(buffer, start, stop) : ascii;
}

/** As `readPrefixedString`, U+FFFD for what is not UTF-8. */
export function readPrefixedStringUnchecked(buffer: Uint8Array, position: number, end: number): string {
  const stop = readLength(buffer, position, end);
  const start = varintEnd;
  setVarintEnd(stop);
  return readStringUnchecked(buffer, start, stop);
}

/** A length and the bytes behind it; their end is in `varintEnd`. */
export function readPrefixedBytes(buffer: Uint8Array, position: number, end: number): Bytes {
  const stop = readLength(buffer, position, end);
  const start = varintEnd;
  setVarintEnd(stop);
  return copyBytes(buffer, start, stop);
}

/** Above this a native call is faster than cutting out of a window, whose bytes have to be looked at (67 against 84 ns for 96). */
const MAX_CUT = 112;

/** Text that is ASCII by the ways that are faster than a native call, or undefined. */
function readAscii(buffer: Uint8Array, start: number, end: number): string | undefined {
  const length = end - start;
  if (length > MAX_CUT) return undefined;
  if (isInWindow(buffer, start, end)) return cutAscii(buffer, start, end);
  if (length <= SHORT_STRING) return readShortAscii(buffer, start, length);
  return moveWindow(buffer, start, end) ? cutAscii(buffer, start, end) : undefined;
}

/** Up to here `fromCharCode` with one argument per byte beats the native call; beyond, its pieces would have to be joined. */
const SHORT_STRING = 12;

const fromCharCode = String.fromCharCode;

/** The text of up to twelve bytes, or undefined when one of them is not ASCII. */
function readShortAscii(buffer: Uint8Array, start: number, length: number): string | undefined {
  if (length === 0) return '';
  const a = buffer[start]!;
  if (length === 1) return a < 0x80 ? fromCharCode(a) : undefined;
  const b = buffer[start + 1]!;
  if (length === 2) return (a | b) < 0x80 ? fromCharCode(a, b) : undefined;
  const c = buffer[start + 2]!;
  if (length === 3) return (a | b | c) < 0x80 ? fromCharCode(a, b, c) : undefined;
  const d = buffer[start + 3]!;
  if (length === 4) return (a | b | c | d) < 0x80 ? fromCharCode(a, b, c, d) : undefined;
  const e = buffer[start + 4]!;
  if (length === 5) return (a | b | c | d | e) < 0x80 ? fromCharCode(a, b, c, d, e) : undefined;
  const f = buffer[start + 5]!;
  if (length === 6) return (a | b | c | d | e | f) < 0x80 ? fromCharCode(a, b, c, d, e, f) : undefined;
  const g = buffer[start + 6]!;
  if (length === 7) return (a | b | c | d | e | f | g) < 0x80 ? fromCharCode(a, b, c, d, e, f, g) : undefined;
  const h = buffer[start + 7]!;
  const eight = a | b | c | d | e | f | g | h;
  if (length === 8) return eight < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h) : undefined;
  const i = buffer[start + 8]!;
  if (length === 9) return (eight | i) < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i) : undefined;
  const j = buffer[start + 9]!;
  if (length === 10) return (eight | i | j) < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j) : undefined;
  const k = buffer[start + 10]!;
  if (length === 11) return (eight | i | j | k) < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k) : undefined;
  const l = buffer[start + 11]!;
  return (eight | i | j | k | l) < 0x80 ? fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l) : undefined;
}
