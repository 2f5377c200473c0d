/** Messages as JSON text: the walk behind `toJsonString`, step for step that of print-tree.ts. */
import { isBytes } from '../../bytes/copy.js';
import { extensionsIn } from '../extensions-in.js';
import { highHalf, lowHalf } from '../int64.js';
import { type UnknownFields, unknownFields } from '../unknown.js';
import { Fault, inElement, inEntry, inExtension, inMember, tooDeep, wrong } from './errors.js';
import { Form, Shape } from './form.js';
import {
  type JsonOutput,
  putAscii,
  putBase64,
  putBrackets,
  putFloat,
  putInt64,
  putInteger,
  putIntegers,
  putNumber,
  putReady,
  putSign,
  putString,
  putText,
  readyText,
} from './json-output.js';
import { anyContent } from './print-any.js';
import type { PrintContext, PrintMember, PrintPlan } from './print-plan.js';
import {
  durationText,
  entriesOf,
  fieldMaskText,
  floatIn,
  isDefault,
  kindOf,
  listElements,
  notAMessage,
  notAnEnumValue,
  shortFloat,
  splitValue64,
  structEntries,
  timestampText,
} from './print-values.js';

const TRUE = /* @__PURE__ */ readyText('true')!;
const FALSE = /* @__PURE__ */ readyText('false')!;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Prints `message`; `depth` levels are left. */
export function printText(out: JsonOutput, plan: PrintPlan, message: unknown, context: PrintContext, depth: number): void {
  if (depth < 0) throw tooDeep();
  if (typeof message !== 'object' || message === null) throw notAMessage(plan.descriptor.typeName, message);
  if (plan.wellKnown !== undefined) {
    wellKnownText(out, plan, message, context, depth);
    return;
  }
  const start = out.position;
  membersText(out, plan, message, context, depth);
  putBrackets(out, start, OPEN_BRACE, CLOSE_BRACE);
}

function membersText(out: JsonOutput, plan: PrintPlan, message: object, context: PrintContext, depth: number): void {
  const { members } = plan;
  const count = members.length;
  let index = 0;
  try {
    // By place as long as properties stand in the order of the members, see print-tree.ts.
    for (const name in message) {
      if (index === count || members[index]!.name !== name) break;
      const value = (message as Record<string, unknown>)[name];
      if (value !== members[index]!.absent) memberText(out, members[index]!, value, context, depth);
      index++;
    }
    if (index < count) {
      if (Symbol.iterator in message || Symbol.toPrimitive in message) {
        index = count;
        throw notAMessage(plan.descriptor.typeName, message);
      }
      for (; index < count; index++) {
        const value = (message as Record<string, unknown>)[members[index]!.name];
        if (value !== members[index]!.absent) memberText(out, members[index]!, value, context, depth);
      }
    }
  } catch (error) {
    throw index < count ? inMember(error, members[index]!.name) : error;
  }
  if (context.registry !== undefined && (message as UnknownFields)[unknownFields] !== undefined) {
    extensionsText(out, plan, message, context, depth);
  }
}

function extensionsText(out: JsonOutput, plan: PrintPlan, message: object, context: PrintContext, depth: number): void {
  for (const [field, value] of extensionsIn(plan.descriptor, message, context.registry!, context)) {
    try {
      memberText(out, plan.extension(field), value, context, depth);
    } catch (error) {
      throw inExtension(error, field.extensionName!);
    }
  }
}

/** The name of a member with a comma before, see `putBrackets`, and a colon behind. */
function putKey(out: JsonOutput, member: PrintMember): void {
  if (member.readyKey !== undefined) {
    putReady(out, member.readyKey);
  } else {
    putSign(out, COMMA);
    putText(out, member.keyText);
  }
}

