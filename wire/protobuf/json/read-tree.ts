/** JSON text as JSON values: scalars, and what a Struct, a Value or an Any has inside. */
import { CLOSE_BRACE, CLOSE_BRACKET, COLON, LOWER_N, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './characters.js';
import { Fault, tooDeep } from './errors.js';
import { another, expect, type JsonInput, literal, next, readName, readNull, readString } from './json-input.js';
import { readNumber } from './read-number.js';
import { type JsonObject, type JsonValue, putMember } from './value.js';

const TRUE = [0x74, 0x72, 0x75, 0x65];
const FALSE = [0x66, 0x61, 0x6c, 0x73, 0x65];

/** The scalar that begins at the position: a string, number, boolean or null; arrays and objects as `readTree` gives them. */
export function readScalar(input: JsonInput, levels: number): JsonValue {
  switch (next(input)) {
    case QUOTE:
      return readString(input);
    case 0x74:
      literal(input, TRUE);
      return true;
    case 0x66:
      literal(input, FALSE);
      return false;
    case LOWER_N:
      readNull(input);
      return null;
    case OPEN_BRACE:
    case OPEN_BRACKET:
      return readTree(input, levels);
    default:
      return readNumber(input);
  }
}

/** Any JSON value, in which `levels` arrays and objects may nest. Members of one name are refused. */
export function readTree(input: JsonInput, levels: number): JsonValue {
  const byte = next(input);
  if (byte !== OPEN_BRACE && byte !== OPEN_BRACKET) return readScalar(input, levels);
  if (levels <= 0) throw tooDeep();
  return byte === OPEN_BRACE ? readObject(input, levels - 1) : readArray(input, levels - 1);
}

function readArray(input: JsonInput, levels: number): JsonValue {
  const list: JsonValue[] = [];
  input.position++;
  if (next(input) === CLOSE_BRACKET) {
    input.position++;
    return list;
  }
  for (;;) {
    list.push(readTree(input, levels));
    if (!another(input, CLOSE_BRACKET)) return list;
  }
}

function readObject(input: JsonInput, levels: number): JsonValue {
  const object: JsonObject = {};
  input.position++;
  if (next(input) === CLOSE_BRACE) {
    input.position++;
    return object;
  }
  for (;;) {
    const name = readName(input);
    if (Object.hasOwn(object, name)) throw new Fault(`is there twice (${JSON.stringify(name)})`);
    expect(input, COLON);
    putMember(object, name, readTree(input, levels));
    if (!another(input, CLOSE_BRACE)) return object;
  }
}
