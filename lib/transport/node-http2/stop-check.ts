/**
 * Finds connections that node:http2 has given up without a word.
 *
 * Where a peer breaks the framing (a frame that is too long, a WINDOW_UPDATE of three bytes, a header block that HPACK cannot read)
 * or resets streams too fast, nghttp2 sends GOAWAY by itself, and node then stops reading. No event tells; not even the end of the
 * socket is noticed any more. The session would stay for ever with its socket and its calls, and each such peer would leave one.
 *
 * Whether the socket is still read can be asked of its handle (reading.ts), which finds most of them with the next check.
 *
 * What broke the framing stops the writing too, PINGs included, and that can be seen from here. So one is sent when bytes had come
 * and then none for a while. A peer may take its time to answer it, as long as there are calls: nothing tells a process that is
 * paused from one that is not read any more. A server lets go of one that answers nothing and has no calls either, which is what a
 * client leaves behind that has reset too many. A connection on which nothing comes is left in peace.
 *
 *   trusted --bytes came--> doubtful --quiet, PING--> asked --answered--> trusted
 *                                                      ├────nothing was written----> onStopped
 *                                                      └────no answer, no streams--> onSilent
 */
import type { Http2Session } from 'node:http2';
import type { Socket } from 'node:net';
import { NODE_HTTP2_CHECK_MS, NODE_HTTP2_MIN_PING_DISTANCE_MS } from '../../limits.js';
import type { Clock } from '../../time/clock.js';
import type { Timed } from '../../time/timer-queue.js';
import { readsNoMore } from './reading.js';

/** What is to be known of a session. */
export interface CheckedSession {
  readonly openStreams: number;
  /** Messages wait because the peer reads nothing: then nothing else is written either, and that means nothing. */
  readonly blocked: boolean;
  /** node:http2 has stopped. */
  onStopped(): void;
  /** The peer has no streams and does not answer. */
  onSilent(): void;
}

export class StopCheck implements Timed {
  dueMs: number;
  timerSlot = -1;
  /** For clients: the server has sent headers since the last PING, so that it takes another one (gRFC A8: too_many_pings). */
  headersCame = true;
  readonly #session: CheckedSession;
  readonly #h2: Http2Session;
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #side: 'client' | 'server';
  #state: 'trusted' | 'doubtful' | 'asked' = 'trusted';
  #bytesRead = 0;
  #bytesWritten = 0;
  #pingedMs = Number.NEGATIVE_INFINITY;
  /** The event loop has turned since the PING was given to node:http2, which sends it in a turn of its own. */
  #turned = false;

  constructor(session: CheckedSession, h2: Http2Session, socket: Socket, clock: Clock, side: 'client' | 'server') {
    this.#session = session;
    this.#h2 = h2;
    this.#socket = socket;
    this.#clock = clock;
    this.#side = side;
    this.dueMs = clock.now() + NODE_HTTP2_CHECK_MS;
    clock.timers.add(this);
  }

  stop(): void {
    this.#clock.timers.remove(this);
  }

  onDue(nowMs: number): void {
    if (this.#h2.destroyed) return;
    const written = this.#socket.bytesWritten;
    this.#look(nowMs);
    if (this.#h2.destroyed) return;
    setImmediate(seeReading, this, written);
    this.dueMs = nowMs + NODE_HTTP2_CHECK_MS;
    this.#clock.timers.add(this);
  }

  /** Of the turn after a look. */
  seeReading(writtenBytes: number): void {
    if (!this.#h2.destroyed && readsNoMore(this.#socket, writtenBytes)) this.#session.onStopped();
  }

  #look(nowMs: number): void {
    const { bytesRead } = this.#socket;
    if (bytesRead !== this.#bytesRead) {
      this.#bytesRead = bytesRead;
      this.#state = 'doubtful';
    } else if (this.#state === 'asked') this.#judge();
    else if (this.#state === 'doubtful' && this.#mayPing(nowMs)) this.#ask(nowMs);
  }

  #ask(nowMs: number): void {
    this.#bytesWritten = this.#socket.bytesWritten;
    const sent = this.#h2.ping((error) => {
      if (error !== null) return;
      this.#state = 'trusted';
      this.#bytesRead = this.#socket.bytesRead;
    });
    if (!sent) return;
    this.#state = 'asked';
    this.#pingedMs = nowMs;
    this.headersCame = false;
    this.#turned = false;
    setImmediate(() => setImmediate(() => this.#onTurned()));
  }

  #onTurned(): void {
    this.#turned = true;
  }

  /** Nothing has come since the PING. */
  #judge(): void {
    if (!this.#turned || this.#session.blocked) return;
    if (this.#socket.bytesWritten === this.#bytesWritten) this.#session.onStopped();
    else if (this.#session.openStreams === 0) this.#session.onSilent();
  }

  /** Servers may ping as they like; servers of other libraries punish clients that do. */
  #mayPing(nowMs: number): boolean {
    if (this.#side === 'server' || this.headersCame) return true;
    return this.#session.openStreams > 0 && nowMs - this.#pingedMs >= NODE_HTTP2_MIN_PING_DISTANCE_MS;
  }
}

function seeReading(check: StopCheck, writtenBytes: number): void {
  check.seeReading(writtenBytes);
}
