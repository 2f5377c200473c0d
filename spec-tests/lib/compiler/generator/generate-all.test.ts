import assert from 'node:assert/strict';
import { compileSources, generateAll } from '../../../../lib/compiler/index.js';

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
});
