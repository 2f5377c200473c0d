/** `barewire/protobuf`: messages without calls. Everything listed here is public; what is not listed is internal. */
export type { Bytes, Codec } from '../bytes/codec.js';
export { type BuildOptions, buildFile } from './build.js';
export { type DynamicMessage, dynamicMessageType } from './closures/dynamic.js';
export { type DelimitedOptions, DelimitedReader, writeDelimited } from './delimited.js';
export type {
  EnumDescriptor,
  EnumValueDescriptor,
  FeatureSet,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  MethodDescriptor,
  OneofDescriptor,
  ScalarKind,
  ServiceDescriptor,
  ValueType,
} from './descriptor.js';
export { DecodeError, type DecodeLimit, DescriptorError, EncodeError } from './errors.js';
export {
  type AnyExtension,
  clearExtension,
  dynamicExtension,
  type Extension,
  type ExtensionOptions,
  getExtension,
  hasExtension,
  setExtension,
} from './extension.js';
export { type ExtensionValue, extensionsIn } from './extensions-in.js';
export {
  type Int64Option,
  type Int64Representation,
  int64FromBigint,
  int64ToBigint,
  type LongClass,
  type LongLike,
} from './int64-representation.js';
export { JsonError } from './json/errors.js';
export { fromJson, fromJsonString } from './json/from-json.js';
export type { FromJsonOptions, ToJsonOptions, ToJsonStringOptions } from './json/options.js';
export { toJson, toJsonString } from './json/to-json.js';
export type { JsonObject, JsonValue } from './json/value.js';
export { clone } from './message/clone.js';
export { defaultOf } from './message/default-of.js';
export { Change, type DiffOptions, diff } from './message/diff.js';
export { type EqualsOptions, equals } from './message/equals.js';
export { merge } from './message/merge.js';
export type { WalkOptions } from './message/walk-options.js';
export type { AnyMessageType, DecodeOptions, EncodeOptions, MessageType } from './message-type.js';
export { getOption, hasOption } from './option.js';
export { Reader } from './reader.js';
export { clearField, fieldsIn, getField, hasField, setField } from './reflect/field-access.js';
export { type AnyDescriptor, walk } from './reflect/walk.js';
export { Registry } from './registry.js';
export { WireType } from './tag.js';
export { type FromTextOptions, fromText, TextError, type ToTextOptions, toText } from './text/index.js';
export { type UnknownFields, unknownFields } from './unknown.js';
export { anyIs, anyPack, anyTypeName, anyUnpack, anyUnpackFrom, type UnpackedAny } from './well-known/any.js';
export {
  durationAdd,
  durationCompare,
  durationFromMs,
  durationFromNanos,
  durationFromText,
  durationIsValid,
  durationMs,
  durationNanos,
  durationNormalize,
  durationSubtract,
  durationText,
} from './well-known/duration.js';
export {
  type FieldMaskMergeOptions,
  fieldMaskApply,
  fieldMaskCanonical,
  fieldMaskCovers,
  fieldMaskFault,
  fieldMaskFromText,
  fieldMaskIntersect,
  fieldMaskIsValid,
  fieldMaskMerge,
  fieldMaskText,
  fieldMaskUnion,
} from './well-known/field-mask.js';
export {
  listValueFromJson,
  listValueToJson,
  structFromJson,
  structToJson,
  valueFromJson,
  valueToJson,
} from './well-known/struct.js';
export {
  timestampAdd,
  timestampCompare,
  timestampDate,
  timestampDifference,
  timestampFromDate,
  timestampFromMs,
  timestampFromNanos,
  timestampFromText,
  timestampIsValid,
  timestampMs,
  timestampNanos,
  timestampNormalize,
  timestampSubtract,
  timestampText,
} from './well-known/timestamp.js';
export { Writer } from './writer.js';
