/**
 * Packed lists of varints (Protobuf encoding: Repeated Elements); packed-fixed.ts has those of fixed size.
 * `readPackedX(list, buffer, start, end)` appends the elements in `[start, end)` and gives the list, which may be another; `writePackedX(list, buffer, position)` writes length
 * and elements. What is one byte on the wire is read and written in place, by one comparison that checks it as well.
 */
import { BIGINT_WORDS, takeMemory } from './budget.js';
import { notA } from './errors.js';
import { HELD_INT64, pushInt64, pushUint64, unzigzag } from './int64.js';
import { readBool, readSint32 } from './read-scalars.js';
import { noteUnknown, type UnknownRanges } from './unknown.js';
import { readLongVarint32, readVarint32, readVarints, varintEnd, writeLongVarint32 } from './varint.js';
import { closeLength, writeEnum, writeInt32, writeInt64, writeSint32, writeSint64, writeUint32, writeUint64 } from './write-scalars.js';

export type ReadPacked<T> = (list: T[], buffer: Uint8Array, start: number, end: number) => T[];
export type WritePacked<T> = (list: readonly T[], buffer: Uint8Array, position: number) => number;

// One function per kind, each with a loop of its own, so that each loop sees one kind of value only. Varints are counted as if each had
// one byte.

/** A list with fewer bytes grows as it is filled; one with more is first gathered and then made in one piece. */
const MIN_GATHERED_BYTES = 48;
/** What is gathered at most, so that no more memory is kept for it. */
const MAX_GATHERED_BYTES = 16_384;

/** Whether the elements in `[start, end)` are gathered before they become `list`: 500 small numbers 1.4 instead of 1.9 µs. */
export function isGathered(list: readonly unknown[], start: number, end: number): boolean {
  return list.length === 0 && end - start >= MIN_GATHERED_BYTES && end - start <= MAX_GATHERED_BYTES;
}

// What is gathered, apart by what engines keep apart: small integers, numbers, and the rest.
const gatheredInts: number[] = [];
const gatheredNumbers: number[] = [];
const gatheredBools: boolean[] = [];

// Numbers of one byte and of two mix in ways that no processor foresees: whether a second byte belongs to the first is computed, not asked (8.2 -> 6.1 ns
// for each number of a vector tile). The second byte is never one behind `end`; the last number is read by itself.

export const readPackedInt32: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory(end - start);
  const gathers = isGathered(list, start, end);
  const target = gathers ? gatheredInts : list;
  let index = gathers ? 0 : list.length;
  let position = start;
  while (position < end - 1) {
    const byte = buffer[position]!;
    const more = byte >> 7;
    const next = buffer[position + 1]! & -more;
    if (next < 0x80) {
      target[index++] = (byte & 0x7f) | (next << 7);
      position += 1 + more;
    } else {
      target[index++] = readLongVarint32(buffer, position, end);
      position = varintEnd;
    }
  }
  if (position < end) {
    target[index++] = readVarint32(buffer, position, end);
  }
  return gathers ? target.slice(0, index) : list;
};
/** Values of an enum mostly have one byte each, which a branch foresees. */
export const readPackedEnum: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory(end - start);
  const gathers = isGathered(list, start, end);
  const target = gathers ? gatheredInts : list;
  let index = gathers ? 0 : list.length;
  let position = start;
  while (position < end) {
    const byte = buffer[position]!;
    if (byte < 0x80) {
      target[index++] = byte;
      position++;
    } else {
      target[index++] = readLongVarint32(buffer, position, end);
      position = varintEnd;
    }
  }
  return gathers ? target.slice(0, index) : list;
};

/**
 * A packed list of a closed enum: a number without a name is noted as an unknown field of its own, under `tag`, the field's tag
 * as a varint (Protobuf enum: Definitions).
 */
export function readPackedClosedEnum<T extends number>(
  list: T[],
  isValue: (value: number) => value is T,
  unknown: UnknownRanges,
  tag: number,
  buffer: Uint8Array,
  start: number,
  end: number,
): void {
  takeMemory(end - start);
  for (let position = start; position < end; position = varintEnd) {
    const value = readVarint32(buffer, position, end);
    if (isValue(value)) list.push(value);
    else noteUnknown(unknown, tag, position, varintEnd);
  }
}

