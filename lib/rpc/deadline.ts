/**
 * Deadlines. Inside, a deadline is a point on the clock's monotonic scale, Infinity where there is none; the wall clock only turns
 * an absolute deadline of the user's into such a point.
 */
import { LATE_TIMER_MS } from '../limits.js';
import type { Clock } from '../time/clock.js';

export const NO_DEADLINE = Number.POSITIVE_INFINITY;

/** The monotonic time that `epochMs` (milliseconds since 1970) stands for now. */
export function monotonicDeadline(clock: Clock, epochMs: number, nowMs: number): number {
  return epochMs === NO_DEADLINE ? NO_DEADLINE : nowMs + (epochMs - clock.wallNow());
}

/** The wall-clock time of a monotonic deadline, for people; undefined where there is none. */
export function deadlineDate(clock: Clock, dueMs: number): Date | undefined {
  if (dueMs === NO_DEADLINE) return undefined;
  // Beyond the range of Date is as good as never.
  const date = new Date(clock.wallNow() + (dueMs - clock.now()));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Milliseconds for a person: `12 ms`, `1.4 s`. */
export function printMilliseconds(milliseconds: number): string {
  if (milliseconds < 10 && !Number.isInteger(milliseconds)) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 10_000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** What a late timer adds to the message of an expired deadline; empty where it was in time. */
export function lateness(dueMs: number, nowMs: number): string {
  const late = nowMs - dueMs;
  return late < LATE_TIMER_MS ? '' : `; this process noticed ${printMilliseconds(late)} late, its event loop was blocked`;
}
