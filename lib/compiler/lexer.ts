/**
 * Text to tokens, to the end before the parser starts: a .proto's tokens do not depend on their surroundings.
 *
 * Each character is looked at once or twice, whatever the text holds: no regular expression runs over more than one number.
 */
import { MAX_TOKENS } from '../limits.js';
import type { Diagnostics } from './diagnostics.js';
import type { SourceFile } from './source.js';
import { readStringLiteral } from './string-literal.js';
import type { Comment, Token, TokenKind } from './tokens.js';

/** Protobuf proto3-spec: Integer Literals. */
const integerPattern = /^(?:0|[1-9][0-9]*|0[0-7]+|0[xX][0-9a-fA-F]+)$/;
/** Protobuf proto3-spec: Floating-point Literals (`inf` and `nan` are identifiers here). */
const floatPattern = /^(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

const symbols = new Set(';,.:=(){}[]<>-+/');

/** Whether a number's text is one; what is not was reported by the lexer. */
export function isNumber(text: string): boolean {
  return integerPattern.test(text) || (floatPattern.test(text) && !/^0[0-9]+$/.test(text));
}

export function tokenize(source: SourceFile, diagnostics: Diagnostics): Token[] {
  return new Lexer(source, diagnostics).run();
}

class Lexer {
  readonly #source: SourceFile;
  readonly #diagnostics: Diagnostics;
  readonly #text: string;
  readonly #tokens: Token[] = [];
  #position = 0;
  #comments: Comment[] | undefined;
  #sawNested = false;

  constructor(source: SourceFile, diagnostics: Diagnostics) {
    this.#source = source;
    this.#diagnostics = diagnostics;
    this.#text = source.text;
  }

  run(): Token[] {
    const text = this.#text;
    while (this.#position < text.length) {
      const code = text.charCodeAt(this.#position);
      if (isSpace(code)) this.#position++;
      else if (this.#tokens.length >= MAX_TOKENS) return this.#tooMany();
      else if (isLetter(code)) this.#identifier();
      else if (isDigit(code)) this.#number();
      else if (code === 0x2e && isDigit(text.charCodeAt(this.#position + 1))) this.#number();
      else if (code === 0x22 || code === 0x27) this.#string();
      else if (code === 0x2f && text.charCodeAt(this.#position + 1) === 0x2f) this.#lineComment();
      else if (code === 0x2f && text.charCodeAt(this.#position + 1) === 0x2a) this.#blockComment();
      else if (code === 0x2a && text.charCodeAt(this.#position + 1) === 0x2f) this.#commentEnd();
      else if (symbols.has(text[this.#position]!)) this.#push('symbol', this.#position, this.#position + 1);
      else this.#strangeCharacters();
    }
    this.#push('end', text.length, text.length);
    return this.#tokens;
  }

  /** The file counts as empty: what could be said of half a file would only confuse. */
  #tooMany(): Token[] {
    this.#diagnostics.error(
      this.#source,
      { start: this.#position, end: this.#position + 1 },
      `the file has more than the ${MAX_TOKENS} words, numbers, strings and signs that are read`,
      'split it into several files',
    );
    const end = this.#text.length;
    return [{ kind: 'end', start: end, end, text: '', bytes: undefined, broken: false, comments: undefined }];
  }

  #push(kind: TokenKind, start: number, end: number, bytes?: Uint8Array, broken = false): void {
    this.#tokens.push({ kind, start, end, text: this.#text.slice(start, end), bytes, broken, comments: this.#comments });
    this.#comments = undefined;
    this.#position = end;
  }

  #identifier(): void {
    let end = this.#position + 1;
    while (isWord(this.#text.charCodeAt(end))) end++;
    if (this.#text.charCodeAt(end) > 0x7f && this.#foreignWord()) return;
    this.#push('identifier', this.#position, end);
  }

  /** A word with letters that no name has: one error, and one token, so that it stays the only one. */
  #foreignWord(): boolean {
    const text = this.#text;
    let end = this.#position;
    let foreign: { start: number; end: number } | undefined;
    while (end < text.length) {
      const codePoint = text.codePointAt(end)!;
      const next = end + (codePoint > 0xffff ? 2 : 1);
      if (codePoint > 0x7f && /^[\p{L}\p{M}\p{N}]$/u.test(String.fromCodePoint(codePoint)))
        foreign = { start: foreign?.start ?? end, end: next };
      else if (!isWord(codePoint)) break;
      end = next;
    }
    if (foreign === undefined) return false;
    const letter = String.fromCodePoint(text.codePointAt(foreign.start)!);
    this.#diagnostics.error(
      this.#source,
      { start: foreign.start, end: foreign.start + letter.length },
      `a name cannot have "${letter}" in it`,
      'names have the letters a to z and A to Z, digits and underscores',
    );
    this.#push('identifier', this.#position, end);
    return true;
  }

  #number(): void {
    const text = this.#text;
    const start = this.#position;
    const hex = text.charCodeAt(start) === 0x30 && (text.charCodeAt(start + 1) | 0x20) === 0x78;
    let end = start;
    for (;;) {
      const code = text.charCodeAt(end);
      if (isWord(code) || code === 0x2e) end++;
      // A sign belongs to the number behind an exponent's letter only: 1e-3, but not 0x1e-3.
      else if ((code === 0x2b || code === 0x2d) && !hex && end > start && (text.charCodeAt(end - 1) | 0x20) === 0x65) end++;
      else break;
    }
    const written = text.slice(start, end);
    let kind: TokenKind = 'integer';
    if (!integerPattern.test(written)) {
      kind = 'float';
      if (!floatPattern.test(written) || /^0[0-9]+$/.test(written)) {
        this.#diagnostics.error(this.#source, { start, end }, `"${written.slice(0, 40)}" is not a number`, numberHelp(written));
        kind = 'integer';
      }
    }
    this.#push(kind, start, end);
  }

  #string(): void {
    const start = this.#position;
    const { end, bytes, isClosed } = readStringLiteral(this.#source, start, this.#diagnostics);
    if (!isClosed) {
      const lineEnd = this.#text.indexOf('\n', start);
      this.#diagnostics.error(
        this.#source,
        { start, end: lineEnd < 0 ? end : Math.min(end, lineEnd) },
        'this string has no end on its line',
        `close it with ${this.#text[start]}; a line break inside is written \\n, and strings side by side are joined`,
      );
    }
    this.#push('string', start, end, bytes, !isClosed);
  }

  #lineComment(): void {
    const start = this.#position;
    const newline = this.#text.indexOf('\n', start);
    // The line break stays outside: whoever asks whether a line is empty finds it.
    const end = newline < 0 ? this.#text.length : newline;
    this.#keepComment({ start, end, block: false });
  }

  #blockComment(): void {
    const start = this.#position;
    const close = this.#text.indexOf('*/', start + 2);
    if (close < 0) {
      this.#diagnostics.error(this.#source, { start, end: start + 2 }, 'this comment has no end', 'close it with */');
      this.#position = this.#text.length;
      return;
    }
    const nested = this.#text.indexOf('/*', start + 2);
    if (nested >= 0 && nested + 1 < close) {
      this.#sawNested = true;
      this.#diagnostics.error(
        this.#source,
        { start: nested, end: nested + 2 },
        'a comment opens inside a comment',
        'comments in /* */ do not nest',
      );
    }
    this.#keepComment({ start, end: close + 2, block: true });
  }

  /** A comment's end without a comment. Behind one that another one stands in, it was meant for the outer one. */
  #commentEnd(): void {
    const start = this.#position;
    if (!this.#sawNested) this.#diagnostics.error(this.#source, { start, end: start + 2 }, 'this */ closes no comment', 'remove it');
    this.#position = start + 2;
  }

  #keepComment(comment: Comment): void {
    if (this.#comments === undefined) this.#comments = [comment];
    else this.#comments.push(comment);
    this.#position = comment.end;
  }

  #strangeCharacters(): void {
    const text = this.#text;
    const start = this.#position;
    if (text.charCodeAt(start) > 0x7f && this.#foreignWord()) return;
    let end = start;
    while (end < text.length && isStrange(text.charCodeAt(end), text[end]!)) end++;
    const { name, help } = describeStrange(text.codePointAt(start)!);
    this.#diagnostics.error(this.#source, { start, end }, `${name} has no meaning here`, help);
    // What follows a # was meant as a comment.
    if (text[start] === '#') {
      const newline = text.indexOf('\n', start);
      end = newline < 0 ? text.length : newline;
    }
    this.#position = end;
  }
}

function describeStrange(codePoint: number): { name: string; help: string } {
  const character = String.fromCodePoint(codePoint);
  const invisible = /^[\p{C}\p{Z}]$/u.test(character);
  const name = invisible ? `U+${codePoint.toString(16).padStart(4, '0').toUpperCase()}` : `"${character}"`;
  if (character === '#') return { name, help: 'comments start with //' };
  if (invisible) return { name: `the invisible character ${name}`, help: 'delete it, or put a plain space in its place' };
  if ('\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb'.includes(character)) return { name, help: 'strings stand in plain quotes: " or \'' };
  return {
    name,
    help: codePoint > 0x7f ? 'outside strings and comments a .proto is ASCII' : 'remove it: it stands in strings and comments alone',
  };
}

function numberHelp(written: string): string {
  if (/^0[0-9]+$/.test(written)) return 'a leading 0 means octal, whose digits are 0 to 7';
  if (/^0[xX]/.test(written)) return 'hexadecimal digits are 0 to 9 and a to f';
  if (/^[0-9.]+[fF]$/.test(written)) return 'leave the f out: the field says whether it is a float';
  if (/^[0-9]+(?:_[0-9]+)+$/.test(written)) return 'write the digits without underscores';
  if (/^0[bB]/.test(written)) return 'numbers are decimal, octal (017) or hexadecimal (0x1f)';
  if (/^[0-9.]+[eE][+-]?$/.test(written)) return 'digits follow the e, as in 1e9';
  if (/^[0-9]+[lLuUdD]+$/.test(written)) return 'leave the letters out: the field says what number it is';
  if (/^[0-9][A-Za-z0-9_]*$/.test(written)) return 'a name cannot start with a digit; a number and a word need a space between them';
  return 'examples of numbers: 7, -7, 0x1f, 017, 1.5, .5, 1e9';
}

function isStrange(code: number, character: string): boolean {
  return !isSpace(code) && !isWord(code) && code !== 0x22 && code !== 0x27 && !symbols.has(character);
}
function isSpace(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d);
}
function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}
function isWord(code: number): boolean {
  return isLetter(code) || isDigit(code);
}
