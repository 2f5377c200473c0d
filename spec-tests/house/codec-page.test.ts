/** docs/codec.md: its snippets are type-checked and run against its .proto file, and its table holds every option of decode. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileSources, generateAll } from '../../lib/compiler/index.js';
import type { DecodeOptions } from '../../wire/protobuf/message-type.js';
import { repositoryPath, temporaryFolder } from '../support/repository.js';
import { runNode } from '../support/run-script.js';
import { asModule, readBlocks } from './readme-blocks.js';

const page = readFileSync(repositoryPath('docs/codec.md'), 'utf8');
const blocks = readBlocks(page);
const snippets = blocks.filter(({ language }) => language === 'ts');

/** Each option of decode once; a further one does not compile here. */
const options: Required<Record<keyof DecodeOptions, true>> = {
  maxDepth: true,
  maxBytes: true,
  maxUnknownBytes: true,
  maxMemoryBytes: true,
  allowMissingRequired: true,
  registry: true,
};

describe('docs/codec.md', function () {
  this.timeout(60_000);
  const folder = temporaryFolder('codec-page');
  after(() => folder.remove());

  it('has snippets without type errors', async () => {
    mkdirSync(join(folder.path, 'node_modules', '@types'), { recursive: true });
    symlinkSync(repositoryPath(''), join(folder.path, 'node_modules', 'barewire'), 'dir');
    symlinkSync(repositoryPath('node_modules/@types/node'), join(folder.path, 'node_modules', '@types', 'node'), 'dir');
    writeFileSync(join(folder.path, 'package.json'), JSON.stringify({ name: 'codec-page', private: true, type: 'module' }));
    const proto = blocks.find(({ language }) => language === 'proto')!.text;
    const { files, diagnostics } = compileSources(['shop.proto'], (name) => (name === 'shop.proto' ? proto : undefined));
    assert.deepEqual(diagnostics, []);
    for (const { path, text } of generateAll(files, {})) {
      const target = join(folder.path, 'gen', path);
      mkdirSync(join(target, '..'), { recursive: true });
      writeFileSync(target, text);
    }
    for (const block of snippets) writeFileSync(join(folder.path, `line-${block.line}.ts`), asModule(block, 0));
    const compilerOptions = { target: 'es2022', module: 'nodenext', strict: true, types: ['node'], lib: ['es2022'] };
    writeFileSync(join(folder.path, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['line-*.ts'] }));
    const { stdout } = await runNode([repositoryPath('node_modules/typescript/bin/tsc'), '-p', folder.path]);
    assert.equal(stdout, '');
  });

  for (const block of snippets) {
    it(`line ${block.line}: runs and prints what it says`, async () => {
      const { code, stdout, stderr } = await runNode([`line-${block.line}.js`], folder.path);
      assert.equal(code, 0, stderr);
      assert.equal(stderr, '');
      assert.deepEqual(stdout === '' ? [] : stdout.trimEnd().split('\n'), block.prints);
    });
  }

  it('lists every option of decode', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name!);
    assert.deepEqual(rows.sort(), Object.keys(options).sort());
  });
});
