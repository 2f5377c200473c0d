/** One value of each scalar kind and enum from its JSON form (ProtoJSON: Representation of each type). */
import { decodeEitherBase64 } from '../../bytes/base64.js';
import { isWellFormed } from '../../bytes/utf8.js';
import type { EnumDescriptor, FieldDescriptor, ScalarKind } from '../descriptor.js';
import { show } from '../errors.js';
import { Fault, wrong } from './errors.js';
import { doubleOf, floatOf, int32Of, int64Of, uint32Of, uint64Of } from './numbers.js';
import type { ParseContext, ParseValue } from './parse-plan.js';

/** Stands for an enum's name that is not known and may be passed over. */
export const UNKNOWN: unique symbol = Symbol('unknown');

function stringOf(json: unknown): string {
  if (typeof json !== 'string') throw wrong('string', json);
  if (!isWellFormed(json)) throw wrong('a string that has a UTF-8 form, without lone surrogates', json);
  return json;
}

function boolOf(json: unknown): boolean {
  if (typeof json !== 'boolean') throw wrong('boolean', json);
  return json;
}

function bytesOf(json: unknown): Uint8Array {
  if (typeof json !== 'string') throw wrong('bytes as a Base64 string', json);
  if (json === '') return new Uint8Array(0);
  const bytes = decodeEitherBase64(json);
  if (bytes === undefined) throw wrong('Base64', json);
  return bytes;
}

export function scalarParser(kind: ScalarKind): ParseValue {
  switch (kind) {
    case 'double':
      return doubleOf;
    case 'float':
      return floatOf;
    case 'int32':
    case 'sint32':
    case 'sfixed32':
      return (json) => int32Of(json, kind);
    case 'uint32':
    case 'fixed32':
      return (json) => uint32Of(json, kind);
    case 'int64':
    case 'sint64':
    case 'sfixed64':
      return (json) => int64Of(json, kind);
    case 'uint64':
    case 'fixed64':
      return (json) => uint64Of(json, kind);
    case 'bool':
      return boolOf;
    case 'string':
      return stringOf;
    case 'bytes':
      return bytesOf;
  }
}

/** A map's key from the name of a member. */
export function keyParser(kind: NonNullable<FieldDescriptor['mapKey']>): (text: string) => unknown {
  if (kind === 'string') return stringOf;
  if (kind !== 'bool') {
    const parse = scalarParser(kind) as (text: string) => unknown;
    return parse;
  }
  return (text) => {
    if (text !== 'true' && text !== 'false') throw wrong('"true" or "false"', text);
    return text === 'true';
  };
}

/** An enum value from one of its names or its number. */
export function enumParser(type: EnumDescriptor): ParseValue {
  const numbers = new Map(type.values.map((value) => [value.name, value.number]));
  const isNull = type.typeName === 'google.protobuf.NullValue';
  return (json, context) => {
    if (typeof json === 'string') {
      const number = numbers.get(json);
      if (number !== undefined) return number;
      return unknownValue(type, json, context);
    }
    if (isNull && json === null) return 0;
    if (typeof json !== 'number' || json !== (json | 0)) throw wrong(`a value of ${type.typeName} (its name, or an int32)`, json);
    if (!type.open && type.valueByNumber(json) === undefined) return unknownValue(type, json, context);
    return json | 0;
  };
}

function unknownValue(type: EnumDescriptor, json: unknown, context: ParseContext): typeof UNKNOWN {
  if (context.ignoreUnknownFields) return UNKNOWN;
  throw new Fault(`${type.typeName} has no value ${show(json)}; { ignoreUnknownFields: true } passes over it`);
}
