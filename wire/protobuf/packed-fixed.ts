/**
 * Packed lists of elements of four or eight bytes (Protobuf encoding: Repeated Elements). A list that is long enough is read and written
 * through a view: 2.5 ns for each double, where pushing what was put together from bytes takes 11.
 */
import { BIGINT_WORDS, takeMemory } from './budget.js';
import { DecodeError, notA } from './errors.js';
import { HELD_INT64, holdFixed64, pushInt64, pushUint64 } from './int64.js';
import { isGathered, type ReadPacked, type WritePacked } from './packed.js';
import { readDouble, readFixed32, readFloat, readSfixed32 } from './read-scalars.js';
import { writeVarint32 } from './varint.js';
import { writeDouble, writeFixed32, writeFixed64, writeFloat, writeSfixed32, writeSfixed64 } from './write-scalars.js';

/** A packed list of fixed size holds whole elements only. */
export function checkWhole(start: number, end: number, size: number): void {
  if ((end - start) % size !== 0) {
    throw new DecodeError(`a packed list has ${end - start} bytes, which is no multiple of its elements' ${size}`, start);
  }
}

/** Elements that make up for a view of them, which takes 85 ns. */
const VIEW_ELEMENTS = 16;

function isWorthView(count: number): boolean {
  return count >= VIEW_ELEMENTS;
}

// What is gathered, apart by what engines keep apart: small integers, integers that may be larger, and numbers.
const gatheredInts: number[] = [];
const gatheredUints: number[] = [];
const gatheredNumbers: number[] = [];

export const readPackedFixed32: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory((end - start) >>> 2);
  checkWhole(start, end, 4);
  if (!isGathered(list, start, end)) {
    for (let position = start; position < end; position += 4) list.push(readFixed32(buffer, position, end));
    return list;
  }
  const view = new DataView(buffer.buffer, buffer.byteOffset + start, end - start);
  const count = (end - start) >>> 2;
  for (let index = 0; index < count; index++) gatheredUints[index] = view.getUint32(index * 4, true);
  return gatheredUints.slice(0, count);
};

export const readPackedSfixed32: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory((end - start) >>> 2);
  checkWhole(start, end, 4);
  if (!isGathered(list, start, end)) {
    for (let position = start; position < end; position += 4) list.push(readSfixed32(buffer, position, end));
    return list;
  }
  const view = new DataView(buffer.buffer, buffer.byteOffset + start, end - start);
  const count = (end - start) >>> 2;
  for (let index = 0; index < count; index++) gatheredInts[index] = view.getInt32(index * 4, true);
  return gatheredInts.slice(0, count);
};

export const readPackedFloat: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory((end - start) >>> 2);
  checkWhole(start, end, 4);
  if (!isGathered(list, start, end)) {
    for (let position = start; position < end; position += 4) list.push(readFloat(buffer, position, end));
    return list;
  }
  const view = new DataView(buffer.buffer, buffer.byteOffset + start, end - start);
  const count = (end - start) >>> 2;
  for (let index = 0; index < count; index++) gatheredNumbers[index] = view.getFloat32(index * 4, true);
  return gatheredNumbers.slice(0, count);
};

// Integers are put together in one go and become bigints in the next: one that is read right after its halves were written waits for them
// (2.5 ns).

export const readPackedFixed64: ReadPacked<bigint> = (list, buffer, start, end) => {
  takeMemory(((end - start) >>> 3) * BIGINT_WORDS);
  checkWhole(start, end, 8);
  for (let position = start; position < end; ) {
    const count = Math.min((end - position) >>> 3, HELD_INT64);
    holdFixed64(buffer, position, count);
    pushUint64(list, count);
    position += count * 8;
  }
  return list;
};

export const readPackedSfixed64: ReadPacked<bigint> = (list, buffer, start, end) => {
  takeMemory(((end - start) >>> 3) * BIGINT_WORDS);
  checkWhole(start, end, 8);
  for (let position = start; position < end; ) {
    const count = Math.min((end - position) >>> 3, HELD_INT64);
    holdFixed64(buffer, position, count);
    pushInt64(list, count);
    position += count * 8;
  }
  return list;
};

