/** Tags (Protobuf encoding: Message Structure): a field's number and its wire type in one varint. */
import { DecodeError, truncated } from './errors.js';
import { heldHigh, heldLow } from './int64.js';
import { readVarint64, setVarintEnd, varintEnd } from './varint.js';

/** Protobuf encoding: Message Structure. */
export const WireType = {
  VARINT: 0,
  I64: 1,
  LEN: 2,
  SGROUP: 3,
  EGROUP: 4,
  I32: 5,
} as const;
/** One of the six wire types. */
export type WireType = (typeof WireType)[keyof typeof WireType];

/** Protobuf proto3: Assigning Field Numbers. */
export const MAX_FIELD_NUMBER = 0x1fff_ffff;

/** An extension of a message set has a number that is written as a value, not in a tag: any int32 but the last, as in protoc. */
export const MAX_TYPE_ID = 0x7fff_fffe;

/** Tags are read as 32-bit varints: five bytes at most. */
const MAX_TAG_BYTES = 5;

export function makeTag(number: number, wireType: WireType): number {
  return ((number << 3) | wireType) >>> 0;
}

/** Reads a tag of more than one byte (generated code reads a one-byte tag itself); its end is in `varintEnd`. */
export function readTag(buffer: Uint8Array, position: number, end: number): number {
  const second = buffer[position + 1]!;
  // Field numbers 16 to 2047.
  if (second < 0x80 && position + 1 < end && buffer[position]! > 0x7f) {
    setVarintEnd(position + 2);
    return (buffer[position]! & 0x7f) | (second << 7);
  }
  if (position >= end) throw truncated('a tag', position);
  readVarint64(buffer, position, end);
  if (varintEnd - position > MAX_TAG_BYTES || heldHigh() !== 0) throw new DecodeError('a tag has more than 32 bits', position);
  return heldLow() >>> 0;
}
