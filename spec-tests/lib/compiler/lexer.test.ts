import assert from 'node:assert/strict';
import { Diagnostics } from '../../../lib/compiler/diagnostics.js';
import { tokenize } from '../../../lib/compiler/lexer.js';
import { SourceFile } from '../../../lib/compiler/source.js';

function lex(text: string): { tokens: string[]; errors: string[] } {
  const diagnostics = new Diagnostics();
  const tokens = tokenize(new SourceFile('x.proto', text), diagnostics);
  return {
    tokens: tokens.slice(0, -1).map(({ kind, text: written }) => `${kind} ${written}`),
    errors: diagnostics.list.map(({ column, message }) => `${column} ${message}`),
  };
}

function bytesOf(literal: string): number[] | string {
  const diagnostics = new Diagnostics();
  const [token] = tokenize(new SourceFile('x.proto', literal), diagnostics);
  return diagnostics.list[0]?.message ?? [...token!.bytes!];
}

describe('the lexer', () => {
  it('splits a line into its tokens', () => {
    assert.deepEqual(lex('repeated .a.B c=1[packed=true];'), {
      tokens: [
        'identifier repeated',
        'symbol .',
        'identifier a',
        'symbol .',
        'identifier B',
        'identifier c',
        'symbol =',
        'integer 1',
        'symbol [',
        'identifier packed',
        'symbol =',
        'identifier true',
        'symbol ]',
        'symbol ;',
      ],
      errors: [],
    });
  });

  const integers = ['0', '7', '1234567890', '0x0', '0XfF09', '017', '00'];
  for (const text of integers)
    it(`reads ${text} as an integer`, () => assert.deepEqual(lex(text), { tokens: [`integer ${text}`], errors: [] }));

  const floats = ['1.', '.5', '1.5', '1e9', '1E+9', '1.e-9', '.5e0', '0.0', '00.5', '1e09'];
  for (const text of floats) it(`reads ${text} as a float`, () => assert.deepEqual(lex(text), { tokens: [`float ${text}`], errors: [] }));

  const noNumbers = ['08', '0x', '0xg', '1x', '1e', '1e+', '1.5.5', '1_000', '1.5f', '0x1.5', '1a.b'];
  for (const text of noNumbers)
    it(`reads ${text} as no number, and as one token`, () =>
      assert.deepEqual(lex(`${text};`), { tokens: [`integer ${text}`, 'symbol ;'], errors: [`1 "${text}" is not a number`] }));

  it('takes a sign for the exponent only where there is one', () => {
    assert.deepEqual(lex('1+2 1e-3 0x1e-3').tokens, [
      'integer 1',
      'symbol +',
      'integer 2',
      'float 1e-3',
      'integer 0x1e',
      'symbol -',
      'integer 3',
    ]);
  });

  const strings: readonly [string, number[] | string][] = [
    ["''", []],
    ['"a\'b"', [0x61, 0x27, 0x62]],
    ['"\\a\\b\\f\\n\\r\\t\\v\\\\\\\'\\"\\?"', [7, 8, 12, 10, 13, 9, 11, 0x5c, 0x27, 0x22, 0x3f]],
    ['"\\x1\\x1f\\XfFf"', [1, 0x1f, 0xff, 0x66]],
    ['"\\1\\12\\123\\1234"', [1, 0o12, 0o123, 0o123, 0x34]],
    ['"\\777"', [0xff]],
    ['"\\u00e9"', [0xc3, 0xa9]],
    ['"\\U0010ffff"', [0xf4, 0x8f, 0xbf, 0xbf]],
    ['"\\ud83d\\ude00"', [0xf0, 0x9f, 0x98, 0x80]],
    ['"é"', [0xc3, 0xa9]],
    ['"\\ud83d"', '\\ud83d is half a character (a surrogate)'],
    ['"\\ud83d\\u0041"', '\\ud83d is half a character (a surrogate)'],
    ['"\\ude00\\ud83d"', '\\ude00 is half a character (a surrogate)'],
    ['"\\U00110000"', '\\U00110000 is beyond the last character of Unicode'],
    ['"\\u12"', '\\u needs 4 hexadecimal digits'],
    ['"\\U0001f60"', '\\U needs 8 hexadecimal digits'],
    ['"\\xg"', '\\x needs one or two hexadecimal digits'],
    ['"\\q"', '"\\q" is no escape'],
    ['"\\😀"', '"\\😀" is no escape'],
    ['"a', 'this string has no end on its line'],
    ['"a\n"', 'this string has no end on its line'],
    ['"a\\', 'a backslash stands alone at the end of the line'],
  ];
  for (const [literal, expected] of strings) it(`reads ${JSON.stringify(literal)}`, () => assert.deepEqual(bytesOf(literal), expected));

  it('keeps comments with the token behind them', () => {
    const tokens = tokenize(new SourceFile('x.proto', '// a\n/* b */ c /**/ // d\n'), new Diagnostics());
    assert.deepEqual(
      tokens.map(({ text, comments }) => [text, comments?.map(({ block }) => block)]),
      [
        ['c', [false, true]],
        ['', [true, false]],
      ],
    );
  });

  const strange: readonly [string, string][] = [
    ['a $ b', '3 "$" has no meaning here'],
    ['a \u0001 b', '3 the invisible character U+0001 has no meaning here'],
    ['a\u00a0b', '2 the invisible character U+00A0 has no meaning here'],
    ['a “b” c', '3 "“" has no meaning here'],
    ['naïve', '3 a name cannot have "ï" in it'],
    ['日本 a', '1 a name cannot have "日" in it'],
    ['/* a', '1 this comment has no end'],
    ['/* /* */', '4 a comment opens inside a comment'],
  ];
  for (const [text, error] of strange) it(`says one thing of ${JSON.stringify(text)}`, () => assert.equal(lex(text).errors[0], error));
});
