/** The closures that read one field of a message, by the tags it can come with. */
import { LIST_WORDS, takeMemory } from '../budget.js';
import type { EnumDescriptor, FieldDescriptor } from '../descriptor.js';
import { messageWords, valueWords } from '../memory-words.js';
import { checkWhole } from '../packed-fixed.js';
import { makeTag, readTag, WireType } from '../tag.js';
import { noteUnknown, skipField, type UnknownRanges } from '../unknown.js';
import { readLength, varintEnd } from '../varint.js';
import { keyCodec, type NestedMessage, type ValueCodec, valueCodec, valueEnd } from './value-codec.js';

/** Reads the value at `position`, whose field began at `fieldStart`, into `message`; returns the position behind it. */
export type FieldReader = (
  message: Record<string, unknown>,
  buffer: Uint8Array,
  fieldStart: number,
  position: number,
  end: number,
  depth: number,
  unknown: UnknownRanges,
) => number;

/** `field`'s readers with their tags: a packable list is read both ways (Protobuf encoding: Repeated Elements). */
export function fieldReaders(field: FieldDescriptor, nested: () => NestedMessage): [tag: number, reader: FieldReader][] {
  const codec = valueCodec(field, nested);
  const tag = makeTag(field.number, codec.wireType);
  if (field.cardinality === 'map') return [[makeTag(field.number, WireType.LEN), mapReader(field, codec)]];
  if (field.cardinality === 'repeated') {
    const single: [number, FieldReader] = [tag, repeatedReader(field, codec)];
    if (codec.wireType === WireType.LEN || codec.wireType === WireType.SGROUP) return [single];
    return [single, [makeTag(field.number, WireType.LEN), packedReader(field, codec, tag)]];
  }
  return [[tag, field.oneof === undefined ? singularReader(field, codec) : oneofReader(field, field.oneof.localName, codec)]];
}

/** The enum of `field` when numbers without a name do not belong into messages (Protobuf enum: Definitions). */
function closedEnum(field: FieldDescriptor): EnumDescriptor | undefined {
  return field.value.kind === 'enum' && !field.value.enum.open ? field.value.enum : undefined;
}

function isUnnamed(closed: EnumDescriptor | undefined, value: unknown): boolean {
  return closed !== undefined && closed.valueByNumber(value as number) === undefined;
}

function singularReader(field: FieldDescriptor, codec: ValueCodec): FieldReader {
  const name = field.localName;
  const closed = closedEnum(field);
  const words = valueWords(field);
  return (message, buffer, fieldStart, position, end, depth, unknown) => {
    takeMemory(words);
    const value = codec.read(buffer, position, end, depth, message[name]);
    const next = valueEnd;
    if (isUnnamed(closed, value)) noteUnknown(unknown, 0, fieldStart, next);
    else message[name] = value;
    return next;
  };
}

function oneofReader(field: FieldDescriptor, name: string, codec: ValueCodec): FieldReader {
  const own = field.localName;
  const closed = closedEnum(field);
  const words = valueWords(field);
  return (message, buffer, fieldStart, position, end, depth, unknown) => {
    takeMemory(words);
    const chosen = message[name] as { case: string | undefined; value?: unknown };
    const value = codec.read(buffer, position, end, depth, chosen.case === own ? chosen.value : undefined);
    const next = valueEnd;
    if (isUnnamed(closed, value)) noteUnknown(unknown, 0, fieldStart, next);
    else message[name] = { case: own, value };
    return next;
  };
}

function repeatedReader(field: FieldDescriptor, codec: ValueCodec): FieldReader {
  const name = field.localName;
  const closed = closedEnum(field);
  const words = valueWords(field);
  return (message, buffer, fieldStart, position, end, depth, unknown) => {
    const list = message[name] as unknown[];
    takeMemory(list.length === 0 ? LIST_WORDS + words : words);
    const value = codec.read(buffer, position, end, depth, undefined);
    const next = valueEnd;
    if (isUnnamed(closed, value)) noteUnknown(unknown, 0, fieldStart, next);
    else list.push(value);
    return next;
  };
}

function packedReader(field: FieldDescriptor, codec: ValueCodec, tag: number): FieldReader {
  const name = field.localName;
  const size = codec.wireType === WireType.I64 ? 8 : codec.wireType === WireType.I32 ? 4 : 0;
  const closed = closedEnum(field);
  const words = valueWords(field);
  return (message, buffer, _fieldStart, start, end, depth, unknown) => {
    const next = readLength(buffer, start, end);
    takeMemory(Math.floor((next - varintEnd) / (size || 1)) * words);
    if (size > 0) checkWhole(varintEnd, next, size);
    const list = message[name] as unknown[];
    for (let position = varintEnd; position < next; position = valueEnd) {
      const value = codec.read(buffer, position, next, depth, undefined);
      if (isUnnamed(closed, value)) noteUnknown(unknown, tag, position, valueEnd);
      else list.push(value);
    }
    return next;
  };
}

/** A part that is missing counts as its default, of a part that comes twice the last one holds, other parts are dropped. */
function mapReader(field: FieldDescriptor, mapValue: ValueCodec): FieldReader {
  const mapKey = keyCodec(field);
  const keyTag = makeTag(1, mapKey.wireType);
  const valueTag = makeTag(2, mapValue.wireType);
  const name = field.localName;
  const closed = closedEnum(field);
  const words = valueWords(field);
  return (message, buffer, fieldStart, start, end, depth, unknown) => {
    const next = readLength(buffer, start, end);
    takeMemory(words);
    let position = varintEnd;
    let key: unknown;
    let value: unknown;
    while (position < next) {
      const tag = readTag(buffer, position, next);
      position = varintEnd;
      if (tag === keyTag) {
        key = mapKey.read(buffer, position, next, depth, undefined);
        position = valueEnd;
      } else if (tag === valueTag) {
        value = mapValue.read(buffer, position, next, depth, value);
        position = valueEnd;
      } else {
        position = skipField(tag, buffer, position, next);
      }
    }
    if (value === undefined && field.value.kind === 'message') takeMemory(messageWords(field.value.message));
    value ??= mapValue.empty();
    if (isUnnamed(closed, value)) noteUnknown(unknown, 0, fieldStart, next);
    else (message[name] as Map<unknown, unknown>).set(key ?? mapKey.empty(), value);
    return next;
  };
}
