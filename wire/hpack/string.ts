/** Strings of bytes as text, one character per byte (RFC 7541 §5.2). */
import { native } from '../bytes/native.js';

const fromCharCode = String.fromCharCode;

/** Characters that one call of `fromCharCode` takes on a platform without native help. */
const PIECE = 4096;

/** Bytes `[start, end)` as text. */
export function latin1(buffer: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length <= 16) return shortLatin1(buffer, start, length);
  if (native !== undefined) return native.latin1Slice(buffer, start, end);
  let text = '';
  for (let at = start; at < end; at += PIECE) text += fromCharCode(...buffer.subarray(at, Math.min(end, at + PIECE)));
  return text;
}

function shortLatin1(buffer: Uint8Array, start: number, length: number): string {
  let text = '';
  let at = start;
  let rest = length;
  for (; rest >= 4; rest -= 4, at += 4) text += fromCharCode(buffer[at]!, buffer[at + 1]!, buffer[at + 2]!, buffer[at + 3]!);
  switch (rest) {
    case 3:
      return text + fromCharCode(buffer[at]!, buffer[at + 1]!, buffer[at + 2]!);
    case 2:
      return text + fromCharCode(buffer[at]!, buffer[at + 1]!);
    case 1:
      return text + fromCharCode(buffer[at]!);
    default:
      return text;
  }
}

/** Whether each character is a byte. */
export function isLatin1(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0xff) return false;
  return true;
}

/** From here on the native call is faster than a loop. */
const MIN_NATIVE_CHARACTERS = 24;

/** Writes `text` one byte per character and gives the position behind it, or -1 where a character is none. */
export function writeLatin1(buffer: Uint8Array, position: number, text: string): number {
  const length = text.length;
  if (length >= MIN_NATIVE_CHARACTERS && native !== undefined) {
    if (!isLatin1(text)) return -1;
    native.latin1Write(buffer, text, position, length);
    return position + length;
  }
  let all = 0;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    all |= code;
    buffer[position + index] = code;
  }
  return all > 0xff ? -1 : position + length;
}
