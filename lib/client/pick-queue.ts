import { errorFromTransport } from '../rpc/error-conversion.js';
import type { RpcError } from '../rpc/rpc-error.js';
import type { Picker } from './balancer/balancer.js';
import type { PickRequest } from './call-channel.js';

/** Calls that wait for a connection or a free slot, in the order of their coming. */
export class PickQueue {
  /** A set keeps its order, and a cancelled call leaves it without a search. Undefined for nobody. */
  #waiting: Set<PickRequest> | undefined;

  get size(): number {
    return this.#waiting === undefined ? 0 : this.#waiting.size;
  }

  add(request: PickRequest): void {
    this.#waiting ??= new Set();
    this.#waiting.add(request);
  }

  remove(request: PickRequest): boolean {
    return this.#waiting?.delete(request) ?? false;
  }

  /**
   * Serves whom it can. `picker` is asked for anew before each, since what a call does with its session may change it. With `patient`
   * calls that wait for readiness stay through failures; without, they fail like the others.
   */
  serve(picker: () => Picker, patient: boolean): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    for (const request of waiting) {
      const now = picker();
      const session = now.pick(request);
      if (session !== undefined) {
        waiting.delete(request);
        request.onPicked(session);
        continue;
      }
      const failure = now.failure(request);
      if (failure === undefined) {
        if (now.looksAtRequest) continue;
        break;
      }
      if (request.waitForReady && patient) continue;
      waiting.delete(request);
      request.onPickFailed(errorFromTransport(failure));
    }
    this.#forget(waiting);
  }

  /** Fails everybody, each with an error of its own. */
  failAll(makeError: () => RpcError): void {
    const waiting = this.#waiting;
    if (waiting === undefined) return;
    for (const request of waiting) {
      waiting.delete(request);
      request.onPickFailed(makeError());
    }
    this.#forget(waiting);
  }

  /** Not while the set is gone through: who comes meanwhile belongs to the same round. */
  #forget(waiting: Set<PickRequest>): void {
    if (waiting.size === 0 && this.#waiting === waiting) this.#waiting = undefined;
  }
}
