/** The cost of a call does not grow with the connections that are open beside its own; an idle one takes little memory. */
import { Greeter } from '../../../../examples/hello/gen/hello.js';
import { Channel, createClient } from '../../../../lib/index.js';
import { check, cpuPerCall, kib, MAX_RATIO, median, ratioOf, startEnds, unaryCalls, usedBytes } from '../bench.js';

const CALLS = 10_000;
const IN_FLIGHT = 50;
const ROUNDS = 9;
const MEASURED = 500;

const ends = await startEnds();
const { greeter } = await ends.channel();
await unaryCalls(greeter, 5 * CALLS, IN_FLIGHT);

/** Without a socket, so that connections are nothing to it: it tells how fast the machine is at this moment. */
const yardstick = createClient(Greeter, new Channel(ends.server.loopback()));
await unaryCalls(yardstick, 5 * CALLS, IN_FLIGHT);

interface Cost {
  readonly callUs: number;
  readonly yardstickUs: number;
}

async function rounds(): Promise<Cost> {
  const calls: number[] = [];
  const yardsticks: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    calls.push(await cpuPerCall(greeter, CALLS, IN_FLIGHT));
    yardsticks.push(await cpuPerCall(yardstick, CALLS, IN_FLIGHT));
  }
  return { callUs: median(calls), yardstickUs: median(yardsticks) };
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
  const [ratio, figures] = await ratioOf(async () => {
    const { callUs, yardstickUs } = await rounds();
    return { cost: callUs, alone: alone.callUs * (yardstickUs / alone.yardstickUs) };
  });
  check(ratio <= MAX_RATIO, `${connections} connections: ${figures}`);
}
await ends.close();
