import type { Codec } from '../../../wire/bytes/codec.js';
import { tooLarge } from '../../../wire/grpc/message-violation.js';
import { PREFIX_BYTES } from '../../../wire/grpc/message-writer.js';
import { LOOPBACK_QUEUE_BYTES } from '../../limits.js';
import type { StreamClosed, StreamSink } from '../transport.js';
import { MessageQueue, taken } from './message-queue.js';
import type { LoopbackConnection } from './session.js';
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
export abstract class LoopbackEnd extends MessageQueue implements Deliverable {
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
