import assert from 'node:assert/strict';
import { generateEach } from '../../../../lib/compiler/generator/generate-all.js';
import { compileSources, GeneratorError, generateAll } from '../../../../lib/compiler/index.js';

describe('generated files', () => {
  const sources: Readonly<Record<string, string>> = {
    'shop.proto': `edition = "2024"; package shop;
      import "parts.proto"; import option "notes.proto"; import option "google/protobuf/go_features.proto";
      option (notes.note) = { text: "a" }; option features.(pb.go).api_level = API_OPEN;
      message Order { shop.Part part = 1; }`,
    'parts.proto': 'syntax = "proto3"; package shop; import "deep.proto"; message Part { Deep deep = 1; }',
    'deep.proto': 'syntax = "proto3"; package shop; message Deep { }',
    'notes.proto': `edition = "2024"; package notes;
      import "google/protobuf/descriptor.proto"; import "deep.proto";
      message Note { string text = 1; shop.Deep deep = 2; }
      extend google.protobuf.FileOptions { Note note = 50000; }`,
  };
  const paths = (...inputs: string[]): string[] => {
    const { files, diagnostics } = compileSources(inputs, (name) => sources[name]);
    assert.deepEqual(diagnostics, []);
    return generateAll(files)
      .map(({ path }) => path)
      .sort();
  };

  it('are those of the inputs and of all they import', () => {
    assert.deepEqual(paths('parts.proto'), ['deep.ts', 'parts.ts']);
  });

  it('leave out what is imported for its options alone (Protobuf overview: import option)', () => {
    assert.deepEqual(paths('shop.proto'), ['deep.ts', 'parts.ts', 'shop.ts']);
  });

  it('have it where it is an input itself', () => {
    assert.deepEqual(paths('shop.proto', 'notes.proto'), ['deep.ts', 'google/protobuf/descriptor.ts', 'notes.ts', 'parts.ts', 'shop.ts']);
  });

  describe('one after the other', () => {
    const compiled = compileSources(['shop.proto', 'parts.proto'], (name) => sources[name]).files;

    it('are printed when they are asked for', () => {
      // Each is asked for its text once, by the file that is printed.
      const asked: string[] = [];
      const watched = compiled.map((file) => ({
        ...file,
        get comments() {
          asked.push(file.name);
          return file.comments;
        },
      }));
      const files = generateEach(watched)[Symbol.iterator]();
      assert.deepEqual(asked, []);
      assert.equal(files.next().value?.path, 'deep.ts');
      assert.deepEqual(asked, ['deep.proto']);
      assert.deepEqual([...generateEach(compiled)], generateAll(compiled));
    });

    it('are refused before the first where two become the same, or a name is none', () => {
      assert.throws(() => generateEach(compiled, { outputStem: () => 'all' }), /two inputs would both become 'all\.ts'/);
      assert.throws(() => generateEach(compiled, { outputStem: () => 'all', target: 'js' }), /two inputs would both become 'all\.js'/);
      const last = compiled[compiled.length - 1]!;
      const odd = { ...last, proto: { ...last.proto, messageType: last.proto.messageType.map((type) => ({ ...type, name: 'a b' })) } };
      assert.throws(() => generateEach([...compiled.slice(0, -1), odd]), GeneratorError);
    });
  });
});
