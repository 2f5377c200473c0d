/** One value of each scalar kind and enum as JSON (ProtoJSON: Representation of each type). */
import { encodePaddedBase64 } from '../../bytes/base64.js';
import { isBytes } from '../../bytes/copy.js';
import { isWellFormed } from '../../bytes/utf8.js';
import type { EnumDescriptor, ScalarKind } from '../descriptor.js';
import { highHalf, lowHalf, splitInt64, splitUint64 } from '../int64.js';
import { Fault, wrong } from './errors.js';
import type { JsonValue } from './value.js';

/** The JSON form of a value that has no messages in it. */
export type PrintScalar = (value: unknown) => JsonValue;

function printInt32(value: unknown): JsonValue {
  if (typeof value !== 'number' || value !== (value | 0)) throw wrong('int32', value);
  return value | 0;
}

function printUint32(value: unknown): JsonValue {
  if (typeof value !== 'number' || value !== value >>> 0) throw wrong('uint32', value);
  return value >>> 0;
}

/** What a `Long` is: any library's object with two 32-bit halves. */
interface Halves {
  readonly low: number;
  readonly high: number;
}

function isHalves(value: unknown): value is Halves {
  return (
    typeof value === 'object' && value !== null && typeof (value as Halves).low === 'number' && typeof (value as Halves).high === 'number'
  );
}

const TWO_32 = 0x1_0000_0000;

/** A 64-bit integer in any of the representations that generated code may have, as its decimal digits (ProtoJSON: Strings for int64). */
export function int64Text(value: unknown): string {
  if (typeof value === 'bigint' && splitInt64(value)) {
    const high = highHalf;
    // Through a double where it is exact: 40 ns, where a bigint takes 120.
    if (high >= -0x20_0000 && high < 0x20_0000) return String(high * TWO_32 + (lowHalf >>> 0));
    return String(value);
  }
  if (isHalves(value)) return String((BigInt(value.high | 0) << 32n) | BigInt(value.low >>> 0));
  const text = otherText(value);
  if (text !== undefined && BigInt.asIntN(64, BigInt(text)) === BigInt(text)) return text;
  throw wrong('a 64-bit integer', value);
}

export function uint64Text(value: unknown): string {
  if (typeof value === 'bigint' && splitUint64(value)) {
    const high = highHalf >>> 0;
    if (high < 0x20_0000) return String(high * TWO_32 + (lowHalf >>> 0));
    return String(value);
  }
  if (isHalves(value)) return String((BigInt(value.high >>> 0) << 32n) | BigInt(value.low >>> 0));
  const text = otherText(value);
  if (text !== undefined && BigInt.asUintN(64, BigInt(text)) === BigInt(text)) return text;
  throw wrong('an unsigned 64-bit integer', value);
}

/** The digits of an integer that is a number or a string; undefined for what is none. */
function otherText(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  if (typeof value !== 'string' || !/^-?[0-9]{1,20}$/.test(value)) return undefined;
  return String(BigInt(value));
}

/** The decimal places up to which a float is looked for by scaling; what needs more is rare. */
const MAX_PLACES = 9;

/**
 * The double with the fewest digits that is the same float: 0.1, not 0.10000000149011612. Other libraries print floats so too.
 */
export function shortFloat(value: number): number {
  if (Number.isInteger(value)) return value;
  const size = Math.abs(value);
  if (size > 1e-3 && size < 1e6) {
    // Both the scaled integer and the power of ten are exact doubles here, so that their quotient is the double nearest to the decimal.
    for (let places = 1, scale = 10; places <= MAX_PLACES; places++, scale *= 10) {
      const short = Math.round(value * scale) / scale;
      if (Math.fround(short) === value) return short;
    }
  }
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

function printFloat(value: unknown): JsonValue {
  if (typeof value !== 'number') throw wrong('float', value);
  const float = Math.fround(value);
  if (Number.isFinite(float)) return float === value || Number.isFinite(value) ? shortFloat(float) : value;
  if (Number.isFinite(value)) throw wrong('float', value);
  return nameOf(value);
}

function printDouble(value: unknown): JsonValue {
  if (typeof value !== 'number') throw wrong('double', value);
  return Number.isFinite(value) ? value : nameOf(value);
}

/** `NaN`, `Infinity` or `-Infinity`. */
function nameOf(value: number): string {
  return String(value);
}

function printBool(value: unknown): JsonValue {
  if (typeof value !== 'boolean') throw wrong('boolean', value);
  return value;
}

export function printString(value: unknown): string {
  if (typeof value !== 'string') throw wrong('string', value);
  if (!isWellFormed(value)) throw wrong('a string that has a UTF-8 form, without lone surrogates', value);
  return value;
}

function printBytes(value: unknown): JsonValue {
  if (!isBytes(value)) throw wrong('bytes (a Uint8Array)', value);
  return encodePaddedBase64(value);
}

export const scalarPrinters: { readonly [K in ScalarKind]: PrintScalar } = {
  double: printDouble,
  float: printFloat,
  int32: printInt32,
  int64: int64Text,
  uint32: printUint32,
  uint64: uint64Text,
  sint32: printInt32,
  sint64: int64Text,
  fixed32: printUint32,
  fixed64: uint64Text,
  sfixed32: printInt32,
  sfixed64: int64Text,
  bool: printBool,
  string: printString,
  bytes: printBytes,
};

/** A map's key as the name of a member. */
export function printKey(kind: ScalarKind): (key: unknown) => string {
  const print = scalarPrinters[kind];
  return kind === 'string' ? printString : (key) => String(print(key));
}

/** The name of an enum value, of aliases the first (ProtoJSON: Serialization Behavior), or a number that has none. */
export function enumPrinter(type: EnumDescriptor, asIntegers: boolean): PrintScalar {
  if (type.typeName === 'google.protobuf.NullValue') return printNull;
  if (asIntegers) return printInt32;
  const names = new Map(type.values.map((value) => [value.number, type.valueByNumber(value.number)!.name]));
  return (value) => {
    const name = names.get(value as number);
    if (name !== undefined) return name;
    if (!type.open) throw new Fault(`${typeof value === 'number' ? value : 'this'} is no value of the closed enum ${type.typeName}`);
    return printInt32(value);
  };
}

function printNull(): JsonValue {
  return null;
}
