import { pinning } from '../support/pinned-process.js';
import type { Progress } from '../support/progress.js';
import { type Summary, summarize } from '../support/statistics.js';
import { tlsFiles } from '../support/tls-files.js';
import { type BenchCase, timed } from './cases.js';
import { Contender, type Run } from './contender.js';
import type { Contestant } from './contestants.js';
import type { Load, LoadResult } from './protocol.js';
import { failed, type Row } from './rows.js';

/**
 * Before anything is counted: what is compiled while it runs is slow for so long. As CPU time of the client, so that a busy machine
 * does not leave contenders cold; and not for ever.
 */
const warmUpCpuMs = 1000;
const maxWarmUpMs = 3000;

/** All contestants stand at once and take turns, so that what disturbs the machine disturbs them alike. */
export async function measureThroughput(
  benchCase: BenchCase,
  contestants: readonly Contestant[],
  runs: number,
  durationMs: number,
  progress: Progress,
): Promise<Row[]> {
  const tls = benchCase.tls ? await tlsFiles() : undefined;
  const standing: Standing[] = [];
  try {
    for (const { name, ...contestant } of contestants) {
      const one: Standing = { name, contender: undefined, runs: [], failure: undefined };
      standing.push(one);
      await attempt(one, async () => {
        one.contender = await Contender.start({ name, ...contestant }, benchCase.connections, tls);
      });
    }
    for (let turn = 0; turn <= runs; turn++) {
      progress.show(`${benchCase.name}: ${turn === 0 ? 'warming up' : `run ${turn} of ${runs}`}`);
      for (const one of standing) {
        if (one.failure !== undefined) continue;
        await attempt(one, async () => {
          if (turn === 0) await warmUp(one.contender!, timed(benchCase.load, durationMs));
          else one.runs.push(await one.contender!.run(timed(benchCase.load, durationMs)));
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

/** Runs a load until the client has had time enough to compile what it runs. */
export async function warmUp(contender: Contender, load: Load): Promise<void> {
  const until = performance.now() + maxWarmUpMs;
  let cpuMs = 0;
  while (cpuMs < warmUpCpuMs && performance.now() < until) {
    cpuMs += (await contender.client.ask<LoadResult>(load)).cpuMicroseconds / 1000;
  }
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

function rowsOf({ name, operation, messageBytes }: BenchCase, peer: string, rate: Summary, cpu: Summary): Row[] {
  const notes = pinning ? [] : ['not pinned: taskset or a second core is missing'];
  if (messageBytes !== undefined && messageBytes >= 1024)
    notes.push(`${Math.round((rate.median * messageBytes) / 1e6).toLocaleString('en-US')} MB/s`);
  const note = notes.length === 0 ? {} : { note: notes.join('; ') };
  return [
    { case: name, peer, value: rate.median, unit: `${operation}s/s`, spread: rate.spread, ...note },
    { case: `${name}-cpu`, peer, value: cpu.median, unit: `µs/${operation}`, spread: cpu.spread, ...(pinning ? {} : note) },
  ];
}
