/** Messages of google.protobuf that have a JSON form of their own (ProtoJSON: Well-Known Types). */
import type { MessageDescriptor } from '../descriptor.js';
import { isMap, isPlainObject } from '../message/map-entries.js';
import { isDuration, printDuration } from './duration-text.js';
import { Fault, inElement, inEntry, inMember, tooDeep, wrong } from './errors.js';
import { camelPath } from './field-mask-text.js';
import { type PrintContext, type PrintValue, printPlan } from './print-plan.js';
import { int64Text, printString, scalarPrinters } from './print-values.js';
import { MAX_TIMESTAMP_SECONDS, MIN_TIMESTAMP_SECONDS, printTimestamp } from './timestamp-text.js';
import { type JsonObject, type JsonValue, putMember } from './value.js';

/** The printer of messages of `descriptor`, or undefined where they are printed field by field. */
export function wellKnownPrinter(descriptor: MessageDescriptor): PrintValue | undefined {
  switch (descriptor.typeName) {
    case 'google.protobuf.Any':
      return printAny;
    case 'google.protobuf.Timestamp':
      return timestampText;
    case 'google.protobuf.Duration':
      return durationText;
    case 'google.protobuf.FieldMask':
      return fieldMaskText;
    case 'google.protobuf.Struct':
      return printStruct;
    case 'google.protobuf.Value':
      return printAnyValue;
    case 'google.protobuf.ListValue':
      return printListValue;
    case 'google.protobuf.BoolValue':
    case 'google.protobuf.BytesValue':
    case 'google.protobuf.DoubleValue':
    case 'google.protobuf.FloatValue':
    case 'google.protobuf.Int32Value':
    case 'google.protobuf.Int64Value':
    case 'google.protobuf.StringValue':
    case 'google.protobuf.UInt32Value':
    case 'google.protobuf.UInt64Value':
      return wrapperPrinter(descriptor);
    default:
      return undefined;
  }
}

function wrapperPrinter(descriptor: MessageDescriptor): PrintValue | undefined {
  const field = descriptor.fieldByName('value');
  if (field?.value.kind !== 'scalar') return undefined;
  const print = scalarPrinters[field.value.scalar];
  const name = field.localName;
  return (message) => print((message as Record<string, unknown>)[name]);
}

interface Span {
  readonly seconds?: unknown;
  readonly nanos?: unknown;
}

function secondsOf(span: Span): number {
  return span.seconds === undefined ? 0 : Number(int64Text(span.seconds));
}

function nanosOf(span: Span): number {
  const nanos = span.nanos ?? 0;
  if (typeof nanos !== 'number' || nanos !== (nanos | 0)) throw wrong('int32', nanos);
  return nanos;
}

export function timestampText(value: unknown): string {
  const seconds = secondsOf(value as Span);
  const nanos = nanosOf(value as Span);
  if (!(seconds >= MIN_TIMESTAMP_SECONDS && seconds <= MAX_TIMESTAMP_SECONDS && nanos >= 0 && nanos <= 999_999_999)) {
    throw new Fault(
      `a Timestamp lies between the years 1 and 9999 and has 0 to 999,999,999 nanoseconds, got ${seconds} seconds and ${nanos} nanoseconds`,
    );
  }
  return printTimestamp(seconds, nanos);
}

export function durationText(value: unknown): string {
  const seconds = secondsOf(value as Span);
  const nanos = nanosOf(value as Span);
  if (!isDuration(seconds, nanos)) {
    throw new Fault(
      `a Duration has at most 315,576,000,000 seconds and less than a second of nanoseconds of the same sign, got ${seconds} seconds and ${nanos} nanoseconds`,
    );
  }
  return printDuration(seconds, nanos);
}

export function fieldMaskText(value: unknown): string {
  const paths = (value as { paths?: unknown }).paths ?? [];
  if (!Array.isArray(paths)) throw inMember(wrong('an array', paths), 'paths');
  const printed = paths.map((path: unknown, index) => {
    const text = camelPath(printString(path));
    if (text !== undefined) return text;
    const fault = new Fault(
      `${JSON.stringify(path)} has no JSON form that could be read back: such paths are lower_snake_case without digits behind _`,
    );
    throw inMember(inElement(fault, index), 'paths');
  });
  return printed.join(',');
}

