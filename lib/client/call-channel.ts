import type { Observer } from '../rpc/observer.js';
import type { RpcError } from '../rpc/rpc-error.js';
import type { Clock } from '../time/clock.js';
import type { ClientSession } from '../transport/transport.js';
import type { ResolvedCallSettings } from './options.js';

/** A call that waits for a connection. The object itself is the queue's entry. */
export interface PickRequest {
  /** gRPC wait-for-ready: a failing channel keeps the call waiting instead of failing it. */
  readonly waitForReady: boolean;
  /** There is a session, with a free slot now. */
  onPicked(session: ClientSession): void;
  /** There will be none. */
  onPickFailed(error: RpcError): void;
}

/** What a call asks of its channel: where to send it, and what it inherits. */
export interface CallChannel {
  /** `:authority` of every call. */
  readonly authority: string;
  readonly scheme: 'http' | 'https';
  /** `user-agent` of every call (gRPC over HTTP/2: User Agents). */
  readonly userAgent: string;
  /** Options under `calls`. */
  readonly calls: ResolvedCallSettings;
  readonly clock: Clock;
  readonly observer: Observer | null;
  /**
   * A session with a free slot, at once where there is one. Otherwise undefined, and the request is queued: later exactly one of
   * `onPicked` and `onPickFailed`, unless `cancelPick` comes first. A closed channel fails the pick with UNAVAILABLE.
   * The waiting request keeps the process alive.
   */
  pick(request: PickRequest): ClientSession | undefined;
  cancelPick(request: PickRequest): void;
  /** Every call in progress is counted, so that `close` can wait for it. */
  callStarted(): void;
  callEnded(): void;
}
