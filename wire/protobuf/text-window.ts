/**
 * Short text out of larger pieces. A native call costs about 75 ns however short the text is, and 115 for a whole kibibyte: so a
 * piece of the message is read once as Latin-1, and each string in it that is ASCII is cut out (16 bytes 20 ns, 48 bytes 38). The engine
 * makes a string of more than twelve characters that is cut out keep the piece alive, which is why pieces are small.
 *
 * A window is used only while the message that it belongs to is being decoded: afterwards its bytes may change.
 */
import { native } from '../bytes/native.js';

/** What is being decoded: nothing, or bytes up to `decodedEnd` of this buffer. */
let decoded: Uint8Array | undefined;
let decodedEnd = 0;

/** The window: `text` are bytes `[windowStart, windowEnd)` of `decoded`. */
let text = '';
let windowStart = 0;
let windowEnd = -1;

/** The longest piece, and so the most that a string cut out of it can keep alive. */
const WINDOW_BYTES = 1024;

/** Where hardly more than the string itself follows, a window does not pay. */
const WORTHWHILE_REST = 48;

/** Begins to decode the bytes before `end`. */
export function openWindow(buffer: Uint8Array, end: number): void {
  if (native === undefined) return;
  decoded = buffer;
  decodedEnd = end;
}

/** The bytes may change from now on, and nothing of them is kept. */
export function closeWindow(): void {
  decoded = undefined;
  windowEnd = -1;
  text = '';
}

/** The text of bytes `[start, end)` when they are ASCII and a window can be had, else undefined. */
export function cutAscii(buffer: Uint8Array, start: number, end: number): string | undefined {
  if (buffer !== decoded) return undefined;
  if (end > windowEnd || start < windowStart) {
    if (decodedEnd - end < WORTHWHILE_REST) return undefined;
    windowStart = start;
    windowEnd = Math.min(start + WINDOW_BYTES, decodedEnd);
    text = native!.latin1Slice(buffer, start, windowEnd);
  }
  let bits = 0;
  let position = start;
  for (; position + 4 <= end; position += 4) {
    bits |= buffer[position]! | buffer[position + 1]! | buffer[position + 2]! | buffer[position + 3]!;
  }
  for (; position < end; position++) bits |= buffer[position]!;
  return bits < 0x80 ? text.substring(start - windowStart, end - windowStart) : undefined;
}
