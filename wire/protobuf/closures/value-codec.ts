/** How one value of each kind is written and read; what the closures of fields are made from. */
import { isBytes } from '../../bytes/copy.js';
import type { EnumDescriptor, FieldDescriptor, ScalarKind } from '../descriptor.js';
import { notA } from '../errors.js';
import { contentEnd, groupEnd } from '../group-ends.js';
import {
  type ReadInt64As,
  readFixed64As,
  readInt64As,
  readSfixed64As,
  readSint64As,
  readUint64As,
  type WriteInt64As,
  writeFixed64As,
  writeInt64As,
  writeSfixed64As,
  writeSint64As,
  writeUint64As,
} from '../int64-codec.js';
import type { Int64Representation } from '../int64-representation.js';
import {
  readBool,
  readBytes,
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
  readStringUnchecked,
  readUint32,
  readUint64,
} from '../read-scalars.js';
import { makeTag, WireType } from '../tag.js';
import { readLength, varintEnd } from '../varint.js';
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
} from '../write-scalars.js';
import { writeString } from '../write-string.js';

export interface ValueCodec {
  readonly wireType: WireType;
  /** Writes the value behind its tag. */
  write(value: never, buffer: Uint8Array, position: number, depth: number): number;
  /** Reads the value and leaves its end in `valueEnd`; a message is merged into `into`. */
  read(buffer: Uint8Array, position: number, end: number, depth: number, into: unknown): unknown;
  /** What an absent value counts as, in a map entry and where absent and default are one. */
  empty(): unknown;
  /** Whether `value` is what an absent one counts as, and need not be written. */
  isEmpty(value: unknown): boolean;
}

/** Where the value read last ended. Take it at once. */
export let valueEnd = 0;

/** The functions of the message type behind a field, looked up when first needed: message types refer to each other in circles. */
export interface NestedMessage {
  empty(): object;
  encode(message: never, buffer: Uint8Array, position: number, depth: number): number;
  decode(buffer: Uint8Array, start: number, end: number, depth: number, into: object | undefined): object;
}

/** The codec of a map field's key. */
export function keyCodec(field: FieldDescriptor): ValueCodec {
  return scalarCodec(field, field.mapKey!, field.int64?.forKeys);
}

/** The codec of one value of `field`; of a map field, of its value. */
export function valueCodec(field: FieldDescriptor, nested: () => NestedMessage): ValueCodec {
  const type = field.value;
  switch (type.kind) {
    case 'message':
      return field.delimited ? groupCodec(field.number, nested) : messageCodec(nested);
    case 'enum': {
      const first = type.enum.values[0]!.number;
      return { ...varint(type.enum.open ? writeEnum : closedEnumWriter(type.enum), readInt32, 0), empty: () => first };
    }
    case 'scalar':
      return scalarCodec(field, type.scalar, field.int64);
  }
}

/** A reader puts numbers without a name among the unknown fields (Protobuf enum: Definitions), so they are not written either. */
function closedEnumWriter(type: EnumDescriptor): typeof writeEnum {
  return (value, buffer, position) => {
    if (type.valueByNumber(value) === undefined) throw notA(type.typeName, value);
    return writeEnum(value, buffer, position);
  };
}

function scalarCodec(field: FieldDescriptor, scalar: ScalarKind, int64: Int64Representation | undefined): ValueCodec {
  if (scalar === 'string' && !field.validateUtf8) return uncheckedString;
  const unlikeBigint = int64 === undefined ? undefined : int64Codecs[scalar];
  return unlikeBigint === undefined ? scalarCodecs[scalar] : unlikeBigint(int64!);
}

function messageCodec(nested: () => NestedMessage): ValueCodec {
  return {
    wireType: WireType.LEN,
    write: (value, buffer, position, depth) => closeLength(buffer, position + 1, nested().encode(value, buffer, position + 1, depth - 1)),
    read(buffer, position, end, depth, into) {
      const next = readLength(buffer, position, end);
      const message = nested().decode(buffer, varintEnd, next, depth - 1, into as object | undefined);
      valueEnd = next;
      return message;
    },
    empty: () => nested().empty(),
    isEmpty: () => false,
  };
}

/** Protobuf encoding: Groups. The content stands between two tags; the first is the field's own. */
function groupCodec(number: number, nested: () => NestedMessage): ValueCodec {
  const startTag = makeTag(number, WireType.SGROUP);
  const endTag = makeTag(number, WireType.EGROUP);
  return {
    wireType: WireType.SGROUP,
    write: (value, buffer, position, depth) => writeUint32(endTag, buffer, nested().encode(value, buffer, position, depth - 1)),
    read(buffer, position, end, depth, into) {
      const next = groupEnd(startTag, buffer, position, end);
      const message = nested().decode(buffer, position, contentEnd, depth - 1, into as object | undefined);
      valueEnd = next;
      return message;
    },
    empty: () => nested().empty(),
    isEmpty: () => false,
  };
}

