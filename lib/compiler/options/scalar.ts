/** A constant of the source as a value of a field's type, or the reason why it is none. */
import type { Help } from '../diagnostics.js';
import type { EnumDefinition, FieldDefinition } from '../linker/definitions.js';
import { suggest } from '../suggest.js';
import type { IntegerNode, ValueNode } from '../tree.js';
import { enumOf, type OptionValue } from './option-message.js';

export interface Mismatch {
  readonly message: string;
  readonly help?: Help;
}

export type Converted =
  | { readonly value: OptionValue; readonly mismatch?: undefined }
  | { readonly value?: undefined; readonly mismatch: Mismatch };

const int32 = [-(2n ** 31n), 2n ** 31n - 1n] as const;
const int64 = [-(2n ** 63n), 2n ** 63n - 1n] as const;
const uint32 = [0n, 2n ** 32n - 1n] as const;
const uint64 = [0n, 2n ** 64n - 1n] as const;

/** By google.protobuf.FieldDescriptorProto.Type: the name, and the least and most of whole numbers. */
const wholeNumbers: ReadonlyMap<number, { readonly name: string; readonly range: readonly [bigint, bigint] }> = new Map([
  [3, { name: 'int64', range: int64 }],
  [4, { name: 'uint64', range: uint64 }],
  [5, { name: 'int32', range: int32 }],
  [6, { name: 'fixed64', range: uint64 }],
  [7, { name: 'fixed32', range: uint32 }],
  [13, { name: 'uint32', range: uint32 }],
  [15, { name: 'sfixed32', range: int32 }],
  [16, { name: 'sfixed64', range: int64 }],
  [17, { name: 'sint32', range: int32 }],
  [18, { name: 'sint64', range: int64 }],
]);

/** `inText`: inside braces, where text format's freer spellings hold (Protobuf textformat-spec). */
export function convertScalar(field: FieldDefinition, node: ValueNode, inText: boolean): Converted {
  const type = field.proto.type;
  const whole = type === undefined ? undefined : wholeNumbers.get(type);
  if (whole !== undefined) return convertWhole(whole.name, whole.range, node);
  switch (type) {
    case 1:
    case 2:
      return convertFloat(type === 1 ? 'double' : 'float', node, inText);
    case 8:
      return convertBool(node, inText);
    case 9:
      return convertString(node);
    case 12:
      return node.kind === 'string' ? { value: node.bytes } : expected('bytes', 'a string in quotes', node);
    case 14:
      return convertEnum(field, node, inText);
    default:
      return expected('a message', 'a message in braces { … }', node);
  }
}

function convertWhole(name: string, [least, most]: readonly [bigint, bigint], node: ValueNode): Converted {
  if (node.kind !== 'integer') return expected(name, 'a whole number', node, undefined, (text) => /^-?[0-9]+$/.test(text));
  const value = signed(node);
  // Protobuf textformat-spec: Value Types: -0 is no unsigned number.
  if (value >= least && value <= most && (least < 0n || !node.negative)) return { value };
  const help = least === 0n && node.negative ? 'an unsigned number has no sign' : 'choose a number in that range';
  const message = `${name} goes from ${least} to ${most}, this is ${node.negative ? '-' : ''}${node.text.slice(0, 40)}`;
  return { mismatch: { message, help } };
}

function signed(node: IntegerNode): bigint {
  return node.negative ? -node.magnitude : node.magnitude;
}

function convertFloat(name: string, node: ValueNode, inText: boolean): Converted {
  switch (node.kind) {
    case 'integer': {
      const isDecimal = !/^0[xX0-7]/.test(node.text);
      // Protobuf textformat-spec: Value Types: octal and hexadecimal values are not valid.
      if (inText && !isDecimal)
        return {
          mismatch: {
            message: `${name} takes a decimal number in braces, this is ${node.text.slice(0, 40)}`,
            help: `write ${node.negative ? '-' : ''}${node.magnitude}`,
          },
        };
      // A decimal of any length is read by its text, which is exact where the whole number was cut.
      const magnitude = Number(isDecimal ? node.text : node.magnitude);
      return { value: node.negative ? -magnitude : magnitude };
    }
    case 'float':
      return { value: node.value };
    case 'identifier': {
      const word = inText ? node.text.toLowerCase() : node.text;
      if (word === 'inf' || (inText && word === 'infinity')) return { value: node.negative ? -Infinity : Infinity };
      if (word === 'nan') return { value: Number.NaN };
      return expected(name, 'a number, inf or nan', node);
    }
    default:
      return expected(name, 'a number', node, undefined, (text) => /^-?[0-9]+(?:\.[0-9]+)?$/.test(text));
  }
}

