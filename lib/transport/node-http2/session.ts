import type { Http2Session, Settings } from 'node:http2';
import type { Socket } from 'node:net';
import type { AbuseLimits } from '../../../wire/http2/abuse-budget.js';
import { NODE_HTTP2_MAX_SEND_HEADER_BYTES } from '../../limits.js';
import type { Clock } from '../../time/clock.js';
import { ErrorCode } from '../error-code.js';
import { brokenByPeer, destroyedByUs, goneAway, hungUp, sessionError, stoppedByNode } from '../session-error.js';
import type { Peer, StreamClosed, TransportError, TransportSession } from '../transport.js';
import type { NodeClientStream } from './client-stream.js';
import type { NodeHttpStream } from './http-stream.js';
import { PingQueue } from './ping-queue.js';
import type { NodeServerStream } from './server-stream.js';
import { type CheckedSession, StopCheck } from './stop-check.js';
import type { StreamOwner } from './stream.js';

/** Of the options of both sides. */
export interface SessionOptions {
  readonly clock: Clock;
  readonly streamWindowBytes: number;
  readonly maxHeaderListBytes: number;
  readonly abuse?: AbuseLimits | undefined;
}

/**
 * What client and server sessions over node:http2 share: the table of streams, and why the connection ends. node:http2 closes the
 * streams before it says why; the socket and the streams' own errors know earlier, and the first reason counts.
 */
export abstract class NodeSession<S extends NodeClientStream | NodeServerStream | NodeHttpStream>
  implements TransportSession, StreamOwner<S>, CheckedSession
{
  abstract readonly peer: Peer;
  readonly windowBytes: number;
  readonly maxHeaderListBytes: number;
  /** What the peer takes, as far as node:http2 can send it. */
  maxSendHeaderBytes = NODE_HTTP2_MAX_SEND_HEADER_BYTES;
  protected readonly streams = new Set<S>();
  protected readonly socket: Socket;
  protected h2: Http2Session | undefined = undefined;
  /** The peer's SETTINGS have come. */
  protected started = false;
  /** `close` was called on either side, and the connection may end without an error. */
  protected closing = false;
  protected error: TransportError | undefined = undefined;
  /** Of a GOAWAY with an error: streams above were not processed. */
  #lastStreamId = Number.POSITIVE_INFINITY;
  readonly #pings: PingQueue;
  readonly #clock: Clock;
  #check: StopCheck | undefined = undefined;

  constructor(socket: Socket, options: SessionOptions) {
    this.socket = socket;
    this.windowBytes = options.streamWindowBytes;
    this.maxHeaderListBytes = options.maxHeaderListBytes;
    this.#pings = new PingQueue(options.clock);
    this.#clock = options.clock;
  }

  get openStreams(): number {
    return this.streams.size;
  }

  get held(): { readonly queuedBytes: number; readonly heldBytes: number; readonly streams: number } {
    let queuedBytes = 0;
    let heldBytes = 0;
    for (const stream of this.streams) {
      queuedBytes += stream.queuedBytes;
      heldBytes += stream.heldBytes;
    }
    return { queuedBytes, heldBytes, streams: this.streams.size };
  }

  get blocked(): boolean {
    for (const stream of this.streams) if (stream.queuedBytes > 0) return true;
    return false;
  }

  ping(done: (roundTripMs: number | undefined) => void): void {
    if (this.h2 === undefined || this.h2.destroyed) process.nextTick(done, undefined);
    else this.#pings.add(this.h2, done);
  }

  abstract close(): void;

  destroy(reason: string): void {
    this.fail(destroyedByUs(reason));
  }

  abstract forget(stream: S): void;

  headersCame(): void {
    if (this.#check !== undefined) this.#check.headersCame = true;
  }

  /** Why a stream ends, where its connection does. `cause` is what node:http2 said to the stream. */
  connectionEnd(stream: { readonly id: number }, cause: unknown): StreamClosed | undefined {
    if (this.error === undefined) {
      // Node 20.19 closes the streams of a dead socket before it counts the session as destroyed.
      if (this.h2 === undefined || !(this.h2.destroyed || this.socket.destroyed)) return undefined;
      this.fail(cause === undefined ? hungUp(this.peer.address, this.started) : sessionError(cause, this.peer.address, this.started));
    }
    const { by, scope, code, phase, processed, message } = this.error!;
    return { by, scope, code, phase, processed: stream.id > this.#lastStreamId ? 'no' : processed, message, cause: this.error!.cause };
  }

  /** Listens to what node:http2 says of the connection's end. */
  protected watch(h2: Http2Session, side: 'client' | 'server'): void {
    this.h2 = h2;
    this.#check = new StopCheck(this, h2, this.socket, this.#clock, side);
    h2.on('error', (error) => this.failWith(error));
    h2.on('goaway', (code, lastStreamId, data) => {
      const debug = data === undefined ? '' : Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('latin1');
      this.closing = true;
      if (code !== ErrorCode.NO_ERROR) {
        this.#lastStreamId = lastStreamId;
        this.fail(goneAway(this.peer.address, code, debug));
      }
      this.goingAway(code, debug);
    });
    h2.on('close', () => this.over());
  }

  /** SETTINGS_MAX_HEADER_LIST_SIZE of the peer (RFC 9113 §6.5.2). */
  protected limitHeaders(settings: Settings): void {
    this.maxSendHeaderBytes = Math.min(settings.maxHeaderListSize ?? Number.POSITIVE_INFINITY, NODE_HTTP2_MAX_SEND_HEADER_BYTES);
  }

  protected abstract goingAway(code: number, debug: string): void;
  /** The last word: every stream has been closed. */
  protected abstract over(): void;

  /** Notes why the connection ends, and ends it. */
  protected fail(error: TransportError): void {
    if (this.error !== undefined) return;
    this.error = error;
    this.#check?.stop();
    if (this.h2 === undefined) this.socket.destroy();
    else {
      this.h2.destroy();
      // node:http2 ends the socket and waits; a peer that does not read would keep it for ever.
      setImmediate(() => this.socket.destroy());
    }
  }

  /** A budget is overdrawn: the peer hears why, and the connection ends. */
  protected sendAway(text: string): void {
    const h2 = this.h2!;
    if (h2.destroyed || this.error !== undefined) return;
    h2.goaway(ErrorCode.ENHANCE_YOUR_CALM, 0, Buffer.from(text));
    // node:http2 writes at the end of the turn; until then nothing more is read.
    this.socket.pause();
    setImmediate(() => this.fail(brokenByPeer(this.peer.address, ErrorCode.ENHANCE_YOUR_CALM, text)));
  }

  onStopped(): void {
    this.fail(stoppedByNode(this.peer.address, this.started));
  }

  abstract onSilent(): void;

  /** The socket failed. */
  protected failWith(error: Error): void {
    this.fail(sessionError(error, this.peer.address, this.started));
  }

  /** The error of the end, where it was one. */
  protected finalError(): TransportError | undefined {
    this.#pings.close();
    this.#check?.stop();
    if (this.error === undefined && !this.closing) this.error = hungUp(this.peer.address, this.started);
    return this.error;
  }
}
