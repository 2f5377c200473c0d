/**
 * A payload as a user of each library would write it: object literals in source code, in several property orders and with fields left out.
 * Each object of one type has the order of its variant, as a place in a program that writes it has, and `undefined` for what others
 * of its type have.
 */
import type { FieldDescriptor, MessageDescriptor, OneofDescriptor, ScalarKind, ValueType } from '../../wire/protobuf/descriptor.js';
import { Random } from './random.js';

/** How a library spells messages: names, oneofs, maps, 64-bit integers. */
export interface Style {
  readonly name: string;
  /** The property of a field. */
  readonly property: (field: FieldDescriptor) => string;
  /** Whether a oneof is one property `{ case, value }`, or its members are properties of their own. */
  readonly oneofs: 'case' | 'flat';
  /** A 64-bit integer in source code. */
  readonly int64: (value: bigint, unsigned: boolean) => string;
  readonly bytes: (value: Uint8Array) => string;
  /** Whether maps are written as ES Maps wherever the variant says so; else always as objects. */
  readonly esMaps: boolean;
  /** Whether every field has to be there, also an empty one. */
  readonly complete: boolean;
  /** Lines at the head of the module. */
  readonly imports: string;
}

type Properties = Readonly<Record<string, unknown>>;

const unsigned64 = new Set<ScalarKind>(['uint64', 'fixed64']);
const is64 = new Set<ScalarKind>(['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64']);

/** How much of the fields a subset keeps. */
const KEPT = 0.6;

/** A module that exports `literals`, a function for each variant: first whole ones, then subsets. */
export function literalModule(descriptor: MessageDescriptor, value: object, style: Style, orders: number, subsets: number): string {
  const variants: string[] = [];
  for (let variant = 0; variant < orders; variant++) {
    variants.push(
      `() => (${new LiteralPrinter(style, variant, descriptor, value as Properties).message(descriptor, value as Properties)})`,
    );
  }
  for (let subset = 0; subset < subsets; subset++) {
    const kept = subsetOf(descriptor, value as Properties, new Random(1000 + subset)) as Properties;
    variants.push(`() => (${new LiteralPrinter(style, orders + subset, descriptor, kept).message(descriptor, kept)})`);
  }
  return `${style.imports}\nexport const literals = [\n${variants.join(',\n')},\n];\n`;
}

/** The message without some of its fields, and so the messages inside. */
export function subsetOf(descriptor: MessageDescriptor, value: Properties, random: Random): object {
  const kept: Record<string, unknown> = {};
  for (const member of descriptor.members) {
    const part = value[member.localName];
    if (part === undefined) continue;
    // Messages inside stay, with some of their fields: else hardly anything would be left of some payloads.
    const stays = member.kind === 'field' && (member.presence === 'required' || member.value.kind === 'message');
    if (!stays && !random.chance(KEPT)) continue;
    kept[member.localName] = member.kind === 'field' ? subsetOfField(member, part, random) : part;
  }
  return kept;
}

function subsetOfField(field: FieldDescriptor, value: unknown, random: Random): unknown {
  if (field.value.kind !== 'message' || field.cardinality === 'map') return value;
  const { message } = field.value;
  if (field.cardinality === 'singular') return subsetOf(message, value as Properties, random);
  return (value as Properties[]).map((element) => subsetOf(message, element, random));
}

class LiteralPrinter {
  readonly #style: Style;
  readonly #variant: number;
  readonly #orders = new Map<MessageDescriptor, readonly string[]>();
  readonly #used = new Set<FieldDescriptor>();

  /** `value` is the whole that will be printed. */
  constructor(style: Style, variant: number, descriptor: MessageDescriptor, value: Properties) {
    this.#style = style;
    this.#variant = variant;
    this.#use(descriptor, value);
  }

