/** Scalars, enum values and keys of maps as JSON text. */
import { isBytes } from '../../bytes/copy.js';
import { highHalf, lowHalf } from '../int64.js';
import { QUOTE } from './characters.js';
import { wrong } from './errors.js';
import { Form } from './form.js';
import { type JsonOutput, putAscii, putReady, putSign, putText, readyText } from './json-output.js';
import type { PrintMember } from './print-plan.js';
import { floatIn, notAnEnumValue, shortFloat, splitValue64 } from './print-values.js';
import { putFloat, putInt64, putInteger, putNumber } from './put-number.js';
import { putBase64, putString } from './put-string.js';
import { isWide } from './waiting-strings.js';

export const TRUE = /* @__PURE__ */ readyText('true')!;
export const FALSE = /* @__PURE__ */ readyText('false')!;
export const COMMA_TRUE = /* @__PURE__ */ readyText(',true')!;
export const COMMA_FALSE = /* @__PURE__ */ readyText(',false')!;

/** A value that is no message. */
export function plainText(out: JsonOutput, member: PrintMember, value: unknown): void {
  switch (member.form) {
    case Form.ENUM: {
      const ready = member.enum!.ready.get(value as number);
      if (ready !== undefined) {
        putReady(out, ready);
        return;
      }
      const name = member.enum!.names.get(value as number);
      if (name !== undefined) {
        putString(out, name);
        return;
      }
      if (!member.enum!.type.open || typeof value !== 'number' || value !== (value | 0)) throw notAnEnumValue(value, member.enum!);
      putInteger(out, value);
      return;
    }
    case Form.INT64:
    case Form.UINT64: {
      const unsigned = member.form === Form.UINT64;
      splitValue64(value, member.int64, unsigned);
      putInt64(out, lowHalf, highHalf, unsigned);
      return;
    }
    default:
      scalarText(out, member.form, value);
  }
}

/** Everything but messages, enums and 64-bit integers. */
export function scalarText(out: JsonOutput, form: Form, value: unknown): void {
  switch (form) {
    case Form.STRING:
      if (typeof value !== 'string') throw wrong('string', value);
      putString(out, value);
      return;
    case Form.INT32:
      if (typeof value !== 'number' || value !== (value | 0)) throw wrong('int32', value);
      putInteger(out, value);
      return;
    case Form.UINT32:
      if (typeof value !== 'number' || value !== value >>> 0) throw wrong('uint32', value);
      putInteger(out, value);
      return;
    case Form.BOOL:
      if (typeof value !== 'boolean') throw wrong('boolean', value);
      putReady(out, value ? TRUE : FALSE);
      return;
    case Form.DOUBLE:
      if (typeof value !== 'number') throw wrong('double', value);
      if (Number.isFinite(value)) putNumber(out, value);
      else putQuoted(out, String(value));
      return;
    case Form.FLOAT: {
      if (typeof value !== 'number') throw wrong('float', value);
      const float = floatIn(value);
      if (!Number.isFinite(float)) putQuoted(out, String(float));
      else if (!putFloat(out, float)) putAscii(out, String(shortFloat(float)));
      return;
    }
    case Form.BYTES:
      if (!isBytes(value)) throw wrong('bytes (a Uint8Array)', value);
      putBase64(out, value);
      return;
    default:
      putAscii(out, 'null');
  }
}

/** ASCII text in quotes, none of it to be escaped. */
export function putQuoted(out: JsonOutput, text: string): void {
  putSign(out, QUOTE);
  putAscii(out, text);
  putSign(out, QUOTE);
}

/** From so many strings on the engine prints a list of wide ones faster. */
const MANY_STRINGS = 4;

/**
 * A list of strings with characters above U+00FF, as one of them tells, by the engine: 190 ns for one of fifty characters instead of 300.
 * False, and nothing printed, where it is another list or something is wrong.
 */
export function wideStringsText(out: JsonOutput, list: readonly unknown[]): boolean {
  if (list.length < MANY_STRINGS) return false;
  const last = list[list.length - 1];
  if (typeof last !== 'string' || !isWide(last)) return false;
  for (let index = 0; index < list.length; index++) if (typeof list[index] !== 'string') return false;
  const text = JSON.stringify(list);
  // What a lone surrogate is printed as.
  if (text.includes('\\ud')) return false;
  putText(out, text);
  return true;
}

/** The key of a map's entry, in quotes. */
export function keyText(out: JsonOutput, member: PrintMember, key: unknown): void {
  switch (member.keyForm) {
    case Form.STRING:
      scalarText(out, Form.STRING, key);
      return;
    case Form.INT64:
    case Form.UINT64: {
      const unsigned = member.keyForm === Form.UINT64;
      splitValue64(key, member.int64?.forKeys, unsigned);
      putInt64(out, lowHalf, highHalf, unsigned);
      return;
    }
    default:
      putSign(out, QUOTE);
      scalarText(out, member.keyForm, key);
      putSign(out, QUOTE);
  }
}
