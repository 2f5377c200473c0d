/**
 * The header of every frame (RFC 9113 §4.1): length (3 bytes), type, flags, and a stream identifier of 31 bits behind a reserved one.
 * Reserved bits are written as 0 and ignored when read.
 */

/** Bytes of a frame header; they count neither as the frame's length nor against any window. */
export const FRAME_HEADER_BYTES = 9;

/** The largest stream identifier and the largest window (RFC 9113 §4.1, RFC 9113 §6.9.1). */
export const MAX_UINT31 = 0x7fff_ffff;

/**
 * Writes a frame header at `position` and returns the position behind it. As with a codec, a returned position beyond `buffer.length`
 * means that it did not fit; so it is with every `write` function of this folder.
 */
export function writeFrameHeader(
  buffer: Uint8Array,
  position: number,
  length: number,
  type: number,
  flags: number,
  streamId: number,
): number {
  buffer[position] = length >>> 16;
  buffer[position + 1] = length >>> 8;
  buffer[position + 2] = length;
  buffer[position + 3] = type;
  buffer[position + 4] = flags;
  return writeUint32(buffer, position + 5, streamId);
}

/** Bytes of the payload, without the header. */
export function readFrameLength(buffer: Uint8Array, position: number): number {
  return (buffer[position]! << 16) | (buffer[position + 1]! << 8) | buffer[position + 2]!;
}

export function readFrameType(buffer: Uint8Array, position: number): number {
  return buffer[position + 3]!;
}

export function readFrameFlags(buffer: Uint8Array, position: number): number {
  return buffer[position + 4]!;
}

export function readFrameStreamId(buffer: Uint8Array, position: number): number {
  return readUint31(buffer, position + 5);
}

/** 31 bits in network order; the bit in front of them is reserved. */
export function readUint31(buffer: Uint8Array, position: number): number {
  return ((buffer[position]! & 0x7f) << 24) | (buffer[position + 1]! << 16) | (buffer[position + 2]! << 8) | buffer[position + 3]!;
}

export function readUint32(buffer: Uint8Array, position: number): number {
  return ((buffer[position]! << 24) | (buffer[position + 1]! << 16) | (buffer[position + 2]! << 8) | buffer[position + 3]!) >>> 0;
}

export function writeUint32(buffer: Uint8Array, position: number, value: number): number {
  buffer[position] = value >>> 24;
  buffer[position + 1] = value >>> 16;
  buffer[position + 2] = value >>> 8;
  buffer[position + 3] = value;
  return position + 4;
}
