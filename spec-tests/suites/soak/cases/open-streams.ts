/** The cost of a call does not grow with the streams that are open beside it on its connection. */
import type { BidiCall } from '../../../../lib/index.js';
import { check, countWrites, cpuPerCall, MAX_RATIO, median, ratioOf, startEnds, unaryCalls } from '../bench.js';

const CALLS = 10_000;
const IN_FLIGHT = 50;
const ROUNDS = 9;

const ends = await startEnds({ maxConcurrentStreams: 20_000 });
const alone = await ends.channel();
const beside = await ends.channel();
const held: BidiCall<never, never>[] = [];
await beside.greeter.sayHello({ name: 'first' });
// Both are warm before anything is measured.
for (const { greeter } of [alone, beside]) await unaryCalls(greeter, 5 * CALLS, IN_FLIGHT);

const quiet = await countWrites(() => unaryCalls(alone.greeter, CALLS, IN_FLIGHT));
for (const streams of [1, 10, 100, 1_000, 10_000]) {
  while (held.length < streams) {
    const call = beside.greeter.chat.start();
    await call.write({ text: 'here' });
    held.push(call as never);
    if (held.length % 1_000 === 0) await beside.greeter.sayHello({ name: 'turn' });
  }
  await beside.greeter.sayHello({ name: 'all of them are open' });
  const { writes, bytes } = await countWrites(() => unaryCalls(beside.greeter, CALLS, IN_FLIGHT));
  const counts = `${(bytes / CALLS).toFixed(1)} bytes and ${((1_000 * writes) / CALLS).toFixed(1)} writes per 1,000 calls`;
  const same = bytes <= 1.1 * quiet.bytes && writes <= 1.25 * quiet.writes;
  check(
    same,
    `${streams} open streams: ${counts}, without them ${(quiet.bytes / CALLS).toFixed(1)} and ${((1_000 * quiet.writes) / CALLS).toFixed(1)}`,
  );
  const [ratio, figures] = await ratioOf(async () => {
    const without: number[] = [];
    const within: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      without.push(await cpuPerCall(alone.greeter, CALLS, IN_FLIGHT));
      within.push(await cpuPerCall(beside.greeter, CALLS, IN_FLIGHT));
    }
    return { cost: median(within), alone: median(without) };
  });
  check(ratio <= MAX_RATIO, `${streams} open streams: ${figures}`);
}
await ends.close();
