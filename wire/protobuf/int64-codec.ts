/**
 * 64-bit integers that are no bigints in their messages, on the way to and from the wire; read-scalars.ts and write-scalars.ts have
 * the same for bigints. The representation comes first in every call, so that one function serves all three.
 */
import { BIGINT_WORDS, takeMemory } from './budget.js';
import { DecodeError, notA, truncated } from './errors.js';
import { heldHigh, heldLow, highHalf, joinInt64, joinUint64, lowHalf } from './int64.js';
import type { Int64Representation } from './int64-representation.js';
import { checkWhole } from './packed-fixed.js';
import { readSfixed32 } from './read-scalars.js';
import { readVarint64, varintEnd, writeVarint64 } from './varint.js';
import { closeLength, writeSfixed32 } from './write-scalars.js';

type As<T> = Int64Representation<T>;

export type ReadInt64As = <T>(as: Int64Representation<T>, buffer: Uint8Array, position: number, end: number) => T;
export type WriteInt64As = <T>(as: Int64Representation<T>, value: T, buffer: Uint8Array, position: number) => number;

function join<T>(as: As<T>, low: number, high: number, unsigned: boolean, position: number): T {
  const value = as.fromHalves(low, high, unsigned);
  if (value !== undefined) return value;
  const number = unsigned ? joinUint64(low, high) : joinInt64(low, high);
  throw new DecodeError(
    `${number} is outside the safe range of numbers; generate the schema with int64=bigint or int64=string, or give the field no jstype = JS_NUMBER`,
    position,
  );
}

export const readInt64As: ReadInt64As = (as, buffer, position, end) => {
  readVarint64(buffer, position, end);
  return join(as, heldLow(), heldHigh(), false, position);
};
export const readUint64As: ReadInt64As = (as, buffer, position, end) => {
  readVarint64(buffer, position, end);
  return join(as, heldLow(), heldHigh(), true, position);
};
export const readSint64As: ReadInt64As = (as, buffer, position, end) => {
  readVarint64(buffer, position, end);
  const low = heldLow();
  const high = heldHigh();
  const sign = -(low & 1);
  return join(as, ((low >>> 1) | (high << 31)) ^ sign, (high >>> 1) ^ sign, false, position);
};
export const readFixed64As: ReadInt64As = (as, buffer, position, end) => readEightBytes(as, buffer, position, end, true);
export const readSfixed64As: ReadInt64As = (as, buffer, position, end) => readEightBytes(as, buffer, position, end, false);

function readEightBytes<T>(as: As<T>, buffer: Uint8Array, position: number, end: number, unsigned: boolean): T {
  if (position + 8 > end) throw truncated('a 64-bit value', position);
  return join(as, readSfixed32(buffer, position, end), readSfixed32(buffer, position + 4, end), unsigned, position);
}

export const writeInt64As: WriteInt64As = (as, value, buffer, position) => {
  if (!as.split(value, false)) throw notA(`int64 (${as.words})`, value);
  return writeVarint64(lowHalf, highHalf, buffer, position);
};
export const writeUint64As: WriteInt64As = (as, value, buffer, position) => {
  if (!as.split(value, true)) throw notA(`uint64 (${as.words})`, value);
  return writeVarint64(lowHalf, highHalf, buffer, position);
};
export const writeSint64As: WriteInt64As = (as, value, buffer, position) => {
  if (!as.split(value, false)) throw notA(`sint64 (${as.words})`, value);
  const sign = highHalf >> 31;
  return writeVarint64((lowHalf << 1) ^ sign, ((highHalf << 1) | (lowHalf >>> 31)) ^ sign, buffer, position);
};
export const writeFixed64As: WriteInt64As = (as, value, buffer, position) => {
  if (!as.split(value, true)) throw notA(`fixed64 (${as.words})`, value);
  return writeSfixed32(highHalf, buffer, writeSfixed32(lowHalf, buffer, position));
};
export const writeSfixed64As: WriteInt64As = (as, value, buffer, position) => {
  if (!as.split(value, false)) throw notA(`sfixed64 (${as.words})`, value);
  return writeSfixed32(highHalf, buffer, writeSfixed32(lowHalf, buffer, position));
};

/** Appends the elements of a packed list in `[start, end)`; `read` is one of the varint readers above. */
export function readPackedAs<T>(list: T[], read: ReadInt64As, as: As<T>, buffer: Uint8Array, start: number, end: number): void {
  takeMemory((end - start) * BIGINT_WORDS);
  for (let position = start; position < end; position = varintEnd) list.push(read(as, buffer, position, end));
}

/** The same for elements of eight bytes. */
export function readPackedFixedAs<T>(list: T[], read: ReadInt64As, as: As<T>, buffer: Uint8Array, start: number, end: number): void {
  takeMemory(((end - start) >>> 3) * BIGINT_WORDS);
  checkWhole(start, end, 8);
  for (let position = start; position < end; position += 8) list.push(read(as, buffer, position, end));
}

/** Length and elements of a packed list. */
export function writePackedAs<T>(list: readonly T[], write: WriteInt64As, as: As<T>, buffer: Uint8Array, position: number): number {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = write(as, list[index]!, buffer, end);
  return closeLength(buffer, position + 1, end);
}

/** Whether a field without presence has to be written; what is none of its representation is, so that writing refuses it. */
export function isNotZero<T>(as: As<T>, value: T): boolean {
  return value === null || !as.isZero(value);
}
