import { describe, OptionError } from '../check-options.js';
import { optionError, requestsError } from '../rpc/error-conversion.js';
import type { Call } from './call.js';

/**
 * Feeds an iterable or async iterable of requests into a call, as fast as there is room. A synchronous iterable is drained
 * synchronously while there is. When the call ends first, the iterator is told to `return`; what it throws ends the call.
 */
export function pumpRequests(call: Call, requests: unknown): void {
  if (call.ended) return;
  try {
    if (isAsyncIterable(requests)) {
      const pump = new AsyncPump(call, requests[Symbol.asyncIterator]());
      call.onEndedHook = pump;
      void pump.run();
    } else if (isIterable(requests)) {
      void pumpIterator(call, requests[Symbol.iterator]());
    } else {
      const owner = call.target.owner;
      throw new OptionError(`${owner}: requests are an iterable or an async iterable, such as [a, b]; got ${describe(requests)}`);
    }
  } catch (error) {
    call.failHere(error instanceof OptionError ? optionError(error) : requestsError(error, 'maybe'));
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof (value as Partial<AsyncIterable<unknown>> | null | undefined)?.[Symbol.asyncIterator] === 'function';
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof (value as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] === 'function';
}

/** Never rejects. */
async function pumpIterator(call: Call, iterator: Iterator<unknown>): Promise<void> {
  const writer = call.writer!;
  try {
    for (;;) {
      const { done, value } = iterator.next();
      if (done) break;
      const wait = writer.write(value);
      if (call.ended) {
        iterator.return?.();
        return;
      }
      if (wait !== undefined) await wait;
    }
    writer.end();
  } catch (error) {
    call.failHere(requestsError(error, 'maybe'));
  }
}

class AsyncPump {
  readonly #call: Call;
  readonly #iterator: AsyncIterator<unknown>;
  #finished = false;

  constructor(call: Call, iterator: AsyncIterator<unknown>) {
    this.#call = call;
    this.#iterator = iterator;
  }

  /** Never rejects. */
  async run(): Promise<void> {
    const call = this.#call;
    const writer = call.writer!;
    try {
      for (;;) {
        const { done, value } = await this.#iterator.next();
        if (done) break;
        if (call.ended) return;
        const wait = writer.write(value);
        if (call.ended) return;
        if (wait !== undefined) await wait;
      }
      this.#finished = true;
      writer.end();
    } catch (error) {
      this.#finished = true;
      call.failHere(requestsError(error, 'maybe'));
    }
  }

  /** The iterator may be waiting for something that never comes: it is told at once. */
  onCallEnded(): void {
    if (this.#finished) return;
    this.#finished = true;
    void this.#close();
  }

  async #close(): Promise<void> {
    try {
      await this.#iterator.return?.();
    } catch {
      // The call has its status already; what a clean-up throws changes nothing.
    }
  }
}
