/**
 * Received bytes of a stream that wait until its consumer has taken some of its messages: as bytes, because a small message takes
 * far more memory once it is an object. The stream's window bounds them.
 */
export class HeldBack {
  buffer: Uint8Array = new Uint8Array(0);
  readonly start = 0;
  end = 0;
  /** The stream's end is behind them. */
  ends = false;

  add(from: Uint8Array, start: number, end: number): void {
    const filled = this.end + end - start;
    if (filled > this.buffer.length) {
      const larger = new Uint8Array(2 * filled);
      larger.set(this.buffer.subarray(0, this.end));
      this.buffer = larger;
    }
    this.buffer.set(from.subarray(start, end), this.end);
    this.end = filled;
  }
}
