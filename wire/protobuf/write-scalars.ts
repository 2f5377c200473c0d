/**
 * Each scalar kind's value without its tag: `writeX(value, buffer, position) => position`.
 *
 * Stores beyond the buffer's end are dropped by the engine, so nobody asks for room here; the returned position tells in the end.
 * Each value is checked by one comparison, which also refuses every other type: `'3' | 0` is not `'3'`.
 */
import { isBytes, putBytes } from '../bytes/copy.js';
import { notA } from './errors.js';
import { floatBits, highBits, lowBits, splitDouble } from './float.js';
import { highHalf, lowHalf, splitInt64, splitUint64 } from './int64.js';
import { varintSize, writeVarint32, writeVarint64 } from './varint.js';

/** Negative numbers are sign-extended to 64 bits, so that the 32- and 64-bit kinds can be exchanged (Protobuf encoding: Signed Integers). */
export function writeInt32(value: number, buffer: Uint8Array, position: number): number {
  if (value !== (value | 0)) throw notA('int32', value);
  return value < 0 ? writeVarint64(value, -1, buffer, position) : writeVarint32(value, buffer, position);
}

export function writeUint32(value: number, buffer: Uint8Array, position: number): number {
  if (value !== value >>> 0) throw notA('uint32', value);
  return writeVarint32(value, buffer, position);
}

export function writeSint32(value: number, buffer: Uint8Array, position: number): number {
  if (value !== (value | 0)) throw notA('sint32', value);
  return writeVarint32(((value << 1) ^ (value >> 31)) >>> 0, buffer, position);
}

export function writeEnum(value: number, buffer: Uint8Array, position: number): number {
  if (value !== (value | 0)) throw notA('an enum value (an int32)', value);
  return value < 0 ? writeVarint64(value, -1, buffer, position) : writeVarint32(value, buffer, position);
}

export function writeBool(value: boolean, buffer: Uint8Array, position: number): number {
  if (value !== true && value !== false) throw notA('boolean', value);
  buffer[position] = value ? 1 : 0;
  return position + 1;
}

export function writeInt64(value: bigint, buffer: Uint8Array, position: number): number {
  if (!splitInt64(value)) throw notA('int64 (a bigint)', value);
  return writeVarint64(lowHalf, highHalf, buffer, position);
}

export function writeUint64(value: bigint, buffer: Uint8Array, position: number): number {
  if (!splitUint64(value)) throw notA('uint64 (a bigint)', value);
  return writeVarint64(lowHalf, highHalf, buffer, position);
}

export function writeSint64(value: bigint, buffer: Uint8Array, position: number): number {
  if (!splitInt64(value)) throw notA('sint64 (a bigint)', value);
  const sign = highHalf >> 31;
  return writeVarint64((lowHalf << 1) ^ sign, ((highHalf << 1) | (lowHalf >>> 31)) ^ sign, buffer, position);
}

function putFixed32(bits: number, buffer: Uint8Array, position: number): number {
  buffer[position] = bits;
  buffer[position + 1] = bits >> 8;
  buffer[position + 2] = bits >> 16;
  buffer[position + 3] = bits >> 24;
  return position + 4;
}

export function writeFixed32(value: number, buffer: Uint8Array, position: number): number {
  if (value !== value >>> 0) throw notA('fixed32', value);
  return putFixed32(value, buffer, position);
}

export function writeSfixed32(value: number, buffer: Uint8Array, position: number): number {
  if (value !== (value | 0)) throw notA('sfixed32', value);
  return putFixed32(value, buffer, position);
}

export function writeFixed64(value: bigint, buffer: Uint8Array, position: number): number {
  if (!splitUint64(value)) throw notA('fixed64 (a bigint)', value);
  return putFixed32(highHalf, buffer, putFixed32(lowHalf, buffer, position));
}

export function writeSfixed64(value: bigint, buffer: Uint8Array, position: number): number {
  if (!splitInt64(value)) throw notA('sfixed64 (a bigint)', value);
  return putFixed32(highHalf, buffer, putFixed32(lowHalf, buffer, position));
}

export function writeDouble(value: number, buffer: Uint8Array, position: number): number {
  if (typeof value !== 'number') throw notA('double', value);
  splitDouble(value);
  return putFixed32(highBits, buffer, putFixed32(lowBits, buffer, position));
}

/** The bits of +Infinity as a float, without their sign. */
const FLOAT_INFINITY = 0x7f80_0000;

/** A finite number beyond the range of a float is refused, it would arrive as Infinity. */
export function writeFloat(value: number, buffer: Uint8Array, position: number): number {
  if (typeof value !== 'number') throw notA('float', value);
  const bits = floatBits(value);
  if ((bits & 0x7fff_ffff) === FLOAT_INFINITY && Number.isFinite(value)) throw notA('float', value);
  return putFixed32(bits, buffer, position);
}

/** Whether bytes without presence have to be written: they are not empty, or they are no bytes and `writeBytes` says so. */
export function hasBytes(value: Uint8Array): boolean {
  return value.length !== 0 || !isBytes(value);
}

/** Length and content of `value`. */
export function writeBytes(value: Uint8Array, buffer: Uint8Array, position: number): number {
  if (!isBytes(value)) throw notA('bytes (a Uint8Array)', value);
  return putBytes(value, buffer, writeVarint32(value.length, buffer, position));
}

/**
 * Closes a length-delimited value for whose length one byte was kept free before `start` and that ends at `position`: fills the
 * byte in, or moves the value when its length needs more. Returns the value's end. Right also where nothing of it fitted.
 */
export function closeLength(buffer: Uint8Array, start: number, position: number): number {
  const length = position - start;
  if (length < 0x80) {
    buffer[start - 1] = length;
    return position;
  }
  const more = varintSize(length) - 1;
  if (position + more <= buffer.length) {
    buffer.copyWithin(start + more, start, position);
    writeVarint32(length, buffer, start - 1);
  }
  return position + more;
}
