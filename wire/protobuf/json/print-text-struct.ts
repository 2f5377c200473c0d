/** Struct, Value and ListValue as JSON text (ProtoJSON: Struct, Value, ListValue). */
import { CLOSE_BRACE, CLOSE_BRACKET, COLON, COMMA, OPEN_BRACE, OPEN_BRACKET } from './characters.js';
import { inElement, inEntry, tooDeep } from './errors.js';
import { Form } from './form.js';
import { type JsonOutput, putAscii, putBrackets, putSign } from './json-output.js';
import { scalarText } from './print-text-scalar.js';
import { kindOf, listElements, structEntries } from './print-values.js';
import { putNumber } from './put-number.js';

export function structText(out: JsonOutput, struct: object, depth: number): void {
  if (depth < 0) throw tooDeep();
  const start = out.position;
  for (const [key, value] of structEntries(struct)) {
    try {
      putSign(out, COMMA);
      scalarText(out, Form.STRING, key);
      putSign(out, COLON);
      anyValueText(out, value, depth - 1);
    } catch (error) {
      throw inEntry(error, key);
    }
  }
  putBrackets(out, start, OPEN_BRACE, CLOSE_BRACE);
}

export function listValueText(out: JsonOutput, list: object, depth: number): void {
  if (depth < 0) throw tooDeep();
  const start = out.position;
  let index = 0;
  try {
    for (const value of listElements(list)) {
      putSign(out, COMMA);
      anyValueText(out, value, depth - 1);
      index++;
    }
  } catch (error) {
    throw inElement(error, index);
  }
  putBrackets(out, start, OPEN_BRACKET, CLOSE_BRACKET);
}

export function anyValueText(out: JsonOutput, value: unknown, depth: number): void {
  if (depth < 0) throw tooDeep();
  const kind = kindOf(value);
  switch (kind.case) {
    case 'numberValue':
      putNumber(out, kind.value as number);
      return;
    case 'stringValue':
      scalarText(out, Form.STRING, kind.value);
      return;
    case 'boolValue':
      putAscii(out, kind.value === true ? 'true' : 'false');
      return;
    case 'structValue':
      structText(out, kind.value as object, depth - 1);
      return;
    case 'listValue':
      listValueText(out, kind.value as object, depth - 1);
      return;
    default:
      putAscii(out, 'null');
  }
}
