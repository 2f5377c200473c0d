import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileSources } from '../../../../lib/compiler/compile.js';
import { generateAll } from '../../../../lib/compiler/generator/generate-all.js';
import type { GeneratorOptions } from '../../../../lib/compiler/generator/options.js';
import * as typed from '../../../fixtures/gen/shop.js';
import { repositoryPath, temporaryFolder } from '../../../support/repository.js';
import { runNode } from '../../../support/run-script.js';

const FIXTURES = ['shop.proto', 'parts.proto', 'extras.proto', 'hostile.proto', 'hostile2.proto', 'int64/numbers.proto'];
const INT64 = ['string', 'number', 'long'] as const;

/** The fixtures' generated code, written below `folder`. */
function writeFixtures(
  folder: string,
  options: GeneratorOptions,
  inputs: readonly string[] = FIXTURES,
  from = 'spec-tests/fixtures',
): void {
  const read = (name: string): Buffer | undefined => {
    try {
      return readFileSync(repositoryPath(`${from}/${name}`));
    } catch {
      return undefined;
    }
  };
  const { files } = compileSources(inputs, read);
  for (const file of generateAll(files, options)) {
    const path = join(folder, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.text);
  }
}

describe('generated JavaScript', () => {
  const folder = temporaryFolder('javascript');
  after(() => folder.remove());

  it('runs as it is and agrees with the TypeScript', async () => {
    writeFixtures(folder.path, { target: 'js' });
    const printed = (await import(pathToFileURL(join(folder.path, 'shop.js')).href)) as typeof typed;
    const order = { id: 'A', serial: 3n, lines: [{ sku: 'x' }], payment: { case: 'cash' as const, value: 4 }, totals: { EUR: 5 } };
    assert.deepEqual(printed.Order.encode(order), typed.Order.encode(order));
    assert.deepEqual(printed.Order.decode(printed.Order.encode(order)), typed.Order.create(order));
    assert.deepEqual(printed.Status, typed.Status);
    assert.deepEqual(printed.Orders.methods.find.idempotency, 'no-side-effects');
    const names = (await import(pathToFileURL(join(folder.path, 'hostile.js')).href)) as { Words: object };
    assert.deepEqual(Object.keys(names.Words), ['UNKNOWN', 'class', '__proto__', 'constructor', 'WORDS_2D']);
  });

  it('has no TypeScript in it', async () => {
    const result = await runNode(['--check', join(folder.path, 'shop.js')]);
    assert.equal(result.code, 0, result.stderr);
  });
});

/**
 * spec-tests/types with each TypeScript: generated code without `// @ts-nocheck` and every flag on, as TypeScript and as
 * JavaScript with .d.ts. What must not compile is marked `@ts-expect-error`; message texts differ between versions.
 */
describe('types', () => {
  const folder = temporaryFolder('types');
  after(() => folder.remove());
  const newer = ['--isolatedDeclarations', '--declaration', '--erasableSyntaxOnly'];
  const versions = [
    { name: '5.4', installed: 'typescript-5.4', flags: [] },
    { name: '5.9', installed: 'typescript-5.9', flags: newer },
    { name: '6.0', installed: 'typescript-6.0', flags: newer },
    { name: '7', installed: 'typescript', flags: newer },
  ];

  before(() => {
    writeFixtures(join(folder.path, 'gen'), { target: 'js' });
    for (const int64 of INT64)
      writeFixtures(join(folder.path, 'int64', int64, 'gen'), { target: 'js', int64 }, ['numbers.proto'], 'spec-tests/fixtures/int64');
    const types = repositoryPath('spec-tests/types');
    for (const name of readdirSync(types).filter((entry) => entry.endsWith('.ts'))) {
      const text = readFileSync(join(types, name), 'utf8');
      if (text.includes('../../examples/')) continue;
      writeFileSync(join(folder.path, name), text.replaceAll('../fixtures/gen/', './gen/').replaceAll('../fixtures/int64/', './int64/'));
    }
    // The version in which TypeScript meets the first line that keeps it out.
    writeFixtures(join(folder.path, 'no-check'), {});
    copyFileSync(join(folder.path, 'expect.ts'), join(folder.path, 'no-check', 'expect.ts'));
    const root = repositoryPath('.');
    const config = {
      extends: join(root, 'spec-tests/types/tsconfig.json'),
      include: [
        join(root, 'spec-tests/types/*.ts'),
        join(root, 'spec-tests/fixtures/**/gen/**/*.ts'),
        join(root, 'examples/hello/gen/*.ts'),
        './**/*.ts',
      ],
    };
    writeFileSync(join(folder.path, 'tsconfig.json'), JSON.stringify(config));
  });

  for (const { name, installed, flags } of versions) {
    it(`hold on TypeScript ${name}`, async function () {
      this.timeout(180_000);
      const tsc = repositoryPath(`node_modules/${installed}/bin/tsc`);
      const result = await runNode([tsc, '-p', folder.path, ...flags], repositoryPath('.'));
      assert.equal(result.stdout + result.stderr, '');
      assert.equal(result.code, 0);
    });
  }
});
