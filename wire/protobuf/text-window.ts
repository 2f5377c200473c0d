/**
 * Short text out of larger pieces. A native call costs about 75 ns however short the text is, and 115 for a whole kibibyte: so a
 * piece of the message is read once as Latin-1, and each string in it that is ASCII is cut out (16 bytes 20 ns, 48 bytes 38). The engine
 * makes a string of more than twelve characters that is cut out keep the piece alive, which is why pieces are small.
 *
 * A window is used only while the message that it belongs to is being decoded: afterwards its bytes may change.
 */
import { native } from '../bytes/native.js';
import { forgetGroups } from './group-ends.js';

/** What is being decoded: nothing, or bytes up to `decodedEnd` of this buffer. */
let decoded: Uint8Array | undefined;
let decodedEnd = 0;

/** The window: `text` are bytes `[windowStart, windowEnd)` of `decoded`. */
let text = '';
let windowStart = 0;
let windowEnd = -1;

/** The same memory four bytes at a time, once a message has had more than one window; `shift` bytes of it stand before the buffer. */
let words: Int32Array | undefined;
let shift = 0;

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
  forgetGroups();
  decoded = undefined;
  windowEnd = -1;
  text = '';
  words = undefined;
}

/** Whether bytes `[start, end)` are in the window that is open. */
export function isInWindow(buffer: Uint8Array, start: number, end: number): boolean {
  return end <= windowEnd && start >= windowStart && buffer === decoded;
}

/** Opens a window that begins at `start`; false where it would not pay, or nothing of this buffer is being decoded. */
export function moveWindow(buffer: Uint8Array, start: number, end: number): boolean {
  if (buffer !== decoded || decodedEnd - end < WORTHWHILE_REST) return false;
  if (windowEnd >= 0 && words === undefined) viewWords(buffer);
  windowStart = start;
  windowEnd = Math.min(start + WINDOW_BYTES, decodedEnd);
  text = native!.latin1Slice(buffer, start, windowEnd);
  return true;
}

/** A view takes 80 ns, and saves a quarter of a nanosecond for each byte that is looked at. */
function viewWords(buffer: Uint8Array): void {
  shift = buffer.byteOffset & 3;
  words = new Int32Array(buffer.buffer, buffer.byteOffset - shift, (decodedEnd + shift) >> 2);
}

/** The text of bytes `[start, end)`, which are in the window, or undefined when they are not ASCII. */
export function cutAscii(buffer: Uint8Array, start: number, end: number): string | undefined {
  return areAscii(buffer, start, end) ? text.substring(start - windowStart, end - windowStart) : undefined;
}

const HIGH_BITS = 0x8080_8080;

function areAscii(buffer: Uint8Array, start: number, end: number): boolean {
  let bits = 0;
  if (words !== undefined) {
    // The neighbours in the first and the last word are mostly ASCII too: tags and lengths.
    const last = (end + shift + 3) >> 2;
    if (last <= words.length) {
      for (let index = (start + shift) >> 2; index < last; index++) bits |= words[index]!;
      if ((bits & HIGH_BITS) === 0) return true;
      bits = 0;
    }
  }
  let position = start;
  for (; position + 4 <= end; position += 4) {
    bits |= buffer[position]! | buffer[position + 1]! | buffer[position + 2]! | buffer[position + 3]!;
  }
  for (; position < end; position++) bits |= buffer[position]!;
  return bits < 0x80;
}
