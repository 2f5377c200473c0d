/**
 * JSON text as it is printed: characters up to U+00FF are stored as bytes, and one native call makes the string in the end. 45 members
 * of 1,300 characters took 2.6 µs so, 3.7 by adding strings to each other, and 4.6 by `JSON.stringify` of an object that was there.
 * Strings of some length come in groups, see waiting-strings.ts. Those with other characters, and very long ones, are not copied: they
 * are kept aside with their places and put in at the end.
 */
import { native } from '../../bytes/native.js';
import { MAX_JSON_SCRATCH_BYTES, MIN_SCRATCH_BYTES } from '../../limits.js';
import { MAX_GROUP_STRINGS, settle, settleWide } from './waiting-strings.js';

/** What is printed so far. */
export interface JsonOutput {
  /** Characters up to U+00FF. */
  buffer: Uint8Array;
  /** The same memory, for stores of eight bytes. */
  view: DataView;
  position: number;
  /** Text that is not copied, in no order. */
  pieces: Piece[];
  /** Strings that are not copied and may have to be escaped yet. */
  wide: Piece[];
  /** Strings whose room is there and whose characters are not: all in one; twice their number; where each has its room and how long it is. */
  rope: string;
  waiting: number;
  readonly rooms: Int32Array;
  /** Whether strings may wait unseen: none had a character above U+00FF, in this message so far and in the one before. */
  narrow: boolean;
}

/** Text that stands in place of the bytes from `start` to `end`, of which there may be none. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The last output; taken while in use, so that a getter of a message may print too. */
let scratch: JsonOutput | undefined;

export function openOutput(): JsonOutput {
  const out = scratch;
  if (out === undefined) {
    return {
      ...memory(MIN_SCRATCH_BYTES),
      position: 0,
      pieces: [],
      wide: [],
      rope: '',
      waiting: 0,
      rooms: new Int32Array(MAX_GROUP_STRINGS * 2),
      narrow: true,
    };
  }
  scratch = undefined;
  return out;
}

function memory(bytes: number): Pick<JsonOutput, 'buffer' | 'view'> {
  const buffer = new Uint8Array(bytes);
  return { buffer, view: new DataView(buffer.buffer) };
}

/** The text printed. */
export function outputText(out: JsonOutput): string {
  if (out.waiting > 0) settle(out);
  if (out.wide.length > 0) settleWide(out);
  const stored = native === undefined ? latin1Text(out.buffer, out.position) : native.latin1Slice(out.buffer, 0, out.position);
  if (out.pieces.length === 0) return stored;
  let text = '';
  let done = 0;
  // Of two at one place, the one that was there first takes no room.
  for (const piece of inOrder(out.pieces)) {
    text += stored.slice(done, piece.start) + piece.text;
    done = piece.end;
  }
  return text + stored.slice(done);
}

function inOrder(pieces: Piece[]): readonly Piece[] {
  for (let index = 1; index < pieces.length; index++) {
    if (pieces[index - 1]!.start > pieces[index]!.start) return pieces.sort((a, b) => a.start - b.start);
  }
  return pieces;
}

/** Bytes handed to `fromCharCode` at once: far below every engine's limit on arguments. */
const BYTES_PER_CHUNK = 4096;

function latin1Text(buffer: Uint8Array, end: number): string {
  let text = '';
  for (let start = 0; start < end; start += BYTES_PER_CHUNK) {
    text += String.fromCharCode.apply(null, buffer.subarray(start, Math.min(start + BYTES_PER_CHUNK, end)) as unknown as number[]);
  }
  return text;
}

/** Gives the buffer back; also after an error. */
export function closeOutput(out: JsonOutput): void {
  if (out.buffer.length > MAX_JSON_SCRATCH_BYTES) return;
  out.narrow = out.pieces.length === 0;
  if (!out.narrow) out.pieces = [];
  if (out.wide.length > 0) out.wide = [];
  out.rope = '';
  out.waiting = 0;
  out.position = 0;
  scratch = out;
}

/** JSON text that is not copied. */
export function putText(out: JsonOutput, text: string): void {
  out.pieces.push({ start: out.position, end: out.position, text });
}

/** Makes room for `bytes` more. */
export function reserve(out: JsonOutput, bytes: number): void {
  if (out.position + bytes > out.buffer.length) grow(out, out.position + bytes);
}

/** Makes room for `bytes` in all. */
export function grow(out: JsonOutput, bytes: number): void {
  const { buffer, view } = memory(Math.max(bytes, out.buffer.length * 2));
  buffer.set(out.buffer.subarray(0, out.position));
  out.buffer = buffer;
  out.view = view;
}

/** Text that is ASCII and needs no escape. */
export function putAscii(out: JsonOutput, text: string): void {
  const length = text.length;
  reserve(out, length);
  const { buffer } = out;
  const { position } = out;
  for (let index = 0; index < length; index++) buffer[position + index] = text.charCodeAt(index);
  out.position = position + length;
}

/** ASCII text made beforehand: its bytes, eight in a number. No eight of them are a NaN, so that each is stored as it is. */
export interface Ready {
  readonly length: number;
  readonly words: Float64Array;
}

/** `text` made ready; undefined where it is not ASCII. */
export function readyText(text: string): Ready | undefined {
  const view = new DataView(new ArrayBuffer(Math.ceil(text.length / 8) * 8));
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) return undefined;
    view.setUint8(index, unit);
  }
  return { length: text.length, words: Float64Array.from({ length: view.byteLength / 8 }, (_, index) => view.getFloat64(index * 8)) };
}

/** Eight bytes at a time, the last of them beyond the end: 4 ns for a name of eleven letters, where a loop over bytes takes 22. */
export function putReady(out: JsonOutput, ready: Ready): void {
  const { words } = ready;
  const { position } = out;
  if (position + words.length * 8 > out.buffer.length) grow(out, position + words.length * 8);
  const { view } = out;
  for (let index = 0; index < words.length; index++) view.setFloat64(position + index * 8, words[index]!);
  out.position = position + ready.length;
}

/** A comma or a colon. */
export function putSign(out: JsonOutput, sign: number): void {
  const { position } = out;
  if (position === out.buffer.length) grow(out, position + 1);
  out.buffer[position] = sign;
  out.position = position + 1;
}

/**
 * What opens and ends an object or array whose members or elements began at `start`, each with a comma before: the first comma becomes
 * what opens.
 */
export function putBrackets(out: JsonOutput, start: number, open: number, close: number): void {
  if (out.position === start) putSign(out, open);
  else out.buffer[start] = open;
  putSign(out, close);
}
