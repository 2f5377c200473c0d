import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileSources, type Diagnostic, formatDiagnostic } from '../../../lib/compiler/index.js';
import { repositoryPath, temporaryFolder } from '../../support/repository.js';
import { type BufResult, bufBuild, canonicalFiles, createFileRegistry, ourSet } from './buf.js';
import { editions } from './verdicts/editions.js';
import { enums } from './verdicts/enums.js';
import { extensions } from './verdicts/extensions.js';
import { file } from './verdicts/file.js';
import { lexical } from './verdicts/lexical.js';
import { messages } from './verdicts/messages.js';
import { options } from './verdicts/options.js';
import type { Verdict } from './verdicts/verdict.js';

const all: readonly Verdict[] = [...lexical, ...file, ...messages, ...enums, ...extensions, ...options, ...editions];

/** The files of one verdict by path: its own, and those it imports. */
function filesOf(verdict: Verdict, own: string): Map<string, string> {
  const base = 50_000 + all.indexOf(verdict) * 10;
  const filled = (text: string): string =>
    text.replaceAll('$', verdict.name).replace(/\b5000([0-9])\b/g, (_, digit: string) => `${base + Number(digit)}`);
  const files = new Map([[`${verdict.name}.proto`, filled(own)]]);
  for (const [path, text] of Object.entries(verdict.files)) files.set(filled(path), filled(text));
  return files;
}

function write(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function errorsOf(verdict: Verdict, own: string): Diagnostic[] {
  const files = filesOf(verdict, own);
  const { diagnostics } = compileSources([`${verdict.name}.proto`], (path) => files.get(path));
  return diagnostics.filter(({ severity }) => severity === 'error');
}

describe('verdicts of the compiler', () => {
  const refusedFolder = temporaryFolder('refused');
  const acceptedFolder = temporaryFolder('accepted');
  let refused: BufResult;
  let accepted: BufResult;

  before(function () {
    this.timeout(60_000);
    for (const verdict of all) {
      write(refusedFolder.path, filesOf(verdict, verdict.refused));
      write(acceptedFolder.path, filesOf(verdict, verdict.accepted));
    }
    refused = bufBuild(refusedFolder.path);
    accepted = bufBuild(acceptedFolder.path);
  });
  after(() => {
    refusedFolder.remove();
    acceptedFolder.remove();
  });

  for (const verdict of all) {
    it(`${verdict.name}: ${verdict.rule}`, () => {
      assert.notDeepEqual(errorsOf(verdict, verdict.refused), [], 'refused here');
      const names = [...filesOf(verdict, verdict.refused).keys()];
      // Of two files that share what they may not share, it blames either.
      assert.ok(
        names.some((name) => refused.errors.has(name)),
        'refused by buf',
      );
      assert.deepEqual(errorsOf(verdict, verdict.accepted).map(formatDiagnostic), [], 'accepted here');
      assert.deepEqual(accepted.errors.get(`${verdict.name}.proto`), undefined, 'accepted by buf');
    });
  }

  it('are more than three hundred, each of its own name', () => {
    assert.ok(all.length >= 300, `${all.length}`);
    assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  });

  it('that accept come to the descriptors of buf build', () => {
    assert.deepEqual([...accepted.errors], []);
    const registry = createFileRegistry(accepted.files!);
    const theirs = canonicalFiles(accepted.files!, registry);
    const sources = new Map(all.flatMap((verdict) => [...filesOf(verdict, verdict.accepted)]));
    const { files, diagnostics } = compileSources([...sources.keys()], (path) => sources.get(path));
    assert.deepEqual(diagnostics.filter(({ severity }) => severity === 'error').map(formatDiagnostic), []);
    const ours = canonicalFiles(ourSet(files), registry);
    for (const [name, text] of ours) assert.equal(text, theirs.get(name), name);
    assert.deepEqual([...theirs.keys()].sort(), [...ours.keys()].sort());
  });

  /** `UPDATE_GOLDEN=1 npm test` writes the file anew; read the difference before it is committed. */
  it('that refuse tell what came, what was expected and what to do, in words that somebody has read', () => {
    const printed: string[] = [];
    for (const verdict of all) {
      const errors = errorsOf(verdict, verdict.refused);
      for (const error of errors) assert.ok(error.help !== undefined, formatDiagnostic(error));
      printed.push(`${errors.map(formatDiagnostic).join('\n')}\n`);
    }
    const golden = repositoryPath('spec-tests/lib/compiler/verdicts/errors.txt');
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, printed.join('\n'));
    assert.equal(printed.join('\n'), readFileSync(golden, 'utf8'));
  });
});
