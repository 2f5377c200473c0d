/**
 * One call on the server, from its headers to its status.
 *
 *   headers --> [request] --> running --reply, end of replies, throw--> ended      a status was given to the transport
 *      |                         |
 *      +-------------------------+--reset, deadline, connection gone, bad request--> ended and cancelled
 *
 * A unary or server-streaming handler starts when its one request and the client's half-close are there, so that a request too
 * many is still refused; the others start at once and iterate.
 *
 * This object is everything a call is: what the transport calls (`StreamSink`), what waits for the deadline (`Timed`), what the
 * handler gets (`ServerCall`), what observers see, and a link of its connection's list of calls. A synchronous unary handler is
 * answered in the turn in which its request came, without a promise, a closure or a further object but its async context
 * (handler-scope.ts) and the parsed headers; whatever costs more is made when it is asked for.
 */
import { inspect } from 'node:util';
import { answerContentType, CONTENT_TYPE } from '../../wire/grpc/content-type.js';
import { compressedFlagProblem } from '../../wire/grpc/encodings.js';
import type { FieldList } from '../../wire/grpc/fields.js';
import type { MessageViolation } from '../../wire/grpc/message-violation.js';
import { PREFIX_BYTES } from '../../wire/grpc/message-writer.js';
import { Metadata, type MetadataInit } from '../../wire/grpc/metadata.js';
import type { RequestHeaders } from '../../wire/grpc/request-headers.js';
import { buildResponseHeaders } from '../../wire/grpc/response-headers.js';
import type { AnyMethod, MethodShape } from '../../wire/grpc/service.js';
import { StatusCode } from '../../wire/grpc/status-code.js';
import { buildTrailers } from '../../wire/grpc/trailers.js';
import { MAX_DEPTH } from '../../wire/limits.js';
import { type Cancellable, Children } from '../rpc/cancellation.js';
import { deadlineDate, lateness, NO_DEADLINE } from '../rpc/deadline.js';
import { cancelledError, deadlineError, decodeError, errorFromViolation } from '../rpc/error-conversion.js';
import { type ObservedCall, observerThrew } from '../rpc/observer.js';
import { RpcError } from '../rpc/rpc-error.js';
import { NO_DETAILS, OK_STATUS, type Status } from '../rpc/status.js';
import type { Timed } from '../time/timer-queue.js';
import { ErrorCode } from '../transport/error-code.js';
import { fieldListBytes } from '../transport/field-list.js';
import { MessageTooLarge, type Peer, type ServerStream, type StreamClosed, type StreamSink } from '../transport/transport.js';
import { checkReply } from './check-reply.js';
import type { HandlerScopes } from './handler-scope.js';
import type { ReplyTarget, RunningReplies } from './reply-stream.js';
import { RequestStream } from './request-stream.js';
import type { Route } from './router.js';
import { runInOwnScope } from './run-handler.js';
import type { ServerAuth, WritableServerCall } from './server-call.js';
import type { ServerConnection } from './server-connection.js';
import { buildStatusFields, type StatusFields } from './status-fields.js';

// Bits of `state`.
/** Response headers were given to the transport. */
const HEADERS_SENT = 1;
/** The one request of a unary or server-streaming call has come. */
const REQUEST_SEEN = 2;
/** A status was given to the transport, or the stream is gone: nothing more is sent. */
const ENDED = 4;
/** It ended before its handler did. */
const CANCELLED = 8;

const OK_TRAILERS: FieldList = buildTrailers(StatusCode.OK);

/** Response headers without metadata: one list for all calls of a content type, of which there are two. */
const PLAIN_HEADERS: FieldList = buildResponseHeaders(undefined, CONTENT_TYPE);
const PROTO_HEADERS: FieldList = buildResponseHeaders(undefined, answerContentType(`${CONTENT_TYPE}+proto`));

/** What a client reads of an error that is none of its business. */
const HANDLER_FAILED = 'the handler failed; the server knows why';

interface RoomWait {
  readonly promise: Promise<void>;
  resolve(): void;
  reject(error: unknown): void;
}

