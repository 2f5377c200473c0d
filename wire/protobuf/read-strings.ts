/** Strings, each by the way that is fastest for its length and kind. */
import { MEDIUM_ASCII, mediumAscii, SHORT_ASCII, shortAscii } from '../bytes/short-ascii.js';
import { decodeUtf8, decodeUtf8Lossy } from '../bytes/utf8.js';
import { decodeByUnits } from '../bytes/utf8-units.js';
import { DecodeError } from './errors.js';
import { areAscii, cut, isInWindow, isWorthwhile, moveWindow } from './text-window.js';
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
  if (length <= SHORT_ASCII) return shortAscii(buffer, start, length) ?? decodeByUnits(buffer, start, end);
  if (length > MAX_CUT) return decodeUtf8(buffer, start, end);
  // Text that is not ASCII mostly shows it here, and then a window may be of no use.
  if ((buffer[start]! | buffer[start + (length >> 1)]! | buffer[end - 1]!) >= 0x80) return decodeByUnits(buffer, start, end);
  if (isWorthwhile(buffer, end)) {
    moveWindow(buffer, start);
    return areAscii(buffer, start, end) ? cut(start, end) : decodeByUnits(buffer, start, end);
  }
  return (length <= MEDIUM_ASCII ? mediumAscii(buffer, start, length) : undefined) ?? decodeUtf8(buffer, start, end);
}
