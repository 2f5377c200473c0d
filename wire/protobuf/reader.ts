/** Reading fields by hand, without a schema. */
import type { Bytes } from '../bytes/codec.js';
import { copyBytes, isBytes, isGone } from '../bytes/copy.js';
import { bytesGone, DecodeError, fieldZero, show } from './errors.js';
import {
  readBool,
  readDouble,
  readFixed32,
  readFixed64,
  readFloat,
  readInt32,
  readInt64,
  readSfixed32,
  readSfixed64,
  readSint32,
  readSint64,
  readString,
  readUint32,
  readUint64,
} from './read-scalars.js';
import { readTag, WireType } from './tag.js';
import { groupContentEnd, skipField } from './unknown.js';
import { readLength, varintEnd } from './varint.js';

type Read<T> = (buffer: Uint8Array, position: number, end: number) => T;

/**
 * Reads fields one after another: `while (reader.next()) if (reader.number === 1) id = reader.string(); else reader.skip();`.
 *
 * `next()` reads a tag and tells whether there was one; then exactly one method takes the value. It must be one of the field's wire
 * type, else a `DecodeError` is thrown, as for all bytes that are no message. Between tags the reader stands at `position`.
 */
export class Reader {
  /** The field's number, after `next()`. */
  number = 0;
  /** The field's wire type (`WireType`), after `next()`. */
  wireType: WireType = WireType.VARINT;
  /** Where the reader stands in `buffer`. */
  position: number;
  readonly #buffer: Uint8Array;
  readonly #end: number;
  #tag = 0;

  /** A reader of bytes `[start, end)` of `buffer`; all of it unless told otherwise. */
  constructor(buffer: Uint8Array, start = 0, end?: number) {
    if (!isBytes(buffer)) throw new DecodeError(`a Reader expects a Uint8Array, got ${show(buffer)}`);
    if (buffer.length === 0 && isGone(buffer)) throw bytesGone('a Reader');
    const stop = end === undefined ? buffer.length : end;
    if (!(Number.isInteger(start) && Number.isInteger(stop) && start >= 0 && start <= stop && stop <= buffer.length)) {
      throw new RangeError(`a Reader of bytes ${show(start)} to ${show(stop)} needs a buffer of that length; it has ${buffer.length}`);
    }
    this.#buffer = buffer;
    this.position = start;
    this.#end = stop;
  }

  /** Reads the next tag into `number` and `wireType`; false at the end. */
  next(): boolean {
    if (this.position >= this.#end) return false;
    const tag = readTag(this.#buffer, this.position, this.#end);
    if (tag >>> 3 === 0) throw fieldZero(this.position);
    this.#tag = tag;
    this.position = varintEnd;
    this.number = tag >>> 3;
    this.wireType = (this.#tag & 7) as WireType;
    return true;
  }

  int32(): number {
    return this.#varint(readInt32);
  }
  int64(): bigint {
    return this.#varint(readInt64);
  }
  uint32(): number {
    return this.#varint(readUint32);
  }
  uint64(): bigint {
    return this.#varint(readUint64);
  }
  sint32(): number {
    return this.#varint(readSint32);
  }
  sint64(): bigint {
    return this.#varint(readSint64);
  }
  bool(): boolean {
    return this.#varint(readBool);
  }
  enum(): number {
    return this.#varint(readInt32);
  }
  fixed32(): number {
    return this.#fixed(WireType.I32, readFixed32);
  }
  sfixed32(): number {
    return this.#fixed(WireType.I32, readSfixed32);
  }
  float(): number {
    return this.#fixed(WireType.I32, readFloat);
  }
  fixed64(): bigint {
    return this.#fixed(WireType.I64, readFixed64);
  }
  sfixed64(): bigint {
    return this.#fixed(WireType.I64, readSfixed64);
  }
  double(): number {
    return this.#fixed(WireType.I64, readDouble);
  }
  /** A string; refused when it is not UTF-8. */
  string(): string {
    return this.#delimited(readString);
  }
  /** Bytes in memory of their own. */
  bytes(): Bytes {
    return this.#delimited(copyBytes);
  }

  /** A reader of the message, group or map entry in this field. Which levels may nest is the caller's to count. */
  message(): Reader {
    if (this.wireType !== WireType.SGROUP) return this.#delimited((buffer, start, end) => new Reader(buffer, start, end));
    const start = this.position;
    const next = skipField(this.#tag, this.#buffer, start, this.#end);
    const inner = new Reader(this.#buffer, start, groupContentEnd);
    this.position = next;
    return inner;
  }

  /** Passes over the value of this field, a group with all that is in it. */
  skip(): void {
    this.position = skipField(this.#tag, this.#buffer, this.position, this.#end);
  }

  #expect(wireType: WireType): void {
    if (this.wireType !== wireType) {
      throw new DecodeError(`field ${this.number} has wire type ${this.wireType}, not ${wireType}`, this.position - 1);
    }
  }

  #varint<T>(read: Read<T>): T {
    this.#expect(WireType.VARINT);
    const value = read(this.#buffer, this.position, this.#end);
    this.position = varintEnd;
    return value;
  }

  #fixed<T>(wireType: typeof WireType.I32 | typeof WireType.I64, read: Read<T>): T {
    this.#expect(wireType);
    const value = read(this.#buffer, this.position, this.#end);
    this.position += wireType === WireType.I32 ? 4 : 8;
    return value;
  }

  #delimited<T>(read: Read<T>): T {
    this.#expect(WireType.LEN);
    const end = readLength(this.#buffer, this.position, this.#end);
    const value = read(this.#buffer, varintEnd, end);
    this.position = end;
    return value;
  }
}
