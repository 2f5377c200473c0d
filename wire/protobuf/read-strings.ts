/** Strings, each by the way that is fastest for its length and kind. */
import { decodeUtf8, decodeUtf8Lossy } from '../bytes/utf8.js';
import { decodeByUnits } from '../bytes/utf8-units.js';
import { DecodeError } from './errors.js';
import { areAscii, cut, isInWindow, moveWindow } from './text-window.js';
import { readLength, setVarintEnd, varintEnd } from './varint.js';

/** The string in `[start, end)`; bytes that are not UTF-8 are refused. */
export function readString(buffer: Uint8Array, start: number, end: number): string {
  const text = readText(buffer, start, end);
  if (text === undefined) throw new DecodeError('a string is not UTF-8', start);
  return text;
}

/** The string in `[start, end)`, U+FFFD for what is not UTF-8: for fields whose schema does not ask for the check. */
export function readStringUnchecked(buffer: Uint8Array, start: number, end: number): string {
  return readText(buffer, start, end) ?? decodeUtf8Lossy(buffer, start, end);
}

/** A length and the string behind it, as generated code reads them; its end is in `varintEnd`. */
export function readPrefixedString(buffer: Uint8Array, position: number, end: number): string {
  const stop = readLength(buffer, position, end);
  const start = varintEnd;
  setVarintEnd(stop);
  return isInWindow(buffer, start, stop) && areAscii(buffer, start, stop) ? cut(start, stop) : readString(buffer, start, stop);
}

/** As `readPrefixedString`, U+FFFD for what is not UTF-8. */
export function readPrefixedStringUnchecked(buffer: Uint8Array, position: number, end: number): string {
  const stop = readLength(buffer, position, end);
  const start = varintEnd;
  setVarintEnd(stop);
  return isInWindow(buffer, start, stop) && areAscii(buffer, start, stop) ? cut(start, stop) : readStringUnchecked(buffer, start, stop);
}

/** Above this a native call is faster than cutting out of a window, whose bytes have to be looked at (67 against 84 ns for 96). */
const MAX_CUT = 112;

/** The text of bytes `[start, end)`, or undefined when they are not UTF-8. */
function readText(buffer: Uint8Array, start: number, end: number): string | undefined {
  if (!isInWindow(buffer, start, end)) return readOutside(buffer, start, end);
  return areAscii(buffer, start, end) ? cut(start, end) : decodeByUnits(buffer, start, end);
}

/** The same where no window is open over the bytes. */
function readOutside(buffer: Uint8Array, start: number, end: number): string | undefined {
  const length = end - start;
  if (length <= SHORT_STRING) return readShortAscii(buffer, start, length) ?? decodeByUnits(buffer, start, end);
  if (length > MAX_CUT) return decodeUtf8(buffer, start, end);
  // Text that is not ASCII mostly shows it here, and then a window may be of no use.
  if (
    (buffer[start]! | buffer[start + (length >> 1)]! | buffer[end - 1]!) < 0x80 &&
    moveWindow(buffer, start, end) &&
    areAscii(buffer, start, end)
  ) {
    return cut(start, end);
  }
  return decodeByUnits(buffer, start, end);
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
