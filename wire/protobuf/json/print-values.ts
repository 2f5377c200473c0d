/** Single values as JSON, and what is wrong with those that have no JSON form (ProtoJSON: Representation of each type). */
import { encodePaddedBase64 } from '../../bytes/base64.js';
import { isBytes } from '../../bytes/copy.js';
import { isWellFormed } from '../../bytes/utf8.js';
import { highHalf, joinInt64, joinUint64, lowHalf, splitInt64, splitUint64 } from '../int64.js';
import type { Int64Representation } from '../int64-representation.js';
import { isMap, isPlainObject } from '../message/map-entries.js';
import { isDuration, printDuration } from './duration-text.js';
import { Fault, inElement, inMember, wrong } from './errors.js';
import { camelPath } from './field-mask-text.js';
import { Form } from './form.js';
import type { EnumNames, PrintMember } from './print-plan.js';
import { MAX_TIMESTAMP_SECONDS, MIN_TIMESTAMP_SECONDS, printTimestamp } from './timestamp-text.js';
import type { JsonValue } from './value.js';

/** Splits a 64-bit integer of any representation into `lowHalf` and `highHalf`; throws for what is none. */
export function splitValue64(value: unknown, int64: Int64Representation | undefined, unsigned: boolean): void {
  const fits = int64 !== undefined ? int64.split(value, unsigned) : unsigned ? splitUint64(value as bigint) : splitInt64(value as bigint);
  if (!fits) throw wrong(`a${unsigned ? 'n unsigned' : ''} 64-bit integer (${int64?.words ?? 'a bigint'})`, value);
}

function int64Text(value: unknown, int64: Int64Representation | undefined, unsigned: boolean): string {
  splitValue64(value, int64, unsigned);
  const high = unsigned ? highHalf >>> 0 : highHalf;
  // Through a double where it is exact: 40 ns, where a bigint takes 120.
  if (high >= -0x20_0000 && high < 0x20_0000) return String(high * 0x1_0000_0000 + (lowHalf >>> 0));
  return String(unsigned ? joinUint64(lowHalf, highHalf) : joinInt64(lowHalf, highHalf));
}

/** The decimal places up to which a float is looked for by scaling; what needs more is rare. */
const FLOAT_PLACES = 9;

/** Six digits always stand for a float of their own, nine for every float; of those with fewer bits, one digit may do. */
const LEAST_DIGITS = 6;
const MOST_DIGITS = 9;
const SMALLEST_NORMAL = 2 ** -126;

/** The double with the fewest digits that is the same float: 0.1, not 0.10000000149011612, as other libraries print floats too. */
export function shortFloat(value: number): number {
  const size = Math.abs(value);
  if (size < 1e6 && (size > 1e-3 || size === 0)) {
    if (Number.isInteger(value)) return value;
    // Both the scaled integer and the power of ten are exact doubles here, so that their quotient is the double nearest to the decimal.
    for (let places = 1, scale = 10; places <= FLOAT_PLACES; places++, scale *= 10) {
      const short = Math.round(size * scale) / scale;
      if (Math.fround(short) === size) return value < 0 ? -short : short;
    }
  }
  for (let digits = size < SMALLEST_NORMAL ? 1 : LEAST_DIGITS; digits < MOST_DIGITS; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(MOST_DIGITS));
}

/** The float that a field holds of `value`; throws for a number that is none. */
export function floatIn(value: number): number {
  const float = Math.fround(value);
  if (!Number.isFinite(float) && Number.isFinite(value)) throw wrong('float', value);
  return float;
}

export function checkString(value: unknown): string {
  if (typeof value !== 'string') throw wrong('string', value);
  if (!isWellFormed(value)) throw wrong('a string that has a UTF-8 form, without lone surrogates', value);
  return value;
}

export function notAnEnumValue(value: unknown, names: EnumNames): Fault {
  const { type } = names;
  if (typeof value !== 'number' || value !== (value | 0)) return wrong(`a value of ${type.typeName} (an int32)`, value);
  return new Fault(`${value} is no value of the closed enum ${type.typeName}`);
}

/** A scalar or enum value as a JSON value. */
export function printValue(value: unknown, form: Form, int64: Int64Representation | undefined, names: EnumNames | undefined): JsonValue {
  switch (form) {
    case Form.STRING:
      return checkString(value);
    case Form.INT32:
      if (typeof value !== 'number' || value !== (value | 0)) throw wrong('int32', value);
      return value | 0;
    case Form.UINT32:
      if (typeof value !== 'number' || value !== value >>> 0) throw wrong('uint32', value);
      return value >>> 0;
    case Form.BOOL:
      if (typeof value !== 'boolean') throw wrong('boolean', value);
      return value;
    case Form.DOUBLE:
      if (typeof value !== 'number') throw wrong('double', value);
      return Number.isFinite(value) ? value : String(value);
    case Form.FLOAT: {
      if (typeof value !== 'number') throw wrong('float', value);
      const float = floatIn(value);
      return Number.isFinite(float) ? shortFloat(float) : String(float);
    }
    case Form.INT64:
      return int64Text(value, int64, false);
    case Form.UINT64:
      return int64Text(value, int64, true);
    case Form.BYTES:
      if (!isBytes(value)) throw wrong('bytes (a Uint8Array)', value);
      return encodePaddedBase64(value);
    case Form.ENUM: {
      const name = names!.names.get(value as number);
      if (name !== undefined) return name;
      if (!names!.type.open || typeof value !== 'number' || value !== (value | 0)) throw notAnEnumValue(value, names!);
      return value;
    }
    default:
      return null;
  }
}

