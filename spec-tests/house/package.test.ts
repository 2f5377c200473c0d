/** The tarball as its users meet it: packed, installed without a network into fresh projects, called from each of them. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const house = (await import(join(root, 'scripts', 'house.mjs'))) as {
  runNpm(args: string[], options: { cwd: string; stdio: 'ignore' | 'inherit' }): Promise<number>;
};

const { packedCopy } = (await import(join(root, 'scripts', 'join.mjs'))) as { packedCopy(folder: string): Promise<void> };

const PROTO = `syntax = "proto3";
package hello;
service Greeter {
  rpc SayHello(HelloRequest) returns (HelloReply);
  rpc CountDown(HelloRequest) returns (stream HelloReply);
}
message HelloRequest { string name = 1; }
message HelloReply { string message = 1; }
`;

/** A server and a client in one process, which must end by itself. */
const CALLS = `
  const server = new Server();
  server.add(Greeter, {
    sayHello: (request) => ({ message: 'Hello, ' + request.name + '!' }),
    async *countDown() { for (const message of ['2', '1']) yield { message }; },
  });
  const { port } = await server.listen('127.0.0.1:0');
  const channel = new Channel('127.0.0.1:' + port);
  const greeter = createClient(Greeter, channel);
  console.log((await greeter.sayHello({ name: 'you' })).message);
  for await (const { message } of greeter.countDown({})) console.log(message);
  await channel.close();
  await server.close();
`;
const PRINTED = 'Hello, you!\n2\n1\n';

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function node(cwd: string, ...args: string[]): Promise<Ran> {
  return new Promise((done) => {
    const child = execFile(process.execPath, args, { cwd, timeout: 60_000 }, (_error, stdout, stderr) => {
      done({ code: child.exitCode ?? 1, stdout, stderr });
    });
  });
}

async function prints(cwd: string, expected: string, ...args: string[]): Promise<void> {
  assert.deepEqual(await node(cwd, ...args), { code: 0, stdout: expected, stderr: '' });
}

let folder = '';
/** A project into which npm has installed the tarball, without a network. */
let installed = '';

/** A fresh project: `manifest` is its package.json, `files` what stands in it. */
function project(name: string, manifest: object, files: Record<string, string>): string {
  const at = join(folder, name);
  mkdirSync(at);
  writeFileSync(join(at, 'package.json'), JSON.stringify({ name, private: true, ...manifest }));
  for (const [file, text] of Object.entries({ 'hello.proto': PROTO, ...files })) {
    mkdirSync(dirname(join(at, file)), { recursive: true });
    writeFileSync(join(at, file), text);
  }
  // What npm installed once, as npm would install it again: there is nothing but the package.
  if (installed !== '') cpSync(join(installed, 'node_modules'), join(at, 'node_modules'), { recursive: true, verbatimSymlinks: true });
  return at;
}

/** The command as npm installed it. */
function barewire(at: string, ...args: string[]): Promise<Ran> {
  return node(at, realpathSync(join(at, 'node_modules', 'barewire', manifestOf(at).bin.barewire)), ...args);
}

function manifestOf(at: string): { bin: { barewire: string }; exports: Record<string, string | Record<string, string>> } {
  return JSON.parse(readFileSync(join(at, 'node_modules', 'barewire', 'package.json'), 'utf8'));
}

/** What several doors share. */
function isJoined(file: string): boolean {
  return file.startsWith('dist/lib/joined/');
}

