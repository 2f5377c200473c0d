import { HttpFields } from './fields.js';

/** What an incoming body needs of its stream. */
export interface BodySource {
  /** The consumer has taken `bytes`. */
  taken(bytes: number): void;
  /** The consumer wants no more. */
  abandoned(): void;
}

/**
 * The content of a message as it comes: an async iterable of bytes, for one consumer. Who does not read stops the other side at the
 * stream's window, and nobody else.
 */
export interface Http2Body extends AsyncIterable<Uint8Array> {
  /** Bytes that have come and wait to be taken. */
  readonly waitingBytes: number;
  /**
   * Pieces as they are at hand, each a buffer of its own. Leaving the loop early tells the other side to stop. A second iteration throws.
   */
  [Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined>;
  /** All of it. Rejects with a RangeError beyond `maxBytes` (default: no limit), and with an `Http2Error` where it was cut off. */
  bytes(maxBytes?: number): Promise<Uint8Array>;
  /** All of it as UTF-8; what is none becomes U+FFFD. */
  text(maxBytes?: number): Promise<string>;
  /** The trailers, once the body has ended; undefined where there were none. Rejects where it was cut off. */
  trailers(): Promise<HttpFields | undefined>;
}

/**
 * What waits is kept in one buffer, however small the pieces came, and the stream's window bounds it.
 *
 *   open --end--> ended --taken--> done
 *     └---failed--> failed (what had come before is still given)
 */
export class IncomingBody implements Http2Body {
  readonly #source: BodySource;
  #buffer: Uint8Array = NOTHING;
  #bytes = 0;
  #ended = false;
  #error: Error | undefined = undefined;
  #trailers: HttpFields | undefined = undefined;
  #iterated = false;
  #wake: (() => void) | undefined = undefined;
  readonly #wantTrailers: (() => void)[] = [];

  constructor(source: BodySource) {
    this.#source = source;
  }

  get waitingBytes(): number {
    return this.#bytes;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    if (this.#iterated) throw new Error('this body is read already: it can be iterated once');
    this.#iterated = true;
    try {
      for (;;) {
        if (this.#bytes > 0) yield this.#take();
        else if (this.#error !== undefined) throw this.#error;
        else if (this.#ended) return;
        else
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
      }
    } finally {
      if (!this.#ended && this.#error === undefined) this.#source.abandoned();
      this.#drop();
    }
  }

  async bytes(maxBytes = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for await (const piece of this) {
      bytes += piece.length;
      if (bytes > maxBytes) throw new RangeError(`the body has more than ${maxBytes} bytes`);
      pieces.push(piece);
    }
    if (pieces.length === 1) return pieces[0]!;
    const all = new Uint8Array(bytes);
    let position = 0;
    for (const piece of pieces) {
      all.set(piece, position);
      position += piece.length;
    }
    return all;
  }

  async text(maxBytes = Number.POSITIVE_INFINITY): Promise<string> {
    return new TextDecoder().decode(await this.bytes(maxBytes));
  }

  async trailers(): Promise<HttpFields | undefined> {
    while (!this.#ended) {
      if (this.#error !== undefined) throw this.#error;
      await new Promise<void>((resolve) => this.#wantTrailers.push(resolve));
    }
    return this.#trailers;
  }

  /** Of the stream: bytes came. */
  push(buffer: Uint8Array, start: number, end: number): void {
    const bytes = this.#bytes + end - start;
    if (bytes > this.#buffer.length) {
      const larger = new Uint8Array(this.#bytes === 0 ? bytes : 2 * bytes);
      larger.set(this.#buffer.subarray(0, this.#bytes));
      this.#buffer = larger;
    }
    this.#buffer.set(start === 0 && end === buffer.length ? buffer : buffer.subarray(start, end), this.#bytes);
    this.#bytes = bytes;
    this.#stir();
  }

  /** Of the stream: this was all. */
  end(trailers: readonly string[] | undefined): void {
    if (this.#ended || this.#error !== undefined) return;
    this.#ended = true;
    this.#trailers = trailers === undefined ? undefined : new HttpFields(trailers);
    this.#stir();
  }

  /** Of the stream: it was cut off. */
  fail(error: Error): void {
    if (this.#ended || this.#error !== undefined) return;
    this.#error = error;
    this.#stir();
  }

  /** Hands over what waits; the next bytes get a buffer of their own. */
  #take(): Uint8Array {
    const piece = this.#buffer.length === this.#bytes ? this.#buffer : this.#buffer.slice(0, this.#bytes);
    this.#drop();
    return piece;
  }

  #drop(): void {
    const bytes = this.#bytes;
    this.#buffer = NOTHING;
    this.#bytes = 0;
    if (bytes > 0) this.#source.taken(bytes);
  }

  #stir(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
    if (this.#ended || this.#error !== undefined) for (const resolve of this.#wantTrailers.splice(0)) resolve();
  }
}

const NOTHING = new Uint8Array(0);