/** Whether the value of a field without presence is its default one, which need not be printed (ProtoJSON: Presence and default-values). */
export function isDefault(value: unknown, member: PrintMember): boolean {
  switch (member.form) {
    case Form.STRING:
      return value === '';
    case Form.BOOL:
      return value === false;
    case Form.DOUBLE:
    case Form.FLOAT:
      // Negative zero is a value of its own.
      return Object.is(value, 0);
    case Form.INT64:
    case Form.UINT64:
      return member.int64 === undefined ? value === 0n : value !== null && member.int64.isZero(value);
    case Form.BYTES:
      return isBytes(value) && value.length === 0;
    default:
      return value === 0;
  }
}

/** The entries of a map field. */
export function entriesOf(map: unknown, named: boolean): Iterable<readonly [unknown, unknown]> {
  if (isMap(map)) return map;
  if (named && isPlainObject(map)) return Object.entries(map);
  throw wrong(named ? 'a Map or a plain object' : 'a Map', map);
}

export function notAMessage(typeName: string, value: unknown): Fault {
  const help = typeName === 'google.protobuf.Timestamp' ? ': timestampFromDate makes one of a Date' : '';
  const fault = wrong(typeName, value);
  return help === '' ? fault : new Fault(fault.message + help);
}

interface Span {
  readonly seconds?: unknown;
  readonly nanos?: unknown;
}

function secondsOf(span: Span): number {
  if (span.seconds === undefined) return 0;
  splitValue64(span.seconds, undefined, false);
  return highHalf * 0x1_0000_0000 + (lowHalf >>> 0);
}

function nanosOf(span: Span): number {
  const nanos = span.nanos ?? 0;
  if (typeof nanos !== 'number' || nanos !== (nanos | 0)) throw inMember(wrong('int32', nanos), 'nanos');
  return nanos;
}

export function timestampText(value: object): string {
  const seconds = secondsOf(value as Span);
  const nanos = nanosOf(value as Span);
  if (!(seconds >= MIN_TIMESTAMP_SECONDS && seconds <= MAX_TIMESTAMP_SECONDS && nanos >= 0 && nanos <= 999_999_999)) {
    throw new Fault(
      `a Timestamp lies between the years 1 and 9999 and has 0 to 999,999,999 nanoseconds, got ${seconds} seconds and ${nanos} nanoseconds`,
    );
  }
  return printTimestamp(seconds, nanos);
}

export function durationText(value: object): string {
  const seconds = secondsOf(value as Span);
  const nanos = nanosOf(value as Span);
  if (!isDuration(seconds, nanos)) {
    throw new Fault(
      `a Duration has at most 315,576,000,000 seconds and less than a second of nanoseconds of the same sign, got ${seconds} seconds and ${nanos} nanoseconds`,
    );
  }
  return printDuration(seconds, nanos);
}

export function fieldMaskText(value: object): string {
  const paths = (value as { paths?: unknown }).paths ?? [];
  if (!Array.isArray(paths)) throw inMember(wrong('an array', paths), 'paths');
  let index = 0;
  try {
    return paths
      .map((path: unknown, at) => {
        index = at;
        const text = camelPath(checkString(path));
        if (text !== undefined) return text;
        throw new Fault(
          `${JSON.stringify(path)} has no JSON form that could be read back: paths are in lower_snake_case, with a letter behind each _`,
        );
      })
      .join(',');
  } catch (error) {
    throw inMember(inElement(error, index), 'paths');
  }
}

/** The kind of a google.protobuf.Value: one of six; a Value without any has no JSON form (google/protobuf/struct.proto). */
export function kindOf(value: unknown): { readonly case: string; readonly value: unknown } {
  if (typeof value !== 'object' || value === null) throw wrong('google.protobuf.Value', value);
  const { kind } = value as { kind?: { case?: string; value?: unknown } | null };
  const found = kind?.case;
  switch (found) {
    case 'numberValue':
      if (typeof kind!.value !== 'number') throw wrong('double', kind!.value);
      // ProtoJSON: Non-Round Trippable Edge cases of Well-Known Types.
      if (!Number.isFinite(kind!.value)) throw new Fault(`a Value cannot be ${kind!.value}, which JSON does not have`);
      break;
    case 'boolValue':
      if (typeof kind!.value !== 'boolean') throw wrong('boolean', kind!.value);
      break;
    case 'nullValue':
    case 'stringValue':
      break;
    case 'structValue':
    case 'listValue':
      if (typeof kind!.value !== 'object' || kind!.value === null) throw wrong('a message', kind!.value);
      break;
    default:
      throw new Fault('a Value needs a kind: null, number, string, bool, struct or list');
  }
  return { case: found, value: kind!.value };
}

/** The fields of a google.protobuf.Struct. */
export function structEntries(value: object): Iterable<readonly [unknown, unknown]> {
  const { fields } = value as { fields?: unknown };
  if (fields === undefined) return [];
  try {
    return entriesOf(fields, true);
  } catch (error) {
    throw inMember(error, 'fields');
  }
}

/** The elements of a google.protobuf.ListValue. */
export function listElements(value: object): readonly unknown[] {
  const { values } = value as { values?: unknown };
  if (values === undefined) return [];
  if (!Array.isArray(values)) throw inMember(wrong('an array', values), 'values');
  return values;
}
