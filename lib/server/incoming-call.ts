import { inspect } from 'node:util';
import { compressedFlagProblem } from '../../wire/grpc/encodings.js';
import type { FieldList } from '../../wire/grpc/fields.js';
import type { MessageViolation } from '../../wire/grpc/message-violation.js';
import { PREFIX_BYTES } from '../../wire/grpc/message-writer.js';
import { Metadata } from '../../wire/grpc/metadata.js';
import type { RequestHeaders } from '../../wire/grpc/request-headers.js';
import { StatusCode } from '../../wire/grpc/status-code.js';
import { MAX_DEPTH } from '../../wire/limits.js';
import { decodeError, errorFromViolation } from '../rpc/error-conversion.js';
import { RpcError } from '../rpc/rpc-error.js';
import type { Status } from '../rpc/status.js';
import type { ServerStream, StreamSink } from '../transport/transport.js';
import { AnsweringCall } from './answering-call.js';
import type { HandlerScopes } from './handler-scope.js';
import { RequestStream } from './request-stream.js';
import type { Route } from './router.js';
import { runInOwnScope } from './run-handler.js';
import type { ServerAuth, WritableServerCall } from './server-call.js';
import type { ServerConnection } from './server-connection.js';

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
 * This object is everything a call is: how long it lasts (`CallLife`), what it answers (`AnsweringCall`), and here what comes in
 * (`StreamSink`) and what the handler gets (`ServerCall`). A synchronous unary handler is answered in the turn in which its request
 * came, without a promise, a closure or a further object but its async context (handler-scope.ts) and the parsed headers; whatever
 * costs more is made when it is asked for.
 */
export class IncomingCall extends AnsweringCall implements StreamSink, WritableServerCall<unknown> {
  declare private received: unknown;
  declare private readonly fields: FieldList;
  /** The one request of a unary or server-streaming call has come. */
  declare private requestSeen: boolean;
  declare private ownMetadata: Metadata | undefined;

  constructor(connection: ServerConnection, stream: ServerStream, route: Route, fields: FieldList, headers: RequestHeaders, nowMs: number) {
    super(connection, stream, route, headers, nowMs);
    this.fields = fields;
    this.received = undefined;
    this.requestSeen = false;
    this.ownMetadata = undefined;
  }

  /** The request, or the stream of requests. */
  get request(): unknown {
    return this.received;
  }

  /** Begins the call; its handler runs now or when its request is there. */
  override begin(): void {
    super.begin();
    if (this.ended || !this.route.streamsRequests) return;
    this.received = new RequestStream(this.stream);
    // The transport does not know this sink yet, so a handler that writes at once has to wait until it does.
    process.nextTick(runInOwnScope, this);
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
    if (this.ended) return;
    const route = this.route;
    if (compressed) {
      const problem = compressedFlagProblem(this.headers.encoding);
      if (problem !== undefined) this.refuse(new RpcError(problem.code, problem.message, undefined, PEER_BROKE));
      return;
    }
    if (!route.streamsRequests) {
      if (this.requestSeen) {
        this.refuseRequestCount('a second request came');
        return;
      }
      this.requestSeen = true;
    }
    let message: unknown;
    try {
      message = route.method.request.decodeFrom(buffer, start, end, MAX_DEPTH, this.connection.host.decode);
    } catch (error) {
      this.refuse(decodeError('the request', error));
      return;
    }
    if (route.streamsRequests) {
      (this.received as RequestStream<unknown>).push(message, end - start + PREFIX_BYTES);
    } else {
      this.received = message;
      this.stream.consumed(end - start + PREFIX_BYTES);
    }
  }

  onViolation(violation: MessageViolation): void {
    if (!this.ended) this.refuse(errorFromViolation(violation));
  }

  onEnd(): void {
    if (this.ended) return;
    if (this.route.streamsRequests) (this.received as RequestStream<unknown>).end();
    else if (this.requestSeen) runInOwnScope(this);
    else this.refuseRequestCount('the client ended without a request');
  }

  private refuseRequestCount(what: string): void {
    // gRPC status codes: request cardinality violation.
    const message = `${what}, ${this.path} takes exactly one`;
    this.refuse(new RpcError(StatusCode.UNIMPLEMENTED, message, undefined, PEER_BROKE));
  }

  // What the handler gets.

  get metadata(): Metadata {
    this.ownMetadata ??= Metadata.fromFields(this.fields, this.headers.metadataIndex);
    return this.ownMetadata;
  }

  get auth(): ServerAuth | undefined {
    return undefined;
  }

  /** Such as `ServerCall /rooms.Rooms/Get from 127.0.0.1:4711`: no metadata, which may hold secrets. */
  [inspect.custom](): string {
    const state = this.cancelled ? ', cancelled' : this.ended ? ', ended' : '';
    return `ServerCall ${this.path} from ${this.peer.address}${state}`;
  }

  // What runs it, and what happens at its end.

  get scopes(): HandlerScopes {
    return this.connection.host.scopes;
  }

  override report(error: unknown): void {
    this.connection.host.reportError(error, this);
  }

  protected override conclude(status: Status): void {
    super.conclude(status);
    if (this.route.streamsRequests && !this.cancelled) (this.received as RequestStream<unknown>).close();
  }

  protected override wakeHandler(): void {
    if (this.route.streamsRequests) (this.received as RequestStream<unknown> | undefined)?.fail(this.cancelReason);
    super.wakeHandler();
  }
}

const PEER_BROKE = { scope: 'call', initiator: 'peer', phase: 'receive', processed: 'maybe', advice: '' } as const;
