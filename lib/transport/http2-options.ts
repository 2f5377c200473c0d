import type { AbuseLimits } from '../../wire/http2/abuse-budget.js';
import { MAX_ADAPTIVE_WINDOW_BYTES } from '../../wire/limits.js';
import { checkInteger } from '../check-options.js';
import {
  DEFAULT_STREAM_WINDOW_BYTES,
  MAX_FRAME_BYTES,
  MAX_HEADER_TABLE_BYTES,
  MAX_STREAM_WINDOW_BYTES,
  MIN_FRAME_BYTES,
  MIN_STREAM_WINDOW_BYTES,
} from '../limits.js';
import { type AbuseOptions, resolveAbuse } from './abuse-options.js';

/** What channels and servers may both say of HTTP/2. */
export interface Http2OptionsGiven {
  streamWindowBytes?: number | undefined;
  connectionWindowBytes?: number | undefined;
  maxFrameBytes?: number | undefined;
  headerTableBytes?: number | undefined;
  maxAdaptiveWindowBytes?: number | undefined;
  abuse?: AbuseOptions | undefined;
}

/** Checked; undefined is the carrier's to choose. */
export interface ResolvedHttp2Options {
  readonly streamWindowBytes: number;
  readonly connectionWindowBytes: number | undefined;
  readonly maxFrameBytes: number | undefined;
  readonly headerTableBytes: number | undefined;
  readonly maxAdaptiveWindowBytes: number;
  readonly abuse: AbuseLimits;
}

const BYTES = ['streamWindowBytes', 'connectionWindowBytes', 'maxFrameBytes', 'headerTableBytes'] as const;
export const HTTP2_OPTION_NAMES = [...BYTES, 'maxAdaptiveWindowBytes', 'abuse'] as const;

/** Refuses what RFC 9113 §6.5.2 and RFC 9113 §6.9 do not allow, and what would only slow everything down. */
export function resolveHttp2Options(owner: string, given: Http2OptionsGiven): ResolvedHttp2Options {
  const bytes = (name: (typeof BYTES)[number], min: number, max: number) =>
    given[name] === undefined ? undefined : checkInteger(owner, name, given[name], 0, 'bytes', min, max);
  return {
    streamWindowBytes: bytes('streamWindowBytes', MIN_STREAM_WINDOW_BYTES, MAX_STREAM_WINDOW_BYTES) ?? DEFAULT_STREAM_WINDOW_BYTES,
    connectionWindowBytes: bytes('connectionWindowBytes', MIN_STREAM_WINDOW_BYTES, MAX_STREAM_WINDOW_BYTES),
    maxFrameBytes: bytes('maxFrameBytes', MIN_FRAME_BYTES, MAX_FRAME_BYTES),
    headerTableBytes: bytes('headerTableBytes', 0, MAX_HEADER_TABLE_BYTES),
    // Who says how large windows are means it.
    maxAdaptiveWindowBytes: checkInteger(
      owner,
      'maxAdaptiveWindowBytes',
      given.maxAdaptiveWindowBytes,
      given.streamWindowBytes === undefined ? MAX_ADAPTIVE_WINDOW_BYTES : 0,
      'bytes',
      0,
      MAX_STREAM_WINDOW_BYTES,
    ),
    abuse: resolveAbuse(owner, given.abuse),
  };
}

/** Those among the settings of a channel or server. */
export function http2OptionsOf(settings: ResolvedHttp2Options): ResolvedHttp2Options {
  const { streamWindowBytes, connectionWindowBytes, maxFrameBytes, headerTableBytes, maxAdaptiveWindowBytes, abuse } = settings;
  return { streamWindowBytes, connectionWindowBytes, maxFrameBytes, headerTableBytes, maxAdaptiveWindowBytes, abuse };
}
