/** Tags as the generator prints them (Protobuf encoding: Message Structure). */
import type { FieldDescriptor, ScalarKind, ValueType } from '../../../wire/protobuf/descriptor.js';
import { makeTag, WireType } from '../../../wire/protobuf/tag.js';

/** The wire type of one value; a message as a group has one of its own. */
function wireTypeOf(value: ValueType, delimited: boolean): WireType {
  if (value.kind === 'enum') return WireType.VARINT;
  if (value.kind === 'message') return delimited ? WireType.SGROUP : WireType.LEN;
  return scalarWireType(value.scalar);
}

export function scalarWireType(scalar: ScalarKind): WireType {
  switch (scalar) {
    case 'double':
    case 'fixed64':
    case 'sfixed64':
      return WireType.I64;
    case 'float':
    case 'fixed32':
    case 'sfixed32':
      return WireType.I32;
    case 'string':
    case 'bytes':
      return WireType.LEN;
    default:
      return WireType.VARINT;
  }
}

/** The tag in front of one value: of the field, or of an element where the list is not packed. */
export function elementTag(field: FieldDescriptor): number {
  if (field.cardinality === 'map') return makeTag(field.number, WireType.LEN);
  return makeTag(field.number, wireTypeOf(field.value, field.delimited));
}

/** The tag of a packed list. */
export function packedTag(field: FieldDescriptor): number {
  return makeTag(field.number, WireType.LEN);
}

export function endGroupTag(field: FieldDescriptor): number {
  return makeTag(field.number, WireType.EGROUP);
}

/** Protobuf encoding: Maps. An entry is a message with the key as field 1 and the value as field 2. */
export function mapKeyTag(field: FieldDescriptor): number {
  return makeTag(1, scalarWireType(field.mapKey!));
}

export function mapValueTag(field: FieldDescriptor): number {
  return makeTag(2, wireTypeOf(field.value, false));
}

/** Whether a list of these may be packed: everything but strings, bytes and messages. */
export function isPackable(field: FieldDescriptor): boolean {
  return field.cardinality === 'repeated' && field.value.kind !== 'message' && wireTypeOf(field.value, false) !== WireType.LEN;
}

/** A tag's bytes on the wire. */
export function tagBytes(tag: number): number[] {
  const bytes: number[] = [];
  let rest = tag >>> 0;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}
