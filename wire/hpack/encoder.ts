import { DynamicTable, entryBytes } from './dynamic-table.js';
import { HpackFieldError } from './errors.js';
import type { FieldList } from './field-list.js';
import { writeInteger } from './integer.js';
import { STATIC_BY_NAME, STATIC_ENTRIES } from './static-table.js';
import { isLatin1, writeLatin1 } from './string.js';

const DEFAULT_TABLE_BYTES = 4096;
const FIELD_OVERHEAD_BYTES = 16;
const SIZE_UPDATE_BYTES = 12;

const NEVER_INDEXED: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']);
const NOT_INDEXED: ReadonlySet<string> = new Set([
  'grpc-timeout',
  'grpc-message',
  'grpc-status-details-bin',
  'traceparent',
  'tracestate',
  'x-request-id',
  'date',
  'content-length',
  'etag',
]);

export interface HpackEncoderOptions {
  readonly maxTableBytes?: number;
}

/** Encodes the field blocks of one direction of a connection (RFC 7541 §3). */
export class HpackEncoder {
  private readonly ownMaxTableBytes: number;
  private readonly table: DynamicTable;
  private readonly numbers = new Map<string, Map<string, number>>();
  /** The smallest size since the last block, and whether the last one differs from what the peer knows. */
  private smallestTableBytes = -1;

  constructor(options: HpackEncoderOptions = {}) {
    this.ownMaxTableBytes = options.maxTableBytes ?? DEFAULT_TABLE_BYTES;
    this.table = new DynamicTable(DEFAULT_TABLE_BYTES);
    if (this.ownMaxTableBytes < DEFAULT_TABLE_BYTES) this.setMaxTableBytes(this.ownMaxTableBytes);
  }

  /**
   * Writes the block of `fields` at `position` and returns the position behind it. As with a codec, a returned position beyond
   * `buffer.length` means that it did not fit and how long the buffer must be; nothing has changed then, neither table nor buffer.
   * Names in `neverIndexed` are sent so that no intermediary compresses them (RFC 7541 §6.2.3), as are the well-known secrets always.
   */
  encode(fields: FieldList, buffer: Uint8Array, position: number, neverIndexed?: ReadonlySet<string>): number {
    let most = position + SIZE_UPDATE_BYTES;
    for (let at = 0; at < fields.length; at += 2) {
      const name = fields[at]!;
      const value = fields[at + 1]!;
      if (!isLatin1(name) || !isLatin1(value)) throw new HpackFieldError(name, 'a character above U+00FF');
      most += name.length + value.length + FIELD_OVERHEAD_BYTES;
    }
    if (most > buffer.length) return most;
    let end = position;
    if (this.smallestTableBytes >= 0) {
      if (this.smallestTableBytes < this.table.maxBytes) end = writeInteger(buffer, end, 0x20, 5, this.smallestTableBytes);
      end = writeInteger(buffer, end, 0x20, 5, this.table.maxBytes);
      this.smallestTableBytes = -1;
    }
    for (let at = 0; at < fields.length; at += 2) end = this.encodeField(fields[at]!, fields[at + 1]!, buffer, end, neverIndexed);
    return end;
  }

  /** The peer's SETTINGS_HEADER_TABLE_SIZE has come; the next block begins with the size update that it asks for (RFC 7541 §4.2). */
  setMaxTableBytes(bytes: number): void {
    const size = Math.min(bytes, this.ownMaxTableBytes);
    if (size === this.table.maxBytes) return;
    this.smallestTableBytes = this.smallestTableBytes < 0 ? size : Math.min(size, this.smallestTableBytes);
    this.table.resize(size);
  }

  private encodeField(
    name: string,
    value: string,
    buffer: Uint8Array,
    position: number,
    neverIndexed: ReadonlySet<string> | undefined,
  ): number {
    const table = this.table;
    const fixed = STATIC_BY_NAME.get(name);
    const nameIndex = fixed?.index ?? 0;
    let head = 0;
    let prefixBits = 4;
    if (NEVER_INDEXED.has(name) || neverIndexed?.has(name)) head = 0x10;
    else {
      const index = fixed?.values.get(value);
      if (index !== undefined) return writeInteger(buffer, position, 0x80, 7, index);
      const number = this.numbers.get(name)?.get(value);
      if (number !== undefined && table.has(number))
        return writeInteger(buffer, position, 0x80, 7, STATIC_ENTRIES + 1 + table.insertions - number);
      if (!NOT_INDEXED.has(name) && entryBytes(name, value) <= table.maxBytes) {
        table.insert(name, value);
        let values = this.numbers.get(name);
        if (values === undefined) {
          values = new Map();
          this.numbers.set(name, values);
        }
        values.set(value, table.insertions);
        head = 0x40;
        prefixBits = 6;
      }
    }
    let end = writeInteger(buffer, position, head, prefixBits, nameIndex);
    if (nameIndex === 0) end = writeString(buffer, end, name);
    return writeString(buffer, end, value);
  }
}

function writeString(buffer: Uint8Array, position: number, text: string): number {
  return writeLatin1(buffer, writeInteger(buffer, position, 0, 7, text.length), text);
}
