import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FileDescriptorSet } from '../../../wire/protobuf/generated/descriptor.js';
import { repositoryPath, temporaryFolder } from '../../support/repository.js';
import { runNode, type ScriptResult } from '../../support/run-script.js';

const name = 'syntax = "proto3";\npackage common;\n// A name.\nmessage Name { string text = 1; }\n';
const hello = `syntax = "proto3";
package hello;
import "common/name.proto";
import "google/protobuf/descriptor.proto";
extend google.protobuf.MessageOptions { string note = 51301; }
message Hello { option (note) = "hi"; common.Name name = 1; }
`;

describe('barewire descriptor-set', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  const at = (path: string): string => join(folder.path, path);

  beforeEach(() => {
    folder = temporaryFolder('descriptor-set');
    write({ 'protos/hello.proto': hello, 'protos/common/name.proto': name });
  });
  afterEach(() => folder.remove());

  function write(files: { readonly [path: string]: string }): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), text);
    }
  }

  function barewire(...args: string[]): Promise<ScriptResult> {
    return runNode([repositoryPath('dist/lib/cli/main.js'), 'descriptor-set', ...args], folder.path);
  }

  const read = (path: string): FileDescriptorSet => FileDescriptorSet.decode(readFileSync(at(path)));

  it('writes the files that were asked for', async () => {
    const result = await barewire('protos/hello.proto', '-o', 'out/deep/hello.binpb');
    assert.deepEqual([result.code, result.stdout, result.stderr], [0, '1 file written to out/deep/hello.binpb\n', '']);
    const { file } = read('out/deep/hello.binpb');
    assert.deepEqual(
      file.map(({ name, sourceCodeInfo }) => [name, sourceCodeInfo]),
      [['hello.proto', undefined]],
    );
    assert.equal(file[0]!.messageType[0]!.field[0]!.typeName, '.common.Name');
  });

  it('puts in imports and source info when told to', async () => {
    const result = await barewire('protos/hello.proto', '--include-imports', '--include-source-info', '--quiet', '-o', 'all.binpb');
    assert.deepEqual([result.code, result.stdout, result.stderr], [0, '', '']);
    const { file } = read('all.binpb');
    assert.deepEqual(
      file.map((one) => one.name),
      ['common/name.proto', 'google/protobuf/descriptor.proto', 'hello.proto'],
    );
    const message = file[0]!.sourceCodeInfo!.location.find(({ path }) => path.join() === '4,0')!;
    assert.deepEqual([message.span, message.leadingComments], [[3, 0, 33], ' A name.\n']);
  });

  it('is the same set as buf builds', async () => {
    await barewire('protos', '--include-imports', '-o', 'ours.binpb');
    const script = repositoryPath('node_modules/@bufbuild/buf/bin/buf');
    const args = ['build', 'protos', '-o', 'theirs.binpb', '--as-file-descriptor-set', '--exclude-source-info'];
    assert.equal((await runNode([script, ...args], folder.path)).code, 0);
    const byName = ({ file }: FileDescriptorSet): object =>
      Object.fromEntries(
        file.filter((one) => !one.name!.startsWith('google/')).map((one) => [one.name, FileDescriptorSet.create({ file: [one] })]),
      );
    assert.deepEqual(byName(read('ours.binpb')), byName(read('theirs.binpb')));
  });

  it('writes ProtoJSON, options by their names', async () => {
    assert.equal((await barewire('protos', '--format', 'json', '--out', 'all.json')).code, 0);
    const { file } = JSON.parse(readFileSync(at('all.json'), 'utf8'));
    assert.deepEqual(
      file.map((one: { name: string }) => one.name),
      ['common/name.proto', 'hello.proto'],
    );
    assert.deepEqual(file[1].messageType[0].options, { '[hello.note]': 'hi' });
  });

  it('tells errors, and writes nothing then', async () => {
    write({ 'protos/bad.proto': 'syntax = "proto3"; message M { Missing a = 1; }' });
    for (const format of ['binary', 'json']) {
      const result = await barewire('protos', '--format', format, '-o', 'out.binpb');
      assert.equal(result.code, 1);
      assert.match(result.stderr, /bad\.proto:1:32: "Missing" is not defined/);
      assert.match(result.stderr, /barewire: 1 error, nothing was written\n$/);
      assert.ok(!existsSync(at('out.binpb')));
    }
    const taken = await barewire('protos/hello.proto', '-o', 'protos');
    assert.deepEqual([taken.code, taken.stderr], [1, 'barewire: "protos" cannot be written: it is a folder\n']);
  });

  it('refuses a wrong command line', async () => {
    for (const [args, expected] of [
      [['-o', 'x'], /no input: name a \.proto file or a folder/],
      [['protos'], /no output: name the file to write/],
      [['protos', '-o', 'x', '--format', 'jsn'], /--format takes binary, json, got "jsn" \(did you mean json\?\)/],
      [['protos', '--include-import', '-o', 'x'], /did you mean --include-imports\?/],
    ] as const) {
      const result = await barewire(...args);
      assert.equal(result.code, 2);
      assert.match(result.stderr, expected);
      assert.match(result.stderr, /\nbarewire help descriptor-set tells what there is\.\n$/);
    }
  });
});
