import { answerContentType, CONTENT_TYPE } from '../../wire/grpc/content-type.js';
import type { FieldList } from '../../wire/grpc/fields.js';
import { Metadata, type MetadataInit } from '../../wire/grpc/metadata.js';
import type { RequestHeaders } from '../../wire/grpc/request-headers.js';
import { buildResponseHeaders } from '../../wire/grpc/response-headers.js';
import { StatusCode } from '../../wire/grpc/status-code.js';
import { buildTrailers } from '../../wire/grpc/trailers.js';
import { headerListBytes } from '../../wire/hpack/field-list.js';
import { refusePromise } from '../rpc/forgotten-await.js';
import { RpcError } from '../rpc/rpc-error.js';
import { NO_DETAILS, OK_STATUS, type Status } from '../rpc/status.js';
import { MessageTooLarge, type ServerStream } from '../transport/transport.js';
import { CallLife } from './call-life.js';
import { checkReply } from './check-reply.js';
import type { ReplyTarget, RunningReplies } from './reply-stream.js';
import type { Route } from './router.js';
import type { ServerConnection } from './server-connection.js';
import { buildStatusFields, type StatusFields } from './status-fields.js';

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

/**
 * What goes out: headers, replies and the status, from what the handler does and how it ends.
 *
 *   nothing sent --sendHeaders, first reply--> headers sent --reply, end of replies, throw--> ended
 *        └──────────────────throw (Trailers-Only), refused────────────────────────────────────────┘
 */
export abstract class AnsweringCall extends CallLife implements ReplyTarget {
  declare private headersSent: boolean;
  // What most calls never have.
  declare private room: RoomWait | undefined;
  declare private replies: RunningReplies | undefined;
  declare private ownTrailers: Metadata | undefined;
  /** What the codec threw for a reply; a handler that throws it on has not failed by itself. */
  declare private unsendable: unknown;

  constructor(connection: ServerConnection, stream: ServerStream, route: Route, headers: RequestHeaders, nowMs: number) {
    super(connection, stream, route, headers, nowMs);
    this.headersSent = false;
    this.room = undefined;
    this.replies = undefined;
    this.ownTrailers = undefined;
    this.unsendable = undefined;
  }

  // What the handler calls.

  get trailers(): Metadata {
    this.ownTrailers ??= new Metadata();
    return this.ownTrailers;
  }

  sendHeaders(metadata?: MetadataInit): void {
    const fields = buildResponseHeaders(metadata, answerContentType(this.headers.contentType));
    if (this.ended) return;
    if (this.headersSent) {
      throw new Error('the response headers have been sent already: call sendHeaders() once, before the first message');
    }
    const limit = this.connection.host.maxResponseHeaderBytes;
    if (metadata !== undefined && headerListBytes(fields) > limit) {
      throw new RangeError(
        `the response headers have ${headerListBytes(fields)} bytes, the limit is ${limit}: raise maxResponseHeaderBytes`,
      );
    }
    this.headersSent = true;
    this.stream.sendHeaders(fields);
  }

  write(message: unknown): Promise<void> | undefined {
    if (!this.route.streamsReplies) throw new TypeError(`${this.path} has one reply: return it instead of writing it`);
    if (this.ended) return this.writeTooLate();
    return this.send(message) ? undefined : this.waitForRoom();
  }

  /** Of the transport. */
  onWritable(): void {
    const room = this.room;
    if (room === undefined) return;
    this.room = undefined;
    room.resolve();
  }

  // What the handler's outcome calls.

