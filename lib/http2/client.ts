import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import type { FieldList } from '../../wire/hpack/field-list.js';
import type { Connection } from '../../wire/http2/connection.js';
import { ErrorCode } from '../../wire/http2/error-code.js';
import type { FieldSection } from '../../wire/http2/sink.js';
import type { Http2Stream } from '../../wire/http2/stream.js';
import { checkFunction, checkOptionNames, describe, OptionError } from '../check-options.js';
import { Http2Error } from './error.js';
import { appendFields, HttpFields, type HttpFieldsInit, pseudoField } from './fields.js';
import type { Http2Body } from './incoming-body.js';
import { type Http2Options, resolveHttp2Options } from './options.js';
import { type Http2BodyInit, type Http2TrailersInit, isStreamed, sendBody } from './outgoing-body.js';
import { type Http2Connection, Http2Session } from './session.js';
import { PlainStream } from './stream.js';

/** A request to send. */
export interface Http2ClientRequest {
  /** Default `GET`, or `POST` where there is a body. */
  readonly method?: string | undefined;
  /** With its query. Default `/`. */
  readonly path?: string | undefined;
  /** Default `localhost`. */
  readonly authority?: string | undefined;
  /** Default `http`, or `https` on a TLS socket. */
  readonly scheme?: string | undefined;
  readonly headers?: HttpFieldsInit | undefined;
  /** Whole, or an iterable or async iterable of pieces, which is asked for the next one when there is room. */
  readonly body?: Http2BodyInit | undefined;
  /** Sent behind the body. */
  readonly trailers?: Http2TrailersInit | undefined;
  /** Cancels the request: RST_STREAM(CANCEL). */
  readonly signal?: AbortSignal | undefined;
  /** Hears 1xx responses. */
  readonly onInformational?: ((status: number, headers: HttpFields) => void) | undefined;
}

/** A response; its body may still be on its way. */
export interface Http2ClientResponse {
  readonly status: number;
  readonly headers: HttpFields;
  /** Read it, or cancel: what is not read stops the server at the stream's window. */
  readonly body: Http2Body;
  /** Tells the server to stop. After the end it changes nothing. */
  cancel(): void;
}

const NAMES = ['method', 'path', 'authority', 'scheme', 'headers', 'body', 'trailers', 'signal', 'onInformational'];
const OWNER = 'request()';

/** The client's side of a stream. */
class ClientStream extends PlainStream implements Http2ClientResponse {
  status = 0;
  headers: HttpFields = new HttpFields([]);
  readonly #request: Http2ClientRequest;
  #settle: ((error: Error | undefined) => void) | undefined = undefined;
  readonly #onAbort: () => void;

