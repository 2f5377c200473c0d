/** The .proto files that come with the compiler: protobuf's own, found without any include path. */
import { anyProto } from './any.js';
import { apiProto } from './api.js';
import { cppFeaturesProto } from './cpp-features.js';
import { descriptorProto } from './descriptor.js';
import { durationProto } from './duration.js';
import { emptyProto } from './empty.js';
import { fieldMaskProto } from './field-mask.js';
import { goFeaturesProto } from './go-features.js';
import { javaFeaturesProto } from './java-features.js';
import { pluginProto } from './plugin.js';
import { sourceContextProto } from './source-context.js';
import { structProto } from './struct.js';
import { timestampProto } from './timestamp.js';
import { typeProto } from './type.js';
import { wrappersProto } from './wrappers.js';

/** By the path they are imported by. */
export const wellKnownFiles: ReadonlyMap<string, string> = new Map([
  ['google/protobuf/any.proto', anyProto],
  ['google/protobuf/api.proto', apiProto],
  ['google/protobuf/compiler/plugin.proto', pluginProto],
  ['google/protobuf/cpp_features.proto', cppFeaturesProto],
  ['google/protobuf/descriptor.proto', descriptorProto],
  ['google/protobuf/duration.proto', durationProto],
  ['google/protobuf/empty.proto', emptyProto],
  ['google/protobuf/field_mask.proto', fieldMaskProto],
  ['google/protobuf/go_features.proto', goFeaturesProto],
  ['google/protobuf/java_features.proto', javaFeaturesProto],
  ['google/protobuf/source_context.proto', sourceContextProto],
  ['google/protobuf/struct.proto', structProto],
  ['google/protobuf/timestamp.proto', timestampProto],
  ['google/protobuf/type.proto', typeProto],
  ['google/protobuf/wrappers.proto', wrappersProto],
]);

const fileByType = new Map<string, string>([
  ['Any', 'any'],
  ['Duration', 'duration'],
  ['Empty', 'empty'],
  ['FieldMask', 'field_mask'],
  ['Struct', 'struct'],
  ['Value', 'struct'],
  ['ListValue', 'struct'],
  ['NullValue', 'struct'],
  ['Timestamp', 'timestamp'],
  ['DoubleValue', 'wrappers'],
  ['FloatValue', 'wrappers'],
  ['Int64Value', 'wrappers'],
  ['UInt64Value', 'wrappers'],
  ['Int32Value', 'wrappers'],
  ['UInt32Value', 'wrappers'],
  ['BoolValue', 'wrappers'],
  ['StringValue', 'wrappers'],
  ['BytesValue', 'wrappers'],
  ['FileOptions', 'descriptor'],
  ['MessageOptions', 'descriptor'],
  ['FieldOptions', 'descriptor'],
  ['OneofOptions', 'descriptor'],
  ['EnumOptions', 'descriptor'],
  ['EnumValueOptions', 'descriptor'],
  ['ServiceOptions', 'descriptor'],
  ['MethodOptions', 'descriptor'],
]);

/** The file that declares `google.protobuf.NAME`, for the remedy of an error; undefined for all other names. */
export function fileOfWellKnownType(name: string): string | undefined {
  const bare = name.startsWith('.') ? name.slice(1) : name;
  if (!bare.startsWith('google.protobuf.')) return undefined;
  const file = fileByType.get(bare.slice('google.protobuf.'.length));
  return file === undefined ? undefined : `google/protobuf/${file}.proto`;
}
