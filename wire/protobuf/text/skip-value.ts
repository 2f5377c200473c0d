/** Passing over a field whose name is reserved, or that nobody knows and nobody wants: syntax is checked, meaning is not. */
import { readBracketName } from './bracket-name.js';
import { Char, type TextLexer, TokenKind } from './lexer.js';
import { skipStrings } from './string-literal.js';

/** Passes over what stands behind a field's name. */
export function skipField(lexer: TextLexer, depth: number): void {
  const scalarAllowed = lexer.take(Char.COLON);
  if (lexer.symbol === Char.OPEN_BRACKET) skipList(lexer, scalarAllowed, depth);
  else skipOne(lexer, scalarAllowed, depth);
}

function skipList(lexer: TextLexer, scalarAllowed: boolean, depth: number): void {
  lexer.next();
  if (lexer.take(Char.CLOSE_BRACKET)) return;
  do skipOne(lexer, scalarAllowed, depth);
  while (lexer.take(Char.COMMA));
  if (!lexer.take(Char.CLOSE_BRACKET)) throw lexer.unexpected('"," or "]"');
}

function skipOne(lexer: TextLexer, scalarAllowed: boolean, depth: number): void {
  if (lexer.symbol === Char.OPEN_BRACE || lexer.symbol === Char.LESS) {
    skipMessage(lexer, lexer.symbol === Char.LESS ? Char.GREATER : Char.CLOSE_BRACE, depth - 1);
    return;
  }
  if (!scalarAllowed) throw lexer.unexpected('":" or a message');
  if (lexer.kind === TokenKind.STRING) {
    skipStrings(lexer);
    return;
  }
  lexer.take(Char.MINUS);
  const kind = lexer.kind as TokenKind;
  if (kind === TokenKind.SYMBOL || kind === TokenKind.STRING || kind === TokenKind.END) throw lexer.unexpected('a value');
  lexer.next();
}

function skipMessage(lexer: TextLexer, close: number, depth: number): void {
  if (depth < 0) throw lexer.error('messages are nested deeper than allowed (maxDepth)');
  lexer.next();
  while (!lexer.take(close)) {
    if (lexer.symbol === Char.OPEN_BRACKET) readBracketName(lexer);
    else if (lexer.kind === TokenKind.IDENT) lexer.next();
    else throw lexer.unexpected(`a field's name or ${JSON.stringify(String.fromCharCode(close))}`);
    skipField(lexer, depth);
    if (lexer.symbol === Char.SEMICOLON || lexer.symbol === Char.COMMA) lexer.next();
  }
}
