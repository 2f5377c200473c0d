/** SETTINGS as both sides know them (RFC 9113 §6.5.2). */
export interface Settings {
  readonly headerTableBytes: number;
  readonly enablePush: boolean;
  /** Infinity where the peer has set no limit. */
  readonly maxConcurrentStreams: number;
  readonly initialWindowBytes: number;
  readonly maxFrameBytes: number;
  /** Infinity where the peer has set no limit. Counted as in RFC 9113 §6.5.2. */
  readonly maxHeaderListBytes: number;
}

/** RFC 9113 §6.5.2. */
export const INITIAL_SETTINGS: Settings = {
  headerTableBytes: 4_096,
  enablePush: true,
  maxConcurrentStreams: Number.POSITIVE_INFINITY,
  initialWindowBytes: 65_535,
  maxFrameBytes: 16_384,
  maxHeaderListBytes: Number.POSITIVE_INFINITY,
};
