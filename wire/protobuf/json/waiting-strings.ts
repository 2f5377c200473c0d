/**
 * Strings of a JSON text that wait: their room is kept, their characters come later, those of many strings in one native call.
 *
 * A character costs 2.1 ns by `charCodeAt` and a native call 75 ns, so that neither suits a string of 20 to 200 characters. To add it to
 * a rope takes 13 ns, with what the engine needs to make the rope flat; to look at four bytes at once for what must be escaped, 0.2 ns
 * a character, and to copy it into its room 0.3. Sixty strings of 45 characters took 5.3 µs by their characters, and take 2.3.
 */
import { native } from '../../bytes/native.js';
import { isWellFormed } from '../../bytes/utf8.js';
import { Fault } from './errors.js';
import { type JsonOutput, putSign, reserve } from './json-output.js';

/** Shorter strings are put by their characters. */
export const MIN_WAITING_CHARACTERS = 20;

/** Longer strings are worth a native call of their own. */
export const MAX_WAITING_CHARACTERS = 200;

/** Strings and characters that wait at most, so that they are still near when they are copied. */
export const MAX_GROUP_STRINGS = 128;
const MAX_GROUP_CHARACTERS = 4096;

/** Below so many characters the native call is not worth it. */
const MIN_GROUP_CHARACTERS = 56;

/** As a constant: to V8 the strings of a program are of more kinds than it tells apart where a method is looked up, here once a character. */
const { charCodeAt } = String.prototype;

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
  out.rooms[out.waiting++] = position + 1;
  out.rooms[out.waiting++] = length;
  out.rope += text;
  if (out.waiting === MAX_GROUP_STRINGS * 2 || out.rope.length > MAX_GROUP_CHARACTERS) settle(out);
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
  const { rope, waiting, rooms } = out;
  out.rope = '';
  out.waiting = 0;
  const { length } = rope;
  if (native === undefined || length < MIN_GROUP_CHARACTERS || isWide(rope)) {
    settleEach(out, rope, waiting);
    return;
  }
  reserve(out, length);
  const { buffer, view, position } = out;
  native.latin1Write(buffer, rope, position, length);
  let from = 0;
  for (let index = 0; index < waiting; index += 2) {
    const room = rooms[index]!;
    const end = from + rooms[index + 1]!;
    if (!copyPlain(view, position + from, room, end - from)) setAside(out, rope.slice(from, end), room);
    from = end;
  }
}

function settleEach(out: JsonOutput, rope: string, waiting: number): void {
  const { buffer, rooms } = out;
  let from = 0;
  for (let index = 0; index < waiting; index += 2) {
    const room = rooms[index]!;
    const end = from + rooms[index + 1]!;
    for (let at = from; at < end; at++) {
      const unit = charCodeAt.call(rope, at);
      if (unit > 0xff) {
        // Those to come are told before they wait.
        out.narrow = false;
        out.wide.push({ start: room, end: room + end - from, text: rope.slice(from, end) });
        break;
      }
      if (unit < 0x20 || unit === QUOTE || unit === BACKSLASH) {
        setAside(out, rope.slice(from, end), room);
        break;
      }
      buffer[room + at - from] = unit;
    }
    from = end;
  }
}

function setAside(out: JsonOutput, text: string, room: number): void {
  if (!isWellFormed(text)) throw new Fault(LONE_SURROGATE);
  out.pieces.push({ start: room - 1, end: room + text.length + 1, text: JSON.stringify(text) });
}

/** Copies at least four bytes; returns whether each stands for itself in a JSON string, read as Latin-1. */
function copyPlain(view: DataView, from: number, to: number, length: number): boolean {
  const last = length - 4;
  let four = view.getInt32(from + last, true);
  let found = escapedIn(four);
  view.setInt32(to + last, four, true);
  let at = 0;
  for (; at < last - 4; at += 8) {
    four = view.getInt32(from + at, true);
    const next = view.getInt32(from + at + 4, true);
    found |= escapedIn(four) | escapedIn(next);
    view.setInt32(to + at, four, true);
    view.setInt32(to + at + 4, next, true);
  }
  for (; at < last; at += 4) {
    four = view.getInt32(from + at, true);
    found |= escapedIn(four);
    view.setInt32(to + at, four, true);
  }
  return (found & 0x8080_8080) === 0;
}

/** Whether all bytes from `start` to `end`, at least four, stand for themselves in a JSON string, read as Latin-1. */
export function isPlain(view: DataView, start: number, end: number): boolean {
  const last = end - 4;
  let found = escapedIn(view.getInt32(last, true));
  let at = start;
  for (; at < last - 4; at += 8) found |= escapedIn(view.getInt32(at, true)) | escapedIn(view.getInt32(at + 4, true));
  for (; at < last; at += 4) found |= escapedIn(view.getInt32(at, true));
  return (found & 0x8080_8080) === 0;
}

/**
 * Has the highest bit of a byte set where that must be escaped: the first subtraction borrows for what is below 0x20 and for a quote,
 * the second for a backslash. A borrow that goes on to the next byte makes the answer for all four no wronger.
 */
function escapedIn(four: number): number {
  return (((four ^ 0x0202_0202) - 0x2121_2121) | ((four ^ 0x5c5c_5c5c) - 0x0101_0101)) & ~four;
}
