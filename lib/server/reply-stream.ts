/**
 * From what a streaming handler returned to messages on the stream.
 *
 * Everything here runs in the async context of the handler: the first step inside its scope, each further one after an `await` that
 * carries the context on. So what a handler keeps in an AsyncLocalStorage is there in its generator too, each time it goes on. What
 * a generator enters with `enterWith` behind an `await` of its own lasts until its next `yield`, as with every loop over it.
 *
 * Synchronous iterables are drained without a promise while there is room (12 ns a message where an `await` each takes 117).
 */
import { describe } from '../check-options.js';

/** The call that the replies are for. */
export interface ReplyTarget {
  readonly path: string;
  readonly ended: boolean;
  send(message: unknown): boolean;
  waitForRoom(): Promise<void>;
  reply(message: unknown): void;
  succeed(): void;
  fail(error: unknown): void;
  failInternal(error: unknown): void;
  report(error: unknown): void;
  startReplies(replies: RunningReplies): void;
}

/** The one reply of an asynchronous handler. */
export async function settleReply(call: ReplyTarget, promise: PromiseLike<unknown>): Promise<void> {
  let reply: unknown;
  try {
    reply = await promise;
  } catch (error) {
    call.fail(error);
    return;
  }
  call.reply(reply);
}

/** The replies of an asynchronous handler. */
export async function settleReplies(call: ReplyTarget, promise: PromiseLike<unknown>): Promise<void> {
  let result: unknown;
  try {
    result = await promise;
  } catch (error) {
    call.fail(error);
    return;
  }
  startReplies(call, result);
}

/** Sends what `result` holds: an iterable, an async iterable, or nothing more. */
export function startReplies(call: ReplyTarget, result: unknown): void {
  if (result === undefined) {
    call.succeed();
    return;
  }
  let running: RunningReplies;
  try {
    const iterable = result as Partial<AsyncIterable<unknown> & Iterable<unknown>> | null;
    if (typeof result === 'object' && typeof iterable?.[Symbol.asyncIterator] === 'function') {
      running = new RunningReplies(call, iterable[Symbol.asyncIterator]!(), true);
    } else if (typeof result === 'object' && typeof iterable?.[Symbol.iterator] === 'function') {
      running = new RunningReplies(call, iterable[Symbol.iterator]!(), false);
    } else {
      call.failInternal(
        new TypeError(`the handler of ${call.path} returned ${describe(result)}; an iterable, an async iterable or nothing was expected`),
      );
      return;
    }
  } catch (error) {
    call.fail(error);
    return;
  }
  call.startReplies(running);
  running.start();
}

type ReplyIterator = Iterator<unknown> | AsyncIterator<unknown>;

/** An iteration in progress. */
export class RunningReplies {
  readonly #call: ReplyTarget;
  readonly #iterator: ReplyIterator;
  readonly #asynchronous: boolean;
  /** `next` is running, or has been called and not answered yet. */
  #pulling = false;
  /** The iterator has ended, or has been told to. */
  #over = false;

  constructor(call: ReplyTarget, iterator: ReplyIterator, asynchronous: boolean) {
    this.#call = call;
    this.#iterator = iterator;
    this.#asynchronous = asynchronous;
  }

  start(): void {
    if (this.#asynchronous) void this.#drainAsync();
    else if (!this.#drainSync()) void this.#continueSync();
  }

  /**
   * The call is cancelled. A generator that waits for room is told by the loop that waits; one that works on a message is told now,
   * and hears it at its next `yield`; an iterator of another kind may let go of what it waits for at once.
   */
  cancel(): void {
    if (this.#asynchronous && this.#pulling) this.#return();
  }

  /** Takes and sends messages while there is room; true when that was all. */
  #drainSync(): boolean {
    const call = this.#call;
    const iterator = this.#iterator as Iterator<unknown>;
    try {
      while (!call.ended) {
        const step = iterator.next();
        if (step.done === true) {
          this.#over = true;
          call.succeed();
          return true;
        }
        if (!call.ended && !this.#send(step.value)) return false;
      }
    } catch (error) {
      this.#over = true;
      call.fail(error);
      return true;
    }
    this.#return();
    return true;
  }

  async #continueSync(): Promise<void> {
    do {
      if (!(await this.#room())) return;
    } while (!this.#drainSync());
  }

  async #drainAsync(): Promise<void> {
    const call = this.#call;
    const iterator = this.#iterator as AsyncIterator<unknown>;
    try {
      while (!call.ended) {
        this.#pulling = true;
        const step = await iterator.next();
        this.#pulling = false;
        if (step.done === true) {
          this.#over = true;
          call.succeed();
          return;
        }
        if (!call.ended && !this.#send(step.value) && !(await this.#room())) return;
      }
    } catch (error) {
      this.#over = true;
      call.fail(error);
      return;
    }
    this.#return();
  }

  /** Sends one message. One that cannot be sent ends the call, and the iteration with it. */
  #send(message: unknown): boolean {
    try {
      return this.#call.send(message);
    } catch (error) {
      this.#call.fail(error);
      return true;
    }
  }

  /** Waits until there is room; false where the call was cancelled meanwhile, and then the iteration is over. */
  async #room(): Promise<boolean> {
    try {
      await this.#call.waitForRoom();
    } catch {
      // The reason is the call's own.
    }
    if (!this.#call.ended) return true;
    this.#return();
    return false;
  }

  /** Lets the iterator clean up, once. What it throws on the way is reported: the call has its status already. */
  #return(): void {
    if (this.#over) return;
    this.#over = true;
    try {
      const returned: unknown = this.#iterator.return?.();
      if (this.#asynchronous) void this.#settle(returned);
    } catch (error) {
      this.#call.fail(error);
    }
  }

  async #settle(returned: unknown): Promise<void> {
    try {
      await returned;
    } catch (error) {
      this.#call.fail(error);
    }
  }
}
