/** The text of a declared default (`FieldDescriptorProto.default_value`) as a value. */
import type { FieldDescriptor, ScalarKind, ValueType } from './descriptor.js';
import { DescriptorError, show } from './errors.js';
import { isScalar } from './message/check.js';

/** `text` as a value of `type`; `where` names the field in errors. */
export function parseDefault(type: ValueType, text: string, where: string): FieldDescriptor['defaultValue'] {
  if (type.kind === 'message') throw new DescriptorError(`${where}: a message field has no default`);
  const value = type.kind === 'enum' ? type.enum.valueByName(text)?.number : parseScalar(type.scalar, text);
  if (value === undefined || !isScalar(type.kind === 'enum' ? 'int32' : type.scalar, value)) {
    throw new DescriptorError(`${where}: default ${show(text)} is no ${type.kind === 'enum' ? type.enum.typeName : type.scalar}`);
  }
  return value;
}

function parseScalar(kind: ScalarKind, text: string): FieldDescriptor['defaultValue'] {
  switch (kind) {
    case 'string':
      return text;
    case 'bytes':
      return unescapeBytes(text);
    case 'bool':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'double':
    case 'float':
      return parseFloatText(kind, text);
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      return /^-?[0-9]{1,20}$/.test(text) ? BigInt(text) : undefined;
    default:
      return /^-?[0-9]{1,10}$/.test(text) ? Number(text) + 0 : undefined;
  }
}

function parseFloatText(kind: 'double' | 'float', text: string): number | undefined {
  if (text === 'inf') return Number.POSITIVE_INFINITY;
  if (text === '-inf') return Number.NEGATIVE_INFINITY;
  if (text === 'nan' || text === '-nan') return Number.NaN;
  if (!/^-?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i.test(text)) return undefined;
  const value = Number(text);
  return kind === 'float' ? Math.fround(value) : value;
}

const SIMPLE_ESCAPES: { readonly [character: string]: number } = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
  "'": 39,
  '"': 34,
  '?': 63,
};

/** Bytes are written as C escapes: `\001`, `\xff`, `\n`. */
function unescapeBytes(text: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) return undefined;
    if (text[index] !== '\\') {
      bytes.push(unit);
      continue;
    }
    const next = text[++index];
    if (next === undefined) return undefined;
    if (next >= '0' && next <= '7') {
      const digits = /^[0-7]{1,3}/.exec(text.slice(index, index + 3))![0];
      const value = Number.parseInt(digits, 8);
      if (value > 0xff) return undefined;
      bytes.push(value);
      index += digits.length - 1;
    } else if (next === 'x' || next === 'X') {
      const digits = /^[0-9a-f]{1,2}/i.exec(text.slice(index + 1, index + 3))?.[0];
      if (digits === undefined) return undefined;
      bytes.push(Number.parseInt(digits, 16));
      index += digits.length;
    } else {
      const simple = SIMPLE_ESCAPES[next];
      if (simple === undefined) return undefined;
      bytes.push(simple);
    }
  }
  return Uint8Array.from(bytes);
}
