/**
 * Received bytes of a stream that wait until its consumer has taken some of its messages: as bytes, because a small message takes
 * far more memory once it is an object. The stream's window bounds them.
 */
export class HeldBack {
  buffer: Uint8Array = new Uint8Array(0);
  start = 0;
  end = 0;
  /** The stream's end is behind them. */
  ends = false;
  /** The stream has asked for its `resume`. */
  asked = false;

  add(from: Uint8Array, start: number, end: number): void {
    const held = this.end - this.start;
    const bytes = end - start;
    if (this.end + bytes > this.buffer.length) {
      // To the front of this buffer, or of a larger one where the half of it would not do.
      const into = 2 * (held + bytes) > this.buffer.length ? new Uint8Array(2 * (held + bytes)) : this.buffer;
      into.set(this.buffer.subarray(this.start, this.end));
      this.buffer = into;
      this.start = 0;
      this.end = held;
    }
    this.buffer.set(from.subarray(start, end), this.end);
    this.end += bytes;
  }
}
