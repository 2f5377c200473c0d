import type { Codec } from '../../wire/bytes/codec.js';
import { putRange } from '../../wire/bytes/copy.js';
import { RETRY_CHUNK_BYTES } from '../limits.js';

/** Memory that many small messages share: an array of its own for each costs ten times their bytes, and most of the time of a `write`. */
interface Chunk {
  readonly bytes: Uint8Array;
  used: number;
}

/** A message's place. */
interface Kept {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/**
 * The requests of a client stream or a bidirectional call, encoded, between `write` and a stream.
 *
 * While the call is not committed every message is kept, so that another attempt can send all of them again; the first `sent` of
 * them have gone to the attempt that runs now. From the commitment on, only what has not been sent is kept, and usually nothing.
 *
 *   messages:  [ m0  m1  m2 | m3  m4 ]
 *                sent ------^   ^---- waiting for a stream, or for room on it
 */
export class RetryBuffer {
  #messages: Kept[] = [];
  #chunk: Chunk | undefined = undefined;
  #bytes = 0;
  #sent = 0;
  #waitingBytes = 0;

  /** Encoded bytes that are kept, those included that have been sent. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Encoded bytes that have not been sent. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Messages that are kept. */
  get count(): number {
    return this.#messages.length;
  }

  /** Messages that have not been sent. */
  get waiting(): number {
    return this.#messages.length - this.#sent;
  }

  /** Keeps a copy of bytes `[start, end)` as a message. */
  push(bytes: Uint8Array, start: number, end: number): void {
    const length = end - start;
    this.#messages.push(
      length >= RETRY_CHUNK_BYTES ? { bytes: bytes.slice(start, end), start: 0, end: length } : this.#put(bytes, start, end),
    );
    this.#bytes += length;
    this.#waitingBytes += length;
  }

  /** The next message to send, for `keptMessage`; it counts as sent. Call only while `waiting > 0`. */
  next(): Kept {
    const message = this.#messages[this.#sent++]!;
    this.#waitingBytes -= message.end - message.start;
    return message;
  }

  /** Another attempt begins: everything is to be sent again. */
  rewind(): void {
    this.#sent = 0;
    this.#waitingBytes = this.#bytes;
  }

  /** There will be no other attempt: what has been sent is let go. */
  dropSent(): void {
    if (this.#sent === 0) return;
    this.#messages = this.#messages.slice(this.#sent);
    this.#sent = 0;
    this.#bytes = this.#waitingBytes;
  }

  clear(): void {
    this.#messages = [];
    this.#chunk = undefined;
    this.#bytes = 0;
    this.#sent = 0;
    this.#waitingBytes = 0;
  }

  /** Chunks double, so that a call of one message holds little. */
  #put(bytes: Uint8Array, start: number, end: number): Kept {
    const length = end - start;
    let chunk = this.#chunk;
    if (chunk === undefined || chunk.used + length > chunk.bytes.length) {
      const size = chunk === undefined ? length : Math.min(chunk.bytes.length * 2, RETRY_CHUNK_BYTES);
      chunk = { bytes: new Uint8Array(Math.max(size, length)), used: 0 };
      this.#chunk = chunk;
    }
    const at = chunk.used;
    chunk.used = putRange(bytes, start, end, chunk.bytes, at);
    return { bytes: chunk.bytes, start: at, end: chunk.used };
  }
}

/** The codec of a message that was kept: its bytes, without a view of them. */
export const keptMessage: Codec<never, Kept> = {
  encodeInto({ bytes, start, end }: Kept, buffer: Uint8Array, position: number): number {
    return putRange(bytes, start, end, buffer, position);
  },
  decodeFrom(): never {
    throw new TypeError('a kept request is only written');
  },
};