type Write<T> = (value: T, buffer: Uint8Array, position: number) => number;
type Read<T> = (buffer: Uint8Array, position: number, end: number) => T;

function varint<T>(write: Write<T>, read: Read<T>, zero: T): ValueCodec {
  return {
    wireType: WireType.VARINT,
    write,
    read(buffer, position, end) {
      const value = read(buffer, position, end);
      valueEnd = varintEnd;
      return value;
    },
    empty: () => zero,
    isEmpty: (value) => value === zero,
  };
}

/** Negative zero is a value of its own for a floating-point field, and is written. */
function floating(codec: ValueCodec): ValueCodec {
  return { ...codec, isEmpty: (value) => Object.is(value, 0) };
}

function fixed<T>(wireType: typeof WireType.I32 | typeof WireType.I64, write: Write<T>, read: Read<T>, zero: T): ValueCodec {
  const size = wireType === WireType.I32 ? 4 : 8;
  return {
    wireType,
    write,
    read(buffer, position, end) {
      const value = read(buffer, position, end);
      valueEnd = position + size;
      return value;
    },
    empty: () => zero,
    isEmpty: (value) => value === zero,
  };
}

function readText<T>(read: Read<T>, buffer: Uint8Array, position: number, end: number): T {
  const next = readLength(buffer, position, end);
  const value = read(buffer, varintEnd, next);
  valueEnd = next;
  return value;
}

const scalarCodecs: { readonly [K in ScalarKind]: ValueCodec } = {
  double: floating(fixed(WireType.I64, writeDouble, readDouble, 0)),
  float: floating(fixed(WireType.I32, writeFloat, readFloat, 0)),
  int32: varint(writeInt32, readInt32, 0),
  int64: varint(writeInt64, readInt64, 0n),
  uint32: varint(writeUint32, readUint32, 0),
  uint64: varint(writeUint64, readUint64, 0n),
  sint32: varint(writeSint32, readSint32, 0),
  sint64: varint(writeSint64, readSint64, 0n),
  fixed32: fixed(WireType.I32, writeFixed32, readFixed32, 0),
  fixed64: fixed(WireType.I64, writeFixed64, readFixed64, 0n),
  sfixed32: fixed(WireType.I32, writeSfixed32, readSfixed32, 0),
  sfixed64: fixed(WireType.I64, writeSfixed64, readSfixed64, 0n),
  bool: varint(writeBool, readBool, false),
  string: {
    wireType: WireType.LEN,
    write: writeString,
    read: (buffer, position, end) => readText(readString, buffer, position, end),
    empty: () => '',
    isEmpty: (value) => value === '',
  },
  bytes: {
    wireType: WireType.LEN,
    write: writeBytes,
    read: (buffer, position, end) => readText(readBytes, buffer, position, end),
    empty: () => new Uint8Array(0),
    isEmpty: (value) => isBytes(value) && value.length === 0,
  },
};

type CodecAs = (as: Int64Representation) => ValueCodec;

function codecAs(
  make: typeof varint | ((write: Write<unknown>, read: Read<unknown>, zero: unknown) => ValueCodec),
  write: WriteInt64As,
  read: ReadInt64As,
  unsigned: boolean,
): CodecAs {
  return (as) => ({
    ...make(
      (value, buffer, position) => write(as, value, buffer, position),
      (buffer, position, end) => read(as, buffer, position, end),
      as.fromHalves(0, 0, unsigned),
    ),
    isEmpty: (value) => value !== null && as.isZero(value),
  });
}

const eightBytes = (write: Write<unknown>, read: Read<unknown>, zero: unknown): ValueCodec => fixed(WireType.I64, write, read, zero);

/** 64-bit integers that are no bigints. */
const int64Codecs: { readonly [K in ScalarKind]?: CodecAs } = {
  int64: codecAs(varint, writeInt64As, readInt64As, false),
  uint64: codecAs(varint, writeUint64As, readUint64As, true),
  sint64: codecAs(varint, writeSint64As, readSint64As, false),
  fixed64: codecAs(eightBytes, writeFixed64As, readFixed64As, true),
  sfixed64: codecAs(eightBytes, writeSfixed64As, readSfixed64As, false),
};

const uncheckedString: ValueCodec = {
  ...scalarCodecs.string,
  read: (buffer, position, end) => readText(readStringUnchecked, buffer, position, end),
};
