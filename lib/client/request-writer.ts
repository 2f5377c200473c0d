import type { Codec } from '../../wire/bytes/codec.js';
import { MAX_SCRATCH_BYTES, MIN_SCRATCH_BYTES } from '../../wire/limits.js';
import { MAX_KEPT_MESSAGES, PENDING_WRITE_BYTES } from '../limits.js';
import { encodeError } from '../rpc/error-conversion.js';
import { refusePromise } from '../rpc/forgotten-await.js';
import { type RpcError, throwToCaller } from '../rpc/rpc-error.js';
import { type ClientStream, MessageTooLarge } from '../transport/transport.js';
import { LazyPromise } from './lazy-promise.js';
import type { ResolvedCallSettings } from './options.js';
import { keptMessage, RetryBuffer } from './retry-buffer.js';

/** What a request writer needs of its call. */
export interface WriterCall {
  readonly settings: ResolvedCallSettings;
  readonly ended: boolean;
  readonly committed: boolean;
  /** There will be no other attempt. */
  commit(): void;
  /** The caller's own fault ends the call. */
  failHere(error: RpcError): void;
}

const NOTHING = new Uint8Array(0);

/** Where an encoded message begins; it grows when something larger comes. */
let scratch = new Uint8Array(MIN_SCRATCH_BYTES);

/**
 * The requests of a client stream or a bidirectional call, on their way to whichever stream serves the call.
 *
 * Committed and with nothing waiting, a message goes straight to the transport, which encodes it in place. Otherwise it is encoded
 * here and kept, for another attempt or until there is a stream with room.
 */
export class RequestWriter {
  readonly #call: WriterCall;
  readonly #codec: Codec<unknown, unknown>;
  /** Undefined while it would hold nothing: from the commitment on that is nearly always. */
  #buffer: RetryBuffer | undefined = undefined;
  #stream: ClientStream | undefined = undefined;
  /** What the stream said last: go on, or wait. */
  #room = false;
  /** The user has said `end`; and the stream has heard it. */
  #ending = false;
  #endSent = false;
  #waiting: Promise<void> | undefined = undefined;
  #wake: (() => void) | undefined = undefined;

  constructor(call: WriterCall, codec: Codec<unknown, never>) {
    this.#call = call;
    this.#codec = codec as Codec<unknown, unknown>;
  }

  /** Encoded bytes held here: for another attempt, or until there is a stream with room. */
  get keptBytes(): number {
    return this.#buffer === undefined ? 0 : this.#buffer.bytes;
  }

  /** True while the stream takes no more. For what a missed deadline says. */
  get blocked(): boolean {
    return this.#stream !== undefined && !this.#room;
  }