export class IncomingCall implements StreamSink, Timed, ObservedCall, WritableServerCall<unknown>, ReplyTarget {
  readonly startedMs: number;
  dueMs = NO_DEADLINE;
  timerSlot = -1;
  /** Neighbours in the connection's list of calls. */
  previous: IncomingCall | undefined = undefined;
  next: IncomingCall | undefined = undefined;

  private readonly connection: ServerConnection;
  private readonly stream: ServerStream;
  readonly route: Route;
  private readonly fields: FieldList;
  private readonly headers: RequestHeaders;
  private state = 0;
  /** The request, or the stream of requests. */
  request: unknown = undefined;

  // What most calls never have.
  private room: RoomWait | undefined = undefined;
  private replies: RunningReplies | undefined = undefined;
  private reason: RpcError | StreamClosed | undefined = undefined;
  private extras: Extras | undefined = undefined;

  constructor(connection: ServerConnection, stream: ServerStream, route: Route, fields: FieldList, headers: RequestHeaders, nowMs: number) {
    this.connection = connection;
    this.stream = stream;
    this.route = route;
    this.fields = fields;
    this.headers = headers;
    this.startedMs = nowMs;
  }

  /** Begins the call; its handler runs now or when its request is there. */
  begin(): void {
    const { host } = this.connection;
    this.connection.add(this);
    if (host.observer !== null) this.observe('start', OK_STATUS);
    const { timeoutMs } = this.headers;
    if (timeoutMs !== NO_DEADLINE) {
      this.dueMs = this.startedMs + timeoutMs;
      if (timeoutMs <= 0) {
        this.onDue(this.startedMs);
        return;
      }
      host.clock.timers.add(this);
    }
    if (this.route.streamsRequests) {
      this.request = new RequestStream(this.stream);
      // The transport does not know this sink yet, so a handler that writes at once has to wait until it does.
      process.nextTick(runInOwnScope, this);
    }
  }

  // What the transport calls.

  get maxReceiveMessageBytes(): number {
    return this.connection.host.maxReceiveMessageBytes;
  }

  get maxSendMessageBytes(): number {
    return this.connection.host.maxSendMessageBytes;
  }

  onHeaders(): void {}

  onTrailers(): void {}

  onMessage(compressed: boolean, buffer: Uint8Array, start: number, end: number): void {
    if ((this.state & ENDED) !== 0) return;
    const route = this.route;
    if (compressed) {
      const problem = compressedFlagProblem(this.headers.encoding);
      if (problem !== undefined) this.refuse(new RpcError(problem.code, problem.message, undefined, PEER_BROKE));
      return;
    }
    if (!route.streamsRequests) {
      if ((this.state & REQUEST_SEEN) !== 0) {
        this.refuseRequestCount('a second request came');
        return;
      }
      this.state |= REQUEST_SEEN;
    }
    let message: unknown;
    try {
      message = route.method.request.decodeFrom(buffer, start, end, MAX_DEPTH);
    } catch (error) {
      this.refuse(decodeError('the request', error));
      return;
    }
    if (route.streamsRequests) {
      (this.request as RequestStream<unknown>).push(message, end - start + PREFIX_BYTES);
    } else {
      this.request = message;
      this.stream.consumed(end - start + PREFIX_BYTES);
    }
  }

  onViolation(violation: MessageViolation): void {
    if ((this.state & ENDED) === 0) this.refuse(errorFromViolation(violation));
  }

  onEnd(): void {
    if ((this.state & ENDED) !== 0) return;
    if (this.route.streamsRequests) (this.request as RequestStream<unknown>).end();
    else if ((this.state & REQUEST_SEEN) === 0) this.refuseRequestCount('the client ended without a request');
    else runInOwnScope(this);
  }

  onWritable(): void {
    const room = this.room;
    if (room === undefined) return;
    this.room = undefined;
    room.resolve();
  }

  onClosed(closed: StreamClosed): void {
    if ((this.state & ENDED) !== 0) return;
    this.reason = closed;
    this.cancel({ code: StatusCode.CANCELLED, message: closed.message, details: NO_DETAILS });
  }

