import type { ConnectionOptions } from '../../wire/http2/connection.js';
import { checkClock, checkInteger, checkOptionNames } from '../check-options.js';
import { DEFAULT_CHANNEL_MAX_HEADER_LIST_BYTES, DEFAULT_MAX_CONCURRENT_STREAMS } from '../limits.js';
import { type Clock, systemClock } from '../time/clock.js';
import type { AbuseOptions } from '../transport/abuse-options.js';
import { connectionOptions } from '../transport/engine/connection-options.js';
import { HTTP2_OPTION_NAMES, resolveHttp2Options as resolveShared } from '../transport/http2-options.js';

/** What either end of a connection may be told; the same as of a channel or server. */
export interface Http2Options {
  /**
   * Receive window of each stream, in bytes: what the other side may send ahead of who reads (RFC 9113 §6.9.2). Default 256 KiB, which
   * grows by itself where the path takes it.
   */
  streamWindowBytes?: number | undefined;
  /** Receive window of the whole connection, in bytes. Default 1 MiB, or a stream's where that is larger. */
  connectionWindowBytes?: number | undefined;
  /** What receive windows may grow to by themselves. Default 16 MiB; 0, and the default where `streamWindowBytes` is given: they stay. */
  maxAdaptiveWindowBytes?: number | undefined;
  /** The largest frame payload taken, from 16,384 to 16,777,215 bytes (RFC 9113 §6.5.2). Default 16,384. */
  maxFrameBytes?: number | undefined;
  /** The largest header list taken, counted as in RFC 9113 §6.5.2. Default 16 KiB. */
  maxHeaderListBytes?: number | undefined;
  /** Size of the HPACK table that the other side may use (RFC 7541 §4.2), in bytes. Default 4,096. */
  headerTableBytes?: number | undefined;
  /** Budgets of what the other side may make us do and hold for nothing (docs/abuse.md). Default: bounds that no honest one meets. */
  abuse?: AbuseOptions | undefined;
  /** The source of time; tests give their own. */
  clock?: Clock | undefined;
}

/** What a server may be told. */
export interface Http2ServerOptions extends Http2Options {
  /** Requests of the connection at once (RFC 9113 §6.5.2: SETTINGS_MAX_CONCURRENT_STREAMS). Default 256. */
  maxConcurrentStreams?: number | undefined;
  /** Hears what the handler throws and what cannot be sent. Default: it is printed to stderr. */
  onError?: ((error: unknown) => void) | undefined;
}

const NAMES: readonly string[] = [...HTTP2_OPTION_NAMES, 'maxHeaderListBytes', 'clock'];

/** The options, checked and complete. */
export interface Http2Settings {
  readonly clock: Clock;
  readonly connection: ConnectionOptions;
}

/** Throws an `OptionError` for an unknown name or a wrong value. */
export function resolveHttp2Options(owner: string, role: 'client' | 'server', options: Http2ServerOptions): Http2Settings {
  checkOptionNames(owner, options, role === 'server' ? [...NAMES, 'maxConcurrentStreams', 'onError'] : NAMES);
  const integer = (name: 'maxHeaderListBytes' | 'maxConcurrentStreams', fallback: number, unit: string) =>
    checkInteger(owner, name, options[name], fallback, unit, 1, 0x7fff_ffff);
  const shared = {
    ...resolveShared(owner, options),
    maxHeaderListBytes: integer('maxHeaderListBytes', DEFAULT_CHANNEL_MAX_HEADER_LIST_BYTES, 'bytes'),
  };
  const streams = role === 'server' ? integer('maxConcurrentStreams', DEFAULT_MAX_CONCURRENT_STREAMS, 'streams') : undefined;
  return { clock: checkClock(owner, options.clock) ?? systemClock, connection: connectionOptions(role, shared, streams) };
}
