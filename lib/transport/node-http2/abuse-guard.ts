/**
 * The budgets of wire/http2/abuse-budget.ts for a connection over node:http2, as far as its events tell of what came: PING, SETTINGS, and
 * streams that end by a reset. Other floods are nghttp2's own to stop: field blocks of many CONTINUATIONs, empty DATA, frames for closed
 * streams, and resets beyond a thousand, where it ends the connection, by older versions without a word (stop-check.ts).
 */
import type { Http2Session } from 'node:http2';
import type { Socket } from 'node:net';
import { AbuseBudget, type AbuseKind, type AbuseLimits, overdrawnText } from '../../../wire/http2/abuse-budget.js';
import { NODE_HTTP2_RESET_BURST, NODE_HTTP2_RESETS_PER_SECOND, NODE_HTTP2_USEFUL_BYTES } from '../../limits.js';
import type { Clock } from '../../time/clock.js';

/** Told once, with what the peer is to hear. */
export type OnOverdrawn = (text: string) => void;

export class AbuseGuard {
  readonly #budget: AbuseBudget;
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #onOverdrawn: OnOverdrawn;
  #bytesWritten = 0;
  #overdrawn = false;

  constructor(h2: Http2Session, socket: Socket, clock: Clock, limits: AbuseLimits, onOverdrawn: OnOverdrawn) {
    const { burst, perSecond } = limits.resets;
    // Before nghttp2 stops reading, so that the peer and `onError` hear why.
    const resets = { burst: Math.min(burst, NODE_HTTP2_RESET_BURST), perSecond: Math.min(perSecond, NODE_HTTP2_RESETS_PER_SECOND) };
    this.#budget = new AbuseBudget({ ...limits, resets }, clock.now());
    this.#socket = socket;
    this.#clock = clock;
    this.#onOverdrawn = onOverdrawn;
    h2.on('ping', () => this.#spend(this.#sent().ping(clock.now()), 'pings'));
    h2.on('remoteSettings', () => this.#spend(this.#budget.settings(1, clock.now()), 'settings'));
  }

  /** A client's stream was reset by the client. nghttp2 counts answered ones too, and does not forgive for streams that ended well. */
  streamReset(id: number): void {
    this.#spend(this.#budget.reset(id, false, id, this.#clock.now()), 'resets');
  }

  /** What was written since: frames that carry something, and our answers, which are too short to count for much. */
  #sent(): AbuseBudget {
    const { bytesWritten } = this.#socket;
    const frames = Math.floor((bytesWritten - this.#bytesWritten) / NODE_HTTP2_USEFUL_BYTES);
    this.#bytesWritten += frames * NODE_HTTP2_USEFUL_BYTES;
    this.#budget.usefulFrames = (this.#budget.usefulFrames + frames) | 0;
    return this.#budget;
  }

  #spend(within: boolean, kind: AbuseKind): void {
    if (within || this.#overdrawn) return;
    this.#overdrawn = true;
    this.#onOverdrawn(overdrawnText(kind));
  }
}
