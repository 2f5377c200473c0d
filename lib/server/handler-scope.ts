/**
 * Every handler runs in an async context of its own, so that what it keeps in an AsyncLocalStorage (`run` and `enterWith`) stays
 * with its call: a chunk from a socket can hold many calls, and all of them start from the one callback that read it.
 *
 * A new AsyncResource per call and running in it costs 40 ns, and 80 ns where an AsyncLocalStorage is in use; one shared resource
 * costs 13, but `enterWith` writes into the resource itself (Node 20 and 22), and looking whether it did costs 45 - 170. So each
 * call takes a new one. They are made some at a time inside the context in which the server was made, because a resource takes
 * over what is stored where it is made: on the loopback carrier that would be the client's.
 *
 * Only a handler's first, synchronous part needs this. Whatever it awaits carries its context on by itself, and generators are
 * driven from there (reply-stream.ts).
 */
import { AsyncResource } from 'node:async_hooks';
import { HANDLER_SCOPE_BATCH } from '../limits.js';

export class HandlerScopes {
  readonly #root = new AsyncResource('BarewireServer');
  readonly #ready: AsyncResource[] = [];

  /** A context nobody has used. */
  take(): AsyncResource {
    return this.#ready.pop() ?? this.#more();
  }

  #more(): AsyncResource {
    this.#root.runInAsyncScope(fill, undefined, this.#ready);
    return this.#ready.pop()!;
  }
}

function fill(ready: AsyncResource[]): void {
  for (let made = 0; made < HANDLER_SCOPE_BATCH; made++) ready.push(new AsyncResource('BarewireServerCall'));
}
