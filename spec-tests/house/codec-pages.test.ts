/** docs/codec.md and docs/json-and-text.md: snippets are type-checked and run against the page's .proto file, tables hold every option. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileSources, generateAll } from '../../lib/compiler/index.js';
import type { FromJsonOptions, ToJsonStringOptions } from '../../wire/protobuf/json/options.js';
import type { DecodeOptions } from '../../wire/protobuf/message-type.js';
import type { FromTextOptions, ToTextOptions } from '../../wire/protobuf/text/index.js';
import { repositoryPath, temporaryFolder } from '../support/repository.js';
import { runNode } from '../support/run-script.js';
import { asModule, readBlocks } from './readme-blocks.js';

/** Each option once; a further one does not compile here. */
type Names<Options> = Required<Record<keyof Options, true>>;

const decode: Names<DecodeOptions> = {
  maxDepth: true,
  maxBytes: true,
  maxUnknownBytes: true,
  maxMemoryBytes: true,
  allowMissingRequired: true,
  registry: true,
};
const toJson: Names<ToJsonStringOptions> = {
  alwaysEmitImplicit: true,
  useProtoFieldNames: true,
  enumsAsIntegers: true,
  indent: true,
  registry: true,
  maxDepth: true,
  allowMissingRequired: true,
};
const fromJson: Names<FromJsonOptions> = {
  ignoreUnknownFields: true,
  registry: true,
  maxDepth: true,
  maxMemoryBytes: true,
  allowMissingRequired: true,
};
const toText: Names<ToTextOptions> = { singleLine: true, indent: true, printUnknownFields: true, registry: true, maxDepth: true };
const fromText: Names<FromTextOptions> = {
  merge: true,
  ignoreUnknownFields: true,
  registry: true,
  maxDepth: true,
  maxMemoryBytes: true,
  allowMissingRequired: true,
};

/** The options of a page's tables, in the order of the tables. */
const pages: Readonly<Record<string, readonly object[]>> = {
  'codec.md': [decode],
  'json-and-text.md': [toJson, fromJson, toText, fromText],
};

for (const [name, tables] of Object.entries(pages)) {
  const page = readFileSync(repositoryPath(`docs/${name}`), 'utf8');
  const blocks = readBlocks(page);
  const snippets = blocks.filter(({ language }) => language === 'ts');

  describe(`docs/${name}`, function () {
    this.timeout(60_000);
    const folder = temporaryFolder(name);
    after(() => folder.remove());

    it('has snippets without type errors', async () => {
      mkdirSync(join(folder.path, 'node_modules', '@types'), { recursive: true });
      symlinkSync(repositoryPath(''), join(folder.path, 'node_modules', 'barewire'), 'dir');
      symlinkSync(repositoryPath('node_modules/@types/node'), join(folder.path, 'node_modules', '@types', 'node'), 'dir');
      writeFileSync(join(folder.path, 'package.json'), JSON.stringify({ name: 'page', private: true, type: 'module' }));
      const proto = blocks.find(({ language }) => language === 'proto')!.text;
      const { files, diagnostics } = compileSources(['shop.proto'], (file) => (file === 'shop.proto' ? proto : undefined));
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

    it('lists every option', () => {
      const listed = page.split(/^\| option.*$/m).slice(1);
      const rows = listed.map((text) => [...text.split('\n\n')[0]!.matchAll(/^\| `(\w+)` \|/gm)].map(([, option]) => option!).sort());
      assert.deepEqual(
        rows,
        tables.map((table) => Object.keys(table).sort()),
      );
    });
  });
}
