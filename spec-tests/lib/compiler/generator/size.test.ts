import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { compileSources } from '../../../../lib/compiler/compile.js';
import { generateAll } from '../../../../lib/compiler/generator/generate-all.js';
import { repositoryPath } from '../../../support/repository.js';

/** What four messages may take, their descriptor and all checks included; without the runtime, which all files share. */
const MOST_BYTES = 8 * 1024;

describe('the size of generated code', () => {
  const read = (name: string) => readFileSync(repositoryPath(`spec-tests/lib/compiler/generator/size/${name}`));
  const { files } = compileSources(['four-messages.proto'], read);

  for (const target of ['ts', 'js'] as const) {
    it(`is at most ${MOST_BYTES} bytes for four messages, minified: ${target}`, () => {
      const [code] = generateAll(files, { target });
      const minified = transformSync(code!.text, { minify: true, format: 'esm', loader: target }).code;
      assert.ok(minified.includes('size.Test.Inner.InnerInner') && minified.includes('barewire/runtime'));
      const bytes = Buffer.byteLength(minified);
      assert.ok(bytes <= MOST_BYTES && bytes > 2_000, `${bytes} bytes`);
    });
  }
});