  /** Sends one message; false means wait for room. Throws what the codec throws. */
  send(message: unknown): boolean {
    const route = this.route;
    try {
      if (route.streamsReplies) refusePromise(message, 'a reply');
      if (!route.repliesChecked) checkReply(route, message);
      if (!this.headersSent) this.sendPlainHeaders();
      return this.stream.sendMessage(route.method.reply, message as never, false, false);
    } catch (error) {
      this.unsendable = error;
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
    if (this.ended) return;
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
    if (this.ended) return;
    if (!this.headersSent) this.sendPlainHeaders();
    if (this.ownTrailers !== undefined) {
      this.sendStatus(OK_STATUS, undefined);
      return;
    }
    this.stream.sendTrailers(OK_TRAILERS);
    this.conclude(OK_STATUS);
  }

  /** The handler threw, or what it gave cannot be sent. */
  fail(error: unknown): void {
    if (this.ended) {
      if (!this.isOwnCancellation(error)) this.report(error);
      return;
    }
    if (error !== undefined && error === this.unsendable) {
      this.failUnsendable(error);
      return;
    }
    if (!RpcError.is(error)) {
      this.failUnknown(error);
      return;
    }
    let fromCall: boolean;
    let status: Status;
    let metadata: Metadata;
    try {
      ({ fromCall, status, metadata } = error);
    } catch {
      // Looks like an RpcError, and is none.
      this.failUnknown(error);
      return;
    }
    if (fromCall) this.failForeign(error);
    else this.sendStatus(status, metadata);
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

  abstract report(error: unknown): void;

  // What ends the call from this side.

  /** Ends the call at the end of the grace that `close` gives. */
  override cut(message: string): void {
    if (!this.ended) this.refuse(new RpcError(StatusCode.UNAVAILABLE, message, undefined, CUT_BY_US));
  }

  /**
   * The client gets the status (gRPC status codes: the deadline expires). Only where replies wait for room, and a status would wait
   * behind them, it is told by a reset.
   */
  protected override expire(reason: RpcError): void {
    if (this.room === undefined) this.refuse(reason);
    else this.breakOff(reason);
  }

  /** Answers with `reason` while the handler may still run, which hears that nobody waits for it any more. */
  protected refuse(reason: RpcError): void {
    this.markRefused(reason);
    this.sendStatus(reason.status, undefined);
    this.wakeHandler();
  }

  protected override wakeHandler(): void {
    if (this.room !== undefined) {
      this.room.reject(this.cancelReason);
      this.room = undefined;
    }
    this.replies?.cancel();
    super.wakeHandler();
  }

  /** The client learns nothing of `error`, and `onError` all. */
  private failUnknown(error: unknown): void {
    this.report(error);
    this.sendStatus(failedWith(StatusCode.UNKNOWN, HANDLER_FAILED), undefined);
  }

  /** A call to another server failed, and the handler with it. */
  private failForeign(error: RpcError): void {
    // A call made for this one ends at the same deadline, and may notice it first.
    const nowMs = this.connection.host.clock.now();
    if (this.dueMs <= nowMs + 1) this.onDue(nowMs);
    else {
      const message = `the handler of ${this.path} failed with another server's status`;
      this.failUnknown(new RpcError(StatusCode.UNKNOWN, message, { cause: error }));
    }
  }

  private failUnsendable(error: unknown): void {
    this.report(error);
    const status =
      error instanceof MessageTooLarge
        ? failedWith(StatusCode.RESOURCE_EXHAUSTED, error.message)
        : failedWith(StatusCode.INTERNAL, 'the reply cannot be encoded; the server knows why');
    this.sendStatus(status, undefined);
  }

  private sendPlainHeaders(): void {
    this.headersSent = true;
    const plain = answerContentType(this.headers.contentType) === CONTENT_TYPE;
    this.stream.sendHeaders(plain ? PLAIN_HEADERS : PROTO_HEADERS);
  }

  /** The last thing sent: the status, with the trailers that the handler set and those of its error. */
  private sendStatus(status: Status, metadata: Metadata | undefined): void {
    const limit = this.connection.host.maxResponseHeaderBytes;
    const contentType = this.headersSent ? undefined : answerContentType(this.headers.contentType);
    let last: StatusFields;
    try {
      last = buildStatusFields(status, Metadata.merge(this.ownTrailers, metadata), contentType, limit);
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

  private writeTooLate(): Promise<void> {
    const late = Promise.reject(this.cancelReason ?? new Error(`the call of ${this.path} has ended, this message goes nowhere`));
    late.catch(ignore);
    return late;
  }
}

const CUT_BY_US = { scope: 'connection', initiator: 'us', phase: 'send', processed: 'maybe', advice: '' } as const;

function failedWith(code: StatusCode, message: string): Status {
  return { code, message, details: NO_DETAILS };
}

function ignore(): void {}
