import { pinning } from '../support/pinned-process.js';
import type { Progress } from '../support/progress.js';
import { type Summary, summarize } from '../support/statistics.js';
import { tlsFiles } from '../support/tls-files.js';
import { type BenchCase, timed } from './cases.js';
import { Contender, type Run } from './contender.js';
import type { Contestant } from './contestants.js';
import { failed, type Row } from './rows.js';

const warmUpRuns = 2;

/** All contestants stand at once and take turns, so that what disturbs the machine disturbs them alike. */
export async function measureThroughput(
  benchCase: BenchCase,
  contestants: readonly Contestant[],
  runs: number,
  durationMs: number,
  progress: Progress,
): Promise<Row[]> {
  const tls = benchCase.tls ? await tlsFiles() : undefined;
  const load = timed(benchCase.load, durationMs);
  const standing: Standing[] = [];
  try {
    for (const { name, ...contestant } of contestants) {
      const one: Standing = { name, contender: undefined, runs: [], failure: undefined };
      standing.push(one);
      await attempt(one, async () => {
        one.contender = await Contender.start({ name, ...contestant }, benchCase.connections, tls);
      });
    }
    for (let turn = 0; turn < warmUpRuns + runs; turn++) {
      const counted = turn >= warmUpRuns;
      progress.show(`${benchCase.name}: ${counted ? `run ${turn - warmUpRuns + 1} of ${runs}` : 'warming up'}`);
      for (const one of standing) {
        if (one.failure !== undefined) continue;
        await attempt(one, async () => {
          const run = await one.contender!.run(load);
          if (counted) one.runs.push(run);
        });
      }
    }
    progress.done(benchCase.name);
  } finally {
    for (const { contender } of standing) contender?.end();
  }
  return standing.flatMap(({ name, runs: taken, failure }) => {
    if (failure !== undefined) return [failed(benchCase.name, name, failure)];
    const rate = summarize(taken.map((run) => run.operationsPerSecond));
    const cpu = summarize(taken.map((run) => run.cpuMicrosecondsPerOperation));
    return rowsOf(benchCase, name, rate, cpu);
  });
}

interface Standing {
  readonly name: string;
  contender: Contender | undefined;
  readonly runs: Run[];
  failure: string | undefined;
}

/** A contender that fails is out of the case, and its row says why; the others go on. */
async function attempt(one: Standing, what: () => Promise<void>): Promise<void> {
  try {
    await what();
  } catch (error) {
    one.failure = (error as Error).message;
    one.contender?.end();
  }
}

export function rowsOf({ name, operation, messageBytes }: BenchCase, peer: string, rate: Summary, cpu: Summary): Row[] {
  const notes = pinning ? [] : ['not pinned: taskset or a second core is missing'];
  if (messageBytes !== undefined && messageBytes >= 1024)
    notes.push(`${Math.round((rate.median * messageBytes) / 1e6).toLocaleString('en-US')} MB/s`);
  const note = notes.length === 0 ? {} : { note: notes.join('; ') };
  return [
    { case: name, peer, value: rate.median, unit: `${operation}s/s`, spread: rate.spread, ...note },
    { case: `${name}-cpu`, peer, value: cpu.median, unit: `µs/${operation}`, spread: cpu.spread, ...(pinning ? {} : note) },
  ];
}
