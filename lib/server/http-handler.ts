/** Plain HTTP/2 beside gRPC, such as a health page: what the handler of `new Server({ http })` gets and gives. */
import type { HttpFields, HttpFieldsInit } from '../http2/fields.js';
import type { Peer } from '../transport/transport.js';

/** A request that is none of gRPC, whole. */
export interface HttpRequest {
  /** Such as `GET`, as the client wrote it. */
  readonly method: string;
  /** `:path` with its query, such as `/health?verbose`; `*` for `OPTIONS *`. */
  readonly path: string;
  /** `:authority`, or `host` where that is missing; '' where both are. */
  readonly authority: string;
  /** `http` or `https`, as the client wrote it: what the connection is says `peer.tls`. */
  readonly scheme: string;
  readonly headers: HttpFields;
  /** At most `maxHttpBodyBytes`; larger ones are answered with 413 before the handler hears of them. */
  readonly body: Uint8Array;
  readonly peer: Peer;
  /** Aborted when nobody waits for the response any more. Made when it is asked for. */
  readonly signal: AbortSignal;
}

/** What answers it. */
export interface HttpResponse {
  /** From 200 to 599 (RFC 9110 §15); 1xx is no answer. */
  readonly status: number;
  /**
   * Header fields beside `:status`. Set where they are not given: `date`, `content-length`, and for a string body
   * `content-type: text/plain; charset=utf-8`.
   */
  readonly headers?: HttpFieldsInit | undefined;
  /** A string is sent as UTF-8; bytes are copied. To HEAD the same may be answered as to GET: the body is left out. */
  readonly body?: string | Uint8Array | undefined;
}

/**
 * Answers requests whose content-type is not `application/grpc`, whatever their method. One that throws is a 500 and is reported to
 * `onError`; the client is told no more.
 */
export type HttpHandler = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;
