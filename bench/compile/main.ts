/** `npm run bench -- compile`: .proto files to descriptors, beside `buf build`, and to TypeScript. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { VERSION } from '../../lib/version.js';
import { Progress } from '../support/progress.js';
import { bufProgram, layOutFiles } from './files.js';
import { type Run, runMeasured } from './measure.js';
import { markdownOf, printReport, type Report, ratiosOf, targetsOf } from './report.js';

const help = `npm run bench -- compile [options]
  --runs N         runs of each command, taking turns (default 5, at least 1)
  --json FILE      also write the report as JSON
  --out FOLDER     where compile.md goes (default bench/results/local, which git ignores)
  --note TEXT      a sentence for the report, such as what else the machine was doing
  --quick          one run of each: a look, not a result`;

interface Task {
  readonly what: string;
  readonly tool: string;
  readonly command: (output: string) => readonly string[];
}

const barewire = [process.execPath, join(process.cwd(), 'dist', 'lib', 'cli', 'main.js')];

const WITH_PLACES = 'descriptors and source info';
const WITHOUT_PLACES = 'descriptors';

const tasks: readonly Task[] = [
  {
    what: WITH_PLACES,
    tool: 'buf build',
    command: (output) => [bufProgram(), 'build', '.', '--as-file-descriptor-set', '-o', `${output}.binpb`],
  },
  {
    what: WITH_PLACES,
    tool: 'barewire',
    command: (output) => [
      ...barewire,
      'descriptor-set',
      '.',
      '--include-imports',
      '--include-source-info',
      '--quiet',
      '-o',
      `${output}.binpb`,
    ],
  },
  {
    what: WITHOUT_PLACES,
    tool: 'buf build',
    command: (output) => [bufProgram(), 'build', '.', '--as-file-descriptor-set', '--exclude-source-info', '-o', `${output}.binpb`],
  },
  {
    what: WITHOUT_PLACES,
    tool: 'barewire',
    command: (output) => [...barewire, 'descriptor-set', '.', '--include-imports', '--quiet', '-o', `${output}.binpb`],
  },
  {
    what: 'TypeScript for all of them',
    tool: 'barewire',
    command: (output) => [...barewire, 'gen', '.', '--quiet', '-o', output],
  },
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string' },
      json: { type: 'string' },
      out: { type: 'string', default: join('bench', 'results', 'local') },
      note: { type: 'string' },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const runs = Number(values.runs ?? (values.quick ? 1 : 5));
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs takes a whole number from 1 on, got ${values.runs}`);
  const progress = new Progress();
  const [busyBefore = 0] = loadavg();
  const bufVersion = spawnSync(bufProgram(), ['--version'], { encoding: 'utf8' }).stdout.trim();
  progress.show('laying the files out');
  const files = layOutFiles(bufVersion);
  const output = join(process.cwd(), '.cache', 'bench', 'compile', 'output');
  const results = new Map<Task, Run[]>(tasks.map((task) => [task, []]));
  for (let round = 0; round < runs; round++) {
    // Each round begins with another one, so that nobody always follows the same neighbour.
    const order = [...tasks.slice(round % tasks.length), ...tasks.slice(0, round % tasks.length)];
    for (const task of order) {
      progress.show(`${round + 1} of ${runs}: ${task.what}, ${task.tool}`);
      results.get(task)!.push(await runMeasured(task.command(output), files.folder));
      rmSync(output, { recursive: true, force: true });
      rmSync(`${output}.binpb`, { force: true });
    }
    progress.done(`round ${round + 1} of ${runs}`);
  }
  const report: Report = {
    versions: { barewire: VERSION, buf: bufVersion, node: process.version },
    conditions: [
      `${cpus()[0]?.model.trim() ?? process.arch}, ${availableParallelism()} cores, load ${busyBefore.toFixed(1)} before; median of ${runs}`,
      ...(values.note === undefined ? [] : [values.note]),
    ],
    files,
    rows: tasks.map((task) => ({ what: task.what, tool: task.tool, runs: results.get(task)! })),
  };
  printReport(report);
  mkdirSync(values.out, { recursive: true });
  writeFileSync(join(values.out, 'compile.md'), markdownOf(report));
  if (values.json !== undefined) {
    const ratios = ratiosOf(report.rows);
    writeFileSync(values.json, `${JSON.stringify({ ...report, ratios, targets: targetsOf(report.rows) }, undefined, 2)}\n`);
  }
}

await main();
