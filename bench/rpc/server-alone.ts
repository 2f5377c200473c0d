/** A server driven by h2load, which is no contender's client: what the server can do where its own client is not the limit. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinned } from '../support/pinned-process.js';
import type { Progress } from '../support/progress.js';
import { summarize } from '../support/statistics.js';
import { Contender } from './contender.js';
import type { Contestant } from './contestants.js';
import { failed, type Row } from './rows.js';
import { ran } from './toolchains.js';

export const serverAloneName = 'server-alone';

const inFlight = 100;
const warmUpMs = 1500;

export async function measureServerAlone(
  contestants: readonly Contestant[],
  runs: number,
  durationMs: number,
  progress: Progress,
): Promise<Row[]> {
  try {
    await ran('h2load', ['--version'], '.');
  } catch (error) {
    return [failed(serverAloneName, 'all', (error as Error).message)];
  }
  const rows: Row[] = [];
  const standing: { readonly name: string; readonly contender: Contender; readonly rates: number[]; readonly cpu: number[] }[] = [];
  const request = requestFile();
  try {
    for (const contestant of contestants) {
      standing.push({ name: contestant.name, contender: await Contender.start(contestant, 1, undefined), rates: [], cpu: [] });
    }
    for (let turn = 0; turn <= runs; turn++) {
      progress.show(`${serverAloneName}: ${turn === 0 ? 'warming up' : `run ${turn} of ${runs}`}`);
      for (const { contender, rates, cpu } of standing) {
        const before = await contender.serverUsage();
        const { perSecond, succeeded } = readH2load(await h2load(contender.port, request, turn === 0 ? warmUpMs : durationMs));
        const after = await contender.serverUsage();
        if (turn === 0) continue;
        rates.push(perSecond);
        cpu.push((after!.cpuMicroseconds - before!.cpuMicroseconds) / succeeded);
      }
    }
  } finally {
    for (const { contender } of standing) contender.end();
  }
  for (const { name, rates, cpu } of standing) {
    const rate = summarize(rates);
    const spent = summarize(cpu);
    rows.push({ case: serverAloneName, peer: name, value: rate.median, unit: 'calls/s', spread: rate.spread });
    rows.push({ case: `${serverAloneName}-cpu`, peer: name, value: spent.median, unit: 'µs/call', spread: spent.spread });
  }
  progress.done(serverAloneName);
  return rows;
}

/** A hello behind its prefix. */
function requestFile(): string {
  const folder = join('.cache', 'bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'hello.bin');
  writeFileSync(file, Buffer.from('\0\0\0\0\x07\x0a\x05world', 'latin1'));
  return file;
}

function h2load(port: number, request: string, durationMs: number): Promise<string> {
  const headers = ['-H', 'content-type: application/grpc', '-H', 'te: trailers'];
  const load = ['-c', '1', '-m', String(inFlight), '-D', `${durationMs}ms`, '-d', request];
  const command = pinned(['h2load', ...load, ...headers, `http://127.0.0.1:${port}/barewire.bench.Bench/SayHello`], 1);
  return ran(command[0]!, command.slice(1), '.');
}

/** What h2load printed of a run: `finished in 500ms, 24000 req/s`, and how many requests were answered well. */
export function readH2load(printed: string): { readonly perSecond: number; readonly succeeded: number } {
  const perSecond = /, ([\d.]+) req\/s/.exec(printed)?.[1];
  const counts = /(\d+) succeeded, (\d+) failed/.exec(printed);
  if (perSecond === undefined || counts === null) throw new Error(`h2load printed no figures:\n${printed}`);
  if (Number(counts[2]) > 0) throw new Error(`${counts[2]} requests of h2load failed`);
  return { perSecond: Number(perSecond), succeeded: Number(counts[1]) };
}
