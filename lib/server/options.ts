/** Options of a server: what they are, their defaults, and their check. */
import { inspect } from 'node:util';
import type { DecodeOptions } from '../../wire/protobuf/message-type.js';
import {
  checkClock,
  checkDecodeOptions,
  checkFunction,
  checkInteger,
  checkMessageBytes,
  checkMilliseconds,
  checkOptionNames,
} from '../check-options.js';
import {
  DEFAULT_GRACE_MS,
  DEFAULT_HANDSHAKE_TIMEOUT_MS,
  DEFAULT_MAX_CONCURRENT_STREAMS,
  DEFAULT_MAX_CONNECTIONS,
  DEFAULT_MAX_HTTP_BODY_BYTES,
  DEFAULT_MAX_RECEIVE_MESSAGE_BYTES,
  DEFAULT_MAX_RESPONSE_HEADER_BYTES,
  DEFAULT_SERVER_MAX_HEADER_LIST_BYTES,
  MAX_MESSAGE_BYTES,
  MIN_HEADER_LIST_BYTES,
} from '../limits.js';
import { checkObserver, type Observer } from '../rpc/observer.js';
import { type Clock, systemClock } from '../time/clock.js';
import type { AbuseOptions } from '../transport/abuse-options.js';
import { checkTransport, type TransportOption } from '../transport/default-carrier.js';
import { HTTP2_OPTION_NAMES, type ResolvedHttp2Options, resolveHttp2Options } from '../transport/http2-options.js';
import { TransportError } from '../transport/transport.js';
import type { HttpHandler } from './http-handler.js';
import type { ServerCall } from './server-call.js';

/**
 * Hears of every failure that its client is told nothing about: what handlers throw, replies that cannot be sent, and connections that
 * failed before they were any. `call` is undefined for those and for what the `http` handler throws.
 */
export type ErrorListener = (error: unknown, call: ServerCall | undefined) => void;

/** What a server may be told. */
export interface ServerOptions {
  /**
   * Called with what handlers throw, reject with and yield wrongly, unless it is an `RpcError` made there: that is a status and no
   * failure. Default: it is printed to stderr, with the method's path.
   */
  onError?: ErrorListener | undefined;
  /** The largest request accepted, in bytes without its prefix. Default 4 MiB; Infinity for no limit. Larger: RESOURCE_EXHAUSTED. */
  maxReceiveMessageBytes?: number | undefined;
  /**
   * Limits and checks of the messages that come in, besides their length: how deep they may nest, how much memory and how many unknown
   * bytes they may take, whether required fields may be missing, which extensions are checked. Default: what `decode` has (docs/limits.md).
   * Passing a limit: RESOURCE_EXHAUSTED.
   */
  decode?: DecodeOptions | undefined;
  /** The largest reply sent, in bytes without its prefix. Default Infinity, which is 4 GiB - 1. Larger: RESOURCE_EXHAUSTED. */
  maxSendMessageBytes?: number | undefined;
  /** Calls that one connection may have in progress (RFC 9113 §6.5.2: SETTINGS_MAX_CONCURRENT_STREAMS). Default 256. */
  maxConcurrentStreams?: number | undefined;
  /** The largest list of request headers, counted as in RFC 9113 §6.5.2. Default 8 KiB, as gRPC over HTTP/2 suggests. */
  maxHeaderListBytes?: number | undefined;
  /** The largest list of response headers, and of trailers, that is sent. Default 8 KiB, what clients are suggested to take. */
  maxResponseHeaderBytes?: number | undefined;
  /** Receive window of each stream (RFC 9113 §6.9.2): what a client may send ahead of a slow handler. Default 256 KiB. */
  streamWindowBytes?: number | undefined;
  /** Receive window of each connection in bytes, 65,535 to 2³¹ - 1 (RFC 9113 §6.9.1). Default 1 MiB, or a stream's where that is larger. */
  connectionWindowBytes?: number | undefined;
  /** The largest HTTP/2 frame accepted in bytes, 16,384 to 16,777,215 (RFC 9113 §6.5.2). Default 16,384. */
  maxFrameBytes?: number | undefined;
  /** The HPACK table that clients may fill here in bytes, 0 to 65,536 (RFC 7541 §4.2). Default 4,096. */
  headerTableBytes?: number | undefined;
  /**
   * What receive windows may grow to by themselves, in bytes, 0 to 2³¹ - 1, where bandwidth times delay asks for it and the stream is
   * read. Default 16 MiB, or 0 (they stay as they are) where `streamWindowBytes` is given. The engine only.
   */
  maxAdaptiveWindowBytes?: number | undefined;
  /**
   * What clients may make this side do and hold for nothing: floods, slow readers (docs/abuse.md). Default: bounds that no honest one
   * meets.
   */
  abuse?: AbuseOptions | undefined;
  /** Time for a connection to be set up, TLS included. Default 20,000. */
  handshakeTimeoutMs?: number | undefined;
  /**
   * Connections that each port has at once, those that are being set up among them; further ones are closed without an answer, and
   * `onError` hears of the first. Default 10,000; Infinity for no bound.
   */
  maxConnections?: number | undefined;
  /**
   * Answers plain HTTP/2 requests on the same port, such as a health page: those whose content-type is not `application/grpc`, whatever
   * their method. It gets the whole request and gives `{ status, headers, body }`, or a promise of it. Default: none; such requests are
   * answered with 405 or 415.
   */
  http?: HttpHandler | undefined;
  /** The largest body of a plain request that `http` is given, in bytes. Default 1 MiB; Infinity for no limit. Larger: 413. */
  maxHttpBodyBytes?: number | undefined;
  /** Where telemetry hangs. Default: none. */
  observer?: Observer | undefined;
  /** The source of time; tests give their own. */
  clock?: Clock | undefined;
  /** What carries connections: barewire's own HTTP/2 (`'engine'`), Node's (`'node:http2'`), or a carrier by value. Default: `'engine'`. */
  transport?: TransportOption | undefined;
}

