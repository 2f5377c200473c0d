import type { Bytes, Codec } from './codec.js';
import { copyBytes, isBytes, putBytes } from './copy.js';

/**
 * The codec that changes nothing: messages are their own bytes. Raw calls and proxies need no other road, and a compressed message
 * travels as one of these.
 */
export const rawBytes: Codec<Bytes, Uint8Array> = {
  encodeInto(message: Uint8Array, buffer: Uint8Array, position: number): number {
    if (!isBytes(message)) throw new TypeError(`expected a Uint8Array, got ${message === null ? 'null' : typeof message}`);
    return putBytes(message, buffer, position);
  },

  decodeFrom(buffer: Uint8Array, start: number, end: number): Bytes {
    return copyBytes(buffer, start, end);
  },
};
