/**
 * A promise that begins when somebody asks for its outcome. So it is never an unhandled rejection when nobody does, and whoever
 * awaits it stands in the stack of its error: a handler put on it in advance would hide them, the engine follows single waiters only.
 */
export class LazyPromise<T> implements Promise<T> {
  readonly #begin: () => Promise<T>;
  #promise: Promise<T> | undefined;

  constructor(begin: () => Promise<T>) {
    this.#begin = begin;
  }

  get [Symbol.toStringTag](): string {
    return 'Promise';
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null | undefined,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null | undefined,
  ): Promise<A | B> {
    this.#promise ??= this.#begin();
    return this.#promise.then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null | undefined): Promise<T | B> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null | undefined): Promise<T> {
    this.#promise ??= this.#begin();
    return this.#promise.finally(onFinally);
  }
}
