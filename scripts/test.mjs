/**
 * `npm test [-- --results FILE]`: installs what is missing, then builds, lints, holds generated code to its schemas and runs the
 * tests. Without an installation or a build nothing else makes sense; any other step runs even where one before it failed.
 */
import { existsSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { build, install, option, readResults, root, runNode, runTool, seconds, writeResults } from './house.mjs';

const args = process.argv.slice(2);
const mochaResults = join(root, '.cache', 'mocha.json');

async function mocha() {
  rmSync(mochaResults, { force: true });
  const env = { ...process.env, BAREWIRE_MOCHA_RESULTS: mochaResults };
  // A third of the time goes into compilers that run as tests: the files are spread over the cores.
  const jobs = String(Math.min(4, availableParallelism()));
  return runTool('mocha', 'mocha', ['--parallel', '--jobs', jobs, '--reporter', join(root, 'scripts', 'mocha-reporter.mjs')], { env });
}

const steps = [
  { name: 'install', run: () => install(), needed: true },
  { name: 'build', run: build, needed: true },
  { name: 'lint', run: () => runTool('@biomejs/biome', 'biome', ['check', '.', '--error-on-warnings', '--diagnostic-level=warn']) },
  { name: 'generated code', run: () => runNode(join(root, 'scripts', 'generate.mjs'), ['--check']), file: 'scripts/generate.mjs' },
  { name: 'tests', run: mocha },
];

const failedSteps = [];
const times = [];
for (const step of steps) {
  if (step.file !== undefined && !existsSync(join(root, step.file))) continue;
  const start = performance.now();
  const code = await step.run();
  const took = seconds(performance.now() - start);
  times.push(`${step.name} ${took}`);
  console.log(`${code === 0 ? '✔' : '✘'} ${step.name}, ${took}`);
  if (code === 0) continue;
  failedSteps.push(step.name);
  if (step.needed) break;
}

const tests = readResults(mochaResults);
const ranTests = times.at(-1).startsWith('tests') && tests !== undefined;
const passed = ranTests ? tests.passed : 0;
// A step without tests of its own counts as one, and so do tests that died before they could be counted.
const failed = (ranTests ? tests.failed : 0) + failedSteps.filter((name) => name !== 'tests' || !ranTests || tests.failed === 0).length;
writeResults(option(args, 'results'), { passed, failed });

console.log(`\n${times.join(', ')}`);
if (failedSteps.length > 0) console.log(`failed: ${failedSteps.join(', ')}`);
console.log(`test: ${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
