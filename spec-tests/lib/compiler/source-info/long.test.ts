import assert from 'node:assert/strict';
import { compileSources } from '../../../../lib/compiler/index.js';

function locationsOf(text: string): number {
  const { files, diagnostics } = compileSources(['x.proto'], (name) => (name === 'x.proto' ? text : undefined), { sourceInfo: true });
  assert.deepEqual(
    diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    [],
  );
  return files.at(-1)!.proto.sourceCodeInfo!.location.length;
}

describe('source info of a long file', () => {
  const many = 8_000;
  const fields = (between: string): string =>
    Array.from({ length: many }, (_, index) => `${between}int32 f${index} = ${index + 1};`).join('');
  const long: readonly [string, string, number][] = [
    ['one line', `syntax = "proto3"; message M {${fields('')}}`, many * 4],
    ['one line with tabs', `syntax = "proto3"; message M {${fields('\t')}}`, many * 4],
    ['one line with characters of two columns', `syntax = "proto3"; message M {${fields('/* 中 */')}}`, many * 4],
    ['comments everywhere', `syntax = "proto3"; message M {${fields('// a\n\n/* b */\n// c\n')}}`, many * 4],
    ['empty statements', `syntax = "proto3"; ${'// a\n\n;'.repeat(many)}message M {}`, 3],
    [
      'ranges of one statement',
      `message M { // a\n extensions ${Array.from({ length: many }, (_, index) => index * 2 + 1).join(', ')}; }`,
      many * 4,
    ],
    [
      'options of one element',
      `import "google/protobuf/descriptor.proto"; extend google.protobuf.FileOptions { repeated int32 o = 51231; } ${'option (o) = 1;'.repeat(many)}`,
      many * 2,
    ],
    [
      'one value of many fields',
      `import "google/protobuf/descriptor.proto"; message A { repeated int32 a = 1; } extend google.protobuf.FileOptions { optional A o = 51231; } option (o) = {${' a: 1'.repeat(many)} };`,
      many,
    ],
  ];
  for (const [what, text, least] of long) {
    it(`of ${what} takes time that grows with its length alone`, function () {
      this.timeout(20_000);
      assert.ok(locationsOf(text) >= least);
    });
  }
});

describe('columns of source info', () => {
  /** Where the field `a` begins behind `before` on its line. */
  function columnBehind(before: string): number {
    const text = `syntax = "proto3";\nmessage M {\n${before}int32 a = 1;\n}\n`;
    const { files } = compileSources(['x.proto'], () => text, { sourceInfo: true });
    return files[0]!.proto.sourceCodeInfo!.location.find(({ path }) => path.join() === '4,0,2,0')!.span[1]!;
  }

  // As `buf build` counts them; the corpus compares whole files with it.
  for (const [what, before, column] of [
    ['tabs reach to the next multiple of four', '\t', 4],
    ['a tab behind two spaces is two columns', '  \t', 4],
    ['a tab behind a full stop is four', '    \t', 8],
    ['wide characters are two', '/* 中文 */', 10],
    ['half-wide ones are one', '/* ｱ */', 7],
    ['combining marks are none', '/* e\u0301 */', 7],
    ['characters beyond U+FFFF are counted once', '/* \u{1d11e} */', 7],
    ['emoji are two, however many parts they have', '/* 👨‍👩‍👧 */', 8],
    ['flags are two', '/* 🇩🇪 */', 8],
    ['tabs behind wide characters count columns', '/*中*/\t', 8],
  ] as const) {
    it(what, () => assert.equal(columnBehind(before), column));
  }
});
