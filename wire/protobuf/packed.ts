/**
 * Packed lists (Protobuf encoding: Repeated Elements). `readPackedX(list, buffer, start, end)` appends the elements in
 * `[start, end)`; `writePackedX(list, buffer, position)` writes length and elements.
 */
import { BIGINT_WORDS, takeMemory } from './budget.js';
import { DecodeError, notA } from './errors.js';
import {
  readBool,
  readDouble,
  readFixed32,
  readFixed64,
  readFloat,
  readInt64,
  readSfixed32,
  readSfixed64,
  readSint64,
  readUint64,
} from './read-scalars.js';
import { noteUnknown, type UnknownRanges } from './unknown.js';
import { readVarint32, varintEnd } from './varint.js';
import {
  closeLength,
  writeBool,
  writeDouble,
  writeEnum,
  writeFixed32,
  writeFixed64,
  writeFloat,
  writeInt32,
  writeInt64,
  writeSfixed32,
  writeSfixed64,
  writeSint32,
  writeSint64,
  writeUint32,
  writeUint64,
} from './write-scalars.js';

type ReadPacked<T> = (list: T[], buffer: Uint8Array, start: number, end: number) => void;
type WritePacked<T> = (list: readonly T[], buffer: Uint8Array, position: number) => number;

// One function per kind, each with a loop of its own, so that each loop sees one kind of value only. Varints are counted as if each had
// one byte.

export const readPackedInt32: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory(end - start);
  let position = start;
  while (position < end) {
    const byte = buffer[position]!;
    if (byte < 0x80) {
      list.push(byte);
      position++;
    } else {
      list.push(readVarint32(buffer, position, end));
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
  let position = start;
  while (position < end) {
    const byte = buffer[position]!;
    if (byte < 0x80) {
      list.push(byte);
      position++;
    } else {
      list.push(readVarint32(buffer, position, end) >>> 0);
      position = varintEnd;
    }
  }
};
export const readPackedSint32: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory(end - start);
  let position = start;
  while (position < end) {
    let value = buffer[position]!;
    if (value < 0x80) {
      position++;
    } else {
      value = readVarint32(buffer, position, end);
      position = varintEnd;
    }
    list.push((value >>> 1) ^ -(value & 1));
  }
};
export const readPackedBool: ReadPacked<boolean> = (list, buffer, start, end) => {
  takeMemory(end - start);
  let position = start;
  while (position < end) {
    const byte = buffer[position]!;
    if (byte < 0x80) {
      list.push(byte !== 0);
      position++;
    } else {
      list.push(readBool(buffer, position, end));
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

/** A packed list of fixed size holds whole elements only. */
export function checkWhole(start: number, end: number, size: number): void {
  if ((end - start) % size !== 0) {
    throw new DecodeError(`a packed list has ${end - start} bytes, which is no multiple of its elements' ${size}`, start);
  }
}

export const readPackedFixed32: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory((end - start) >>> 2);
  checkWhole(start, end, 4);
  for (let position = start; position < end; position += 4) list.push(readFixed32(buffer, position, end));
};
export const readPackedSfixed32: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory((end - start) >>> 2);
  checkWhole(start, end, 4);
  for (let position = start; position < end; position += 4) list.push(readSfixed32(buffer, position, end));
};
export const readPackedFloat: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory((end - start) >>> 2);
  checkWhole(start, end, 4);
  for (let position = start; position < end; position += 4) list.push(readFloat(buffer, position, end));
};
export const readPackedFixed64: ReadPacked<bigint> = (list, buffer, start, end) => {
  takeMemory(((end - start) >>> 3) * BIGINT_WORDS);
  checkWhole(start, end, 8);
  for (let position = start; position < end; position += 8) list.push(readFixed64(buffer, position, end));
};
export const readPackedSfixed64: ReadPacked<bigint> = (list, buffer, start, end) => {
  takeMemory(((end - start) >>> 3) * BIGINT_WORDS);
  checkWhole(start, end, 8);
  for (let position = start; position < end; position += 8) list.push(readSfixed64(buffer, position, end));
};
export const readPackedDouble: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory((end - start) >>> 3);
  checkWhole(start, end, 8);
  for (let position = start; position < end; position += 8) list.push(readDouble(buffer, position, end));
};

/** The list itself once it is known to be one; a string, a Set or a typed array in its place would be written as nothing. */
export function checkList<T>(list: readonly T[]): readonly T[] {
  if (!Array.isArray(list)) throw notA('an array', list);
  return list;
}

export const writePackedInt32: WritePacked<number> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = writeInt32(list[index]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
export const writePackedUint32: WritePacked<number> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = writeUint32(list[index]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
export const writePackedSint32: WritePacked<number> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = writeSint32(list[index]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
export const writePackedEnum: WritePacked<number> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = writeEnum(list[index]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
export const writePackedBool: WritePacked<boolean> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = writeBool(list[index]!, buffer, end);
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
export const writePackedFixed32: WritePacked<number> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = writeFixed32(list[index]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
export const writePackedSfixed32: WritePacked<number> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = writeSfixed32(list[index]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
export const writePackedFloat: WritePacked<number> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = writeFloat(list[index]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
export const writePackedFixed64: WritePacked<bigint> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = writeFixed64(list[index]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
export const writePackedSfixed64: WritePacked<bigint> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = writeSfixed64(list[index]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
export const writePackedDouble: WritePacked<number> = (list, buffer, position) => {
  let end = position + 1;
  for (let index = 0; index < list.length; index++) end = writeDouble(list[index]!, buffer, end);
  return closeLength(buffer, position + 1, end);
};
