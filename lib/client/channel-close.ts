import { CLOSE_LINGER_MS } from '../limits.js';
import type { Clock } from '../time/clock.js';
import type { Timed } from '../time/timer-queue.js';
import type { Connection } from './subchannel.js';

/** What `close` had to do. */
export interface ChannelCloseReport {
  /** Calls that were still in progress when the grace was over, and were ended. */
  readonly cutCalls: number;
}

/** What the end of a channel needs of it. */
export interface ClosingHost {
  readonly clock: Clock;
  readonly connections: ReadonlySet<Connection>;
  /** Calls in progress. */
  readonly calls: number;
  /** Calls that wait for a connection. */
  readonly waiting: number;
  failWaiting(): void;
  /** Lets go of resolver, balancer and subchannels, so that each connection finishes its streams and closes. */
  stop(): void;
}

/**
 * The end of a channel.
 *
 *   grace ──no call is left──▶ linger ──no connection is left, or CLOSE_LINGER_MS──▶ closed
 *     └──── grace is over: calls and connections are cut ────▲
 *
 * Until the end it keeps the process alive, since somebody awaits the report.
 */
export class ChannelClose implements Timed {
  phase: 'grace' | 'linger' | 'closed' = 'grace';
  dueMs = Number.POSITIVE_INFINITY;
  timerSlot = -1;
  readonly report: Promise<ChannelCloseReport>;
  readonly #host: ClosingHost;
  #cutCalls = 0;
  #resolve!: (report: ChannelCloseReport) => void;

  constructor(host: ClosingHost) {
    this.#host = host;
    this.report = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    host.clock.timers.hold();
  }

  /** The grace ends `graceMs` from now, if that is earlier than was said before. */
  shorten(graceMs: number): void {
    if (this.phase !== 'grace') return;
    const { clock } = this.#host;
    const dueMs = clock.now() + graceMs;
    if (dueMs < this.dueMs || this.timerSlot === -1) {
      this.dueMs = dueMs;
      clock.timers.add(this);
    }
    this.advance();
    if (this.phase === 'grace' && graceMs === 0) this.#cut();
  }

  /** A call or a connection has ended: moves on where nothing is left. */
  advance(): void {
    const { calls, waiting, connections } = this.#host;
    if (this.phase === 'grace' && calls === 0 && waiting === 0) this.#linger();
    if (this.phase === 'linger' && connections.size === 0) this.#finish();
  }

  onDue(): void {
    if (this.phase === 'grace') this.#cut();
    else {
      for (const { session } of this.#host.connections) session.destroy('the channel was closed');
      this.#finish();
    }
  }

  #cut(): void {
    this.#cutCalls = this.#host.calls;
    this.#host.failWaiting();
    for (const { session } of this.#host.connections) session.destroy('the channel was closed, and its grace is over');
    this.#linger();
    this.advance();
  }

  #linger(): void {
    if (this.phase !== 'grace') return;
    this.phase = 'linger';
    this.#host.stop();
    this.dueMs = this.#host.clock.now() + CLOSE_LINGER_MS;
    this.#host.clock.timers.add(this);
  }

  #finish(): void {
    if (this.phase === 'closed') return;
    this.phase = 'closed';
    const { timers } = this.#host.clock;
    timers.remove(this);
    timers.release();
    this.#resolve({ cutCalls: this.#cutCalls });
  }
}
