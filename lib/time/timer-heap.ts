import type { Timed } from './timer-queue.js';

/**
 * A binary heap over the entries themselves: `timerSlot` is an entry's index, so that removing needs no search and neither
 * adding nor removing takes memory. `add` compares once where entries come in the order of their time, which deadlines of one
 * length do.
 *
 * Invariant: `entries[i].timerSlot === i`, and `entries[(i - 1) >> 1].dueMs <= entries[i].dueMs`. Entries with the same time come
 * out in no promised order, but always in the same one.
 */
export class TimerHeap {
  readonly #entries: Timed[] = [];

  get size(): number {
    return this.#entries.length;
  }

  /** The entry with the earliest time; it stays queued. */
  first(): Timed | undefined {
    return this.#entries[0];
  }

  /** Queues an entry; one that is queued already moves to its new time. */
  add(timed: Timed): void {
    if (Number.isNaN(timed.dueMs)) throw new RangeError('a timer needs a time: dueMs is NaN');
    let slot = timed.timerSlot;
    if (slot === -1) {
      slot = this.#entries.length;
      this.#entries.push(timed);
    } else this.#assertOwned(timed);
    this.#settle(timed, slot);
  }

  remove(timed: Timed): void {
    const slot = timed.timerSlot;
    if (slot === -1) return;
    this.#assertOwned(timed);
    timed.timerSlot = -1;
    const last = this.#entries.pop()!;
    if (last !== timed) this.#settle(last, slot);
  }

  /** Puts `timed` where it belongs, beginning at `slot`, which is free. */
  #settle(timed: Timed, slot: number): void {
    const entries = this.#entries;
    const due = timed.dueMs;
    let at = slot;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = entries[up]!;
      if (parent.dueMs <= due) break;
      entries[at] = parent;
      parent.timerSlot = at;
      at = up;
    }
    if (at === slot) {
      const size = entries.length;
      for (;;) {
        let down = 2 * at + 1;
        if (down >= size) break;
        if (down + 1 < size && entries[down + 1]!.dueMs < entries[down]!.dueMs) down++;
        const child = entries[down]!;
        if (child.dueMs >= due) break;
        entries[at] = child;
        child.timerSlot = at;
        at = down;
      }
    }
    entries[at] = timed;
    timed.timerSlot = at;
  }

  /** An entry queued on two clocks would corrupt both heaps silently. */
  #assertOwned(timed: Timed): void {
    if (this.#entries[timed.timerSlot] !== timed) throw new Error('the timer entry is queued on another clock');
  }
}
