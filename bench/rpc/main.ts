/** `npm run bench -- rpc`: calls over every carrier beside their rivals, in one run. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { summarize } from '../support/statistics.js';
import { type BenchCase, cases } from './cases.js';
import { Contender, type Run } from './contender.js';
import { peerByName } from './peers/index.js';
import { printReport, type Report, type Row, ratiosOf, rowsOf } from './report.js';

const help = `npm run bench -- rpc [options]
  --json FILE      also write the report as JSON
  --case PATTERN   only cases whose name contains PATTERN
  --runs N         interleaved runs of each case and contender (default 9, at least 1)
  --ms N           length of one run in milliseconds (default 1000)
  --peers A,B      only these contenders`;

const contenders = ['barewire', 'barewire@loopback', 'grpc-js', 'floor'];
const warmUpRuns = 2;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      case: { type: 'string', default: '' },
      runs: { type: 'string', default: '9' },
      ms: { type: 'string', default: '1000' },
      peers: { type: 'string', default: contenders.join(',') },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const runs = wholeNumber('--runs', values.runs);
  const durationMs = wholeNumber('--ms', values.ms);
  const peers = values.peers.split(',');
  const selected = cases.filter(({ name }) => name.includes(values.case));
  if (selected.length === 0) throw new Error(`no case contains "${values.case}": there are ${cases.map(({ name }) => name).join(', ')}`);

  const versions: { [name: string]: string } = { node: process.version };
  for (const name of peers) {
    const peer = await peerByName(name);
    if (name !== 'floor') versions[name] = peer.version;
  }
  const rows: Row[] = [];
  for (const benchCase of selected) rows.push(...(await measure(benchCase, peers, runs, durationMs)));
  const report: Report = { versions, rows, ratios: ratiosOf(rows) };
  printReport(report);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
}

/** All contenders stand at once and take turns, so that what disturbs the machine disturbs them alike. */
async function measure(benchCase: BenchCase, names: readonly string[], runs: number, durationMs: number): Promise<Row[]> {
  const standing = new Map<string, { contender: Contender; runs: Run[] }>();
  try {
    for (const name of names) {
      if (name === 'floor' && benchCase.kind !== 'unary') continue;
      const peer = await peerByName(name);
      standing.set(name, { contender: await Contender.start(name, peer.inProcess === true), runs: [] });
    }
    for (let turn = 0; turn < warmUpRuns + runs; turn++) {
      const counted = turn >= warmUpRuns;
      progress(`${benchCase.name}: ${counted ? `run ${turn - warmUpRuns + 1} of ${runs}` : 'warming up'}`);
      for (const { contender, runs: taken } of standing.values()) {
        const run = await contender.run(benchCase, durationMs);
        if (counted) taken.push(run);
      }
    }
    progress(`${benchCase.name}: done`);
  } finally {
    for (const { contender } of standing.values()) contender.end();
  }
  return [...standing].flatMap(([name, { runs: taken }]) =>
    rowsOf(
      benchCase.name,
      benchCase.kind,
      name,
      summarize(taken.map((run) => run.operationsPerSecond)),
      summarize(taken.map((run) => run.cpuMicrosecondsPerOperation)),
    ),
  );
}

/** One line that is written over on a terminal; elsewhere a line when a case is done. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(60)}${text.endsWith('done') ? '\n' : ''}`);
  else if (text.endsWith('done')) process.stderr.write(`${text}\n`);
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option} takes a whole number from 1, not ${text}`);
  return value;
}

await main();
