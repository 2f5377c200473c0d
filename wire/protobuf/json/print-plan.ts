/** The closures that make JSON values of messages, one plan per message type and combination of options, made when first needed. */
import type { FieldDescriptor, MessageDescriptor, OneofDescriptor, ValueType } from '../descriptor.js';
import { isMap, isPlainObject } from '../message/map-entries.js';
import type { Registry } from '../registry.js';
import { Fault, inElement, inEntry, inMember, tooDeep, wrong } from './errors.js';
import { emptinessOf } from './presence.js';
import { enumPrinter, printKey, scalarPrinters } from './print-values.js';
import { wellKnownPrinter } from './print-well-known.js';
import { type JsonObject, type JsonValue, putMember } from './value.js';

/** What changes the closures. */
export interface PrintStyle {
  readonly alwaysEmitImplicit: boolean;
  readonly useProtoFieldNames: boolean;
  readonly enumsAsIntegers: boolean;
}

/** What they look at while they run. */
export interface PrintContext {
  readonly style: PrintStyle;
  readonly registry: Registry | undefined;
  readonly allowMissingRequired: boolean;
}

/** The JSON form of a value; `depth` is the number of levels left for messages. */
export type PrintValue = (value: unknown, context: PrintContext, depth: number) => JsonValue;

type Properties = Readonly<Record<string, unknown>>;
type PrintMember = (message: Properties, json: JsonObject, context: PrintContext, depth: number) => void;

/** The eight combinations of style, so that a plan is found by an index. */
const plans = /* @__PURE__ */ new WeakMap<MessageDescriptor, (PrintPlan | undefined)[]>();

export function printPlan(descriptor: MessageDescriptor, style: PrintStyle): PrintPlan {
  const index = (style.alwaysEmitImplicit ? 1 : 0) + (style.useProtoFieldNames ? 2 : 0) + (style.enumsAsIntegers ? 4 : 0);
  let made = plans.get(descriptor);
  if (made === undefined) {
    made = [];
    plans.set(descriptor, made);
  }
  let plan = made[index];
  if (plan === undefined) {
    plan = new PrintPlan(descriptor, style);
    made[index] = plan;
  }
  return plan;
}

/** How messages of one type are printed in one style. */
export class PrintPlan {
  readonly descriptor: MessageDescriptor;
  /** Whether the type has a form of its own, which goes under `value` inside an Any (ProtoJSON: Special-cased well-known types). */
  readonly isSpecial: boolean;
  readonly #style: PrintStyle;
  readonly #special: PrintValue | undefined;
  #members: readonly PrintMember[] | undefined;

  constructor(descriptor: MessageDescriptor, style: PrintStyle) {
    this.descriptor = descriptor;
    this.#style = style;
    this.#special = wellKnownPrinter(descriptor);
    this.isSpecial = this.#special !== undefined;
  }

  print(value: unknown, context: PrintContext, depth: number): JsonValue {
    if (depth < 0) throw tooDeep();
    if (typeof value !== 'object' || value === null || Symbol.iterator in value || Symbol.toPrimitive in value) {
      throw wrong(this.descriptor.typeName, value);
    }
    return this.#special === undefined ? this.printInto(value, {}, context, depth) : this.#special(value, context, depth);
  }

  /** Adds the fields of `message` to `json`. */
  printInto(message: object, json: JsonObject, context: PrintContext, depth: number): JsonObject {
    this.#members ??= this.descriptor.members.map((member) => memberPrinter(member, this.#style));
    const members = this.#members;
    let index = 0;
    try {
      for (; index < members.length; index++) members[index]!(message as Properties, json, context, depth);
    } catch (error) {
      throw inMember(error, this.descriptor.members[index]!.localName);
    }
    return json;
  }
}

function keyOf(field: FieldDescriptor, style: PrintStyle): string {
  return style.useProtoFieldNames ? field.name : field.jsonName;
}

function memberPrinter(member: FieldDescriptor | OneofDescriptor, style: PrintStyle): PrintMember {
  if (member.kind === 'oneof') return oneofPrinter(member, style);
  if (member.cardinality === 'repeated') return listPrinter(member, style);
  if (member.cardinality === 'map') return mapPrinter(member, style);
  return singularPrinter(member, style);
}

