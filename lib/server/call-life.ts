import type { RequestHeaders } from '../../wire/grpc/request-headers.js';
import type { AnyMethod, MethodShape } from '../../wire/grpc/service.js';
import { StatusCode } from '../../wire/grpc/status-code.js';
import { type Cancellable, Children } from '../rpc/cancellation.js';
import { deadlineDate, lateness, NO_DEADLINE } from '../rpc/deadline.js';
import { cancelledError, deadlineError } from '../rpc/error-conversion.js';
import { type ObservedCall, observerReturned, observerThrew } from '../rpc/observer.js';
import type { ParentCall } from '../rpc/parent.js';
import { RpcError } from '../rpc/rpc-error.js';
import { NO_DETAILS, OK_STATUS, type Status } from '../rpc/status.js';
import type { Timed } from '../time/timer-queue.js';
import { ErrorCode } from '../transport/error-code.js';
import type { Peer, ServerStream, StreamClosed } from '../transport/transport.js';
import type { Route } from './router.js';
import type { ListedCall, ServerConnection } from './server-connection.js';

/**
 * How long a call lasts on the server, and who hears that nobody waits for it any more. It is an entry of its connection's list and
 * of the timer queue, what observers see, and the parent of the client calls that are made for it.
 *
 *   open --conclude--> ended                             a status was given to the transport
 *     └──deadline, stream gone, refuse--> ended, cancelled     its handler may still run, and hears of it
 */
export abstract class CallLife implements Timed, ListedCall, ObservedCall, ParentCall {
  // Declared here and set in the constructor, here as in the classes over this one: initializers in three classes cost 80 ns a call.
  declare readonly startedMs: number;
  declare dueMs: number;
  declare timerSlot: number;
  declare previous: ListedCall | undefined;
  declare next: ListedCall | undefined;
  declare readonly route: Route;
  declare protected readonly connection: ServerConnection;
  declare protected readonly stream: ServerStream;
  declare protected readonly headers: RequestHeaders;
  declare private hasEnded: boolean;
  declare private wasCancelled: boolean;
  // What most calls never have.
  declare private reason: RpcError | StreamClosed | undefined;
  declare private controller: AbortController | undefined;
  declare private children: Children | undefined;

  constructor(connection: ServerConnection, stream: ServerStream, route: Route, headers: RequestHeaders, nowMs: number) {
    this.connection = connection;
    this.stream = stream;
    this.route = route;
    this.headers = headers;
    this.startedMs = nowMs;
    this.dueMs = NO_DEADLINE;
    this.timerSlot = -1;
    this.previous = undefined;
    this.next = undefined;
    this.hasEnded = false;
    this.wasCancelled = false;
    this.reason = undefined;
    this.controller = undefined;
    this.children = undefined;
  }

  /** Lists the call and sets its timer. It may have ended afterwards: its deadline had passed on the way. */
  begin(): void {
    const { host } = this.connection;
    this.connection.add(this);
    if (host.observer !== null) this.observe('start', OK_STATUS);
    const { timeoutMs } = this.headers;
    if (timeoutMs === NO_DEADLINE) return;
    this.dueMs = this.startedMs + timeoutMs;
    if (timeoutMs <= 0) this.onDue(this.startedMs);
    else host.clock.timers.add(this);
  }

  get side(): 'server' {
    return 'server';
  }

  get path(): string {
    return this.route.method.path;
  }

  get shape(): MethodShape {
    return this.route.method.shape;
  }

  get method(): AnyMethod {
    return this.route.method;
  }

  get peer(): Peer {
    return this.connection.peer;
  }

  get deadline(): Date | undefined {
    return deadlineDate(this.connection.host.clock, this.dueMs);
  }

  remainingMs(): number {
    return this.dueMs === NO_DEADLINE ? NO_DEADLINE : this.dueMs - this.connection.host.clock.now();
  }

  /** A status was given to the transport, or the stream is gone: nothing more is sent. */
  get ended(): boolean {
    return this.hasEnded;
  }

  /** It ended before its handler did. */
  get cancelled(): boolean {
    return this.wasCancelled;
  }

  get cancelReason(): RpcError | undefined {
    const reason = this.reason;
    if (reason === undefined || reason instanceof RpcError) return reason;
    // gRPC over HTTP/2: Connection failure. Whatever ended the stream, on the server the call is CANCELLED.
    const error = cancelledError(reason.message, reason.cause, 'maybe');
    this.reason = error;
    return error;
  }

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.wasCancelled) this.controller.abort(this.cancelReason);
    }
    return this.controller.signal;
  }

  addChild(child: Cancellable): void {
    this.children ??= new Children();
    this.children.add(child);
  }

  removeChild(child: Cancellable): void {
    this.children?.remove(child);
  }

  /** The deadline has passed. */
  onDue(nowMs: number): void {
    if (this.hasEnded) return;
    const message = `the deadline passed after ${this.headers.timeoutMs} ms${lateness(this.dueMs, nowMs)}`;
    this.expire(deadlineError(message, 'remote', 'maybe'));
  }

  /** Ends the call with DEADLINE_EXCEEDED. */
  protected abstract expire(reason: RpcError): void;

  /** Ends the call without a status: RST_STREAM(CANCEL) tells the client (gRPC over HTTP/2: Errors). */
  protected breakOff(reason: RpcError): void {
    this.stream.reset(ErrorCode.CANCEL);
    this.cancel(reason, reason.status);
  }

  /** The transport's last word: the stream is gone. */
  onClosed(closed: StreamClosed): void {
    if (!this.hasEnded) this.cancel(closed, { code: StatusCode.CANCELLED, message: closed.message, details: NO_DETAILS });
  }

  abstract cut(message: string): void;

  /** Why the call is refused, while its handler may already run. The status goes out next, then `wakeHandler`. */
  protected markRefused(reason: RpcError): void {
    this.reason = reason;
    this.wasCancelled = true;
  }

  private cancel(reason: RpcError | StreamClosed, status: Status): void {
    this.reason = reason;
    this.wasCancelled = true;
    this.conclude(status);
    this.wakeHandler();
  }

  /** Everything that ends with the call, however it ended. */
  protected conclude(status: Status): void {
    this.hasEnded = true;
    const { host } = this.connection;
    if (this.timerSlot !== -1) host.clock.timers.remove(this);
    this.connection.remove(this);
    if (host.observer !== null) this.observe('end', status);
  }

  /** Ends whatever the handler of a cancelled call may wait for. */
  protected wakeHandler(): void {
    this.controller?.abort(this.cancelReason);
    this.children?.cancelAll(this.cancelReason);
  }

  /** Whether a handler that ended with `error` ended because its call was cancelled, or a call made for it: it has not failed. */
  protected isOwnCancellation(error: unknown): boolean {
    const reason = this.reason;
    if (reason === undefined) return false;
    if (error === reason) return true;
    try {
      if (error instanceof Error && error.cause === reason) return true;
      return RpcError.is(error) && error.fromCall && (error.code === StatusCode.CANCELLED || error.code === StatusCode.DEADLINE_EXCEEDED);
    } catch {
      // A handler may throw anything, such as a proxy that lets nobody look into it.
      return false;
    }
  }

  private observe(what: 'start' | 'end', status: Status): void {
    const observer = this.connection.host.observer!;
    try {
      observerReturned(what === 'start' ? observer.onCallStart?.(this) : observer.onCallEnd?.(this, status));
    } catch (error) {
      observerThrew(error);
    }
  }
}
