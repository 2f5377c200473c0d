/**
 * The suite `soak`: what must not grow. Each case runs in a process of its own, both ends over real sockets, and says what it found;
 * `BAREWIRE_SOAK=memory npm run suites -- soak` runs one of them.
 */
import { fork } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

/** Names of the files in `cases`, with the checks that each must have made. */
const CASES: readonly (readonly [name: string, checks: number])[] = [
  ['open-streams', 10],
  ['connections', 4],
  ['many-streams', 3],
  ['memory', 1],
];

let passed = 0;
let failed = 0;
const only = process.env.BAREWIRE_SOAK;
for (const [name, checks] of CASES.filter(([one]) => only === undefined || only === one)) {
  const started = performance.now();
  console.log(`${name}:`);
  const child = fork(fileURLToPath(new URL(`./cases/${name}.js`, import.meta.url)), [], { execArgv: ['--expose-gc'] });
  let made = 0;
  child.on('message', (message: { passed: boolean }) => {
    made++;
    if (message.passed) passed++;
    else failed++;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) {
    failed++;
    console.log(`  FAILED: it ended with exit code ${code}`);
  }
  if (made !== checks) {
    failed++;
    console.log(`  FAILED: it made ${made} checks, there should be ${checks}`);
  }
  console.log(`  ${((performance.now() - started) / 1_000).toFixed(1)} s`);
}
console.log(`soak: ${passed} passed, ${failed} failed, 0 skipped`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
