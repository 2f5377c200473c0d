import type { FieldList } from './field-list.js';

/** Encodes the field blocks of one direction of a connection (RFC 7541 §3). */
export class HpackEncoder {
  /**
   * Writes the block of `fields` at `position` and returns the position behind it. As with a codec, a returned position beyond
   * `buffer.length` means that it did not fit and how long the buffer must be; nothing has changed then, neither table nor buffer.
   * Names in `neverIndexed` are sent so that no intermediary compresses them (RFC 7541 §6.2.3), as are the well-known secrets always.
   */
  encode(fields: FieldList, buffer: Uint8Array, position: number, neverIndexed?: ReadonlySet<string>): number {
    void [fields, buffer, position, neverIndexed];
    throw new Error('not built');
  }

  /** The peer's SETTINGS_HEADER_TABLE_SIZE has come; the next block begins with the size update that it asks for (RFC 7541 §4.2). */
  setMaxTableBytes(bytes: number): void {
    void bytes;
  }
}
