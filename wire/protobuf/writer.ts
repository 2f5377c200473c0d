/** Writing fields by hand, without a schema. */
import type { Bytes } from '../bytes/codec.js';
import { isBytes, putBytes } from '../bytes/copy.js';
import { MIN_SCRATCH_BYTES } from '../limits.js';
import { EncodeError, notA, show } from './errors.js';
import { MAX_FIELD_NUMBER, makeTag, WireType } from './tag.js';
import { writeVarint32 } from './varint.js';
import {
  closeLength,
  writeBool,
  writeBytes,
  writeDouble,
  writeEnum,
  writeFixed32,
  writeFixed64,
  writeFloat,
  writeInt32,
  writeInt64,
  writeSfixed32,
  writeSfixed64,
  writeSint32,
  writeSint64,
  writeUint32,
  writeUint64,
} from './write-scalars.js';
import { writeString } from './write-string.js';

type Write<T> = (value: T, buffer: Uint8Array, position: number) => number;

/**
 * Writes fields one after another: `new Writer().string(1, 'A-1').begin(2).int32(1, 3).end().finish()`. Each method takes the
 * field's number and its value, and refuses values that are not of its kind with an `EncodeError`.
 */
export class Writer {
  #buffer: Uint8Array = new Uint8Array(MIN_SCRATCH_BYTES);
  #position = 0;
  /** Where the content of each open message begins; minus its number for an open group. */
  readonly #open: number[] = [];

  int32(number: number, value: number): this {
    return this.#field(number, WireType.VARINT, writeInt32, value);
  }
  int64(number: number, value: bigint): this {
    return this.#field(number, WireType.VARINT, writeInt64, value);
  }
  uint32(number: number, value: number): this {
    return this.#field(number, WireType.VARINT, writeUint32, value);
  }
  uint64(number: number, value: bigint): this {
    return this.#field(number, WireType.VARINT, writeUint64, value);
  }
  sint32(number: number, value: number): this {
    return this.#field(number, WireType.VARINT, writeSint32, value);
  }
  sint64(number: number, value: bigint): this {
    return this.#field(number, WireType.VARINT, writeSint64, value);
  }
  bool(number: number, value: boolean): this {
    return this.#field(number, WireType.VARINT, writeBool, value);
  }
  enum(number: number, value: number): this {
    return this.#field(number, WireType.VARINT, writeEnum, value);
  }
  fixed32(number: number, value: number): this {
    return this.#field(number, WireType.I32, writeFixed32, value);
  }
  sfixed32(number: number, value: number): this {
    return this.#field(number, WireType.I32, writeSfixed32, value);
  }
  float(number: number, value: number): this {
    return this.#field(number, WireType.I32, writeFloat, value);
  }
  fixed64(number: number, value: bigint): this {
    return this.#field(number, WireType.I64, writeFixed64, value);
  }
  sfixed64(number: number, value: bigint): this {
    return this.#field(number, WireType.I64, writeSfixed64, value);
  }
  double(number: number, value: number): this {
    return this.#field(number, WireType.I64, writeDouble, value);
  }
  string(number: number, value: string): this {
    return this.#field(number, WireType.LEN, writeString, value);
  }
  bytes(number: number, value: Uint8Array): this {
    return this.#field(number, WireType.LEN, writeBytes, value);
  }

  /** Begins a length-delimited message, a map entry or a packed list; what follows, up to `end()`, is inside it. */
  begin(number: number): this {
    this.#put(writeVarint32, tagOf(number, WireType.LEN));
    this.#position++;
    this.#open.push(this.#position);
    return this;
  }

  /** Begins a group; what follows, up to `end()`, is inside it. */
  beginGroup(number: number): this {
    this.#put(writeVarint32, tagOf(number, WireType.SGROUP));
    this.#open.push(-number);
    return this;
  }

  /** Ends what was begun last. */
  end(): this {
    const start = this.#open.pop();
    if (start === undefined) throw new EncodeError('Writer.end() without a begin() before it');
    if (start < 0) return this.#put(writeVarint32, makeTag(-start, WireType.EGROUP));
    const position = this.#position;
    return this.#put((from: number, buffer) => closeLength(buffer, from, position), start);
  }

  /** Bytes that are fields already, such as unknown ones, or an element of a packed list. */
  raw(fields: Uint8Array): this {
    if (!isBytes(fields)) throw notA('bytes (a Uint8Array)', fields);
    return this.#put(putBytes, fields);
  }

  /** All that was written, in a buffer of exactly its length. The writer begins anew. */
  finish(): Bytes {
    if (this.#open.length > 0) throw new EncodeError(`Writer.finish() while ${this.#open.length} begin() are without their end()`);
    const bytes = this.#buffer.slice(0, this.#position);
    this.#position = 0;
    return bytes;
  }

  #field<T>(number: number, wireType: WireType, write: Write<T>, value: T): this {
    const start = this.#position;
    this.#put(writeVarint32, tagOf(number, wireType));
    try {
      return this.#put(write, value);
    } catch (error) {
      // A tag without its value would spoil what is written next.
      this.#position = start;
      // Only the kinds that are numbers calculate with what they are given, and a bigint, a symbol or an object may throw at that.
      throw error instanceof EncodeError ? error : notA('a number', value);
    }
  }

  /** Writes, and where it does not fit makes room for it and writes again. */
  #put<T>(write: Write<T>, value: T): this {
    let end = write(value, this.#buffer, this.#position);
    if (end > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(end, this.#buffer.length * 2));
      larger.set(this.#buffer.subarray(0, this.#position));
      this.#buffer = larger;
      end = write(value, larger, this.#position);
    }
    this.#position = end;
    return this;
  }
}

function tagOf(number: number, wireType: WireType): number {
  if (!Number.isInteger(number) || number < 1 || number > MAX_FIELD_NUMBER) {
    throw new EncodeError(`expected a field number between 1 and ${MAX_FIELD_NUMBER}, got ${show(number)}`);
  }
  return makeTag(number, wireType);
}
