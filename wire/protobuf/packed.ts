/**
 * Packed lists of varints (Protobuf encoding: Repeated Elements); packed-fixed.ts has those of fixed size.
 * `readPackedX(list, buffer, start, end)` appends the elements in `[start, end)`; `writePackedX(list, buffer, position)` writes length
 * and elements. What is one byte on the wire is read and written in place, by one comparison that checks it as well.
 */
import { BIGINT_WORDS, takeMemory } from './budget.js';
import { notA } from './errors.js';
import { readBool, readInt64, readSint64, readUint64 } from './read-scalars.js';
import { noteUnknown, type UnknownRanges } from './unknown.js';
import { readLongVarint32, readVarint32, varintEnd, writeLongVarint32 } from './varint.js';
import { closeLength, writeEnum, writeInt32, writeInt64, writeSint64, writeUint32, writeUint64 } from './write-scalars.js';

export type ReadPacked<T> = (list: T[], buffer: Uint8Array, start: number, end: number) => void;
export type WritePacked<T> = (list: readonly T[], buffer: Uint8Array, position: number) => number;

// One function per kind, each with a loop of its own, so that each loop sees one kind of value only. Varints are counted as if each had
// one byte.

/** Lists of fewer bytes grow as they are filled: to set a length takes 100 ns. */
const MIN_COUNTED_BYTES = 192;
/** More elements than an array keeps in one piece of memory are not asked for at once. */
const MAX_COUNTED_BYTES = 0x100_0000;

/**
 * Gives a long list the length it will have, by counting the bytes that end a varint, and says where the new elements begin: a list that
 * grows as it is filled is copied again and again (600 small numbers 3.4 instead of 4.4 µs).
 */
function growList(list: unknown[], buffer: Uint8Array, start: number, end: number): number {
  const first = list.length;
  if (end - start < MIN_COUNTED_BYTES || end - start > MAX_COUNTED_BYTES) return first;
  let count = 0;
  for (let position = start; position < end; position++) count += 1 - (buffer[position]! >> 7);
  list.length = first + count;
  return first;
}

export const readPackedInt32: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory(end - start);
  let index = growList(list, buffer, start, end);
  let position = start;
  while (position < end) {
    const byte = buffer[position]!;
    if (byte < 0x80) {
      list[index++] = byte;
      position++;
    } else if (buffer[position + 1]! < 0x80 && position + 1 < end) {
      list[index++] = (byte & 0x7f) | (buffer[position + 1]! << 7);
      position += 2;
    } else {
      list[index++] = readLongVarint32(buffer, position, end);
      position = varintEnd;
    }
  }
};
export const readPackedEnum: ReadPacked<number> = readPackedInt32;

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
  let index = growList(list, buffer, start, end);
  let position = start;
  while (position < end) {
    const byte = buffer[position]!;
    if (byte < 0x80) {
      list[index++] = byte;
      position++;
    } else if (buffer[position + 1]! < 0x80 && position + 1 < end) {
      list[index++] = (byte & 0x7f) | (buffer[position + 1]! << 7);
      position += 2;
    } else {
      list[index++] = readLongVarint32(buffer, position, end) >>> 0;
      position = varintEnd;
    }
  }
};
export const readPackedSint32: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory(end - start);
  let index = growList(list, buffer, start, end);
  let position = start;
  while (position < end) {
    const byte = buffer[position]!;
    let value = byte;
    if (byte < 0x80) {
      position++;
    } else if (buffer[position + 1]! < 0x80 && position + 1 < end) {
      value = (byte & 0x7f) | (buffer[position + 1]! << 7);
      position += 2;
    } else {
      value = readLongVarint32(buffer, position, end);
      position = varintEnd;
    }
    list[index++] = (value >>> 1) ^ -(value & 1);
  }
};
export const readPackedBool: ReadPacked<boolean> = (list, buffer, start, end) => {
  takeMemory(end - start);
  let index = growList(list, buffer, start, end);
  let position = start;
  while (position < end) {
    const byte = buffer[position]!;
    if (byte < 0x80) {
      list[index++] = byte !== 0;
      position++;
    } else {
      list[index++] = readBool(buffer, position, end);
      position = varintEnd;
    }
  }
};
export const readPackedInt64: ReadPacked<bigint> = (list, buffer, start, end) => {
  takeMemory((end - start) * BIGINT_WORDS);
  for (let position = start; position < end; position = varintEnd) list.push(readInt64(buffer, position, end));
};
export const readPackedUint64: ReadPacked<bigint> = (list, buffer, start, end) => {
  takeMemory((end - start) * BIGINT_WORDS);
  for (let position = start; position < end; position = varintEnd) list.push(readUint64(buffer, position, end));
};
export const readPackedSint64: ReadPacked<bigint> = (list, buffer, start, end) => {
  takeMemory((end - start) * BIGINT_WORDS);
  for (let position = start; position < end; position = varintEnd) list.push(readSint64(buffer, position, end));
};

/** The list itself once it is known to be one; a string, a Set or a typed array in its place would be written as nothing. */
export function checkList<T>(list: readonly T[]): readonly T[] {
  if (!Array.isArray(list)) throw notA('an array', list);
  return list;
}

export const writePackedInt32: WritePacked<number> = (list, buffer, position) => {
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
      end = writeInt32(value, buffer, end);
    }
  }
  return closeLength(buffer, position + 1, end);
};
export const writePackedUint32: WritePacked<number> = (list, buffer, position) => {
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
      end = writeUint32(value, buffer, end);
    }
  }
  return closeLength(buffer, position + 1, end);
};
export const writePackedSint32: WritePacked<number> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) {
    const value = list[index]!;
    if (value !== (value | 0)) throw notA('sint32', value);
    const zigzag = ((value << 1) ^ (value >> 31)) >>> 0;
    if (zigzag < 0x80) {
      buffer[end++] = zigzag;
    } else if (zigzag < 0x4000) {
      buffer[end] = zigzag | 0x80;
      buffer[end + 1] = zigzag >> 7;
      end += 2;
    } else {
      end = writeLongVarint32(zigzag, buffer, end);
    }
  }
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
