import assert from 'node:assert/strict';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileSources, type Diagnostic, formatDiagnostic } from '../../../lib/compiler/index.js';
import { repositoryPath, temporaryFolder } from '../../support/repository.js';
import { type BufResult, bufBuild } from './buf.js';
import { acceptedHere, refusedHere } from './disagreements.js';

const corpus = repositoryPath('spec-tests/lib/compiler/corpus');

function namesIn(folder: string): string[] {
  return readdirSync(`${corpus}/${folder}`)
    .filter((name) => name.endsWith('.proto'))
    .map((name) => name.slice(0, -'.proto'.length))
    .sort();
}

/** The printed errors of one file; none when it is accepted. */
function errorsOf(folder: string, name: string): string[] {
  return diagnosticsOf(folder, name).map(formatDiagnostic);
}

function diagnosticsOf(folder: string, name: string): Diagnostic[] {
  const { diagnostics } = compileSources([`${name}.proto`], (path) => {
    const file = `${corpus}/${folder}/${path}`;
    return existsSync(file) ? readFileSync(file) : undefined;
  });
  return diagnostics.filter(({ severity }) => severity === 'error');
}

describe('invalid files', () => {
  const folder = temporaryFolder('invalid');
  let buf: BufResult;

  before(function () {
    this.timeout(60_000);
    cpSync(`${corpus}/invalid`, folder.path, { recursive: true });
    cpSync(`${corpus}/accepted-here`, folder.path, { recursive: true });
    cpSync(`${corpus}/refused-here`, folder.path, { recursive: true });
    buf = bufBuild(folder.path);
  });
  after(() => folder.remove());

  /** Two files of one error (a circle of imports) count for the one outside the helpers. */
  const bufRefuses = (name: string): boolean => buf.errors.has(`${name}.proto`) || buf.errors.has(`helper/${name}.proto`);

  for (const name of namesIn('invalid')) {
    it(`${name} is refused by both`, () => {
      assert.ok(errorsOf('invalid', name).length > 0, 'refused here');
      assert.ok(bufRefuses(name), 'refused by buf');
    });
  }

  it('are many more than thirty', () => assert.ok(namesIn('invalid').length >= 100));

  for (const { file, reason } of acceptedHere) {
    it(`${file} is refused by buf alone: ${reason}`, () => {
      assert.deepEqual(errorsOf('accepted-here', file), []);
      assert.ok(bufRefuses(file));
    });
  }

  for (const { file, reason } of refusedHere) {
    it(`${file} is refused here alone: ${reason}`, () => {
      assert.notDeepEqual(errorsOf('refused-here', file), []);
      assert.ok(!bufRefuses(file));
    });
  }

  it('that the two disagree on all have their reason', () => {
    assert.deepEqual(acceptedHere.map(({ file }) => file).sort(), namesIn('accepted-here'));
    assert.deepEqual(refusedHere.map(({ file }) => file).sort(), namesIn('refused-here'));
  });

  it('have a remedy each', () => {
    for (const folder of ['invalid', 'refused-here']) {
      for (const name of namesIn(folder)) {
        for (const diagnostic of diagnosticsOf(folder, name)) assert.ok(diagnostic.help !== undefined, formatDiagnostic(diagnostic));
      }
    }
  });

  /** `UPDATE_GOLDEN=1 npm test` writes the file anew; read the difference before it is committed. */
  it('are told in words that somebody has read', () => {
    const golden = join(corpus, 'errors.txt');
    const printed = ['invalid', 'refused-here']
      .flatMap((one) => namesIn(one).map((name) => `${errorsOf(one, name).join('\n')}\n`))
      .join('\n');
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, printed);
    assert.equal(printed, readFileSync(golden, 'utf8'));
  });
});
