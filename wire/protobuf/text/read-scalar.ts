/** One scalar or enum value at the token (Protobuf textformat-spec: Value Types). Each function goes on to the token behind it. */
import type { EnumDescriptor, ScalarKind } from '../descriptor.js';
import { Char, type TextLexer, TokenKind } from './lexer.js';
import { readBytes, readText } from './string-literal.js';

/** A minus sign, which white space and comments may follow. */
function takeMinus(lexer: TextLexer): boolean {
  return lexer.take(Char.MINUS);
}

/**
 * The magnitude of the integer at the token, rounded where it is beyond 2^53. Does not go on, so that the digits can still be asked
 * for. Linear in the digits, as a conversion to bigint would not be.
 */
function magnitude(lexer: TextLexer, kind: string): number {
  switch (lexer.kind) {
    case TokenKind.DEC_INT:
      return Number(lexer.word());
    case TokenKind.OCT_INT:
      return Number(`0o${lexer.word()}`);
    case TokenKind.HEX_INT:
      return Number(lexer.word());
    default:
      throw lexer.unexpected(`an integer (${kind})`);
  }
}

function outOfRange(lexer: TextLexer, kind: string, negative: boolean): Error {
  return lexer.error(`${negative ? '-' : ''}${lexer.shown().slice(1, -1)} is out of the range of ${kind}`);
}

function noSign(lexer: TextLexer, kind: string): void {
  if (lexer.symbol === Char.MINUS) throw lexer.error(`expected ${kind}, which has no sign, got "-"`);
}

function int32As(kind: string): (lexer: TextLexer) => number {
  return (lexer) => {
    const negative = takeMinus(lexer);
    const value = magnitude(lexer, kind);
    if (value > (negative ? 0x8000_0000 : 0x7fff_ffff)) throw outOfRange(lexer, kind, negative);
    lexer.next();
    // Not -value: there is no -0.
    return negative ? 0 - value : value;
  };
}

function uint32As(kind: string): (lexer: TextLexer) => number {
  return (lexer) => {
    noSign(lexer, kind);
    const value = magnitude(lexer, kind);
    if (value > 0xffff_ffff) throw outOfRange(lexer, kind, false);
    lexer.next();
    return value;
  };
}

/** 2^64 and a little: what rounding may make of the largest magnitude. Beyond it the digits are not looked at. */
const ABOVE_64_BITS = 1.9e19;

function bigMagnitude(lexer: TextLexer, kind: string, negative: boolean): bigint {
  const value = magnitude(lexer, kind);
  if (value <= Number.MAX_SAFE_INTEGER) return BigInt(value);
  if (value > ABOVE_64_BITS) throw outOfRange(lexer, kind, negative);
  return BigInt(lexer.kind === TokenKind.OCT_INT ? `0o${lexer.word()}` : lexer.word());
}

function int64As(kind: string): (lexer: TextLexer) => bigint {
  return (lexer) => {
    const negative = takeMinus(lexer);
    const value = bigMagnitude(lexer, kind, negative);
    if (value > (negative ? 0x8000_0000_0000_0000n : 0x7fff_ffff_ffff_ffffn)) throw outOfRange(lexer, kind, negative);
    lexer.next();
    return negative ? -value : value;
  };
}

function uint64As(kind: string): (lexer: TextLexer) => bigint {
  return (lexer) => {
    noSign(lexer, kind);
    const value = bigMagnitude(lexer, kind, false);
    if (value > 0xffff_ffff_ffff_ffffn) throw outOfRange(lexer, kind, false);
    lexer.next();
    return value;
  };
}

/** Hexadecimal and octal numbers are refused; too large ones become infinite. */
function readDouble(lexer: TextLexer): number {
  const negative = takeMinus(lexer);
  const value = floatMagnitude(lexer);
  lexer.next();
  return negative ? -value : value;
}

function floatMagnitude(lexer: TextLexer): number {
  switch (lexer.kind) {
    case TokenKind.DEC_INT:
      return Number(lexer.word());
    case TokenKind.FLOAT: {
      const last = lexer.text.charCodeAt(lexer.end - 1) | 0x20;
      // The suffix is no part of what JavaScript reads.
      return Number(last === 0x66 ? lexer.text.slice(lexer.start, lexer.end - 1) : lexer.word());
    }
    case TokenKind.IDENT:
      switch (lexer.end - lexer.start > 8 ? '' : lexer.word().toLowerCase()) {
        case 'inf':
        case 'infinity':
          return Number.POSITIVE_INFINITY;
        case 'nan':
          return Number.NaN;
      }
  }
  throw lexer.unexpected('a decimal number, inf or nan');
}

function readFloat(lexer: TextLexer): number {
  return Math.fround(readDouble(lexer));
}

function readBool(lexer: TextLexer): boolean {
  let value: boolean | undefined;
  if (lexer.kind === TokenKind.IDENT) {
    switch (lexer.word()) {
      case 'true':
      case 'True':
      case 't':
        value = true;
        break;
      case 'false':
      case 'False':
      case 'f':
        value = false;
    }
  } else if (lexer.kind !== TokenKind.SYMBOL && lexer.kind !== TokenKind.STRING && lexer.kind !== TokenKind.FLOAT) {
    const number = lexer.kind === TokenKind.END ? 2 : magnitude(lexer, 'bool');
    value = number === 0 ? false : number === 1 ? true : undefined;
  }
  if (value === undefined) throw lexer.unexpected('true or false (or t, f, 1, 0)');
  lexer.next();
  return value;
}

const readEnumNumber = /* @__PURE__ */ int32As('enum numbers, which are int32s');

/** A name, or a number; one without a name is for open enums only. */
export function readEnum(lexer: TextLexer, type: EnumDescriptor): number {
  if (lexer.kind === TokenKind.IDENT) {
    const value = type.valueByName(lexer.word());
    if (value === undefined) throw lexer.error(`${type.typeName} has no value ${lexer.shown()}`);
    lexer.next();
    return value.number;
  }
  const { start } = lexer;
  if (lexer.kind === TokenKind.STRING || lexer.kind === TokenKind.FLOAT) throw lexer.unexpected(`a value of ${type.typeName}`);
  const number = readEnumNumber(lexer);
  if (!type.open && type.valueByNumber(number) === undefined) {
    throw lexer.errorAt(start, `${type.typeName} is closed and has no value with number ${number}`);
  }
  return number;
}

/** How each kind is read; 64-bit integers as bigints. */
export const scalarReaders: { readonly [K in ScalarKind]: (lexer: TextLexer) => unknown } = {
  double: readDouble,
  float: readFloat,
  int32: /* @__PURE__ */ int32As('int32'),
  int64: /* @__PURE__ */ int64As('int64'),
  uint32: /* @__PURE__ */ uint32As('uint32'),
  uint64: /* @__PURE__ */ uint64As('uint64'),
  sint32: /* @__PURE__ */ int32As('sint32'),
  sint64: /* @__PURE__ */ int64As('sint64'),
  fixed32: /* @__PURE__ */ uint32As('fixed32'),
  fixed64: /* @__PURE__ */ uint64As('fixed64'),
  sfixed32: /* @__PURE__ */ int32As('sfixed32'),
  sfixed64: /* @__PURE__ */ int64As('sfixed64'),
  bool: readBool,
  string: readText,
  bytes: readBytes,
};
