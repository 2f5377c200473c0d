/**
 * The requests of a client-streaming or bidirectional call, as its handler iterates them.
 *
 * Credit goes back to the transport when the handler takes a message, so what waits here is bounded by the stream's receive window:
 * a slow handler stops its client. When the handler leaves its loop, later messages are dropped and give no credit.
 *
 *   open --end()--> ended          what waits is still given, then `done`
 *   open --fail(error)--> failed   what waits is dropped (gRPC status ordering: rule 5), and every `next` rejects
 *   any  --return(), close()--> left   `done` from now on
 */

/** Takes credit back for messages that the handler has taken. */
export interface CreditTaker {
  consumed(bytes: number): void;
}

/** A message that waits for the handler. */
interface Queued<T> {
  readonly message: T;
  readonly bytes: number;
  next: Queued<T> | undefined;
}

/** A `next` call that waits for a message. */
interface Waiting<T> {
  promise: Promise<IteratorResult<T, undefined>> | undefined;
  readonly resolve: (result: IteratorResult<T, undefined>) => void;
  readonly reject: (error: unknown) => void;
  next: Waiting<T> | undefined;
}

const OPEN = 0;
const ENDED = 1;
const FAILED = 2;
const LEFT = 3;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

/**
 * Both queues are linked lists: at any time one of them at least is empty, mostly both hold one entry or none, and an idle stream
 * holds no arrays (a first `push` makes room for 17 entries, 150 bytes).
 */
export class RequestStream<T> implements AsyncIterableIterator<T> {
  readonly #taker: CreditTaker;
  #state = OPEN;
  #iterated = false;
  #error: unknown = undefined;
  #firstQueued: Queued<T> | undefined = undefined;
  #lastQueued: Queued<T> | undefined = undefined;
  /** A `for await` loop waits once at most; whoever calls `next` by hand may do so several times. */
  #firstWaiting: Waiting<T> | undefined = undefined;
  #lastWaiting: Waiting<T> | undefined = undefined;

  constructor(taker: CreditTaker) {
    this.#taker = taker;
  }

  /** Messages that wait for the handler. */
  get queued(): number {
    let count = 0;
    for (let queued = this.#firstQueued; queued !== undefined; queued = queued.next) count++;
    return count;
  }

  /** A message came, `bytes` of the stream's window. */
  push(message: T, bytes: number): void {
    if (this.#state !== OPEN) return;
    const waiting = this.#firstWaiting;
    if (waiting !== undefined) {
      this.#firstWaiting = waiting.next;
      this.#taker.consumed(bytes);
      waiting.resolve({ done: false, value: message });
      return;
    }
    const queued: Queued<T> = { message, bytes, next: undefined };
    if (this.#firstQueued === undefined) this.#firstQueued = queued;
    else this.#lastQueued!.next = queued;
    this.#lastQueued = queued;
  }

  /** The client has half-closed. */
  end(): void {
    if (this.#state !== OPEN) return;
    this.#state = ENDED;
    for (const waiting of this.#takeWaiting()) waiting.resolve(DONE);
  }

  /** No more messages will come, and those that wait are of no use. */
  fail(error: unknown): void {
    if (this.#state === FAILED || this.#state === LEFT) return;
    this.#state = FAILED;
    this.#error = error;
    this.#drop();
    for (const waiting of this.#takeWaiting()) {
      // Who asked by hand and does not look at the answer must not bring the process down.
      waiting.promise!.catch(ignore);
      waiting.reject(error);
    }
  }

  /** The call has ended: nothing more of what waits is wanted, and who still waits gets `done`. */
  close(): void {
    if (this.#state === LEFT) return;
    this.#state = LEFT;
    this.#drop();
    for (const waiting of this.#takeWaiting()) waiting.resolve(DONE);
  }

  [Symbol.asyncIterator](): this {
    if (this.#iterated) throw new TypeError('the requests of a call can be iterated once: keep what a second loop needs');
    this.#iterated = true;
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const queued = this.#firstQueued;
    if (queued !== undefined) {
      this.#firstQueued = queued.next;
      if (queued.next === undefined) this.#lastQueued = undefined;
      this.#taker.consumed(queued.bytes);
      return Promise.resolve({ done: false, value: queued.message });
    }
    if (this.#state === OPEN) return this.#whenPushed();
    return this.#state === FAILED ? this.#failed() : Promise.resolve(DONE);
  }

  return(): Promise<IteratorResult<T, undefined>> {
    this.close();
    return Promise.resolve(DONE);
  }

  #whenPushed(): Promise<IteratorResult<T, undefined>> {
    let waiting!: Waiting<T>;
    const promise = new Promise<IteratorResult<T, undefined>>((resolve, reject) => {
      waiting = { promise: undefined, resolve, reject, next: undefined };
    });
    waiting.promise = promise;
    this.#wait(waiting);
    return promise;
  }

  #failed(): Promise<never> {
    const failed = Promise.reject(this.#error);
    failed.catch(ignore);
    return failed;
  }

  #wait(waiting: Waiting<T>): void {
    if (this.#firstWaiting === undefined) this.#firstWaiting = waiting;
    else this.#lastWaiting!.next = waiting;
    this.#lastWaiting = waiting;
  }

  /** All that wait, oldest first; from now on nobody does. */
  #takeWaiting(): Waiting<T>[] {
    const all: Waiting<T>[] = [];
    for (let waiting = this.#firstWaiting; waiting !== undefined; waiting = waiting.next) all.push(waiting);
    this.#firstWaiting = this.#lastWaiting = undefined;
    return all;
  }

  #drop(): void {
    this.#firstQueued = this.#lastQueued = undefined;
  }
}

function ignore(): void {}
