/** Messages as JSON text: the walk behind `toJsonString`, step for step that of print-tree.ts. */
import { isForeign } from '../errors.js';
import { extensionsIn } from '../extensions-in.js';
import { highHalf, lowHalf } from '../int64.js';
import { type UnknownFields, unknownFields } from '../unknown.js';
import { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET } from './characters.js';
import { Fault, inElement, inEntry, inExtension, inMember, tooDeep, wrong } from './errors.js';
import { Form, Shape } from './form.js';
import { type JsonOutput, putAscii, putBrackets, putReady, putSign, putText } from './json-output.js';
import { anyContent } from './print-any.js';
import type { PrintContext, PrintMember, PrintPlan } from './print-plan.js';
import { COMMA_FALSE, COMMA_TRUE, FALSE, keyText, plainText, putQuoted, TRUE, wideStringsText } from './print-text-scalar.js';
import { anyValueText, listValueText, structText } from './print-text-struct.js';
import { durationText, entriesOf, fieldMaskText, isDefault, notAMessage, splitValue64, timestampText } from './print-values.js';
import { putInt64, putInteger, putIntegers } from './put-number.js';
import { putString } from './put-string.js';

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
      if (isForeign(message)) {
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
      plainText(out, member, value);
  }
}

function valueText(out: JsonOutput, member: PrintMember, value: unknown, context: PrintContext, depth: number): void {
  if (member.form === Form.MESSAGE) printText(out, member.plan(), value, context, depth - 1);
  else plainText(out, member, value);
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
  if (member.form === Form.STRING && wideStringsText(out, list)) return;
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
    } else if (member.form === Form.BOOL) {
      for (; index < list.length; index++) {
        const value = list[index];
        if (typeof value !== 'boolean') throw wrong('boolean', value);
        putReady(out, value ? COMMA_TRUE : COMMA_FALSE);
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

function wellKnownText(out: JsonOutput, plan: PrintPlan, message: object, context: PrintContext, depth: number): void {
  if (isForeign(message)) throw notAMessage(plan.descriptor.typeName, message);
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