function memberText(out: JsonOutput, member: PrintMember, value: unknown, context: PrintContext, depth: number): void {
  if (value === undefined) {
    if (member.required && !context.allowMissingRequired) throw new Fault('required field is missing');
    return;
  }
  switch (member.shape) {
    case Shape.SINGULAR:
      singularText(out, member, value, context, depth);
      return;
    case Shape.LIST:
      if (!Array.isArray(value)) throw wrong('an array', value);
      if (value.length === 0 && !member.alwaysEmit) return;
      putKey(out, member);
      listText(out, member, value, context, depth);
      return;
    case Shape.MAP:
      mapText(out, member, value, context, depth);
      return;
    default:
      oneofText(out, member, value, context, depth);
  }
}

/** The usual kinds in one step. */
function singularText(out: JsonOutput, member: PrintMember, value: unknown, context: PrintContext, depth: number): void {
  switch (member.form) {
    case Form.STRING:
      if (typeof value !== 'string') throw wrong('string', value);
      putKey(out, member);
      putString(out, value);
      break;
    case Form.INT32:
      if (typeof value !== 'number' || value !== (value | 0)) throw wrong('int32', value);
      putKey(out, member);
      putInteger(out, value);
      break;
    case Form.MESSAGE:
      putKey(out, member);
      printText(out, member.plan(), value, context, depth - 1);
      break;
    case Form.BOOL:
      if (typeof value !== 'boolean') throw wrong('boolean', value);
      putKey(out, member);
      putReady(out, value ? TRUE : FALSE);
      break;
    case Form.UINT32:
      if (typeof value !== 'number' || value !== value >>> 0) throw wrong('uint32', value);
      putKey(out, member);
      putInteger(out, value);
      break;
    default:
      if (member.implicit && isDefault(value, member)) return;
      putKey(out, member);
      valueText(out, member, value, context, depth);
  }
}

function valueText(out: JsonOutput, member: PrintMember, value: unknown, context: PrintContext, depth: number): void {
  switch (member.form) {
    case Form.MESSAGE:
      printText(out, member.plan(), value, context, depth - 1);
      return;
    case Form.ENUM: {
      const ready = member.enum!.ready.get(value as number);
      if (ready !== undefined) {
        putReady(out, ready);
        return;
      }
      const name = member.enum!.names.get(value as number);
      if (name !== undefined) {
        putString(out, name);
        return;
      }
      if (!member.enum!.type.open || typeof value !== 'number' || value !== (value | 0)) throw notAnEnumValue(value, member.enum!);
      putInteger(out, value);
      return;
    }
    case Form.INT64:
    case Form.UINT64: {
      const unsigned = member.form === Form.UINT64;
      splitValue64(value, member.int64, unsigned);
      putInt64(out, lowHalf, highHalf, unsigned);
      return;
    }
    default:
      scalarText(out, member.form, value);
  }
}

/** Everything but messages, enums and 64-bit integers. */
function scalarText(out: JsonOutput, form: Form, value: unknown): void {
  switch (form) {
    case Form.STRING:
      if (typeof value !== 'string') throw wrong('string', value);
      putString(out, value);
      return;
    case Form.INT32:
      if (typeof value !== 'number' || value !== (value | 0)) throw wrong('int32', value);
      putInteger(out, value);
      return;
    case Form.UINT32:
      if (typeof value !== 'number' || value !== value >>> 0) throw wrong('uint32', value);
      putInteger(out, value);
      return;
    case Form.BOOL:
      if (typeof value !== 'boolean') throw wrong('boolean', value);
      putReady(out, value ? TRUE : FALSE);
      return;
    case Form.DOUBLE:
      if (typeof value !== 'number') throw wrong('double', value);
      if (Number.isFinite(value)) putNumber(out, value);
      else putQuoted(out, String(value));
      return;
    case Form.FLOAT: {
      if (typeof value !== 'number') throw wrong('float', value);
      const float = floatIn(value);
      if (!Number.isFinite(float)) putQuoted(out, String(float));
      else if (!putFloat(out, float)) putAscii(out, String(shortFloat(float)));
      return;
    }
    case Form.BYTES:
      if (!isBytes(value)) throw wrong('bytes (a Uint8Array)', value);
      putBase64(out, value);
      return;
    default:
      putAscii(out, 'null');
  }
}

