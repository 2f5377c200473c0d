/**
 * One connection's calls: takes what the transport announces, refuses what cannot be served, and knows which calls are in progress.
 */
import { answerContentType } from '../../wire/grpc/content-type.js';
import { IDENTITY, IDENTITY_ONLY, requestEncodingProblem } from '../../wire/grpc/encodings.js';
import type { FieldList, Problem } from '../../wire/grpc/fields.js';
import { parseRequestHeaders, type RequestHeaders } from '../../wire/grpc/request-headers.js';
import { buildRefusal } from '../../wire/grpc/trailers.js';
import type { DecodeOptions } from '../../wire/protobuf/message-type.js';
import { type ObservedConnection, type Observer, observerReturned, observerThrew } from '../rpc/observer.js';
import type { Clock } from '../time/clock.js';
import { ErrorCode } from '../transport/error-code.js';
import { type HttpStream, type HttpStreamSink, withoutOuterWhitespace } from '../transport/http-stream.js';
import type { Peer, ServerSession, ServerSessionSink, ServerStream, StreamSink, TransportError } from '../transport/transport.js';
import type { HandlerScopes } from './handler-scope.js';
import { HttpExchange, type HttpHost } from './http-exchange.js';
import { IncomingCall } from './incoming-call.js';
import type { Router } from './router.js';
import type { ServerCall } from './server-call.js';

/** What connections and calls need of their server. */
export interface ServerHost {
  readonly clock: Clock;
  readonly observer: Observer | null;
  readonly router: Router;
  readonly scopes: HandlerScopes;
  readonly maxReceiveMessageBytes: number;
  readonly decode: DecodeOptions | undefined;
  readonly maxSendMessageBytes: number;
  readonly maxResponseHeaderBytes: number;
  /** What serves plain requests. */
  readonly http?: HttpHost | undefined;
  /** Hands `error` to the user. Never throws. */
  reportError(error: unknown, call: ServerCall | undefined): void;
  connectionClosed(connection: ServerConnection): void;
}

/** A link of a connection's list of calls, which runs through the calls themselves: 5 ns, where a Set takes 60. */
export interface ListedCall {
  previous: ListedCall | undefined;
  next: ListedCall | undefined;
  readonly path: string;
  readonly peer: Peer;
  readonly startedMs: number;
  /** Ends the call from the server's side. */
  cut(message: string): void;
}

export class ServerConnection implements ServerSessionSink, ObservedConnection {
  readonly host: ServerHost;
  readonly session: ServerSession;
  readonly onHttpStream: ((stream: HttpStream, fields: FieldList) => HttpStreamSink) | undefined;
  /** HPACK gives the same list for equal field blocks (block-memo.ts), and calls without deadline and metadata mostly have equal ones. */
  #lastFields: FieldList | undefined = undefined;
  #lastHeaders: RequestHeaders | undefined = undefined;
  httpBodyBytes = 0;
  /** The calls in progress, newest first. */
  #first: ListedCall | undefined = undefined;

  constructor(host: ServerHost, session: ServerSession) {
    this.host = host;
    this.session = session;
    const { http } = host;
    this.onHttpStream =
      http === undefined ? undefined : (stream, fields) => new HttpExchange(http, this, stream, withoutOuterWhitespace(fields));
  }

  get side(): 'server' {
    return 'server';
  }

  get peer(): Peer {
    return this.session.peer;
  }

  /** The calls in progress, oldest first. */
  calls(): ListedCall[] {
    const calls: ListedCall[] = [];
    for (let call = this.#first; call !== undefined; call = call.next) calls.push(call);
    return calls.reverse();
  }

  onStream(stream: ServerStream, fields: FieldList): StreamSink {
    if (fields !== this.#lastFields) {
      this.#lastHeaders = parseRequestHeaders(fields);
      this.#lastFields = fields;
    }
    const headers = this.#lastHeaders!;
    if (headers.problem !== undefined) return refuse(stream, headers.problem, headers.contentType, undefined);
    const route = this.host.router.find(headers.path);
    if (route === undefined) return refuse(stream, this.host.router.missing(headers.path), headers.contentType, undefined);
    if (headers.encoding !== IDENTITY) {
      const problem = requestEncodingProblem(headers.encoding, IDENTITY_ONLY);
      if (problem !== undefined) return refuse(stream, problem, headers.contentType, IDENTITY);
    }
    const call = new IncomingCall(this, stream, route, fields, headers, this.host.clock.now());
    call.begin();
    return call;
  }

  onClosed(error: TransportError | undefined): void {
    const { observer } = this.host;
    // A client that was sent away for abuse: nobody else would say so.
    if (error !== undefined && error.by === 'us' && error.code === ErrorCode.ENHANCE_YOUR_CALM) this.host.reportError(error, undefined);
    try {
      observerReturned(observer?.onConnectionClose?.(this, error));
    } catch (thrown) {
      observerThrew(thrown);
    }
    this.host.connectionClosed(this);
  }

  add(call: ListedCall): void {
    const first = this.#first;
    call.next = first;
    if (first !== undefined) first.previous = call;
    this.#first = call;
  }

  remove(call: ListedCall): void {
    const { previous, next } = call;
    if (previous !== undefined) previous.next = next;
    else this.#first = next;
    if (next !== undefined) next.previous = previous;
    call.previous = undefined;
    call.next = undefined;
  }
}

function refuse(stream: ServerStream, problem: Problem, contentType: string, acceptEncoding: string | undefined): StreamSink {
  stream.sendTrailers(buildRefusal(problem, answerContentType(contentType), acceptEncoding));
  return REFUSED;
}

/** The sink of a stream that was answered at once: the transport does not call it any more. */
const REFUSED: StreamSink = {
  maxReceiveMessageBytes: 0,
  maxSendMessageBytes: 0,
  onHeaders() {},
  onMessage() {},
  onViolation() {},
  onEnd() {},
  onWritable() {},
  onTrailers() {},
  onClosed() {},
};
