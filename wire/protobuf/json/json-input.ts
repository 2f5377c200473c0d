/**
 * JSON text as it is read: by the letter of RFC 8259, straight into messages, in UTF-8.
 *
 * A reader of our own, because `JSON.parse` keeps only the last of several members of one name, which ProtoJSON refuses, and makes an
 * object of every message first. Reading bytes is what makes it the faster way: names are found by their bytes, numbers are made of
 * their digits, and strings are copied out by the codec's own reader, so that a short string never keeps a long text alive.
 */
import { decodeUtf8Lossy, isWellFormed, utf8Length, writeUtf8 } from '../../bytes/utf8.js';
import { MAX_SCRATCH_BYTES, MIN_SCRATCH_BYTES } from '../../limits.js';
import { readStringUnchecked } from '../read-scalars.js';
import { CLOSE_BRACE, COMMA } from './characters.js';
import { Fault } from './errors.js';
import { HASH_START, hashStep } from './key-table.js';

/** What is read, and how far. */
export interface JsonInput {
  /** The text in UTF-8; at `end` stands a 0, which no JSON has outside a string that it ends, so that nobody asks for the end before. */
  buffer: Uint8Array;
  position: number;
  end: number;
  /** Where the value or the mistake begins that an error is about. */
  mark: number;
}

/** The buffer of the last input; taken while in use. */
let scratch: Uint8Array | undefined;

export function openInput(text: string): JsonInput {
  const length = utf8Length(text);
  if (length < 0) throw new Fault('the text has a lone surrogate');
  let buffer = scratch;
  scratch = undefined;
  if (buffer === undefined || buffer.length <= length) buffer = new Uint8Array(Math.max(length + 1, MIN_SCRATCH_BYTES));
  writeUtf8(text, length, buffer, 0);
  buffer[length] = 0;
  return { buffer, position: 0, end: length, mark: 0 };
}

/** Gives the buffer back; also after an error. */
export function closeInput(input: JsonInput): void {
  if (input.buffer.length <= MAX_SCRATCH_BYTES) scratch = input.buffer;
}

/** Line and column of the place an error is about, both from 1. */
export function placeOf(input: JsonInput): { line: number; column: number } {
  const { buffer } = input;
  const target = Math.min(input.mark, input.end);
  let line = 1;
  let start = 0;
  for (let index = 0; index < target; index++) {
    if (buffer[index] === 0x0a) {
      line++;
      start = index + 1;
    }
  }
  return { line, column: decodeUtf8Lossy(buffer, start, target).length + 1 };
}

/** Goes to the next byte that is no white space, and gives it; 0 at the end. */
export function next(input: JsonInput): number {
  const { buffer } = input;
  let { position } = input;
  let byte = buffer[position]!;
  while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = buffer[++position]!;
  input.position = position;
  return byte;
}

/** The text breaks JSON's rules where it stands. */
export function unexpected(input: JsonInput, expected: string): Fault {
  input.mark = input.position;
  if (input.position >= input.end) return new Fault(`expected ${expected}, but the text ends`);
  const text = decodeUtf8Lossy(input.buffer, input.position, Math.min(input.position + 4, input.end));
  const [character = ''] = text;
  return new Fault(`expected ${expected}, got ${JSON.stringify(character)}`);
}

/** Passes over `byte`, with white space before it. */
export function expect(input: JsonInput, byte: number): void {
  if (next(input) !== byte) throw unexpected(input, JSON.stringify(String.fromCharCode(byte)));
  input.position++;
}

/** Nothing but white space is left. */
export function expectEnd(input: JsonInput): void {
  if (next(input) !== 0 || input.position < input.end) throw unexpected(input, 'the end of the text');
}

const NULL = [0x6e, 0x75, 0x6c, 0x6c];

/** Passes over the word made of `bytes`. */
export function literal(input: JsonInput, bytes: readonly number[]): void {
  for (let index = 0; index < bytes.length; index++) {
    if (input.buffer[input.position + index] !== bytes[index]) throw unexpected(input, 'a JSON value');
  }
  input.position += bytes.length;
}

/** Reads `null`, which stands at the position. */
export function readNull(input: JsonInput): void {
  literal(input, NULL);
}

// Constants of this module, since loops compare with them: imported ones cost 4% of fromJsonString.
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Where the plain string last passed over ends: its closing quote. */
export let stringEnd = 0;

