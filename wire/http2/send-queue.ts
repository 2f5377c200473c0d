import { releaseSlab, type Slab } from '../bytes/slab.js';
import type { FieldList } from '../hpack/field-list.js';
import { LARGE_CHUNK_BYTES, MAX_JOINED_CHUNK_BYTES, MIN_JOINED_CHUNK_BYTES } from '../limits.js';
import type { EngineStream } from './stream.js';

/** Where a queue stands with the scheduler. */
export const Ring = { NONE: 0, DATA: 1, FIELDS: 2 } as const;

/** Bytes or a field section that wait. */
export class QueueItem {
  /** Undefined for a field section. */
  bytes: Uint8Array | undefined;
  fields: FieldList | undefined;
  start: number;
  end: number;
  endStream: boolean;
  /** `bytes` is ours alone, with room behind `end` for what comes next. */
  joined: boolean;
  /** What `bytes` lies in, where it is lent; this item is one of its users. */
  slab: Slab | undefined;
  next: QueueItem | undefined;

  constructor(bytes: Uint8Array | undefined, fields: FieldList | undefined, end: number, endStream: boolean, joined: boolean) {
    this.bytes = bytes;
    this.fields = fields;
    this.start = 0;
    this.end = end;
    this.endStream = endStream;
    this.joined = joined;
    this.slab = undefined;
    this.next = undefined;
  }
}

/**
 * What one stream has given and could not send yet, in order. Many small pieces are copied together, so that a stream which stands
 * still holds its bytes and at most as much again, not an object per message.
 */
export class SendQueue<U> {
  readonly stream: EngineStream<U>;
  /** Of all pieces, field sections left out. */
  bytes: number;
  head: QueueItem | undefined;
  tail: QueueItem | undefined;
  /** The owner was told to wait. */
  waiting: boolean;
  /** One of `Ring`; the neighbours in it belong to the scheduler. */
  ring: number;
  previous: SendQueue<U> | undefined;
  next: SendQueue<U> | undefined;

  constructor(stream: EngineStream<U>) {
    this.stream = stream;
    this.bytes = 0;
    this.head = undefined;
    this.tail = undefined;
    this.waiting = false;
    this.ring = Ring.NONE;
    this.previous = undefined;
    this.next = undefined;
  }

  pushBytes(bytes: Uint8Array, endStream: boolean, slab?: Slab): void {
    const length = bytes.length;
    const tail = this.tail;
    this.bytes += length;
    if (tail !== undefined && tail.bytes !== undefined && length < LARGE_CHUNK_BYTES && slab === undefined) {
      if (length === 0) {
        tail.endStream = endStream;
        return;
      }
      if (tail.joined && tail.end + length <= tail.bytes.length) {
        tail.bytes.set(bytes, tail.end);
        tail.end += length;
        tail.endStream = endStream;
        return;
      }
      // Each joined chunk is as long as the one before and half again, up to a bound, so that what stays unused is bounded too.
      const size = Math.min(Math.max(tail.joined ? tail.bytes.length * 2 : MIN_JOINED_CHUNK_BYTES, length), MAX_JOINED_CHUNK_BYTES);
      const joined = new Uint8Array(size);
      joined.set(bytes);
      this.push(new QueueItem(joined, undefined, length, endStream, true));
      return;
    }
    const item = new QueueItem(bytes, undefined, length, endStream, false);
    item.slab = slab;
    this.push(item);
  }

  pushFields(fields: FieldList, endStream: boolean): void {
    this.push(new QueueItem(undefined, fields, 0, endStream, false));
  }

  shift(): void {
    this.head = this.head!.next;
    if (this.head === undefined) this.tail = undefined;
  }

  clear(): void {
    for (let item = this.head; item !== undefined; item = item.next) if (item.slab !== undefined) releaseSlab(item.slab);
    this.bytes = 0;
    this.head = undefined;
    this.tail = undefined;
    this.waiting = false;
  }

  private push(item: QueueItem): void {
    if (this.tail === undefined) this.head = item;
    else this.tail.next = item;
    this.tail = item;
  }
}
