/** The closure that writes one field of a message, its tags worked out beforehand. */
import type { FieldDescriptor } from '../descriptor.js';
import { notA } from '../errors.js';
import { mapEntries, stringMapEntries } from '../message/map-entries.js';
import { missingField } from '../missing-required.js';
import { checkList } from '../packed.js';
import { makeTag, WireType } from '../tag.js';
import { writeVarint32 } from '../varint.js';
import { closeLength } from '../write-scalars.js';
import { keyCodec, type NestedMessage, type ValueCodec, valueCodec } from './value-codec.js';

export type FieldWriter = (message: Readonly<Record<string, unknown>>, buffer: Uint8Array, position: number, depth: number) => number;

export function fieldWriter(field: FieldDescriptor, nested: () => NestedMessage): FieldWriter {
  const codec = valueCodec(field, nested);
  if (field.cardinality === 'map') return mapWriter(field, codec);
  if (field.cardinality === 'repeated') return field.packed ? packedWriter(field, codec) : repeatedWriter(field, codec);
  return field.oneof === undefined ? singularWriter(field, codec) : oneofWriter(field, field.oneof.localName, codec);
}

function singularWriter(field: FieldDescriptor, codec: ValueCodec): FieldWriter {
  const tag = makeTag(field.number, codec.wireType);
  const name = field.localName;
  const implicit = field.presence === 'implicit';
  const required = field.presence === 'required';
  return (message, buffer, position, depth) => {
    const value = message[name];
    if (value === undefined) {
      if (required) missingField();
      return position;
    }
    if (implicit && codec.isEmpty(value)) return position;
    return codec.write(value as never, buffer, writeVarint32(tag, buffer, position), depth);
  };
}

function oneofWriter(field: FieldDescriptor, name: string, codec: ValueCodec): FieldWriter {
  const tag = makeTag(field.number, codec.wireType);
  const own = field.localName;
  const first = field.oneof!.fields[0] === field;
  const cases = new Set(field.oneof!.fields.map((one) => one.localName));
  return (message, buffer, position, depth) => {
    const chosen = message[name] as { case?: unknown; value?: unknown } | undefined;
    if (chosen === undefined) return position;
    if (chosen.case === own) return codec.write(chosen.value as never, buffer, writeVarint32(tag, buffer, position), depth);
    // One of the members looks whether any of them is meant, and whether it is a oneof at all.
    if (first && (typeof chosen !== 'object' || (chosen.case !== undefined && !cases.has(chosen.case as string))))
      throw notA('a oneof', chosen);
    return position;
  };
}

function repeatedWriter(field: FieldDescriptor, codec: ValueCodec): FieldWriter {
  const tag = makeTag(field.number, codec.wireType);
  const name = field.localName;
  return (message, buffer, position, depth) => {
    const list = message[name] as readonly unknown[] | undefined;
    if (list === undefined) return position;
    let end = position;
    for (const value of checkList(list)) end = codec.write(value as never, buffer, writeVarint32(tag, buffer, end), depth);
    return end;
  };
}

function packedWriter(field: FieldDescriptor, codec: ValueCodec): FieldWriter {
  const tag = makeTag(field.number, WireType.LEN);
  const name = field.localName;
  return (message, buffer, position, depth) => {
    const list = message[name] as readonly unknown[] | undefined;
    if (list === undefined || checkList(list).length === 0) return position;
    const start = writeVarint32(tag, buffer, position) + 1;
    let end = start;
    for (const value of list) end = codec.write(value as never, buffer, end, depth);
    return closeLength(buffer, start, end);
  };
}

/** Protobuf encoding: Maps. Key and value are always written, also where they are the default. */
function mapWriter(field: FieldDescriptor, value: ValueCodec): FieldWriter {
  const key = keyCodec(field);
  const tag = makeTag(field.number, WireType.LEN);
  const keyTag = makeTag(1, key.wireType);
  const valueTag = makeTag(2, value.wireType);
  const name = field.localName;
  const entriesOf = (field.mapKey === 'string' ? stringMapEntries : mapEntries) as (map: unknown) => Iterable<readonly [unknown, unknown]>;
  return (message, buffer, position, depth) => {
    const map = message[name];
    if (map === undefined) return position;
    let end = position;
    for (const [one, belonging] of entriesOf(map)) {
      const start = writeVarint32(tag, buffer, end) + 1;
      const keyEnd = key.write(one as never, buffer, writeVarint32(keyTag, buffer, start), depth);
      end = closeLength(buffer, start, value.write(belonging as never, buffer, writeVarint32(valueTag, buffer, keyEnd), depth));
    }
    return end;
  };
}
