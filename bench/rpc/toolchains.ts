import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is built of the rivals in other languages; git ignores it. */
const cache = join(process.cwd(), '.cache', 'bench');

const sources = join(process.cwd(), 'bench', 'rpc', 'peers');

export interface Built {
  readonly program: string;
  readonly version: string;
}

/** Builds grpc-go's side; fails with a sentence where that cannot be done. */
export async function buildGo(): Promise<Built> {
  const program = join(cache, 'grpc-go');
  const folder = join(sources, 'go');
  await toolchain('go', ['build', '-o', program, '.'], folder);
  const version = required(join(folder, 'go.mod'), /google\.golang\.org\/grpc v(\S+)/);
  return { program, version: `${version} (${await said('go', ['env', 'GOVERSION'])})` };
}

/** Builds tonic's side. Cargo writes only into the cache. */
export async function buildRust(): Promise<Built> {
  const target = join(cache, 'rust');
  const folder = join(sources, 'rust');
  await toolchain('cargo', ['build', '--release', '--locked', '--quiet', '--target-dir', target], folder);
  const version = required(join(folder, 'Cargo.lock'), /name = "tonic"\nversion = "([^"]+)"/);
  const rust = (await said('rustc', ['--version'])).split(' ')[1];
  return { program: join(target, 'release', 'barewire-bench-peer'), version: `${version} (rust ${rust})` };
}

function required(file: string, pattern: RegExp): string {
  return pattern.exec(readFileSync(file, 'utf8'))?.[1] ?? '(unknown)';
}

async function toolchain(tool: string, args: readonly string[], cwd: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  await ran(tool, args, cwd);
}

async function said(tool: string, args: readonly string[]): Promise<string> {
  return (await ran(tool, args, process.cwd())).trim();
}

/** Runs a tool to its end; resolves with what it printed, rejects with why it did not work. */
export function ran(tool: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let errors = '';
    child.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    child.once('error', (error: NodeJS.ErrnoException) => {
      reject(new Error(error.code === 'ENOENT' ? `${tool} is not at hand` : `${tool}: ${error.message}`));
    });
    child.once('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(`${tool} ${args[0]} failed: ${errors.trim().split('\n').at(-1) ?? `exit code ${code}`}`));
    });
  });
}
