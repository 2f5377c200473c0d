/** `npm run bench -- rpc`: calls over every carrier beside their rivals, in one run. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pinning } from '../support/pinned-process.js';
import { Progress } from '../support/progress.js';
import { cases } from './cases.js';
import { chartsOf } from './charts.js';
import { type Contestant, contestantNames, prepare, takesPart } from './contestants.js';
import { importName, measureImports } from './import-time.js';
import { latencyName, measureLatency } from './latency.js';
import { markdownOf } from './markdown.js';
import { measureMemory, memoryCases } from './memory.js';
import { printReport, type Report } from './report.js';
import { failed, type Row, ratiosOf } from './rows.js';
import { measureServerAlone, serverAloneName } from './server-alone.js';
import { measureThroughput } from './throughput.js';

const help = `npm run bench -- rpc [options]
  --json FILE      also write the report as JSON
  --out FOLDER     where rpc.md, rpc.json and the charts go (default bench/results/local, which git ignores)
  --case A,B       only these cases, or those whose name contains A or B
  --runs N         interleaved runs of each case and contender (default 9, at least 1)
  --ms N           length of one run in milliseconds (default 300)
  --peers A,B      only these contenders, of ${contestantNames.join(', ')}
  --note TEXT      a sentence for the report, such as what else the machine was doing
  --quick          3 runs of 200 ms: a look, not a result`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      out: { type: 'string', default: join('bench', 'results', 'local') },
      case: { type: 'string', default: '' },
      runs: { type: 'string' },
      ms: { type: 'string' },
      peers: { type: 'string' },
      note: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const runs = wholeNumber('--runs', values.runs ?? (values.quick ? '3' : '9'));
  const durationMs = wholeNumber('--ms', values.ms ?? (values.quick ? '200' : '300'));
  const selected = selectCases(values.case.split(','));

  const [busyBefore = 0] = loadavg();
  const rows: Row[] = [];
  const contestants: Contestant[] = [];
  const progress = new Progress();
  for (const name of values.peers?.split(',') ?? contestantNames) {
    progress.show(`making ${name} ready`);
    try {
      contestants.push(await prepare(name));
    } catch (error) {
      rows.push(failed('all', name, (error as Error).message));
    }
  }
  const versions: { [name: string]: string } = { node: process.version };
  for (const { name, version } of contestants) if (version !== undefined) versions[name] = version;
  const among = (names: readonly string[]): Contestant[] => contestants.filter(({ name }) => names.includes(name));

  for (const benchCase of cases.filter(({ name }) => selected.has(name))) {
    const taking = contestants.filter(({ name }) => takesPart(name, benchCase, values.peers !== undefined));
    rows.push(...(await measureThroughput(benchCase, taking, runs, durationMs, progress)));
  }
  if (selected.has(serverAloneName)) rows.push(...(await measureServerAlone(among(servers), runs, durationMs, progress)));
  if (selected.has(latencyName)) rows.push(...(await measureLatency(among(timedClients), runs, progress)));
  for (const memoryCase of memoryCases.filter(({ name }) => selected.has(name))) {
    rows.push(...(await measureMemory(memoryCase, among(holders), runs, progress)));
  }
  if (selected.has(importName)) rows.push(...(await measureImports(runs, progress)));
  const conditions = [
    `medians of ${runs} interleaved runs of ${durationMs} ms; client and server in processes of their own, ${pinning ? 'each pinned to a core' : 'not pinned: taskset or a second core is missing'}, one scheduler thread each`,
    `${process.platform} ${process.arch}, ${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown processor'}`,
    `load average when the run began: ${busyBefore.toFixed(1)}`,
    ...(values.note === undefined ? [] : [values.note]),
  ];
  const report: Report = { versions, conditions, rows, ratios: ratiosOf(rows) };
  printReport(report);
  const json = `${JSON.stringify(report, undefined, 2)}\n`;
  if (values.json !== undefined) writeFileSync(values.json, json);
  const charts = chartsOf(report);
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, 'rpc.json'), json);
  writeFileSync(join(values.out, 'rpc.md'), markdownOf(report, charts));
  for (const { file, svg } of charts) writeFileSync(join(values.out, file), svg);
  console.log(`\nwritten to ${values.out}: rpc.md, rpc.json${charts.map(({ file }) => `, ${file}`).join('')}`);
}

/** Contenders of the cases that are not driven by their own clients as fast as they go. */
const servers = ['barewire', 'barewire@node:http2', 'grpc-js', 'connect-node', 'node:http2', 'grpc-go', 'tonic'];
const timedClients = ['barewire', 'grpc-js', 'grpc-go', 'tonic', 'raw-socket'];
const holders = ['barewire', 'barewire@node:http2', 'grpc-js', 'node:http2', 'grpc-go', 'tonic'];

const allCases = [...cases.map(({ name }) => name), serverAloneName, latencyName, ...memoryCases.map(({ name }) => name), importName];

/** The cases that are called so, or whose name contains one of the words. */
function selectCases(words: readonly string[]): Set<string> {
  const selected = new Set(
    allCases.filter((name) => words.some((word) => (allCases.includes(word) ? name === word : name.includes(word)))),
  );
  if (selected.size === 0) throw new Error(`no case contains ${words.join(' or ')}: there are ${allCases.join(', ')}`);
  return selected;
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option} takes a whole number from 1, not ${text}`);
  return value;
}

await main();
