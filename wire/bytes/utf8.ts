/**
 * UTF-8 by the letter (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF, and a byte order mark is a character
 * like any other. Everything here also runs without native help.
 */
import { native } from './native.js';
import { decodeByUnits, MAX_UNITS } from './utf8-units.js';

/** Whether bytes `[start, end)` are UTF-8. */
export function isUtf8(buffer: Uint8Array, start: number, end: number): boolean {
  let position = start;
  while (position < end) {
    if (buffer[position]! < 0x80) {
      position++;
      continue;
    }
    const length = sequenceLength(buffer, position, end);
    if (length < 0) return false;
    position += length;
  }
  return true;
}

/**
 * The length of the multi-byte sequence at `position`. When it is none, minus the length of its longest prefix that could have
 * begun one: the bytes that one U+FFFD stands for (Unicode §3.9, "maximal subparts").
 */
function sequenceLength(buffer: Uint8Array, position: number, end: number): number {
  const first = buffer[position]!;
  let length: number;
  let low = 0x80;
  let high = 0xbf;
  if (first >= 0xc2 && first <= 0xdf) {
    length = 2;
  } else if (first >= 0xe0 && first <= 0xef) {
    length = 3;
    if (first === 0xe0) low = 0xa0;
    else if (first === 0xed) high = 0x9f;
  } else if (first >= 0xf0 && first <= 0xf4) {
    length = 4;
    if (first === 0xf0) low = 0x90;
    else if (first === 0xf4) high = 0x8f;
  } else {
    return -1;
  }
  for (let index = 1; index < length; index++) {
    const byte = position + index < end ? buffer[position + index]! : 0;
    if (byte < low || byte > high) return -index;
    low = 0x80;
    high = 0xbf;
  }
  return length;
}

/** Bytes `[start, end)` as text, or undefined when they are not UTF-8. */
export function decodeUtf8(buffer: Uint8Array, start: number, end: number): string | undefined {
  const length = end - start;
  if (native !== undefined && length >= LOOKS_FOR_ASCII && (buffer[start]! | buffer[start + (length >> 1)]! | buffer[end - 1]!) < 0x80) {
    const latin1 = native.latin1Slice(buffer, start, end);
    if (native.byteLength(latin1) === length) return latin1;
  }
  if (length <= MAX_UNITS) return decodeByUnits(buffer, start, end);
  const text = decodeUtf8Lossy(buffer, start, end);
  // Only text with a replacement character can come from broken bytes; looking for one is free in a one-byte string.
  return text.includes('\ufffd') && !isUtf8(buffer, start, end) ? undefined : text;
}

/** From here on it pays to ask natively whether all bytes are ASCII, where three of them are. */
const LOOKS_FOR_ASCII = 24;

/** Bytes `[start, end)` as text, U+FFFD for each part that is not UTF-8. */
export function decodeUtf8Lossy(buffer: Uint8Array, start: number, end: number): string {
  return native === undefined ? decodePortable(buffer, start, end) : native.utf8Slice(buffer, start, end);
}

/** A part that is kept by itself is copied where the whole is longer, and more than so many times as long. */
const KEPT_WHOLE_UNITS = 1024;
const KEPT_WHOLE_TIMES = 4;

/**
 * `part` of `whole` in memory of its own, where it would keep much more than itself alive: engines make a part of a long text by pointing
 * into it. Half of a surrogate pair is left as it is.
 */
export function ownText(part: string, whole: string): string {
  if (whole.length <= KEPT_WHOLE_UNITS || part.length * KEPT_WHOLE_TIMES >= whole.length) return part;
  const length = utf8Length(part);
  if (length < 0) return part;
  const bytes = new Uint8Array(length);
  writeUtf8(part, length, bytes, 0);
  return decodeUtf8Lossy(bytes, 0, length);
}

/** How many UTF-16 units are handed to `fromCharCode` at once: far below every engine's limit on arguments. */
const UNITS_PER_CHUNK = 4096;

