/**
 * The encoder. Hot path: nearly every list is a list sent before, or one with a value or two that differ. The encoder keeps, for the
 * last few kinds of list, what each position was sent as (`ListTemplate`), and compares strings that are mostly the same objects. The
 * array itself is not looked at: its owner may have changed it.
 *
 * Measured, ns per block: four response headers that were sent before 52, two trailers 35, both in turn 44; a request of nine fields
 * whose grpc-timeout varies 150 - 180, with three more of metadata 185 - 210.
 */
import { DEFAULT_ENCODER_TABLE_BYTES } from '../limits.js';
import { EncoderTable } from './encoder-table.js';
import { HpackFieldError } from './errors.js';
import type { FieldList } from './field-list.js';
import { huffmanBytes, writeHuffman } from './huffman.js';
import type { NameRecord } from './indexing.js';
import { writeInteger } from './integer.js';
import { ListTemplate, TEMPLATES } from './list-template.js';
import { isLatin1, writeLatin1 } from './string.js';

/** SETTINGS_HEADER_TABLE_SIZE before any SETTINGS (RFC 9113 §6.5.2). */
const INITIAL_TABLE_BYTES = 4096;

/** Bytes of an integer at most. */
const INTEGER_BYTES = 6;
/** Bytes that a literal takes beside its name and value: index, and the lengths of both. */
const LITERAL_BYTES = 3 * INTEGER_BYTES;
/** Two of them at most in front of a block. */
const SIZE_UPDATE_BYTES = 2 * INTEGER_BYTES;

/** First bits and prefix of the representations (RFC 7541 §6). */
const INDEXED = 0x80;
const WITH_INDEXING = 0x40;
const SIZE_UPDATE = 0x20;
const NEVER_INDEXED = 0x10;
const WITHOUT_INDEXING = 0x00;
/** The bit in front of a string's length (RFC 7541 §5.2). */
const HUFFMAN = 0x80;

/** Values that come once only are written plainly up to this length: saving a byte or two costs more time than they take on a wire. */
const MIN_HUFFMAN_CHARACTERS = 24;

export interface HpackEncoderOptions {
  /** The most that is used of the peer's dynamic table, in bytes, however large it is. Default 4,096; 0 for no dynamic table. */
  readonly maxTableBytes?: number;
  /** Whether strings are Huffman coded where that makes them shorter. Default true. */
  readonly huffman?: boolean;
}

/** Encodes the field blocks of one direction of a connection (RFC 7541 §3). */
export class HpackEncoder {
  private readonly ownMaxTableBytes: number;
  private readonly huffman: boolean;
  private readonly table: EncoderTable;
  private readonly templates: ListTemplate[] = [];
  private nextTemplate = 0;
  /** The smallest size of the table since the last block; -1 where it has not changed (RFC 7541 §4.2). */
  private smallestTableBytes = -1;

  constructor(options: HpackEncoderOptions = {}) {
    this.ownMaxTableBytes = options.maxTableBytes ?? DEFAULT_ENCODER_TABLE_BYTES;
    this.huffman = options.huffman ?? true;
    this.table = new EncoderTable(INITIAL_TABLE_BYTES);
    this.setMaxTableBytes(INITIAL_TABLE_BYTES);
  }

  /**
   * Writes the block of `fields` at `position` and returns the position behind it. As with a codec, a returned position beyond
   * `buffer.length` means that it might not fit and how long the buffer must be. Nothing has changed then, and nothing but garbage
   * was written inside the buffer; the same holds where it throws an `HpackFieldError`, for a character above U+00FF.
   * Names in `neverIndexed` are sent so that no intermediary compresses them (RFC 7541 §6.2.3), as are the well-known secrets always.
   */
  encode(fields: FieldList, buffer: Uint8Array, position: number, neverIndexed?: ReadonlySet<string>): number {
    const length = fields.length;
    // Whether all of it is known to fit: not asked before there is a doubt. Indices and size updates have room from here on; a literal
    // that has none beside them asks.
    let fits = false;
    const indexedBytes = (length >> 1) * INTEGER_BYTES;
    if (position + SIZE_UPDATE_BYTES + indexedBytes > buffer.length) return mostBytes(fields, position);

    const entries = this.table.entries;
    const template = this.templateFor(fields);
    const { names, values, codes } = template;
    let end = this.smallestTableBytes < 0 ? position : this.writeSizeUpdates(buffer, position);
    // Whether all that is left is known to be bytes: from the first insertion on nothing may fail.
    let checked = false;
    for (let at = 0, place = 0; at < length; at += 2, place++) {
      const name = fields[at]!;
      const value = fields[at + 1]!;
      const sameName = place < template.places && names[place] === name;
      const sensitive = neverIndexed?.has(name);
      if (sameName && values[place] === value && !sensitive) {
        const index = entries.indexOf(codes[place]!);
        if (index !== 0) {
          if (index < 0x7f) buffer[end++] = INDEXED | index;
          else end = writeInteger(buffer, end, INDEXED, 7, index);
          continue;
        }
      }
      const record = sameName ? template.records[place]! : this.record(name);
      if (sensitive || record.secret) {
        if (!fits && end + LITERAL_BYTES + name.length + value.length + indexedBytes > buffer.length) {
          const most = mostBytes(fields, position);
          if (most > buffer.length) return most;
          fits = true;
        }
        end = this.writeLiteral(buffer, end, NEVER_INDEXED, 4, record, value, MIN_HUFFMAN_CHARACTERS);
        template.set(place, record, '', 0);
        continue;
      }
      const code = record.find(value);
      if (code !== 0) {
        end = writeInteger(buffer, end, INDEXED, 7, entries.indexOf(code));
        template.set(place, record, value, code);
        continue;
      }
      if (record.wants(value, entries.maxBytes)) {
        if (!checked) {
          const most = mostBytes(fields, position);
          if (most > buffer.length) return most;
          fits = true;
          checkCharacters(fields, at);
          checked = true;
        }
        end = this.writeLiteral(buffer, end, WITH_INDEXING, 6, record, value, 0);
        this.table.insert(record, value);
        template.set(place, record, value, -entries.insertions);
        continue;
      }
      if (!fits && end + LITERAL_BYTES + name.length + value.length + indexedBytes > buffer.length) {
        const most = mostBytes(fields, position);
        if (most > buffer.length) return most;
        fits = true;
      }
      end = this.writeLiteral(buffer, end, WITHOUT_INDEXING, 4, record, value, MIN_HUFFMAN_CHARACTERS);
      record.passed(value);
      if (!sameName || codes[place] !== 0) template.set(place, record, '', 0);
    }
    this.smallestTableBytes = -1;
    return end;
  }

