/** `npm run bench -- rpc`: calls over every carrier beside their rivals, in one run. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Progress } from '../support/progress.js';
import { cases } from './cases.js';
import { type Contestant, contestantNames, prepare, takesPart } from './contestants.js';
import { importName, measureImports } from './import-time.js';
import { latencyName, measureLatency } from './latency.js';
import { measureMemory, memoryCases } from './memory.js';
import { printReport, type Report } from './report.js';
import { failed, type Row, ratiosOf } from './rows.js';
import { measureServerAlone, serverAloneName } from './server-alone.js';
import { measureThroughput } from './throughput.js';

const help = `npm run bench -- rpc [options]
  --json FILE      also write the report as JSON
  --case A,B       only these cases, or those whose name contains A or B
  --runs N         interleaved runs of each case and contender (default 9, at least 1)
  --ms N           length of one run in milliseconds (default 300)
  --peers A,B      only these contenders, of ${contestantNames.join(', ')}
  --quick          3 runs of 200 ms: a look, not a result`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      case: { type: 'string', default: '' },
      runs: { type: 'string' },
      ms: { type: 'string' },
      peers: { type: 'string' },
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
  const report: Report = { versions, conditions: [`${runs} interleaved runs of ${durationMs} ms: medians`], rows, ratios: ratiosOf(rows) };
  printReport(report);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
}

/** Contenders of the cases that are not driven by their own clients as fast as they go. */
const servers = ['barewire', 'barewire@node:http2', 'grpc-js', 'connect-node', 'node:http2', 'grpc-go', 'tonic'];
const timedClients = ['barewire', 'grpc-js', 'grpc-go', 'tonic'];
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
