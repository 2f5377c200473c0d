/** Protobuf proto3-spec: String Literals. */
import type { Diagnostics } from './diagnostics.js';
import type { SourceFile } from './source.js';

const utf8 = new TextEncoder();

const simpleEscapes = new Map<string, number>([
  ['a', 0x07],
  ['b', 0x08],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['v', 0x0b],
  ['\\', 0x5c],
  ["'", 0x27],
  ['"', 0x22],
  ['?', 0x3f],
]);

export interface StringLiteral {
  readonly end: number;
  readonly bytes: Uint8Array;
  /** Whether its closing quote stands on its line; the caller reports it. */
  readonly isClosed: boolean;
}

/** Reads the literal whose quote stands at `start`. An escape that is none is reported, and the rest read as if it were not there. */
export function readStringLiteral(source: SourceFile, start: number, diagnostics: Diagnostics): StringLiteral {
  const text = source.text;
  const quote = text[start]!;
  let at = start + 1;
  // The common case: no escape up to the closing quote.
  while (at < text.length && text[at] !== quote && text[at] !== '\\' && text[at] !== '\n') at++;
  if (text[at] === quote) return { end: at + 1, bytes: utf8.encode(text.slice(start + 1, at)), isClosed: true };

  const pieces: Uint8Array[] = [];
  let plainFrom = start + 1;
  at = start + 1;
  for (;;) {
    const character = text[at];
    if (character === undefined || character === '\n') {
      pieces.push(utf8.encode(text.slice(plainFrom, at)));
      return { end: endOnNextLine(text, at, quote) ?? at, bytes: join(pieces), isClosed: false };
    }
    if (character === quote) {
      pieces.push(utf8.encode(text.slice(plainFrom, at)));
      return { end: at + 1, bytes: join(pieces), isClosed: true };
    }
    if (character !== '\\') {
      at++;
      continue;
    }
    pieces.push(utf8.encode(text.slice(plainFrom, at)));
    const sequence = readEscape(text, at);
    if (sequence.bytes === undefined) {
      diagnostics.error(source, { start: at, end: Math.min(text.length, sequence.end) }, sequence.message, sequence.help);
    } else {
      pieces.push(sequence.bytes);
    }
    at = sequence.end;
    plainFrom = at;
  }
}

/** Where a string that goes on over the line's end was meant to end: behind the next line's first quote, if one of its quotes is left alone. */
function endOnNextLine(text: string, lineEnd: number, quote: string): number | undefined {
  let first: number | undefined;
  let quotes = 0;
  for (let at = lineEnd + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === quote) {
      first ??= at + 1;
      quotes++;
    }
  }
  return quotes % 2 === 1 ? first : undefined;
}

type Escape = { end: number; bytes: Uint8Array } | { end: number; bytes: undefined; message: string; help: string };

function readEscape(text: string, backslash: number): Escape {
  const letter = text[backslash + 1];
  const body = backslash + 2;
  if (letter === undefined || letter === '\n') {
    return {
      end: backslash + 1,
      bytes: undefined,
      message: 'a backslash stands alone at the end of the line',
      help: 'a backslash itself is written \\\\',
    };
  }
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) return { end: body, bytes: Uint8Array.of(simple) };
  if (letter === 'x' || letter === 'X') {
    const digits = digitsAt(text, body, 2, 16);
    if (digits === '')
      return { end: body, bytes: undefined, message: `\\${letter} needs one or two hexadecimal digits`, help: 'for example \\x0a' };
    return { end: body + digits.length, bytes: Uint8Array.of(Number.parseInt(digits, 16)) };
  }
  if (letter >= '0' && letter <= '7') {
    const digits = digitsAt(text, backslash + 1, 3, 8);
    const end = backslash + 1 + digits.length;
    // Three digits reach beyond a byte; as in C and in protoc, the byte is what is left of them.
    return { end, bytes: Uint8Array.of(Number.parseInt(digits, 8) & 0xff) };
  }
  if (letter === 'u' || letter === 'U') {
    const length = letter === 'u' ? 4 : 8;
    const digits = digitsAt(text, body, length, 16);
    const end = body + digits.length;
    if (digits.length < length)
      return {
        end,
        bytes: undefined,
        message: `\\${letter} needs ${length} hexadecimal digits`,
        help: `for example \\${letter}${'2713'.padStart(length, '0')}`,
      };
    const codePoint = Number.parseInt(digits, 16);
    if (codePoint > 0x10ffff)
      return {
        end,
        bytes: undefined,
        message: `\\U${digits} is beyond the last character of Unicode`,
        help: 'the last one is \\U0010ffff',
      };
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) {
      const low = codePoint < 0xdc00 && text.startsWith('\\u', end) ? Number.parseInt(digitsAt(text, end + 2, 4, 16), 16) : 0;
      if (low >= 0xdc00 && low <= 0xdfff) return { end: end + 6, bytes: utf8.encode(String.fromCharCode(codePoint, low)) };
      return {
        end,
        bytes: undefined,
        message: `\\${letter}${digits} is half a character (a surrogate)`,
        help: 'write the whole character with \\U and eight digits',
      };
    }
    return { end, bytes: utf8.encode(String.fromCodePoint(codePoint)) };
  }
  const end = body + (text.codePointAt(backslash + 1)! > 0xffff ? 1 : 0);
  return {
    end,
    bytes: undefined,
    message: `"\\${text.slice(backslash + 1, end)}" is no escape`,
    help: 'a backslash itself is written \\\\',
  };
}

function digitsAt(text: string, start: number, most: number, base: 8 | 16): string {
  let end = start;
  while (end < start + most && end < text.length && !Number.isNaN(Number.parseInt(text[end]!, base))) end++;
  return text.slice(start, end);
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
