/** Messages of google.protobuf that have a JSON form of their own (ProtoJSON: Well-Known Types). */
import { show } from '../errors.js';
import type { AnyMessageType } from '../message-type.js';
import { durationNanos, durationSeconds, readDuration } from './duration-text.js';
import { Fault, inElement, inEntry, inMember, tooDeep, wrong } from './errors.js';
import { snakePath } from './field-mask-text.js';
import { int64Of } from './numbers.js';
import { nestedType, type ParseContext, type ParseValue, parsePlan } from './parse-plan.js';
import { scalarParser } from './parse-values.js';
import { readTimestamp, timestampNanos, timestampSeconds } from './timestamp-text.js';
import { isJsonObject, type JsonValue } from './value.js';

type Properties = Record<string, unknown>;

/** The parser of messages of `type`, or undefined where they are read field by field. */
export function wellKnownParser(type: AnyMessageType): ParseValue | undefined {
  switch (type.descriptor.typeName) {
    case 'google.protobuf.Any':
      return anyParser(type);
    case 'google.protobuf.Timestamp':
      return timestampParser(type);
    case 'google.protobuf.Duration':
      return durationParser(type);
    case 'google.protobuf.FieldMask':
      return fieldMaskParser(type);
    case 'google.protobuf.Struct':
      return structParser(type);
    case 'google.protobuf.Value':
      return valueMessageParser(type);
    case 'google.protobuf.ListValue':
      return listValueParser(type);
    case 'google.protobuf.BoolValue':
    case 'google.protobuf.BytesValue':
    case 'google.protobuf.DoubleValue':
    case 'google.protobuf.FloatValue':
    case 'google.protobuf.Int32Value':
    case 'google.protobuf.Int64Value':
    case 'google.protobuf.StringValue':
    case 'google.protobuf.UInt32Value':
    case 'google.protobuf.UInt64Value':
      return wrapperParser(type);
    default:
      return undefined;
  }
}

function wrapperParser(type: AnyMessageType): ParseValue | undefined {
  const field = type.descriptor.fieldByName('value');
  if (field?.value.kind !== 'scalar') return undefined;
  const parse = scalarParser(field.value.scalar);
  const name = field.localName;
  return (json, context, depth) => {
    const value = parse(json, context, depth);
    const message = type.create() as Properties;
    message[name] = value;
    return message;
  };
}

function timestampParser(type: AnyMessageType): ParseValue {
  return (json) => {
    if (typeof json !== 'string' || !readTimestamp(json)) {
      throw wrong('a google.protobuf.Timestamp such as "2026-01-31T23:59:59.5Z" in the years 1 to 9999', json);
    }
    const message = type.create() as Properties;
    message.seconds = int64Of(timestampSeconds, 'int64');
    message.nanos = timestampNanos;
    return message;
  };
}

function durationParser(type: AnyMessageType): ParseValue {
  return (json) => {
    if (typeof json !== 'string' || !readDuration(json)) {
      throw wrong('a google.protobuf.Duration such as "1.5s" of at most 315,576,000,000 seconds', json);
    }
    const message = type.create() as Properties;
    message.seconds = int64Of(durationSeconds, 'int64');
    message.nanos = durationNanos;
    return message;
  };
}

function fieldMaskParser(type: AnyMessageType): ParseValue {
  return (json) => {
    if (typeof json !== 'string') throw wrong('a google.protobuf.FieldMask as a string', json);
    const message = type.create() as Properties;
    if (json === '') return message;
    message.paths = json.split(',').map((text) => {
      const path = snakePath(text);
      if (path === undefined) throw wrong('paths in lowerCamelCase with commas between', json);
      return path;
    });
    return message;
  };
}

/** Any JSON value is a Value, null among them. */
function valueMessageParser(type: AnyMessageType): ParseValue {
  const nested = (name: string): ((json: JsonValue, context: ParseContext, depth: number) => unknown) => {
    let parse: ParseValue | undefined;
    return (json, context, depth) => {
      if (parse === undefined) {
        const field = type.descriptor.fieldByName(name);
        if (field?.value.kind !== 'message') throw new Error(`google.protobuf.Value has no message field ${name}`);
        const plan = parsePlan(nestedType(type, field.value.message));
        parse = (inner, innerContext, innerDepth) => plan.parse(inner, innerContext, innerDepth);
      }
      return parse(json, context, depth - 1);
    };
  };
  const parseStruct = nested('struct_value');
  const parseList = nested('list_value');
  return (json, context, depth) => {
    const message = type.create() as Properties;
    message.kind = kindOf(json, context, depth);
    return message;
  };
  function kindOf(json: JsonValue, context: ParseContext, depth: number): { case: string; value: unknown } {
    switch (typeof json) {
      case 'number':
        if (!Number.isFinite(json)) throw wrong('a JSON value', json);
        return { case: 'numberValue', value: json };
      case 'string':
        return { case: 'stringValue', value: scalarParser('string')(json, context, depth) };
      case 'boolean':
        return { case: 'boolValue', value: json };
    }
    if (json === null) return { case: 'nullValue', value: 0 };
    if (Array.isArray(json)) return { case: 'listValue', value: parseList(json, context, depth) };
    if (isJsonObject(json)) return { case: 'structValue', value: parseStruct(json, context, depth) };
    throw wrong('a JSON value', json);
  }
}

