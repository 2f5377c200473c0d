/** `npm run bench -- rpc`: calls over every carrier beside their rivals, in one run. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Progress } from '../support/progress.js';
import { cases } from './cases.js';
import { type Contestant, contestantNames, prepare, takesPart } from './contestants.js';
import { printReport, type Report } from './report.js';
import { type Row, ratiosOf } from './rows.js';
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
  const wanted = values.case.split(',');
  const names = cases.map(({ name }) => name);
  const selected = cases.filter(({ name }) => wanted.some((part) => (names.includes(part) ? name === part : name.includes(part))));
  if (selected.length === 0) throw new Error(`no case contains "${values.case}": there are ${cases.map(({ name }) => name).join(', ')}`);

  const rows: Row[] = [];
  const contestants: Contestant[] = [];
  const progress = new Progress();
  for (const name of values.peers?.split(',') ?? contestantNames) {
    try {
      contestants.push(await prepare(name));
    } catch (error) {
      rows.push({ case: 'all', peer: name, value: undefined, unit: '', spread: 0, note: (error as Error).message });
    }
  }
  const versions: { [name: string]: string } = { node: process.version };
  for (const { name, version } of contestants) if (version !== undefined) versions[name] = version;
  for (const benchCase of selected) {
    const taking = contestants.filter(({ name }) => values.peers !== undefined || takesPart(name, benchCase));
    rows.push(...(await measureThroughput(benchCase, taking, runs, durationMs, progress)));
  }
  const report: Report = { versions, conditions: [`${runs} interleaved runs of ${durationMs} ms: medians`], rows, ratios: ratiosOf(rows) };
  printReport(report);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`);
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option} takes a whole number from 1, not ${text}`);
  return value;
}

await main();
