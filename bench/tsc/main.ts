/** `npm run bench -- tsc`: how long TypeScript takes over the generated code of 1,000 messages, beside protobuf-es' code for them. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { Progress } from '../support/progress.js';
import { summarize } from '../support/statistics.js';
import { printTable, readable } from '../support/text-table.js';
import { manyMessages } from './schema.js';

const help = `npm run bench -- tsc [options]
  --runs N   interleaved runs of each (default 5)
  --json FILE`;

const root = process.cwd();
const folder = join(root, '.cache', 'bench', 'tsc');
const FILES = 20;
const MESSAGES_PER_FILE = 50;

interface Contender {
  readonly name: string;
  /** What follows `barewire gen protos --out OUT`. */
  readonly flags: readonly string[];
}

const es = ['--plugin', join(root, 'node_modules/@bufbuild/protoc-gen-es/bin/protoc-gen-es'), '--plugin-opt', 'import_extension=js'];

/** The first of each pair of ours and theirs is what either prints unless it is told otherwise. */
const contenders: readonly Contender[] = [
  { name: 'barewire', flags: [] },
  { name: 'barewire --ts-check', flags: ['--ts-check'] },
  { name: 'barewire --target js', flags: ['--target', 'js'] },
  { name: 'protobuf-es ts', flags: [...es, '--plugin-opt', 'target=ts'] },
  { name: 'protobuf-es js+dts', flags: [...es, '--plugin-opt', 'target=js+dts'] },
];

const compilers = [
  { name: 'TypeScript 7', path: 'node_modules/typescript/bin/tsc' },
  { name: 'TypeScript 5.9', path: 'node_modules/typescript-5.9/bin/tsc' },
];

/** What is compared, ours over theirs: at most 1 is the target. */
const comparisons: readonly (readonly [ours: string, theirs: string])[] = [
  ['barewire', 'protobuf-es ts'],
  ['barewire --target js', 'protobuf-es js+dts'],
];

function run(program: readonly string[], cwd: string): void {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, program, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program.join(' ')} failed:\n${stdout}${stderr}`);
}

/** Prints the code of one contender and a program that uses some of it; gives the folder. */
function prepare({ name, flags }: Contender): string {
  const at = join(folder, name.replaceAll(/[^a-z0-9]+/g, '-'));
  mkdirSync(at, { recursive: true });
  run([join(root, 'dist/lib/cli/main.js'), 'gen', join(folder, 'protos'), '--out', join(at, 'gen'), '--quiet', ...flags], root);
  const compilerOptions = {
    target: 'ES2022',
    lib: ['ES2022'],
    types: [],
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    noEmit: true,
  };
  writeFileSync(join(at, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['gen/**/*.ts', 'use.ts'] }));
  writeFileSync(join(at, 'use.ts'), usage(name.startsWith('barewire')));
  return at;
}

/** The same program for either: each message of the last file is made and written. */
function usage(ours: boolean): string {
  const lines: string[] = [];
  const last = FILES - 1;
  const names = Array.from({ length: MESSAGES_PER_FILE }, (_, index) => `Message${index}`);
  if (ours) {
    lines.push(`import { ${names.join(', ')} } from './gen/f${last}.js';`);
    for (const name of names)
      lines.push(
        `export const bytes${name}: Uint8Array = ${name}.encode({ name: 'a', children: [{}], choice: { case: 'text', value: 'b' } });`,
      );
  } else {
    lines.push("import { create, toBinary } from '@bufbuild/protobuf';");
    lines.push(`import { ${names.map((name) => `${name}Schema`).join(', ')} } from './gen/f${last}_pb.js';`);
    for (const name of names)
      lines.push(
        `export const bytes${name}: Uint8Array = toBinary(${name}Schema, create(${name}Schema, { name: 'a', children: [{}], choice: { case: 'text', value: 'b' } }));`,
      );
  }
  return `${lines.join('\n')}\n`;
}

function kilobytes(at: string): number {
  const files = (readdirSync(join(at, 'gen'), { recursive: true }) as string[]).filter((path) => /\.[jt]s$/.test(path));
  return files.reduce((sum, path) => sum + readFileSync(join(at, 'gen', path)).length, 0) / 1024;
}

function main(): void {
  const { values } = parseArgs({
    options: { runs: { type: 'string', default: '5' }, json: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs takes a whole number of at least 1, got ${values.runs}`);
  const progress = new Progress();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'protos'), { recursive: true });
  for (const [name, text] of manyMessages(FILES, MESSAGES_PER_FILE)) writeFileSync(join(folder, 'protos', name), text);
  const folders = new Map<string, string>();
  for (const contender of contenders) {
    progress.show(`printing the code of ${contender.name}`);
    folders.set(contender.name, prepare(contender));
  }
  const times = new Map<string, number[]>();
  const key = (compiler: string, contender: string): string => `${compiler}/${contender}`;
  for (const compiler of compilers) {
    // One uncounted round reads everything into the system's cache.
    for (let round = 0; round <= runs; round++) {
      const order = round % 2 === 0 ? contenders : [...contenders].reverse();
      for (const { name } of order) {
        progress.show(`${compiler.name}, round ${round} of ${runs}: ${name}`);
        const start = performance.now();
        run([join(root, compiler.path), '-p', folders.get(name)!], root);
        const elapsedMs = performance.now() - start;
        if (round > 0) times.set(key(compiler.name, name), [...(times.get(key(compiler.name, name)) ?? []), elapsedMs]);
      }
    }
  }
  progress.done('measured');
  const medianMs = (compiler: string, contender: string): number => summarize(times.get(key(compiler, contender))!).median;
  printTable(
    ['tsc over 1,000 messages', 'KB', ...compilers.flatMap(({ name }) => [`${name}, ms`, '±'])],
    contenders.map(({ name }) => [
      name,
      readable(kilobytes(folders.get(name)!)),
      ...compilers.flatMap((compiler) => {
        const { median, spread } = summarize(times.get(key(compiler.name, name))!);
        return [readable(median), `${(spread * 100).toFixed(0)} %`];
      }),
    ]),
  );
  const ratios: { [name: string]: number } = {};
  for (const compiler of compilers) {
    for (const [ours, theirs] of comparisons) {
      const ratio = medianMs(compiler.name, ours) / medianMs(compiler.name, theirs);
      ratios[`${compiler.name}: ${ours} / ${theirs}`] = ratio;
      console.log(
        `${ratio <= 1 ? '✔' : '✘'} ${compiler.name}: ${ours} takes ${ratio.toFixed(2)} of the time of ${theirs} (target: at most 1)`,
      );
    }
  }
  if (values.json !== undefined) {
    const rows = Object.fromEntries([...times].map(([name, all]) => [name, summarize(all)]));
    writeFileSync(values.json, `${JSON.stringify({ node: process.version, runs, rows, ratios }, undefined, 2)}\n`);
  }
}

main();
