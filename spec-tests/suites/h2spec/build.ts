/**
 * Builds h2spec in a throw-away Go module under `.cache`, once. Its tags cannot be installed, and its own go.mod names a golang.org/x/net
 * that today's Go does not build: a newer one is asked for beside it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryPath } from '../../support/repository.js';

const MODULES = ['github.com/summerwind/h2spec@v0.0.0-20200804131034-70ac22940108', 'golang.org/x/net@v0.62.0', 'golang.org/x/sys@v0.49.0'];

/** The path of the program; built where it is not there yet. Throws where Go is missing or something fails. */
export function buildH2spec(): string {
  const folder = repositoryPath('.cache/h2spec');
  const program = join(folder, process.platform === 'win32' ? 'h2spec.exe' : 'h2spec');
  const built = join(folder, 'built.txt');
  if (existsSync(program) && existsSync(built)) return program;
  rmSync(folder, { recursive: true, force: true });
  const module = join(folder, 'module');
  mkdirSync(module, { recursive: true });
  console.log(`building ${MODULES[0]} with Go, half a minute the first time`);
  go(module, 'mod', 'init', 'barewire-h2spec');
  for (const name of MODULES) go(module, 'get', name);
  const unfinished = join(module, 'h2spec.new');
  go(module, 'build', '-mod=mod', '-o', unfinished, 'github.com/summerwind/h2spec/cmd/h2spec');
  renameSync(unfinished, program);
  writeFileSync(built, `${MODULES.join('\n')}\n`);
  return program;
}

function go(folder: string, ...args: string[]): void {
  const { status, error, stderr } = spawnSync('go', args, { cwd: folder, encoding: 'utf8' });
  if (error !== undefined) throw new Error(`the suite h2spec needs Go, which could not be started: ${error.message}`);
  if (status !== 0) throw new Error(`go ${args.join(' ')} ended with exit code ${status}:\n${stderr}`);
}
