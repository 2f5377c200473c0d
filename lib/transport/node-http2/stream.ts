import type { Http2Stream } from 'node:http2';
import type { Codec } from '../../../wire/bytes/codec.js';
import { MessageReader, type MessageSink } from '../../../wire/grpc/message-reader.js';
import type { MessageViolation } from '../../../wire/grpc/message-violation.js';
import { PREFIX_BYTES } from '../../../wire/grpc/message-writer.js';
import { NODE_HTTP2_MAX_WAITING_MESSAGES, NODE_HTTP2_QUEUE_BYTES } from '../../limits.js';
import { ErrorCode } from '../error-code.js';
import type { StreamClosed, StreamSink, TransportSession } from '../transport.js';
import { OutgoingMessages } from './outgoing.js';

/** Where a stream of node:http2 keeps ours: listeners are functions of the module, one for all streams. */
export const OURS = Symbol('barewire');
export type Carried<T> = { [OURS]: T };

/** What a stream needs of its session, whichever side. */
export interface StreamOwner<S> extends TransportSession {
  readonly windowBytes: number;
  readonly maxHeaderListBytes: number;
  readonly maxSendHeaderBytes: number;
  /** Why the stream ends, where its connection does; `cause` is what node:http2 said to the stream. */
  connectionEnd(stream: S, cause: unknown): StreamClosed | undefined;
  forget(stream: S): void;
  /** Response headers came on one of the streams. */
  headersCame(): void;
}

/**
 * A stream over one of node:http2. Commands of one turn are gathered and given to it together: node:http2 takes about 10 µs for a
 * write, and puts what it got in one turn into one packet.
 *
 *   open ──sendTrailers (server)──────────────┐
 *     ├────reset──────────────────────────────┤
 *     └────last sink call (trailers, closed)──┴──> over ──'close' of node's stream──> forgotten by the session
 */
export abstract class NodeStream<H extends Http2Stream> implements MessageSink {
  readonly h2: H;
  id: number;
  over = false;
  protected readonly outgoing = new OutgoingMessages();
  protected readonly reader = new MessageReader();
  /** This side ends behind what waits. */
  protected ending = false;
  /** Waits in `dirty`. */
  inTurn = false;
  /** A write is with node:http2; what comes meanwhile is gathered. */
  #writing = false;
  /** `sendMessage` said wait, and `onWritable` is owed. */
  #waits = false;
  #unconsumedBytes = 0;
  /** About how many messages they are: credit is given in bytes, so this shrinks as they do. */
  #unconsumedMessages = 0;
  #paused = false;
  #onWritten: (() => void) | undefined = undefined;
  /** The error of node's stream. */
  cause: unknown = undefined;

  constructor(h2: H) {
    this.h2 = h2;
    this.id = h2.id ?? 0;
    (h2 as H & Carried<NodeStream<H>>)[OURS] = this;
    h2.on('data', onData);
    h2.on('end', onEnd);
    h2.on('error', onError);
    h2.on('close', onClose);
  }

  abstract readonly session: StreamOwner<never>;
  protected abstract readonly sink: StreamSink | undefined;

  /** The incoming side has ended, and everything before it was delivered. */
  protected abstract incomingEnd(): void;
  /** Gives node:http2 what was gathered. */
  protected abstract flush(): void;
  /** The session need not know the stream any more. */
  protected abstract forget(): void;
  /** The other side has reset the stream. node:http2 emits 'end' then too, as if all had been said; 'close' follows. */
  protected cutShort(): boolean {
    return this.h2.aborted || (this.h2.rstCode ?? ErrorCode.NO_ERROR) !== ErrorCode.NO_ERROR;
  }

  /** Why it ended, where the sink has not had its last call. */
  protected abstract closed(cause: unknown): StreamClosed;

  get maxReceiveMessageBytes(): number {
    return this.sink!.maxReceiveMessageBytes;
  }

  get queuedBytes(): number {
    return this.outgoing.bytes + (this.h2.destroyed ? 0 : this.h2.writableLength);
  }

  get heldBytes(): number {
    return this.reader.heldBytes + (this.h2.destroyed ? 0 : this.h2.readableLength);
  }

  sendMessage<I>(codec: Codec<unknown, I>, message: I, compressed: boolean, end: boolean): boolean {
    if (this.over || this.ending) return true;
    this.outgoing.add(codec, message, compressed, this.sink!.maxSendMessageBytes);
    if (end) {
      this.ending = true;
      this.flush();
      return true;
    }
    enqueue(this);
    if (this.outgoing.bytes < NODE_HTTP2_QUEUE_BYTES) return true;
    this.#waits = true;
    return false;
  }

  reset(code: number): void {
    if (this.over) return;
    this.stop();
    this.outgoing.clear();
    this.abort(code);
  }

