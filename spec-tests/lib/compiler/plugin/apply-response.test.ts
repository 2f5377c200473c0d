import assert from 'node:assert/strict';
import { PluginOutput } from '../../../../lib/compiler/plugin/apply-response.js';
import { PluginError } from '../../../../lib/compiler/plugin/error.js';
import {
  CodeGeneratorResponse,
  type CodeGeneratorResponse_FileInit,
  type CodeGeneratorResponseInit,
} from '../../../../wire/protobuf/generated/plugin.js';

const output = (...responses: readonly CodeGeneratorResponseInit[]): { readonly [path: string]: string } => {
  const all = new PluginOutput();
  for (const [index, response] of responses.entries()) all.add(`p${index}`, CodeGeneratorResponse.create(response));
  return Object.fromEntries(all.files.map(({ path, text }) => [path, text]));
};

describe('the response of a plugin', () => {
  it('is files, the content of which may come in pieces', () => {
    const file: CodeGeneratorResponse_FileInit[] = [{ name: 'a/b.txt', content: 'one\n' }, { content: 'two\n' }, { name: 'c' }];
    assert.deepEqual(output({ file }), { 'a/b.txt': 'one\ntwo\n', c: '' });
  });

  it('goes into files of plugins before it, above the insertion point and indented like it', () => {
    const first = { file: [{ name: 'x', content: 'class {\n\t // @@protoc_insertion_point(scope)\n}\n// @@protoc_insertion_point(end)' }] };
    const insert = (insertionPoint: string, content: string) => ({ file: [{ name: 'x', insertionPoint, content }] });
    assert.equal(
      output(first, insert('scope', 'a\n\nb')).x,
      'class {\n\t a\n\n\t b\n\t // @@protoc_insertion_point(scope)\n}\n// @@protoc_insertion_point(end)',
    );
    assert.equal(
      output(first, insert('end', 'a\n'), insert('end', 'b\n')).x,
      'class {\n\t // @@protoc_insertion_point(scope)\n}\na\nb\n// @@protoc_insertion_point(end)',
      'in the order in which they come',
    );
    assert.equal(output(first, insert('end', '')).x, first.file[0]!.content);
    const inline = { file: [{ name: 'x', content: 'f(a/* @@protoc_insertion_point(arguments) */)' }] };
    assert.equal(output(inline, insert('arguments', ', b')).x, 'f(a, b/* @@protoc_insertion_point(arguments) */)');
    assert.equal(output({ file: [...first.file, ...insert('end', 'z').file] }).x?.split('\n')[3], 'z', 'of the same plugin too');
  });

  for (const path of [
    '',
    '/etc/passwd',
    '../x',
    'a/../../x',
    'a/./b',
    './a',
    'a//b',
    'a/',
    'a\\..\\b',
    'C:/x',
    'c:x',
    'a\u0000b',
    'a\nb',
    '..',
    '.',
  ]) {
    it(`is refused where it leaves the output folder: ${JSON.stringify(path)}`, () => {
      const all = new PluginOutput();
      const error = { name: PluginError.name, message: path === '' ? /without a name/ : /no path below the output folder/ };
      assert.throws(() => all.add('p', CodeGeneratorResponse.create({ file: [{ name: path, content: 'x' }] })), error);
      assert.deepEqual(all.files, []);
    });
  }

  for (const [what, responses, message] of [
    ['its error', [{ error: 'no such option' }], 'p0: no such option'],
    ['its error, though it is empty', [{ error: '' }], 'p0: failed and did not say why'],
    ['a file that is there', [{ file: [{ name: 'x' }] }, { file: [{ name: 'x' }] }], 'p1 writes "x", which is written already'],
    ['a file of the same plugin', [{ file: [{ name: 'x' }, { name: 'x' }] }], 'p0 writes "x", which is written already'],
    [
      'an insertion into nothing',
      [{ file: [{ name: 'x', insertionPoint: 'a', content: '' }] }],
      'p0 adds to "x", which no plugin wrote before it: give the one that does first',
    ],
    [
      'an insertion point that is not there',
      [{ file: [{ name: 'x', content: '@@protoc_insertion_point(ab)' }] }, { file: [{ name: 'x', insertionPoint: 'a' }] }],
      'p1 adds to "x" at the insertion point "a", which is not there',
    ],
    ['a piece of no file', [{ file: [{ content: 'x' }] }], 'p0 answered a file without a name'],
  ] as const) {
    it(`is refused for ${what}`, () => {
      assert.throws(() => output(...responses), { name: PluginError.name, message });
    });
  }

  it('may have names that objects have', () => {
    const all = new PluginOutput();
    all.add(
      'p',
      CodeGeneratorResponse.create({
        file: [
          { name: '__proto__', content: 'x' },
          { name: 'constructor', content: 'y' },
        ],
      }),
    );
    assert.deepEqual(all.files, [
      { path: '__proto__', text: 'x' },
      { path: 'constructor', text: 'y' },
    ]);
  });
});
