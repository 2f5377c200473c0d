/**
 * The encoder. Hot path: nearly every list is a list sent before, or one with a value or two that differ. The encoder keeps, for the
 * last few kinds of list, what each position was sent as (`ListTemplate`), and compares strings that are mostly the same objects. The
 * array itself is not looked at: its owner may have changed it.
 *
 * Measured, ns per block: four response headers that were sent before 40 - 47, two trailers 25 - 32, both in turn 35 - 41; a request of
 * nine fields whose grpc-timeout varies 140 - 175, with three more of metadata 170 - 220.
 */
import { DEFAULT_ENCODER_TABLE_BYTES } from '../limits.js';
import { checkTableBytes, INITIAL_TABLE_BYTES } from './dynamic-table.js';
import { EncoderTable } from './encoder-table.js';
import { HpackFieldError } from './errors.js';
import type { FieldList } from './field-list.js';
import { huffmanBytes, writeHuffman } from './huffman.js';
import type { NameRecord } from './indexing.js';
import { writeInteger } from './integer.js';
import { ListTemplate, TEMPLATES } from './list-template.js';
import { isLatin1, writeLatin1 } from './string.js';

/** Bytes of an integer at most. */
const INTEGER_BYTES = 6;
/** Bytes of an index at most, for each of name and value. */
const INDEX_BYTES = INTEGER_BYTES / 2;
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

/**
 * Values that come once only, or are secret, are written plainly below this length: bearer tokens, identifiers and `traceparent`, of which
 * Huffman coding saves a quarter. A call with two such values of 36 and 39 characters took 11.8 µs of CPU with 24 here, and takes 9.4.
 */
const MIN_HUFFMAN_CHARACTERS = 64;

const NO_TEMPLATES: readonly ListTemplate[] = [];

export interface HpackEncoderOptions {
  /** The most that is used of the peer's dynamic table, in bytes, however large it is: 0 to 2^31 - 1. Default 4,096; 0 for no table. */
  readonly maxTableBytes?: number;
  /** Whether strings are Huffman coded where that makes them shorter. Default true. */
  readonly huffman?: boolean;
}

/** Encodes the field blocks of one direction of a connection (RFC 7541 §3). */
export class HpackEncoder {
  private readonly ownMaxTableBytes: number;
  private readonly huffman: boolean;
  private readonly table: EncoderTable;
  private templates: readonly ListTemplate[] = NO_TEMPLATES;
  private nextTemplate = 0;
  /** The smallest size of the table since the last block; -1 where it has not changed (RFC 7541 §4.2). */
  private smallestTableBytes = -1;

  // Of the block being written.

  /** Where it begins. */
  private start = 0;
  /** Whether all of it is known to fit. Not asked before a literal is in doubt. */
  private fits = false;
  /** Whether the rest of it is known to be fields of bytes. Asked before the first insertion: from there on nothing may fail. */
  private checked = false;

  /** Throws a RangeError for a size that cannot be. */
  constructor(options: HpackEncoderOptions = {}) {
    const { maxTableBytes = DEFAULT_ENCODER_TABLE_BYTES, huffman = true } = options;
    checkTableBytes('maxTableBytes', maxTableBytes);
    this.ownMaxTableBytes = maxTableBytes;
    this.huffman = huffman;
    this.table = new EncoderTable(INITIAL_TABLE_BYTES);
    this.setMaxTableBytes(INITIAL_TABLE_BYTES);
  }

