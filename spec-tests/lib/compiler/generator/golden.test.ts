import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { compileSources } from '../../../../lib/compiler/compile.js';
import { generateAll } from '../../../../lib/compiler/generator/generate-all.js';
import type { GeneratorOptions } from '../../../../lib/compiler/generator/options.js';
import { repositoryPath } from '../../../support/repository.js';

/**
 * Printed files against what they were when somebody last read them. `UPDATE_GOLDEN=1 npm test` writes them anew; read the
 * difference before it is committed.
 */
const folder = repositoryPath('spec-tests/lib/compiler/generator');
const update = process.env['UPDATE_GOLDEN'] === '1';

const cases: readonly { readonly name: string; readonly options: GeneratorOptions }[] = [
  { name: 'ts', options: {} },
  { name: 'js', options: { target: 'js' } },
  { name: 'string', options: { int64: 'string' } },
  { name: 'long', options: { target: 'js', int64: 'long' } },
  { name: 'options', options: { importExtension: 'none', noCheck: false, runtimeModule: './runtime.js' } },
];

function print(options: GeneratorOptions): Map<string, string> {
  const { files, diagnostics } = compileSources(['golden/menu.proto'], (name) => {
    const path = `${folder}/${name}`;
    return existsSync(path) ? readFileSync(path) : undefined;
  });
  assert.deepEqual(diagnostics, []);
  return new Map(generateAll(files, options).map((file) => [file.path.replace('golden/', ''), file.text]));
}

describe('generated code', () => {
  for (const { name, options } of cases) {
    it(`is what was read last: ${name}`, () => {
      const printed = print(options);
      const golden = `${folder}/golden/${name}`;
      const fileOf = (path: string): string => `${golden}.${path}.golden`;
      if (update) {
        const old = readdirSync(`${folder}/golden`).filter((entry) => entry.startsWith(`${name}.`));
        for (const entry of old) rmSync(`${folder}/golden/${entry}`);
        for (const [path, text] of printed) writeFileSync(fileOf(path), text);
      }
      const expected = readdirSync(`${folder}/golden`).filter((entry) => entry.startsWith(`${name}.`) && entry.endsWith('.golden'));
      assert.deepEqual([...printed.keys()].map((path) => `${name}.${path}.golden`).sort(), expected.sort());
      for (const [path, text] of printed) assert.equal(text, readFileSync(fileOf(path), 'utf8').replaceAll('\r\n', '\n'), path);
    });
  }

  it('is the same every time', () => {
    for (const { options } of cases) assert.deepEqual(print(options), print(options));
  });
});
