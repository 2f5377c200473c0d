/**
 * Text format as tokens (Protobuf textformat-spec: Lexical Elements). Each character is looked at once; nothing is copied until the
 * value of a token is asked for.
 */
import { isWellFormed } from '../../bytes/utf8.js';
import { QUOTED_LENGTH } from '../../limits.js';
import { type TextError, textErrorAt } from './text-error.js';

/** What a token is. */
export const TokenKind = { END: 0, IDENT: 1, DEC_INT: 2, OCT_INT: 3, HEX_INT: 4, FLOAT: 5, STRING: 6, SYMBOL: 7 } as const;
export type TokenKind = (typeof TokenKind)[keyof typeof TokenKind];

/** The characters that have a meaning, as UTF-16 units. */
export const Char = {
  LINE_FEED: 0x0a,
  DOUBLE_QUOTE: 0x22,
  HASH: 0x23,
  SINGLE_QUOTE: 0x27,
  PLUS: 0x2b,
  COMMA: 0x2c,
  MINUS: 0x2d,
  DOT: 0x2e,
  SLASH: 0x2f,
  ZERO: 0x30,
  COLON: 0x3a,
  SEMICOLON: 0x3b,
  LESS: 0x3c,
  GREATER: 0x3e,
  OPEN_BRACKET: 0x5b,
  BACKSLASH: 0x5c,
  CLOSE_BRACKET: 0x5d,
  OPEN_BRACE: 0x7b,
  CLOSE_BRACE: 0x7d,
} as const;

// What a unit can be, as bits: a letter is also the beginning of an identifier, `a` to `f` are also hexadecimal digits.
const LETTER = 1;
const DECIMAL = 2;
const OCTAL = 4;
const HEXADECIMAL = 8;
const SPACE = 16;

const CLASSES = /* @__PURE__ */ classesOf();

function classesOf(): Uint8Array {
  const classes = new Uint8Array(128);
  const mark = (characters: string, bit: number) => {
    for (let index = 0; index < characters.length; index++) {
      const unit = characters.charCodeAt(index);
      classes[unit] = classes[unit]! | bit;
    }
  };
  mark('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_', LETTER);
  mark('0123456789', DECIMAL);
  mark('01234567', OCTAL);
  mark('0123456789ABCDEFabcdef', HEXADECIMAL);
  mark(' \n\t\v\f\r', SPACE);
  return classes;
}

/** Whether `unit`, which is NaN behind the end, has one of `classes`. */
function has(unit: number, classes: number): boolean {
  return unit < 128 && (CLASSES[unit]! & classes) !== 0;
}

/** Protobuf textformat-spec: Whitespace and Comments. */
export function isSpace(unit: number): boolean {
  return has(unit, SPACE);
}

export function isHex(unit: number): boolean {
  return has(unit, HEXADECIMAL);
}

export function isOctal(unit: number): boolean {
  return has(unit, OCTAL);
}

/** A letter, an underscore or a digit. */
export function isWordUnit(unit: number): boolean {
  return has(unit, LETTER | DECIMAL);
}

/** Stands on one token of a text: the first, after construction. */
export class TextLexer {
  readonly text: string;
  kind: TokenKind = TokenKind.END;
  /** The token is `[start, end)` of the text. */
  start = 0;
  end = 0;
  /** The unit of a SYMBOL, else 0. */
  symbol = 0;
  /** Whether a STRING has escapes. */
  escaped = false;

  constructor(text: string) {
    this.text = text;
    // Protobuf textformat-spec: Characters. Asked once for the whole, so that no string or comment needs to look.
    const nul = text.indexOf('\0');
    if (nul >= 0) throw this.errorAt(nul, 'a NUL character cannot stand in text format; \\000 in a string is one');
    if (!isWellFormed(text)) {
      throw this.errorAt(text.search(/\p{Surrogate}/u), 'a lone surrogate is no character: the text has no UTF-8 form');
    }
    this.next();
  }

  /** Goes on to the next token. */
  next(): void {
    const { text } = this;
    const start = this.skipSpace(this.end);
    this.start = start;
    this.symbol = 0;
    const unit = text.charCodeAt(start);
    if (has(unit, LETTER)) {
      let at = start + 1;
      while (has(text.charCodeAt(at), LETTER | DECIMAL)) at++;
      this.kind = TokenKind.IDENT;
      this.end = at;
    } else if (has(unit, DECIMAL) || (unit === Char.DOT && has(text.charCodeAt(start + 1), DECIMAL))) {
      this.#number(start);
    } else if (unit === Char.DOUBLE_QUOTE || unit === Char.SINGLE_QUOTE) {
      this.#string(start, unit);
    } else if (start >= text.length) {
      this.kind = TokenKind.END;
      this.end = start;
    } else {
      this.kind = TokenKind.SYMBOL;
      this.symbol = unit;
      this.end = start + 1;
    }
  }

