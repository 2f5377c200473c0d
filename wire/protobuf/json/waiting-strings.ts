/**
 * Strings of a JSON text that wait: their room is kept, their characters come later, those of many strings in one native call.
 *
 * A character costs 2.1 ns by `charCodeAt` and a native call 75 ns, so that neither suits a string of 20 to 200 characters. To add it to
 * a rope takes 13 ns, with what the engine needs to make the rope flat; to look at four bytes at once for what must be escaped, 0.2 ns
 * a character, and to copy it into its room 0.3. Sixty strings of 45 characters took 5.3 µs by their characters, and take 2.3.
 */
import { type NativeStrings, native } from '../../bytes/native.js';
import { isWellFormed } from '../../bytes/utf8.js';
import { Fault } from './errors.js';
import { type JsonOutput, putSign, reserve } from './json-output.js';

/** Shorter strings are put by their characters. */
export const MIN_WAITING_CHARACTERS = 20;

/** Longer strings are worth a native call of their own. */
export const MAX_WAITING_CHARACTERS = 200;

/** Characters that wait at most, so that they are still near when they are copied. */
const GROUP_CHARACTERS = 4096;

/** Below so many characters the native call is not worth it. */
const MIN_GROUP_CHARACTERS = 56;

// Constants of this module, as in json-input.ts.
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** No string of one byte a character matches, which the engine knows without looking: 16 ns, however long it is. */
const WIDE = /[\u0100-\uffff]/;

/** Whether `text` has a character above U+00FF. */
export function isWide(text: string): boolean {
  return WIDE.test(text);
}

/** A JSON string of at least MIN_WAITING_CHARACTERS, whose characters come by `settle`. */
export function putWaiting(out: JsonOutput, text: string): void {
  const { length } = text;
  reserve(out, length + 2);
  const { buffer, position } = out;
  const end = position + length + 1;
  buffer[position] = QUOTE;
  buffer[end] = QUOTE;
  out.position = end + 1;
  out.waiting.push(text);
  out.rooms.push(position + 1);
  out.waitingCharacters += length;
  if (out.waitingCharacters > GROUP_CHARACTERS) settle(out);
}

/** A JSON string with a character above U+00FF: it is not copied, and `settleWide` looks for what must be escaped. */
export function putWide(out: JsonOutput, text: string): void {
  putSign(out, QUOTE);
  out.wide.push({ start: out.position, end: out.position, text });
  putSign(out, QUOTE);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what JSON escapes.
const ESCAPED = /[\u0000-\u001f"\\]/;

/** All wide strings are looked at in one go: each look costs 40 ns before the first character. */
export function settleWide(out: JsonOutput): void {
  const { wide } = out;
  let rope = '';
  for (const { text } of wide) rope += `${text} `;
  const plain = !ESCAPED.test(rope);
  if (!isWellFormed(rope)) throw new Fault(LONE_SURROGATE);
  if (plain) out.pieces.push(...wide);
  else for (const { start, end, text } of wide) out.pieces.push({ start, end, text: JSON.stringify(text).slice(1, -1) });
  out.wide = [];
}

/** An error without its place: `toJsonString` looks for that. */
const LONE_SURROGATE = 'a string has a lone surrogate';

/** Puts the strings that wait into their rooms; those that need escapes or more than a byte a character are set aside. */
export function settle(out: JsonOutput): void {
  if (native === undefined || out.waitingCharacters < MIN_GROUP_CHARACTERS) settleEach(out);
  else settleAtOnce(out, native);
  out.waiting = [];
  out.rooms = [];
  out.waitingCharacters = 0;
}

function settleAtOnce(out: JsonOutput, { latin1Write }: NativeStrings): void {
  let rope = ropeOf(out.waiting);
  if (isWide(rope)) {
    setWideAside(out);
    rope = ropeOf(out.waiting);
  }
  const { length } = rope;
  reserve(out, length);
  const { buffer, view, position, waiting, rooms } = out;
  latin1Write(buffer, rope, position, length);
  let from = position;
  for (let index = 0; index < rooms.length; index++) {
    const text = waiting[index]!;
    if (!copyPlain(view, from, rooms[index]!, text.length)) setAside(out, text, rooms[index]!);
    from += text.length;
  }
}

function ropeOf(texts: readonly string[]): string {
  let rope = '';
  for (let index = 0; index < texts.length; index++) rope += texts[index]!;
  return rope;
}

/** Wide strings give up their rooms; those to come are told before they wait. */
function setWideAside(out: JsonOutput): void {
  out.narrow = false;
  const waiting: string[] = [];
  const rooms: number[] = [];
  for (let index = 0; index < out.waiting.length; index++) {
    const text = out.waiting[index]!;
    const room = out.rooms[index]!;
    if (isWide(text)) {
      out.wide.push({ start: room, end: room + text.length, text });
    } else {
      waiting.push(text);
      rooms.push(room);
    }
  }
  out.waiting = waiting;
  out.rooms = rooms;
}

function setAside(out: JsonOutput, text: string, room: number): void {
  if (!isWellFormed(text)) throw new Fault(LONE_SURROGATE);
  out.pieces.push({ start: room - 1, end: room + text.length + 1, text: JSON.stringify(text) });
}

function settleEach(out: JsonOutput): void {
  const { buffer, waiting, rooms } = out;
  for (let index = 0; index < waiting.length; index++) {
    const text = waiting[index]!;
    const room = rooms[index]!;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit < 0x20 || unit > 0xff || unit === QUOTE || unit === BACKSLASH) {
        setAside(out, text, room);
        break;
      }
      buffer[room + at] = unit;
    }
  }
}

/** Copies at least four bytes; returns whether each stands for itself in a JSON string, read as Latin-1. */
function copyPlain(view: DataView, from: number, to: number, length: number): boolean {
  const last = length - 4;
  let four = view.getInt32(from + last);
  let found = escapedIn(four);
  view.setInt32(to + last, four);
  for (let at = 0; at < last; at += 4) {
    four = view.getInt32(from + at);
    found |= escapedIn(four);
    view.setInt32(to + at, four);
  }
  return (found & 0x8080_8080) === 0;
}

/** Whether all bytes from `start` to `end`, at least four, stand for themselves in a JSON string, read as Latin-1. */
export function isPlain(view: DataView, start: number, end: number): boolean {
  const last = end - 4;
  let found = escapedIn(view.getInt32(last));
  let at = start;
  for (; at < last - 4; at += 8) found |= escapedIn(view.getInt32(at)) | escapedIn(view.getInt32(at + 4));
  for (; at < last; at += 4) found |= escapedIn(view.getInt32(at));
  return (found & 0x8080_8080) === 0;
}

/**
 * Has the highest bit of a byte set where that must be escaped: the first subtraction borrows for what is below 0x20 and for a quote,
 * the second for a backslash. A borrow that goes on to the next byte makes the answer for all four no wronger.
 */
function escapedIn(four: number): number {
  return (((four ^ 0x0202_0202) - 0x2121_2121) | ((four ^ 0x5c5c_5c5c) - 0x0101_0101)) & ~four;
}