function singularPrinter(field: FieldDescriptor, style: PrintStyle): PrintMember {
  const name = field.localName;
  const key = keyOf(field, style);
  const print = valuePrinter(field.value, style);
  if (field.presence === 'implicit') {
    const isEmpty = style.alwaysEmitImplicit ? (value: unknown) => value === undefined : emptinessOf(field.value);
    return (message, json, context, depth) => {
      const value = message[name];
      if (!isEmpty(value)) putMember(json, key, print(value, context, depth));
    };
  }
  const required = field.presence === 'required';
  return (message, json, context, depth) => {
    const value = message[name];
    if (value !== undefined) putMember(json, key, print(value, context, depth));
    else if (required && !context.allowMissingRequired) throw new Fault('required field is missing');
  };
}

function oneofPrinter(oneof: OneofDescriptor, style: PrintStyle): PrintMember {
  const name = oneof.localName;
  const cases = new Map(
    oneof.fields.map((field) => [field.localName, { key: keyOf(field, style), print: valuePrinter(field.value, style) }]),
  );
  return (message, json, context, depth) => {
    const chosen = message[name] as { case?: string; value?: unknown } | undefined;
    if (chosen === undefined) return;
    if (typeof chosen !== 'object' || chosen === null) throw wrong('a oneof ({ case, value })', chosen);
    if (chosen.case === undefined) return;
    const found = cases.get(chosen.case);
    if (found === undefined) throw wrong('a oneof with one of its cases', chosen.case);
    let json1: JsonValue;
    try {
      json1 = found.print(chosen.value, context, depth);
    } catch (error) {
      throw inMember(error, 'value');
    }
    putMember(json, found.key, json1);
  };
}

function listPrinter(field: FieldDescriptor, style: PrintStyle): PrintMember {
  const name = field.localName;
  const key = keyOf(field, style);
  const print = valuePrinter(field.value, style);
  const always = style.alwaysEmitImplicit;
  return (message, json, context, depth) => {
    const list = message[name];
    if (list === undefined) {
      if (always) putMember(json, key, []);
      return;
    }
    if (!Array.isArray(list)) throw wrong('an array', list);
    const length = list.length;
    if (length === 0 && !always) return;
    const printed: JsonValue[] = [];
    let index = 0;
    try {
      for (; index < length; index++) printed.push(print(list[index], context, depth));
    } catch (error) {
      throw inElement(error, index);
    }
    putMember(json, key, printed);
  };
}

function mapPrinter(field: FieldDescriptor, style: PrintStyle): PrintMember {
  const name = field.localName;
  const key = keyOf(field, style);
  const entryKey = printKey(field.mapKey!);
  const print = valuePrinter(field.value, style);
  const always = style.alwaysEmitImplicit;
  const named = field.mapKey === 'string';
  return (message, json, context, depth) => {
    const map = message[name];
    if (map === undefined && !always) return;
    const printed: JsonObject = {};
    let entry: unknown;
    let count = 0;
    try {
      for (const [one, value] of entriesOf(map, named)) {
        entry = one;
        putMember(printed, entryKey(one), print(value, context, depth));
        count++;
      }
    } catch (error) {
      throw entry === undefined ? error : inEntry(error, entry);
    }
    if (count > 0 || always) putMember(json, key, printed);
  };
}

function entriesOf(map: unknown, named: boolean): Iterable<readonly [unknown, unknown]> {
  if (isMap(map)) return map;
  if (map === undefined) return [];
  if (named && isPlainObject(map)) return Object.entries(map);
  throw wrong(named ? 'a Map or a plain object' : 'a Map', map);
}

/** The printer of one value of a field. */
export function valuePrinter(type: ValueType, style: PrintStyle): PrintValue {
  if (type.kind === 'scalar') return scalarPrinters[type.scalar];
  if (type.kind === 'enum') return enumPrinter(type.enum, style.enumsAsIntegers);
  const descriptor = type.message;
  let plan: PrintPlan | undefined;
  return (value, context, depth) => {
    plan ??= printPlan(descriptor, style);
    return plan.print(value, context, depth - 1);
  };
}
