/**
 * Cancellation from outside: by an `AbortSignal`, or by the server call that a client call is made for.
 *
 * Whatever can be cancelled is one object with one method. A signal gets one listener however many calls hang on it, and none when
 * the last of them has ended: an `addEventListener` per call costs more than the rest of the call, and Node warns at the eleventh.
 */

/** What hangs on a signal or on a server call. */
export interface Cancellable {
  /** Called at most once per source, with the signal's reason. */
  onCancelled(reason: unknown): void;
}

/** All that hangs on one signal. */
class SignalHub {
  readonly #signal: AbortSignal;
  readonly #waiting = new Set<Cancellable>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  add(target: Cancellable): void {
    if (this.#waiting.size === 0) this.#signal.addEventListener('abort', this);
    this.#waiting.add(target);
  }

  remove(target: Cancellable): void {
    if (this.#waiting.delete(target) && this.#waiting.size === 0) this.#signal.removeEventListener('abort', this);
  }

  /** The listener itself (`EventListenerObject`): no closure per signal. */
  handleEvent(): void {
    this.#signal.removeEventListener('abort', this);
    // One by one, so that whom another removes on the way hears nothing.
    for (const target of this.#waiting) {
      this.#waiting.delete(target);
      target.onCancelled(this.#signal.reason);
    }
  }
}

const hubs = new WeakMap<AbortSignal, SignalHub>();

/** Lets `signal` cancel `target`. The caller has looked at `signal.aborted` before. */
export function listenToSignal(signal: AbortSignal, target: Cancellable): void {
  let hub = hubs.get(signal);
  if (hub === undefined) {
    hub = new SignalHub(signal);
    hubs.set(signal, hub);
  }
  hub.add(target);
}

/** Undoes `listenToSignal`; harmless where there is nothing to undo. */
export function ignoreSignal(signal: AbortSignal, target: Cancellable): void {
  hubs.get(signal)?.remove(target);
}

/** Those that hang on one server call. Made when the first comes, so that a call without children pays one field. */
export class Children {
  readonly #children = new Set<Cancellable>();

  add(child: Cancellable): void {
    this.#children.add(child);
  }

  remove(child: Cancellable): void {
    this.#children.delete(child);
  }

  get size(): number {
    return this.#children.size;
  }

  cancelAll(reason: unknown): void {
    for (const child of this.#children) {
      this.#children.delete(child);
      child.onCancelled(reason);
    }
  }
}
