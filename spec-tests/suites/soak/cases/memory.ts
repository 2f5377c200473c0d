/** Memory does not grow with the calls that were made: the heap after a collection, at 1, 5 and 10 million unary calls. */
import { performance } from 'node:perf_hooks';
import { check, startEnds, unaryCalls, usedBytes } from '../bench.js';

const IN_FLIGHT = 200;
const MIB = 1024 * 1024;

const ends = await startEnds();
const { greeter } = await ends.channel();
const figures: string[] = [];
const used: number[] = [];
let done = 0;
let reported = performance.now();
const started = reported;
for (const target of [1_000_000, 5_000_000, 10_000_000]) {
  await unaryCalls(greeter, target - done, IN_FLIGHT, () => {
    if (++done % 100_000 !== 0 || performance.now() - reported < 10_000) return;
    reported = performance.now();
    console.log(`  ${done.toLocaleString('en-US')} calls, ${Math.round(done / (reported - started))},000 a second`);
  });
  const bytes = await usedBytes();
  used.push(bytes);
  figures.push(`${(bytes / MIB).toFixed(2)} MiB at ${target / 1_000_000} million`);
  console.log(`  ${figures.at(-1)}`);
}
const spread = Math.max(...used) - Math.min(...used);
check(spread <= 2 * MIB, `${figures.join(', ')}: within ${(spread / MIB).toFixed(2)} MiB of each other, at most 2`);
await ends.close();