function decodePortable(buffer: Uint8Array, start: number, end: number): string {
  let text = '';
  let units: number[] = [];
  let position = start;
  while (position < end) {
    if (units.length >= UNITS_PER_CHUNK) {
      text += String.fromCharCode.apply(null, units);
      units = [];
    }
    const first = buffer[position]!;
    if (first < 0x80) {
      units.push(first);
      position++;
      continue;
    }
    const length = sequenceLength(buffer, position, end);
    if (length < 0) {
      units.push(0xfffd);
      position -= length;
    } else if (length === 2) {
      units.push(((first & 0x1f) << 6) | (buffer[position + 1]! & 0x3f));
      position += 2;
    } else if (length === 3) {
      units.push(((first & 0x0f) << 12) | ((buffer[position + 1]! & 0x3f) << 6) | (buffer[position + 2]! & 0x3f));
      position += 3;
    } else {
      const point =
        ((first & 0x07) << 18) |
        ((buffer[position + 1]! & 0x3f) << 12) |
        ((buffer[position + 2]! & 0x3f) << 6) |
        (buffer[position + 3]! & 0x3f);
      units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
      position += 4;
    }
  }
  return text + String.fromCharCode.apply(null, units);
}

/** The number of bytes of `text` in UTF-8, or -1 when it has a lone surrogate. */
export function utf8Length(text: string): number {
  if (native !== undefined) {
    const length = native.byteLength(text);
    // Every lone surrogate counts three bytes, so text as long as its bytes has none.
    return length === text.length || isWellFormed(text) ? length : -1;
  }
  let length = 0;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (unit < 0xd800 || unit > 0xdfff) length += 3;
    else {
      const next = text.charCodeAt(index + 1);
      if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return -1;
      length += 4;
      index++;
    }
  }
  return length;
}

const nativeIsWellFormed = (String.prototype as { isWellFormed?: (this: string) => boolean }).isWellFormed;

/** Whether `text` has no lone surrogate. */
export function isWellFormed(text: string): boolean {
  return nativeIsWellFormed === undefined ? !/\p{Surrogate}/u.test(text) : nativeIsWellFormed.call(text);
}

/**
 * Writes well-formed `text`, whose UTF-8 length is `length`, at `position`. Writes nothing unless all of it fits, and returns
 * the position behind it either way.
 */
export function writeUtf8(text: string, length: number, buffer: Uint8Array, position: number): number {
  const end = position + length;
  if (end > buffer.length) return end;
  if (native === undefined) writeUnits(text, 0, buffer, position);
  else if (length === text.length) native.latin1Write(buffer, text, position, length);
  else native.utf8Write(buffer, text, position, length);
  return end;
}

/**
 * Writes `text` of `units` UTF-16 units at `position` where nobody knows its length yet; the caller knows of room for three bytes a unit.
 * Returns the number of bytes, or -1 when it has a lone surrogate or there is no native help.
 */
export function writeUncounted(text: string, units: number, buffer: Uint8Array, position: number): number {
  if (native === undefined) return -1;
  const length = native.utf8Write(buffer, text, position, units * 3);
  return length === units || isWellFormed(text) ? length : -1;
}

/** Says where to find the method of strings, see ../protobuf/write-string.ts. */
const unitAt: (this: string, index: number) => number = String.prototype.charCodeAt;

/**
 * Writes the units of `text` from `index` on at `position`, without native help; what does not fit is dropped. Returns the position
 * behind all of it, or -1 at a lone surrogate.
 */
export function writeUnits(text: string, index: number, buffer: Uint8Array, position: number): number {
  // biome-ignore lint/style/useTemplate: a template is no sum of strings.
  const length = ('' + text).length;
  let end = position;
  for (let next = index; next < length; next++) {
    const unit = unitAt.call(text, next);
    if (unit < 0x80) {
      buffer[end++] = unit;
    } else if (unit < 0x800) {
      buffer[end] = 0xc0 | (unit >> 6);
      buffer[end + 1] = 0x80 | (unit & 0x3f);
      end += 2;
    } else if (unit < 0xd800 || unit > 0xdfff) {
      buffer[end] = 0xe0 | (unit >> 12);
      buffer[end + 1] = 0x80 | ((unit >> 6) & 0x3f);
      buffer[end + 2] = 0x80 | (unit & 0x3f);
      end += 3;
    } else {
      const low = unitAt.call(text, ++next);
      if (unit > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) return -1;
      const point = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
      buffer[end] = 0xf0 | (point >> 18);
      buffer[end + 1] = 0x80 | ((point >> 12) & 0x3f);
      buffer[end + 2] = 0x80 | ((point >> 6) & 0x3f);
      buffer[end + 3] = 0x80 | (point & 0x3f);
      end += 4;
    }
  }
  return end;
}
