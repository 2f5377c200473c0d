import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import type { FieldList } from '../../wire/hpack/field-list.js';
import { ErrorCode } from '../../wire/http2/error-code.js';
import type { FieldSection } from '../../wire/http2/sink.js';
import type { Http2Stream } from '../../wire/http2/stream.js';
import { checkFunction, describe, OptionError } from '../check-options.js';
import { appendFields, HttpFields, type HttpFieldsInit, pseudoField } from './fields.js';
import type { Http2Body } from './incoming-body.js';
import { type Http2ServerOptions, resolveHttp2Options } from './options.js';
import { type Http2BodyInit, type Http2TrailersInit, sendBody } from './outgoing-body.js';
import { buildResponse, dateField } from './response.js';
import { type Http2Connection, Http2Session } from './session.js';
import { PlainStream } from './stream.js';

/** What a handler gives. */
export interface Http2ServerResponse {
  /** From 200 to 599. */
  readonly status: number;
  /** Fields beside `:status`. `date` is set where it is not given, `content-length` where the body is whole. */
  readonly headers?: HttpFieldsInit | undefined;
  /** Whole, or an iterable or async iterable of pieces, which is asked for the next one when there is room. */
  readonly body?: Http2BodyInit | undefined;
  /** Sent behind the body (RFC 9113 §8.1). */
  readonly trailers?: Http2TrailersInit | undefined;
}

/** Answers a request, which may still be on its way. One that throws is a 500, or RST_STREAM where the headers are out. */
export type Http2Handler = (request: Http2ServerRequest) => Http2ServerResponse | Promise<Http2ServerResponse>;

const RESPONSE = 'the response of the handler';

/** A request as a server sees it. */
export interface Http2ServerRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly scheme: string;
  /** `:authority`, or `host` where that is missing. */
  readonly authority: string;
  readonly headers: HttpFields;
  /** May still be on its way. */
  readonly body: Http2Body;
  /** Aborted when the client has reset the request, or the connection is gone. Made when it is asked for. */
  readonly signal: AbortSignal;
  /** Sends a 1xx response before the one that is returned: 100, or 103 with links (RFC 8297). */
  sendInformational(status: number, headers?: HttpFieldsInit): void;
}

/** The server's end of a connection. */
export interface Http2ServerConnection extends Http2Connection {}

/** The server's side of a stream. */
class ServerRequest extends PlainStream implements Http2ServerRequest {
  readonly method: string;
  readonly path: string;
  readonly scheme: string;
  readonly authority: string;
  readonly headers: HttpFields;
  #controller: AbortController | undefined = undefined;

  constructor(session: ServerSession, h2: Http2Stream<PlainStream>, fields: FieldList) {
    super(session.connection, h2);
    this.method = pseudoField(fields, ':method');
    this.path = pseudoField(fields, ':path');
    this.scheme = pseudoField(fields, ':scheme');
    this.headers = new HttpFields(fields);
    this.authority = pseudoField(fields, ':authority') || (this.headers.get('host') ?? '');
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.error !== undefined) this.#controller.abort(this.error);
    }
    return this.#controller.signal;
  }

  sendInformational(status: number, headers?: HttpFieldsInit): void {
    if (!Number.isInteger(status) || status < 100 || status > 199 || status === 101) {
      throw new OptionError(`sendInformational(): the status is from 100 to 199 and not 101; got ${describe(status)}`);
    }
    const fields = [':status', String(status)];
    appendFields(fields, headers, 'sendInformational()');
    if (!this.over) this.connection.sendHeaders(this.h2, fields, false);
  }

  [inspect.custom](): string {
    return `Http2ServerRequest ${this.method} ${this.path}`;
  }

  protected failed(error: Error): void {
    this.#controller?.abort(error);
  }
}

class ServerSession extends Http2Session implements Http2ServerConnection {
  protected readonly name = 'Http2ServerConnection';
  readonly #handler: Http2Handler;
  readonly #onError: (error: unknown) => void;

  constructor(socket: Duplex, handler: Http2Handler, options: Http2ServerOptions) {
    super(socket, resolveHttp2Options('serveHttp2()', 'server', options));
    this.#handler = handler;
    this.#onError = checkFunction('serveHttp2()', 'onError', options.onError) ?? printError;
  }

  onHeaders(h2: Http2Stream<PlainStream>, fields: FieldList, _section: FieldSection, endStream: boolean): void {
    if (h2.user !== undefined) {
      if (endStream) h2.user.remoteEnded(fields);
      return;
    }
    const request = new ServerRequest(this, h2, fields);
    if (endStream) request.remoteEnded(undefined);
    void this.#serve(request);
  }

  async #serve(request: ServerRequest): Promise<void> {
    let answered = false;
    try {
      // Not inside the connection's call: a handler may take its time before its first `await`.
      await undefined;
      const response = await this.#handler(request);
      if (request.over) return;
      const date = dateField(this.clock.wallNow());
      const { fields, body } = buildResponse(response, request.method, date, Number.POSITIVE_INFINITY, RESPONSE);
      const { trailers } = response;
      const bare = body === undefined && (trailers === undefined || request.method === 'HEAD');
      request.connection.sendHeaders(request.h2, fields, bare);
      answered = true;
      if (!bare) await sendBody(request, body, trailers, RESPONSE);
    } catch (error) {
      if (request.over && (error === request.error || (error as Error | undefined)?.cause === request.error)) return;
      this.#report(error);
      if (request.over) return;
      if (answered) request.reset(ErrorCode.INTERNAL_ERROR, error as Error);
      else request.connection.sendHeaders(request.h2, [':status', '500', 'content-length', '0'], true);
    }
  }

  #report(error: unknown): void {
    try {
      this.#onError(error);
    } catch (thrown) {
      process.emitWarning(`onError threw: ${String(thrown)}`, 'BarewireHttp2');
    }
  }
}

/**
 * Serves HTTP/2 over a socket, a TLS socket that has agreed upon `h2`, or any other Duplex of bytes.
 *
 *   net.createServer((socket) => serveHttp2(socket, async ({ path }) => ({ status: 200, body: `you asked for ${path}` })));
 *
 * Throws an `OptionError` for a wrong option. What the client does wrong ends its stream or connection, never the process.
 */
export function serveHttp2(socket: Duplex, handler: Http2Handler, options: Http2ServerOptions = {}): Http2ServerConnection {
  if (typeof handler !== 'function') throw new OptionError(`serveHttp2(): the handler is a function; got ${describe(handler)}`);
  return new ServerSession(socket, handler, options);
}

function printError(error: unknown): void {
  console.error('barewire: the handler of serveHttp2() failed:', error, '\n(give serveHttp2() an onError to handle this yourself)');
}
