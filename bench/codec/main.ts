/** `npm run bench -- codec`: the codec beside its rivals, on many payloads, in one run. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pinning } from '../support/pinned-process.js';
import { Progress } from '../support/progress.js';
import { chartsOf } from './charts.js';
import { measureCold } from './cold.js';
import { contenderByName, contenders } from './contenders/index.js';
import { buildGoCodec } from './go-contender.js';
import { markdownOf } from './markdown.js';
import { measurePayload, type Peer } from './measure.js';
import { payloads } from './payloads.js';
import { prepareContender, preparePayload } from './prepare.js';
import { operations } from './protocol.js';
import { printReport, type Report } from './report.js';
import { failed, type Row, ratiosOf } from './rows.js';

const contenderNames = [...contenders.map(({ name }) => name), 'Go'];

const help = `npm run bench -- codec [options]
  --json FILE      also write the report as JSON
  --out FOLDER     where codec.md, codec.json and the charts go (default bench/results/local, which git ignores)
  --payload A,B    only these payloads
  --operation A,B  only these, of ${operations.join(', ')}, cold
  --runs N         interleaved runs of each operation and contender (default 7, at least 1)
  --ms N           length of one run in milliseconds (default 100)
  --peers A,B      only these contenders, of ${contenderNames.join(', ')}
  --note TEXT      a sentence for the report, such as what else the machine was doing
  --quick          3 runs of 40 ms: a look, not a result`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      json: { type: 'string' },
      out: { type: 'string', default: join('bench', 'results', 'local') },
      payload: { type: 'string' },
      operation: { type: 'string' },
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
  const runs = wholeNumber('--runs', values.runs ?? (values.quick ? '3' : '7'));
  const durationMs = wholeNumber('--ms', values.ms ?? (values.quick ? '40' : '100'));
  const [busyBefore = 0] = loadavg();
  const progress = new Progress();
  const rows: Row[] = [];
  const peers: Peer[] = [];
  const versions: { [name: string]: string } = { node: process.version };
  for (const name of values.peers?.split(',') ?? contenderNames) {
    progress.show(`making ${name} ready`);
    try {
      if (name === 'Go') {
        const { program, version } = await buildGoCodec();
        peers.push({ name, program });
        versions[name] = version;
        continue;
      }
      const { version } = contenderByName(name);
      await prepareContender(name);
      peers.push({ name });
      versions[name] = version;
    } catch (error) {
      rows.push(failed('all', name, (error as Error).message));
    }
  }
  const wanted = selected(
    'payload',
    values.payload,
    payloads().map(({ name }) => name),
  );
  const asked = selected('operation', values.operation, [...operations, 'cold']);
  const sizes: { [payload: string]: number } = {};
  for (const payload of payloads().filter(({ name }) => wanted.has(name))) {
    sizes[payload.name] = preparePayload(payload).length;
    rows.push(
      ...(await measurePayload(
        payload,
        peers,
        operations.filter((one) => asked.has(one)),
        runs,
        durationMs,
        progress,
      )),
    );
    if (asked.has('cold')) rows.push(...(await measureCold(payload, peers, runs, progress)));
  }
  const report: Report = {
    versions,
    conditions: [
      `medians of ${runs} runs of ${durationMs} ms by benchmark.js, per second of CPU time; each contender in a process of its own for each payload, ${pinning ? 'pinned to a core' : 'not pinned: taskset or a second core is missing'}, taking turns in an order that is shuffled every time`,
      `${process.platform} ${process.arch}, ${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown processor'}`,
      `load average when the run began: ${busyBefore.toFixed(1)}`,
      ...(values.note === undefined ? [] : [values.note]),
    ],
    bytes: sizes,
    rows,
    ratios: ratiosOf(rows),
  };
  printReport(report);
  const text = `${JSON.stringify(report, undefined, 2)}\n`;
  if (values.json !== undefined) writeFileSync(values.json, text);
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, 'codec.json'), text);
  const charts = chartsOf(report);
  writeFileSync(join(values.out, 'codec.md'), markdownOf(report, charts));
  for (const { file, svg } of charts) writeFileSync(join(values.out, file), svg);
  console.log(`\nwritten to ${values.out}: codec.md, codec.json${charts.map(({ file }) => `, ${file}`).join('')}`);
}

function selected(option: string, words: string | undefined, all: readonly string[]): Set<string> {
  const chosen = words?.split(',') ?? all;
  for (const word of chosen) if (!all.includes(word)) throw new Error(`no ${option} is called ${word}: there are ${all.join(', ')}`);
  return new Set(chosen);
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`${option} takes a whole number from 1, not ${text}`);
  return value;
}

await main();
