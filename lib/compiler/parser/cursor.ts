/** A place among the tokens, and the way back to firm ground after an error. */
import { attributeComments, plainText } from '../comments.js';
import type { Diagnostics, Help } from '../diagnostics.js';
import { isNumber } from '../lexer.js';
import type { Range, SourceFile } from '../source.js';
import { describeToken, type Token } from '../tokens.js';
import type { Doc, IntegerNode, Name, TypeName } from '../tree.js';

/** Thrown to leave a statement whose error is reported already; never leaves the parser. */
class Unwind extends Error {}
const unwind = new Unwind('unwinding to the end of the statement');

const tooLarge = 2n ** 128n;
const noDoc: Doc = { leading: undefined, trailing: undefined };

export class Cursor {
  readonly source: SourceFile;
  readonly diagnostics: Diagnostics;
  readonly #tokens: readonly Token[];
  readonly #readsComments: boolean;
  #position = 0;

  /** Without `readsComments` docs stay empty. */
  constructor(source: SourceFile, tokens: readonly Token[], diagnostics: Diagnostics, readsComments: boolean) {
    this.source = source;
    this.diagnostics = diagnostics;
    this.#tokens = tokens;
    this.#readsComments = readsComments;
  }

  /** The index of the next token: a mark to build a range or a doc from. */
  get mark(): number {
    return this.#position;
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#position + ahead, this.#tokens.length - 1)]!;
  }

  take(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#position++;
    return token;
  }

  get atEnd(): boolean {
    return this.peek().kind === 'end';
  }

  skipToEnd(): void {
    this.#position = this.#tokens.length - 1;
  }

  /** Whether the next token is this symbol or word (a string of the same text is not). */
  at(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.text === text && (token.kind === 'symbol' || token.kind === 'identifier');
  }

  tryTake(text: string): boolean {
    if (!this.at(text)) return false;
    this.#position++;
    return true;
  }

  /** Takes the symbol `text`, or ends the statement with an error. */
  expect(text: string, where: string, help: Help): Token {
    if (this.at(text)) return this.take();
    return this.fail(this.peek(), `expected "${text}" ${where}, found ${describeToken(this.peek())}`, help);
  }

  /** Whether a string without an end, which took what follows with it, was taken last. */
  get isBroken(): boolean {
    return this.#tokens[this.#position - 1]?.broken === true;
  }

  /** Takes `;`. Where it was only forgotten, says so at the end of the line and goes on with the next statement. */
  expectSemicolon(where: string): void {
    if (this.tryTake(';')) return;
    if (this.isBroken) return;
    const previous = this.#tokens[this.#position - 1]!;
    const next = this.peek();
    const range = { start: previous.end, end: previous.end + 1 };
    if (next.kind === 'end' || next.text === '}' || this.source.lineIndex(next.start) > this.source.lineIndex(previous.end)) {
      this.diagnostics.error(this.source, range, `expected ";" ${where}`, 'add the missing ";"');
      return;
    }
    this.fail(next, `expected ";" ${where}, found ${describeToken(next)}`, 'each statement ends in ";"');
  }

