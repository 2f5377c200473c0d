import type { Codec } from '../../../wire/bytes/codec.js';
import { tooLarge } from '../../../wire/grpc/message-reader.js';
import { PREFIX_BYTES } from '../../../wire/grpc/message-writer.js';
import { LOOPBACK_QUEUE_BYTES } from '../../limits.js';
import { ErrorCode, errorCodeName } from '../error-code.js';
import { fieldListBytes } from '../field-list.js';
import type { ClientStream, FieldList, ServerStream, StreamClosed, StreamSink } from '../transport.js';
import { MessageQueue, taken } from './message-queue.js';
import type { LoopbackClientSession, LoopbackConnection, LoopbackServerSession } from './session.js';
import { type Deliverable, enqueue } from './turn-queue.js';

/**
 * One end of a loopback stream. A command at one end leaves what it sends with the other one, whose `deliver` gives it to the sink
 * in the next turn: fields first, then messages as far as credit goes, then the end. HTTP/2 orders them so; a slot for each and a
 * queue for the messages are therefore all that a stream has to keep.
 *
 *   open ──sendTrailers (server)──────────────┐
 *     ├────reset──────────────────────────────┤
 *     └────last sink call (trailers, closed)──┴──> over       both ends over: the connection forgets the stream
 *
 * An end that is over ignores commands, drops what comes, and calls its sink no more.
 */
abstract class LoopbackEnd extends MessageQueue implements Deliverable {
  readonly id: number;
  readonly connection: LoopbackConnection;
  inTurn = false;
  over = false;
  /** The other side has half-closed, behind what waits. */
  protected ended = false;
  /** Why the stream ended by other means than trailers; delivered ahead of everything that waits. */
  protected closed: StreamClosed | undefined = undefined;
  /** `sendMessage` said wait, and `onWritable` is owed. */
  #waits = false;
  /** Bytes of messages that the sink has been given and has not returned as credit. */
  #unconsumedBytes = 0;
  /** A violation was reported: what comes is dropped. */
  #violated = false;

  constructor(id: number, connection: LoopbackConnection) {
    super();
    this.id = id;
    this.connection = connection;
  }

  protected abstract readonly sink: StreamSink | undefined;
  abstract readonly other: LoopbackEnd;
  protected abstract readonly windowBytes: number;

  abstract deliver(): number;
  /** Counts bytes that wait for this end. */
  protected abstract count(bytes: number): void;
  /** What the other end hears when this one is reset. */
  protected abstract resetForOther(code: number): StreamClosed;
  /** Both ends are over. */
  protected abstract forget(): void;

  sendMessage<I>(codec: Codec<unknown, I>, message: I, compressed: boolean, end: boolean): boolean {
    const other = this.other;
    // To an end that reads no more nothing is encoded.
    if (this.over || other.over || other.closed !== undefined || other.#violated) {
      if (end) this.sendEnd();
      return true;
    }
    other.count(other.append(codec, message, compressed, this.sink!.maxSendMessageBytes));
    if (end) other.ended = true;
    enqueue(other);
    if (other.queuedBytes < LOOPBACK_QUEUE_BYTES) return true;
    this.#waits = !end;
    return false;
  }

  sendEnd(): void {
    const other = this.other;
    if (this.over || other.over) return;
    other.ended = true;
    enqueue(other);
  }

  reset(code: number): void {
    if (this.over) return;
    this.other.close(this.resetForOther(code));
    this.finish();
  }

  consumed(bytes: number): void {
    this.#unconsumedBytes -= bytes;
    if (this.queuedBytes > 0) enqueue(this);
  }

  /** Ends the stream at this end; what waits is dropped now, the sink hears of it in the next turn. */
  close(closed: StreamClosed): void {
    if (this.over || this.closed !== undefined) return;
    this.closed = closed;
    this.#drop();
    enqueue(this);
  }

  /** No sink call and no command from now on. */
  protected finish(): void {
    this.over = true;
    this.#drop();
    if (this.other.over) this.forget();
  }

  /** Gives waiting messages to the sink while it has credit, and lets the writer go on. Returns the number of sink calls. */
  protected deliverMessages(): number {
    const sink = this.sink!;
    const window = this.windowBytes;
    let calls = 0;
    // A message larger than the window passes as soon as there is any credit (RFC 9113 §6.9: it would trickle through).
    while (this.#unconsumedBytes < window && this.take()) {
      const { slab, compressed, start, end } = taken;
      const bytes = end - start;
      this.count(-bytes - PREFIX_BYTES);
      calls++;
      if (bytes > sink.maxReceiveMessageBytes) {
        slab.release();
        this.#violated = true;
        this.#drop();
        sink.onViolation(tooLarge(bytes, sink.maxReceiveMessageBytes));
        break;
      }
      this.#unconsumedBytes += bytes + PREFIX_BYTES;
      try {
        sink.onMessage(compressed, slab.buffer, start, end);
      } finally {
        slab.release();
      }
      if (this.over || this.closed !== undefined) return calls;
    }
    if (this.queuedBytes > 0) this.park();
    if (this.queuedBytes <= LOOPBACK_QUEUE_BYTES / 2) calls += this.other.#goOn();
    return calls;
  }

  #goOn(): number {
    if (!this.#waits || this.over) return 0;
    this.#waits = false;
    this.sink!.onWritable();
    return 1;
  }

  #drop(): void {
    if (this.queuedBytes === 0) return;
    this.count(-this.queuedBytes);
    this.clear();
  }
}

