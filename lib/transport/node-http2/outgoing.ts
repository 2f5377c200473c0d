import type { Codec } from '../../../wire/bytes/codec.js';
import { PREFIX_BYTES, writeMessage } from '../../../wire/grpc/message-writer.js';
import { NODE_HTTP2_MAX_RUNS, NODE_HTTP2_SLAB_BYTES } from '../../limits.js';
import { MessageTooLarge } from '../transport.js';

/**
 * Messages are encoded one behind the other into a slab that all streams share. What a stream has written goes to node:http2 as a
 * view of it; a full slab is replaced, and collected when the last view of it has been sent.
 */
let slab = newSlab(NODE_HTTP2_SLAB_BYTES);
let position = 0;
/** An encoder is at work; one that it calls in turn (through a getter) takes a buffer of its own. */
let busy = false;

/** Codecs see plain `Uint8Array`s only, so that their code stays monomorphic; node:http2 gets Buffers over the same memory. */
function newSlab(bytes: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(bytes).buffer);
}

/** The messages that a stream has accepted and not yet given to node:http2. */
export class OutgoingMessages {
  /** The last run of messages: they lie one behind the other in `#buffer`. */
  #buffer: Uint8Array | undefined = undefined;
  #start = 0;
  #end = 0;
  /** Runs before it, where another stream wrote in between. */
  #runs: Buffer[] | undefined = undefined;
  /** What was before those, copied together. */
  #kept: Buffer | undefined = undefined;
  #keptBytes = 0;
  bytes = 0;

  /** Encodes `message` behind its prefix. Throws what the codec throws, or `MessageTooLarge`; then nothing was added. */
  add<I>(codec: Codec<unknown, I>, message: I, compressed: boolean, limitBytes: number): void {
    let buffer = busy ? newSlab(NODE_HTTP2_SLAB_BYTES) : slab;
    let start = busy ? 0 : position;
    let end = encode(codec, message, buffer, start, compressed);
    if (end - start - PREFIX_BYTES > limitBytes) throw new MessageTooLarge(end - start - PREFIX_BYTES, limitBytes);
    if (end > buffer.length) {
      const bytes = end - start;
      const own = busy || bytes > NODE_HTTP2_SLAB_BYTES / 2;
      buffer = newSlab(own ? bytes : NODE_HTTP2_SLAB_BYTES);
      if (!own) slab = buffer;
      start = 0;
      end = encode(codec, message, buffer, 0, compressed);
      if (end > buffer.length) throw new Error('the message grew while it was encoded: do not change it before it is sent');
    }
    if (buffer === slab) position = end;
    if (this.#buffer === buffer && this.#end === start) this.#end = end;
    else {
      if (this.#buffer !== undefined) {
        this.#runs ??= [];
        this.#runs.push(Buffer.from(this.#buffer.buffer, this.#start, this.#end - this.#start));
        if (this.#runs.length === NODE_HTTP2_MAX_RUNS) this.#keep(this.#runs);
      }
      this.#buffer = buffer;
      this.#start = start;
      this.#end = end;
    }
    this.bytes += end - start;
  }

  /** Takes everything; the runs before the last one, if there are some, go into `before`. */
  take(before: (run: Buffer) => void): Buffer {
    if (this.#kept !== undefined) {
      before(this.#kept.subarray(0, this.#keptBytes));
      this.#kept = undefined;
    }
    const runs = this.#runs;
    if (runs !== undefined) {
      this.#runs = undefined;
      for (const run of runs) before(run);
    }
    const last = Buffer.from(this.#buffer!.buffer, this.#start, this.#end - this.#start);
    this.#buffer = undefined;
    this.bytes = 0;
    return last;
  }

  clear(): void {
    this.#buffer = this.#runs = this.#kept = undefined;
    this.bytes = 0;
  }

  /**
   * Copies the runs behind what was kept before. A stream that cannot send, beside others that do, would otherwise hold a view and a
   * slab for each small message.
   */
  #keep(runs: Buffer[]): void {
    let kept = this.#kept;
    let at = kept === undefined ? 0 : this.#keptBytes;
    let bytes = at;
    for (const run of runs) bytes += run.length;
    if (kept === undefined || bytes > kept.length) {
      const larger = Buffer.allocUnsafeSlow(2 * bytes);
      kept?.copy(larger, 0, 0, at);
      kept = larger;
    }
    for (const run of runs) at += run.copy(kept, at);
    this.#kept = kept;
    this.#keptBytes = at;
    this.#runs = undefined;
  }
}

function encode<I>(codec: Codec<unknown, I>, message: I, buffer: Uint8Array, at: number, compressed: boolean): number {
  const nested = busy;
  busy = true;
  try {
    return writeMessage(codec, message, buffer, at, compressed);
  } finally {
    busy = nested;
  }
}
