/** `google.protobuf.Struct`, `Value` and `ListValue` from and to the JSON values that they stand for. */
import { ListValue, Struct, Value } from '../generated/struct.js';
import { fromJson } from '../json/from-json.js';
import { toJson } from '../json/to-json.js';
import type { JsonObject, JsonValue } from '../json/value.js';

/** The Value of any JSON value. Throws a `JsonError` with the path to what is none, such as a bigint, undefined or NaN. */
export function valueFromJson(json: JsonValue): Value {
  return fromJson(Value, json);
}

/** The JSON value that `value` stands for. Throws a `JsonError` where its kind is not set, and for NaN and infinities. */
export function valueToJson(value: Value): JsonValue {
  return toJson(Value, value);
}

/** The Struct of a plain object whose properties are JSON values. Throws a `JsonError` with the path to what is none. */
export function structFromJson(json: JsonObject): Struct {
  return fromJson(Struct, json);
}

/** The plain object that `struct` stands for; `__proto__` is a property of it like any other. Throws a `JsonError` as `valueToJson` does. */
export function structToJson(struct: Struct): JsonObject {
  return toJson(Struct, struct) as JsonObject;
}

/** The ListValue of an array of JSON values. Throws a `JsonError` with the path to what is none. */
export function listValueFromJson(json: readonly JsonValue[]): ListValue {
  return fromJson(ListValue, json as JsonValue[]);
}

/** The array that `list` stands for. Throws a `JsonError` as `valueToJson` does. */
export function listValueToJson(list: ListValue): JsonValue[] {
  return toJson(ListValue, list) as JsonValue[];
}