  /** Ends the statement where `what` is missing and the next line begins a declaration, whose first word could pass for it. */
  expectNoDeclaration(what: string, help: Help): void {
    const previous = this.#tokens[this.#position - 1];
    if (previous !== undefined && this.#beginsDeclaration(this.peek()))
      this.fail({ start: previous.end, end: previous.end + 1 }, `expected ${what}, found the end of the line`, help);
  }

  identifier(what: string, help: Help): Name {
    const token = this.peek();
    if (token.kind !== 'identifier') this.fail(token, `expected ${what}, found ${describeToken(token)}`, help);
    this.#position++;
    return { text: token.text, range: token };
  }

  /** Protobuf proto3-spec: messageType = [ "." ] { ident "." } messageName. */
  typeName(what: string, help: Help): TypeName {
    const first = this.peek();
    const parts: string[] = [];
    if (this.tryTake('.')) parts.push('');
    do {
      if (parts.length === 0) parts.push(this.identifier(what, help).text);
      else parts.push(this.identifier('a name after the dot', 'remove the dot, or write the rest of the name').text);
    } while (this.tryTake('.'));
    return { text: parts.join('.'), range: this.rangeFrom(first) };
  }

  integer(what: string, help: Help): IntegerNode {
    const first = this.peek();
    const negative = this.tryTake('-');
    const token = this.peek();
    if (token.kind !== 'integer') this.fail(token, `expected ${what}, found ${describeToken(token)}`, help);
    this.#position++;
    return {
      kind: 'integer',
      magnitude: magnitudeOf(token.text),
      negative,
      text: token.text,
      broken: !isNumber(token.text),
      range: this.rangeFrom(first),
    };
  }

  /** One or more string literals side by side are one. */
  string(what: string, help: Help): { bytes: Uint8Array; range: Range } {
    const first = this.peek();
    if (first.kind !== 'string') this.fail(first, `expected ${what}, found ${describeToken(first)}`, help);
    const pieces: Uint8Array[] = [];
    while (this.peek().kind === 'string') pieces.push(this.take().bytes!);
    const range = this.rangeFrom(first);
    if (pieces.length === 1) return { bytes: pieces[0]!, range };
    const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return { bytes, range };
  }

  /** A string literal that has to be text. */
  textString(what: string, help: Help): Name {
    const { bytes, range } = this.string(what, help);
    try {
      return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), range };
    } catch {
      return this.fail(range, `expected ${what}, found bytes that are no UTF-8`, 'write its characters as they are, or as \\u escapes');
    }
  }

  /** From `first` to the token taken last. */
  rangeFrom(first: Range): Range {
    return { start: first.start, end: Math.max(first.end, this.#tokens[this.#position - 1]?.end ?? 0) };
  }

  /** From the token that `mark` was taken at to the token taken last. */
  spanFrom(mark: number): Range {
    return this.rangeFrom(this.#tokens[mark]!);
  }

  /** The comments of a declaration: `start` is the mark of its first token; its `;` or `{` was taken last. */
  doc(start: number): Doc {
    if (!this.#readsComments) return noDoc;
    const tokens = this.#tokens;
    const { text } = this.source;
    const { leading } = attributeComments(this.source, tokens[start - 1], tokens[start]!);
    const last = tokens[this.#position - 1];
    const trailing = last === undefined ? undefined : attributeComments(this.source, last, this.peek()).trailing;
    return { leading: leading && plainText(text, leading), trailing: trailing && plainText(text, trailing) };
  }

  error(range: Range, message: string, help?: Help): void {
    this.diagnostics.error(this.source, range, message, help);
  }

  /** Reports and leaves the statement. */
  fail(range: Range, message: string, help?: Help): never {
    this.error(range, message, help);
    throw unwind;
  }

  /** Runs one statement; after an error in it, goes on behind it and gives false. */
  statement(parse: () => void): boolean {
    const start = this.#position;
    try {
      parse();
      return true;
    } catch (error) {
      if (!(error instanceof Unwind)) throw error;
      // Nothing that follows would be shown.
      if (this.diagnostics.isFull) this.skipToEnd();
      else this.#skipStatement(start);
      return false;
    }
  }

  /** `{ … }` of statements; its `{` was taken. Gives false when one of them was left in the middle: something may be missing then. */
  block(what: string, parse: () => void): boolean {
    let whole = true;
    const open = this.#tokens[this.#position - 1]!;
    while (!this.at('}')) {
      if (this.atEnd) {
        this.error(open, `the "{" of ${what} is never closed`, 'add the missing "}"');
        return false;
      }
      if (!this.statement(parse)) whole = false;
    }
    this.take();
    return whole;
  }

  /**
   * To behind the `;` or the balanced `}` that ends the statement; a `}` that closes what is around it stays, and so does a line
   * that begins as a declaration does.
   */
  #skipStatement(start: number): void {
    let depth = 0;
    let brackets = 0;
    // Braces opened between the statement's start and the error count, so that its own `}` is not taken for its parent's.
    for (let at = start; at < this.#position; at++) {
      const text = this.#tokens[at]!.kind === 'symbol' ? this.#tokens[at]!.text : '';
      if (text === '{') depth++;
      else if (text === '}' && depth > 0) depth--;
      else if (text === '[') brackets++;
      else if (text === ']') brackets--;
    }
    if (brackets > 0 && depth === 0) this.#skipBrackets();
    for (;;) {
      const token = this.peek();
      if (token.kind === 'end') return;
      if (depth === 0 && this.#position > start && this.#beginsDeclaration(token)) return;
      if (token.kind === 'symbol') {
        if (token.text === '}' && depth === 0) {
          if (this.#position === start) this.#position++;
          return;
        }
        if (token.text === ';' && depth === 0) {
          this.#position++;
          return;
        }
        if (token.text === '{') depth++;
        if (token.text === '}' && --depth === 0) {
          this.#position++;
          this.tryTake(';');
          return;
        }
      }
      this.#position++;
    }
  }

  /** Behind the `]` of options that stand on this line: a `;` between them ends nothing. */
  #skipBrackets(): void {
    const line = this.source.lineIndex(this.peek().start);
    for (let ahead = 0; ; ahead++) {
      const token = this.peek(ahead);
      if (token.kind === 'end' || token.text === '{' || token.text === '}' || this.source.lineIndex(token.start) > line) return;
      if (token.kind === 'symbol' && token.text === ']') {
        this.#position += ahead + 1;
        return;
      }
    }
  }

  /** Whether a line begins here with a word that begins a declaration, and not with a field of that name. */
  #beginsDeclaration(token: Token): boolean {
    if (token.kind !== 'identifier' || !declarationWords.has(token.text)) return false;
    const previous = this.#tokens[this.#position - 1]!;
    if (this.source.lineIndex(token.start) === this.source.lineIndex(previous.end)) return false;
    const next = this.peek(1);
    return next.kind === 'identifier' || next.kind === 'string' || next.text === '(' || next.kind === 'integer';
  }
}

/** Words that begin a declaration, in a file or in a message. */
const declarationWords = new Set(
  'message enum service extend oneof rpc import package option reserved extensions optional repeated required'.split(' '),
);

/** A decimal of any length: beyond what a field takes its digits do not matter, and turning millions of them into a number would take long. */
function magnitudeOf(text: string): bigint {
  if (text.length > 80) {
    const significant = text.replace(/^0[xX]?0*/, '');
    if (significant.length > 64) return tooLarge;
    return magnitudeOf(`${text.slice(0, /^0[xX]/.test(text) ? 2 : /^0/.test(text) ? 1 : 0)}${significant}`);
  }
  if (/^0[0-7]+$/.test(text)) return BigInt(`0o${text.slice(1)}`);
  // What the lexer reported as no number counts as 0 here, so that one error stays one.
  return /^(?:0[xX][0-9a-fA-F]+|[0-9]+)$/.test(text) && !/^0[0-9]/.test(text) ? BigInt(text) : 0n;
}
