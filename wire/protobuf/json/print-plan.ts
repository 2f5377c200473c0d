/**
 * How the messages of a type are printed: what is known of each member beforehand, one plan per message type and combination of options,
 * made when first needed. Two walks go by it, print-tree.ts and print-text.ts.
 *
 * A plan is data rather than closures: closures share the places where they look at properties, which then serve every shape there is,
 * and a call of one costs as much as its work. One loop with a switch took 0.7 of the time over ten payloads.
 */
import type { EnumDescriptor, FieldDescriptor, MessageDescriptor, OneofDescriptor, ValueType } from '../descriptor.js';
import type { Int64Representation } from '../int64-representation.js';
import type { Registry } from '../registry.js';
import { Form, formOf, SCALAR_FORMS, Shape, shapeOf } from './form.js';
import { type Ready, readyText } from './json-output.js';
import type { JsonValue } from './value.js';
import { type WellKnown, wellKnownForm } from './well-known-form.js';

/** What changes a plan. */
export interface PrintStyle {
  readonly alwaysEmitImplicit: boolean;
  readonly useProtoFieldNames: boolean;
  readonly enumsAsIntegers: boolean;
}

/** What the walks look at besides. */
export interface PrintContext {
  readonly style: PrintStyle;
  readonly registry: Registry | undefined;
  readonly allowMissingRequired: boolean;
}

/** The plan of one member: a field, a whole oneof, or one field of a oneof. */
export class PrintMember {
  /** Its property. */
  readonly name: string;
  readonly shape: Shape;
  /** Its name in JSON, and the same with quotes and a colon behind. */
  readonly key: string;
  readonly keyText: string;
  /** The same with a comma before. */
  readonly readyKey: Ready | undefined;
  /** Of a value; of a list's elements; of a map's values. */
  readonly form: Form;
  readonly keyForm: Form;
  /** Whether its default value counts as absent. */
  readonly implicit: boolean;
  readonly required: boolean;
  /** The value that is most often there where nothing is to be printed: undefined, or the default of a field without presence. */
  readonly absent: unknown;
  readonly alwaysEmit: boolean;
  readonly int64: Int64Representation | undefined;
  readonly enum: EnumNames | undefined;
  /** The fields of a oneof by their properties. */
  readonly cases: ReadonlyMap<string, PrintMember> | undefined;
  readonly #message: MessageDescriptor | undefined;
  readonly #style: PrintStyle;
  #plan: PrintPlan | undefined;

  constructor(member: FieldDescriptor | OneofDescriptor, style: PrintStyle) {
    const field = member.kind === 'oneof' ? undefined : member;
    this.name = member.localName;
    this.shape = field === undefined ? Shape.ONEOF : shapeOf(field);
    this.key = field === undefined ? '' : style.useProtoFieldNames ? field.name : field.jsonName;
    this.keyText = `${JSON.stringify(this.key)}:`;
    this.readyKey = readyText(`,${this.keyText}`);
    this.form = field === undefined ? Form.MESSAGE : printedForm(field.value, style);
    this.keyForm = field?.mapKey === undefined ? Form.STRING : SCALAR_FORMS[field.mapKey];
    this.implicit = field?.presence === 'implicit' && field.cardinality === 'singular' && !style.alwaysEmitImplicit;
    this.required = field?.presence === 'required';
    this.absent = this.required ? NEVER : this.implicit ? zeroOf(this.form) : undefined;
    this.alwaysEmit = style.alwaysEmitImplicit;
    this.int64 = field?.int64;
    this.enum = field?.value.kind === 'enum' ? enumNames(field.value.enum) : undefined;
    this.cases = member.kind === 'oneof' ? new Map(member.fields.map((one) => [one.localName, new PrintMember(one, style)])) : undefined;
    this.#message = field?.value.kind === 'message' ? field.value.message : undefined;
    this.#style = style;
    this.#plan = undefined;
  }

  /** What the scalar of a wrapper without a value counts as. */
  get zero(): JsonValue {
    switch (this.form) {
      case Form.STRING:
      case Form.BYTES:
        return '';
      case Form.INT64:
      case Form.UINT64:
        return '0';
      case Form.BOOL:
        return false;
      default:
        return 0;
    }
  }

  /** The plan of its messages. */
  plan(): PrintPlan {
    this.#plan ??= printPlan(this.#message!, this.#style);
    return this.#plan;
  }
}

function printedForm(type: ValueType, style: PrintStyle): Form {
  const form = formOf(type);
  return form === Form.ENUM && style.enumsAsIntegers ? Form.INT32 : form;
}

const NEVER = Symbol('never');

/** A default that can be told by `===`; undefined where it takes more. */
function zeroOf(form: Form): unknown {
  switch (form) {
    case Form.STRING:
      return '';
    case Form.BOOL:
      return false;
    case Form.INT64:
    case Form.UINT64:
      return 0n;
    case Form.DOUBLE:
    case Form.FLOAT:
    case Form.BYTES:
    case Form.MESSAGE:
      return undefined;
    default:
      return 0;
  }
}

/** The names of an enum's numbers, of aliases the first (ProtoJSON: Serialization Behavior). */
export interface EnumNames {
  readonly type: EnumDescriptor;
  readonly names: ReadonlyMap<number, string>;
  /** In quotes, as they are printed. */
  readonly ready: ReadonlyMap<number, Ready | undefined>;
}

const knownEnums = /* @__PURE__ */ new WeakMap<EnumDescriptor, EnumNames>();

function enumNames(type: EnumDescriptor): EnumNames {
  let known = knownEnums.get(type);
  if (known === undefined) {
    const names = new Map(type.values.map(({ number }) => [number, type.valueByNumber(number)!.name]));
    known = { type, names, ready: new Map([...names].map(([number, name]) => [number, readyText(JSON.stringify(name))])) };
    knownEnums.set(type, known);
  }
  return known;
}

/** How messages of one type are printed in one style. */
export class PrintPlan {
  readonly descriptor: MessageDescriptor;
  /** Which form of its own the type has, if any; it goes under `value` inside an Any (ProtoJSON: Special-cased well-known types). */
  readonly wellKnown: WellKnown | undefined;
  /** In source order. */
  readonly members: readonly PrintMember[];
  readonly #style: PrintStyle;
  readonly #extensions = new Map<FieldDescriptor, PrintMember>();

  constructor(descriptor: MessageDescriptor, style: PrintStyle) {
    this.descriptor = descriptor;
    this.#style = style;
    this.wellKnown = wellKnownForm(descriptor);
    this.members = descriptor.members.map((member) => new PrintMember(member, style));
  }

  /** An extension of the type, as the member `value` of a holder. */
  extension(field: FieldDescriptor): PrintMember {
    let member = this.#extensions.get(field);
    if (member === undefined) {
      member = new PrintMember(asMember(field), this.#style);
      this.#extensions.set(field, member);
    }
    return member;
  }
}

/** An extension as the field `value` of a holder, under its name in JSON. */
export function asMember(extension: FieldDescriptor): FieldDescriptor {
  const key = `[${extension.extensionName}]`;
  return { ...extension, name: key, jsonName: key, localName: 'value' };
}

/** By the eight combinations of style. */
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
