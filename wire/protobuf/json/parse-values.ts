/** Single values from their JSON forms (ProtoJSON: Representation of each type, Well-Known Types). */
import { decodeEitherBase64 } from '../../bytes/base64.js';
import { isWellFormed } from '../../bytes/utf8.js';
import { show } from '../errors.js';
import type { AnyMessageType } from '../message-type.js';
import { durationNanos, durationSeconds, readDuration } from './duration-text.js';
import { Fault, inMember, wrong } from './errors.js';
import { snakePath } from './field-mask-text.js';
import { Form } from './form.js';
import { doubleOf, floatOf, int32Of, int64Of, uint32Of } from './numbers.js';
import { type ParseContext, type ParseMember, type ParsePlan, parsePlan } from './parse-plan.js';
import { readTimestamp, timestampNanos, timestampSeconds } from './timestamp-text.js';
import type { JsonObject, JsonValue } from './value.js';

type Properties = Record<string, unknown>;

/** Stands for an enum's name that is not known and may be passed over. */
export const UNKNOWN: unique symbol = Symbol('unknown');

export function stringOf(json: unknown): string {
  if (typeof json !== 'string') throw wrong('string', json);
  if (!isWellFormed(json)) throw wrong('a string that has a UTF-8 form, without lone surrogates', json);
  return json;
}

function bytesOf(json: unknown): Uint8Array {
  if (typeof json !== 'string') throw wrong('bytes as a Base64 string', json);
  if (json === '') return new Uint8Array(0);
  const bytes = decodeEitherBase64(json);
  if (bytes === undefined) throw wrong('Base64', json);
  return bytes;
}

/** A scalar or enum value of `member`. */
export function scalarOf(json: JsonValue, member: ParseMember, context: ParseContext): unknown {
  switch (member.form) {
    case Form.STRING:
      return stringOf(json);
    case Form.INT32:
      return int32Of(json);
    case Form.UINT32:
      return uint32Of(json);
    case Form.BOOL:
      if (typeof json !== 'boolean') throw wrong('boolean', json);
      return json;
    case Form.DOUBLE:
      return doubleOf(json);
    case Form.FLOAT:
      return floatOf(json);
    case Form.INT64:
      return int64Of(json, member.int64, false);
    case Form.UINT64:
      return int64Of(json, member.int64, true);
    case Form.BYTES:
      return bytesOf(json);
    default:
      return enumOf(json, member, context);
  }
}

/** An enum value by one of its names or its number. */
function enumOf(json: JsonValue, member: ParseMember, context: ParseContext): unknown {
  const { type, numbers } = member.enum!;
  if (typeof json === 'string') {
    const number = numbers.get(json);
    if (number !== undefined) return number;
  } else if (json === null && member.form === Form.NULL) {
    return 0;
  } else if (typeof json !== 'number' || json !== (json | 0)) {
    throw wrong(`a value of ${type.typeName} (its name, or an int32)`, json);
  } else if ((type.open && member.form !== Form.NULL) || type.valueByNumber(json) !== undefined) {
    // A NullValue is printed as null, whatever its number: no other may come in.
    return json | 0;
  }
  if (context.ignoreUnknownFields) return UNKNOWN;
  throw new Fault(`${type.typeName} has no value ${show(json)}; { ignoreUnknownFields: true } passes over it`);
}

/** A map's key from the name of a member. */
export function keyOf(text: string, member: ParseMember): unknown {
  switch (member.keyForm) {
    case Form.STRING:
      return stringOf(text);
    case Form.INT32:
      return int32Of(text);
    case Form.UINT32:
      return uint32Of(text);
    case Form.INT64:
      return int64Of(text, member.int64?.forKeys, false);
    case Form.UINT64:
      return int64Of(text, member.int64?.forKeys, true);
    default:
      if (text !== 'true' && text !== 'false') throw wrong('"true" or "false"', text);
      return text === 'true';
  }
}

