/** The forms that values of fields have in JSON (ProtoJSON: Representation of each type). */
import type { FieldDescriptor, ScalarKind, ValueType } from '../descriptor.js';

/** What a value is in JSON; kinds that only differ on the wire are one. */
export const Form = {
  STRING: 0,
  INT32: 1,
  UINT32: 2,
  BOOL: 3,
  DOUBLE: 4,
  FLOAT: 5,
  INT64: 6,
  UINT64: 7,
  BYTES: 8,
  ENUM: 9,
  MESSAGE: 10,
  /** google.protobuf.NullValue. */
  NULL: 11,
} as const;
export type Form = (typeof Form)[keyof typeof Form];

export const SCALAR_FORMS: { readonly [K in ScalarKind]: Form } = {
  double: Form.DOUBLE,
  float: Form.FLOAT,
  int32: Form.INT32,
  int64: Form.INT64,
  uint32: Form.UINT32,
  uint64: Form.UINT64,
  sint32: Form.INT32,
  sint64: Form.INT64,
  fixed32: Form.UINT32,
  fixed64: Form.UINT64,
  sfixed32: Form.INT32,
  sfixed64: Form.INT64,
  bool: Form.BOOL,
  string: Form.STRING,
  bytes: Form.BYTES,
};

export const Shape = { SINGULAR: 0, LIST: 1, MAP: 2, ONEOF: 3 } as const;
export type Shape = (typeof Shape)[keyof typeof Shape];

export function shapeOf(field: FieldDescriptor): Shape {
  return field.cardinality === 'repeated' ? Shape.LIST : field.cardinality === 'map' ? Shape.MAP : Shape.SINGULAR;
}

export function formOf(type: ValueType): Form {
  if (type.kind === 'scalar') return SCALAR_FORMS[type.scalar];
  if (type.kind === 'message') return Form.MESSAGE;
  return type.enum.typeName === 'google.protobuf.NullValue' ? Form.NULL : Form.ENUM;
}
