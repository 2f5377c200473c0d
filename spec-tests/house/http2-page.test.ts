/** Every snippet of docs/http2.md, type-checked and run in a project of its own against the built package. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryPath, temporaryFolder } from '../support/repository.js';
import { runNode } from '../support/run-script.js';
import { asModule, readBlocks } from './readme-blocks.js';

const page = readFileSync(repositoryPath('docs/http2.md'), 'utf8');
const blocks = readBlocks(page);

describe('docs/http2.md', function () {
  this.timeout(60_000);
  const folder = temporaryFolder('http2-page');
  after(() => folder.remove());

  it('has snippets without type errors', async () => {
    mkdirSync(join(folder.path, 'node_modules', '@types'), { recursive: true });
    symlinkSync(repositoryPath(''), join(folder.path, 'node_modules', 'barewire'), 'dir');
    symlinkSync(repositoryPath('node_modules/@types/node'), join(folder.path, 'node_modules', '@types', 'node'), 'dir');
    writeFileSync(join(folder.path, 'package.json'), JSON.stringify({ name: 'http2-page', private: true, type: 'module' }));
    for (const block of blocks) writeFileSync(join(folder.path, `line-${block.line}.ts`), asModule(block, 0));
    const compilerOptions = { target: 'es2022', module: 'nodenext', strict: true, types: ['node'], lib: ['es2022'] };
    writeFileSync(join(folder.path, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['line-*.ts'] }));
    const { stdout } = await runNode([repositoryPath('node_modules/typescript/bin/tsc'), '-p', folder.path]);
    assert.equal(stdout, '');
  });

  for (const block of blocks) {
    it(`line ${block.line}: runs and prints what it says`, async () => {
      const { code, stdout, stderr } = await runNode([`line-${block.line}.js`], folder.path);
      assert.equal(code, 0, stderr);
      assert.equal(stderr, '');
      assert.deepEqual(stdout === '' ? [] : stdout.trimEnd().split('\n'), block.prints);
    });
  }

  it('names examples that are there', () => {
    for (const [, name] of page.matchAll(/`examples\/([\w-]+)`/g)) assert.ok(existsSync(repositoryPath(`examples/${name}/main.ts`)), name);
  });
});