function structParser(type: AnyMessageType): ParseValue {
  const parseValue = elementParser(type, 'fields');
  const stringOf = scalarParser('string');
  return (json, context, depth) => {
    if (!isJsonObject(json)) throw wrong('a google.protobuf.Struct as a JSON object', json);
    const message = type.create() as Properties;
    const fields = message.fields as Map<unknown, unknown>;
    let key = '';
    try {
      for (key of Object.keys(json)) fields.set(stringOf(key, context, depth), parseValue(json[key]!, context, depth - 1));
    } catch (error) {
      throw inEntry(error, key);
    }
    return message;
  };
}

function listValueParser(type: AnyMessageType): ParseValue {
  const parseValue = elementParser(type, 'values');
  return (json, context, depth) => {
    if (!Array.isArray(json)) throw wrong('a google.protobuf.ListValue as an array', json);
    const message = type.create() as Properties;
    const values = message.values as unknown[];
    let index = 0;
    try {
      for (; index < json.length; index++) values.push(parseValue(json[index]!, context, depth - 1));
    } catch (error) {
      throw inElement(error, index);
    }
    return message;
  };
}

/** The parser of the Values in field `name` of a Struct or ListValue. */
function elementParser(type: AnyMessageType, name: string): ParseValue {
  let parse: ParseValue | undefined;
  return (json, context, depth) => {
    if (parse === undefined) {
      const field = type.descriptor.fieldByName(name);
      if (field?.value.kind !== 'message') throw new Error(`${type.typeName} has no message field ${name}`);
      const plan = parsePlan(nestedType(type, field.value.message));
      parse = (inner, innerContext, innerDepth) => plan.parse(inner, innerContext, innerDepth);
    }
    return parse(json, context, depth);
  };
}

/** ProtoJSON: Any. */
function anyParser(type: AnyMessageType): ParseValue {
  return (json, context, depth) => {
    if (!isJsonObject(json)) throw wrong('a google.protobuf.Any as a JSON object', json);
    const message = type.create() as Properties;
    if (!Object.hasOwn(json, '@type')) {
      if (Object.keys(json).length === 0) return message;
      throw new Fault('a google.protobuf.Any needs a member "@type" that says what is in it');
    }
    const typeUrl = json['@type'];
    if (typeof typeUrl !== 'string') throw inMember(wrong('a type URL', typeUrl), '@type');
    const slash = typeUrl.lastIndexOf('/');
    const typeName = typeUrl.slice(slash + 1);
    if (slash < 0 || typeName === '') throw inMember(wrong('a type URL such as type.googleapis.com/shop.Order', typeUrl), '@type');
    const inner = context.registry?.messageType(typeName);
    if (inner === undefined) {
      throw inMember(new Fault(`the type ${show(typeName)} is not in the registry: give it as { registry }`), '@type');
    }
    const plan = parsePlan(inner);
    if (depth < 1) throw tooDeep();
    const content = plan.isSpecial ? specialContent() : plan.parseMembers(json, context, depth - 1, true);
    message.typeUrl = typeUrl;
    message.value = inner.encode(content as never);
    return message;

    function specialContent(): unknown {
      const object = json as Record<string, JsonValue>;
      const extra = Object.keys(object).find((key) => key !== '@type' && key !== 'value');
      if (extra !== undefined && !context.ignoreUnknownFields) {
        throw inMember(new Fault(`an Any with a ${typeName} has "@type" and "value" only`), extra);
      }
      if (!Object.hasOwn(object, 'value')) throw new Fault(`an Any with a ${typeName} needs a member "value"`);
      try {
        return plan.parse(object.value!, context, depth - 1);
      } catch (error) {
        throw inMember(error, 'value');
      }
    }
  };
}
