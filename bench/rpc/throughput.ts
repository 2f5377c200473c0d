import { pinning } from '../support/pinned-process.js';
import type { Progress } from '../support/progress.js';
import { type Summary, summarize } from '../support/statistics.js';
import { tlsFiles } from '../support/tls-files.js';
import { type BenchCase, timed } from './cases.js';
import { Contender, type Run } from './contender.js';
import type { Contestant } from './contestants.js';
import type { Row } from './rows.js';

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
  const standing: { readonly name: string; readonly contender: Contender; readonly runs: Run[] }[] = [];
  const rows: Row[] = [];
  try {
    for (const contestant of contestants) {
      standing.push({ name: contestant.name, contender: await Contender.start(contestant, benchCase.connections, tls), runs: [] });
    }
    const load = timed(benchCase.load, durationMs);
    for (let turn = 0; turn < warmUpRuns + runs; turn++) {
      const counted = turn >= warmUpRuns;
      progress.show(`${benchCase.name}: ${counted ? `run ${turn - warmUpRuns + 1} of ${runs}` : 'warming up'}`);
      for (const { contender, runs: taken } of standing) {
        const run = await contender.run(load);
        if (counted) taken.push(run);
      }
    }
    progress.done(benchCase.name);
  } finally {
    for (const { contender } of standing) contender.end();
  }
  for (const { name, runs: taken } of standing) {
    const rate = summarize(taken.map((run) => run.operationsPerSecond));
    const cpu = summarize(taken.map((run) => run.cpuMicrosecondsPerOperation));
    rows.push(...rowsOf(benchCase, name, rate, cpu));
  }
  return rows;
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
