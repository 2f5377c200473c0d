/**
 * The suite `compiler`: every proto3 file of npm's google-proto-files that `buf build` accepts is compiled here too, and its descriptor
 * has to be the same. What buf refuses (imports that the package leaves out, names that two of its files declare) is listed and counts
 * for nothing. Known differences of the two compilers stand in spec-tests/lib/compiler/disagreements.ts; none of them meets these files.
 */
import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { compile, formatDiagnostic } from '../../../lib/compiler/index.js';
import { bufBuild, canonicalFiles, createFileRegistry, ourSet } from '../../lib/compiler/buf.js';
import { repositoryPath } from '../../support/repository.js';

const folder = repositoryPath('spec-tests/suites/compiler/node_modules/google-proto-files');

/** buf names all files it refuses in one run; without them it builds the rest. */
function buildWithBuf(): { files: NonNullable<ReturnType<typeof bufBuild>['files']>; refused: Set<string> } {
  const refused = new Set<string>();
  for (;;) {
    const { files, errors } = bufBuild(folder, [...refused]);
    if (files !== undefined) return { files, refused };
    const before = refused.size;
    for (const file of errors.keys()) refused.add(file);
    if (refused.size === before) throw new Error(`buf build refuses files that were left out: ${[...errors.keys()].join(', ')}`);
  }
}

function protoFiles(): string[] {
  const names = (readdirSync(folder, { recursive: true }) as string[]).map((path) => path.split(sep).join('/'));
  return names.filter((name) => name.endsWith('.proto') && !name.startsWith('node_modules/'));
}

const all = new Set(protoFiles());
const { files: theirSet, refused } = buildWithBuf();
const proto3 = theirSet.file.filter(({ name, syntax }) => syntax === 'proto3' && all.has(name)).map(({ name }) => name);
console.log(
  `buf build accepts ${theirSet.file.length} of ${all.size} files, ${proto3.length} of them proto3; it refuses ${[...refused].join(', ')}`,
);

const result = await compile(
  proto3.map((name) => join(folder, name)),
  { includePaths: [folder] },
);
const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
for (const error of errors.slice(0, 20)) console.log(formatDiagnostic(error));

const registry = createFileRegistry(theirSet);
const theirs = canonicalFiles(theirSet, registry);
const ours = canonicalFiles(ourSet(result.files), registry);

let passed = 0;
let failed = 0;
for (const name of proto3) {
  const our = ours.get(name);
  const their = theirs.get(name)!;
  if (our === their) {
    passed++;
    continue;
  }
  failed++;
  if (failed <= 20) console.log(our === undefined ? `${name}: not compiled` : `${name}: ${firstDifference(our, their)}`);
}

function firstDifference(our: string, their: string): string {
  const theirLines = their.split('\n');
  const line = our.split('\n').findIndex((one, index) => one !== theirLines[index]);
  return `here ${our.split('\n')[line]}, with buf ${theirLines[line]}`;
}

// A package that came half would make a suite of nothing.
if (proto3.length < 5_000) {
  failed++;
  console.log(`only ${proto3.length} proto3 files were found in ${folder}`);
}
console.log(`compiler: ${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;
