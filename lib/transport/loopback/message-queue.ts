import type { Codec } from '../../../wire/bytes/codec.js';
import { PREFIX_BYTES, writePrefix } from '../../../wire/grpc/message-writer.js';
import { MessageTooLarge } from '../transport.js';
import { currentSlab, roomierSlab, Slab } from './slab.js';

/** Messages of one stream that lie one behind the other in one slab, each behind its prefix. */
class Range {
  slab: Slab;
  start: number;
  end: number;
  next: Range | undefined = undefined;

  constructor(slab: Slab, start: number, end: number) {
    this.slab = slab;
    this.start = start;
    this.end = end;
    slab.ranges++;
  }
}

/**
 * The messages on their way to one end of a stream, encoded. A unary message is one range; what a stream writes without another
 * stream in between joins the range before it.
 */
export class MessageQueue {
  #first: Range | undefined = undefined;
  #last: Range | undefined = undefined;
  /** Bytes that wait, prefixes included. */
  queuedBytes = 0;

  /** Encodes `message` and returns its bytes with prefix. Throws what the codec throws, or `MessageTooLarge`; then nothing was added. */
  append<I>(codec: Codec<unknown, I>, message: I, compressed: boolean, limitBytes: number): number {
    let slab = currentSlab();
    let start = slab.position;
    let end = slab.encode(codec, message, start + PREFIX_BYTES);
    let messageBytes = end - start - PREFIX_BYTES;
    if (messageBytes > limitBytes) throw new MessageTooLarge(messageBytes, limitBytes);
    if (end > slab.buffer.length) {
      slab = roomierSlab(end - start);
      start = slab.position;
      end = slab.encode(codec, message, start + PREFIX_BYTES);
      messageBytes = end - start - PREFIX_BYTES;
      if (end > slab.buffer.length) throw new Error('the message grew while it was encoded: do not change it before it is sent');
    }
    writePrefix(slab.buffer, start, messageBytes, compressed);
    slab.position = end;
    const last = this.#last;
    if (last === undefined) this.#first = this.#last = new Range(slab, start, end);
    else if (last.slab === slab && last.end === start) last.end = end;
    else this.#last = last.next = new Range(slab, start, end);
    const bytes = end - start;
    this.queuedBytes += bytes;
    return bytes;
  }

  /** Takes the next message off the queue into `taken`, whose slab the caller releases when the message has been read. */
  take(): boolean {
    const range = this.#first;
    if (range === undefined) return false;
    const slab = range.slab;
    const buffer = slab.buffer;
    const at = range.start;
    const start = at + PREFIX_BYTES;
    const end = start + buffer[at + 1]! * 0x100_0000 + ((buffer[at + 2]! << 16) | (buffer[at + 3]! << 8) | buffer[at + 4]!);
    taken.slab = slab;
    taken.compressed = buffer[at] === 1;
    taken.start = start;
    taken.end = end;
    this.queuedBytes -= end - at;
    if (end === range.end) {
      // The range's count of the slab passes to `taken`.
      this.#first = range.next;
      if (range.next === undefined) this.#last = undefined;
    } else {
      range.start = end;
      slab.ranges++;
    }
    return true;
  }

  /** Drops what waits. */
  clear(): void {
    for (let range = this.#first; range !== undefined; range = range.next) range.slab.release();
    this.#first = this.#last = undefined;
    this.queuedBytes = 0;
  }

  /** Moves what waits out of shared slabs: a stream that is not read holds its own bytes and nobody else's. */
  park(): void {
    for (let range = this.#first; range !== undefined; range = range.next) {
      const { slab, start, end } = range;
      if (slab.buffer.length === end - start) continue;
      const own = new Slab(end - start);
      own.buffer.set(slab.buffer.subarray(start, end));
      own.position = end - start;
      own.ranges = 1;
      range.slab = own;
      range.start = 0;
      range.end = end - start;
      slab.release();
    }
  }
}

/** What `take` took: one object for the process, read before anything else is taken. */
export const taken: { slab: Slab; compressed: boolean; start: number; end: number } = {
  slab: new Slab(0),
  compressed: false,
  start: 0,
  end: 0,
};
