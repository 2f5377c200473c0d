/** The plugin as a program: driven by buf, and by hand. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CodeGeneratorRequest, CodeGeneratorResponse } from '../../../wire/protobuf/generated/plugin.js';
import { repositoryPath, temporaryFolder } from '../../support/repository.js';
import { runNode, type ScriptResult } from '../../support/run-script.js';

const plugin = repositoryPath('dist/lib/cli/protoc-gen-barewire.js');

const shop = `// All that is sold.
syntax = "proto3";

package shop;

import "google/protobuf/descriptor.proto";
import "google/protobuf/timestamp.proto";
import "parts/part.proto";

extend google.protobuf.FieldOptions {
  // Shown beside the field.
  string hint = 50001;
}

// Where an order stands.
enum Status {
  STATUS_UNKNOWN = 0;
  /* Paid. */
  STATUS_OPEN = 1; // not shown
}

/**
 * An order.
 *
 * On two lines.
 */
message Order {
  string id = 1 [(hint) = "the number"]; // Its name.
  optional int64 serial = 2;
  google.protobuf.Timestamp at = 3;
  repeated parts.Part parts = 4;
  // How it is paid.
  oneof payment {
    // By card.
    string card = 5;
    int32 cash = 6;
  }
  // Inside.
  message Line {
    // Inside of it.
    string text = 1;
  }
  map<string, Line> lines = 7;
}

// Takes orders.
service Orders {
  // One of them.
  rpc Get(Order) returns (stream Order);
}
`;
const part = 'syntax = "proto3";\n\n// A file.\npackage parts;\n\nmessage Part { uint64 number = 1 [jstype = JS_NUMBER]; }\n';

describe('protoc-gen-barewire', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  const at = (path: string): string => join(folder.path, path);

  before(() => chmodSync(plugin, 0o755));
  beforeEach(() => {
    folder = temporaryFolder('plugin');
    write({ 'protos/shop.proto': shop, 'protos/parts/part.proto': part });
  });
  afterEach(() => folder.remove());

  function write(files: { readonly [path: string]: string }): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), text);
    }
  }

  function buf(options: readonly string[]): Promise<ScriptResult> {
    const opt = options.map((option) => `      - ${option}\n`).join('');
    const local = JSON.stringify(plugin);
    write({
      'buf.yaml': 'version: v2\nmodules:\n  - path: protos\n',
      'buf.gen.yaml': `version: v2\nplugins:\n  - local: ${local}\n    out: by-buf\n${opt === '' ? '' : `    opt:\n${opt}`}`,
    });
    return runNode([repositoryPath('node_modules/@bufbuild/buf/bin/buf'), 'generate'], folder.path);
  }

  /** Every file below `out` with its text. */
  function written(out: string): { readonly [path: string]: string } {
    const paths = (readdirSync(at(out), { recursive: true }) as string[]).map((path) => path.replaceAll('\\', '/')).sort();
    return Object.fromEntries(
      paths.filter((path) => statSync(at(`${out}/${path}`)).isFile()).map((path) => [path, readFileSync(at(`${out}/${path}`), 'utf8')]),
    );
  }

  for (const [options, flags] of [
    [[], []],
    [
      ['target=js', 'int64=string', 'enum_prefix=keep', 'import_extension=none', 'services=false'],
      ['--target', 'js', '--int64', 'string', '--enum-prefix', 'keep', '--import-extension', 'none', '--no-services'],
    ],
    [
      ['ts_check=true', 'int64=long'],
      ['--ts-check', '--int64', 'long'],
    ],
  ] as const) {
    it(`prints under buf what barewire gen prints, comments among it: ${options.join() || 'no options'}`, async () => {
      const result = await buf(options);
      assert.deepEqual([result.code, result.stdout + result.stderr], [0, '']);
      const ours = await runNode(
        [repositoryPath('dist/lib/cli/main.js'), 'gen', 'protos', '-o', 'by-us', '--well-known', 'import', ...flags],
        folder.path,
      );
      assert.equal(ours.code, 0, ours.stderr);
      const files = written('by-buf');
      assert.deepEqual(Object.keys(files).length, (options as readonly string[]).includes('target=js') ? 4 : 2);
      assert.deepEqual(files, written('by-us'));
    });
  }

  it('fails a run of buf with its own words', async () => {
    const result = await buf(['int64=int']);
    assert.equal(result.code === 0, false);
    assert.match(result.stderr, /parameter int64 takes bigint, string, number, long, got "int"/);
  });

  const run = (input: Uint8Array, ...args: string[]) => spawnSync(process.execPath, [plugin, ...args], { input });

  it('answers an empty request', () => {
    const { status, stdout, stderr } = run(CodeGeneratorRequest.encode({}));
    assert.deepEqual([status, stderr.toString()], [0, '']);
    assert.equal(CodeGeneratorResponse.decode(stdout).supportedFeatures, 3n);
  });

  it('refuses what is no request', () => {
    const { status, stdout, stderr } = run(Uint8Array.of(0xff, 1, 2));
    assert.deepEqual([status, stdout.length], [1, 0]);
    assert.match(stderr.toString(), /^protoc-gen-barewire: the request cannot be read: /);
  });

  it('tells about itself', () => {
    const help = run(new Uint8Array(0), '--help');
    assert.equal(help.status, 0);
    assert.match(help.stdout.toString(), /--barewire_out=gen/);
    assert.match(run(new Uint8Array(0), '--version').stdout.toString(), /^\d+\.\d+\.\d+\n$/);
    const wrong = run(new Uint8Array(0), 'hello.proto');
    assert.deepEqual([wrong.status, wrong.stdout.length], [2, 0]);
  });
});
