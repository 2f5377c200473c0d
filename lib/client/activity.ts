import { IDLE_CHECKS } from '../limits.js';
import type { Clock } from '../time/clock.js';
import type { Timed } from '../time/timer-queue.js';

/**
 * Counts a channel's calls, and notices when there have been none for the idle timeout (and up to a quarter more). It looks a few
 * times per timeout rather than noting the time of each call, which would cost every call a look at the clock.
 */
export class Activity implements Timed {
  /** Calls in progress. */
  calls = 0;
  dueMs = 0;
  timerSlot = -1;
  readonly #clock: Clock;
  readonly #idleTimeoutMs: number;
  readonly #isWaiting: () => boolean;
  readonly #onIdle: () => void;
  /** Nothing has happened since the last look. */
  #quiet = true;
  #quietTicks = 0;

  constructor(clock: Clock, idleTimeoutMs: number, isWaiting: () => boolean, onIdle: () => void) {
    this.#clock = clock;
    this.#idleTimeoutMs = idleTimeoutMs;
    this.#isWaiting = isWaiting;
    this.#onIdle = onIdle;
  }

  /** Begins to watch: the channel is idle no more. */
  start(): void {
    this.#quietTicks = 0;
    this.#arm();
  }

  stop(): void {
    this.#clock.timers.remove(this);
  }

  callStarted(): void {
    this.calls++;
    this.#quiet = false;
  }

  /** Something other than a call asked for the channel. */
  touch(): void {
    this.#quiet = false;
  }

  onDue(): void {
    const active = !this.#quiet || this.calls > 0 || this.#isWaiting();
    this.#quiet = true;
    this.#quietTicks = active ? 0 : this.#quietTicks + 1;
    if (this.#quietTicks < IDLE_CHECKS) this.#arm();
    else this.#onIdle();
  }

  #arm(): void {
    if (this.#idleTimeoutMs === Number.POSITIVE_INFINITY) return;
    this.dueMs = this.#clock.now() + this.#idleTimeoutMs / IDLE_CHECKS;
    this.#clock.timers.add(this);
  }
}