  /** The deadline has passed: cancelled here, and RST_STREAM(CANCEL) tells the client (gRPC over HTTP/2: Errors). */
  onDue(nowMs: number): void {
    if ((this.state & ENDED) !== 0) return;
    const message = `the deadline passed after ${this.headers.timeoutMs} ms${lateness(this.dueMs, nowMs)}`;
    this.reason = deadlineError(message, 'remote', 'maybe');
    this.stream.reset(ErrorCode.CANCEL);
    this.cancel(this.reason.status);
  }

  // What the handler gets.

  get method(): AnyMethod {
    return this.route.method;
  }

  get metadata(): Metadata {
    const extras = this.more();
    extras.metadata ??= Metadata.fromFields(this.fields, this.headers.metadataIndex);
    return extras.metadata;
  }

  get trailers(): Metadata {
    const extras = this.more();
    extras.trailers ??= new Metadata();
    return extras.trailers;
  }

  get deadline(): Date | undefined {
    return deadlineDate(this.connection.host.clock, this.dueMs);
  }

  remainingMs(): number {
    return this.dueMs === NO_DEADLINE ? NO_DEADLINE : this.dueMs - this.connection.host.clock.now();
  }

  get peer(): Peer {
    return this.connection.peer;
  }

  get auth(): ServerAuth | undefined {
    return undefined;
  }

  get cancelled(): boolean {
    return (this.state & CANCELLED) !== 0;
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
    const extras = this.more();
    if (extras.controller === undefined) {
      extras.controller = new AbortController();
      if (this.cancelled) extras.controller.abort(this.cancelReason);
    }
    return extras.controller.signal;
  }

  addChild(child: Cancellable): void {
    const extras = this.more();
    extras.children ??= new Children();
    extras.children.add(child);
  }

  removeChild(child: Cancellable): void {
    this.extras?.children?.remove(child);
  }

  sendHeaders(metadata?: MetadataInit): void {
    const fields = buildResponseHeaders(metadata, answerContentType(this.headers.contentType));
    if ((this.state & ENDED) !== 0) return;
    if ((this.state & HEADERS_SENT) !== 0) {
      throw new Error('the response headers have been sent already: call sendHeaders() once, before the first message');
    }
    const limit = this.connection.host.maxResponseHeaderBytes;
    if (metadata !== undefined && fieldListBytes(fields) > limit) {
      throw new RangeError(
        `the response headers have ${fieldListBytes(fields)} bytes, the limit is ${limit}: raise maxResponseHeaderBytes`,
      );
    }
    this.state |= HEADERS_SENT;
    this.stream.sendHeaders(fields);
  }

  write(message: unknown): Promise<void> | undefined {
    if (!this.route.streamsReplies) throw new TypeError(`${this.path} has one reply: return it instead of writing it`);
    if ((this.state & ENDED) !== 0) return this.writeTooLate();
    return this.send(message) ? undefined : this.waitForRoom();
  }

  /** Such as `ServerCall /rooms.Rooms/Get from 127.0.0.1:4711`: no metadata, which may hold secrets. */
  [inspect.custom](): string {
    const state = this.cancelled ? ', cancelled' : this.ended ? ', ended' : '';
    return `ServerCall ${this.path} from ${this.peer.address}${state}`;
  }

  // What observers see.

  get side(): 'server' {
    return 'server';
  }

  get path(): string {
    return this.route.method.path;
  }

  get shape(): MethodShape {
    return this.route.method.shape;
  }

  // What the handler's outcome calls.

  get ended(): boolean {
    return (this.state & ENDED) !== 0;
  }

  get scopes(): HandlerScopes {
    return this.connection.host.scopes;
  }

  /** Sends one message; false means wait for room. Throws what the codec throws. */
  send(message: unknown): boolean {
    const route = this.route;
    try {
      if (!route.repliesChecked) checkReply(route, message);
      if ((this.state & HEADERS_SENT) === 0) this.sendPlainHeaders();
      return this.stream.sendMessage(route.method.reply, message as never, false, false);
    } catch (error) {
      this.more().unsendable = error;
      throw error;
    }
  }

