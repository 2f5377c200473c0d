/** The closures that make messages of JSON values, one plan per message type, made when first needed. */
import { dynamicMessageType } from '../closures/dynamic.js';
import type { FieldDescriptor, MessageDescriptor, OneofDescriptor, ValueType } from '../descriptor.js';
import { extensionField } from '../extension.js';
import type { AnyMessageType } from '../message-type.js';
import type { Registry } from '../registry.js';
import { Fault, inElement, inEntry, inMember, tooDeep, wrong } from './errors.js';
import { enumParser, keyParser, scalarParser, UNKNOWN } from './parse-values.js';
import { wellKnownParser } from './parse-well-known.js';
import { asMember } from './print-plan.js';
import { isJsonObject, type JsonObject, type JsonValue } from './value.js';

/** What the closures look at while they run. */
export interface ParseContext {
  readonly ignoreUnknownFields: boolean;
  readonly registry: Registry | undefined;
  readonly allowMissingRequired: boolean;
}

/** A value from its JSON form; `depth` is the number of levels left for messages. `UNKNOWN` for an enum's name to be passed over. */
export type ParseValue = (json: JsonValue, context: ParseContext, depth: number) => unknown;

type Properties = Record<string, unknown>;
type ParseMember = (message: Properties, json: JsonValue, context: ParseContext, depth: number) => void;

/** The message type of messages with a descriptor. */
type TypeOf = (descriptor: MessageDescriptor) => AnyMessageType;

/** A field under each of its names. */
interface Member {
  readonly parse: ParseMember;
  /** The field's other name, which must not be there as well (ProtoJSON: Duplicate values). */
  readonly otherName: string | undefined;
}

const plans = /* @__PURE__ */ new WeakMap<AnyMessageType, ParsePlan>();

export function parsePlan(type: AnyMessageType): ParsePlan {
  let plan = plans.get(type);
  if (plan === undefined) {
    plan = new ParsePlan(type);
    plans.set(type, plan);
  }
  return plan;
}

/** How messages of one type are read. */
export class ParsePlan {
  readonly type: AnyMessageType;
  readonly descriptor: MessageDescriptor;
  /** Whether the type has a form of its own, which stands under `value` inside an Any (ProtoJSON: Special-cased well-known types). */
  readonly isSpecial: boolean;
  /** Whether null is a value of the type rather than the absence of one. */
  readonly takesNull: boolean;
  readonly #special: ParseValue | undefined;
  #members: ReadonlyMap<string, Member> | undefined;

  constructor(type: AnyMessageType) {
    this.type = type;
    this.descriptor = type.descriptor;
    this.#special = wellKnownParser(type);
    this.isSpecial = this.#special !== undefined;
    this.takesNull = isNullable(this.descriptor);
  }

  parse(json: JsonValue, context: ParseContext, depth: number): unknown {
    if (depth < 0) throw tooDeep();
    if (this.#special !== undefined) return this.#special(json, context, depth);
    if (!isJsonObject(json)) throw wrong(`${this.descriptor.typeName} as a JSON object`, json);
    return this.parseMembers(json, context, depth, false);
  }

  /** A message of the members of `json`, but for `@type` where it is that of an Any. */
  parseMembers(json: JsonObject, context: ParseContext, depth: number, inAny: boolean): unknown {
    this.#members ??= membersOf(this.type);
    const members = this.#members;
    const message = this.type.create() as Properties;
    let key = '';
    try {
      for (key of Object.keys(json)) {
        const member = members.get(key);
        if (member === undefined) {
          if (!(inAny && key === '@type')) this.#parseOther(message, key, json[key]!, context, depth);
          continue;
        }
        if (member.otherName !== undefined && Object.hasOwn(json, member.otherName)) {
          throw new Fault(`is there twice, also as ${JSON.stringify(member.otherName)}`);
        }
        member.parse(message, json[key]!, context, depth);
      }
    } catch (error) {
      throw inMember(error, key);
    }
    return message;
  }

  /** A member that is no field: an extension, or unknown. */
  #parseOther(message: object, key: string, json: JsonValue, context: ParseContext, depth: number): void {
    if (key.startsWith('[') && key.endsWith(']')) {
      const extension = context.registry?.extension(key.slice(1, -1));
      if (extension?.message.typeName === this.descriptor.typeName) {
        parseExtension(extension, message, json, context, depth);
        return;
      }
    }
    if (context.ignoreUnknownFields) return;
    throw new Fault(`${this.descriptor.typeName} has no such field; { ignoreUnknownFields: true } passes over it (${JSON.stringify(key)})`);
  }
}

const extensionParsers = /* @__PURE__ */ new WeakMap<FieldDescriptor, ParseMember>();

