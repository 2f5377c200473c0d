/**
 * `npm run suites [-- NAME...] [--results FILE]`: runs public suites; without a name those of the default list.
 *
 * A suite is the folder `spec-tests/suites/NAME` with a `run.ts`. Where it has a package.json of its own, that is installed
 * beside it on first use and whenever its lock has changed. `run.js` gets no arguments; it closes with the line
 * `NAME: N passed, N failed, N skipped`, which is read here, and all must have passed.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, option, root, writeResults } from './house.mjs';

/** `vectors` needs a folder that is not part of this repository; its own run fails where BAREWIRE_VECTORS does not name one. */
const DEFAULT_SUITES = ['compiler', 'protobuf', 'strictness', 'h2spec', 'soak', ...(process.env.BAREWIRE_VECTORS ? ['vectors'] : [])];

const args = process.argv.slice(2);
const resultsFile = option(args, 'results');
const named = args.filter((arg, index) => !arg.startsWith('--') && args[index - 1] !== '--results');
const names = named.length > 0 ? named : DEFAULT_SUITES;
console.log(`suites: ${names.join(', ')}${names.includes('vectors') ? '' : ' (not vectors: BAREWIRE_VECTORS is not set)'}`);

/** Runs one suite, its output going on to ours; gives its counts. */
async function runSuite(name) {
  const folder = join(root, 'spec-tests', 'suites', name);
  if (!/^[a-z0-9-]+$/.test(name) || !existsSync(join(folder, 'run.ts'))) return died(name, 'there is no such suite in spec-tests/suites');
  if (existsSync(join(folder, 'package.json')) && (await install(folder)) !== 0) return died(name, 'its packages could not be installed');
  const { code, lines } = await runAndRead(join(root, 'dist', 'spec-tests', 'suites', name, 'run.js'));
  const counts = lines
    .map((line) => /^([a-z0-9-]+): (\d+) passed, (\d+) failed, (\d+) skipped$/.exec(line))
    .findLast((match) => match?.[1] === name);
  if (counts === undefined) return died(name, `it ended with exit code ${code} before it had counted`);
  const [passed, failed, skipped] = counts.slice(2).map(Number);
  if (code !== 0 && failed === 0 && skipped === 0) return { passed, failed: 1, skipped };
  return { passed, failed: passed + failed + skipped === 0 ? 1 : failed, skipped };
}

function died(name, why) {
  console.error(`${name}: ${why}`);
  console.log(`${name}: 0 passed, 1 failed, 0 skipped`);
  return { passed: 0, failed: 1, skipped: 0 };
}

/** Runs a file with this Node; resolves with its exit code and the lines of its standard output. */
function runAndRead(file) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [file], { cwd: root, stdio: ['inherit', 'pipe', 'inherit'] });
    const chunks = [];
    child.stdout.on('data', (chunk) => {
      chunks.push(chunk);
      process.stdout.write(chunk);
    });
    child.once('error', (error) => resolve({ code: error.message, lines: [] }));
    child.once('close', (code) => resolve({ code: code ?? 1, lines: Buffer.concat(chunks).toString().split(/\r?\n/) }));
  });
}

let passed = 0;
let failed = 0;
if ((await install()) !== 0 || (await build()) !== 0) {
  failed = names.length;
  console.log('suites: not run, the build failed');
} else {
  for (const name of names) {
    const counts = await runSuite(name);
    passed += counts.passed;
    // A case that is skipped proves nothing.
    failed += counts.failed + counts.skipped;
  }
}
writeResults(resultsFile, { passed, failed });
process.exitCode = failed === 0 ? 0 : 1;
