/** Messages from JSON values: the walk behind `fromJson`. */
import { DECODE_MEMORY_FACTOR } from '../../limits.js';
import { extensionField } from '../extension.js';
import { Fault, inElement, inEntry, inMember, tooDeep, wrong } from './errors.js';
import { Form, Shape } from './form.js';
import { extensionCalled, type ParseContext, type ParseMember, type ParsePlan, takeWords } from './parse-plan.js';
import {
  anyContent,
  checkOneof,
  checkRequired,
  duplicate,
  durationOf,
  fieldMaskOf,
  keyOf,
  scalarOf,
  specialValue,
  stringOf,
  timestampOf,
  UNKNOWN,
  unknownMember,
} from './parse-values.js';
import { isJsonObject, type JsonObject, type JsonValue } from './value.js';

type Properties = Record<string, unknown>;

const FACTOR_WORDS = DECODE_MEMORY_FACTOR / 8;
/** What a member counts in characters: a short name with its quotes, colon, comma, and a value of three. */
const MEMBER_CHARACTERS = 8;

/** The message that `json` is; `depth` levels are left. */
export function parseTree(plan: ParsePlan, json: JsonValue, context: ParseContext, depth: number): unknown {
  if (depth < 0) throw tooDeep();
  // A tree takes memory itself: what two characters would be allowed is not counted.
  takeWords(context, plan.words - 2 * FACTOR_WORDS);
  if (plan.wellKnown !== undefined) return wellKnownOf(plan, json, context, depth);
  if (!isJsonObject(json)) throw wrong(`${plan.descriptor.typeName} as a JSON object`, json);
  return messageOf(plan, json, context, depth, false);
}

/** Whether `for in` over an object literal gives its own names only: nobody has added to Object.prototype what it would give too. */
export function namesAreOwn(): boolean {
  for (const _ in Object.prototype) return false;
  return true;
}

/** A message of the members of `json`, but for `@type` where it is that of an Any. */
function messageOf(plan: ParsePlan, json: JsonObject, context: ParseContext, depth: number, inAny: boolean): unknown {
  const { members, byName } = plan;
  const message = plan.type.create() as Properties;
  let expected = 0;
  let count = 0;
  let name = '';
  try {
    // A loop over names finds their values by place, and needs no list of them as `Object.keys` does.
    for (const key in json) {
      name = key;
      count++;
      // As a rule the next name is that of the next field.
      let member = expected < members.length ? members[expected]! : undefined;
      if (member === undefined || member.jsonName !== key) {
        if (!context.namesAreOwn && !Object.hasOwn(json, key)) continue;
        member = byName.get(key);
        if (member === undefined) {
          if (!(inAny && key === '@type')) parseOther(plan, message, key, json[key]!, context, depth);
          continue;
        }
        name = member.jsonName;
        // Of a name in the schema and a JSON name, the former finds the latter (ProtoJSON: Duplicate values).
        if (key !== member.jsonName && Object.hasOwn(json, member.jsonName)) throw duplicate(member.jsonName);
      } else if (!context.namesAreOwn && !Object.hasOwn(json, key)) {
        continue;
      }
      expected = member.index + 1;
      parseMember(message, member, json[key]!, context, depth);
    }
  } catch (error) {
    throw inMember(error, name);
  }
  // As with text, more may be taken where more has come.
  if (context.isProportional) context.wordsLeft += count * MEMBER_CHARACTERS * FACTOR_WORDS;
  checkRequired(message, plan, context);
  return message;
}

/** A member that is no field: an extension, or unknown. */
function parseOther(plan: ParsePlan, message: object, key: string, json: JsonValue, context: ParseContext, depth: number): void {
  const extension = extensionCalled(key, plan.descriptor, context.registry);
  if (extension === undefined) {
    if (context.ignoreUnknownFields) return;
    throw unknownMember(key, plan);
  }
  const field = extensionField(extension.field);
  const holder = field.emptyHolder();
  parseMember(holder as unknown as Properties, extension.member, json, context, depth);
  if (field.isSet(holder.value)) field.append(message, holder.value, context);
}

function parseMember(message: Properties, member: ParseMember, json: JsonValue, context: ParseContext, depth: number): void {
  switch (member.shape) {
    case Shape.SINGULAR: {
      if (json === null && !member.takesNull) return;
      if (member.inOneof) checkOneof(message, member);
      const value = member.form === Form.MESSAGE ? parseTree(member.plan(), json, context, depth - 1) : scalarOf(json, member, context);
      if (value === UNKNOWN) return;
      message[member.name] = member.inOneof ? { case: member.ownName, value } : value;
      return;
    }
    case Shape.LIST:
      if (json !== null) parseList(message[member.name] as unknown[], member, json, context, depth);
      return;
    default:
      if (json !== null) parseMap(message[member.name] as Map<unknown, unknown>, member, json, context, depth);
  }
}

