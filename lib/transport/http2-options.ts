import { checkInteger } from '../check-options.js';
import {
  DEFAULT_STREAM_WINDOW_BYTES,
  MAX_FRAME_BYTES,
  MAX_HEADER_TABLE_BYTES,
  MAX_STREAM_WINDOW_BYTES,
  MIN_FRAME_BYTES,
  MIN_STREAM_WINDOW_BYTES,
} from '../limits.js';

/** What channels and servers may both say of HTTP/2. */
export interface Http2OptionsGiven {
  streamWindowBytes?: number | undefined;
  connectionWindowBytes?: number | undefined;
  maxFrameBytes?: number | undefined;
  headerTableBytes?: number | undefined;
}

/** Checked; undefined is the carrier's to choose. */
export interface ResolvedHttp2Options {
  readonly streamWindowBytes: number;
  readonly connectionWindowBytes: number | undefined;
  readonly maxFrameBytes: number | undefined;
  readonly headerTableBytes: number | undefined;
}

export const HTTP2_OPTION_NAMES = ['streamWindowBytes', 'connectionWindowBytes', 'maxFrameBytes', 'headerTableBytes'] as const;

/** Refuses what RFC 9113 §6.5.2 and §6.9 do not allow, and what would only slow everything down. */
export function resolveHttp2Options(owner: string, given: Http2OptionsGiven): ResolvedHttp2Options {
  const bytes = (name: (typeof HTTP2_OPTION_NAMES)[number], min: number, max: number) =>
    given[name] === undefined ? undefined : checkInteger(owner, name, given[name], 0, 'bytes', min, max);
  return {
    streamWindowBytes: bytes('streamWindowBytes', MIN_STREAM_WINDOW_BYTES, MAX_STREAM_WINDOW_BYTES) ?? DEFAULT_STREAM_WINDOW_BYTES,
    connectionWindowBytes: bytes('connectionWindowBytes', MIN_STREAM_WINDOW_BYTES, MAX_STREAM_WINDOW_BYTES),
    maxFrameBytes: bytes('maxFrameBytes', MIN_FRAME_BYTES, MAX_FRAME_BYTES),
    headerTableBytes: bytes('headerTableBytes', 0, MAX_HEADER_TABLE_BYTES),
  };
}