describe('the package', function () {
  this.timeout(120_000);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'barewire-package-'));
    // As `npm pack` does it, in a copy: other tests run what is built here meanwhile.
    const copy = join(folder, 'copy');
    await packedCopy(copy);
    const args = ['pack', '--ignore-scripts', '--pack-destination', folder];
    assert.equal(await house.runNpm(args, { cwd: copy, stdio: 'ignore' }), 0, 'npm pack');
    const tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);
    const first = project('installed', {}, {});
    const install = ['install', '--offline', '--no-audit', '--no-fund', '--no-package-lock', tarball];
    assert.equal(await house.runNpm(install, { cwd: first, stdio: 'ignore' }), 0, 'npm install of the tarball');
    installed = first;
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('serves an ECMAScript project: generated code, a server, a client, a process that ends', async () => {
    const imports = `import { Greeter } from './gen/hello.js';\nimport { Channel, createClient, Server } from 'barewire';\n`;
    const at = project('esm', { type: 'module' }, { 'main.js': imports + CALLS });
    assert.deepEqual(
      await barewire(at, 'gen', 'hello.proto', '--out', 'gen', '--target', 'js').then(({ code, stderr }) => ({ code, stderr })),
      { code: 0, stderr: '' },
    );
    assert.ok(existsSync(join(at, 'gen', 'hello.d.ts')));
    await prints(at, PRINTED, 'main.js');

    // The command is on the path of npm scripts and npx.
    assert.ok(readdirSync(join(at, 'node_modules', '.bin')).some((name) => name.startsWith('barewire')));
    assert.match((await barewire(at, 'help')).stdout, /gen/);
    assert.notEqual((await barewire(at, 'gen', 'missing.proto', '--out', 'gen')).code, 0);

    // The plugin is installed beside it, and is found where npm put it.
    assert.ok(readdirSync(join(at, 'node_modules', '.bin')).some((name) => name.startsWith('protoc-gen-barewire')));
    const byPlugin = await barewire(at, 'gen', 'hello.proto', '--out', 'by-plugin', '--plugin', 'barewire', '--plugin-opt', 'target=js');
    assert.deepEqual([byPlugin.code, byPlugin.stderr], [0, '']);
    for (const file of ['hello.js', 'hello.d.ts']) {
      assert.equal(readFileSync(join(at, 'by-plugin', file), 'utf8'), readFileSync(join(at, 'gen', file), 'utf8'));
    }
  });

  it('serves a CommonJS project through require, with generated code and with a schema that is loaded', async () => {
    const requires = `const { Channel, createClient, Server } = require('barewire');\n`;
    const at = project(
      'cjs',
      { type: 'commonjs' },
      {
        'gen/package.json': '{ "type": "module" }',
        'main.js': `${requires}const { Greeter } = require('./gen/hello.js');\n(async () => {${CALLS}})();`,
        'loaded.js': `${requires}const { load } = require('barewire/compiler');\n(async () => {\nconst Greeter = (await load('hello.proto')).service('hello.Greeter');${CALLS}})();`,
      },
    );
    assert.equal((await barewire(at, 'gen', 'hello.proto', '--out', 'gen', '--target', 'js')).code, 0);
    await prints(at, PRINTED, '--disable-warning=ExperimentalWarning', 'main.js');
    await prints(at, PRINTED, '--disable-warning=ExperimentalWarning', 'loaded.js');
  });

  it('serves a TypeScript project, on every version that is promised, and a CommonJS one from 5.8 on', async () => {
    const imports = ["import { Greeter } from './gen/hello.js';", "import { Channel, createClient, Server } from 'barewire';"];
    const doors = ['protobuf', 'compiler', 'google-rpc', 'http2', 'runtime', 'well-known'].map((door) => `import 'barewire/${door}';`);
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2022'],
      strict: true,
      exactOptionalPropertyTypes: true,
      verbatimModuleSyntax: false,
      rootDir: 'src',
      outDir: 'out',
      types: ['node'],
    };
    const at = project(
      'ts',
      { type: 'module' },
      {
        'src/main.ts': [...imports, ...doors, CALLS].join('\n'),
        'src/common.cts': [...imports, 'async function main(): Promise<void> {', CALLS, '}', 'void main();'].join('\n'),
        'tsconfig.json': JSON.stringify({ compilerOptions, files: ['src/main.ts'] }),
        'tsconfig.common.json': JSON.stringify({ compilerOptions, files: ['src/main.ts', 'src/common.cts'] }),
      },
    );
    mkdirSync(join(at, 'node_modules', '@types'), { recursive: true });
    for (const name of ['@types/node', 'undici-types'])
      symlinkSync(join(root, 'node_modules', name), join(at, 'node_modules', name), 'junction');
    assert.equal((await barewire(at, 'gen', 'hello.proto', '--out', 'src/gen')).code, 0);

    const compile = async (version: string, config: string, skipLibCheck: boolean): Promise<void> => {
      const tsc = join(root, 'node_modules', version, 'bin', 'tsc');
      const ran = await node(at, tsc, '-p', config, '--skipLibCheck', String(skipLibCheck));
      assert.deepEqual(ran, { code: 0, stdout: '', stderr: '' }, version);
    };
    // The declarations themselves are checked by the oldest and by the newest version.
    await Promise.all([compile('typescript-5.4', 'tsconfig.json', false), compile('typescript-5.9', 'tsconfig.common.json', true)]);
    await Promise.all([compile('typescript-6.0', 'tsconfig.common.json', true), compile('typescript', 'tsconfig.common.json', false)]);
    await prints(at, PRINTED, join('out', 'main.js'));
    await prints(at, PRINTED, '--disable-warning=ExperimentalWarning', join('out', 'common.cjs'));
  });

  describe('holds', () => {
    let home = '';
    let files: string[] = [];
    before(async () => {
      home = join(project('content', {}, {}), 'node_modules', 'barewire');
      files = readdirSync(home, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(home.length + 1)
            .replaceAll('\\', '/'),
        );
    });

    it('code, types, maps and the sources they name, and nothing else', () => {
      const foreign = files.filter(
        (file) =>
          !/^(?:lib|wire)\/.*\.(?:ts|proto)$|^dist\/(?:lib|wire)\/.*\.(?:js|js\.map|d\.ts)$/.test(file) &&
          !['LICENSE', 'README.md', 'CHANGELOG.md', 'package.json'].includes(file),
      );
      assert.deepEqual(foreign, []);
      for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md']) assert.ok(files.includes(file), file);
      assert.ok(!files.some((file) => file.includes('.test.') || file.includes('spec-tests')));
    });

    it('for every file of code its types and its map, whose sources are there', () => {
      const code = files.filter((file) => file.endsWith('.js'));
      assert.ok(code.length > 6);
      for (const file of code) {
        if (!isJoined(file)) assert.ok(files.includes(file.replace(/\.js$/, '.d.ts')), `types of ${file}`);
        const map = JSON.parse(readFileSync(join(home, `${file}.map`), 'utf8')) as { sources: string[]; sourceRoot?: string };
        for (const source of map.sources)
          assert.ok(existsSync(resolve(home, dirname(file), map.sourceRoot ?? '', source)), `${file}: ${source}`);
      }
    });

    it('no code without its source: nothing stale is packed', () => {
      const stale = files.filter(
        (file) => /^dist\/.*\.js$/.test(file) && !isJoined(file) && !files.includes(file.replace(/^dist\//, '').replace(/\.js$/, '.ts')),
      );
      assert.deepEqual(stale, []);
    });

    it('classes under their own names', async () => {
      const script = `import { RpcError, Metadata } from 'barewire'; console.log(RpcError.name, Metadata.name);`;
      await prints(dirname(dirname(home)), 'RpcError Metadata\n', '--input-type=module', '-e', script);
    });

    it('few files of code, so that an import is quick', () => {
      const read = (file: string): string => readFileSync(join(home, file), 'utf8');
      const reached = new Set(['dist/lib/index.js']);
      for (const file of reached) {
        for (const [, specifier] of read(file).matchAll(/^(?:import|\} from|export .* from)\s*"(\.[^"]+)";/gm))
          reached.add(join(dirname(file), specifier!).replaceAll('\\', '/'));
      }
      assert.ok(reached.size > 1 && reached.size < 20, [...reached].join(', '));
    });

    it('every door', () => {
      const doors = Object.values(manifestOf(dirname(dirname(home))).exports).flatMap((door) =>
        typeof door === 'string' ? [door] : Object.values(door),
      );
      for (const path of doors) assert.ok(files.includes(path.replace('./', '')), path);
    });

    it('types of wire that know neither Node nor Buffer', () => {
      for (const file of files.filter((name) => /^dist\/wire\/.*\.d\.ts$/.test(name))) {
        const code = readFileSync(join(home, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
        assert.doesNotMatch(code, /\bBuffer\b|['"]node:/, file);
      }
    });

    it('types of barewire that bring what they stand on: those of Node, and disposables', () => {
      const types = readFileSync(join(home, 'dist', 'lib', 'index.d.ts'), 'utf8');
      const references = '/// <reference types="node" preserve="true" />\n/// <reference lib="esnext.disposable" preserve="true" />\n';
      assert.ok(types.startsWith(references), types.slice(0, 200));
    });

    it('a client and server whose import loads no node:http2, and no TLS and DNS before they are needed', async () => {
      const rooms = JSON.stringify(['http2', 'tls', 'crypto', 'dns'].map((name) => `NativeModule ${name}`));
      const script = `await import('barewire'); console.log(process.moduleLoadList.filter((name) => ${rooms}.includes(name)));`;
      await prints(dirname(dirname(home)), '[]\n', '--input-type=module', '-e', script);
    });
  });
});
