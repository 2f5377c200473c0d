import type { Clock } from '../../lib/time/clock.js';
import { TimerHeap } from '../../lib/time/timer-heap.js';
import type { Timed, TimerQueue } from '../../lib/time/timer-queue.js';

/** A clock that stands still until a test moves it. Starts at monotonic 1,000,000 ms and 2030-01-01T00:00:00Z. */
export class FakeClock implements Clock {
  readonly #heap = new TimerHeap();
  #nowMs = 1_000_000;
  #wallOffsetMs = Date.UTC(2030, 0, 1) - 1_000_000;
  /** How many `hold` calls have no `release` yet: who keeps the process alive. */
  holds = 0;

  readonly timers: TimerQueue = {
    add: (timed: Timed) => this.#heap.add(timed),
    remove: (timed: Timed) => this.#heap.remove(timed),
    size: 0,
    hold: () => {
      this.holds++;
    },
    release: () => {
      if (this.holds === 0) throw new Error('release() without hold()');
      this.holds--;
    },
  };

  constructor() {
    Object.defineProperty(this.timers, 'size', { get: () => this.#heap.size });
  }

  now(): number {
    return this.#nowMs;
  }

  wallNow(): number {
    return this.#nowMs + this.#wallOffsetMs;
  }

  /** The time of the earliest timer, from now; undefined where nothing waits. */
  nextInMs(): number | undefined {
    const first = this.#heap.first();
    return first === undefined ? undefined : first.dueMs - this.#nowMs;
  }

  /** Moves time forward; what becomes due on the way runs in order, each at its own time. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`time goes forward only, got ${ms}`);
    const target = this.#nowMs + ms;
    for (let next = this.#heap.first(); next !== undefined && next.dueMs <= target; next = this.#heap.first()) {
      if (next.dueMs > this.#nowMs) this.#nowMs = next.dueMs;
      this.#heap.remove(next);
      next.onDue(this.#nowMs);
    }
    this.#nowMs = target;
  }

  /** Time passes while the event loop is blocked: what becomes due waits for the next `advance`. */
  block(ms: number): void {
    this.#nowMs += ms;
  }

  /** Sets the wall clock off against the monotonic one, as an administrator or NTP would. */
  jumpWall(ms: number): void {
    this.#wallOffsetMs += ms;
  }

  /** Moves time forward and lets everything that this set free run: promises, immediates and next ticks. */
  async pass(ms: number): Promise<void> {
    this.advance(ms);
    await turn();
  }
}

/** One whole turn of the event loop, twice over, so that what the first turn scheduled has run too. */
export async function turn(): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  await new Promise<void>((resolve) => setImmediate(resolve));
}