  /** Resolves when there is room again; rejects with `cancelReason`. */
  waitForRoom(): Promise<void> {
    if (this.room !== undefined) return this.room.promise;
    let resolve!: () => void;
    let reject!: (error: unknown) => void;
    const promise = new Promise<void>((yes, no) => {
      resolve = yes;
      reject = no;
    });
    // A handler that does not await a write must not bring the process down.
    promise.catch(ignore);
    this.room = { promise, resolve, reject };
    return promise;
  }

  /** The one reply of a unary or client-streaming call. */
  reply(message: unknown): void {
    if ((this.state & ENDED) !== 0) return;
    if (message === undefined || message === null) {
      this.failInternal(new TypeError(`the handler of ${this.path} returned ${String(message)}, a reply was expected`));
      return;
    }
    try {
      this.send(message);
    } catch (error) {
      this.fail(error);
      return;
    }
    this.succeed();
  }

  /** Sends status OK. */
  succeed(): void {
    if ((this.state & ENDED) !== 0) return;
    if ((this.state & HEADERS_SENT) === 0) this.sendPlainHeaders();
    if (this.extras?.trailers !== undefined) {
      this.sendStatus(OK_STATUS, undefined);
      return;
    }
    this.stream.sendTrailers(OK_TRAILERS);
    this.conclude(OK_STATUS);
  }

  /** The handler threw, or what it gave cannot be sent. */
  fail(error: unknown): void {
    if ((this.state & ENDED) !== 0) {
      if (!this.isOwnCancellation(error)) this.report(error);
      return;
    }
    if (error !== undefined && error === this.extras?.unsendable) {
      this.failUnsendable(error);
      return;
    }
    if (!RpcError.is(error)) {
      this.report(error);
      this.sendStatus(failedWith(StatusCode.UNKNOWN, HANDLER_FAILED), undefined);
      return;
    }
    if (!error.fromCall) {
      this.sendStatus(error.status, error.metadata);
      return;
    }
    // A call made for this one ends at the same deadline, and may notice it first.
    const nowMs = this.connection.host.clock.now();
    if (this.dueMs <= nowMs + 1) {
      this.onDue(nowMs);
      return;
    }
    this.report(new RpcError(StatusCode.UNKNOWN, `the handler of ${this.path} failed with another server's status`, { cause: error }));
    this.sendStatus(failedWith(StatusCode.UNKNOWN, HANDLER_FAILED), undefined);
  }

  /** What the handler returned is nothing that can be sent. */
  failInternal(error: unknown): void {
    this.report(error);
    this.sendStatus(failedWith(StatusCode.INTERNAL, 'the handler returned no valid reply; the server knows why'), undefined);
  }

  /** Replies begin to be taken from `replies`; a cancelled call ends them. */
  startReplies(replies: RunningReplies): void {
    this.replies = replies;
  }

  report(error: unknown): void {
    this.connection.host.reportError(error, this);
  }

  /** Ends the call from the server's side, such as at the end of the grace that `close` gives. */
  cut(message: string): void {
    if ((this.state & ENDED) !== 0) return;
    this.refuse(new RpcError(StatusCode.UNAVAILABLE, message, undefined, CUT_BY_US));
  }

  private failUnsendable(error: unknown): void {
    this.report(error);
    const status =
      error instanceof MessageTooLarge
        ? failedWith(StatusCode.RESOURCE_EXHAUSTED, error.message)
        : failedWith(StatusCode.INTERNAL, 'the reply cannot be encoded; the server knows why');
    this.sendStatus(status, undefined);
  }

  private refuseRequestCount(what: string): void {
    // gRPC status codes: request cardinality violation.
    const message = `${what}, ${this.path} takes exactly one`;
    this.refuse(new RpcError(StatusCode.UNIMPLEMENTED, message, undefined, PEER_BROKE));
  }

  /** Answers with `reason` while the handler may still run, which hears that nobody waits for it any more. */
  private refuse(reason: RpcError): void {
    this.reason = reason;
    this.state |= CANCELLED;
    this.sendStatus(reason.status, undefined);
    this.wakeHandler();
  }

  /** The stream is gone. */
  private cancel(status: Status): void {
    this.state |= CANCELLED;
    this.conclude(status);
    this.wakeHandler();
  }