export const readPackedUint32: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory(end - start);
  const gathers = isGathered(list, start, end);
  const target = gathers ? gatheredNumbers : list;
  let index = gathers ? 0 : list.length;
  let position = start;
  while (position < end - 1) {
    const byte = buffer[position]!;
    const more = byte >> 7;
    const next = buffer[position + 1]! & -more;
    if (next < 0x80) {
      target[index++] = (byte & 0x7f) | (next << 7);
      position += 1 + more;
    } else {
      target[index++] = readLongVarint32(buffer, position, end) >>> 0;
      position = varintEnd;
    }
  }
  if (position < end) {
    target[index++] = readVarint32(buffer, position, end) >>> 0;
  }
  return gathers ? target.slice(0, index) : list;
};
export const readPackedSint32: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory(end - start);
  const gathers = isGathered(list, start, end);
  const target = gathers ? gatheredInts : list;
  let index = gathers ? 0 : list.length;
  let position = start;
  while (position < end - 1) {
    const byte = buffer[position]!;
    const more = byte >> 7;
    const next = buffer[position + 1]! & -more;
    let value = (byte & 0x7f) | (next << 7);
    if (next < 0x80) {
      position += 1 + more;
    } else {
      value = readLongVarint32(buffer, position, end);
      position = varintEnd;
    }
    target[index++] = (value >>> 1) ^ -(value & 1);
  }
  if (position < end) target[index++] = readSint32(buffer, position, end);
  return gathers ? target.slice(0, index) : list;
};
export const readPackedBool: ReadPacked<boolean> = (list, buffer, start, end) => {
  takeMemory(end - start);
  const gathers = isGathered(list, start, end);
  const target = gathers ? gatheredBools : list;
  let index = gathers ? 0 : list.length;
  let position = start;
  while (position < end) {
    const byte = buffer[position]!;
    if (byte < 0x80) {
      target[index++] = byte !== 0;
      position++;
    } else {
      target[index++] = readBool(buffer, position, end);
      position = varintEnd;
    }
  }
  return gathers ? target.slice(0, index) : list;
};
export const readPackedInt64: ReadPacked<bigint> = (list, buffer, start, end) => {
  takeMemory((end - start) * BIGINT_WORDS);
  for (let position = start; position < end; position = varintEnd) {
    const count = readVarints(buffer, position, end, HELD_INT64);
    pushInt64(list, count);
  }
  return list;
};
export const readPackedUint64: ReadPacked<bigint> = (list, buffer, start, end) => {
  takeMemory((end - start) * BIGINT_WORDS);
  for (let position = start; position < end; position = varintEnd) {
    const count = readVarints(buffer, position, end, HELD_INT64);
    pushUint64(list, count);
  }
  return list;
};
export const readPackedSint64: ReadPacked<bigint> = (list, buffer, start, end) => {
  takeMemory((end - start) * BIGINT_WORDS);
  for (let position = start; position < end; position = varintEnd) {
    const count = readVarints(buffer, position, end, HELD_INT64);
    unzigzag(count);
    pushInt64(list, count);
  }
  return list;
};

/** The list itself once it is known to be one; a string, a Set or a typed array in its place would be written as nothing. */
export function checkList<T>(list: readonly T[]): readonly T[] {
  if (!Array.isArray(list)) throw notA('an array', list);
  return list;
}

// Numbers of one byte and of two in a mixture are written without asking which one it is, since a wrong guess of the machine costs 3 ns: a
// second byte is stored either way, and the next number takes its place. In front of the last number that is, so that nothing behind the
// list changes. Before the first number of two bytes there is nothing to guess wrong.

export const writePackedInt32: WritePacked<number> = (list, buffer, position) => {
  const last = list.length - 1;
  let end = position + 1;
  let index = 0;
  for (; index < last; index++) {
    const value = list[index]!;
    if (value !== (value & 0x7f)) break;
    buffer[end++] = value;
  }
  for (; index < last; index++) {
    const value = list[index]!;
    if (value === (value & 0x3fff)) {
      const isLong = (0x7f - value) >>> 31;
      buffer[end] = value | (isLong << 7);
      buffer[end + 1] = value >> 7;
      end += 1 + isLong;
    } else {
      end = writeInt32(value, buffer, end);
    }
  }
  if (index === last) end = writeInt32(list[last]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
export const writePackedUint32: WritePacked<number> = (list, buffer, position) => {
  const last = list.length - 1;
  let end = position + 1;
  let index = 0;
  for (; index < last; index++) {
    const value = list[index]!;
    if (value !== (value & 0x7f)) break;
    buffer[end++] = value;
  }
  for (; index < last; index++) {
    const value = list[index]!;
    if (value === (value & 0x3fff)) {
      const isLong = (0x7f - value) >>> 31;
      buffer[end] = value | (isLong << 7);
      buffer[end + 1] = value >> 7;
      end += 1 + isLong;
    } else {
      end = writeUint32(value, buffer, end);
    }
  }
  if (index === last) end = writeUint32(list[last]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
export const writePackedSint32: WritePacked<number> = (list, buffer, position) => {
  const last = list.length - 1;
  let end = position + 1;
  for (let index = 0; index < last; index++) {
    const value = list[index]!;
    if (value !== (value | 0)) throw notA('sint32', value);
    const zigzag = (value << 1) ^ (value >> 31);
    if (zigzag === (zigzag & 0x3fff)) {
      const isLong = (0x7f - zigzag) >>> 31;
      buffer[end] = zigzag | (isLong << 7);
      buffer[end + 1] = zigzag >> 7;
      end += 1 + isLong;
    } else {
      end = writeLongVarint32(zigzag >>> 0, buffer, end);
    }
  }
  if (last >= 0) end = writeSint32(list[last]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
export const writePackedEnum: WritePacked<number> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) {
    const value = list[index]!;
    if (value === (value & 0x7f)) {
      buffer[end++] = value;
    } else if (value === (value & 0x3fff)) {
      buffer[end] = value | 0x80;
      buffer[end + 1] = value >> 7;
      end += 2;
    } else {
      end = writeEnum(value, buffer, end);
    }
  }
  return closeLength(buffer, position + 1, end);
};

/** A packed list of a closed enum: numbers without a name are refused, since a reader would not find them in the list. */
export function writePackedClosedEnum<T extends number>(
  list: readonly T[],
  isValue: (value: number) => value is T,
  buffer: Uint8Array,
  position: number,
): number {
  for (let index = 0; index < list.length; index++) if (!isValue(list[index]!)) throw notA('a value of a closed enum', list[index]);
  return writePackedEnum(list, buffer, position);
}

export const writePackedBool: WritePacked<boolean> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) {
    const value = list[index]!;
    if (value === true) buffer[end++] = 1;
    else if (value === false) buffer[end++] = 0;
    else throw notA('boolean', value);
  }
  return closeLength(buffer, position + 1, end);
};
export const writePackedInt64: WritePacked<bigint> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = writeInt64(list[index]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
export const writePackedUint64: WritePacked<bigint> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = writeUint64(list[index]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
export const writePackedSint64: WritePacked<bigint> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = writeSint64(list[index]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
