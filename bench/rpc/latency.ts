/** Latency at fixed rates: all at half of what grpc-js can do, then each at half of what it can do itself. */
import type { Progress } from '../support/progress.js';
import { summarize } from '../support/statistics.js';
import { readable } from '../support/text-table.js';
import { Contender, type Run } from './contender.js';
import type { Contestant } from './contestants.js';
import type { Load } from './protocol.js';
import { failed, type Row } from './rows.js';
import { warmUp } from './throughput.js';

/** What the case is called; its rows are `latency-same-rate-p50` and so on. */
export const latencyName = 'latency';

const latencyNames = ['latency-same-rate', 'latency-own-rate'] as const;

/** Long enough that a p99.9 is not one call. */
const runMs = 1000;

const saturationRuns = 3;

const saturation: Load = { kind: 'unary', inFlight: 100, realistic: false, durationMs: 500 };

interface Standing {
  readonly name: string;
  readonly contender: Contender;
  saturatedPerSecond: number;
}

export async function measureLatency(contestants: readonly Contestant[], runs: number, progress: Progress): Promise<Row[]> {
  const standing: Standing[] = [];
  const rows: Row[] = [];
  try {
    for (const contestant of contestants) {
      try {
        standing.push({ name: contestant.name, contender: await Contender.start(contestant, 1, undefined), saturatedPerSecond: 0 });
      } catch (error) {
        rows.push(failed(latencyNames[0], contestant.name, (error as Error).message));
      }
    }
    progress.show('latency: how much each can do');
    for (const { contender } of standing) await warmUp(contender, saturation);
    for (const one of standing) {
      const taken: Run[] = [];
      while (taken.length < saturationRuns) taken.push(await one.contender.run(saturation));
      one.saturatedPerSecond = summarize(taken.map((run) => run.operationsPerSecond)).median;
    }
    const reference = standing.find(({ name }) => name === 'grpc-js')?.saturatedPerSecond;
    if (reference === undefined) rows.push(failed(latencyNames[0], 'all', 'grpc-js is not there to set the rate'));
    else rows.push(...(await atRates(latencyNames[0], standing, () => reference / 2, runs, progress)));
    // What bare sockets could do by themselves is no rate of calls.
    const callers = standing.filter(({ name }) => name !== 'raw-socket');
    rows.push(...(await atRates(latencyNames[1], callers, (one) => one.saturatedPerSecond / 2, runs, progress)));
  } finally {
    for (const { contender } of standing) contender.end();
  }
  return rows;
}

async function atRates(
  name: string,
  standing: readonly Standing[],
  rateOf: (one: Standing) => number,
  runs: number,
  progress: Progress,
): Promise<Row[]> {
  const taken = new Map<string, Run[]>(standing.map((one) => [one.name, []]));
  for (let turn = 0; turn <= runs; turn++) {
    progress.show(`${name}: ${turn === 0 ? 'warming up' : `run ${turn} of ${runs}`}`);
    for (const one of standing) {
      const run = await one.contender.run({ kind: 'open-loop', perSecond: rateOf(one), durationMs: turn === 0 ? runMs / 2 : runMs });
      if (turn > 0) taken.get(one.name)!.push(run);
    }
  }
  progress.done(name);
  return standing.flatMap((one) =>
    (['p50', 'p99', 'p999'] as const).map((quantile) => {
      const { median, spread } = summarize(taken.get(one.name)!.map((run) => run.latencyMicroseconds![quantile]));
      const note = `at ${readable(rateOf(one))} calls/s`;
      return { case: `${name}-${quantile}`, peer: one.name, value: median, unit: 'µs', spread, note };
    }),
  );
}
