import type { ConnectionOptions } from '../../wire/http2/connection.js';
import { checkClock, checkInteger, checkOptionNames } from '../check-options.js';
import {
  DEFAULT_CHANNEL_MAX_HEADER_LIST_BYTES,
  DEFAULT_CONNECTION_WINDOW_BYTES,
  DEFAULT_MAX_CONCURRENT_STREAMS,
  DEFAULT_STREAM_WINDOW_BYTES,
} from '../limits.js';
import { type Clock, systemClock } from '../time/clock.js';

/** What either end of a connection may be told. */
export interface Http2Options {
  /** Receive window of each stream, in bytes: what the other side may send ahead of who reads (RFC 9113 §6.9.2). Default 256 KiB. */
  streamWindowBytes?: number | undefined;
  /** Receive window of the whole connection, in bytes. Default 1 MiB, or a stream's where that is larger. */
  connectionWindowBytes?: number | undefined;
  /** The largest frame payload taken, from 16,384 to 16,777,215 bytes (RFC 9113 §6.5.2). Default 16,384. */
  maxFrameBytes?: number | undefined;
  /** The largest header list taken, counted as in RFC 9113 §6.5.2. Default 16 KiB. */
  maxHeaderListBytes?: number | undefined;
  /** Size of the HPACK table that the other side may use (RFC 7541 §4.2), in bytes. Default 4,096. */
  headerTableBytes?: number | undefined;
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

const NAMES: readonly (keyof Http2Options)[] = [
  'streamWindowBytes',
  'connectionWindowBytes',
  'maxFrameBytes',
  'maxHeaderListBytes',
  'headerTableBytes',
  'clock',
];

const MAX_WINDOW = 0x7fff_ffff;

/** The options, checked and complete. */
export interface Http2Settings {
  readonly clock: Clock;
  readonly connection: ConnectionOptions;
}

/** Throws an `OptionError` for an unknown name or a wrong value. */
export function resolveHttp2Options(owner: string, role: 'client' | 'server', options: Http2ServerOptions): Http2Settings {
  checkOptionNames(owner, options, role === 'server' ? [...NAMES, 'maxConcurrentStreams', 'onError'] : NAMES);
  const integer = (name: keyof Http2ServerOptions, fallback: number, unit: string, min: number, max: number) =>
    checkInteger(owner, name, options[name], fallback, unit, min, max);
  const initialWindowBytes = integer('streamWindowBytes', DEFAULT_STREAM_WINDOW_BYTES, 'bytes', 1, MAX_WINDOW);
  const settings = {
    enablePush: false,
    initialWindowBytes,
    maxFrameBytes: integer('maxFrameBytes', 16_384, 'bytes', 16_384, 16_777_215),
    maxHeaderListBytes: integer('maxHeaderListBytes', DEFAULT_CHANNEL_MAX_HEADER_LIST_BYTES, 'bytes', 1, MAX_WINDOW),
    headerTableBytes: integer('headerTableBytes', 4_096, 'bytes', 0, 65_536),
  };
  const streams =
    role === 'server'
      ? { maxConcurrentStreams: integer('maxConcurrentStreams', DEFAULT_MAX_CONCURRENT_STREAMS, 'streams', 1, MAX_WINDOW) }
      : {};
  const connectionWindow = Math.max(DEFAULT_CONNECTION_WINDOW_BYTES, initialWindowBytes);
  return {
    clock: checkClock(owner, options.clock) ?? systemClock,
    connection: {
      role,
      settings: { ...settings, ...streams },
      connectionWindowBytes: integer('connectionWindowBytes', connectionWindow, 'bytes', 65_535, MAX_WINDOW),
    },
  };
}
