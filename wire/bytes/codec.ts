/**
 * The one contract between a message format and everything that carries messages.
 *
 * A codec is two functions over a buffer. Positions are passed and returned, no cursor lives anywhere, so a codec is
 * re-entrant at no cost. `I` is what may be given (fields may be left out), `T` is what comes back (every field is there).
 */
export interface Codec<out T, in I = T> {
  /**
   * Writes `message` at `position` and returns the position behind its last byte.
   *
   * A returned position beyond `buffer.length` means: it did not fit, and this is the length the buffer needs. Nothing
   * outside `[position, buffer.length)` was touched, what stands inside is garbage; repeat with a larger buffer.
   * Throws a typed error for a message that cannot be written (a wrong type, a number out of range, a lone surrogate).
   */
  encodeInto(message: I, buffer: Uint8Array, position: number): number;

  /**
   * Reads one message from `[start, end)`. `depth` is the number of nesting levels left; below 0 throws.
   * Nothing of the result shares memory with `buffer`. A format without limits of its own takes no `limits`.
   */
  decodeFrom(buffer: Uint8Array, start: number, end: number, depth: number, limits?: DecodeLimits): T;
}

/** What reading one message may be held to. What passes a limit is refused with a `DecodeError` whose `limit` names it. */
export interface DecodeLimits {
  /** How many levels of messages and groups may nest. Default 100 (protobuf's own default). */
  maxDepth?: number | undefined;
  /** How many bytes the message may have. Default 2 GiB, which no protobuf message reaches. */
  maxBytes?: number | undefined;
  /** How many bytes of fields that its schema does not know it may have. Default: as many as it has bytes. */
  maxUnknownBytes?: number | undefined;
  /**
   * How much memory the decoded message may take, in bytes; an estimate, made before memory is taken, of all that is made on the way.
   * Two bytes can make an empty message of hundreds. Default 32 MiB and 48 for each byte of the message; Infinity for no limit.
   */
  maxMemoryBytes?: number | undefined;
  /** Whether required fields may be missing. Default false. */
  allowMissingRequired?: boolean | undefined;
}

/** What `decode` gives for bytes: `Uint8Array<ArrayBuffer>`, written so that TypeScript before 5.7 reads it too. */
export type Bytes = ReturnType<typeof Uint8Array.of>;
