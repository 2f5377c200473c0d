import { DynamicTable, ENTRY_OVERHEAD_BYTES } from './dynamic-table.js';
import { HpackError } from './errors.js';
import type { FieldList } from './field-list.js';
import { decodeHuffman, HUFFMAN_EOS, maxDecodedBytes } from './huffman.js';
import { readLongInteger } from './integer.js';
import { STATIC_ENTRIES, STATIC_NAMES, STATIC_VALUES } from './static-table.js';
import { latin1 } from './string.js';

/** SETTINGS_HEADER_TABLE_SIZE before any SETTINGS (RFC 9113 §6.5.2). */
const INITIAL_TABLE_BYTES = 4096;

export interface HpackDecoderOptions {
  /** The dynamic table's size that holds from the first block on, in bytes. Default 4,096, as before any SETTINGS. */
  readonly maxTableBytes?: number;
  /** The largest list given, counted as in RFC 9113 §6.5.2. */
  readonly maxListBytes: number;
}

/** Decodes the field blocks of one direction of a connection (RFC 7541 §3). */
export class HpackDecoder {
  private readonly table: DynamicTable;
  private readonly maxListBytes: number;
  /** The largest size that the encoder may choose. */
  private maxTableBytes: number;
  /** The smallest acknowledged size since the last block, where it is smaller than the encoder's: -1 where it is not. */
  private owedTableBytes = -1;

  // Of the block being read. The string read last is `[stringStart, stringEnd)` of `stringBuffer`.
  position = 0;
  private blockStart = 0;
  private end = 0;
  private stringBuffer: Uint8Array;
  private stringStart = 0;
  private stringEnd = 0;
  private scratch = new Uint8Array(256);

  constructor(options: HpackDecoderOptions) {
    this.maxTableBytes = options.maxTableBytes ?? INITIAL_TABLE_BYTES;
    this.maxListBytes = options.maxListBytes;
    this.table = new DynamicTable(this.maxTableBytes);
    this.stringBuffer = this.scratch;
  }

  /**
   * Decodes one whole block. Gives undefined where the list is larger than `maxListBytes`: the block was read to its end then, so that
   * the table stays in step, and nothing beyond the limit was kept. Throws an `HpackError`, after which the connection cannot go on.
   */
  decode(buffer: Uint8Array, start: number, end: number): FieldList | undefined {
    const table = this.table;
    this.blockStart = start;
    this.position = start;
    this.end = end;
    this.readSizeUpdates(buffer);
    let list: string[] = [];
    let room = this.maxListBytes;
    while (this.position < end) {
      const head = buffer[this.position++]!;
      if (head >= 0x80) {
        // RFC 7541 §6.1
        const index = head === 0xff ? this.longInteger(buffer, 0x7f) : head & 0x7f;
        let name: string;
        let value: string;
        if (index <= STATIC_ENTRIES && index !== 0) {
          name = STATIC_NAMES[index]!;
          value = STATIC_VALUES[index]!;
        } else {
          const number = this.dynamicNumber(index);
          name = table.name(number);
          value = table.value(number);
        }
        room -= name.length + value.length + ENTRY_OVERHEAD_BYTES;
        if (room >= 0) list.push(name, value);
        else if (list.length > 0) list = [];
        continue;
      }
      if (head >= 0x20 && head < 0x40) throw this.error('a dynamic table size update that is not at its beginning (RFC 7541 §4.2)');
      // RFC 7541 §6.2
      const indexing = head >= 0x40;
      const mask = indexing ? 0x3f : 0x0f;
      const prefix = head & mask;
      const index = prefix === mask ? this.longInteger(buffer, mask) : prefix;
      let nameText: string | undefined;
      let nameBytes: number;
      if (index !== 0) {
        nameText = index <= STATIC_ENTRIES ? STATIC_NAMES[index]! : table.name(this.dynamicNumber(index));
        nameBytes = nameText.length;
      } else {
        this.readString(buffer);
        nameBytes = this.stringEnd - this.stringStart;
        // Kept as bytes only while neither list nor table can take it.
        if (nameBytes <= room || (indexing && nameBytes <= table.maxBytes))
          nameText = latin1(this.stringBuffer, this.stringStart, this.stringEnd);
      }
      this.readString(buffer);
      const size = nameBytes + this.stringEnd - this.stringStart + ENTRY_OVERHEAD_BYTES;
      room -= size;
      if (room < 0 && list.length > 0) list = [];
      if (indexing && size > table.maxBytes) table.clear();
      else if (indexing || room >= 0) {
        const valueText = latin1(this.stringBuffer, this.stringStart, this.stringEnd);
        if (indexing) table.insert(nameText!, valueText);
        if (room >= 0) list.push(nameText!, valueText);
        continue;
      }
      if (room >= 0) list.push(nameText!, latin1(this.stringBuffer, this.stringStart, this.stringEnd));
    }
    return room >= 0 ? list : undefined;
  }