  /**
   * Writes the block of `fields` at `position` and returns the position behind it. As with a codec, a returned position beyond
   * `buffer.length` means that it might not fit and how long the buffer must be. Nothing has changed then, and nothing but garbage
   * was written inside the buffer; the same holds where it throws an `HpackFieldError`, for a character above U+00FF or what is no string.
   * Names in `neverIndexed` are sent so that no intermediary compresses them (RFC 7541 §6.2.3), as are the well-known secrets always.
   */
  encode(fields: FieldList, buffer: Uint8Array, position: number, neverIndexed?: ReadonlySet<string>): number {
    const length = fields.length;
    // With room for size updates and all indices, only literals can be in want of more.
    if (position + SIZE_UPDATE_BYTES + length * INDEX_BYTES > buffer.length) return mostBytes(fields, position);
    this.start = position;
    this.fits = false;
    this.checked = false;

    const entries = this.table.entries;
    const template = this.templateFor(fields);
    const known = template.fields;
    let end = this.smallestTableBytes < 0 ? position : this.writeSizeUpdates(buffer, position);
    for (let at = 0, place = 0; at < length; at += 2, place++) {
      const name = fields[at]!;
      const sensitive = neverIndexed?.has(name) === true;
      if (place < known.length && !sensitive) {
        const field = known[place]!;
        if (field.name === name && field.value === fields[at + 1]) {
          const index = entries.indexOf(field.code);
          if (index !== 0) {
            if (index < 0x7f) buffer[end++] = INDEXED | index;
            else end = writeInteger(buffer, end, INDEXED, 7, index);
            continue;
          }
        }
      }
      end = this.encodeField(fields, at, buffer, end, template, sensitive);
      if (end < 0) return mostBytes(fields, position);
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

  /** Writes the field at `at`, which its template does not know, and gives the position behind it; -1 where the block does not fit. */
  private encodeField(
    fields: FieldList,
    at: number,
    buffer: Uint8Array,
    position: number,
    template: ListTemplate,
    sensitive: boolean,
  ): number {
    const name = fields[at]!;
    const value = fields[at + 1]!;
    const place = at >> 1;
    if (typeof value !== 'string') throw notText(name);
    const known = place < template.fields.length ? template.fields[place]! : undefined;
    const record = known !== undefined && known.name === name ? known.record : this.record(name);
    const secret = sensitive || record.kind.secret;
    if (!secret) {
      const { entries } = this.table;
      const code = record.find(value);
      if (code !== 0) {
        template.set(place, record, value, code);
        return writeInteger(buffer, position, INDEXED, 7, entries.indexOf(code));
      }
      if (record.wants(value, entries.maxBytes)) {
        if (!this.checked && !this.checkRest(fields, at, buffer)) return -1;
        const end = this.writeLiteral(buffer, position, WITH_INDEXING, 6, record, value, 0);
        this.table.insert(record, value);
        template.set(place, record, value, -entries.insertions);
        return end;
      }
    }
    const most = position + LITERAL_BYTES + name.length + value.length + fields.length * INDEX_BYTES;
    if (most > buffer.length && !this.fitsWhole(fields, buffer)) return -1;
    const end = this.writeLiteral(buffer, position, secret ? NEVER_INDEXED : WITHOUT_INDEXING, 4, record, value, MIN_HUFFMAN_CHARACTERS);
    if (!secret) record.passed(value);
    template.set(place, record, '', 0);
    return end;
  }

  private fitsWhole(fields: FieldList, buffer: Uint8Array): boolean {
    if (!this.fits) this.fits = mostBytes(fields, this.start) <= buffer.length;
    return this.fits;
  }

  /** Whether the block fits; throws where a field from `first` on is none. */
  private checkRest(fields: FieldList, first: number, buffer: Uint8Array): boolean {
    if (!this.fitsWhole(fields, buffer)) return false;
    for (let at = first; at < fields.length; at += 2) {
      const name = fields[at]!;
      if (!isLatin1(name) || !isLatin1(fields[at + 1]!)) throw notBytes(name);
    }
    this.checked = true;
    return true;
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
    const { staticIndex } = record.kind;
    const nameIndex = staticIndex !== 0 ? staticIndex : this.table.entries.indexOf(-record.newest);
    let end = writeInteger(buffer, position, head, prefixBits, nameIndex);
    if (nameIndex === 0) end = this.writeString(buffer, end, record.name, record.name, 0);
    else if (staticIndex === 0) record.referred();
    return this.writeString(buffer, end, value, record.name, minHuffmanCharacters);
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
      if (template.length === length && (length === 0 || template.fields[0]?.name === first)) return template;
    }
    if (templates.length < TEMPLATES) {
      const template = new ListTemplate(length);
      this.templates = templates.concat(template);
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
    if (typeof name !== 'string') throw notText(name);
    // The templates hold records too.
    if (this.table.forgetNames()) this.templates = NO_TEMPLATES;
    return this.table.addRecord(name);
  }
}

/** The most that the block of `fields` can take, added to `position`. */
function mostBytes(fields: FieldList, position: number): number {
  let most = position + SIZE_UPDATE_BYTES;
  for (let at = 0; at < fields.length; at += 2) {
    const name = fields[at]!;
    const value = fields[at + 1]!;
    if (typeof name !== 'string' || typeof value !== 'string') throw notText(name);
    most += name.length + value.length + LITERAL_BYTES;
  }
  return most;
}

function notText(name: unknown): HpackFieldError {
  return new HpackFieldError(String(name), 'its name or its value is no string: a list holds name, value, name, value and so on');
}

function notBytes(name: string): HpackFieldError {
  return new HpackFieldError(
    name,
    'it has a character above U+00FF, but fields are bytes: encode it first, in metadata by a name that ends in -bin',
  );
}
