/** A message under construction in an option: what was set so far, and its bytes. */
import { MAX_FIELD_NUMBER, makeTag, WireType } from '../../../wire/protobuf/tag.js';
import { writeVarint32 } from '../../../wire/protobuf/varint.js';
import {
  writeBool,
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
} from '../../../wire/protobuf/write-scalars.js';
import { Writer } from '../../../wire/protobuf/writer.js';
import type { EnumDefinition, FieldDefinition, MessageDefinition, OneofDefinition } from '../linker/definitions.js';
import { groupType } from '../linker/resolve.js';

/** A scalar as its field holds it (64-bit ones as bigint, text and bytes as bytes, enums by number) or a message. */
export type OptionValue = number | bigint | boolean | Uint8Array | OptionMessage;

export class OptionMessage {
  readonly type: MessageDefinition;
  /** In the order they were first set. A singular field has one value. */
  readonly fields = new Map<FieldDefinition, OptionValue[]>();
  /** Which field of each oneof is set. */
  readonly #chosen = new Map<OneofDefinition, FieldDefinition>();

  constructor(type: MessageDefinition) {
    this.type = type;
  }

  add(field: FieldDefinition, value: OptionValue): void {
    const values = this.fields.get(field);
    if (values === undefined) this.#put(field, value);
    else values.push(value);
  }

  /** The message a singular field holds; an empty one is put there first if need be. */
  nested(field: FieldDefinition, type: MessageDefinition): OptionMessage {
    const present = this.fields.get(field)?.[0];
    if (present instanceof OptionMessage) return present;
    const message = new OptionMessage(type);
    this.#put(field, message);
    return message;
  }

  #put(field: FieldDefinition, value: OptionValue): void {
    this.fields.set(field, [value]);
    if (field.oneof !== undefined) this.#chosen.set(field.oneof, field);
  }

  /** The field of `field`'s oneof that is set already, if it is another one. */
  rival(field: FieldDefinition): FieldDefinition | undefined {
    const chosen = field.oneof === undefined ? undefined : this.#chosen.get(field.oneof);
    return chosen === field ? undefined : chosen;
  }

  /** Its encoding, extensions and all (Protobuf encoding). */
  encode(): Uint8Array {
    // One writer for all: its buffer is as long as a hundred options, and no other is written meanwhile.
    const writer = spare ?? new Writer();
    spare = undefined;
    writeMessage(writer, this);
    const bytes = writer.finish();
    spare = writer;
    return bytes;
  }
}

let spare: Writer | undefined;

function writeMessage(writer: Writer, message: OptionMessage): void {
  const isMessageSet = message.type.proto.options?.messageSetWireFormat === true;
  for (const [field, values] of message.fields) {
    const { number } = field;
    // Message set format, as protoc writes it: repeated group Item = 1 { int32 type_id = 2; bytes message = 3; }
    if (isMessageSet && field.extend !== undefined) {
      for (const value of values) if (value instanceof OptionMessage) writeItem(writer, number, value);
      continue;
    }
    // An extension of a number that none can have was reported where it is declared.
    if (number < 1 || number > MAX_FIELD_NUMBER) continue;
    const type = field.proto.type!;
    const packed = field.repeated && isPacked(field);
    if (packed) writer.begin(number);
    for (const value of values) {
      if (value instanceof OptionMessage) writeNested(writer, number, isDelimited(field), value);
      else if (value instanceof Uint8Array) writer.bytes(number, value);
      else writeScalar(writer, packed ? undefined : makeTag(number, wireTypeOf(type)), type, value);
    }
    if (packed) writer.end();
  }
}

function writeNested(writer: Writer, number: number, delimited: boolean, value: OptionMessage): void {
  if (delimited) writer.beginGroup(number);
  else writer.begin(number);
  writeMessage(writer, value);
  writer.end();
}

function writeItem(writer: Writer, typeId: number, value: OptionMessage): void {
  writer.beginGroup(1).int32(2, typeId);
  writeNested(writer, 3, false, value);
  writer.end();
}
type Scalar = number | bigint | boolean;

/** A tag and a value: never more. */
const scratch = new Uint8Array(20);

/** Elements of packed lists have no tag. */
function writeScalar(writer: Writer, tag: number | undefined, type: number, value: Scalar): void {
  const start = tag === undefined ? 0 : writeVarint32(tag, scratch, 0);
  writer.raw(scratch.subarray(0, scalarWriters.get(type)!(value, start)));
}

/** By google.protobuf.FieldDescriptorProto.Type. Whole numbers come as bigint, whatever their size. */
const scalarWriters: ReadonlyMap<number, (value: Scalar, position: number) => number> = new Map([
  [1, (value, position) => writeDouble(Number(value), scratch, position)],
  // As in protoc, a number beyond the range of a float is infinite.
  [2, (value, position) => writeFloat(Math.fround(Number(value)), scratch, position)],
  [3, (value, position) => writeInt64(BigInt(value), scratch, position)],
  [4, (value, position) => writeUint64(BigInt(value), scratch, position)],
  [5, (value, position) => writeInt32(Number(value), scratch, position)],
  [6, (value, position) => writeFixed64(BigInt(value), scratch, position)],
  [7, (value, position) => writeFixed32(Number(value), scratch, position)],
  [8, (value, position) => writeBool(value === true, scratch, position)],
  [13, (value, position) => writeUint32(Number(value), scratch, position)],
  [14, (value, position) => writeEnum(Number(value), scratch, position)],
  [15, (value, position) => writeSfixed32(Number(value), scratch, position)],
  [16, (value, position) => writeSfixed64(BigInt(value), scratch, position)],
  [17, (value, position) => writeSint32(Number(value), scratch, position)],
  [18, (value, position) => writeSint64(BigInt(value), scratch, position)],
]);

function isPacked(field: FieldDefinition): boolean {
  const type = field.proto.type!;
  if (!scalarWriters.has(type)) return false;
  return field.proto.options?.packed ?? field.features.repeatedFieldEncoding === 'packed';
}

/** Groups, and what a feature makes like them; never the entries of a map and what they hold. */
function isDelimited(field: FieldDefinition): boolean {
  if (field.proto.type === groupType) return true;
  if (field.features.messageEncoding !== 'delimited') return false;
  return messageOf(field)?.node !== undefined && (field.extend !== undefined || field.container?.node !== undefined);
}

/** Protobuf encoding: Message Structure. */
function wireTypeOf(type: number): WireType {
  switch (type) {
    case 1:
    case 6:
    case 16:
      return WireType.I64;
    case 2:
    case 7:
    case 15:
      return WireType.I32;
    default:
      return WireType.VARINT;
  }
}

/** The enum of an enum field, the message of a message field. */
export function enumOf(field: FieldDefinition): EnumDefinition | undefined {
  return field.type?.kind === 'enum' ? field.type : undefined;
}
export function messageOf(field: FieldDefinition): MessageDefinition | undefined {
  return field.type?.kind === 'message' ? field.type : undefined;
}
