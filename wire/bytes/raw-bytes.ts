import type { Bytes, Codec } from './codec.js';

/**
 * The codec that changes nothing: messages are their own bytes. Raw calls and proxies need no other road, and a compressed message
 * travels as one of these.
 */
export const rawBytes: Codec<Bytes, Uint8Array> = {
  encodeInto(message: Uint8Array, buffer: Uint8Array, position: number): number {
    if (!(message instanceof Uint8Array)) throw new TypeError(`expected a Uint8Array, got ${message === null ? 'null' : typeof message}`);
    const end = position + message.length;
    if (end <= buffer.length) buffer.set(message, position);
    return end;
  },

  decodeFrom(buffer: Uint8Array, start: number, end: number): Bytes {
    // Not `buffer.slice`: of a Node Buffer that is a view, and what is returned must not share memory.
    const bytes = new Uint8Array(end - start);
    bytes.set(buffer.subarray(start, end));
    return bytes;
  },
};