  /** Notes which fields the objects of each type have. */
  #use(descriptor: MessageDescriptor, value: Properties): void {
    for (const member of descriptor.members) {
      const part = value[member.localName];
      if (part === undefined) continue;
      if (member.kind === 'field') {
        if (isDefault(member, part)) continue;
        this.#used.add(member);
        if (member.value.kind !== 'message') continue;
        for (const one of partsOf(member, part)) this.#use(member.value.message, one as Properties);
      } else {
        const chosen = part as { case?: string; value?: unknown };
        const field = member.fields.find(({ localName }) => localName === chosen.case);
        if (field?.value.kind === 'message') this.#use(field.value.message, chosen.value as Properties);
      }
    }
  }

  message(descriptor: MessageDescriptor, value: Properties): string {
    const entries: string[] = [];
    for (const name of this.#order(descriptor)) {
      const member = descriptor.members.find(({ localName }) => localName === name)!;
      const part = value[name];
      if (member.kind === 'oneof') {
        entries.push(...this.#oneof(member, part as Properties | undefined));
        continue;
      }
      const isAbsent = part === undefined || isDefault(member, part);
      if (isAbsent && !this.#style.complete && !this.#used.has(member)) continue;
      const text = !isAbsent ? this.#field(member, part) : this.#style.complete ? this.#empty(member) : 'undefined';
      entries.push(`${key(this.#style.property(member))}: ${text}`);
    }
    return `{ ${entries.join(', ')} }`;
  }

  /** What a library that wants whole messages is given for a field that is not there. */
  #empty(field: FieldDescriptor): string {
    if (field.cardinality === 'repeated') return '[]';
    if (field.cardinality === 'map') return '{}';
    if (field.presence !== 'implicit' || field.value.kind === 'message') return 'undefined';
    if (field.value.kind === 'enum') return '0';
    const { scalar } = field.value;
    if (scalar === 'string') return "''";
    if (scalar === 'bool') return 'false';
    if (scalar === 'bytes') return this.#style.bytes(new Uint8Array(0));
    return is64.has(scalar) ? this.#style.int64(0n, unsigned64.has(scalar)) : '0';
  }

  /** The variant's order of a type's members: the first is that of the schema. */
  #order(descriptor: MessageDescriptor): readonly string[] {
    let order = this.#orders.get(descriptor);
    if (order === undefined) {
      const names = descriptor.members.map(({ localName }) => localName);
      order = this.#variant === 0 ? names : new Random(this.#variant * 7919 + names.length).shuffled(names);
      this.#orders.set(descriptor, order);
    }
    return order;
  }

  #oneof(oneof: OneofDescriptor, value: Properties | undefined): string[] {
    const chosen = value as { case?: string; value?: unknown } | undefined;
    const field = oneof.fields.find(({ localName }) => localName === chosen?.case);
    const others = this.#style.complete
      ? oneof.fields.filter((one) => one !== field).map((one) => `${key(this.#style.property(one))}: undefined`)
      : [];
    if (field === undefined) return others;
    const text = this.#value(field.value, chosen?.value);
    if (this.#style.oneofs === 'flat') return [`${key(this.#style.property(field))}: ${text}`, ...others];
    return [`${key(oneof.localName)}: { case: ${JSON.stringify(field.localName)}, value: ${text} }`];
  }

  #field(field: FieldDescriptor, value: unknown): string {
    switch (field.cardinality) {
      case 'singular':
        return this.#value(field.value, value);
      case 'repeated':
        return `[${(value as unknown[]).map((element) => this.#value(field.value, element)).join(', ')}]`;
      case 'map':
        return this.#map(field, value);
    }
  }

  #map(field: FieldDescriptor, value: unknown): string {
    const entries = value instanceof Map ? [...value] : Object.entries(value as object);
    // Users of barewire write a record or a Map, where keys are strings.
    const asMap = this.#style.esMaps && (field.mapKey !== 'string' || this.#variant % 2 === 1);
    const keyText = (one: unknown): string => (typeof one === 'string' ? JSON.stringify(one) : String(one));
    const texts = entries.map(([one, part]) => [keyText(one), this.#value(field.value, part)] as const);
    if (asMap) return `new Map([${texts.map(([one, part]) => `[${one}, ${part}]`).join(', ')}])`;
    return `{ ${texts.map(([one, part]) => `${one}: ${part}`).join(', ')} }`;
  }

  #value(type: ValueType, value: unknown): string {
    if (type.kind === 'message') return this.message(type.message, value as Properties);
    if (type.kind === 'enum') return String(value);
    if (is64.has(type.scalar)) return this.#style.int64(value as bigint, unsigned64.has(type.scalar));
    if (type.scalar === 'string') return JSON.stringify(value);
    if (type.scalar === 'bytes') return this.#style.bytes(value as Uint8Array);
    return String(value);
  }
}

function partsOf(field: FieldDescriptor, value: unknown): readonly unknown[] {
  if (field.cardinality === 'singular') return [value];
  return value instanceof Map ? [...value.values()] : Object.values(value as object);
}

/** Users leave out what is empty; a decoded message, which a payload may be, has it. */
function isDefault(field: FieldDescriptor, value: unknown): boolean {
  if (field.cardinality === 'repeated') return (value as unknown[]).length === 0;
  if (field.cardinality === 'map') return (value instanceof Map ? value.size : Object.keys(value as object).length) === 0;
  if (field.presence !== 'implicit') return false;
  return value === 0 || value === '' || value === false || value === 0n || (value instanceof Uint8Array && value.length === 0);
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

const uint8Array = (value: Uint8Array): string => `Uint8Array.of(${value.join(', ')})`;
const bigint = (value: bigint): string => `${value}n`;

export const styles = {
  barewire: {
    name: 'barewire',
    property: (field) => field.localName,
    oneofs: 'case',
    int64: bigint,
    bytes: uint8Array,
    esMaps: true,
    complete: false,
    imports: '',
  },
  protobufjs: {
    name: 'protobufjs',
    property: (field) => camelCase(field.name),
    oneofs: 'flat',
    int64: (value, unsigned) => `Long.fromBits(${BigInt.asIntN(32, value)}, ${BigInt.asIntN(32, value >> 32n)}, ${unsigned})`,
    bytes: uint8Array,
    esMaps: false,
    complete: false,
    imports: "import Long from 'long';",
  },
  'protobuf-es': {
    name: 'protobuf-es',
    property: (field) => field.localName,
    oneofs: 'case',
    int64: bigint,
    bytes: uint8Array,
    esMaps: false,
    complete: false,
    imports: '',
  },
  'ts-proto': {
    name: 'ts-proto',
    property: (field) => camelCase(field.name),
    oneofs: 'flat',
    int64: bigint,
    bytes: uint8Array,
    esMaps: false,
    complete: true,
    imports: '',
  },
  pbf: {
    name: 'pbf',
    property: (field) => field.name,
    oneofs: 'flat',
    int64: String,
    bytes: uint8Array,
    esMaps: false,
    complete: false,
    imports: '',
  },
  json: {
    name: 'json',
    property: (field) => field.jsonName,
    oneofs: 'flat',
    int64: (value) => `'${value}'`,
    bytes: (value) => `'${Buffer.from(value).toString('base64')}'`,
    esMaps: false,
    complete: false,
    imports: '',
  },
} as const satisfies { readonly [name: string]: Style };

export type StyleName = keyof typeof styles;

function camelCase(name: string): string {
  return name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
