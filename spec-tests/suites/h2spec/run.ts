/**
 * The suite `h2spec`: its 146 cases, and 147 with `--strict`, over plaintext and over TLS. Every case that `--dryrun` lists must be in the
 * report; one that is skipped has proved nothing.
 *
 * `BAREWIRE_H2SPEC_TARGET=node:http2 npm run suites -- h2spec` points it at node:http2 alone: the yardstick, 137 of 146 on Node 20.20.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryPath } from '../../support/repository.js';
import { buildH2spec } from './build.js';
import { type CaseResult, compare, parseDryRun, parseReport } from './report.js';
import { startBarewire, startNodeHttp2 } from './targets.js';

/** Seconds that h2spec waits for an answer. */
const TIMEOUT = ['-o', '2'];

const yardstick = process.env.BAREWIRE_H2SPEC_TARGET === 'node:http2';
const program = buildH2spec();
const reports = repositoryPath('.cache/h2spec/reports');
mkdirSync(reports, { recursive: true });

async function runOnce(tls: boolean, strict: boolean): Promise<CaseResult[]> {
  const flags = [...(tls ? ['-t', '-k'] : []), ...(strict ? ['-S'] : [])];
  const list = parseDryRun(execFileSync(program, ['--dryrun', ...flags], { encoding: 'utf8' }));
  const file = join(reports, `${tls ? 'tls' : 'h2c'}${strict ? '-strict' : ''}.xml`);
  rmSync(file, { force: true });
  const target = await (yardstick ? startNodeHttp2 : startBarewire)(tls);
  try {
    const args = ['-h', '127.0.0.1', '-p', String(target.port), '-j', file, ...TIMEOUT, ...flags];
    // Its exit code is 1 where a case has failed; what counts is the report.
    await new Promise<void>((resolve) => execFile(program, args, { maxBuffer: 1 << 26 }, () => resolve()));
    return compare(list, parseReport(readFileSync(file, 'utf8')));
  } finally {
    await target.close();
  }
}

let passed = 0;
let failed = 0;
let skipped = 0;
for (const tls of [false, true]) {
  for (const strict of [false, true]) {
    const results = await runOnce(tls, strict);
    const count = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
    for (const { name, outcome, detail } of results)
      if (outcome !== 'passed') console.log(`  ${outcome}: ${name}\n    ${detail.replaceAll('\n', '\n    ')}`);
    const how = `${tls ? 'TLS' : 'h2c'}, ${strict ? 'strict' : 'default'}`;
    console.log(`${how}: ${results.length} cases, ${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`);
    passed += count('passed');
    failed += count('failed');
    skipped += count('skipped');
    const wanted = strict ? 147 : 146;
    if (results.length < wanted) {
      failed++;
      console.log(`  h2spec listed ${results.length} cases, there should be ${wanted}`);
    }
  }
}
console.log(`h2spec: ${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed + skipped === 0 ? 0 : 1;
