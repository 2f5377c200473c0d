/**
 * Each scalar kind's value. The varint kinds leave their end in `varintEnd` (varint.ts says why); the fixed kinds are as long as
 * their name says; bytes, and strings (read-strings.ts), are read from a range whose ends `readLength` has checked.
 */
import type { Bytes } from '../bytes/codec.js';
import { copyBytes } from '../bytes/copy.js';
import { truncated } from './errors.js';
import { joinDouble, joinFloat } from './float.js';
import { heldHigh, heldInt64, heldLow, heldUint64, joinInt64, joinUint64, smallInt64, smallSint64 } from './int64.js';
import { readLength, readVarint32, readVarint64, setVarintEnd, varintEnd } from './varint.js';

export { copyBytes as readBytes } from '../bytes/copy.js';
export { readPrefixedString, readPrefixedStringUnchecked, readString, readStringUnchecked } from './read-strings.js';
/** int32 and enum. */
export { readVarint32 as readInt32, readVarint32 as readEnum } from './varint.js';

export function readUint32(buffer: Uint8Array, position: number, end: number): number {
  return readVarint32(buffer, position, end) >>> 0;
}

export function readSint32(buffer: Uint8Array, position: number, end: number): number {
  const value = readVarint32(buffer, position, end);
  return (value >>> 1) ^ -(value & 1);
}

/** Any bit of the 64 makes it true. */
export function readBool(buffer: Uint8Array, position: number, end: number): boolean {
  const byte = buffer[position]!;
  if (byte < 0x80 && position < end) {
    setVarintEnd(position + 1);
    return byte !== 0;
  }
  readVarint64(buffer, position, end);
  return (heldLow() | heldHigh()) !== 0;
}

export function readInt64(buffer: Uint8Array, position: number, end: number): bigint {
  const byte = buffer[position]!;
  if (byte < 0x80 && position < end) {
    setVarintEnd(position + 1);
    return smallInt64[byte]!;
  }
  readVarint64(buffer, position, end);
  return heldInt64();
}

export function readUint64(buffer: Uint8Array, position: number, end: number): bigint {
  const byte = buffer[position]!;
  if (byte < 0x80 && position < end) {
    setVarintEnd(position + 1);
    return smallInt64[byte]!;
  }
  readVarint64(buffer, position, end);
  return heldUint64();
}

export function readSint64(buffer: Uint8Array, position: number, end: number): bigint {
  const byte = buffer[position]!;
  if (byte < 0x80 && position < end) {
    setVarintEnd(position + 1);
    return smallSint64[byte]!;
  }
  readVarint64(buffer, position, end);
  const low = heldLow();
  const high = heldHigh();
  const sign = -(low & 1);
  return joinInt64(((low >>> 1) | (high << 31)) ^ sign, (high >>> 1) ^ sign);
}

function bits32(buffer: Uint8Array, position: number): number {
  return buffer[position]! | (buffer[position + 1]! << 8) | (buffer[position + 2]! << 16) | (buffer[position + 3]! << 24);
}

export function readFixed32(buffer: Uint8Array, position: number, end: number): number {
  if (position + 4 > end) throw truncated('a 32-bit value', position);
  return bits32(buffer, position) >>> 0;
}

export function readSfixed32(buffer: Uint8Array, position: number, end: number): number {
  if (position + 4 > end) throw truncated('a 32-bit value', position);
  return bits32(buffer, position);
}

export function readFloat(buffer: Uint8Array, position: number, end: number): number {
  if (position + 4 > end) throw truncated('a 32-bit value', position);
  return joinFloat(bits32(buffer, position));
}

export function readFixed64(buffer: Uint8Array, position: number, end: number): bigint {
  if (position + 8 > end) throw truncated('a 64-bit value', position);
  return joinUint64(bits32(buffer, position), bits32(buffer, position + 4));
}

export function readSfixed64(buffer: Uint8Array, position: number, end: number): bigint {
  if (position + 8 > end) throw truncated('a 64-bit value', position);
  return joinInt64(bits32(buffer, position), bits32(buffer, position + 4));
}

export function readDouble(buffer: Uint8Array, position: number, end: number): number {
  if (position + 8 > end) throw truncated('a 64-bit value', position);
  return joinDouble(bits32(buffer, position), bits32(buffer, position + 4));
}

/** A length and the bytes behind it; their end is in `varintEnd`. */
export function readPrefixedBytes(buffer: Uint8Array, position: number, end: number): Bytes {
  const stop = readLength(buffer, position, end);
  const start = varintEnd;
  setVarintEnd(stop);
  return copyBytes(buffer, start, stop);
}
