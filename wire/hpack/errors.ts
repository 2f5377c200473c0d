/** The errors of HPACK: ordinary `Error`s with a stable `code`. Nothing else leaves decoder and encoder. */

/**
 * A field block that is none (RFC 7541 §2.3.3, RFC 7541 §4.2, RFC 7541 §5, RFC 7541 §6). The decoder has lost step with the encoder on
 * the other side: the connection cannot go on and is closed with COMPRESSION_ERROR (RFC 9113 §4.3).
 */
export class HpackError extends Error {
  override readonly name = 'HpackError';
  readonly code = 'ERR_BAREWIRE_HPACK';
  /** Where, counted from the block's first byte. */
  readonly position: number;

  constructor(reason: string, position: number) {
    super(`field block: ${reason} (at byte ${position})`);
    this.position = position;
  }
}

/** A field that cannot be sent: HPACK's strings are bytes, and this one has a character above U+00FF, or is no string at all. */
export class HpackFieldError extends Error {
  override readonly name = 'HpackFieldError';
  readonly code = 'ERR_BAREWIRE_HPACK_FIELD';
  /** The name of the field to blame, as it was given. */
  readonly fieldName: string;

  constructor(fieldName: string, reason: string) {
    super(`field ${JSON.stringify(fieldName)}: ${reason}`);
    this.fieldName = fieldName;
  }
}