/** A Value is one of six kinds; one without any is no value at all (google/protobuf/struct.proto). */
function printAnyValue(value: unknown, context: PrintContext, depth: number): JsonValue {
  const kind = (value as { kind?: { case?: unknown; value?: unknown } }).kind;
  switch (kind?.case) {
    case 'nullValue':
      return null;
    case 'numberValue':
      if (typeof kind.value !== 'number') throw wrong('double', kind.value);
      // ProtoJSON: Non-Round Trippable Edge cases of Well-Known Types.
      if (!Number.isFinite(kind.value)) throw new Fault(`a Value cannot be ${kind.value}, which JSON does not have`);
      return kind.value;
    case 'stringValue':
      return printString(kind.value);
    case 'boolValue':
      if (typeof kind.value !== 'boolean') throw wrong('boolean', kind.value);
      return kind.value;
    case 'structValue':
      return printStruct(kind.value, context, depth - 1);
    case 'listValue':
      return printListValue(kind.value, context, depth - 1);
    default:
      throw new Fault('a Value needs a kind: null, number, string, bool, struct or list');
  }
}

function printStruct(value: unknown, context: PrintContext, depth: number): JsonValue {
  if (depth < 0) throw tooDeep();
  const fields = (value as { fields?: unknown } | null | undefined)?.fields ?? new Map();
  if (!isMap(fields) && !isPlainObject(fields)) throw inMember(wrong('a Map or a plain object', fields), 'fields');
  const json: JsonObject = {};
  for (const [key, one] of isMap(fields) ? fields : Object.entries(fields)) {
    try {
      putMember(json, printString(key), printNestedValue(one, context, depth - 1));
    } catch (error) {
      throw inEntry(error, key);
    }
  }
  return json;
}

function printListValue(value: unknown, context: PrintContext, depth: number): JsonValue {
  if (depth < 0) throw tooDeep();
  const values = (value as { values?: unknown } | null | undefined)?.values ?? [];
  if (!Array.isArray(values)) throw inMember(wrong('an array', values), 'values');
  const json: JsonValue[] = [];
  let index = 0;
  try {
    for (; index < values.length; index++) json.push(printNestedValue(values[index], context, depth - 1));
  } catch (error) {
    throw inElement(error, index);
  }
  return json;
}

function printNestedValue(value: unknown, context: PrintContext, depth: number): JsonValue {
  if (depth < 0) throw tooDeep();
  if (typeof value !== 'object' || value === null) throw wrong('google.protobuf.Value', value);
  return printAnyValue(value, context, depth);
}

/** ProtoJSON: Any. */
function printAny(value: unknown, context: PrintContext, depth: number): JsonValue {
  const any = value as { typeUrl?: unknown; value?: unknown };
  const typeUrl = any.typeUrl ?? '';
  const bytes = any.value ?? new Uint8Array(0);
  if (typeof typeUrl !== 'string') throw inMember(wrong('string', typeUrl), 'typeUrl');
  if (!(bytes instanceof Uint8Array)) throw inMember(wrong('bytes (a Uint8Array)', bytes), 'value');
  if (typeUrl === '' && bytes.length === 0) return {};
  const slash = typeUrl.lastIndexOf('/');
  const typeName = typeUrl.slice(slash + 1);
  if (slash < 0 || typeName === '')
    throw new Fault(`an Any needs a type URL such as type.googleapis.com/shop.Order, got ${JSON.stringify(typeUrl)}`);
  const type = context.registry?.messageType(typeName);
  if (type === undefined) throw new Fault(`the type ${typeName} in an Any is not in the registry: give it as { registry }`);
  const message = type.decode(bytes, { maxDepth: Math.max(depth - 1, 0) });
  const plan = printPlan(type.descriptor, context.style);
  const json: JsonObject = { '@type': typeUrl };
  if (!plan.isSpecial) {
    if (depth < 1) throw tooDeep();
    return plan.printInto(message as object, json, context, depth - 1);
  }
  json.value = plan.print(message, context, depth - 1);
  return json;
}