  constructor(connection: Connection<PlainStream>, h2: Http2Stream<PlainStream>, request: Http2ClientRequest) {
    super(connection, h2);
    this.#request = request;
    this.#onAbort = () => this.reset(ErrorCode.CANCEL, abortReason(request.signal!));
    request.signal?.addEventListener('abort', this.#onAbort);
  }

  /** The final response's headers are here. */
  ready(): Promise<Http2ClientResponse> {
    return new Promise((resolve, reject) => {
      this.#settle = (error) => (error === undefined ? resolve(this) : reject(error));
      if (this.error !== undefined) reject(this.error);
      else if (this.status !== 0) resolve(this);
    });
  }

  receivedFields(fields: FieldList, section: FieldSection, endStream: boolean): void {
    if (section === 'informational') {
      try {
        this.#request.onInformational?.(Number(pseudoField(fields, ':status')), new HttpFields(fields));
      } catch (error) {
        this.reset(ErrorCode.CANCEL, error instanceof Error ? error : new Error('onInformational threw', { cause: error }));
      }
      return;
    }
    if (section === 'headers') {
      this.status = Number(pseudoField(fields, ':status'));
      this.headers = new HttpFields(fields);
      this.#settle?.(undefined);
    }
    if (endStream) this.remoteEnded(section === 'trailers' ? fields : undefined);
  }

  override remoteEnded(trailers: readonly string[] | undefined): void {
    super.remoteEnded(trailers);
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
  }

  cancel(): void {
    this.reset(ErrorCode.CANCEL, new Error('the request was cancelled'));
  }

  /** Sends the request's content. What its iterable throws ends the request. */
  async send(): Promise<void> {
    try {
      await sendBody(this, this.#request.body, this.#request.trailers, OWNER);
    } catch (error) {
      this.reset(ErrorCode.CANCEL, error instanceof Error ? error : new Error(String(error)));
    }
  }

  [inspect.custom](): string {
    return `Http2ClientResponse ${this.status} ${inspect(this.headers)}`;
  }

  protected failed(error: Error): void {
    this.#request.signal?.removeEventListener('abort', this.#onAbort);
    this.#settle?.(error);
  }
}

/** The client's end of a connection. */
export interface Http2ClientConnection extends Http2Connection {
  /** Requests that may be sent now without waiting for others to end. */
  readonly freeSlots: number;
  /**
   * Sends a request and resolves with its response when the final headers are here; waits while the server allows no further stream.
   * Rejects with an `Http2Error` where the stream or the connection ended before, with the signal's reason where it was aborted, with
   * what the body's iterable or `onInformational` threw, and with an `OptionError` or `FieldError` for what cannot be sent.
   */
  request(request?: Http2ClientRequest): Promise<Http2ClientResponse>;
}

class ClientSession extends Http2Session implements Http2ClientConnection {
  protected readonly name = 'Http2ClientConnection';
  readonly #scheme: string;
  /** Requests that wait for a free stream, oldest first. */
  readonly #waiting = new Set<() => void>();
  #goingAway = false;

  constructor(socket: Duplex, options: Http2Options) {
    super(socket, resolveHttp2Options('connectHttp2()', 'client', options));
    this.#scheme = (socket as { encrypted?: boolean }).encrypted === true ? 'https' : 'http';
    void this.closed.then(() => this.#wakeWaiting());
  }

  get freeSlots(): number {
    return this.#goingAway ? 0 : this.connection.freeSlots;
  }

  async request(request: Http2ClientRequest = {}): Promise<Http2ClientResponse> {
    checkOptionNames(OWNER, request, NAMES);
    checkFunction(OWNER, 'onInformational', request.onInformational);
    const { signal, body, trailers } = request;
    const fields = this.#fieldsOf(request);
    signal?.throwIfAborted();
    const bare = body === undefined && trailers === undefined;
    while (this.freeSlots === 0) {
      if (this.#goingAway || this.connection.closed) throw this.#refusal();
      await this.#slot(signal);
      if (signal?.aborted === true) {
        this.#wakeWaiting();
        throw abortReason(signal);
      }
    }
    const h2 = this.connection.openStream(fields, bare, undefined as never);
    if (h2 === undefined) throw this.#refusal();
    const stream = new ClientStream(this.connection, h2, request);
    if (!bare) void stream.send();
    return stream.ready();
  }

  protected override beginClose(): void {
    this.#goingAway = true;
    this.#wakeWaiting();
  }

  onHeaders(h2: Http2Stream<PlainStream>, fields: FieldList, section: FieldSection, endStream: boolean): void {
    (h2.user as ClientStream | undefined)?.receivedFields(fields, section, endStream);
  }

  override onSettings(): void {
    this.#wakeWaiting();
  }

  override onSlots(): void {
    this.#wakeWaiting();
  }

  /** Nothing of the request has left this process. */
  #refusal(): Http2Error {
    const { reason } = this;
    if (reason === undefined) return goingAway();
    const { by, code, message, cause } = reason;
    return new Http2Error({ by, scope: 'connection', code, processed: 'no', message }, cause);
  }

  #fieldsOf({ method, path, authority, scheme, headers, body }: Http2ClientRequest): string[] {
    const verb = token('method', method ?? (body === undefined ? 'GET' : 'POST'));
    const host = visible('authority', authority ?? 'localhost');
    const fields = [':method', verb];
    // RFC 9113 §8.5: CONNECT names an authority alone.
    if (verb !== 'CONNECT') {
      fields.push(':scheme', token('scheme', scheme ?? this.#scheme), ':path', visible('path', path ?? '/'));
    }
    fields.push(':authority', host);
    appendFields(fields, headers, OWNER);
    if (body !== undefined && !isStreamed(body) && !fields.includes('content-length')) {
      const bytes = typeof body === 'string' ? new TextEncoder().encode(body).length : (body as Uint8Array).length;
      if (bytes !== undefined) fields.push('content-length', String(bytes));
    }
    return fields;
  }

  /** Resolves when a stream may be free, in the order of asking. */
  #slot(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const wake = () => {
        signal?.removeEventListener('abort', abort);
        this.#waiting.delete(wake);
        resolve();
      };
      const abort = () => {
        this.#waiting.delete(wake);
        reject(abortReason(signal!));
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.add(wake);
    });
  }

  /** Wakes as many as there are streams; all of them where there will be none any more. */
  #wakeWaiting(): void {
    let left = this.#goingAway || this.connection.closed ? Number.POSITIVE_INFINITY : this.freeSlots;
    for (const wake of this.#waiting) {
      if (left-- <= 0) return;
      wake();
    }
  }
}

/**
 * Speaks HTTP/2 as a client over a socket, a TLS socket that has agreed upon `h2`, or any other Duplex of bytes.
 *
 *   const connection = connectHttp2(net.connect(8080));
 *   const response = await connection.request({ path: '/' });
 *   console.log(response.status, await response.body.text());
 *   await connection.close();
 *
 * Throws an `OptionError` for a wrong option.
 */
export function connectHttp2(socket: Duplex, options: Http2Options = {}): Http2ClientConnection {
  return new ClientSession(socket, options);
}

function goingAway(): Http2Error {
  const message = 'the connection takes no more requests: open another one';
  return new Http2Error({ by: 'us', scope: 'stream', code: ErrorCode.REFUSED_STREAM, processed: 'no', message });
}

function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('the request was aborted', { cause: signal.reason });
}

/** RFC 9110 §5.6.2. */
function token(name: string, value: unknown): string {
  if (typeof value === 'string' && /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(value)) return value;
  throw new OptionError(`${OWNER}: ${name} is a token such as GET or https; got ${describe(value)}`);
}

function visible(name: string, value: unknown): string {
  if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value;
  throw new OptionError(`${OWNER}: ${name} is visible ASCII without spaces: encode it; got ${describe(value)}`);
}
