/** Requests that no compiler would make: the plugin answers each with files that are programs, or with an error, and throws nothing. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { transformSync } from 'esbuild';
import { compileSources } from '../../../../lib/compiler/compile.js';
import { pluginRequest } from '../../../../lib/compiler/plugin/request.js';
import { respond } from '../../../../lib/compiler/plugin/respond.js';
import { DecodeError } from '../../../../wire/protobuf/errors.js';
import { CodeGeneratorRequest } from '../../../../wire/protobuf/generated/plugin.js';
import { Random } from '../../../support/random.js';
import { repositoryPath } from '../../../support/repository.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_124);
const CASES = 3_000;

describe('hostile requests for the plugin', () => {
  const read = (name: string) => readFileSync(repositoryPath(`spec-tests/lib/compiler/generator/size/${name}`));
  const small = compileSources(['four-messages.proto'], read, { sourceInfo: true }).files;
  const bytes = CodeGeneratorRequest.encode(pluginRequest(small, new Set(['four-messages.proto']), 'target=js'));

  it(`${CASES} bent ones are answered (seed ${SEED})`, function () {
    this.timeout(60_000);
    const random = new Random(SEED);
    let files = 0;
    let errors = 0;
    let unreadable = 0;
    for (let count = 0; count < CASES; count++) {
      const bent = Uint8Array.from(bytes);
      for (let changes = random.between(1, 4); changes > 0; changes--) bent[random.between(0, bent.length)] = random.uint32() & 0xff;
      let request: CodeGeneratorRequest;
      try {
        request = CodeGeneratorRequest.decode(bent);
      } catch (error) {
        assert.ok(error instanceof DecodeError);
        unreadable++;
        continue;
      }
      const response = respond(request);
      if (response.error === undefined) files++;
      else errors++;
      for (const { name = '', content = '' } of response.file) {
        assert.doesNotMatch(name, /^\/|\\|(^|\/)\.\.?(\/|$)/);
        // What is printed is a program, whatever names and comments were bent into.
        transformSync(content, { loader: name.endsWith('.js') ? 'js' : 'ts', format: 'esm' });
      }
    }
    assert.ok(files > 100 && errors > 100 && unreadable > 100, `${files} answered, ${errors} with errors, ${unreadable} unreadable`);
  });
});
