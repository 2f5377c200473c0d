import { SystemTimerQueue, type TimerQueue } from './timer-queue.js';

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

/**
 * `performance.now()` takes 25 - 40 ns. Keeping its value for the rest of the turn would save about 20 ns a call with 100 calls in
 * one turn, but needs a `setImmediate` to forget it (300 - 1,400 ns a turn), loses with fewer than about 20 calls a turn, and
 * gives handlers that compute for long a wrong elapsed time: so it is read each time.
 */
function monotonicNow(): number {
  return performance.now();
}

/** The process's clock, and the default of every channel and server. */
export const systemClock: Clock = {
  now: monotonicNow,
  wallNow: Date.now,
  timers: /* @__PURE__ */ new SystemTimerQueue(monotonicNow),
};
