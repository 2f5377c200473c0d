/**
 * Length-prefixed messages, outgoing (gRPC over HTTP/2: Length-Prefixed-Message).
 *
 *   Length-Prefixed-Message -> Compressed-Flag Message-Length Message
 *   Compressed-Flag         -> 0 / 1     ; one byte
 *   Message-Length          -> length    ; four bytes, big-endian
 */
import type { Codec } from '../bytes/codec.js';

/** Bytes in front of every message. */
export const PREFIX_BYTES = 5;

/** Writes the five bytes in front of a message of `length` bytes. */
export function writePrefix(buffer: Uint8Array, position: number, length: number, compressed: boolean): void {
  buffer[position] = compressed ? 1 : 0;
  buffer[position + 1] = length >>> 24;
  buffer[position + 2] = length >>> 16;
  buffer[position + 3] = length >>> 8;
  buffer[position + 4] = length;
}

/** Where the message ends whose prefix stands at the begin of `buffer`. */
export function messageEnd(buffer: Uint8Array): number {
  return PREFIX_BYTES + buffer[1]! * 0x1000000 + ((buffer[2]! << 16) | (buffer[3]! << 8) | buffer[4]!);
}

/**
 * Writes `message` with its prefix at `position` and returns the position behind it. As with a codec, a returned position beyond
 * `buffer.length` means that it did not fit and how long the buffer must be. Throws what the codec throws.
 */
export function writeMessage<I>(codec: Codec<unknown, I>, message: I, buffer: Uint8Array, position: number, compressed: boolean): number {
  const start = position + PREFIX_BYTES;
  const end = codec.encodeInto(message, buffer, start);
  writePrefix(buffer, position, end - start, compressed);
  return end;
}
