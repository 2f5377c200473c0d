import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { compile, formatDiagnostic } from '../../../lib/compiler/index.js';
import { temporaryFolder } from '../../support/repository.js';

describe('include paths', () => {
  const folder = temporaryFolder('files');
  const at = (path: string): string => join(folder.path, path);
  const put = (path: string, text: string | Uint8Array): string => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
    return at(path);
  };
  const proto = (body: string): string => `syntax = "proto3";\n${body}\n`;
  const printed = async (inputs: string[], includePaths?: string[]): Promise<string> =>
    (await compile(inputs, { includePaths })).diagnostics
      .map(formatDiagnostic)
      .join('\n')
      .replaceAll(folder.path, 'TMP')
      .replaceAll(relative('', folder.path), 'TMP');
  after(() => folder.remove());

  it('are the folders of the inputs where none are given', async () => {
    put('plain/common.proto', proto('message Common {}'));
    const input = put('plain/hello.proto', proto('import "common.proto"; message Hello { Common common = 1; }'));
    const { files, diagnostics } = await compile([input]);
    assert.deepEqual(diagnostics, []);
    assert.deepEqual(
      files.map(({ name, isInput }) => [name, isInput]),
      [
        ['common.proto', false],
        ['hello.proto', true],
      ],
    );
  });

  it('are searched in their order, and names start from them', async () => {
    put('first/shop/order.proto', proto('package shop; message Order { string from_first = 1; }'));
    put('second/shop/order.proto', proto('package shop; message Order { string from_second = 1; }'));
    const input = put('main/app/main.proto', proto('import "shop/order.proto"; message Main { shop.Order order = 1; }'));
    const { files } = await compile([input], { includePaths: [at('main'), at('second'), at('first')] });
    assert.deepEqual(
      files.map(({ name }) => name),
      ['shop/order.proto', 'app/main.proto'],
    );
    assert.equal(files[0]!.proto.messageType[0]!.field[0]!.name, 'from_second');
  });

  it('give inputs by their import name too', async () => {
    put('named/shop/a.proto', proto('message A {}'));
    const { files } = await compile(['shop/a.proto'], { includePaths: [at('named')] });
    assert.deepEqual(
      files.map(({ name, isInput }) => [name, isInput]),
      [['shop/a.proto', true]],
    );
    assert.equal((await compile(['google/protobuf/any.proto'])).files[0]!.name, 'google/protobuf/any.proto');
  });

  it('that hide an input behind another file are an error', async () => {
    put('hiding/x.proto', proto('message X {}'));
    const input = put('hidden/x.proto', proto('message X {}'));
    assert.equal(
      await printed([input], [at('hiding'), at('hidden')]),
      'TMP/hidden/x.proto: "TMP/hiding/x.proto" comes first under the name "x.proto"\nhelp: put the include path of the input before the others, or rename one of the files',
    );
  });

  it('that an input lies outside of are an error', async () => {
    const input = put('outside/x.proto', proto('message X {}'));
    mkdirSync(at('empty'), { recursive: true });
    assert.equal(
      await printed([input], [at('empty')]),
      "TMP/outside/x.proto: the file lies in none of the include paths\nhelp: add it as an include path (-I TMP/outside, or includePaths: ['TMP/outside'])",
    );
  });

  it('that are missing are named where a folder above has the import', async () => {
    put('protos/shop/v1/types.proto', proto('package shop.v1; message T {}'));
    const input = put('protos/shop/v1/main.proto', proto('import "shop/v1/types.proto";'));
    assert.equal(
      await printed([input]),
      [
        'TMP/protos/shop/v1/main.proto:2:8: cannot find "shop/v1/types.proto"',
        '    2 | import "shop/v1/types.proto";',
        '      |        ^~~~~~~~~~~~~~~~~~~~~',
        "help: TMP/protos has it: add it as an include path (-I TMP/protos, or includePaths: ['TMP/protos'])",
      ].join('\n'),
    );
  });

  it('that do not have an import are listed', async () => {
    const input = put('alone/main.proto', proto('import "nowhere/at_all_to_be_found.proto";'));
    assert.match(
      await printed([input]),
      /help: looked in TMP\/alone; name the folder that "nowhere\/at_all_to_be_found\.proto" starts from as an include path \(-I FOLDER, or includePaths\)$/,
    );
  });

  it('errors name files as the caller did', async () => {
    const input = put('here/bad.proto', proto('message M { Nope a = 1; }'));
    const [diagnostic] = (await compile([relative('', input)])).diagnostics;
    assert.equal(diagnostic!.file, relative('', input));
  });

  it('a file that is not there, a folder, and a corrupt file are errors, beside those of the others', async () => {
    const good = put('mixed/good.proto', proto('message M { Nope a = 1; }'));
    const bad = put('mixed/bad.proto', Uint8Array.of(1, 0, 2));
    mkdirSync(at('mixed/folder.proto'), { recursive: true });
    const text = await printed([good, bad, at('mixed/folder.proto'), at('mixed/none.proto')]);
    for (const expected of [
      /TMP\/mixed\/good\.proto:2:13: "Nope" is not defined/,
      /TMP\/mixed\/bad\.proto: the file is binary/,
      /TMP\/mixed\/folder\.proto: there is no such file/,
      /TMP\/mixed\/none\.proto: there is no such file/,
    ]) {
      assert.match(text, expected);
    }
  });

  it('an import of a corrupt file says so once, at the file', async () => {
    put('corrupt/bad.proto', Uint8Array.of(0xff, 0xfe, 0));
    const input = put('corrupt/main.proto', proto('import "bad.proto"; message M { bad.B b = 1; }'));
    assert.equal(await printed([input]), 'TMP/corrupt/bad.proto: the file is UTF-16\nhelp: save it as UTF-8');
  });

  it('a descriptor.proto of their own takes the place of the one that comes with the compiler', async () => {
    put(
      'own/google/protobuf/descriptor.proto',
      'syntax = "proto2"; package google.protobuf; message FileOptions { optional string java_package = 1; extensions 1000 to max; } message MessageOptions { extensions 1000 to max; }',
    );
    const input = put(
      'own/main.proto',
      proto(
        'import "google/protobuf/descriptor.proto"; extend google.protobuf.FileOptions { string mine = 5000; } option (mine) = "x"; option go_package = "y";',
      ),
    );
    const text = await printed([input]);
    assert.match(text, /a file has no option "go_package"/);
    assert.match(text, /help: it has java_package$/);
  });
});