  /** The position of the first character from `position` on that is neither white space nor in a comment. */
  skipSpace(position: number): number {
    const { text } = this;
    let at = position;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (has(unit, SPACE)) {
        at++;
      } else if (unit === Char.HASH) {
        const feed = text.indexOf('\n', at);
        at = feed < 0 ? text.length : feed + 1;
      } else {
        return at;
      }
    }
  }

  /** Takes the token when it is the symbol `unit`; tells whether it was. */
  take(unit: number): boolean {
    if (this.symbol !== unit) return false;
    this.next();
    return true;
  }

  /** The token as it is written. */
  word(): string {
    return this.text.slice(this.start, this.end);
  }

  /** The token as an error shows it. */
  shown(): string {
    if (this.kind === TokenKind.END) return 'the end of the text';
    const word = this.text.slice(this.start, Math.min(this.end, this.start + QUOTED_LENGTH));
    return JSON.stringify(this.end - this.start > QUOTED_LENGTH ? `${word}…` : word);
  }

  /** The error for the token. */
  error(reason: string): TextError {
    return this.errorAt(this.start, reason);
  }

  /** The error for a token that is none of what could stand here. */
  unexpected(expected: string): TextError {
    return this.error(`expected ${expected}, got ${this.shown()}`);
  }

  errorAt(position: number, reason: string): TextError {
    return textErrorAt(this.text, position, reason);
  }

  /** Protobuf textformat-spec: Numeric Literals. */
  #number(start: number): void {
    const { text } = this;
    let at = start;
    let kind: TokenKind = TokenKind.DEC_INT;
    const second = text.charCodeAt(start + 1);
    const zero = text.charCodeAt(start) === Char.ZERO;
    if (zero && (second | 0x20) === 0x78 && has(text.charCodeAt(start + 2), HEXADECIMAL)) {
      kind = TokenKind.HEX_INT;
      at = this.#digits(start + 2, HEXADECIMAL);
    } else if (zero && has(second, OCTAL)) {
      kind = TokenKind.OCT_INT;
      at = this.#digits(start + 1, OCTAL);
    } else {
      at = zero ? start + 1 : this.#digits(start, DECIMAL);
      if (text.charCodeAt(at) === Char.DOT) {
        kind = TokenKind.FLOAT;
        at = this.#digits(at + 1, DECIMAL);
      }
      if ((text.charCodeAt(at) | 0x20) === 0x65) {
        const sign = text.charCodeAt(at + 1);
        const exponent = sign === Char.PLUS || sign === Char.MINUS ? at + 2 : at + 1;
        if (has(text.charCodeAt(exponent), DECIMAL)) {
          kind = TokenKind.FLOAT;
          at = this.#digits(exponent, DECIMAL);
        }
      }
      if ((text.charCodeAt(at) | 0x20) === 0x66) {
        kind = TokenKind.FLOAT;
        at++;
      }
    }
    this.kind = kind;
    this.end = at;
    // Protobuf textformat-spec: Parsing Overview.
    if (isWordUnit(text.charCodeAt(at))) {
      throw this.errorAt(at, `${this.shown()} is a number, and a letter or digit cannot follow it: put a space between`);
    }
  }

  #digits(position: number, digits: number): number {
    const { text } = this;
    let at = position;
    while (has(text.charCodeAt(at), digits)) at++;
    return at;
  }

  /** Protobuf textformat-spec: String Literals. Looks for the end; what the escapes say is read where the value is needed. */
  #string(start: number, quote: number): void {
    const { text } = this;
    let at = start + 1;
    this.escaped = false;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === quote) break;
      if (unit === Char.BACKSLASH) {
        this.escaped = true;
        at++;
      } else if (unit === Char.LINE_FEED) {
        throw this.errorAt(at, 'a line feed cannot stand in a string: write \\n, or end the string and go on in another');
      }
      at++;
      if (at > text.length) throw this.errorAt(start, 'the string has no end');
    }
    this.kind = TokenKind.STRING;
    this.end = at + 1;
  }
}
