/** An entry of the timer queue: the object that waits is the entry itself. */
export interface Timed {
  /** Monotonic milliseconds at which `onDue` is called. Set before `add`. */
  dueMs: number;
  /** Its place in the queue, -1 while it is not queued. Written by the queue only. */
  timerSlot: number;
  onDue(nowMs: number): void;
}

/** Everything that waits on one clock, in the order of its time. */
export interface TimerQueue {
  add(timed: Timed): void;
  /** Removing what is not queued changes nothing. */
  remove(timed: Timed): void;
  readonly size: number;
}