  private sendPlainHeaders(): void {
    this.state |= HEADERS_SENT;
    const plain = answerContentType(this.headers.contentType) === CONTENT_TYPE;
    this.stream.sendHeaders(plain ? PLAIN_HEADERS : PROTO_HEADERS);
  }

  /** The last thing sent: the status, with the trailers that the handler set and those of its error. */
  private sendStatus(status: Status, metadata: Metadata | undefined): void {
    const limit = this.connection.host.maxResponseHeaderBytes;
    const contentType = (this.state & HEADERS_SENT) === 0 ? answerContentType(this.headers.contentType) : undefined;
    let last: StatusFields;
    try {
      last = buildStatusFields(status, Metadata.merge(this.extras?.trailers, metadata), contentType, limit);
    } catch (error) {
      // Details that are none, or metadata of another copy of this library.
      this.report(error);
      const fallback = failedWith(StatusCode.INTERNAL, 'the status of this call cannot be sent; the server knows why');
      last = buildStatusFields(fallback, undefined, contentType, limit);
    }
    this.stream.sendTrailers(last.fields);
    this.conclude(last.status);
    if (last.leftOut !== '') {
      this.report(
        new RangeError(`the status of ${this.path} was over ${limit} bytes, left out: ${last.leftOut}; raise maxResponseHeaderBytes`),
      );
    }
  }

  /** Everything that ends with the call, however it ended. */
  private conclude(status: Status): void {
    this.state |= ENDED;
    const { host } = this.connection;
    if (this.timerSlot !== -1) host.clock.timers.remove(this);
    this.connection.remove(this);
    if (host.observer !== null) this.observe('end', status);
    if (this.route.streamsRequests && !this.cancelled) (this.request as RequestStream<unknown>).close();
  }

  /** Ends whatever the handler of a cancelled call may wait for. */
  private wakeHandler(): void {
    if (this.route.streamsRequests) (this.request as RequestStream<unknown> | undefined)?.fail(this.cancelReason);
    if (this.room !== undefined) {
      this.room.reject(this.cancelReason);
      this.room = undefined;
    }
    this.replies?.cancel();
    const extras = this.extras;
    if (extras === undefined) return;
    extras.controller?.abort(this.cancelReason);
    extras.children?.cancelAll(this.cancelReason);
  }

  private writeTooLate(): Promise<void> {
    const late = Promise.reject(this.cancelReason ?? new Error(`the call of ${this.path} has ended, this message goes nowhere`));
    late.catch(ignore);
    return late;
  }

  /** A handler that ends because it was cancelled, or because a call made for it was, has not failed. */
  private isOwnCancellation(error: unknown): boolean {
    if (this.reason === undefined) return false;
    if (error === this.reason || (error instanceof Error && error.cause === this.reason)) return true;
    return RpcError.is(error) && error.fromCall && (error.code === StatusCode.CANCELLED || error.code === StatusCode.DEADLINE_EXCEEDED);
  }

  private observe(what: 'start' | 'end', status: Status): void {
    const observer = this.connection.host.observer!;
    try {
      if (what === 'start') observer.onCallStart?.(this);
      else observer.onCallEnd?.(this, status);
    } catch (error) {
      observerThrew(error);
    }
  }

  private more(): Extras {
    this.extras ??= new Extras();
    return this.extras;
  }
}

/** What few calls have; made together when the first of it is asked for. */
class Extras {
  metadata: Metadata | undefined = undefined;
  trailers: Metadata | undefined = undefined;
  controller: AbortController | undefined = undefined;
  children: Children | undefined = undefined;
  /** What the codec threw for a reply; a handler that throws it on has not failed by itself. */
  unsendable: unknown = undefined;
}

const PEER_BROKE = { scope: 'call', initiator: 'peer', phase: 'receive', processed: 'maybe', advice: '' } as const;
const CUT_BY_US = { scope: 'connection', initiator: 'us', phase: 'send', processed: 'maybe', advice: '' } as const;

function failedWith(code: StatusCode, message: string): Status {
  return { code, message, details: NO_DETAILS };
}

function ignore(): void {}
