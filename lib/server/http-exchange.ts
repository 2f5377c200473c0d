import { inspect } from 'node:util';
import type { FieldList } from '../../wire/hpack/field-list.js';
import { HttpFields, pseudoField } from '../http2/fields.js';
import { buildResponse, HttpResponseError } from '../http2/response.js';
import { MAX_HTTP_BODIES_BYTES } from '../limits.js';
import type { HttpStream, HttpStreamSink } from '../transport/http-stream.js';
import type { Peer, StreamClosed } from '../transport/transport.js';
import type { HandlerScopes } from './handler-scope.js';
import type { HttpHandler, HttpRequest } from './http-handler.js';
import type { ListedCall } from './server-connection.js';

/** What exchanges need of their connection. */
export interface HttpHost {
  readonly handler: HttpHandler;
  readonly maxBodyBytes: number;
  readonly maxResponseHeaderBytes: number;
  readonly scopes: HandlerScopes;
  now(): number;
  /** The value of the field `date`. */
  date(): string;
  /** Hands `error` to the user. Never throws. */
  reportError(error: unknown): void;
}

/** The connection's list of what is in progress. */
export interface ExchangeList {
  /** Room that unfinished bodies of the connection take. */
  httpBodyBytes: number;
  add(exchange: ListedCall): void;
  remove(exchange: ListedCall): void;
}

/**
 * One plain request and its response.
 *
 *   reading --end of the body--> handling --response, throw--> answered
 *      |--body too large (413), server closed (503)------------^   |
 *      └--reset, connection gone--> gone <--------------------------┘ (the transport tells no more)
 */
export class HttpExchange implements HttpStreamSink, HttpRequest, ListedCall {
  previous: ListedCall | undefined = undefined;
  next: ListedCall | undefined = undefined;
  readonly startedMs: number;
  readonly method: string;
  readonly path: string;
  readonly #fields: FieldList;
  readonly #host: HttpHost;
  readonly #list: ExchangeList;
  readonly #stream: HttpStream;
  /** What has come of the body, in one buffer that grows: frames may be of one byte each. */
  #buffer: Uint8Array = NOTHING;
  #bytes = 0;
  /** This body's part of the connection's `httpBodyBytes`. The handler may cut the buffer to its length. */
  #room = 0;
  #headers: HttpFields | undefined = undefined;
  #controller: AbortController | undefined = undefined;
  /** A response was given to the transport, or nobody waits for one. */
  #ended = false;
  #gone: Error | undefined = undefined;

  constructor(host: HttpHost, list: ExchangeList, stream: HttpStream, fields: FieldList) {
    this.#host = host;
    this.#list = list;
    this.#stream = stream;
    this.#fields = fields;
    this.startedMs = host.now();
    this.method = pseudoField(fields, ':method');
    this.path = pseudoField(fields, ':path');
    list.add(this);
    // RFC 9110 §8.6: what announces more than is taken is told so before it is sent.
    if (Number(this.headers.get('content-length') ?? 0) > host.maxBodyBytes) this.#tooLarge();
    // RFC 9110 §10.1.1
    else if (this.headers.get('expect')?.toLowerCase() === '100-continue') stream.sendInformational([':status', '100']);
  }

  // What the handler gets.