  /** The peer's SETTINGS_HEADER_TABLE_SIZE has come; the next block begins with the size update that it asks for (RFC 7541 §4.2). */
  setMaxTableBytes(bytes: number): void {
    const size = Math.min(bytes, this.ownMaxTableBytes);
    if (size === this.table.entries.maxBytes) return;
    if (this.smallestTableBytes < 0 || size < this.smallestTableBytes) this.smallestTableBytes = size;
    this.table.resize(size);
  }

  /** The smallest size since the last block, where it is not the last, and the last one (RFC 7541 §4.2, RFC 7541 §6.3). */
  private writeSizeUpdates(buffer: Uint8Array, position: number): number {
    const bytes = this.table.entries.maxBytes;
    let end = position;
    if (this.smallestTableBytes < bytes) end = writeInteger(buffer, end, SIZE_UPDATE, 5, this.smallestTableBytes);
    return writeInteger(buffer, end, SIZE_UPDATE, 5, bytes);
  }

  /** Writes a field as a literal (RFC 7541 §6.2). `head` are its first bits, in front of a prefix of `prefixBits` for the name's index. */
  private writeLiteral(
    buffer: Uint8Array,
    position: number,
    head: number,
    prefixBits: number,
    record: NameRecord,
    value: string,
    minHuffmanCharacters: number,
  ): number {
    const nameIndex = record.staticIndex !== 0 ? record.staticIndex : this.table.entries.indexOf(-record.newest);
    let end = writeInteger(buffer, position, head, prefixBits, nameIndex);
    if (nameIndex === 0) end = this.writeString(buffer, end, record.name, record.name, 0);
    else if (record.staticIndex === 0) record.referred();
    end = this.writeString(buffer, end, value, record.name, minHuffmanCharacters);
    return end;
  }

  /** RFC 7541 §5.2. */
  private writeString(buffer: Uint8Array, position: number, text: string, name: string, minHuffmanCharacters: number): number {
    if (this.huffman && text.length >= minHuffmanCharacters) {
      const bytes = huffmanBytes(text);
      if (bytes < text.length) return writeHuffman(buffer, writeInteger(buffer, position, HUFFMAN, 7, bytes), text);
    }
    const end = writeLatin1(buffer, writeInteger(buffer, position, 0, 7, text.length), text);
    if (end < 0) throw notBytes(name);
    return end;
  }

  private templateFor(fields: FieldList): ListTemplate {
    const templates = this.templates;
    const length = fields.length;
    const first = fields[0];
    for (let at = 0; at < templates.length; at++) {
      const template = templates[at]!;
      if (template.length === length && template.names[0] === first) return template;
    }
    if (templates.length < TEMPLATES) {
      const template = new ListTemplate(length);
      templates.push(template);
      return template;
    }
    this.nextTemplate = (this.nextTemplate + 1) % TEMPLATES;
    const template = templates[this.nextTemplate]!;
    template.length = length;
    return template;
  }

  private record(name: string): NameRecord {
    const known = this.table.record(name);
    if (known !== undefined) return known;
    // The templates hold records too.
    if (this.table.forgetNames()) this.templates.length = 0;
    return this.table.addRecord(name);
  }
}

/** The most that the block of `fields` can take, added to `position`. */
function mostBytes(fields: FieldList, position: number): number {
  let most = position + SIZE_UPDATE_BYTES;
  for (let at = 0; at < fields.length; at += 2) most += fields[at]!.length + fields[at + 1]!.length + LITERAL_BYTES;
  return most;
}

function checkCharacters(fields: FieldList, first: number): void {
  for (let at = first; at < fields.length; at += 2) {
    const name = fields[at]!;
    if (!isLatin1(name) || !isLatin1(fields[at + 1]!)) throw notBytes(name);
  }
}

function notBytes(name: string): HpackFieldError {
  return new HpackFieldError(
    name,
    'it has a character above U+00FF, but fields are bytes: encode it first, in metadata by a name that ends in -bin',
  );
}
