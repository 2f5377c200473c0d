/**
 * How messages of a type are read: what is known of each field beforehand, one plan per message type, made when first needed. Two walks
 * go by it, parse-tree.ts and parse-text.ts.
 */
import { dynamicMessageType } from '../closures/dynamic.js';
import type { EnumDescriptor, FieldDescriptor, MessageDescriptor, ValueType } from '../descriptor.js';
import type { Int64Representation } from '../int64-representation.js';
import { messageWords } from '../memory-words.js';
import { fieldMessageType } from '../message/field-type.js';
import type { AnyMessageType } from '../message-type.js';
import type { Registry } from '../registry.js';
import { Fault } from './errors.js';
import { Form, formOf, SCALAR_FORMS, type Shape, shapeOf } from './form.js';
import { KeyTable } from './key-table.js';
import { asMember } from './print-plan.js';
import { type WellKnown, wellKnownForm } from './well-known-form.js';

/** What the walks look at besides. */
export interface ParseContext {
  readonly ignoreUnknownFields: boolean;
  readonly registry: Registry | undefined;
  readonly allowMissingRequired: boolean;
  /** Whether `for in` over a JSON object gives its own names only. */
  readonly namesAreOwn: boolean;
  /** What may still be taken of memory, in words of 8 bytes, and of how much. */
  wordsLeft: number;
  readonly maxMemoryBytes: number;
  /** Whether that grows with what has come, for a tree, whose length nobody knows before. */
  readonly isProportional: boolean;
}

/** Counts words of memory before they are taken: two characters can make a message of hundreds of bytes. */
export function takeWords(context: ParseContext, words: number): void {
  context.wordsLeft -= words;
  if (context.wordsLeft < 0) {
    throw new Fault(
      `the message would take more than ${context.maxMemoryBytes} bytes of memory (maxMemoryBytes), far more than its text has`,
    );
  }
}

/** The message type of messages with a descriptor. */
type TypeOf = (descriptor: MessageDescriptor) => AnyMessageType;

/** The plan of one field. */
export class ParseMember {
  /** Its place among the fields. */
  readonly index: number;
  /** The property it goes to: its own, or its oneof's. */
  readonly name: string;
  /** Its own, which is its case in a oneof. */
  readonly ownName: string;
  readonly jsonName: string;
  /** Its name in the schema. */
  readonly protoName: string;
  readonly inOneof: boolean;
  readonly shape: Shape;
  /** Of a value; of a list's elements; of a map's values. */
  readonly form: Form;
  readonly keyForm: Form;
  /** Whether null is a value of it rather than the absence of one (ProtoJSON: Null values). */
  readonly takesNull: boolean;
  readonly int64: Int64Representation | undefined;
  readonly enum: EnumNumbers | undefined;
  readonly #message: MessageDescriptor | undefined;
  readonly #typeOf: TypeOf;
  #plan: ParsePlan | undefined;

  constructor(field: FieldDescriptor, index: number, typeOf: TypeOf) {
    this.index = index;
    this.name = field.oneof?.localName ?? field.localName;
    this.ownName = field.localName;
    this.jsonName = field.jsonName;
    this.protoName = field.name;
    this.inOneof = field.oneof !== undefined;
    this.shape = shapeOf(field);
    this.form = formOf(field.value);
    this.keyForm = field.mapKey === undefined ? Form.STRING : SCALAR_FORMS[field.mapKey];
    this.takesNull = takesNull(field.value);
    this.int64 = field.int64;
    this.enum = field.value.kind === 'enum' ? enumNumbers(field.value.enum) : undefined;
    this.#message = field.value.kind === 'message' ? field.value.message : undefined;
    this.#typeOf = typeOf;
    this.#plan = undefined;
  }

  /** The plan of its messages. */
  plan(): ParsePlan {
    this.#plan ??= parsePlan(this.#typeOf(this.#message!));
    return this.#plan;
  }
}