  get scheme(): string {
    return pseudoField(this.#fields, ':scheme');
  }

  get authority(): string {
    return pseudoField(this.#fields, ':authority') || (this.headers.get('host') ?? '');
  }

  get headers(): HttpFields {
    this.#headers ??= new HttpFields(this.#fields);
    return this.#headers;
  }

  get body(): Uint8Array {
    if (this.#buffer.length !== this.#bytes) this.#buffer = this.#buffer.slice(0, this.#bytes);
    return this.#buffer;
  }

  get peer(): Peer {
    return this.#stream.session.peer;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#gone !== undefined) this.#controller.abort(this.#gone);
    }
    return this.#controller.signal;
  }

  /** Such as `HttpRequest GET /healthz from 127.0.0.1:4711`: no header, which may be a secret. */
  [inspect.custom](): string {
    return `HttpRequest ${this.method} ${this.path} from ${this.peer.address}`;
  }

  // What the transport calls.

  onData(buffer: Uint8Array, start: number, end: number): void {
    this.#stream.consumed(end - start);
    if (this.#ended) return;
    const bytes = this.#bytes + end - start;
    if (bytes > this.#host.maxBodyBytes) this.#tooLarge();
    else {
      if (bytes > this.#buffer.length && !this.#grow(bytes)) return;
      this.#buffer.set(buffer.subarray(start, end), this.#bytes);
      this.#bytes = bytes;
    }
  }

  onEnd(): void {
    if (!this.#ended) this.#host.scopes.take().runInAsyncScope(runHandler, undefined, this);
  }

  onWritable(): void {}

  onClosed(closed: StreamClosed): void {
    this.#end();
    this.#abandon(new Error(closed.message, closed.cause === undefined ? undefined : { cause: closed.cause }));
  }

  /** Of the server's end: its grace is over. */
  cut(message: string): void {
    this.#answer(this.#own(503, message));
    this.#abandon(new Error(message));
  }

  /** Of `runHandler` only. */
  run(): void {
    let result: unknown;
    try {
      result = this.#host.handler(this);
      if (result instanceof Promise || typeof (result as PromiseLike<unknown> | undefined)?.then === 'function') {
        void this.#settle(result as PromiseLike<unknown>);
        return;
      }
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#reply(result);
  }

  async #settle(result: PromiseLike<unknown>): Promise<void> {
    try {
      this.#reply(await result);
    } catch (error) {
      this.#fail(error);
    }
  }

  #reply(response: unknown): void {
    if (this.#ended) return;
    try {
      this.#answer(this.#built(response, this.#host.maxResponseHeaderBytes));
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    // A handler that was told that nobody waits may end as it likes.
    if (this.#gone !== undefined && (error === this.#gone || (error as Error | undefined)?.cause === this.#gone)) return;
    this.#answer(this.#own(500, 'the server failed to answer this request'));
    this.#host.reportError(error);
  }

  /** Makes room for `bytes`. False where the connection's other bodies leave none: then the request is answered. */
  #grow(bytes: number): boolean {
    const { maxBodyBytes } = this.#host;
    const room = Math.min(Math.max(bytes, 2 * this.#buffer.length), maxBodyBytes);
    const held = this.#list.httpBodyBytes + room - this.#room;
    if (held > Math.max(MAX_HTTP_BODIES_BYTES, maxBodyBytes)) {
      this.#answer(this.#own(503, 'this connection has too many requests with bodies in progress'));
      this.#buffer = NOTHING;
      return false;
    }
    this.#list.httpBodyBytes = held;
    this.#room = room;
    const larger = new Uint8Array(room);
    larger.set(this.#buffer);
    this.#buffer = larger;
    return true;
  }

  #tooLarge(): void {
    const message = `the request's body is larger than ${this.#host.maxBodyBytes} bytes`;
    this.#answer(this.#own(413, message));
    this.#buffer = NOTHING;
    this.#bytes = 0;
  }

  /** A response of the server itself. */
  #own(status: number, message: string): Answer {
    return this.#built({ status, body: `${message}\n` }, Number.POSITIVE_INFINITY);
  }

  #built(response: unknown, maxHeaderBytes: number): Answer {
    const { fields, body } = buildResponse(response, this.method, this.#host.date(), maxHeaderBytes, OWNER);
    if (body === undefined || body instanceof Uint8Array) return { fields, body };
    throw new HttpResponseError(`${OWNER} has a body in pieces; a string or a Uint8Array was expected`);
  }

  #answer({ fields, body }: Answer): void {
    if (this.#ended) return;
    // What the transport refuses has changed nothing: there is still a 500 to be sent.
    this.#stream.sendHeaders(fields, body === undefined);
    this.#end();
    if (body !== undefined) this.#stream.sendData(body, true);
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#list.httpBodyBytes -= this.#room;
    this.#room = 0;
    this.#list.remove(this);
  }

  #abandon(reason: Error): void {
    this.#gone ??= reason;
    this.#controller?.abort(this.#gone);
  }
}

const OWNER = 'the response of the http handler';

interface Answer {
  readonly fields: string[];
  readonly body: Uint8Array | undefined;
}

const NOTHING = new Uint8Array(0);

/** A function of the module: no closure per request. */
function runHandler(exchange: HttpExchange): void {
  exchange.run();
}
