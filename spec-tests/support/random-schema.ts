/** Random schemas in the words of schema.ts, the same as .proto text, and random messages of them. */
import type { FieldDescriptor, MessageDescriptor, ScalarKind } from '../../wire/protobuf/descriptor.js';
import type { Random } from './random.js';
import type { Schema } from './schema.js';

const KEY_KINDS = [
  'int32',
  'int64',
  'uint32',
  'uint64',
  'sint32',
  'sint64',
  'fixed32',
  'fixed64',
  'sfixed32',
  'sfixed64',
  'bool',
  'string',
];
const KINDS = [...KEY_KINDS, 'double', 'float', 'bytes'];
const NUMBERS = [15, 16, 127, 128, 2047, 2048, 262_143, 262_144, 536_870_911];

export function randomSchema(random: Random): Schema & { syntax: NonNullable<Schema['syntax']> } {
  const syntax = random.pick(['proto2', 'proto3', 'proto3', '2023'] as const);
  const names = ['A', 'B', 'C', 'D', 'E'].slice(0, random.between(1, 6));
  const enums: Record<string, Record<string, number>> = {
    Color: { COLOR_ZERO: 0, COLOR_RED: 1, COLOR_FAR: 2_147_483_647, COLOR_LOW: -2_147_483_648, COLOR_TWO: 2 },
  };
  const messages: Record<string, string[]> = {};
  for (const name of names) messages[name] = randomFields(random, syntax, names);
  return { syntax, messages, enums };
}

function randomFields(random: Random, syntax: string, messages: readonly string[]): string[] {
  const used = new Set<number>();
  const number = (): number => {
    for (;;) {
      const one = random.oneIn(6) ? random.pick(NUMBERS) : random.between(1, 30);
      if (!used.has(one)) {
        used.add(one);
        return one;
      }
    }
  };
  const anyType = (): string => (random.oneIn(4) ? random.pick(messages) : random.oneIn(8) ? 'Color' : random.pick(KINDS));
  const fields: string[] = [];
  const count = random.between(0, 14);
  for (let index = 0; index < count; index++) {
    const name = `f_${String.fromCharCode(97 + index)}`;
    const type = anyType();
    const options: string[] = [];
    const isMessage = messages.includes(type);
    const packable = !isMessage && type !== 'string' && type !== 'bytes';
    if (syntax === '2023' && isMessage && random.oneIn(3)) options.push('delimited');
    const tail = (): string => (options.length > 0 ? ` [${options.join(', ')}]` : '');
    switch (random.between(0, 6)) {
      case 0:
        fields.push(`map<${random.pick(KEY_KINDS)}, ${type}> ${name} = ${number()}`);
        break;
      case 1:
      case 2:
        if (packable && random.oneIn(2)) {
          if (syntax === '2023') options.push('expanded');
          else options.push(`packed=${random.oneIn(2)}`);
        }
        fields.push(`repeated ${type} ${name} = ${number()}${tail()}`);
        break;
      case 3:
        fields.push(`oneof o${random.between(0, 2)} ${type} ${name} = ${number()}${tail()}`);
        break;
      default:
        if (syntax === 'proto2') fields.push(`${random.oneIn(8) && !isMessage ? 'required' : 'optional'} ${type} ${name} = ${number()}`);
        else if (syntax === 'proto3') fields.push(`${random.oneIn(2) ? 'optional ' : ''}${type} ${name} = ${number()}`);
        else {
          if (!isMessage && type !== 'Color' && random.oneIn(2)) options.push('implicit');
          else if (!isMessage && random.oneIn(6)) options.push('required');
          fields.push(`${type} ${name} = ${number()}${tail()}`);
        }
    }
  }
  return fields;
}

const OPTION_TEXT: { readonly [option: string]: string } = {
  delimited: 'features.message_encoding = DELIMITED',
  expanded: 'features.repeated_field_encoding = EXPANDED',
  implicit: 'features.field_presence = IMPLICIT',
  required: 'features.field_presence = LEGACY_REQUIRED',
};

/** The schema as a .proto file. */
export function protoText(schema: Schema & { syntax: NonNullable<Schema['syntax']> }): string {
  const lines = [schema.syntax === '2023' ? 'edition = "2023";' : `syntax = "${schema.syntax}";`, 'package t;'];
  for (const [name, values] of Object.entries(schema.enums ?? {})) {
    lines.push(`enum ${name} {`, ...Object.entries(values).map(([key, value]) => `  ${key} = ${value};`), '}');
  }
  for (const [name, fields] of Object.entries(schema.messages)) {
    lines.push(`message ${name} {`);
    const oneofs = new Map<string, string[]>();
    for (const field of fields) {
      const text = field.replace(
        / \[(.*)\]$/,
        (_, options: string) =>
          ` [${options
            .split(', ')
            .map((one) => OPTION_TEXT[one] ?? one.replace('=', ' = '))
            .join(', ')}]`,
      );
      const oneof = /^oneof (\w+) (.*)$/.exec(text);
      if (oneof === null) lines.push(`  ${text};`);
      else oneofs.set(oneof[1]!, [...(oneofs.get(oneof[1]!) ?? []), oneof[2]!]);
    }
    for (const [oneof, members] of oneofs) lines.push(`  oneof ${oneof} {`, ...members.map((one) => `    ${one};`), '  }');
    lines.push('}');
  }
  return `${lines.join('\n')}\n`;
}

