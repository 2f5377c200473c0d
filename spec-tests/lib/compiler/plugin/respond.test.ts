import assert from 'node:assert/strict';
import { compileSources } from '../../../../lib/compiler/compile.js';
import { generateAll } from '../../../../lib/compiler/generator/generate-all.js';
import { respond } from '../../../../lib/compiler/plugin/respond.js';
import { CodeGeneratorRequest, type CodeGeneratorRequestInit } from '../../../../wire/protobuf/generated/plugin.js';

const sources: { readonly [name: string]: string } = {
  'a/shop.proto': 'syntax = "proto3"; package shop; import "b/part.proto"; message Order { int64 n = 1; part.Part part = 2; }',
  'b/part.proto': 'syntax = "proto3"; package part; import "google/protobuf/any.proto"; message Part { google.protobuf.Any any = 1; }',
};

const compiled = compileSources(['a/shop.proto'], (name) => sources[name]).files;
const protoFile = compiled.map((file) => file.proto);

function answer(init: CodeGeneratorRequestInit) {
  return respond(CodeGeneratorRequest.decode(CodeGeneratorRequest.encode({ protoFile, ...init })));
}

describe('protoc-gen-barewire', () => {
  it('answers the files it was asked for, and says what it knows', () => {
    const response = answer({ fileToGenerate: ['b/part.proto', 'a/shop.proto'], parameter: 'target=js,int64=string' });
    assert.equal(response.error, undefined);
    assert.equal(response.supportedFeatures, 3n);
    assert.deepEqual([response.minimumEdition, response.maximumEdition], [998, 1002]);
    const expected = generateAll(compiled, { target: 'js', int64: 'string', wellKnown: 'import' });
    assert.deepEqual(
      response.file.map(({ name, content }) => ({ path: name, text: content })),
      expected,
    );
    assert.deepEqual(
      answer({ fileToGenerate: ['b/part.proto'] }).file.map((file) => file.name),
      ['b/part.ts'],
    );
  });

  it('takes the well-known types from the library, or prints them', () => {
    const [imported] = answer({ fileToGenerate: ['b/part.proto'] }).file;
    assert.match(imported!.content!, /import \{ Any, any\$file \} from 'barewire\/well-known';/);
    const [printed] = answer({ fileToGenerate: ['b/part.proto'], parameter: 'well_known=generate' }).file;
    assert.match(printed!.content!, /from '\.\.\/google\/protobuf\/any\.js';/);
  });

  for (const [what, init, error] of [
    ['a wrong parameter', { parameter: 'int64=int' }, 'parameter int64 takes bigint, string, number, long, got "int"'],
    ['a file it was not brought', { fileToGenerate: ['c.proto'] }, 'the request asks for c.proto and does not bring it'],
    [
      'imports in the wrong order',
      { fileToGenerate: ['a/shop.proto'], protoFile: [protoFile.at(-1)!] },
      'a/shop.proto imports b/part.proto, which does not stand before it in the request',
    ],
    [
      'a path that leads out',
      { fileToGenerate: ['../x.proto'], protoFile: [{ name: '../x.proto', syntax: 'proto3' }] },
      /^'\.\.\/x\.proto' cannot be an import name/,
    ],
    [
      'two files of one name',
      {
        fileToGenerate: ['x', 'x.proto'],
        protoFile: [
          { name: 'x', syntax: 'proto3' },
          { name: 'x.proto', syntax: 'proto3' },
        ],
      },
      'two files would both become x.ts: rename one of them',
    ],
    [
      'a name that is none',
      { fileToGenerate: ['x.proto'], protoFile: [{ name: 'x.proto', syntax: 'proto3', messageType: [{ name: 'a b' }] }] },
      /'a b' cannot be the name of a declaration/,
    ],
    [
      'a type that is not there',
      {
        fileToGenerate: ['x.proto'],
        protoFile: [
          {
            name: 'x.proto',
            syntax: 'proto3',
            messageType: [{ name: 'M', field: [{ name: 'a', number: 1, label: 1, type: 11, typeName: '.Nope' }] }],
          },
        ],
      },
      /Nope/,
    ],
  ] as const satisfies readonly (readonly [string, CodeGeneratorRequestInit, string | RegExp])[]) {
    it(`tells ${what} as an error of the response`, () => {
      const response = answer(init);
      if (typeof error === 'string') assert.equal(response.error, error);
      else assert.match(response.error!, error);
      assert.deepEqual(response.file, []);
    });
  }
});
