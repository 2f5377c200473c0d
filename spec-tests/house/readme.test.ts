import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNode } from '../support/run-script.js';
import { asModule, type Command, readBlocks, readCommands } from './readme-blocks.js';

/**
 * Every snippet of the README, run in a project of its own against the built package, in the order of the page: files are written,
 * commands are run, fragments become modules that are type-checked and run. `// → text` and `# text` are what must be printed.
 */

const root = fileURLToPath(new URL('../../../', import.meta.url));
const tool = (path: string) => join(root, 'node_modules', path);
const page = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = readBlocks(page);
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string>; exports: object };
const { scripts } = manifest;

let folder = '';
let port = 0;
const background: ChildProcess[] = [];
const moduleName = (line: number) => `line-${line}`;
const inProject = (text: string) => text.replaceAll('50051', String(port));

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port: free } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return free;
}

/** The commands that a page may show, each with what stands for it here. */
async function runCommand({ words, prints }: Command): Promise<void> {
  const [program, ...args] = words.map(inProject);
  const expected = prints.map(inProject);
  if (program === 'npm') {
    if (args[0] === 'install') {
      assert.deepEqual(args, ['install', 'barewire'], 'the project has the built package already');
      return;
    }
    // Commands of the repository: running the tests inside the tests would never end.
    const script = args[0] === 'run' ? args[1]! : args[0]!;
    assert.ok(script in scripts, `package.json has the script ${script}`);
    if (script === 'suites' && args[3] !== undefined) {
      assert.ok(existsSync(join(root, 'spec-tests', 'suites', args[3], 'run.ts')), `there is a suite ${args[3]}`);
    }
    if (script === 'bench') assert.ok(existsSync(join(root, 'bench', args[3]!, 'main.ts')), `there is a benchmark ${args[3]}`);
    return;
  }
  let result: { code: number | null; stdout: string; stderr: string };
  if (program === 'npx' && args[0] === 'barewire')
    result = await runNode([join(root, 'dist', 'lib', 'cli', 'main.js'), ...args.slice(1)], folder);
  else if (program === 'node' && args.at(-1) === '&') return runInBackground(args.slice(0, -1), expected);
  else if (program === 'node') result = await runNode(args, folder);
  else throw new Error(`${words.join(' ')}: the test of the README knows no such command`);
  assert.equal(result.code, 0, result.stderr);
  if (expected.length > 0) assert.deepEqual(result.stdout.trimEnd().split('\n'), expected);
}

async function runInBackground(args: string[], expected: string[]): Promise<void> {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  background.push(child);
  let text = '';
  child.stdout.setEncoding('utf8');
  while (!text.endsWith('\n') || text.split('\n').length <= expected.length) {
    const [chunk] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit').then(() => [''])])) as [string];
    assert.notEqual(chunk, '', `${args.join(' ')} ended early`);
    text += chunk;
  }
  assert.deepEqual(text.trimEnd().split('\n'), expected);
}

describe('README', () => {
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'barewire-readme-'));
    port = await freePort();
    mkdirSync(join(folder, 'node_modules', '@types'), { recursive: true });
    symlinkSync(root, join(folder, 'node_modules', 'barewire'), 'dir');
    symlinkSync(tool('@types/node'), join(folder, 'node_modules', '@types', 'node'), 'dir');
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'readme', private: true, type: 'module' }));
  });

  after(async () => {
    for (const child of background) {
      if (child.exitCode !== null) continue;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  it('begins with the two commands', () => {
    assert.deepEqual(
      readCommands(blocks[0]!).map(({ words }) => words.join(' ')),
      ['npm start', 'npm test'],
    );
  });

  it('links to what is there, and names folders that are there', () => {
    for (const [, target] of page.matchAll(/\]\(([^)#]+)/g)) assert.ok(/^https?:/.test(target!) || existsSync(join(root, target!)), target);
    for (const [, path] of page.matchAll(/`((?:wire|lib|spec-tests|examples|docs|bench)\/[\w/.-]*)`/g))
      assert.ok(existsSync(join(root, path!)), path);
  });

  it('names a command for each claim, and only commands that are there', async () => {
    const [, section] = page.split('\n## What it can do');
    const rows = section!
      .split('\n## ')[0]!
      .split('\n')
      .filter((line) => /^\| (?!claim)/.test(line));
    assert.ok(rows.length > 0);
    for (const row of rows) {
      const command = /\| `(npm [^`]+)` \|$/.exec(row)?.[1];
      assert.ok(command !== undefined, row);
      await runCommand({ words: command.split(' '), prints: [] });
    }
  });

  it('lists every door of the package', () => {
    const listed = [...page.matchAll(/^\| `(barewire[\w/-]*)` \|/gm)].map(([, name]) => name!);
    const doors = Object.keys(manifest.exports).filter((door) => door !== './package.json');
    assert.deepEqual([...listed].sort(), doors.map((door) => `barewire${door.slice(1)}`).sort());
  });

  for (const block of blocks.filter(({ file }) => file !== undefined)) {
    it(`line ${block.line}: ${block.file}`, () => {
      writeFileSync(join(folder, block.file!), inProject(block.text));
    });
  }

  const others = blocks.filter(({ file }) => file === undefined);
  for (const block of others.filter(({ language }) => language === 'sh')) {
    for (const command of readCommands(block)) {
      it(`line ${block.line}: ${command.words.join(' ')}`, () => runCommand(command));
    }
  }

  const fragments = others.filter(({ language }) => language === 'ts' || language === 'js');
  it('the fragments have no type errors', async () => {
    for (const block of fragments)
      writeFileSync(join(folder, `${moduleName(block.line)}.ts`), asModule({ ...block, text: inProject(block.text) }, port));
    const compilerOptions = { target: 'es2022', module: 'nodenext', strict: true, types: ['node'], skipLibCheck: false, lib: ['es2022'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['line-*.ts'] }));
    const { stdout } = await runNode([tool('typescript/bin/tsc'), '-p', folder]);
    assert.equal(stdout, '');
  });

  for (const block of fragments) {
    it(`line ${block.line}: runs and prints what it says`, async () => {
      const { code, stdout, stderr } = await runNode([`${moduleName(block.line)}.js`], folder);
      assert.equal(code, 0, stderr);
      assert.equal(stderr, '');
      assert.deepEqual(stdout === '' ? [] : stdout.trimEnd().split('\n'), block.prints.map(inProject));
    });
  }

  it('has no block of another kind', () => {
    for (const { language, line } of blocks) assert.ok(['ts', 'js', 'proto', 'sh'].includes(language), `line ${line}: ${language}`);
  });
});
