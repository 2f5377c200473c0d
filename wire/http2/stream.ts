/** One stream of a connection (RFC 9113 §5.1). `U` is what its owner hangs on it. */
export interface Http2Stream<U> {
  /** RFC 9113 §5.1.1. */
  readonly id: number;
  /** Set by the owner, once; undefined until then. */
  user: U | undefined;
  /** The peer has ended its side, and everything before it was delivered. */
  readonly remoteEnded: boolean;
  /** END_STREAM was sent or is queued. */
  readonly localEnded: boolean;
  /** No further frame and no further sink call for this stream. */
  readonly closed: boolean;
  /** Bytes given to `sendData` that have not gone into a frame yet. */
  readonly queuedBytes: number;
}
