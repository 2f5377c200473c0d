/**
 * Short text out of larger pieces. A native call costs about 75 ns however short the text is, and 115 for a whole kibibyte: so a
 * piece of the message is read once as Latin-1, and each string in it that is ASCII is cut out (11 ns, and a fifth to half of one for each
 * byte that has to be looked at). The engine makes a string of more than twelve characters that is cut out keep the piece alive, which is
 * why pieces are small.
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

const ALL_ASCII = 0;
const BYTES = 1;
const WORDS = 2;

/** How to tell whether a string in the window is ASCII: all of it is, or by its bytes, or by four of them at a time through `view`. */
let look: typeof ALL_ASCII | typeof BYTES | typeof WORDS = BYTES;
let view: DataView | undefined;

/** The longest piece, and so the most that a string cut out of it can keep alive. */
const WINDOW_BYTES = 1024;

/** Where fewer bytes follow a string, hardly another one is cut out of its window. */
const WORTHWHILE_REST = 128;

/** Begins to decode bytes `[start, end)`. A message that is too short for a window is not even remembered, which takes 2 ns. */
export function openWindow(buffer: Uint8Array, start: number, end: number): void {
  if (native === undefined || end - start <= WORTHWHILE_REST) return;
  decoded = buffer;
  decodedEnd = end;
}

/** The bytes may change from now on, and nothing of them is kept. */
export function closeWindow(): void {
  forgetGroups();
  if (decoded === undefined) return;
  decoded = undefined;
  windowEnd = -1;
  text = '';
  view = undefined;
}

/** Whether bytes `[start, end)` are in the window that is open. */
export function isInWindow(buffer: Uint8Array, start: number, end: number): boolean {
  return end <= windowEnd && start >= windowStart && buffer === decoded;
}

/** Whether a window for a string that ends at `end` would pay. */
export function isWorthwhile(buffer: Uint8Array, end: number): boolean {
  return buffer === decoded && decodedEnd - end >= WORTHWHILE_REST;
}

/** Opens a window that begins at `start`, of what is being decoded. */
export function moveWindow(buffer: Uint8Array, start: number): void {
  windowStart = start;
  windowEnd = Math.min(start + WINDOW_BYTES, decodedEnd);
  text = native!.latin1Slice(buffer, start, windowEnd);
  if (windowEnd === decodedEnd) look = view === undefined ? BYTES : WORDS;
  else lookAtWhole(buffer);
}

/** What does not pay in small messages: the question takes 30 ns, and a view 80. */
function lookAtWhole(buffer: Uint8Array): void {
  if (native!.byteLength(text) === text.length) look = ALL_ASCII;
  else {
    look = WORDS;
    view ??= new DataView(buffer.buffer, buffer.byteOffset, decodedEnd);
  }
}

/** Whether bytes `[start, end)`, which are in the window, are ASCII. */
export function areAscii(buffer: Uint8Array, start: number, end: number): boolean {
  if (look === WORDS) return end - start >= 4 ? wordsAreAscii(view!, start, end) : bytesAreAscii(buffer, start, end);
  return look === ALL_ASCII || bytesAreAscii(buffer, start, end);
}

/** The text of bytes `[start, end)`, which are in the window and ASCII. */
export function cut(start: number, end: number): string {
  return text.substring(start - windowStart, end - windowStart);
}

function bytesAreAscii(buffer: Uint8Array, start: number, end: number): boolean {
  let bits = 0;
  let position = start;
  for (; position + 4 <= end; position += 4) {
    bits |= buffer[position]! | buffer[position + 1]! | buffer[position + 2]! | buffer[position + 3]!;
  }
  for (; position < end; position++) bits |= buffer[position]!;
  return bits < 0x80;
}

const HIGH_BITS = 0x8080_8080;

/** At least four bytes, some of them looked at twice: that takes fewer branches than to look at each once. */
function wordsAreAscii(words: DataView, start: number, end: number): boolean {
  const length = end - start;
  let bits = words.getInt32(end - 4, true);
  if (length <= 8) bits |= words.getInt32(start, true);
  else {
    bits |= words.getInt32(end - 8, true);
    if (length <= 16) bits |= words.getInt32(start, true) | words.getInt32(start + 4, true);
    else {
      bits |= words.getInt32(end - 12, true) | words.getInt32(end - 16, true);
      for (let position = start; position < end - 16; position += 16) {
        bits |= words.getInt32(position, true) | words.getInt32(position + 4, true);
        bits |= words.getInt32(position + 8, true) | words.getInt32(position + 12, true);
      }
    }
  }
  return (bits & HIGH_BITS) === 0;
}
