/** A stream with a message that has begun and is not whole. */
export interface Partial {
  readonly over: boolean;
  /** Asks again, and takes the credit where it is allowed. */
  advanceAgain(): void;
}

/**
 * Who may receive more than its window for a message that does not fit it. Up to `maxHeldBytes` of incomplete messages everybody; beyond
 * it one at a time, so that it is completed and makes room. So a connection holds at most `maxHeldBytes`, one message, and the windows,
 * and no message waits for ever for another one.
 */
export class MessageAdmission {
  private readonly maxHeldBytes: number;
  private admitted: Partial | undefined = undefined;
  /** Undefined for nobody: an empty Set takes 150 bytes. */
  private waiting: Set<Partial> | undefined = undefined;

  constructor(maxHeldBytes: number) {
    this.maxHeldBytes = maxHeldBytes;
  }

  /** Whether `stream` may be given credit now; where not, `advanceAgain` comes later. */
  admit(stream: Partial, heldBytes: number): boolean {
    if (heldBytes <= this.maxHeldBytes) return true;
    if (this.admitted === undefined || this.admitted.over) this.admitted = stream;
    if (this.admitted === stream) return true;
    this.waiting ??= new Set();
    this.waiting.add(stream);
    return false;
  }

  /** Less is held than before. `whole` tells that `stream` has no message in progress any more. */
  released(stream: Partial, whole: boolean, heldBytes: number): void {
    if (whole) {
      this.waiting?.delete(stream);
      if (this.admitted === stream) this.admitted = undefined;
    }
    const { waiting } = this;
    if (waiting === undefined || (heldBytes > this.maxHeldBytes && this.admitted !== undefined)) return;
    for (const next of [...waiting]) {
      if (heldBytes > this.maxHeldBytes && this.admitted !== undefined) return;
      waiting.delete(next);
      if (next.over) continue;
      if (heldBytes > this.maxHeldBytes) this.admitted = next;
      next.advanceAgain();
    }
    if (waiting.size === 0) this.waiting = undefined;
  }
}
