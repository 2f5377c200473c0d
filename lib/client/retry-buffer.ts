/** What a buffer without messages holds; never written to. */
const NOTHING: Uint8Array[] = [];

/**
 * The requests of a client stream or a bidirectional call, encoded, between `write` and a stream.
 *
 * While the call is not committed every message is kept, so that another attempt can send all of them again; the first `sent` of
 * them have gone to the attempt that runs now. From the commitment on, only what has not been sent is kept, and usually nothing.
 *
 *   messages:  [ m0  m1  m2 | m3  m4 ]
 *                sent ------^   ^---- waiting for a stream, or for room on it
 */
export class RetryBuffer {
  #messages: Uint8Array[] = NOTHING;
  #bytes = 0;
  #sent = 0;
  #waitingBytes = 0;

  /** Encoded bytes that are kept, those included that have been sent. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Encoded bytes that have not been sent. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** Messages that have not been sent. */
  get waiting(): number {
    return this.#messages.length - this.#sent;
  }

  push(message: Uint8Array): void {
    if (this.#messages.length === 0) this.#messages = [message];
    else this.#messages.push(message);
    this.#bytes += message.length;
    this.#waitingBytes += message.length;
  }

  /** The next message to send; it counts as sent. Call only while `waiting > 0`. */
  next(): Uint8Array {
    const message = this.#messages[this.#sent++]!;
    this.#waitingBytes -= message.length;
    return message;
  }

  /** Another attempt begins: everything is to be sent again. */
  rewind(): void {
    this.#sent = 0;
    this.#waitingBytes = this.#bytes;
  }

  /** There will be no other attempt: what has been sent is let go. */
  dropSent(): void {
    if (this.#sent === 0) return;
    this.#messages = this.waiting === 0 ? NOTHING : this.#messages.slice(this.#sent);
    this.#sent = 0;
    this.#bytes = this.#waitingBytes;
  }

  clear(): void {
    this.#messages = NOTHING;
    this.#bytes = 0;
    this.#sent = 0;
    this.#waitingBytes = 0;
  }
}
