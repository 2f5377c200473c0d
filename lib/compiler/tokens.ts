import type { Range } from './source.js';

/** What a lexer makes of the text. `end` stands once, behind the last token. */
export type TokenKind = 'identifier' | 'integer' | 'float' | 'string' | 'symbol' | 'end';

export interface Comment extends Range {
  /** `/* … *\/` rather than `// …`. */
  readonly block: boolean;
}

export interface Token extends Range {
  readonly kind: TokenKind;
  /** The token as written. */
  readonly text: string;
  /** Set for strings: the bytes that are meant, escapes resolved. A string literal is bytes until a field says that it is text. */
  readonly bytes: Uint8Array | undefined;
  /** An error in it was reported: what it says is not what was meant. */
  readonly broken: boolean;
  /** What stands between this token and the one before, in order. */
  readonly comments: readonly Comment[] | undefined;
}

/** The token as an error names it. */
export function describeToken(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end of the file';
    case 'string':
      return `the string ${shorten(token.text)}`;
    case 'integer':
    case 'float':
      return `the number ${shorten(token.text)}`;
    default:
      return `"${shorten(token.text)}"`;
  }
}

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 37)}...`;
}
