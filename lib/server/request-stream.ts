/**
 * The requests of a client-streaming or bidirectional call, as its handler iterates them.
 *
 * Credit goes back to the transport when the handler takes a message, so what waits here is bounded by the stream's receive window:
 * a slow handler stops its client. When the handler leaves its loop, later messages are dropped and give no credit.
 *
 *   open --end()--> ended          what waits is still given, then `done`
 *   open --fail(error)--> failed   what waits is dropped (gRPC status ordering, rule 5), and every `next` rejects
 *   any  --return(), close()--> left   `done` from now on
 */

/** Takes credit back for messages that the handler has taken. */
export interface CreditTaker {
  consumed(bytes: number): void;
}

interface Waiting<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: unknown): void;
}

const OPEN = 0;
const ENDED = 1;
const FAILED = 2;
const LEFT = 3;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

export class RequestStream<T> implements AsyncIterableIterator<T> {
  readonly #taker: CreditTaker;
  #state = OPEN;
  #iterated = false;
  #error: unknown;
  /** Messages that wait, each with its size; those before `#first` are taken. */
  readonly #messages: (T | undefined)[] = [];
  readonly #sizes: number[] = [];
  #first = 0;
  /** `next` calls that wait, oldest first. A `for await` loop has one at most. */
  readonly #waiting: Waiting<T>[] = [];

  constructor(taker: CreditTaker) {
    this.#taker = taker;
  }

  /** Messages that wait for the handler. */
  get queued(): number {
    return this.#messages.length - this.#first;
  }

  /** A message came, `bytes` of the stream's window. */
  push(message: T, bytes: number): void {
    if (this.#state !== OPEN) return;
    const waiting = this.#waiting.shift();
    if (waiting === undefined) {
      this.#messages.push(message);
      this.#sizes.push(bytes);
      return;
    }
    this.#taker.consumed(bytes);
    waiting.resolve({ done: false, value: message });
  }

  /** The client has half-closed. */
  end(): void {
    if (this.#state !== OPEN) return;
    this.#state = ENDED;
    for (const waiting of this.#waiting.splice(0)) waiting.resolve(DONE);
  }

  /** No more messages will come, and those that wait are of no use. */
  fail(error: unknown): void {
    if (this.#state === FAILED || this.#state === LEFT) return;
    this.#state = FAILED;
    this.#error = error;
    this.#drop();
    for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
  }

  /** The call has ended: nothing more of what waits is wanted, and who still waits gets `done`. */
  close(): void {
    if (this.#state === LEFT) return;
    this.#state = LEFT;
    this.#drop();
    for (const waiting of this.#waiting.splice(0)) waiting.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    if (this.#iterated) throw new TypeError('the requests of a call can be iterated once: keep what a second loop needs');
    this.#iterated = true;
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#first < this.#messages.length) return Promise.resolve({ done: false, value: this.#take() });
    if (this.#state === OPEN) return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
    return this.#state === FAILED ? Promise.reject(this.#error) : Promise.resolve(DONE);
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.close();
    return Promise.resolve(DONE);
  }

  #take(): T {
    const at = this.#first++;
    const message = this.#messages[at] as T;
    const bytes = this.#sizes[at]!;
    if (this.#first === this.#messages.length) this.#drop();
    else this.#messages[at] = undefined;
    this.#taker.consumed(bytes);
    return message;
  }

  #drop(): void {
    this.#messages.length = 0;
    this.#sizes.length = 0;
    this.#first = 0;
  }
}
