/** One field: its type, its presence, how it is written. */
import { parseDefault } from '../default-value.js';
import type { FeatureSet, FieldDescriptor, MessageDescriptor, OneofDescriptor, ScalarKind, ValueType } from '../descriptor.js';
import { resolveFeatures } from '../features.js';
import type { FieldDescriptorProto } from '../generated/descriptor.js';
import { type Int64Representation, int64Number, int64String } from '../int64-representation.js';
import { camelCase, jsonName } from '../names.js';
import { MAX_FIELD_NUMBER, MAX_TYPE_ID } from '../tag.js';
import { type Mutable, qualify, type TypeScope } from './type-scope.js';

// The numbers of google.protobuf.FieldDescriptorProto.Label and Type.
const LABEL_REQUIRED = 2;
const LABEL_REPEATED = 3;
const TYPE_GROUP = 10;
const TYPE_MESSAGE = 11;
const TYPE_ENUM = 14;
// google.protobuf.FieldOptions.JSType.
const JS_STRING = 1;
const JS_NUMBER = 2;

const SCALAR_TYPES: { readonly [type: number]: ScalarKind } = {
  1: 'double',
  2: 'float',
  3: 'int64',
  4: 'uint64',
  5: 'int32',
  6: 'fixed64',
  7: 'fixed32',
  8: 'bool',
  9: 'string',
  12: 'bytes',
  13: 'uint32',
  15: 'sfixed32',
  16: 'sfixed64',
  17: 'sint32',
  18: 'sint64',
};

/** Where a field stands. */
export interface FieldPlace {
  /** The message that has it, or that it extends. */
  readonly message: MessageDescriptor;
  readonly oneof: OneofDescriptor | undefined;
  readonly localName: string;
  /** The features of what is around it. */
  readonly inherited: FeatureSet;
  /** What 64-bit integers of the declaring file are. */
  readonly int64: Int64Representation | undefined;
  /** The full name of an extension. */
  readonly extensionName: string | undefined;
}

/** The linked descriptor of a field or an extension. */
export function linkField(proto: FieldDescriptorProto, place: FieldPlace, types: TypeScope): FieldDescriptor {
  const { message, oneof, localName, inherited, int64, extensionName } = place;
  const name = proto.name ?? '';
  const where = extensionName ?? `${message.typeName}.${name}`;
  const number = proto.number ?? 0;
  const isTypeId = extensionName !== undefined && message.proto.options?.messageSetWireFormat === true;
  const most = isTypeId ? MAX_TYPE_ID : MAX_FIELD_NUMBER;
  if (!Number.isInteger(number) || number < 1 || number > most) {
    throw types.error(`${where}: field number ${number} is not between 1 and ${most}`);
  }
  const features = resolveFeatures(inherited, proto.options?.features);
  const declared = valueTypeOf(proto, where, types);
  const entry = declared.kind === 'message' && declared.message.isMapEntry && proto.label === LABEL_REPEATED ? declared.message : undefined;
  const map = entry === undefined ? undefined : mapTypesOf(entry, types);
  const value = map?.value ?? declared;
  const repeated = proto.label === LABEL_REPEATED;
  if (repeated && oneof !== undefined) throw types.error(`${where}: a repeated field cannot be in a oneof`);
  const packable = value.kind === 'enum' || (value.kind === 'scalar' && value.scalar !== 'string' && value.scalar !== 'bytes');
  const field: Mutable<FieldDescriptor> = {
    kind: 'field',
    name,
    number,
    localName,
    jsonName: proto.jsonName ?? jsonName(name),
    message,
    proto,
    features,
    cardinality: map !== undefined ? 'map' : repeated ? 'repeated' : 'singular',
    mapKey: map?.key,
    value,
    int64: isInt64(value) || isInt64Kind(map?.key) ? int64Of(proto, int64) : undefined,
    presence: presenceOf(proto, features, value, oneof !== undefined || extensionName !== undefined),
    packed: repeated && map === undefined && packable && (proto.options?.packed ?? features.repeatedFieldEncoding === 'packed'),
    // The entries of a map and their values are always length-prefixed.
    delimited:
      value.kind === 'message' &&
      map === undefined &&
      !message.isMapEntry &&
      (proto.type === TYPE_GROUP || features.messageEncoding === 'delimited'),
    validateUtf8: features.utf8Validation === 'verify',
    oneof,
    defaultValue: undefined,
    extensionName,
  };
  if (proto.defaultValue !== undefined) field.defaultValue = parseDefault(value, proto.defaultValue, where);
  return field;
}

