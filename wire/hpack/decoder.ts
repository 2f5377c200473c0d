import type { FieldList } from './field-list.js';

export interface HpackDecoderOptions {
  /** SETTINGS_HEADER_TABLE_SIZE that was announced, in bytes. Default 4,096. */
  readonly maxTableBytes?: number;
  /** The largest list given, counted as in RFC 9113 §6.5.2. */
  readonly maxListBytes: number;
}

/** Decodes the field blocks of one direction of a connection (RFC 7541 §3). */
export class HpackDecoder {
  constructor(options: HpackDecoderOptions) {
    void options;
    throw new Error('not built');
  }

  /**
   * Decodes one whole block. Gives undefined where the list is larger than `maxListBytes`: the block was read to its end then, so that
   * the table stays in step, and nothing beyond the limit was kept. Throws an `HpackError`, after which the connection cannot go on.
   */
  decode(buffer: Uint8Array, start: number, end: number): FieldList | undefined {
    void [buffer, start, end];
    throw new Error('not built');
  }

  /** Our own SETTINGS_HEADER_TABLE_SIZE was acknowledged: the encoder on the other side keeps to it from now on (RFC 7541 §4.2). */
  setMaxTableBytes(bytes: number): void {
    void bytes;
  }
}
