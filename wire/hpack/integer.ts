/** Integers with a prefix (RFC 7541 §5.1). */
import { HpackError } from './errors.js';

/** The largest integer taken or written: no length and no table size comes near it. */
export const MAX_INTEGER = 0x7fff_ffff;

/** Bytes behind the prefix that the largest integer needs. */
const MAX_CONTINUATION_BYTES = 5;

/** Where a reader stands. */
export interface Cursor {
  position: number;
}

/**
 * Reads the rest of an integer whose prefix was all ones; `cursor` stands behind the prefix. Too large a value and too many bytes for
 * any value are both an error (RFC 7541 §5.1), the latter even where the bytes add nothing.
 */
export function readLongInteger(buffer: Uint8Array, cursor: Cursor, end: number, prefix: number, blockStart: number): number {
  let position = cursor.position;
  const last = position + MAX_CONTINUATION_BYTES;
  let value = prefix;
  let factor = 1;
  for (;;) {
    if (position === last)
      throw new HpackError(`an integer of more than ${MAX_CONTINUATION_BYTES} bytes behind its prefix`, position - blockStart);
    if (position >= end) throw new HpackError('it ends inside an integer', position - blockStart);
    const byte = buffer[position++]!;
    value += (byte & 0x7f) * factor;
    if (value > MAX_INTEGER) throw new HpackError(`an integer above ${MAX_INTEGER}`, position - 1 - blockStart);
    if (byte < 0x80) break;
    factor *= 128;
  }
  cursor.position = position;
  return value;
}

/** Writes `value` behind the bits `head` of the first byte, whose lower `prefixBits` bits are the prefix. Gives the position behind. */
export function writeInteger(buffer: Uint8Array, position: number, head: number, prefixBits: number, value: number): number {
  const largest = (1 << prefixBits) - 1;
  if (value < largest) {
    buffer[position] = head | value;
    return position + 1;
  }
  buffer[position] = head | largest;
  let at = position + 1;
  let rest = value - largest;
  while (rest > 0x7f) {
    buffer[at++] = 0x80 | (rest & 0x7f);
    rest >>>= 7;
  }
  buffer[at] = rest;
  return at + 1;
}
