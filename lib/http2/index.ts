/// <reference types="node" preserve="true" />

/**
 * `barewire/http2`: the HTTP/2 engine alone. `serveHttp2` and `connectHttp2` speak it over any Duplex; `Connection` is the state
 * machine itself, without sockets, timers or promises; HPACK stands on its own as well. What does not stand in this list is internal.
 */

// Over a socket, or any other Duplex.

export { OptionError } from '../check-options.js';
export type { Clock } from '../time/clock.js';
export type { Timed, TimerQueue } from '../time/timer-queue.js';
export type { AbuseOptions } from '../transport/abuse-options.js';
export { connectHttp2, type Http2ClientConnection, type Http2ClientRequest, type Http2ClientResponse } from './client.js';
export { Http2Error } from './error.js';
export { HttpFields, type HttpFieldsInit } from './fields.js';
export type { Http2Body } from './incoming-body.js';
export type { Http2Options, Http2ServerOptions } from './options.js';
export type { Http2BodyInit, Http2Chunk, Http2TrailersInit } from './outgoing-body.js';
export { HttpResponseError } from './response.js';
export { type Http2Handler, type Http2ServerConnection, type Http2ServerRequest, type Http2ServerResponse, serveHttp2 } from './server.js';
export type { Http2Connection } from './session.js';

// Without a socket: bytes, commands and the time go in, calls and bytes come out (RFC 9113).

export { releaseSlab, type Slab } from '../../wire/bytes/slab.js';
export { type AbuseLimits, DEFAULT_ABUSE_LIMITS } from '../../wire/http2/abuse-budget.js';
export { Connection, type ConnectionOptions } from '../../wire/http2/connection.js';
export { ErrorCode, errorCodeName } from '../../wire/http2/error-code.js';
export { FieldError, type FieldProblem } from '../../wire/http2/field-problem.js';
export { INITIAL_SETTINGS, type Settings } from '../../wire/http2/settings.js';
export type { Closed, ConnectionSink, FieldSection, Initiator } from '../../wire/http2/sink.js';
export type { Http2Stream } from '../../wire/http2/stream.js';

// HPACK (RFC 7541).

export {
  type FieldList,
  HpackDecoder,
  type HpackDecoderOptions,
  HpackEncoder,
  type HpackEncoderOptions,
  HpackError,
  HpackFieldError,
} from '../../wire/hpack/index.js';