export const readPackedDouble: ReadPacked<number> = (list, buffer, start, end) => {
  takeMemory((end - start) >>> 3);
  checkWhole(start, end, 8);
  if (!isGathered(list, start, end)) {
    for (let position = start; position < end; position += 8) list.push(readDouble(buffer, position, end));
    return list;
  }
  const view = new DataView(buffer.buffer, buffer.byteOffset + start, end - start);
  const count = (end - start) >>> 3;
  for (let index = 0; index < count; index++) gatheredNumbers[index] = view.getFloat64(index * 8, true);
  return gatheredNumbers.slice(0, count);
};

/** A view of the room for a list that is worth one and fits. */
function viewFor(buffer: Uint8Array, position: number, count: number, size: number): DataView | undefined {
  if (!isWorthView(count) || position + count * size > buffer.length) return undefined;
  return new DataView(buffer.buffer, buffer.byteOffset + position, count * size);
}

/** A finite number that would arrive as Infinity. */
function isBeyondFloat(value: number): boolean {
  return Math.abs(Math.fround(value)) === Infinity && Number.isFinite(value);
}

export const writePackedFixed32: WritePacked<number> = (list, buffer, position) => {
  const count = list.length;
  let end = writeVarint32(count * 4, buffer, position);
  const view = viewFor(buffer, end, count, 4);
  if (view === undefined) {
    for (let index = 0; index < count; index++) end = writeFixed32(list[index]!, buffer, end);
    return end;
  }
  for (let index = 0; index < count; index++) {
    const value = list[index]!;
    if (value !== value >>> 0) throw notA('fixed32', value);
    view.setUint32(index * 4, value, true);
  }
  return end + count * 4;
};

export const writePackedSfixed32: WritePacked<number> = (list, buffer, position) => {
  const count = list.length;
  let end = writeVarint32(count * 4, buffer, position);
  const view = viewFor(buffer, end, count, 4);
  if (view === undefined) {
    for (let index = 0; index < count; index++) end = writeSfixed32(list[index]!, buffer, end);
    return end;
  }
  for (let index = 0; index < count; index++) {
    const value = list[index]!;
    if (value !== (value | 0)) throw notA('sfixed32', value);
    view.setInt32(index * 4, value, true);
  }
  return end + count * 4;
};

export const writePackedFloat: WritePacked<number> = (list, buffer, position) => {
  const count = list.length;
  let end = writeVarint32(count * 4, buffer, position);
  const view = viewFor(buffer, end, count, 4);
  if (view === undefined) {
    for (let index = 0; index < count; index++) end = writeFloat(list[index]!, buffer, end);
    return end;
  }
  for (let index = 0; index < count; index++) {
    const value = list[index]!;
    if (typeof value !== 'number' || isBeyondFloat(value)) throw notA('float', value);
    if (Number.isNaN(value)) writeFloat(value, buffer, end + index * 4);
    else view.setFloat32(index * 4, value, true);
  }
  return end + count * 4;
};

export const writePackedFixed64: WritePacked<bigint> = (list, buffer, position) => {
  const count = list.length;
  let end = writeVarint32(count * 8, buffer, position);
  for (let index = 0; index < count; index++) end = writeFixed64(list[index]!, buffer, end);
  return end;
};

export const writePackedSfixed64: WritePacked<bigint> = (list, buffer, position) => {
  const count = list.length;
  let end = writeVarint32(count * 8, buffer, position);
  for (let index = 0; index < count; index++) end = writeSfixed64(list[index]!, buffer, end);
  return end;
};

export const writePackedDouble: WritePacked<number> = (list, buffer, position) => {
  const count = list.length;
  let end = writeVarint32(count * 8, buffer, position);
  const view = viewFor(buffer, end, count, 8);
  if (view === undefined) {
    for (let index = 0; index < count; index++) end = writeDouble(list[index]!, buffer, end);
    return end;
  }
  for (let index = 0; index < count; index++) {
    const value = list[index]!;
    if (typeof value !== 'number') throw notA('double', value);
    if (Number.isNaN(value)) writeDouble(value, buffer, end + index * 8);
    else view.setFloat64(index * 8, value, true);
  }
  return end + count * 8;
};