function isInt64(value: ValueType): boolean {
  return value.kind === 'scalar' && isInt64Kind(value.scalar);
}

function isInt64Kind(kind: ScalarKind | undefined): boolean {
  return kind === 'int64' || kind === 'uint64' || kind === 'sint64' || kind === 'fixed64' || kind === 'sfixed64';
}

/** The field's own `jstype` wins over what its file was generated with. */
function int64Of(proto: FieldDescriptorProto, ofFile: Int64Representation | undefined): Int64Representation | undefined {
  switch (proto.options?.jstype) {
    case JS_STRING:
      return int64String as Int64Representation;
    case JS_NUMBER:
      return int64Number as Int64Representation;
    default:
      return ofFile;
  }
}

/** Members of oneofs and extensions always track their presence. */
function presenceOf(proto: FieldDescriptorProto, features: FeatureSet, value: ValueType, always: boolean): FieldDescriptor['presence'] {
  if (proto.label === LABEL_REPEATED) return 'implicit';
  if (always || proto.proto3Optional) return 'explicit';
  if (proto.label === LABEL_REQUIRED || features.fieldPresence === 'legacy-required') return 'required';
  return value.kind === 'message' ? 'explicit' : features.fieldPresence === 'implicit' ? 'implicit' : 'explicit';
}

function valueTypeOf(proto: FieldDescriptorProto, where: string, types: TypeScope): ValueType {
  const scalar = proto.type === undefined ? undefined : SCALAR_TYPES[proto.type];
  if (scalar !== undefined) return { kind: 'scalar', scalar };
  const type = types.find(proto.typeName, where);
  if (type.kind === 'message' && (proto.type === undefined || proto.type === TYPE_MESSAGE || proto.type === TYPE_GROUP)) {
    return { kind: 'message', message: type };
  }
  if (type.kind === 'enum' && (proto.type === undefined || proto.type === TYPE_ENUM)) return { kind: 'enum', enum: type };
  throw types.error(
    `${where}: ${type.typeName} is a${type.kind === 'enum' ? 'n enum' : ' message'}, but the field has type number ${proto.type}`,
  );
}

/** The entry's own fields may not be linked yet, so they are read from its proto. */
function mapTypesOf(entry: MessageDescriptor, types: TypeScope): { key: NonNullable<FieldDescriptor['mapKey']>; value: ValueType } {
  const key = entry.proto.field.find((field) => field.number === 1);
  const value = entry.proto.field.find((field) => field.number === 2);
  if (key === undefined || value === undefined || entry.proto.field.length !== 2) {
    throw types.error(`${entry.typeName}: a map entry has a key with number 1 and a value with number 2`);
  }
  const keyType = valueTypeOf(key, `${entry.typeName}.key`, types);
  if (keyType.kind !== 'scalar' || keyType.scalar === 'double' || keyType.scalar === 'float' || keyType.scalar === 'bytes') {
    throw types.error(`${entry.typeName}: a map key is an integer, a bool or a string`);
  }
  return { key: keyType.scalar, value: valueTypeOf(value, `${entry.typeName}.value`, types) };
}

/** The linked descriptor of an extension declared in `scope`. */
export function linkExtension(
  proto: FieldDescriptorProto,
  scope: string,
  inherited: FeatureSet,
  int64: Int64Representation | undefined,
  types: TypeScope,
): FieldDescriptor {
  const extensionName = qualify(scope, proto.name ?? '');
  const message = types.find(proto.extendee, extensionName);
  if (message.kind !== 'message') throw types.error(`${extensionName}: ${message.typeName} is an enum and cannot be extended`);
  const localName = camelCase(proto.name ?? '');
  return linkField(proto, { message, oneof: undefined, localName, inherited, int64, extensionName }, types);
}
