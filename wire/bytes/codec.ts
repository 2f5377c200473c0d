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
   * Nothing of the result shares memory with `buffer`.
   */
  decodeFrom(buffer: Uint8Array, start: number, end: number, depth: number): T;
}

/** What `decode` gives for bytes: `Uint8Array<ArrayBuffer>`, written so that TypeScript before 5.7 reads it too. */
export type Bytes = ReturnType<typeof Uint8Array.of>;
