/**
 * Names in square brackets: of extensions, `[shop.note]`, and of what is in an Any, `[type.googleapis.com/shop.Order]` (Protobuf
 * textformat-spec: Field Names).
 */
import { Char, isHex, isSpace, isWordUnit, type TextLexer } from './lexer.js';

export interface BracketName {
  /** Where its bracket opens. */
  readonly start: number;
  /** The URL of an Any without its last slash; undefined for the name of an extension. */
  readonly urlPrefix: string | undefined;
  /** The full name of an extension or a message type. */
  readonly typeName: string;
}

/** Reads the name whose opening bracket is the token. White space and comments inside do not count, wherever they stand. */
export function readBracketName(lexer: TextLexer): BracketName {
  const { text, start } = lexer;
  let name = '';
  let at = lexer.end;
  for (;;) {
    at = lexer.skipSpace(at);
    const from = at;
    let unit = text.charCodeAt(at);
    while (unit !== Char.CLOSE_BRACKET && unit !== Char.HASH && !isSpace(unit) && at < text.length) unit = text.charCodeAt(++at);
    if (at >= text.length) throw lexer.error('the bracket is not closed');
    name += text.slice(from, at);
    if (unit === Char.CLOSE_BRACKET) break;
  }
  lexer.end = at + 1;
  lexer.next();
  const slash = name.lastIndexOf('/');
  const typeName = name.slice(slash + 1);
  const urlPrefix = slash < 0 ? undefined : name.slice(0, slash);
  if (!isTypeName(typeName) || (urlPrefix !== undefined && !isUrlPrefix(urlPrefix))) {
    throw lexer.errorAt(start, `${JSON.stringify(name.slice(0, 100))} is neither the full name of an extension nor the URL of a type`);
  }
  return { start, urlPrefix, typeName };
}

/** Identifiers with dots between. */
export function isTypeName(name: string): boolean {
  let first = true;
  for (let index = 0; index < name.length; index++) {
    const unit = name.charCodeAt(index);
    if (unit === Char.DOT) {
      if (first) return false;
      first = true;
    } else if (!isWordUnit(unit) || (first && unit >= Char.ZERO && unit <= 0x39)) {
      return false;
    } else {
      first = false;
    }
  }
  return !first;
}

const URL_MARKS = '-.~!$&()*+,;=';

/** Characters of URLs (Protobuf textformat-spec: Characters), and slashes behind the first. */
export function isUrlPrefix(prefix: string): boolean {
  for (let index = 0; index < prefix.length; index++) {
    const unit = prefix.charCodeAt(index);
    if (unit === Char.SLASH) {
      if (index === 0) return false;
    } else if (unit === 0x25) {
      if (!isHex(prefix.charCodeAt(index + 1)) || !isHex(prefix.charCodeAt(index + 2))) return false;
      index += 2;
    } else if (!isWordUnit(unit) && !URL_MARKS.includes(prefix.charAt(index))) {
      return false;
    }
  }
  return prefix !== '';
}
