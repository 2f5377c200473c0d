/** `barewire gen --plugin`: plugins of others, our own, and ones that misbehave. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findPlugin } from '../../../lib/cli/find-plugin.js';
import { runPlugin } from '../../../lib/cli/run-plugin.js';
import { CodeGeneratorRequest } from '../../../wire/protobuf/generated/plugin.js';
import { repositoryPath, temporaryFolder } from '../../support/repository.js';
import { runNode, type ScriptResult } from '../../support/run-script.js';

const hello = `// Greets.
syntax = "proto3";
package hello;
import "common/name.proto";
import "google/protobuf/timestamp.proto";
// A greeting.
message Hello {
  common.Name name = 1;
  // When.
  google.protobuf.Timestamp at = 2;
  optional int64 count = 3;
}
`;
const name = 'syntax = "proto3";\npackage common;\nmessage Name { string text = 1; }\n';

describe('barewire gen --plugin', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  const at = (path: string): string => join(folder.path, path);

  beforeEach(() => {
    folder = temporaryFolder('gen-plugin');
    write({ 'protos/hello.proto': hello, 'protos/common/name.proto': name });
  });
  afterEach(() => folder.remove());

  function write(files: { readonly [path: string]: string }): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), text);
    }
  }

  function gen(...args: string[]): Promise<ScriptResult> {
    return runNode([repositoryPath('dist/lib/cli/main.js'), 'gen', '-I', 'protos', ...args], folder.path);
  }

  /** A plugin that answers `response`, an expression over the decoded request. */
  function plugin(path: string, response: string): string {
    const door = pathToFileURL(repositoryPath('dist/wire/well-known.js')).href;
    write({
      [path]: `#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { CodeGeneratorRequest, CodeGeneratorResponse } from '${door}';
const request = CodeGeneratorRequest.decode(readFileSync(0));
process.stdout.write(CodeGeneratorResponse.encode(${response}));
`,
    });
    chmodSync(at(path), 0o755);
    return `./${path}`;
  }

  const all = 'supportedFeatures: 3n, minimumEdition: 998, maximumEdition: 1001';

  it('drives protoc-gen-es, whose code then runs', async () => {
    const result = await gen('protos', '--plugin', 'es', '--plugin-opt', 'target=js', '--plugin-opt', 'import_extension=js', '-o', 'gen');
    assert.deepEqual([result.code, result.stderr], [0, '']);
    assert.match(result.stdout, /2 files written to gen\n$/);
    assert.match(readFileSync(at('gen/hello_pb.js'), 'utf8'), /protoc-gen-es v[\d.]+ with parameter "target=js,import_extension=js"/);
    const module = (await import(pathToFileURL(at('gen/hello_pb.js')).href)) as { HelloSchema: { typeName: string; fields: unknown[] } };
    assert.equal(module.HelloSchema.typeName, 'hello.Hello');
    assert.equal(module.HelloSchema.fields.length, 3);
    const again = await gen('protos', '--plugin', 'es', '--plugin-opt', 'target=js,import_extension=js', '-o', 'gen', '--check');
    assert.deepEqual([again.code, again.stderr], [0, '']);
  });

  it('drives protoc-gen-barewire, which prints what barewire gen prints', async () => {
    assert.equal((await gen('protos/hello.proto', '--include-imports', '--plugin', 'barewire', '-o', 'a')).code, 0);
    assert.equal((await gen('protos/hello.proto', '--well-known', 'import', '-o', 'b')).code, 0);
    for (const path of ['hello.ts', 'common/name.ts'])
      assert.equal(readFileSync(at(`a/${path}`), 'utf8'), readFileSync(at(`b/${path}`), 'utf8'));
    assert.deepEqual(readdirSync(at('a')).sort(), ['common', 'hello.ts']);
    assert.equal((await gen('protos/hello.proto', '--plugin', 'barewire', '-o', 'c')).code, 0);
    assert.deepEqual(readdirSync(at('c')), ['hello.ts'], 'imports are not asked for by themselves');
  });

  it('hands over descriptors, order, options and version', async () => {
    const path = plugin(
      'tell.mjs',
      `{ ${all}, file: [{ name: 'told.json', content: JSON.stringify([request.fileToGenerate, request.parameter, request.protoFile.map((file) => file.name),
      request.sourceFileDescriptors.length, request.compilerVersion.suffix, request.protoFile.at(-1).messageType[0].field[0].jsonName]) }] }`,
    );
    assert.equal((await gen('protos/hello.proto', '--plugin', path, '--plugin-opt', 'a=1', '--plugin-opt', 'b', '-o', 'out')).code, 0);
    assert.deepEqual(JSON.parse(readFileSync(at('out/told.json'), 'utf8')), [
      ['hello.proto'],
      'a=1,b',
      ['common/name.proto', 'google/protobuf/timestamp.proto', 'hello.proto'],
      1,
      'barewire',
      'name',
    ]);
  });

  it('lets a later plugin add to the files of an earlier one, each with its options', async () => {
    const one = plugin(
      'one.mjs',
      `{ ${all}, file: [{ name: 'x.txt', content: request.parameter + '\\n  # @@protoc_insertion_point(here)\\n' }] }`,
    );
    const two = plugin('two.mjs', `{ ${all}, file: [{ name: 'x.txt', insertionPoint: 'here', content: request.parameter }] }`);
    const flags = ['--plugin', one, '--plugin', two, '-o', 'out'];
    const result = await gen('protos', ...flags, '--plugin-opt', `${one}:first`, '--plugin-opt', `${two}:second`);
    assert.deepEqual([result.code, result.stderr], [0, '']);
    assert.equal(readFileSync(at('out/x.txt'), 'utf8'), 'first\n  second\n  # @@protoc_insertion_point(here)\n');
    const unclear = await gen('protos', ...flags, '--plugin-opt', 'third');
    assert.equal(unclear.code, 2);
    assert.match(unclear.stderr, /--plugin-opt "third" is for which plugin\? Write NAME:OPTION/);
  });

  it('writes nothing at all where one file would leave the output folder', async () => {
    const path = plugin('evil.mjs', `{ ${all}, file: [{ name: 'fine.txt', content: 'x' }, { name: '../evil.txt', content: 'x' }] }`);
    const result = await gen('protos', '--plugin', path, '-o', 'out');
    assert.equal(result.code, 1);
    assert.match(result.stderr, /writes "\.\.\/evil\.txt", which is no path below the output folder: nothing was written/);
    assert.ok(!existsSync(at('out')) && !existsSync(at('evil.txt')));
  });

  for (const [what, response, error] of [
    ['its error', `{ ${all}, error: 'no such option: x' }`, /no such option: x\n$/],
    [
      'optional fields that it does not know',
      '{ supportedFeatures: 0n }',
      /does not know the optional fields of proto3, which hello\.proto has/,
    ],
    [
      'a crash',
      '(() => { console.error("oh no"); process.exit(3); })()',
      /^oh no\nbarewire: .* ended with exit code 3: nothing was written\n$/,
    ],
    ['a signal', '(() => process.kill(process.pid, "SIGKILL"))()', /ended by SIGKILL/],
    [
      'an answer without end',
      'await (async () => { const piece = Buffer.alloc(1 << 24); for (;;) await new Promise((done) => process.stdout.write(piece, done)); })()',
      /answered more than 268435456 bytes, and was stopped: nothing was written/,
    ],
    [
      'a file in a file',
      `{ ${all}, file: [{ name: 'a/b', content: 'x' }, { name: 'a/b/c', content: 'x' }] }`,
      /writes "a\/b\/c" into "a\/b", which is a file\n$/,
    ],
    [
      'a file in place of a folder',
      `{ ${all}, file: [{ name: 'a/b/c', content: 'x' }, { name: 'a', content: 'x' }] }`,
      /writes "a", which is a folder of other files\n$/,
    ],
    ['a path without end', `{ ${all}, file: [{ name: 'a/'.repeat(1e6) + 'b', content: 'x' }] }`, /writes a path of 2000001 characters/],
    ['an answer that is none', '(() => { process.stdout.write("Hello"); process.exit(0); })()', /answered what is no response of a plugin/],
  ] as const) {
    it(`fails with ${what}`, async () => {
      const result = await gen('protos', '--plugin', plugin('p.mjs', response), '-o', 'out');
      assert.equal(result.code, 1);
      assert.match(result.stderr, error);
      assert.ok(!existsSync(at('out')));
    });
  }

  it('tells whom it waits for, and ends a plugin that takes too long', async () => {
    write({ 'hang.mjs': 'setInterval(() => {}, 1 << 30);' });
    const said: string[] = [];
    const terminal = { out: () => {}, error: (text: string) => said.push(text) };
    const request = CodeGeneratorRequest.create();
    await assert.rejects(runPlugin(at('hang.mjs'), request, terminal, { noticeMs: 1, timeoutMs: 20 }), {
      name: 'CommandError',
      message:
        /hang\.mjs \(pid \d+\) took more than 0\.02 s, and was stopped: nothing was written; --plugin-timeout SECONDS gives it longer$/,
    });
    assert.match(said.join(''), /^barewire: waiting for .*hang\.mjs \(pid \d+\)\n$/);
    const result = await gen('protos', '--plugin', './hang.mjs', '--plugin-timeout', '0.05', '-o', 'out');
    assert.equal(result.code, 1);
    assert.match(result.stderr, /took more than 0\.05 s/);
    for (const seconds of ['0', '1e3', 'x', '2147484', '-1', '1.2.3'])
      assert.equal((await gen('protos', '--plugin', 'es', `--plugin-timeout=${seconds}`)).code, 2, seconds);
    assert.match((await gen('protos', '--plugin-timeout', '5')).stderr, /--plugin-timeout is for plugins/);
  });

  it('gives up where a process that the plugin started holds its output', async () => {
    write({
      'leaves.mjs': `import { spawn } from 'node:child_process';
const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'inherit', 'inherit'], detached: true });
child.stdin.on('error', () => {});
setInterval(() => {}, 1 << 30);`,
    });
    const result = await gen('protos', '--plugin', './leaves.mjs', '--plugin-timeout', '0.3', '-o', 'out');
    assert.match(result.stderr, /took more than 0\.3 s/);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    it(`ends the plugin when it is ended by ${signal}`, async () => {
      // The plugin holds a connection to the test, which the system closes when it ends, whoever ends it.
      const server = createServer().listen(at('door'));
      write({
        'held.mjs': `import { connect } from 'node:net';\nconnect(${JSON.stringify(at('door'))});\nprocess.on('${signal}', () => {});`,
      });
      const child = spawn(process.execPath, [repositoryPath('dist/lib/cli/main.js'), 'gen', 'protos', '--plugin', './held.mjs'], {
        cwd: folder.path,
        stdio: 'ignore',
      });
      try {
        const [socket] = (await once(server, 'connection')) as [Socket];
        const closed = once(socket.resume(), 'close');
        socket.on('error', () => {});
        child.kill(signal);
        const [code, by] = (await once(child, 'close')) as [number | null, string | null];
        assert.deepEqual([code, by], [null, signal]);
        await closed;
      } finally {
        child.kill('SIGKILL');
        server.close();
      }
    });

  it('shows control characters of a plugin by their numbers', async () => {
    const bell = '"\\u001b[31mred\\u0007 \\u009b2J \\u202e back\\ttab\\r\\nnext\\rline"';
    const shown = '\\x1b[31mred\\x07 \\x9b2J \\u202e back\ttab\nnext\\x0dline';
    const failed = await gen('protos', '--plugin', plugin('p.mjs', `{ ${all}, error: ${bell} }`), '-o', 'out');
    assert.ok(failed.stderr.endsWith(`: ${shown}\n`), JSON.stringify(failed.stderr));
    const crashed = await gen('protos', '--plugin', plugin('q.mjs', `(() => { console.error(${bell}); process.exit(3); })()`), '-o', 'out');
    assert.ok(crashed.stderr.startsWith(`${shown}\nbarewire: `), JSON.stringify(crashed.stderr));
    const path = await gen('protos', '--plugin', plugin('r.mjs', `{ ${all}, file: [{ name: 'a\\u009bb', content: '' }] }`), '-o', 'out');
    assert.match(path.stderr, /which is no path below the output folder/);
    assert.ok(!path.stderr.includes('\u009b'));
  });

  it('does not mind a plugin that reads no request', async () => {
    write({ 'deaf.mjs': '#!/usr/bin/env node\nprocess.stdout.write(Buffer.from([16, 3]));' });
    const result = await gen('protos', '--plugin', './deaf.mjs', '-o', 'out');
    assert.deepEqual([result.code, result.stderr], [0, '']);
  });

  it('tells where it looked for a plugin that is not there', async () => {
    const result = await gen('protos', '--plugin', 'nope');
    assert.equal(result.code, 1);
    assert.match(
      result.stderr,
      /there is no plugin "nope": protoc-gen-nope is neither in node_modules\/\.bin, here or above, nor on the PATH/,
    );
    assert.match((await gen('protos', '--plugin', './nope')).stderr, /there is no plugin "\.\/nope"/);
    write({ 'plain.txt': 'x' });
    assert.match((await gen('protos', '--plugin', './plain.txt')).stderr, /cannot be started: permission denied/);
  });

  it('finds plugins in the project first, then on the PATH', async () => {
    plugin('bin/protoc-gen-mine', '{}');
    plugin('node_modules/.bin/protoc-gen-es', '{}');
    const before = [process.cwd(), process.env.PATH] as const;
    try {
      process.chdir(folder.path);
      process.env.PATH = `${at('bin')}${delimiter}${before[1]}`;
      assert.equal(await findPlugin('mine'), at('bin/protoc-gen-mine'));
      assert.equal(await findPlugin('es'), at('node_modules/.bin/protoc-gen-es'));
      symlinkSync(at('bin/protoc-gen-mine'), at('linked'));
      assert.equal(await findPlugin('./linked'), at('linked'));
    } finally {
      process.chdir(before[0]);
      process.env.PATH = before[1];
    }
  });

  it('refuses options of our generator beside a plugin, and those of plugins without one', async () => {
    for (const [args, error] of [
      [['--plugin', 'es', '--target', 'js'], /--target is for barewire's own generator: give the plugin what it takes as --plugin-opt/],
      [['--plugin-opt', 'x'], /--plugin-opt is for plugins: add --plugin NAME/],
      [['--include-imports'], /--include-imports is for plugins/],
    ] as const) {
      const result = await gen('protos', ...args);
      assert.equal(result.code, 2);
      assert.match(result.stderr, error);
    }
  });
});
