/** Which messages have a JSON form of their own (ProtoJSON: Well-Known Types). */
import type { FieldDescriptor, MessageDescriptor } from '../descriptor.js';

/** The forms; a wrapper with the field it wraps. */
export type WellKnown =
  | { readonly kind: 'any' | 'timestamp' | 'duration' | 'field-mask' | 'struct' | 'value' | 'list-value' }
  | { readonly kind: 'wrapper'; readonly field: FieldDescriptor };

const KINDS: ReadonlyMap<string, WellKnown['kind']> = /* @__PURE__ */ new Map([
  ['google.protobuf.Any', 'any'],
  ['google.protobuf.Timestamp', 'timestamp'],
  ['google.protobuf.Duration', 'duration'],
  ['google.protobuf.FieldMask', 'field-mask'],
  ['google.protobuf.Struct', 'struct'],
  ['google.protobuf.Value', 'value'],
  ['google.protobuf.ListValue', 'list-value'],
  ['google.protobuf.BoolValue', 'wrapper'],
  ['google.protobuf.BytesValue', 'wrapper'],
  ['google.protobuf.DoubleValue', 'wrapper'],
  ['google.protobuf.FloatValue', 'wrapper'],
  ['google.protobuf.Int32Value', 'wrapper'],
  ['google.protobuf.Int64Value', 'wrapper'],
  ['google.protobuf.StringValue', 'wrapper'],
  ['google.protobuf.UInt32Value', 'wrapper'],
  ['google.protobuf.UInt64Value', 'wrapper'],
]);

/** The form of messages of `descriptor`, or undefined where they are objects of their fields, as `google.protobuf.Empty` is. */
export function wellKnownForm(descriptor: MessageDescriptor): WellKnown | undefined {
  const kind = KINDS.get(descriptor.typeName);
  if (kind === undefined) return undefined;
  if (kind !== 'wrapper') return { kind };
  const field = descriptor.fieldByName('value');
  return field?.value.kind === 'scalar' && field.cardinality === 'singular' ? { kind, field } : undefined;
}
