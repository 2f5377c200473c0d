/**
 * The suite `strictness`: the files under cases/, run through generated code and through closures, which both have to pass all of them,
 * and through other implementations, whose results are a table and never a failure. With `--write`, docs/strictness.md is written.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryPath } from '../../support/repository.js';
import type { CaseFile } from './case.js';
import { type Contender, contenders } from './contenders.js';
import { RunningImplementation } from './implementation.js';
import { complaint } from './judge.js';
import { allFiles } from './make/all.js';
import { page, printedTable, type Score } from './table.js';

const casesFolder = repositoryPath('spec-tests/suites/strictness/cases');
const SHOWN_FAILURES = 200;

function readCases(): CaseFile[] {
  return readdirSync(casesFolder)
    .sort()
    .map((name) => JSON.parse(readFileSync(join(casesFolder, name), 'utf8')) as CaseFile);
}

/** Files that are not what make/ writes: somebody has changed one of the two alone. */
function staleFiles(): string[] {
  const made = new Map(allFiles().map(({ path, text }) => [path, text]));
  const present = readdirSync(casesFolder);
  const stale = [...made].filter(([path, text]) => !present.includes(path) || readFileSync(join(casesFolder, path), 'utf8') !== text);
  return [...stale.map(([path]) => path), ...present.filter((name) => !made.has(name))];
}

/** Asks one contender all cases; gives its score in each group, and what is wrong by case. */
async function runAll(contender: Contender, files: readonly CaseFile[]): Promise<{ scores: Score[]; complaints: string[] }> {
  const running = new RunningImplementation(contender.command);
  const scores: Score[] = [];
  const complaints: string[] = [];
  for (const { group, cases } of files) {
    let passed = 0;
    let unsupported = 0;
    for (const one of cases) {
      const reply = await running.ask(one);
      const wrong = complaint(one, reply);
      if (wrong === undefined) passed++;
      else complaints.push(`${group}: ${one.name}: ${wrong}`);
      if ('unsupported' in reply) unsupported++;
    }
    scores.push({ group, total: cases.length, passed, unsupported });
  }
  running.close();
  return { scores, complaints };
}

const stale = staleFiles();
for (const name of stale) console.log(`cases/${name} is not what make/ writes: node dist/spec-tests/suites/strictness/make.js writes it`);
const files = readCases();
const { ready, missing } = await contenders();
for (const { name, why } of missing) console.log(`${name} takes no part: ${why}`);

const only = process.argv.find((one) => one.startsWith('--only='))?.slice('--only='.length);
const columns: { name: string; scores: readonly Score[] }[] = [];
let passed = 0;
let failed = stale.length;
for (const contender of ready) {
  if (only !== undefined && !contender.name.includes(only)) continue;
  const { scores, complaints } = await runAll(contender, files);
  columns.push({ name: contender.name, scores });
  if (contender.isRival && only === undefined) continue;
  for (const line of complaints.slice(0, only === undefined ? SHOWN_FAILURES : complaints.length))
    console.log(`${contender.name}: ${line}`);
  if (contender.isRival) continue;
  passed += scores.reduce((sum, score) => sum + score.passed, 0);
  failed += complaints.length;
}
console.log(`\n${printedTable(files, columns)}\n`);
if (process.argv.includes('--write')) writeFileSync(repositoryPath('docs/strictness.md'), page(files, columns, missing));
console.log(`strictness: ${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 ? 0 : 1;