/** The options, checked and complete. */
export interface ServerSettings extends ResolvedHttp2Options {
  readonly onError: ErrorListener;
  readonly maxReceiveMessageBytes: number;
  readonly decode: DecodeOptions | undefined;
  readonly maxSendMessageBytes: number;
  readonly maxConcurrentStreams: number;
  readonly maxHeaderListBytes: number;
  readonly maxResponseHeaderBytes: number;
  readonly handshakeTimeoutMs: number;
  readonly maxConnections: number;
  readonly http: HttpHandler | undefined;
  readonly maxHttpBodyBytes: number;
  readonly observer: Observer | null;
  readonly clock: Clock;
  readonly transport: TransportOption;
}

const OWNER = 'new Server()';

const NAMES: readonly (keyof ServerOptions)[] = [
  'onError',
  'maxReceiveMessageBytes',
  'decode',
  'maxSendMessageBytes',
  'maxConcurrentStreams',
  'maxHeaderListBytes',
  'maxResponseHeaderBytes',
  ...HTTP2_OPTION_NAMES,
  'handshakeTimeoutMs',
  'maxConnections',
  'http',
  'maxHttpBodyBytes',
  'observer',
  'clock',
  'transport',
];

/** Fills in the defaults. Throws an `OptionError` for an unknown name or a wrong value. */
export function resolveServerOptions(options: ServerOptions): ServerSettings {
  checkOptionNames(OWNER, options, NAMES);
  const given = options;
  return {
    onError: checkFunction(OWNER, 'onError', given.onError) ?? printError,
    maxReceiveMessageBytes: checkMessageBytes(
      OWNER,
      'maxReceiveMessageBytes',
      given.maxReceiveMessageBytes,
      DEFAULT_MAX_RECEIVE_MESSAGE_BYTES,
    ),
    decode: checkDecodeOptions(OWNER, 'decode', given.decode),
    maxSendMessageBytes: checkMessageBytes(OWNER, 'maxSendMessageBytes', given.maxSendMessageBytes, MAX_MESSAGE_BYTES),
    maxConcurrentStreams: integer('maxConcurrentStreams', given.maxConcurrentStreams, DEFAULT_MAX_CONCURRENT_STREAMS, 'streams', 1),
    maxHeaderListBytes: integer(
      'maxHeaderListBytes',
      given.maxHeaderListBytes,
      DEFAULT_SERVER_MAX_HEADER_LIST_BYTES,
      'bytes',
      MIN_HEADER_LIST_BYTES,
    ),
    maxResponseHeaderBytes: integer(
      'maxResponseHeaderBytes',
      given.maxResponseHeaderBytes,
      DEFAULT_MAX_RESPONSE_HEADER_BYTES,
      'bytes',
      MIN_HEADER_LIST_BYTES,
    ),
    ...resolveHttp2Options(OWNER, given),
    maxConnections:
      given.maxConnections === Number.POSITIVE_INFINITY
        ? given.maxConnections
        : integer('maxConnections', given.maxConnections, DEFAULT_MAX_CONNECTIONS, 'connections', 1),
    handshakeTimeoutMs: checkMilliseconds(OWNER, 'handshakeTimeoutMs', given.handshakeTimeoutMs, DEFAULT_HANDSHAKE_TIMEOUT_MS, 1),
    http: checkFunction(OWNER, 'http', given.http),
    maxHttpBodyBytes: checkMessageBytes(OWNER, 'maxHttpBodyBytes', given.maxHttpBodyBytes, DEFAULT_MAX_HTTP_BODY_BYTES),
    observer: checkObserver(OWNER, given.observer),
    clock: checkClock(OWNER, given.clock) ?? systemClock,
    transport: checkTransport(OWNER, given.transport, ['listen', 'connect']),
  };
}

function integer(name: string, value: number | undefined, fallback: number, unit: string, min: number): number {
  return checkInteger(OWNER, name, value, fallback, unit, min, 0x7fff_ffff);
}

/** What `close` may be told. */
export interface CloseOptions {
  /** How long calls in progress may go on, in milliseconds. Default 30,000; 0 cuts at once, Infinity waits for ever. */
  graceMs?: number | undefined;
}

export function resolveGraceMs(options: CloseOptions): number {
  checkOptionNames('server.close()', options, ['graceMs']);
  return checkMilliseconds('server.close()', 'graceMs', options.graceMs, DEFAULT_GRACE_MS);
}

/** A server that hides why its calls fail helps nobody: without an `onError` it says so. */
function printError(error: unknown, call: ServerCall | undefined): void {
  // A connection that fails is its client's trouble, and port scanners make many.
  if (call === undefined && error instanceof TransportError) return;
  console.error(
    `barewire: ${call?.method.path ?? 'the http handler'} failed: ${inspect(error)}\n(give new Server({ onError }) to handle this yourself)`,
  );
}
