/** Scalars as text format writes them. Each function refuses what is not of its kind. */
import { isWellFormed } from '../../bytes/utf8.js';
import type { EnumDescriptor, ScalarKind } from '../descriptor.js';
import { notA } from '../errors.js';
import { isScalar } from '../message/check.js';

type Format = (value: unknown) => string;

function integerAs(kind: ScalarKind): Format {
  return (value) => {
    if (!isScalar(kind, value)) throw notA(kind, value);
    // A template writes -0 as 0.
    return `${value as number | bigint}`;
  };
}

function formatDouble(value: unknown): string {
  if (typeof value !== 'number') throw notA('double', value);
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : `${value}`;
  return value > 0 ? 'inf' : value < 0 ? '-inf' : 'nan';
}

/** Decimal digits that every float32 can be told by. */
const FLOAT_DIGITS = 9;

/** Up to 2^24 every integer is a float32, and written as such. */
const EXACT_FLOATS = 0x100_0000;

/** The fewest digits that give the same float32. */
function formatFloat(value: unknown): string {
  if (!isScalar('float', value)) throw notA('float', value);
  const single = Math.fround(value as number);
  if (!Number.isFinite(single) || (Number.isInteger(single) && Math.abs(single) <= EXACT_FLOATS)) return formatDouble(single);
  for (let digits = 1; digits < FLOAT_DIGITS; digits++) {
    const rounded = Number(single.toPrecision(digits));
    if (Math.fround(rounded) === single) return `${rounded}`;
  }
  return `${Number(single.toPrecision(FLOAT_DIGITS))}`;
}

function formatBool(value: unknown): string {
  if (typeof value !== 'boolean') throw notA('boolean', value);
  return value ? 'true' : 'false';
}

const SIMPLE_ESCAPES: { readonly [unit: number]: string } = {
  10: '\\n',
  13: '\\r',
  9: '\\t',
  34: '\\"',
  92: '\\\\',
};

/** Printed as it is; everything else needs an escape. */
const PLAIN_ASCII = /^[ !#-[\]-~]*$/;

/** What cannot be seen or would break the line: controls, separators, marks of direction and of byte order. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"\\]/gu;

function formatString(value: unknown): string {
  if (typeof value !== 'string' || !isWellFormed(value)) throw notA('string', value);
  return `"${PLAIN_ASCII.test(value) ? value : value.replace(UNSEEN, escapeCharacter)}"`;
}

/** Below 128 by the byte, which every parser reads; above by the code point, so that it stays one character. */
function escapeCharacter(character: string): string {
  const point = character.codePointAt(0)!;
  if (point < 0x80) return SIMPLE_ESCAPES[point] ?? octal(point);
  const digits = point.toString(16);
  return point > 0xffff ? `\\U${digits.padStart(8, '0')}` : `\\u${digits.padStart(4, '0')}`;
}

/** Always three digits, so that a digit behind it stays one. */
function octal(byte: number): string {
  return `\\${byte.toString(8).padStart(3, '0')}`;
}

export function formatBytes(value: unknown): string {
  if (!isScalar('bytes', value)) throw notA('bytes (a Uint8Array)', value);
  const bytes = value as Uint8Array;
  let text = '"';
  for (const byte of bytes) {
    text += SIMPLE_ESCAPES[byte] ?? (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : octal(byte));
  }
  return `${text}"`;
}

/** A value's name; of an open enum also a number without one. */
export function formatEnum(type: EnumDescriptor, value: unknown): string {
  if (!isScalar('int32', value)) throw notA(`a value of ${type.typeName}`, value);
  return type.valueByNumber(value as number)?.name ?? `${value as number}`;
}

/** How each kind is written; 64-bit integers are bigints. */
export const scalarFormats: { readonly [K in ScalarKind]: Format } = {
  double: formatDouble,
  float: formatFloat,
  int32: /* @__PURE__ */ integerAs('int32'),
  int64: /* @__PURE__ */ integerAs('int64'),
  uint32: /* @__PURE__ */ integerAs('uint32'),
  uint64: /* @__PURE__ */ integerAs('uint64'),
  sint32: /* @__PURE__ */ integerAs('sint32'),
  sint64: /* @__PURE__ */ integerAs('sint64'),
  fixed32: /* @__PURE__ */ integerAs('fixed32'),
  fixed64: /* @__PURE__ */ integerAs('fixed64'),
  sfixed32: /* @__PURE__ */ integerAs('sfixed32'),
  sfixed64: /* @__PURE__ */ integerAs('sfixed64'),
  bool: formatBool,
  string: formatString,
  bytes: formatBytes,
};