function parseList(list: unknown[], member: ParseMember, json: JsonValue, context: ParseContext, depth: number): void {
  if (!Array.isArray(json)) throw wrong('an array', json);
  let index = 0;
  try {
    for (; index < json.length; index++) {
      const value = elementOf(json[index]!, member, context, depth);
      if (value !== UNKNOWN) list.push(value);
    }
  } catch (error) {
    throw inElement(error, index);
  }
}

/** ProtoJSON: Null values. */
export function nullElement(): Fault {
  return new Fault('null stands for an absent field, and is no element of a list or map');
}

function elementOf(json: JsonValue, member: ParseMember, context: ParseContext, depth: number): unknown {
  if (json === null && !member.takesNull) throw nullElement();
  return member.form === Form.MESSAGE ? parseTree(member.plan(), json, context, depth - 1) : scalarOf(json, member, context);
}

function parseMap(map: Map<unknown, unknown>, member: ParseMember, json: JsonValue, context: ParseContext, depth: number): void {
  if (!isJsonObject(json)) throw wrong('an object', json);
  let text = '';
  try {
    for (text of Object.keys(json)) {
      const key = keyOf(text, member);
      if (map.has(key)) throw duplicate(text);
      if (context.isProportional) context.wordsLeft += MEMBER_CHARACTERS * FACTOR_WORDS;
      const value = elementOf(json[text]!, member, context, depth);
      if (value !== UNKNOWN) map.set(key, value);
    }
  } catch (error) {
    throw inEntry(error, text);
  }
}

function wellKnownOf(plan: ParsePlan, json: JsonValue, context: ParseContext, depth: number): unknown {
  switch (plan.wellKnown!.kind) {
    case 'timestamp':
      return timestampOf(plan.type, json);
    case 'duration':
      return durationOf(plan.type, json);
    case 'field-mask':
      return fieldMaskOf(plan.type, json);
    case 'struct':
      return structOf(plan, json, context, depth);
    case 'value':
      return anyValueOf(plan, json, context, depth);
    case 'list-value':
      return listValueOf(plan, json, context, depth);
    case 'any':
      return anyOf(plan, json, context, depth);
    case 'wrapper': {
      const member = plan.members[0]!;
      const message = plan.type.create() as Properties;
      message[member.name] = scalarOf(json, member, context);
      return message;
    }
  }
}

/** Any JSON value is a Value, null among them. */
function anyValueOf(plan: ParsePlan, json: JsonValue, context: ParseContext, depth: number): unknown {
  const message = plan.type.create() as Properties;
  switch (typeof json) {
    case 'number':
      if (!Number.isFinite(json)) throw wrong('a JSON value', json);
      message.kind = { case: 'numberValue', value: json };
      return message;
    case 'string':
      message.kind = { case: 'stringValue', value: stringOf(json) };
      return message;
    case 'boolean':
      message.kind = { case: 'boolValue', value: json };
      return message;
  }
  if (json === null) message.kind = { case: 'nullValue', value: 0 };
  else if (Array.isArray(json)) {
    message.kind = { case: 'listValue', value: parseTree(plan.member('list_value').plan(), json, context, depth - 1) };
  } else if (isJsonObject(json)) {
    message.kind = { case: 'structValue', value: parseTree(plan.member('struct_value').plan(), json, context, depth - 1) };
  } else throw wrong('a JSON value', json);
  return message;
}

function structOf(plan: ParsePlan, json: JsonValue, context: ParseContext, depth: number): unknown {
  if (!isJsonObject(json)) throw wrong('a google.protobuf.Struct as a JSON object', json);
  const message = plan.type.create() as Properties;
  parseMap(message.fields as Map<unknown, unknown>, plan.member('fields'), json, context, depth);
  return message;
}

function listValueOf(plan: ParsePlan, json: JsonValue, context: ParseContext, depth: number): unknown {
  if (!Array.isArray(json)) throw wrong('a google.protobuf.ListValue as an array', json);
  const message = plan.type.create() as Properties;
  parseList(message.values as unknown[], plan.member('values'), json, context, depth);
  return message;
}

/** ProtoJSON: Any. */
function anyOf(plan: ParsePlan, json: JsonValue, context: ParseContext, depth: number): unknown {
  if (!isJsonObject(json)) throw wrong('a google.protobuf.Any as a JSON object', json);
  const message = plan.type.create() as Properties;
  const content = anyContent(json, context);
  if (content === undefined) return message;
  if (depth < 1) throw tooDeep();
  const inner = content.plan;
  message.typeUrl = content.typeUrl;
  const inside =
    inner.wellKnown === undefined
      ? messageOf(inner, json, context, depth - 1, true)
      : specialOf(inner, specialValue(json, inner, context), context, depth);
  message.value = inner.type.encode(inside as never, context);
  return message;
}

function specialOf(plan: ParsePlan, json: JsonValue, context: ParseContext, depth: number): unknown {
  try {
    return parseTree(plan, json, context, depth - 1);
  } catch (error) {
    throw inMember(error, 'value');
  }
}