function putQuoted(out: JsonOutput, text: string): void {
  putSign(out, QUOTE);
  putAscii(out, text);
  putSign(out, QUOTE);
}

function oneofText(out: JsonOutput, member: PrintMember, oneof: unknown, context: PrintContext, depth: number): void {
  if (typeof oneof !== 'object' || oneof === null) throw wrong('a oneof ({ case, value })', oneof);
  const chosen = oneof as { case?: string; value?: unknown };
  if (chosen.case === undefined) return;
  const field = member.cases!.get(chosen.case);
  if (field === undefined) throw wrong('a oneof with one of its cases', chosen.case);
  try {
    putKey(out, field);
    valueText(out, field, chosen.value, context, depth);
  } catch (error) {
    throw inMember(error, 'value');
  }
}

function listText(out: JsonOutput, member: PrintMember, list: readonly unknown[], context: PrintContext, depth: number): void {
  if (member.form === Form.STRING && stringsText(out, list)) return;
  const start = out.position;
  let index = 0;
  try {
    if (member.form === Form.INT32 || member.form === Form.UINT32) {
      index = putIntegers(out, list, member.form === Form.UINT32);
      if (index < list.length) throw wrong(member.form === Form.UINT32 ? 'uint32' : 'int32', list[index]);
    } else if (member.form === Form.MESSAGE) {
      const plan = member.plan();
      for (; index < list.length; index++) {
        putSign(out, COMMA);
        printText(out, plan, list[index], context, depth - 1);
      }
    } else if (member.form === Form.INT64 || member.form === Form.UINT64) {
      const unsigned = member.form === Form.UINT64;
      for (; index < list.length; index++) {
        splitValue64(list[index], member.int64, unsigned);
        putSign(out, COMMA);
        putInt64(out, lowHalf, highHalf, unsigned);
      }
    } else {
      for (; index < list.length; index++) {
        putSign(out, COMMA);
        valueText(out, member, list[index], context, depth);
      }
    }
  } catch (error) {
    throw inElement(error, index);
  }
  putBrackets(out, start, OPEN_BRACKET, CLOSE_BRACKET);
}

/** From so many strings on the engine prints a list of them faster; long ones are kept aside faster than the engine copies them. */
const MANY_STRINGS = 4;
const LONG_TEXT = 100;

/** A list of strings, where the engine can print it as a whole; false, and nothing printed, where it is short or something is wrong. */
function stringsText(out: JsonOutput, list: readonly unknown[]): boolean {
  if (list.length < MANY_STRINGS) return false;
  let length = 0;
  for (let index = 0; index < list.length; index++) {
    const one = list[index];
    if (typeof one !== 'string') return false;
    length += one.length;
  }
  if (length > list.length * LONG_TEXT) return false;
  const text = JSON.stringify(list);
  // What a lone surrogate is printed as.
  if (text.includes('\\ud')) return false;
  putText(out, text);
  return true;
}

function mapText(out: JsonOutput, member: PrintMember, map: unknown, context: PrintContext, depth: number): void {
  let any = false;
  let start = 0;
  for (const [key, value] of entriesOf(map, member.keyForm === Form.STRING)) {
    if (!any) {
      putKey(out, member);
      start = out.position;
      any = true;
    }
    try {
      putSign(out, COMMA);
      keyText(out, member, key);
      putSign(out, COLON);
      valueText(out, member, value, context, depth);
    } catch (error) {
      throw inEntry(error, key);
    }
  }
  if (!any) {
    if (!member.alwaysEmit) return;
    putKey(out, member);
    start = out.position;
  }
  putBrackets(out, start, OPEN_BRACE, CLOSE_BRACE);
}

