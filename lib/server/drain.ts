/**
 * The end of a server: no new connections and calls, time for those in progress, then the rest is cut and written down.
 *
 *   open --close()--> draining --all connections gone--> closed
 *                        |--grace over--> cutting (UNAVAILABLE to each call) --connections gone, or CUT_FLUSH_MS over--> closed
 */
import { CUT_FLUSH_MS } from '../limits.js';
import type { Clock } from '../time/clock.js';
import type { Timed } from '../time/timer-queue.js';
import type { ListedCall, ServerConnection } from './server-connection.js';

/** A call that did not end within the grace. */
export interface CutCall {
  /** `/package.Service/Method`. */
  readonly path: string;
  /** The client's address. */
  readonly peer: string;
  /** How long the call had run. */
  readonly elapsedMs: number;
}

/** A connection that was broken because its client did not take the last that was sent to it. */
export interface BrokenConnection {
  /** The client's address. */
  readonly peer: string;
  /** Calls whose reply or status did not reach the client whole. */
  readonly calls: number;
}

/** How closing a server went. */
export interface CloseReport {
  /** The calls that were cut, oldest first on each connection. Empty where all ended by themselves. */
  readonly cut: readonly CutCall[];
  /** The connections that were broken. Empty where every client took what was sent to it. */
  readonly broken: readonly BrokenConnection[];
  /** Calls that were in progress when `close` was called and ended by themselves. */
  readonly completed: number;
  /** How long it took. */
  readonly elapsedMs: number;
}

const CUT_MESSAGE = 'the server is shutting down and has ended this call';

export class Drain implements Timed {
  dueMs = 0;
  timerSlot = -1;
  readonly report: Promise<CloseReport>;
  readonly #clock: Clock;
  readonly #connections: ReadonlySet<ServerConnection>;
  readonly #startedMs: number;
  readonly #inProgress: number;
  readonly #listenersClosed: Promise<unknown>;
  readonly #cut: CutCall[] = [];
  readonly #broken: BrokenConnection[] = [];
  #cutting = false;
  #over = false;
  #resolve!: (report: CloseReport) => void;

  /** `connections` is the server's own set, which shrinks; `listenersClosed` resolves when its ports are free. */
  constructor(clock: Clock, connections: ReadonlySet<ServerConnection>, listenersClosed: Promise<unknown>, graceMs: number) {
    this.#clock = clock;
    this.#connections = connections;
    this.#listenersClosed = listenersClosed;
    this.#startedMs = clock.now();
    this.#inProgress = [...connections].reduce((sum, connection) => sum + connection.calls().length, 0);
    this.report = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.dueMs = Number.POSITIVE_INFINITY;
    clock.timers.hold();
    for (const connection of connections) connection.session.close();
    this.shorten(graceMs);
    this.connectionGone();
  }

  /** A further `close` may shorten the grace, never lengthen it. */
  shorten(graceMs: number): void {
    const dueMs = this.#clock.now() + graceMs;
    if (this.#over || this.#cutting || dueMs >= this.dueMs) return;
    this.dueMs = dueMs;
    if (graceMs <= 0) {
      this.#clock.timers.remove(this);
      this.onDue();
    } else this.#clock.timers.add(this);
  }

  onDue(): void {
    if (this.#over) return;
    if (this.#cutting) {
      for (const { session } of [...this.#connections]) {
        this.#broken.push({ peer: session.peer.address, calls: session.openStreams });
        session.destroy('the server was closed and its grace is over');
      }
      this.#finish();
      return;
    }
    this.#cutting = true;
    const nowMs = this.#clock.now();
    for (const connection of [...this.#connections]) for (const call of connection.calls()) this.#cutCall(call, nowMs);
    if (this.#connections.size === 0) {
      this.#finish();
      return;
    }
    this.dueMs = nowMs + CUT_FLUSH_MS;
    this.#clock.timers.add(this);
  }

  /** A connection has left the set. */
  connectionGone(): void {
    if (this.#connections.size === 0) this.#finish();
  }

  #cutCall(call: ListedCall, nowMs: number): void {
    this.#cut.push({ path: call.path, peer: call.peer.address, elapsedMs: nowMs - call.startedMs });
    call.cut(CUT_MESSAGE);
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#clock.timers.remove(this);
    this.#clock.timers.release();
    const elapsedMs = this.#clock.now() - this.#startedMs;
    // A call that was accepted while GOAWAY was on its way may have been cut too.
    const completed = Math.max(0, this.#inProgress - this.#cut.length);
    const report: CloseReport = { cut: this.#cut, broken: this.#broken, completed, elapsedMs };
    void this.#listenersClosed.then(() => this.#resolve(report));
  }
}
