/** The values of string literals (Protobuf textformat-spec: String Literals): as text, and as bytes. */
import type { Bytes } from '../../bytes/codec.js';
import { decodeUtf8, ownText, utf8Length, writeUtf8 } from '../../bytes/utf8.js';
import { Char, isHex, isOctal, type TextLexer, TokenKind } from './lexer.js';
import type { TextError } from './text-error.js';

/** Where the parts of literals go. */
interface Sink {
  /** Characters as they are written. */
  text(text: string): void;
  /** One byte, below 256. */
  byte(value: number): void;
}

/** The string at the token, joined with those that follow it. */
export function readText(lexer: TextLexer): string {
  if (lexer.kind === TokenKind.STRING && !lexer.escaped) {
    const { start, end } = lexer;
    lexer.next();
    const text = lexer.text.slice(start + 1, end - 1);
    if (lexer.kind !== (TokenKind.STRING as TokenKind)) return ownText(text, lexer.text);
    return joinText(lexer, start, text);
  }
  return joinText(lexer, lexer.start, '');
}

function joinText(lexer: TextLexer, start: number, text: string): string {
  const sink = new TextSink(text);
  readLiterals(lexer, sink);
  const whole = sink.finish();
  if (whole === undefined) throw lexer.errorAt(start, 'the escaped bytes of a string are not UTF-8; only a bytes field may have others');
  return ownText(whole, lexer.text);
}

/** The bytes that the string at the token and those that follow it stand for. */
export function readBytes(lexer: TextLexer): Bytes {
  const sink = new ByteSink();
  readLiterals(lexer, sink);
  return sink.finish();
}

/** Checks the strings at the token and behind, and drops their value. */
export function skipStrings(lexer: TextLexer): void {
  readLiterals(lexer, { text() {}, byte() {} });
}

function readLiterals(lexer: TextLexer, sink: Sink): void {
  if (lexer.kind !== TokenKind.STRING) throw lexer.unexpected('a string in quotes');
  do {
    if (lexer.escaped) readEscapes(lexer, sink);
    else sink.text(lexer.text.slice(lexer.start + 1, lexer.end - 1));
    lexer.next();
  } while (lexer.kind === TokenKind.STRING);
}

/** What one character behind a backslash stands for. */
const SIMPLE: { readonly [unit: number]: number } = {
  97: 0x07, // a
  98: 0x08, // b
  102: 0x0c, // f
  110: 0x0a, // n
  114: 0x0d, // r
  116: 0x09, // t
  118: 0x0b, // v
  63: 0x3f, // ?
  92: 0x5c, // \
  39: 0x27, // '
  34: 0x22, // "
};

function readEscapes(lexer: TextLexer, sink: Sink): void {
  const { text } = lexer;
  const end = lexer.end - 1;
  let from = lexer.start + 1;
  for (;;) {
    const slash = text.indexOf('\\', from);
    if (slash < 0 || slash >= end) break;
    if (slash > from) sink.text(text.slice(from, slash));
    from = readEscape(lexer, slash, sink);
  }
  if (end > from) sink.text(text.slice(from, end));
}

/** Reads the escape whose backslash is at `slash`; returns the position behind it. */
function readEscape(lexer: TextLexer, slash: number, sink: Sink): number {
  const { text } = lexer;
  const unit = text.charCodeAt(slash + 1);
  const simple = SIMPLE[unit];
  if (simple !== undefined) {
    sink.byte(simple);
    return slash + 2;
  }
  if (isOctal(unit)) return octal(lexer, slash, sink);
  switch (unit) {
    case 0x78: // x
      return hexadecimal(lexer, slash, sink);
    case 0x75: // u
      return codePoint(lexer, slash, 4, sink);
    case 0x55: // U
      return codePoint(lexer, slash, 8, sink);
    default:
      throw lexer.errorAt(slash, `${JSON.stringify(text.slice(slash, slash + 2))} is no escape; a backslash itself is written twice`);
  }
}

/** Up to three digits; those beyond are characters of their own. */
function octal(lexer: TextLexer, slash: number, sink: Sink): number {
  const { text } = lexer;
  let value = 0;
  let at = slash + 1;
  while (at < slash + 4 && isOctal(text.charCodeAt(at))) value = value * 8 + text.charCodeAt(at++) - Char.ZERO;
  if (value > 0xff) throw lexer.errorAt(slash, `${text.slice(slash, at)} is no byte: the largest is \\377`);
  sink.byte(value);
  return at;
}

/** One digit or two. */
function hexadecimal(lexer: TextLexer, slash: number, sink: Sink): number {
  const { text } = lexer;
  let at = slash + 2;
  while (at < slash + 4 && isHex(text.charCodeAt(at))) at++;
  if (at === slash + 2) throw lexer.errorAt(slash, 'one or two hexadecimal digits must follow \\x');
  sink.byte(Number.parseInt(text.slice(slash + 2, at), 16));
  return at;
}

/** A Unicode scalar value: surrogates are none, not even in pairs. */
function codePoint(lexer: TextLexer, slash: number, digits: number, sink: Sink): number {
  const { text } = lexer;
  const end = slash + 2 + digits;
  for (let at = slash + 2; at < end; at++) {
    if (!isHex(text.charCodeAt(at))) throw lexer.errorAt(slash, `${digits} hexadecimal digits must follow ${text.slice(slash, slash + 2)}`);
  }
  const point = Number.parseInt(text.slice(slash + 2, end), 16);
  if (point > 0x10ffff) throw noCharacter(lexer, slash, end, 'the last character is \\U0010ffff');
  if (point >= 0xd800 && point <= 0xdfff)
    throw noCharacter(lexer, slash, end, 'it is half of a surrogate pair, write \\U and the character');
  sink.text(String.fromCodePoint(point));
  return end;
}

function noCharacter(lexer: TextLexer, slash: number, end: number, why: string): TextError {
  return lexer.errorAt(slash, `${lexer.text.slice(slash, end)} is no character: ${why}`);
}

/** Text; escaped bytes above 127 that stand together must be UTF-8. */
class TextSink implements Sink {
  #text: string;
  #high: number[] = [];
  #broken = false;

  constructor(text: string) {
    this.#text = text;
  }

  text(text: string): void {
    if (this.#high.length > 0 && text !== '') this.#flush();
    this.#text += text;
  }

  byte(value: number): void {
    if (value > 0x7f) this.#high.push(value);
    else this.text(String.fromCharCode(value));
  }

  /** Undefined where the bytes were no UTF-8. */
  finish(): string | undefined {
    if (this.#high.length > 0) this.#flush();
    return this.#broken ? undefined : this.#text;
  }

  #flush(): void {
    const text = decodeUtf8(Uint8Array.from(this.#high), 0, this.#high.length);
    if (text === undefined) this.#broken = true;
    else this.#text += text;
    this.#high = [];
  }
}

class ByteSink implements Sink {
  #buffer: Bytes = new Uint8Array(32);
  #length = 0;

  text(text: string): void {
    const length = utf8Length(text);
    this.#reserve(length);
    this.#length = writeUtf8(text, length, this.#buffer, this.#length);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  finish(): Bytes {
    return this.#buffer.slice(0, this.#length);
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
    larger.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = larger;
  }
}