/** Throws where `message` lacks a required field. */
export function checkRequired(message: Properties, plan: ParsePlan, context: ParseContext): void {
  const { required } = plan;
  for (let index = 0; index < required.length; index++) {
    const { name, jsonName } = required[index]!;
    if (message[name] === undefined && !context.allowMissingRequired) throw inMember(new Fault('required field is missing'), jsonName);
  }
}

export function duplicate(name: string): Fault {
  return new Fault(`is there twice (${JSON.stringify(name)})`);
}

export function unknownMember(key: string, plan: ParsePlan): Fault {
  return new Fault(
    `${plan.descriptor.typeName} has no field ${show(key).replace('string ', '')}; { ignoreUnknownFields: true } passes over it`,
  );
}

/** Throws where the oneof of `member` has a value already. */
export function checkOneof(message: Properties, member: ParseMember): void {
  const chosen = message[member.name] as { case: string | undefined };
  if (chosen.case !== undefined) throw new Fault(`the oneof ${member.name} has a value already, ${chosen.case}`);
}

export function timestampOf(type: AnyMessageType, json: JsonValue): unknown {
  if (typeof json !== 'string' || !readTimestamp(json)) {
    throw wrong('a google.protobuf.Timestamp such as "2026-01-31T23:59:59.5Z" in the years 1 to 9999', json);
  }
  const message = type.create() as Properties;
  message.seconds = int64Of(timestampSeconds, undefined, false);
  message.nanos = timestampNanos;
  return message;
}

export function durationOf(type: AnyMessageType, json: JsonValue): unknown {
  if (typeof json !== 'string' || !readDuration(json)) {
    throw wrong('a google.protobuf.Duration such as "1.5s" of at most 315,576,000,000 seconds', json);
  }
  const message = type.create() as Properties;
  message.seconds = int64Of(durationSeconds, undefined, false);
  message.nanos = durationNanos;
  return message;
}

export function fieldMaskOf(type: AnyMessageType, json: JsonValue): unknown {
  const text = stringOf(json);
  const message = type.create() as Properties;
  if (text === '') return message;
  message.paths = text.split(',').map((one) => {
    const path = snakePath(one);
    if (path === undefined) throw wrong('paths in lowerCamelCase with commas between', text);
    return path;
  });
  return message;
}

/** What is in an Any, by its member `@type` (ProtoJSON: Any); undefined for an Any without anything. */
export function anyContent(json: JsonObject, context: ParseContext): { typeUrl: string; plan: ParsePlan } | undefined {
  if (!Object.hasOwn(json, '@type')) {
    if (Object.keys(json).length === 0) return undefined;
    throw new Fault('a google.protobuf.Any needs a member "@type" that says what is in it');
  }
  try {
    const typeUrl = json['@type'];
    const slash = typeof typeUrl === 'string' ? typeUrl.lastIndexOf('/') : -1;
    if (typeof typeUrl !== 'string' || slash < 0 || slash === typeUrl.length - 1) {
      throw wrong('a type URL such as "type.googleapis.com/shop.Order"', typeUrl);
    }
    const typeName = stringOf(typeUrl).slice(slash + 1);
    const type = context.registry?.messageType(typeName);
    if (type === undefined) throw new Fault(`the type ${typeName} is not in the registry: give it as { registry }`);
    return { typeUrl, plan: parsePlan(type) };
  } catch (error) {
    throw inMember(error, '@type');
  }
}

/** The JSON form of the special message in an Any. */
export function specialValue(json: JsonObject, plan: ParsePlan, context: ParseContext): JsonValue {
  const { typeName } = plan.descriptor;
  const extra = Object.keys(json).find((key) => key !== '@type' && key !== 'value');
  if (extra !== undefined && !context.ignoreUnknownFields) {
    throw inMember(new Fault(`an Any with a ${typeName} has "@type" and "value" only`), extra);
  }
  if (!Object.hasOwn(json, 'value')) throw new Fault(`an Any with a ${typeName} needs a member "value"`);
  return json.value!;
}
