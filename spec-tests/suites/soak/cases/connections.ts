/** The cost of a call does not grow with the connections that are open beside its own; an idle one takes little memory. */
import { check, cpuPerCall, kib, MAX_RATIO, median, ratioOf, startEnds, unaryCalls, usedBytes } from '../bench.js';

const CALLS = 10_000;
const IN_FLIGHT = 50;
const ROUNDS = 9;
const MEASURED = 500;

const ends = await startEnds();
const { greeter } = await ends.channel();
await unaryCalls(greeter, 5 * CALLS, IN_FLIGHT);

async function rounds(): Promise<number> {
  const costs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) costs.push(await cpuPerCall(greeter, CALLS, IN_FLIGHT));
  return median(costs);
}

let open = 1;
const alone = await rounds();
const before = await usedBytes();
for (const connections of [10, 100, 1_000]) {
  for (; open < connections; open++) {
    if (open === MEASURED) {
      const each = ((await usedBytes()) - before) / (MEASURED - 1);
      check(each <= 20 * 1024, `an idle connection takes ${kib(each)} of heap and array buffers, both ends; at most 20 KiB`);
    }
    await ends.channel();
  }
  const [ratio, figures] = await ratioOf(async () => ({ cost: await rounds(), alone }));
  check(ratio <= MAX_RATIO, `${connections} connections: ${figures}`);
}
await ends.close();