  /** Our own SETTINGS_HEADER_TABLE_SIZE was acknowledged: the encoder on the other side keeps to it from now on (RFC 7541 §4.2). */
  setMaxTableBytes(bytes: number): void {
    this.maxTableBytes = bytes;
    if (bytes < this.table.maxBytes && (this.owedTableBytes < 0 || bytes < this.owedTableBytes)) this.owedTableBytes = bytes;
  }

  /** RFC 7541 §4.2, §6.3: at the beginning only, at most two, and one is due after the setting was lowered. */
  private readSizeUpdates(buffer: Uint8Array): void {
    for (let updates = 0; this.position < this.end && (buffer[this.position]! & 0xe0) === 0x20; updates++) {
      if (updates === 2) throw this.error('a third dynamic table size update, where two are the most (RFC 7541 §4.2)');
      const prefix = buffer[this.position++]! & 0x1f;
      const bytes = prefix === 0x1f ? this.longInteger(buffer, 0x1f) : prefix;
      const allowed = this.owedTableBytes >= 0 ? this.owedTableBytes : this.maxTableBytes;
      if (bytes > allowed) throw this.error(`a dynamic table size update to ${bytes} bytes, where ${allowed} are allowed (RFC 7541 §6.3)`);
      this.owedTableBytes = -1;
      this.table.resize(bytes);
    }
    if (this.owedTableBytes >= 0) {
      throw this.error(`no dynamic table size update, though the setting was lowered to ${this.owedTableBytes} bytes (RFC 7541 §4.2)`);
    }
  }

  /** Reads a string to `stringBuffer`, decoded (RFC 7541 §5.2). */
  private readString(buffer: Uint8Array): void {
    if (this.position >= this.end) throw this.error('it ends where a string should begin');
    const head = buffer[this.position++]!;
    const prefix = head & 0x7f;
    const length = prefix === 0x7f ? this.longInteger(buffer, 0x7f) : prefix;
    const start = this.position;
    if (length > this.end - start) throw this.error(`a string of ${length} bytes, where ${this.end - start} are left`);
    this.position = start + length;
    if (head < 0x80) {
      this.stringBuffer = buffer;
      this.stringStart = start;
      this.stringEnd = start + length;
      return;
    }
    const most = maxDecodedBytes(length);
    if (most > this.scratch.length) this.scratch = new Uint8Array(most * 2);
    const decoded = decodeHuffman(buffer, start, start + length, this.scratch);
    if (decoded < 0) {
      throw this.error(
        decoded === HUFFMAN_EOS ? 'a Huffman string with EOS in it (RFC 7541 §5.2)' : 'a Huffman string with wrong padding (RFC 7541 §5.2)',
      );
    }
    this.stringBuffer = this.scratch;
    this.stringStart = 0;
    this.stringEnd = decoded;
  }

  private dynamicNumber(index: number): number {
    const number = index === 0 ? 0 : this.table.numberAt(index);
    if (number === 0) {
      throw this.error(`index ${index}, where the tables have 1 to ${STATIC_ENTRIES + this.table.entries} (RFC 7541 §2.3.3)`);
    }
    return number;
  }

  private longInteger(buffer: Uint8Array, prefix: number): number {
    return readLongInteger(buffer, this, this.end, prefix, this.blockStart);
  }

  private error(reason: string): HpackError {
    return new HpackError(reason, this.position - this.blockStart);
  }
}