export class LoopbackClientStream extends LoopbackEnd implements ClientStream {
  readonly sink: StreamSink;
  readonly other: LoopbackServerStream;
  /** Its place in the connection's list of streams. */
  slot = -1;
  #headers: FieldList | undefined = undefined;
  #hadHeaders = false;
  #trailers: FieldList | undefined = undefined;

  constructor(id: number, connection: LoopbackConnection, fields: FieldList, sink: StreamSink) {
    super(id, connection);
    this.sink = sink;
    this.other = new LoopbackServerStream(id, connection, this, fields);
  }

  get session(): LoopbackClientSession {
    return this.connection.client;
  }

  protected get windowBytes(): number {
    return this.connection.clientWindowBytes;
  }

  protected count(bytes: number): void {
    this.connection.bytesToClient += bytes;
  }

  protected forget(): void {
    this.connection.remove(this);
  }

  receiveHeaders(fields: FieldList): void {
    this.#headers = fields;
    enqueue(this);
  }

  receiveTrailers(fields: FieldList): void {
    this.#trailers = fields;
    enqueue(this);
  }

  deliver(): number {
    if (this.over) return 0;
    if (this.closed !== undefined) return this.#deliverClosed(this.closed);
    let calls = 1;
    const headers = this.#headers;
    if (headers !== undefined) {
      this.#headers = undefined;
      this.#hadHeaders = true;
      this.sink.onHeaders(headers);
    }
    if (this.queuedBytes > 0) calls += this.deliverMessages();
    const trailers = this.#trailers;
    if (trailers !== undefined && this.queuedBytes === 0 && !this.over) {
      // Final, also where the stream was destroyed from within a sink call just now.
      this.finish();
      this.sink.onTrailers(trailers, !this.#hadHeaders);
    }
    return calls;
  }

  #deliverClosed(closed: StreamClosed): number {
    this.finish();
    this.sink.onClosed(closed);
    return 1;
  }

  protected resetForOther(code: number): StreamClosed {
    const message = `the client reset the stream with ${errorCodeName(code)}`;
    return { by: 'peer', scope: 'stream', code, phase: 'receive', processed: 'maybe', message };
  }
}

export class LoopbackServerStream extends LoopbackEnd implements ServerStream {
  readonly other: LoopbackClientStream;
  protected sink: StreamSink | undefined = undefined;
  /** The request's headers, until the server has heard of the stream. */
  #fields: FieldList | undefined;
  #endSeen = false;

  constructor(id: number, connection: LoopbackConnection, other: LoopbackClientStream, fields: FieldList) {
    super(id, connection);
    this.other = other;
    this.#fields = fields;
    enqueue(this);
  }

  get session(): LoopbackServerSession {
    return this.connection.server!;
  }

  /** The server has heard of the stream and may have acted on it. */
  get announced(): boolean {
    return this.#fields === undefined;
  }

  protected get windowBytes(): number {
    return this.connection.serverWindowBytes;
  }

  protected count(bytes: number): void {
    this.connection.bytesToServer += bytes;
  }

  protected forget(): void {
    this.connection.remove(this.other);
  }

  sendHeaders(fields: FieldList): void {
    if (!this.over && !this.other.over && this.#fits(fields)) this.other.receiveHeaders(fields);
  }

  sendTrailers(fields: FieldList): void {
    if (this.over) return;
    if (!this.other.over && this.#fits(fields)) this.other.receiveTrailers(fields);
    this.finish();
  }

  /** Resets the stream where the client does not take a header list of this size, as the client itself would. */
  #fits(fields: FieldList): boolean {
    const bytes = fieldListBytes(fields);
    const limit = this.connection.clientMaxHeaderListBytes;
    if (bytes <= limit) return true;
    const end = { scope: 'stream', code: ErrorCode.ENHANCE_YOUR_CALM, phase: 'receive', processed: 'maybe' } as const;
    this.other.close({
      ...end,
      by: 'us',
      message: `the response headers have ${bytes} bytes, the limit is ${limit}: raise maxHeaderListBytes`,
    });
    this.close({ ...end, by: 'peer', message: `the client takes ${limit} bytes of headers, these have ${bytes}` });
    return false;
  }

  /** Ends a stream that the server has not heard of, on both sides. */
  refuse(code: number, message: string): void {
    this.finish();
    const processed = code === ErrorCode.REFUSED_STREAM ? 'no' : 'maybe';
    this.other.close({ by: 'peer', scope: 'stream', code, phase: 'send', processed, message });
  }

  deliver(): number {
    if (this.over) return 0;
    if (this.closed !== undefined) return this.#deliverClosed(this.closed);
    let calls = 1;
    const fields = this.#fields;
    if (fields !== undefined) {
      this.#fields = undefined;
      this.sink = this.session.sink.onStream(this, fields);
    }
    if (this.queuedBytes > 0) calls += this.deliverMessages();
    if (this.ended && !this.#endSeen && this.queuedBytes === 0 && !this.over && this.closed === undefined) {
      this.#endSeen = true;
      this.sink!.onEnd();
    }
    return calls;
  }

  #deliverClosed(closed: StreamClosed): number {
    this.finish();
    this.sink?.onClosed(closed);
    return 1;
  }

  protected resetForOther(code: number): StreamClosed {
    const message = `the server reset the stream with ${errorCodeName(code)}`;
    return { by: 'peer', scope: 'stream', code, phase: 'receive', processed: code === ErrorCode.REFUSED_STREAM ? 'no' : 'maybe', message };
  }
}
