/** docs/generator.md: its tables hold every option, and its blocks run in a project of their own, in the order of the page. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { generatorOptionSpecs } from '../../lib/cli/generator-options.js';
import { parameterNames } from '../../lib/compiler/plugin/parameter.js';
import { repositoryPath, temporaryFolder } from '../support/repository.js';
import { runNode } from '../support/run-script.js';
import { asModule, readBlocks, readCommands } from './readme-blocks.js';

const page = readFileSync(repositoryPath('docs/generator.md'), 'utf8');
const blocks = readBlocks(page);

describe('docs/generator.md', function () {
  this.timeout(60_000);
  const folder = temporaryFolder('generator-page');
  const at = (path: string): string => join(folder.path, path);
  after(() => folder.remove());

  before(() => {
    mkdirSync(at('node_modules/.bin'), { recursive: true });
    symlinkSync(repositoryPath(''), at('node_modules/barewire'), 'dir');
    const plugin = repositoryPath('dist/lib/cli/protoc-gen-barewire.js');
    chmodSync(plugin, 0o755);
    symlinkSync(plugin, at('node_modules/.bin/protoc-gen-barewire'));
    writeFileSync(at('package.json'), JSON.stringify({ name: 'generator-page', private: true, type: 'module' }));
    for (const { text } of blocks) {
      const name = /^(?:\/\/|#) (\S+\.(?:proto|yaml|mjs))\n/.exec(text)?.[1];
      if (name !== undefined) writeFileSync(at(name), text);
    }
  });

  it('lists every option of the command and every parameter of the plugin', () => {
    const rows = page
      .split('\n## Options')[1]!
      .split('\n## ')[0]!
      .split('\n')
      .filter((line) => /^\| [`|]/.test(line) && !line.startsWith('| `barewire gen` |'));
    const cells = rows.map((row) => row.replaceAll('\\|', '/').split('|'));
    const words = (column: number) => cells.flatMap((row) => /`(?:--)?([\w-]+)/.exec(row[column]!)?.[1] ?? []);
    assert.deepEqual(words(1).sort(), generatorOptionSpecs.map((spec) => spec.name).sort());
    assert.deepEqual(words(2).sort(), [...parameterNames].sort());
    for (const { name, choices } of generatorOptionSpecs)
      if (choices !== undefined)
        assert.ok(
          cells.some((row) => row[1]!.includes(`--${name} ${choices.join('/')}`)),
          name,
        );
  });

  for (const block of blocks.filter(({ language }) => language === 'sh')) {
    for (const { words, prints } of readCommands(block)) {
      it(`line ${block.line}: ${words.join(' ')}`, async () => {
        assert.deepEqual(words.slice(0, 2), ['npx', 'barewire']);
        const result = await runNode([repositoryPath('dist/lib/cli/main.js'), ...words.slice(2)], folder.path);
        assert.deepEqual([result.code, result.stderr], [0, '']);
        assert.deepEqual(result.stdout.trimEnd().split('\n'), prints);
      });
    }
  }

  it('has a plugin that reads a custom option', () => {
    const lines = readFileSync(at('columns/columns.txt'), 'utf8').split('\n');
    assert.deepEqual(lines.slice(0, 2), ['shop.Order.serial: order_serial', 'shop.Order.bytes: bytes']);
  });

  it('has a buf.gen.yaml that prints the same', async () => {
    const path = process.env.PATH;
    process.env.PATH = `${at('node_modules/.bin')}${delimiter}${path}`;
    try {
      const result = await runNode([repositoryPath('node_modules/@bufbuild/buf/bin/buf'), 'generate', 'shop.proto'], folder.path);
      assert.deepEqual([result.code, result.stderr], [0, '']);
    } finally {
      process.env.PATH = path;
    }
    assert.ok(existsSync(at('gen-buf/shop.d.ts')));
    assert.equal(readFileSync(at('gen-buf/shop.js'), 'utf8'), readFileSync(at('gen-plugin/shop.js'), 'utf8'));
  });

  const fragments = blocks.filter(({ language }) => language === 'ts');
  it('has snippets without type errors', async () => {
    for (const block of fragments) writeFileSync(at(`line-${block.line}.ts`), asModule(block, 0));
    const compilerOptions = { target: 'es2022', module: 'nodenext', strict: true, types: [], lib: ['es2022', 'dom'], skipLibCheck: true };
    writeFileSync(at('tsconfig.json'), JSON.stringify({ compilerOptions, include: ['line-*.ts'] }));
    const { stdout } = await runNode([repositoryPath('node_modules/typescript/bin/tsc'), '-p', folder.path]);
    assert.equal(stdout, '');
  });

  for (const block of fragments) {
    it(`line ${block.line}: runs and prints what it says`, async () => {
      const { code, stdout, stderr } = await runNode([`line-${block.line}.js`], folder.path);
      assert.deepEqual([code, stderr], [0, '']);
      assert.deepEqual(stdout.trimEnd().split('\n'), block.prints);
    });
  }
});