  /**
   * RST_STREAM and nothing else. The `close` of node:http2 ends the sending side first, and sends END_STREAM before the reset: the
   * other side would take the half of what was to come for the whole.
   */
  protected abort(code: number): void {
    this.h2._final = skipFinal;
    this.h2.close(code);
  }

  consumed(bytes: number): void {
    const before = this.#unconsumedBytes;
    const left = before - bytes;
    this.#unconsumedBytes = left;
    this.#unconsumedMessages = left <= 0 ? 0 : this.#unconsumedMessages * (left / before);
    if (this.#paused && !this.#isFull()) {
      this.#paused = false;
      this.h2.resume();
    }
  }

  /** The consumer is behind: a window of bytes, or so many small messages that they take far more memory than their bytes. */
  #isFull(): boolean {
    return this.#unconsumedBytes >= this.session.windowBytes || this.#unconsumedMessages >= NODE_HTTP2_MAX_WAITING_MESSAGES;
  }

  /** No sink call and no command from now on; what comes is dropped, so that node's stream can end. */
  protected stop(): void {
    this.over = true;
    this.reader.stop();
    if (this.#paused) {
      this.#paused = false;
      this.h2.resume();
    }
  }

  /** One turn's messages in one write, while none is under way. Called with something to write. */
  protected write(): void {
    if (this.#writing) return;
    this.#onWritten ??= () => this.#written();
    this.#writing = true;
    const h2 = this.h2;
    let corked = false;
    const last = this.outgoing.take((run) => {
      if (!corked) h2.cork();
      corked = true;
      h2.write(run);
    });
    h2.write(last, this.#onWritten);
    if (corked) h2.uncork();
  }

  /** Ends this side with what waits. */
  protected writeEnd(): void {
    if (this.outgoing.bytes === 0) this.h2.end();
    else this.h2.end(this.outgoing.take((run) => this.h2.write(run)));
  }

  #written(): void {
    this.#writing = false;
    if (this.over) return;
    if (this.outgoing.bytes > 0 && !this.ending) this.write();
    if (this.#waits && this.outgoing.bytes < NODE_HTTP2_QUEUE_BYTES) {
      this.#waits = false;
      this.sink!.onWritable();
    }
  }

  received(chunk: Buffer): void {
    if (this.over) return;
    // A plain view: `slice` of a Buffer would not copy, and codecs stay monomorphic.
    this.reader.push(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length), 0, chunk.length, this);
    if (this.#isFull() && !this.over) {
      this.#paused = true;
      this.h2.pause();
    }
  }

  onMessage(compressed: boolean, buffer: Uint8Array, start: number, end: number): void {
    this.#unconsumedBytes += end - start + PREFIX_BYTES;
    this.#unconsumedMessages++;
    this.sink!.onMessage(compressed, buffer, start, end);
  }

  onViolation(violation: MessageViolation): void {
    this.sink!.onViolation(violation);
  }

  receivedEnd(): void {
    if (this.over || this.cutShort()) return;
    this.reader.end(this);
    if (!this.over) this.incomingEnd();
  }

  gone(): void {
    this.forget();
    if (this.over) return;
    const closed = this.closed(this.cause);
    this.stop();
    this.outgoing.clear();
    this.sink?.onClosed(closed);
  }

  /** Of `dirty` only. */
  turn(): void {
    this.inTurn = false;
    if (!this.over) this.flush();
  }
}

function onData(this: Http2Stream, chunk: Buffer): void {
  (this as unknown as Carried<NodeStream<Http2Stream>>)[OURS].received(chunk);
}

function onEnd(this: Http2Stream): void {
  (this as unknown as Carried<NodeStream<Http2Stream>>)[OURS].receivedEnd();
}

/** 'close' follows. */
function onError(this: Http2Stream, error: Error): void {
  (this as unknown as Carried<NodeStream<Http2Stream>>)[OURS].cause = error;
}

function onClose(this: Http2Stream): void {
  (this as unknown as Carried<NodeStream<Http2Stream>>)[OURS].gone();
}

/** In the place of node's `_final`, which would send END_STREAM. */
function skipFinal(done: () => void): void {
  done();
}

/** Streams with something to flush at the end of the turn. */
let dirty: NodeStream<Http2Stream>[] = [];

/** Lets `stream` flush at the end of the turn. */
export function enqueue(stream: NodeStream<Http2Stream>): void {
  if (stream.inTurn) return;
  stream.inTurn = true;
  if (dirty.length === 0) process.nextTick(flushDirty);
  dirty.push(stream);
}

function flushDirty(): void {
  const streams = dirty;
  dirty = [];
  for (const stream of streams) stream.turn();
}