  write(message: unknown): Promise<void> | undefined {
    if (this.#ending) return rejectAfterEnd();
    const call = this.#call;
    if (call.ended) return undefined;
    const stream = this.#stream;
    try {
      refusePromise(message, 'it');
      if (call.committed && stream !== undefined && allSent(this.#buffer)) {
        this.#room = stream.sendMessage(this.#codec, message, false, false);
      } else {
        this.#keep(message);
      }
    } catch (error) {
      const failed = encodeError('the request', error, stream === undefined ? 'no' : 'maybe');
      call.failHere(failed);
      // The same error is in `ended`, `response` and the iterator, so it need not be heard here.
      return new LazyPromise(async () => throwToCaller(failed));
    }
    return this.hasRoom ? undefined : this.whenRoom();
  }

  /** No more requests. Repeating it changes nothing. */
  end(): void {
    if (this.#ending) return;
    this.#ending = true;
    if (!this.#call.ended) this.#pump();
  }

  /** Whether another message may come without waiting. */
  get hasRoom(): boolean {
    if (this.#call.ended) return true;
    if (this.#stream === undefined) return this.#buffer === undefined || takesMore(this.#buffer);
    return this.#room && allSent(this.#buffer);
  }

  /** Resolves when there is room, or when the call has ended. */
  whenRoom(): Promise<void> {
    this.#waiting ??= new Promise((resolve) => {
      this.#wake = resolve;
    });
    return this.#waiting;
  }

  /** An attempt has its stream: everything kept is sent. */
  onStream(stream: ClientStream): void {
    this.#stream = stream;
    this.#room = true;
    this.#endSent = false;
    this.#pump();
  }

  /** The attempt is over, and another begins: with everything kept, from the beginning. */
  onStreamLost(): void {
    this.#stream = undefined;
    this.#room = false;
    this.#buffer?.rewind();
  }

  onWritable(): void {
    this.#room = true;
    this.#pump();
  }

  onCommitted(): void {
    this.#dropSent();
  }

  onCallEnded(): void {
    this.#stream = undefined;
    this.#buffer?.clear();
    this.#buffer = undefined;
    this.#wakeWriters();
  }

  #keep(message: unknown): void {
    this.#buffer ??= new RetryBuffer();
    const buffer = this.#buffer;
    encodeApart(buffer, this.#codec, message, this.#call.settings.maxSendMessageBytes);
    const isFull = buffer.bytes > this.#call.settings.retryBufferBytes || buffer.count > MAX_KEPT_MESSAGES;
    if (isFull && !this.#call.committed) this.#call.commit();
    this.#pump();
  }

  #pump(): void {
    const stream = this.#stream;
    if (stream === undefined) return;
    const buffer = this.#buffer;
    while (buffer !== undefined && buffer.waiting > 0 && this.#room) {
      const last = this.#ending && buffer.waiting === 1;
      this.#room = stream.sendMessage(keptMessage, buffer.next(), false, last);
      if (last) this.#endSent = true;
    }
    if (this.#call.committed) this.#dropSent();
    if (this.#ending && !this.#endSent && allSent(this.#buffer)) {
      this.#endSent = true;
      stream.sendEnd();
    }
    if (this.#wake !== undefined && this.hasRoom) this.#wakeWriters();
  }

  #dropSent(): void {
    const buffer = this.#buffer;
    if (buffer === undefined) return;
    if (buffer.waiting === 0) this.#buffer = undefined;
    else buffer.dropSent();
  }

  #wakeWriters(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    this.#waiting = undefined;
    wake?.();
  }
}

/** Nothing waits for a stream, or for room on it. */
function allSent(buffer: RetryBuffer | undefined): boolean {
  return buffer === undefined || buffer.waiting === 0;
}

/** Whether a call without a stream takes more. */
function takesMore(buffer: RetryBuffer): boolean {
  return buffer.waitingBytes < PENDING_WRITE_BYTES && buffer.waiting < MAX_KEPT_MESSAGES;
}

/** A promise that nobody need look at would hide a mistake in the calling code: this one is loud. */
async function rejectAfterEnd(): Promise<void> {
  throw new TypeError('write() after end(): the request stream is closed, send every message before end()');
}

/** Encodes a message and keeps it in `kept`. */
function encodeApart(kept: RetryBuffer, codec: Codec<unknown, unknown>, message: unknown, limit: number): void {
  let buffer = scratch;
  // While a codec runs, user code may run (a getter) and write another message: that one gets a buffer of its own.
  scratch = NOTHING;
  try {
    let end = codec.encodeInto(message, buffer, 0);
    if (end > limit) throw new MessageTooLarge(end, limit);
    if (end > buffer.length) {
      buffer = new Uint8Array(end);
      end = codec.encodeInto(message, buffer, 0);
      if (end > buffer.length) throw new TypeError('the message changed while it was encoded');
    }
    kept.push(buffer, 0, end);
  } finally {
    scratch = buffer.length > MAX_SCRATCH_BYTES ? new Uint8Array(MIN_SCRATCH_BYTES) : buffer;
  }
}
