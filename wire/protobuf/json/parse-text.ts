/** Messages from JSON text: the walk behind `fromJsonString`, step for step that of parse-tree.ts. */
import { decodeEitherBase64Bytes } from '../../bytes/base64.js';
import { extensionField } from '../extension.js';
import { highHalf, joinInt64, joinUint64, lowHalf } from '../int64.js';
import { CLOSE_BRACE, CLOSE_BRACKET, COLON, LOWER_N, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './characters.js';
import { inElement, inEntry, inMember, tooDeep, wrong } from './errors.js';
import { Form, Shape } from './form.js';
import {
  another,
  expect,
  isPlainName,
  isPlainString,
  type JsonInput,
  nameHash,
  next,
  readName,
  readNull,
  readString,
  stringEnd,
  unexpected,
} from './json-input.js';
import type { KeyTable } from './key-table.js';
import { extensionCalled, type ParseContext, type ParseMember, type ParsePlan, takeWords } from './parse-plan.js';
import { nullElement, parseTree } from './parse-tree.js';
import { checkOneof, checkRequired, duplicate, keyOf, scalarOf, UNKNOWN, unknownMember } from './parse-values.js';
import { readNumber, readQuotedInt64 } from './read-number.js';
import { readScalar, readTree } from './read-tree.js';

type Properties = Record<string, unknown>;

/** Arrays and objects in which the JSON of `depth` levels of messages can nest: a list or map of messages has one around each. */
function levelsOf(depth: number): number {
  return 2 * depth + 2;
}

/** The message that begins at the position; `depth` levels are left. */
export function parseText(plan: ParsePlan, input: JsonInput, context: ParseContext, depth: number): unknown {
  if (depth < 0) throw tooDeep();
  takeWords(context, plan.words);
  if (plan.wellKnown !== undefined) return wellKnownText(plan, input, context, depth);
  const first = next(input);
  input.mark = input.position;
  if (first !== OPEN_BRACE) throw wrong(`${plan.descriptor.typeName} as a JSON object`, readScalar(input, levelsOf(depth)));
  const message = plan.type.create() as Properties;
  input.position++;
  if (next(input) === CLOSE_BRACE) {
    input.position++;
    checkRequired(message, plan, context);
    return message;
  }
  const { keys } = plan;
  // Which fields there were: the first 31 as bits, others in a list that hardly any message needs.
  let seen = 0;
  let seenBeyond: (ParseMember | string)[] | undefined;
  let expected = 0;
  let name = '';
  let member: ParseMember | undefined;
  try {
    do {
      if (next(input) !== QUOTE) throw unexpected(input, 'a name in quotes');
      input.mark = input.position;
      member = memberAt(keys, expected, input);
      if (member === undefined) {
        name = readName(input);
        // A name with escapes in it is looked for as what it means.
        member = plan.byName.get(name);
      }
      if (member === undefined) {
        seenBeyond = parseOther(plan, message, name, input, context, depth, seenBeyond);
        continue;
      }
      if (member.index < 31) {
        const bit = 1 << member.index;
        if ((seen & bit) !== 0) throw duplicate(member.jsonName);
        seen |= bit;
      } else {
        seenBeyond ??= [];
        if (seenBeyond.includes(member)) throw duplicate(member.jsonName);
        seenBeyond.push(member);
      }
      expected = member.index + 1;
      expect(input, COLON);
      parseMember(message, member, input, context, depth);
    } while (another(input, CLOSE_BRACE));
  } catch (error) {
    throw inMember(error, member?.jsonName ?? name);
  }
  checkRequired(message, plan, context);
  return message;
}

/** The field whose name begins at the position, passed over; undefined, and not passed over, where it is none or has escapes. */
function memberAt(keys: KeyTable, expected: number, input: JsonInput): ParseMember | undefined {
  const { buffer, position } = input;
  const quoted = keys.quoted[expected];
  if (quoted !== undefined) {
    let index = 1;
    while (index < quoted.length && buffer[position + index] === quoted[index]) index++;
    if (index === quoted.length) {
      input.position = position + index;
      return keys.members[expected];
    }
  }
  if (!isPlainName(input)) return undefined;
  const found = keys.find(buffer, position + 1, stringEnd, nameHash);
  if (found !== undefined) input.position = stringEnd + 1;
  return found;
}

/** A member that is no field: an extension, or unknown. Gives the extensions there were. */
function parseOther(
  plan: ParsePlan,
  message: object,
  name: string,
  input: JsonInput,
  context: ParseContext,
  depth: number,
  seen: (ParseMember | string)[] | undefined,
): (ParseMember | string)[] | undefined {
  const extension = extensionCalled(name, plan.descriptor, context.registry);
  if (extension === undefined) {
    if (!context.ignoreUnknownFields) throw unknownMember(name, plan);
    expect(input, COLON);
    readTree(input, levelsOf(depth));
    return seen;
  }
  if (seen?.includes(name)) throw duplicate(name);
  expect(input, COLON);
  const field = extensionField(extension.field);
  const holder = field.emptyHolder();
  parseMember(holder as unknown as Properties, extension.member, input, context, depth);
  if (field.isSet(holder.value)) field.append(message, holder.value, context);
  return [...(seen ?? []), name];
}

function parseMember(message: Properties, member: ParseMember, input: JsonInput, context: ParseContext, depth: number): void {
  if (next(input) === LOWER_N && (!member.takesNull || member.shape !== Shape.SINGULAR)) {
    input.mark = input.position;
    readNull(input);
    return;
  }
  switch (member.shape) {
    case Shape.SINGULAR: {
      if (member.inOneof) checkOneof(message, member);
      const value =
        member.form === Form.MESSAGE ? parseText(member.plan(), input, context, depth - 1) : scalarText(member, input, context, depth);
      if (value === UNKNOWN) return;
      message[member.name] = member.inOneof ? { case: member.ownName, value } : value;
      return;
    }
    case Shape.LIST:
      parseList(message[member.name] as unknown[], member, input, context, depth);
      return;
    default:
      parseMap(message[member.name] as Map<unknown, unknown>, member, input, context, depth);
  }
}

/** A scalar or enum value; the usual spelling of each kind has a way of its own. */
function scalarText(member: ParseMember, input: JsonInput, context: ParseContext, depth: number): unknown {
  const first = next(input);
  input.mark = input.position;
  if (first === QUOTE) {
    if (member.form === Form.STRING) return readString(input);
    if (member.form === Form.BYTES && isPlainString(input)) {
      const bytes = decodeEitherBase64Bytes(input.buffer, input.position + 1, stringEnd);
      if (bytes === undefined) throw wrong('Base64', readString(input));
      input.position = stringEnd + 1;
      return bytes;
    }
    if (member.int64 === undefined && (member.form === Form.INT64 || member.form === Form.UINT64)) {
      const unsigned = member.form === Form.UINT64;
      if (readQuotedInt64(input, unsigned)) return unsigned ? joinUint64(lowHalf, highHalf) : joinInt64(lowHalf, highHalf);
    }
  } else if (first <= 0x39 && member.form <= Form.UINT64) {
    return scalarOf(readNumber(input), member, context);
  }
  return scalarOf(readScalar(input, levelsOf(depth)), member, context);
}

function parseList(list: unknown[], member: ParseMember, input: JsonInput, context: ParseContext, depth: number): void {
  input.mark = input.position;
  if (next(input) !== OPEN_BRACKET) throw wrong('an array', readScalar(input, levelsOf(depth)));
  input.position++;
  if (next(input) === CLOSE_BRACKET) {
    input.position++;
    return;
  }
  let index = 0;
  try {
    do {
      const value = elementText(member, input, context, depth);
      if (value !== UNKNOWN) list.push(value);
      index++;
    } while (another(input, CLOSE_BRACKET));
  } catch (error) {
    throw inElement(error, index);
  }
}

function elementText(member: ParseMember, input: JsonInput, context: ParseContext, depth: number): unknown {
  if (next(input) === LOWER_N && !member.takesNull) {
    input.mark = input.position;
    readNull(input);
    throw nullElement();
  }
  return member.form === Form.MESSAGE ? parseText(member.plan(), input, context, depth - 1) : scalarText(member, input, context, depth);
}

function parseMap(map: Map<unknown, unknown>, member: ParseMember, input: JsonInput, context: ParseContext, depth: number): void {
  input.mark = input.position;
  if (next(input) !== OPEN_BRACE) throw wrong('an object', readScalar(input, levelsOf(depth)));
  input.position++;
  if (next(input) === CLOSE_BRACE) {
    input.position++;
    return;
  }
  let text = '';
  try {
    do {
      text = '';
      text = readName(input);
      const key = keyOf(text, member);
      if (map.has(key)) throw duplicate(text);
      expect(input, COLON);
      const value = elementText(member, input, context, depth);
      if (value !== UNKNOWN) map.set(key, value);
    } while (another(input, CLOSE_BRACE));
  } catch (error) {
    throw inEntry(error, text);
  }
}

function wellKnownText(plan: ParsePlan, input: JsonInput, context: ParseContext, depth: number): unknown {
  const first = next(input);
  input.mark = input.position;
  switch (plan.wellKnown!.kind) {
    case 'value':
      return anyValueText(plan, first, input, context, depth);
    case 'struct': {
      const message = plan.type.create() as Properties;
      if (first !== OPEN_BRACE) break;
      parseMap(message.fields as Map<unknown, unknown>, plan.member('fields'), input, context, depth);
      return message;
    }
    case 'list-value': {
      const message = plan.type.create() as Properties;
      if (first !== OPEN_BRACKET) break;
      parseList(message.values as unknown[], plan.member('values'), input, context, depth);
      return message;
    }
    case 'wrapper': {
      const member = plan.members[0]!;
      const message = plan.type.create() as Properties;
      message[member.name] = scalarText(member, input, context, depth);
      return message;
    }
  }
  // What says what an Any holds need not come first, so that all of it is read before.
  return parseTree(plan, readTree(input, levelsOf(depth)), context, depth);
}

function anyValueText(plan: ParsePlan, first: number, input: JsonInput, context: ParseContext, depth: number): unknown {
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return parseTree(plan, readScalar(input, 0), context, depth);
  const message = plan.type.create() as Properties;
  message.kind =
    first === OPEN_BRACE
      ? { case: 'structValue', value: parseText(plan.member('struct_value').plan(), input, context, depth - 1) }
      : { case: 'listValue', value: parseText(plan.member('list_value').plan(), input, context, depth - 1) };
  return message;
}