function takesNull(type: ValueType): boolean {
  if (type.kind === 'enum') return type.enum.typeName === 'google.protobuf.NullValue';
  return type.kind === 'message' && type.message.typeName === 'google.protobuf.Value';
}

/** The numbers of an enum's names, of all its aliases (ProtoJSON: Parsing Behavior). */
export interface EnumNumbers {
  readonly type: EnumDescriptor;
  readonly numbers: ReadonlyMap<string, number>;
}

const knownEnums = /* @__PURE__ */ new WeakMap<EnumDescriptor, EnumNumbers>();

function enumNumbers(type: EnumDescriptor): EnumNumbers {
  let known = knownEnums.get(type);
  if (known === undefined) {
    known = { type, numbers: new Map(type.values.map((value) => [value.name, value.number])) };
    knownEnums.set(type, known);
  }
  return known;
}

/** How messages of one type are read. */
export class ParsePlan {
  readonly type: AnyMessageType;
  readonly descriptor: MessageDescriptor;
  /** Which form of its own the type has, if any; it stands under `value` inside an Any (ProtoJSON: Special-cased well-known types). */
  readonly wellKnown: WellKnown | undefined;
  /** What an empty message takes of memory. */
  readonly words: number;
  #members: readonly ParseMember[] | undefined;
  #required: readonly ParseMember[] | undefined;
  #byName: ReadonlyMap<string, ParseMember> | undefined;
  #keys: KeyTable | undefined;

  constructor(type: AnyMessageType) {
    this.type = type;
    this.descriptor = type.descriptor;
    this.wellKnown = wellKnownForm(this.descriptor);
    this.words = messageWords(this.descriptor);
  }

  /** In source order. */
  get members(): readonly ParseMember[] {
    this.#members ??= this.descriptor.fields.map(
      (field, index) => new ParseMember(field, index, (descriptor) => fieldMessageType(this.type, descriptor)),
    );
    return this.#members;
  }

  /** Those that a message must have. */
  get required(): readonly ParseMember[] {
    this.#required ??= this.members.filter((member) => this.descriptor.fields[member.index]!.presence === 'required');
    return this.#required;
  }

  /** By either name; a name that is another field's JSON name is that field's (ProtoJSON: Field names as JSON keys). */
  get byName(): ReadonlyMap<string, ParseMember> {
    if (this.#byName === undefined) {
      const byName = new Map(this.members.map((member) => [member.jsonName, member]));
      for (const member of this.members) if (!byName.has(member.protoName)) byName.set(member.protoName, member);
      this.#byName = byName;
    }
    return this.#byName;
  }

  /** The same by the bytes of a name. */
  get keys(): KeyTable {
    this.#keys ??= new KeyTable(this.members, this.byName);
    return this.#keys;
  }

  /** The plan of the field called `name`. */
  member(name: string): ParseMember {
    const found = this.members.find((member) => member.protoName === name);
    if (found === undefined) throw new Error(`${this.descriptor.typeName} has no field ${name}`);
    return found;
  }
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

const extensions = /* @__PURE__ */ new WeakMap<FieldDescriptor, ParseMember>();

/** The extension called `[pkg.name]`, as the member `value` of a holder; undefined where `descriptor` has none of that name. */
export function extensionCalled(
  key: string,
  descriptor: MessageDescriptor,
  registry: Registry | undefined,
): { field: FieldDescriptor; member: ParseMember } | undefined {
  if (registry === undefined || !key.startsWith('[') || !key.endsWith(']')) return undefined;
  const field = registry.extension(key.slice(1, -1));
  if (field === undefined || field.message.typeName !== descriptor.typeName) return undefined;
  let member = extensions.get(field);
  if (member === undefined) {
    // The types that `extensionField` writes.
    member = new ParseMember(asMember(field), 0, (nested) => dynamicMessageType(nested) as AnyMessageType);
    extensions.set(field, member);
  }
  return { field, member };
}
