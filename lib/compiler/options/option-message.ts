/** A message under construction in an option: what was set so far, and its bytes. */
import type { EnumDefinition, FieldDefinition, MessageDefinition } from '../linker/definitions.js';

/** A scalar as its field holds it (64-bit ones as bigint, text and bytes as bytes, enums by number) or a message. */
export type OptionValue = number | bigint | boolean | Uint8Array | OptionMessage;

export class OptionMessage {
  readonly type: MessageDefinition;
  /** In the order they were first set. A singular field has one value. */
  readonly fields = new Map<FieldDefinition, OptionValue[]>();

  constructor(type: MessageDefinition) {
    this.type = type;
  }

  add(field: FieldDefinition, value: OptionValue): void {
    const values = this.fields.get(field);
    if (values === undefined) this.fields.set(field, [value]);
    else values.push(value);
  }

  /** The message a singular field holds; an empty one is put there first if need be. */
  nested(field: FieldDefinition, type: MessageDefinition): OptionMessage {
    const present = this.fields.get(field)?.[0];
    if (present instanceof OptionMessage) return present;
    const message = new OptionMessage(type);
    this.fields.set(field, [message]);
    return message;
  }

  /** The field of `field`'s oneof that is set already, if it is another one. */
  rival(field: FieldDefinition): FieldDefinition | undefined {
    if (field.oneof === undefined) return undefined;
    for (const other of this.fields.keys()) if (other.oneof === field.oneof && other !== field) return other;
    return undefined;
  }

  /** Its encoding, extensions and all (Protobuf encoding). */
  encode(): Uint8Array {
    const bytes: number[] = [];
    writeMessage(bytes, this);
    return Uint8Array.from(bytes);
  }
}

function writeMessage(bytes: number[], message: OptionMessage): void {
  for (const [field, values] of message.fields) {
    const type = field.proto.type!;
    if (field.repeated && isPacked(field)) {
      const body: number[] = [];
      for (const value of values) writeScalar(body, type, value);
      writeTag(bytes, field, 2);
      writeBytes(bytes, body);
      continue;
    }
    for (const value of values) {
      if (value instanceof OptionMessage) {
        writeNested(bytes, field, value);
      } else {
        writeTag(bytes, field, wireTypeOf(type));
        writeScalar(bytes, type, value);
      }
    }
  }
}

function writeNested(bytes: number[], field: FieldDefinition, value: OptionMessage): void {
  if (field.proto.type === 10) {
    writeTag(bytes, field, 3);
    writeMessage(bytes, value);
    writeTag(bytes, field, 4);
    return;
  }
  const body: number[] = [];
  writeMessage(body, value);
  writeTag(bytes, field, 2);
  writeBytes(bytes, body);
}

function isPacked(field: FieldDefinition): boolean {
  const type = field.proto.type!;
  if (wireTypeOf(type) === 2 || type === 10) return false;
  return field.proto.options?.packed ?? field.file.language.packsByDefault;
}

/** Protobuf encoding: Message Structure. */
function wireTypeOf(type: number): 0 | 1 | 2 | 5 {
  switch (type) {
    case 1:
    case 6:
    case 16:
      return 1;
    case 2:
    case 7:
    case 15:
      return 5;
    case 9:
    case 11:
    case 12:
      return 2;
    default:
      return 0;
  }
}

function writeScalar(bytes: number[], type: number, value: OptionValue): void {
  if (value instanceof Uint8Array) {
    writeBytes(bytes, value);
    return;
  }
  const exact =
    typeof value === 'bigint'
      ? value
      : BigInt(typeof value === 'boolean' || (typeof value === 'number' && type !== 1 && type !== 2) ? value : 0);
  switch (type) {
    case 1:
      writeFloat(bytes, 8, (view) => view.setFloat64(0, Number(value), true));
      return;
    case 2:
      writeFloat(bytes, 4, (view) => view.setFloat32(0, Number(value), true));
      return;
    case 6:
    case 16:
      writeFloat(bytes, 8, (view) => view.setBigUint64(0, BigInt.asUintN(64, exact), true));
      return;
    case 7:
    case 15:
      writeFloat(bytes, 4, (view) => view.setUint32(0, Number(BigInt.asUintN(32, exact)), true));
      return;
    case 17:
    case 18:
      // Protobuf encoding: Signed Integers.
      writeVarint(bytes, exact >= 0n ? exact * 2n : exact * -2n - 1n);
      return;
    default:
      writeVarint(bytes, BigInt.asUintN(64, exact));
  }
}

function writeTag(bytes: number[], field: FieldDefinition, wireType: number): void {
  writeVarint(bytes, BigInt(field.number) * 8n + BigInt(wireType));
}

function writeBytes(bytes: number[], body: ArrayLike<number>): void {
  writeVarint(bytes, BigInt(body.length));
  for (let at = 0; at < body.length; at++) bytes.push(body[at]!);
}

function writeFloat(bytes: number[], length: 4 | 8, set: (view: DataView) => void): void {
  const view = new DataView(new ArrayBuffer(length));
  set(view);
  for (let at = 0; at < length; at++) bytes.push(view.getUint8(at));
}

function writeVarint(bytes: number[], value: bigint): void {
  let rest = value;
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
}

/** The enum of an enum field, the message of a message field. */
export function enumOf(field: FieldDefinition): EnumDefinition | undefined {
  return field.type?.kind === 'enum' ? field.type : undefined;
}
export function messageOf(field: FieldDefinition): MessageDefinition | undefined {
  return field.type?.kind === 'message' ? field.type : undefined;
}