/**
 * Whether the string whose quote stands at the position has no escapes; its end is then in `stringEnd`. Control characters are refused
 * (RFC 8259 §7).
 */
export function isPlainString(input: JsonInput): boolean {
  const { buffer } = input;
  let position = input.position + 1;
  for (;;) {
    const byte = buffer[position]!;
    if (byte === QUOTE) {
      stringEnd = position;
      return true;
    }
    if (byte === BACKSLASH) return false;
    if (byte < 0x20) throw brokenString(input, position);
    position++;
  }
}

function brokenString(input: JsonInput, position: number): Fault {
  input.position = position;
  return position >= input.end
    ? unexpected(input, 'the closing quote of a string')
    : unexpected(input, 'a string without bare control characters');
}

/** The string whose quote stands at the position. */
export function readString(input: JsonInput): string {
  if (!isPlainString(input)) return readEscaped(input);
  const start = input.position + 1;
  input.position = stringEnd + 1;
  return readStringUnchecked(input.buffer, start, stringEnd);
}

function readEscaped(input: JsonInput): string {
  const { buffer } = input;
  const begin = input.position;
  let start = begin + 1;
  let position = start;
  const parts: string[] = [];
  for (;;) {
    const byte = buffer[position]!;
    if (byte === QUOTE || byte === BACKSLASH) {
      if (position > start) parts.push(decodeUtf8Lossy(buffer, start, position));
      if (byte === QUOTE) break;
      input.position = position + 1;
      parts.push(String.fromCharCode(readEscape(input)));
      position = input.position;
      start = position;
    } else if (byte < 0x20) {
      throw brokenString(input, position);
    } else {
      position++;
    }
  }
  input.position = position + 1;
  const text = parts.join('');
  // Two halves of a pair may both come as escapes; a half alone has no UTF-8 form.
  if (!isWellFormed(text)) {
    input.mark = begin;
    throw new Fault('a string has a lone surrogate');
  }
  return text;
}

/** The unit behind a backslash (RFC 8259 §7). */
function readEscape(input: JsonInput): number {
  const letter = input.buffer[input.position]!;
  switch (letter) {
    case QUOTE:
    case BACKSLASH:
    case 0x2f:
      break;
    case 0x62:
      input.position++;
      return 8;
    case 0x66:
      input.position++;
      return 12;
    case 0x6e:
      input.position++;
      return 10;
    case 0x72:
      input.position++;
      return 13;
    case 0x74:
      input.position++;
      return 9;
    case 0x75:
      input.position++;
      return readHex4(input);
    default:
      throw unexpected(input, 'an escape: one of "\\/bfnrt, or u with four hexadecimal digits');
  }
  input.position++;
  return letter;
}

function readHex4(input: JsonInput): number {
  let unit = 0;
  for (let index = 0; index < 4; index++) {
    const byte = input.buffer[input.position]!;
    const lower = byte | 0x20;
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
    if (digit < 0) throw unexpected(input, 'four hexadecimal digits');
    unit = unit * 16 + digit;
    input.position++;
  }
  return unit;
}

/** The name of a member. */
export function readName(input: JsonInput): string {
  if (next(input) !== QUOTE) throw unexpected(input, 'a name in quotes');
  input.mark = input.position;
  return readString(input);
}

/** Behind an element or member: whether another follows. Passes over the comma or the closing bracket. */
export function another(input: JsonInput, close: number): boolean {
  const byte = next(input);
  if (byte === COMMA) {
    input.position++;
    return true;
  }
  if (byte !== close) throw unexpected(input, close === CLOSE_BRACE ? '"," or "}"' : '"," or "]"');
  input.position++;
  return false;
}

/** The hash of the name last passed over by `isPlainName`. */
export let nameHash = 0;

/** As `isPlainString`, of a name, whose hash is then in `nameHash`. */
export function isPlainName(input: JsonInput): boolean {
  const { buffer } = input;
  let position = input.position + 1;
  let hash = HASH_START;
  for (;;) {
    const byte = buffer[position]!;
    if (byte === QUOTE) {
      stringEnd = position;
      nameHash = hash;
      return true;
    }
    if (byte === BACKSLASH) return false;
    if (byte < 0x20) throw brokenString(input, position);
    hash = hashStep(hash, byte);
    position++;
  }
}