const INT32 = [0, 1, -1, 127, 128, 300, -300, 16_383, 16_384, 2_147_483_647, -2_147_483_648];
const UINT32 = [0, 1, 127, 128, 16_384, 2_147_483_648, 4_294_967_295];
const INT64 = [0n, 1n, -1n, 127n, 128n, 2n ** 31n, 2n ** 32n, -(2n ** 33n), 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)];
const UINT64 = [0n, 1n, 127n, 2n ** 32n - 1n, 2n ** 35n, 2n ** 63n, 2n ** 64n - 1n];
const DOUBLES = [0, -0, 1, -1.5, 0.1, 1e300, Number.MIN_VALUE, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const TEXTS = [
  '',
  'a',
  'hello',
  'twelve bytes',
  'thirteen byte',
  'é',
  '€uro',
  '𝄞',
  '\u0000',
  '\ufffd',
  '\ufeff',
  '__proto__',
  'constructor',
  '5',
  '7',
];

function randomScalar(random: Random, kind: ScalarKind): unknown {
  switch (kind) {
    case 'double':
      return random.oneIn(2) ? random.pick(DOUBLES) : random.uint32() / 7;
    case 'float':
      return Math.fround(random.pick([...DOUBLES.filter((value) => value !== 1e300 && value !== Number.MIN_VALUE), 3.4e38, 1e-45]));
    case 'int32':
    case 'sint32':
    case 'sfixed32':
      return random.oneIn(2) ? random.pick(INT32) : random.uint32() | 0;
    case 'uint32':
    case 'fixed32':
      return random.oneIn(2) ? random.pick(UINT32) : random.uint32();
    case 'int64':
    case 'sint64':
    case 'sfixed64':
      return random.oneIn(2) ? random.pick(INT64) : BigInt.asIntN(64, (BigInt(random.uint32()) << 32n) | BigInt(random.uint32()));
    case 'uint64':
    case 'fixed64':
      return random.oneIn(2) ? random.pick(UINT64) : (BigInt(random.uint32()) << 32n) | BigInt(random.uint32());
    case 'bool':
      return random.oneIn(2);
    case 'string':
      return random.oneIn(12) ? random.pick(['x', 'é', '€']).repeat(random.between(0, 300)) : random.pick(TEXTS);
    case 'bytes':
      return Uint8Array.from({ length: random.oneIn(12) ? random.between(0, 300) : random.between(0, 6) }, () => random.uint32() & 0xff);
  }
}

/** How deep random messages nest. */
const MAX_LEVELS = 3;

/** A message of `descriptor`: some fields left out, keys in any order. */
export function randomMessage(random: Random, descriptor: MessageDescriptor, level = 0): Record<string, unknown> {
  const message: Record<string, unknown> = {};
  for (const member of random.shuffle(descriptor.members)) {
    if (member.kind === 'oneof') {
      const choices = member.fields.filter((field) => level < MAX_LEVELS || field.value.kind !== 'message');
      if (choices.length === 0 || random.oneIn(4)) continue;
      const field = random.pick(choices);
      message[member.localName] = { case: field.localName, value: randomValue(random, field, level) };
      continue;
    }
    const nested = member.value.kind === 'message';
    if (nested && level >= MAX_LEVELS) continue;
    if (member.presence !== 'required' && random.oneIn(nested ? 2 : 4)) continue;
    if (member.cardinality === 'singular') {
      message[member.localName] = randomValue(random, member, level);
    } else if (member.cardinality === 'repeated') {
      const length = !nested && random.oneIn(15) ? random.between(100, 200) : random.between(0, nested ? 3 : 5);
      message[member.localName] = Array.from({ length }, () => randomValue(random, member, level));
    } else {
      const entries = Array.from({ length: random.between(0, 4) }, (): [unknown, unknown] => [
        randomScalar(random, member.mapKey!),
        randomValue(random, member, level),
      ]);
      message[member.localName] = new Map(inObjectOrder(entries));
    }
  }
  return message;
}

/** Entries in the order that a plain object would give them in, which is what other libraries keep maps in. */
function inObjectOrder(entries: readonly [unknown, unknown][]): [unknown, unknown][] {
  const unique = [...new Map(entries)];
  const isIndex = (key: unknown): boolean =>
    typeof key !== 'bigint' && /^(0|[1-9][0-9]{0,9})$/.test(String(key)) && Number(key) < 2 ** 32 - 1;
  const indexes = unique.filter(([key]) => isIndex(key)).sort(([a], [b]) => Number(a) - Number(b));
  return [...indexes, ...unique.filter(([key]) => !isIndex(key))];
}

function randomValue(random: Random, field: FieldDescriptor, level: number): unknown {
  switch (field.value.kind) {
    case 'message':
      return randomMessage(random, field.value.message, level + 1);
    case 'enum':
      return field.value.enum.open && random.oneIn(4) ? random.uint32() | 0 : random.pick(field.value.enum.values).number;
    case 'scalar':
      return randomScalar(random, field.value.scalar);
  }
}
