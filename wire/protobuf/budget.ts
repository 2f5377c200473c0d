/**
 * What a decode may still take. Bytes can say much in little: an empty message in a list is two bytes on the wire and hundreds in
 * memory, so what can repeat is counted before it is made.
 *
 * The counts are of the decode in progress and stand in this module, since none of a user's code runs in between; whoever decodes
 * begins with `beginDecode`. Memory is counted in words of 8 bytes, so that the largest budgets are small integers for the engine, at
 * 1 ns a count.
 */
import { DECODE_MEMORY_FACTOR, DEFAULT_DECODE_MEMORY_BYTES } from '../limits.js';
import { DecodeError } from './errors.js';

const WORD_BYTES = 8;
/** The largest small integer of the engine on machines with 64 bits; as a count it is no limit. */
const MOST = 0x7fff_ffff;

let wordsLeft = MOST;
let unknownBytesLeft = MOST;
/** What was allowed, for the error; negative, the complement of the number of bytes, where that is the default. */
let memoryLimit = 0;
let unknownLimit = 0;

const DEFAULT_WORDS = DEFAULT_DECODE_MEMORY_BYTES / WORD_BYTES;
const WORDS_PER_BYTE = DECODE_MEMORY_FACTOR / WORD_BYTES;
/** Above that the count would be no small integer; no process has the memory. */
const MAX_COUNTED_BYTES = Math.floor((MOST - DEFAULT_WORDS) / WORDS_PER_BYTE);

/** Before `length` bytes are decoded, with the default limits: in front of every message, so it only adds and stores small integers. */
export function beginDecode(length: number): void {
  memoryLimit = ~length;
  wordsLeft = length < MAX_COUNTED_BYTES ? DEFAULT_WORDS + length * WORDS_PER_BYTE - (length >>> 3) : MOST;
  unknownBytesLeft = MOST;
}

/** The memory that `length` bytes may take where nobody says otherwise. */
export function defaultMemoryBytes(length: number): number {
  return DEFAULT_DECODE_MEMORY_BYTES + length * DECODE_MEMORY_FACTOR;
}

/** The same with limits of one's own. What strings and bytes hold has about the length it came with, which is taken beforehand. */
export function beginLimitedDecode(length: number, memoryBytes: number, unknownBytes: number): void {
  memoryLimit = memoryBytes;
  unknownLimit = unknownBytes;
  wordsLeft = Math.floor(Math.min((memoryBytes - length) / WORD_BYTES, MOST)) | 0;
  unknownBytesLeft = Math.min(unknownBytes, MOST) | 0;
}

/** Counts `words` of memory that are about to be taken. */
export function takeMemory(words: number): void {
  wordsLeft -= words;
  if (wordsLeft < 0) throw memorySpent();
}

/** Counts `bytes` of unknown fields that are about to be kept. */
export function takeUnknown(bytes: number): void {
  unknownBytesLeft -= bytes;
  if (unknownBytesLeft < 0) throw unknownSpent();
  takeMemory(UNKNOWN_RUN_WORDS + (bytes >>> 3));
}

function memorySpent(): DecodeError {
  return new DecodeError(
    `the message would take more than ${memoryLimit < 0 ? defaultMemoryBytes(~memoryLimit) : memoryLimit} bytes of memory (maxMemoryBytes), which is far more than it has bytes`,
    undefined,
    undefined,
    'maxMemoryBytes',
  );
}

function unknownSpent(): DecodeError {
  return new DecodeError(
    `the message has more than ${unknownLimit} bytes of fields that its schema does not know (maxUnknownBytes)`,
    undefined,
    undefined,
    'maxUnknownBytes',
  );
}

// What things take, in words; measured on Node 20 with 200,000 of each. Messages of twelve shapes at a limit of 20 MB took 16 to 22 MB.

/** A list when its first element is put in: room for 17 is made at once. */
export const LIST_WORDS = 19;
/** A string of a list, its content left out, and its place there. */
export const STRING_WORDS = 4;
/** Bytes: a Uint8Array with its buffer, their content left out. */
export const BYTES_WORDS = 24;
/** A bigint and its place in a list. */
export const BIGINT_WORDS = 4;
/** An entry of a Map, and a key that is a string. */
export const MAP_ENTRY_WORDS = 8;
/** A Map without entries. */
export const MAP_WORDS = 23;
/** The property of a message's unknown fields, with the array and the run there. */
export const UNKNOWN_RUN_WORDS = 48;