function parseExtension(extension: FieldDescriptor, message: object, json: JsonValue, context: ParseContext, depth: number): void {
  let parse = extensionParsers.get(extension);
  if (parse === undefined) {
    // The types that `extensionField` writes.
    parse = memberParser(asMember(extension), (descriptor) => dynamicMessageType(descriptor) as AnyMessageType);
    extensionParsers.set(extension, parse);
  }
  const field = extensionField(extension);
  const holder = field.emptyHolder();
  parse(holder as unknown as Properties, json, context, depth);
  if (field.isSet(holder.value)) field.append(message, holder.value, context);
}

function membersOf(type: AnyMessageType): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  const { fields } = type.descriptor;
  const typeOf = (descriptor: MessageDescriptor): AnyMessageType => nestedType(type, descriptor);
  for (const field of fields) members.set(field.jsonName, { parse: memberParser(field, typeOf), otherName: undefined });
  for (const field of fields) {
    // A name that is another field's JSON name is that field's.
    if (!members.has(field.name)) members.set(field.name, { parse: members.get(field.jsonName)!.parse, otherName: field.jsonName });
  }
  return members;
}

function isNullable(message: MessageDescriptor): boolean {
  return message.typeName === 'google.protobuf.Value';
}

/** Whether null is a value of the field (ProtoJSON: Null values). */
function takesNull(type: ValueType): boolean {
  if (type.kind === 'enum') return type.enum.typeName === 'google.protobuf.NullValue';
  return type.kind === 'message' && isNullable(type.message);
}

function memberParser(field: FieldDescriptor, typeOf: TypeOf): ParseMember {
  const parse = valueParser(field.value, typeOf);
  if (field.cardinality === 'repeated') return listParser(field, parse);
  if (field.cardinality === 'map') return mapParser(field, parse);
  return field.oneof === undefined ? singularParser(field, parse) : oneofParser(field, field.oneof, parse);
}

function singularParser(field: FieldDescriptor, parse: ParseValue): ParseMember {
  const name = field.localName;
  const nullable = takesNull(field.value);
  return (message, json, context, depth) => {
    if (json === null && !nullable) return;
    const value = parse(json, context, depth);
    if (value !== UNKNOWN) message[name] = value;
  };
}

function oneofParser(field: FieldDescriptor, oneof: OneofDescriptor, parse: ParseValue): ParseMember {
  const name = oneof.localName;
  const own = field.localName;
  const nullable = takesNull(field.value);
  return (message, json, context, depth) => {
    if (json === null && !nullable) return;
    const chosen = message[name] as { case: string | undefined };
    if (chosen.case !== undefined) throw new Fault(`the oneof ${oneof.name} has a value already, ${chosen.case}`);
    const value = parse(json, context, depth);
    if (value !== UNKNOWN) message[name] = { case: own, value };
  };
}

function listParser(field: FieldDescriptor, parse: ParseValue): ParseMember {
  const name = field.localName;
  const nullable = takesNull(field.value);
  return (message, json, context, depth) => {
    if (json === null) return;
    if (!Array.isArray(json)) throw wrong('an array', json);
    const list = message[name] as unknown[];
    let index = 0;
    try {
      for (; index < json.length; index++) {
        const one = json[index]!;
        if (one === null && !nullable) throw new Fault('null is no element of a list');
        const value = parse(one, context, depth);
        if (value !== UNKNOWN) list.push(value);
      }
    } catch (error) {
      throw inElement(error, index);
    }
  };
}

function mapParser(field: FieldDescriptor, parse: ParseValue): ParseMember {
  const name = field.localName;
  const keyOf = keyParser(field.mapKey!);
  const nullable = takesNull(field.value);
  return (message, json, context, depth) => {
    if (json === null) return;
    if (!isJsonObject(json)) throw wrong('an object', json);
    const map = message[name] as Map<unknown, unknown>;
    let text = '';
    try {
      for (text of Object.keys(json)) {
        const one = json[text]!;
        if (one === null && !nullable) throw new Fault('null is no value of a map');
        const key = keyOf(text);
        if (map.has(key)) throw new Fault('the key is there twice');
        const value = parse(one, context, depth);
        if (value !== UNKNOWN) map.set(key, value);
      }
    } catch (error) {
      throw inEntry(error, text);
    }
  };
}

/** The parser of one value of a field. */
function valueParser(value: ValueType, typeOf: TypeOf): ParseValue {
  if (value.kind === 'scalar') return scalarParser(value.scalar);
  if (value.kind === 'enum') return enumParser(value.enum);
  let plan: ParsePlan | undefined;
  return (json, context, depth) => {
    plan ??= parsePlan(typeOf(value.message));
    return plan.parse(json, context, depth - 1);
  };
}

/** The message type that a field of `type` has. */
export function nestedType(type: AnyMessageType, descriptor: MessageDescriptor): AnyMessageType {
  const found = type.fieldTypes().find((one) => one.typeName === descriptor.typeName);
  if (found === undefined)
    throw new Error(`${type.typeName} was generated without its field type ${descriptor.typeName}: generate it again`);
  return found;
}