function keyText(out: JsonOutput, member: PrintMember, key: unknown): void {
  switch (member.keyForm) {
    case Form.STRING:
      scalarText(out, Form.STRING, key);
      return;
    case Form.INT64:
    case Form.UINT64: {
      const unsigned = member.keyForm === Form.UINT64;
      splitValue64(key, member.int64?.forKeys, unsigned);
      putInt64(out, lowHalf, highHalf, unsigned);
      return;
    }
    default:
      putSign(out, QUOTE);
      scalarText(out, member.keyForm, key);
      putSign(out, QUOTE);
  }
}

function wellKnownText(out: JsonOutput, plan: PrintPlan, message: object, context: PrintContext, depth: number): void {
  if (Symbol.iterator in message || Symbol.toPrimitive in message) throw notAMessage(plan.descriptor.typeName, message);
  switch (plan.wellKnown!.kind) {
    case 'timestamp':
      putQuoted(out, timestampText(message));
      return;
    case 'duration':
      putQuoted(out, durationText(message));
      return;
    case 'field-mask':
      putString(out, fieldMaskText(message));
      return;
    case 'struct':
      structText(out, message, depth);
      return;
    case 'value':
      anyValueText(out, message, depth);
      return;
    case 'list-value':
      listValueText(out, message, depth);
      return;
    case 'any':
      anyText(out, message, context, depth);
      return;
    case 'wrapper': {
      const member = plan.members[0]!;
      const value = (message as Record<string, unknown>)[member.name];
      if (value === undefined) putAscii(out, JSON.stringify(member.zero));
      else valueText(out, member, value, context, depth);
    }
  }
}

function anyText(out: JsonOutput, any: object, context: PrintContext, depth: number): void {
  const content = anyContent(any, context, depth);
  if (content === undefined) {
    putAscii(out, '{}');
    return;
  }
  const { typeUrl, plan, message } = content;
  putAscii(out, '{"@type":');
  putString(out, typeUrl);
  if (plan.wellKnown === undefined) {
    membersText(out, plan, message, context, depth - 1);
  } else {
    putAscii(out, ',"value":');
    printText(out, plan, message, context, depth - 1);
  }
  putSign(out, CLOSE_BRACE);
}

function structText(out: JsonOutput, struct: object, depth: number): void {
  if (depth < 0) throw tooDeep();
  const start = out.position;
  for (const [key, value] of structEntries(struct)) {
    try {
      putSign(out, COMMA);
      scalarText(out, Form.STRING, key);
      putSign(out, COLON);
      anyValueText(out, value, depth - 1);
    } catch (error) {
      throw inEntry(error, key);
    }
  }
  putBrackets(out, start, OPEN_BRACE, CLOSE_BRACE);
}

function listValueText(out: JsonOutput, list: object, depth: number): void {
  if (depth < 0) throw tooDeep();
  const start = out.position;
  let index = 0;
  try {
    for (const value of listElements(list)) {
      putSign(out, COMMA);
      anyValueText(out, value, depth - 1);
      index++;
    }
  } catch (error) {
    throw inElement(error, index);
  }
  putBrackets(out, start, OPEN_BRACKET, CLOSE_BRACKET);
}

function anyValueText(out: JsonOutput, value: unknown, depth: number): void {
  if (depth < 0) throw tooDeep();
  const kind = kindOf(value);
  switch (kind.case) {
    case 'numberValue':
      putNumber(out, kind.value as number);
      return;
    case 'stringValue':
      scalarText(out, Form.STRING, kind.value);
      return;
    case 'boolValue':
      putAscii(out, kind.value === true ? 'true' : 'false');
      return;
    case 'structValue':
      structText(out, kind.value as object, depth - 1);
      return;
    case 'listValue':
      listValueText(out, kind.value as object, depth - 1);
      return;
    default:
      putAscii(out, 'null');
  }
}
