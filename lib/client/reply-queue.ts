import { REPLY_QUEUE_COMPACTION } from '../limits.js';
import { type RpcError, throwToCaller } from '../rpc/rpc-error.js';

/** What a reply queue needs of its call. */
export interface ReplySource {
  /** The consumer has taken a message of so many bytes: give the server credit for as many. */
  onTaken(bytes: number): void;
  /** The consumer left before the end. */
  onLeft(): void;
}

type Waiter<T> = (result: IteratorResult<T, undefined> | null) => void;

const DONE: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });

/** What queues hold that are empty, which most are most of the time; never written to. */
const NO_MESSAGES: never[] = [];
const NO_SIZES: number[] = [];
const NOBODY: never[] = [];

let captured: unknown;
function capture(resolve: unknown): void {
  captured = resolve;
}

/**
 * The replies of a streaming call, between the stream and one consumer: an async iterator by itself.
 *
 * The server gets credit for a message when the consumer takes it, so a slow consumer holds at most one receive window of messages.
 * A message that is there is given without waiting; waiting consumers get theirs in the order in which they asked.
 */
export class ReplyQueue<T> implements AsyncIterator<T, undefined, undefined> {
  readonly #source: ReplySource;
  #messages: T[] = NO_MESSAGES;
  #sizes: number[] = NO_SIZES;
  /** Where the queue begins in the lists; what is before it has been taken. */
  #head = 0;
  /** One mostly, in an array of that length: a first `push` makes room for 17, 150 bytes on each idle stream. */
  #waiters: Waiter<T>[] = NOBODY;
  #ended = false;
  /** Thrown once, behind the last message. */
  #error: RpcError | null = null;

  constructor(source: ReplySource) {
    this.#source = source;
  }

  /** Messages that nobody has taken. */
  get length(): number {
    return this.#messages.length - this.#head;
  }

  push(message: T, bytes: number): void {
    const waiters = this.#waiters;
    if (waiters.length > 0) {
      const waiter = waiters[0]!;
      if (waiters.length === 1) this.#waiters = NOBODY;
      else waiters.shift();
      this.#source.onTaken(bytes);
      waiter({ done: false, value: message });
      return;
    }
    if (this.#ended) return;
    if (this.#messages.length === 0) {
      this.#messages = [message];
      this.#sizes = [bytes];
    } else {
      this.#messages.push(message);
      this.#sizes.push(bytes);
    }
  }

  /** No more will come. With `drop`, what nobody has taken is thrown away: the consumer's own side ended the call. */
  end(error: RpcError | null, drop: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#error = error;
    if (drop) this.#clear();
    // Only an empty queue has waiters. The first of them gets the error.
    for (const waiter of this.#takeWaiters()) waiter(null);
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#head < this.#messages.length) return Promise.resolve({ done: false, value: this.#take() });
    if (this.#ended && this.#error === null) return Promise.resolve(DONE);
    return this.#wait();
  }

  async #wait(): Promise<IteratorResult<T, undefined>> {
    if (!this.#ended) {
      const outcome = new Promise<IteratorResult<T, undefined> | null>(capture);
      if (this.#waiters.length === 0) this.#waiters = [captured as Waiter<T>];
      else this.#waiters.push(captured as Waiter<T>);
      const result = await outcome;
      if (result !== null) return result;
    }
    const error = this.#error;
    this.#error = null;
    if (error !== null) throwToCaller(error);
    return DONE;
  }

  /** Leaving a `for await`. */
  return(): Promise<IteratorReturnResult<undefined>> {
    this.#leave();
    return Promise.resolve(DONE);
  }

  async throw(error: unknown): Promise<never> {
    this.#leave();
    throw error;
  }

  #leave(): void {
    if (!this.#ended) this.#source.onLeft();
    this.#ended = true;
    this.#error = null;
    this.#clear();
    for (const waiter of this.#takeWaiters()) waiter(DONE);
  }

  /** All that wait; from now on nobody does. */
  #takeWaiters(): Waiter<T>[] {
    const waiters = this.#waiters;
    this.#waiters = NOBODY;
    return waiters;
  }

  #take(): T {
    const head = this.#head++;
    const message = this.#messages[head]!;
    const bytes = this.#sizes[head]!;
    if (this.#head === this.#messages.length) this.#clear();
    else if (this.#head >= REPLY_QUEUE_COMPACTION && this.#head * 2 >= this.#messages.length) {
      this.#messages = this.#messages.slice(this.#head);
      this.#sizes = this.#sizes.slice(this.#head);
      this.#head = 0;
    } else this.#messages[head] = undefined as T;
    this.#source.onTaken(bytes);
    return message;
  }

  #clear(): void {
    this.#messages = NO_MESSAGES;
    this.#sizes = NO_SIZES;
    this.#head = 0;
  }
}
