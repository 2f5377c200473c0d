import type { TimerQueue } from './timer-queue.js';

/**
 * Where time comes from. Channels and servers take one as `clock`; tests give a fake one and move it by hand.
 * Monotonic time drives every timer; the wall clock only turns an absolute deadline into a duration.
 */
export interface Clock {
  /** Monotonic milliseconds, with fractions. */
  now(): number;
  /** Milliseconds since 1970, as `Date.now()`. */
  wallNow(): number;
  /** The one timer queue of this clock: deadlines, backoff, keepalive. */
  readonly timers: TimerQueue;
}
