/** `npm run bench -- profile CASE`: where the time of one case of the rpc bench goes, or what it allocates, client and server apart. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { caseByName, cases, timed } from '../rpc/cases.js';
import { Contender } from '../rpc/contender.js';
import { prepare } from '../rpc/contestants.js';
import type { Profile } from '../rpc/profiling.js';
import type { LoadResult } from '../rpc/protocol.js';
import { tlsFiles } from '../support/tls-files.js';
import { topOf } from './top.js';

const help = `npm run bench -- profile CASE [options]
  --peer NAME      whose ends (default barewire); Node contenders only
  --allocations    sample allocated bytes, collected ones included, instead of time
  --lines          one row per source line instead of one per function
  --ms N           length of the profiled run in milliseconds (default 3000), after one as long to warm up
  --top N          rows printed (default 40)
  --out FOLDER     where the profiles go, to be opened in a browser's developer tools (default .cache/profiles)
cases: ${cases.map(({ name }) => name).join(', ')}`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      peer: { type: 'string', default: 'barewire' },
      allocations: { type: 'boolean', default: false },
      lines: { type: 'boolean', default: false },
      ms: { type: 'string', default: '3000' },
      top: { type: 'string', default: '40' },
      out: { type: 'string', default: join('.cache', 'profiles') },
      help: { type: 'boolean', default: false },
    },
  });
  const [name] = positionals;
  if (values.help || name === undefined) {
    console.log(help);
    return;
  }
  const benchCase = caseByName(name);
  const load = timed(benchCase.load, Number(values.ms));
  const tls = benchCase.tls ? await tlsFiles() : undefined;
  const contender = await Contender.start(await prepare(values.peer), benchCase.connections, tls);
  const ends = [['client', contender.client] as const, ...(contender.server === undefined ? [] : [['server', contender.server] as const])];
  try {
    await contender.client.ask(load);
    for (const [, end] of ends) await end.ask({ ask: 'profile', of: values.allocations ? 'allocations' : 'cpu' });
    const { operations, elapsedMs } = await contender.client.ask<LoadResult>(load);
    console.log(
      `${values.peer} ${contender.version}, ${name}: ${Math.round((operations / elapsedMs) * 1000)} ${benchCase.operation}s/s under the profiler`,
    );
    mkdirSync(values.out, { recursive: true });
    for (const [end, process] of ends) {
      const profile = await process.ask<Profile>({ ask: 'profiled' });
      const file = join(values.out, `${name}-${values.peer}-${end}.${profile.of === 'cpu' ? 'cpuprofile' : 'heapprofile'}`);
      writeFileSync(file, JSON.stringify(profile.profile));
      console.log(`\n${end} (${file})`);
      const { unit, rows } = topOf(profile, operations, values.lines);
      console.log(`${unit.padStart(12)}  share  where`);
      for (const row of rows.slice(0, Number(values.top))) {
        console.log(`${row.perOperation.toFixed(3).padStart(12)}  ${(row.share * 100).toFixed(1).padStart(4)} %  ${row.where}`);
      }
    }
  } finally {
    contender.end();
  }
}

await main();