function convertBool(node: ValueNode, inText: boolean): Converted {
  if (node.kind === 'identifier' && !node.negative) {
    if (node.text === 'true' || (inText && (node.text === 'True' || node.text === 't'))) return { value: true };
    if (node.text === 'false' || (inText && (node.text === 'False' || node.text === 'f'))) return { value: false };
  }
  if (inText && node.kind === 'integer' && !node.negative && node.magnitude <= 1n) return { value: node.magnitude === 1n };
  return expected('bool', 'true or false', node, undefined, (text) => text === 'true' || text === 'false');
}

function convertString(node: ValueNode): Converted {
  if (node.kind !== 'string') return expected('string', 'a string in quotes', node);
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(node.bytes);
    return { value: node.bytes };
  } catch {
    return { mismatch: { message: 'this string is no UTF-8', help: 'its field holds text; bytes of any kind fit a field of type bytes' } };
  }
}

function convertEnum(field: FieldDefinition, node: ValueNode, inText: boolean): Converted {
  const enumeration = enumOf(field);
  if (enumeration === undefined) return expected('an enum', 'the name of an enum value', node);
  if (node.kind === 'identifier' && !node.negative) {
    const number = enumeration.numbers.get(node.text);
    if (number !== undefined) return { value: number };
    return {
      mismatch: {
        message: `the enum "${enumeration.fullName}" has no value "${node.text}"`,
        help: () => {
          const word = suggest(node.text, enumeration.numbers.keys());
          return word === undefined ? valuesOf(enumeration) : `did you mean "${word}"?`;
        },
      },
    };
  }
  if (node.kind === 'integer' && inText) {
    const value = signed(node);
    const known = namesByNumber(enumeration).has(Number(value));
    if (known || (enumeration.features.enumType === 'open' && value >= int32[0] && value <= int32[1])) return { value: Number(value) };
    return {
      mismatch: { message: `the enum "${enumeration.fullName}" has no value of the number ${value}`, help: () => valuesOf(enumeration) },
    };
  }
  const name = node.kind === 'integer' ? namesByNumber(enumeration).get(Number(signed(node))) : undefined;
  return expected(
    `the enum "${enumeration.fullName}"`,
    'the name of one of its values, without quotes',
    node,
    () => (name === undefined ? valuesOf(enumeration) : `write ${name}`),
    (text) => enumeration.numbers.has(text),
  );
}

/** Of several names of one number the first. */
function namesByNumber(enumeration: EnumDefinition): ReadonlyMap<number, string> {
  let names = numberNames.get(enumeration);
  if (names === undefined) {
    names = new Map([...enumeration.numbers].reverse().map(([name, number]) => [number, name]));
    numberNames.set(enumeration, names);
  }
  return names;
}
const numberNames = new WeakMap<EnumDefinition, ReadonlyMap<number, string>>();

function valuesOf(enumeration: EnumDefinition): string {
  return `it has ${[...enumeration.numbers.keys()].slice(0, 8).join(', ')}`;
}

/** `fits` tells whether a text would have been right without its quotes, which is the likeliest mistake. */
function expected(
  type: string,
  what: string,
  node: ValueNode,
  help: Help = `write ${what}`,
  fits: (text: string) => boolean = () => false,
): Converted {
  const text = node.kind === 'string' && node.bytes.length <= 40 ? new TextDecoder().decode(node.bytes) : '';
  const message = `this option is of type ${type} and takes ${what}, found ${describeValue(node)}`;
  return { mismatch: { message, help: fits(text) ? `write ${text} without the quotes` : help } };
}

export function describeValue(node: ValueNode): string {
  switch (node.kind) {
    case 'integer':
      return `the number ${node.negative ? '-' : ''}${node.text.slice(0, 40)}`;
    case 'float':
      return `the number ${node.value}`;
    case 'identifier':
      return `"${node.negative ? '-' : ''}${node.text.slice(0, 40)}"`;
    case 'string':
      return 'a string';
    case 'aggregate':
      return 'a message in braces';
    case 'list':
      return 'a list';
  }
}
