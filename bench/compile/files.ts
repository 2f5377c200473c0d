/** The files to compile: those of npm's google-proto-files that `buf build` accepts. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export interface ProtoFiles {
  readonly folder: string;
  readonly version: string;
  /** All that the package has. */
  readonly packageFiles: number;
  readonly acceptedFiles: number;
  readonly bytes: number;
  /** What buf refuses, without which it builds the rest. */
  readonly refused: readonly string[];
}

/** The program of the package @bufbuild/buf itself: its launcher would cost another 40 ms. */
export function bufProgram(): string {
  const require = createRequire(import.meta.url);
  return require.resolve(`@bufbuild/buf-${process.platform}-${process.arch}/bin/buf`);
}

/** Lays the files out, once for each version of the package and of buf. */
export function layOutFiles(bufVersion: string): ProtoFiles {
  const source = realpathSync(join(process.cwd(), 'bench', 'rivals', 'node_modules', 'google-proto-files'));
  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string };
  const folder = join(process.cwd(), '.cache', 'bench', 'compile', `google-proto-files-${version}-buf-${bufVersion}`);
  const index = `${folder}.json`;
  if (existsSync(index)) return JSON.parse(readFileSync(index, 'utf8')) as ProtoFiles;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(source, folder, {
    recursive: true,
    filter: (path) => path.endsWith('.proto') || (statSync(path).isDirectory() && !path.endsWith('node_modules')),
  });
  const packageFiles = protoFiles(folder).length;
  const refused = removeRefused(folder);
  const left = protoFiles(folder);
  const bytes = left.reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
  const files: ProtoFiles = { folder, version, packageFiles, acceptedFiles: left.length, bytes, refused };
  writeFileSync(index, JSON.stringify(files));
  return files;
}

function protoFiles(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith('.proto'));
}

/** buf names the files that it refuses in one run; without them it accepts the rest, or refuses what imports them. */
function removeRefused(folder: string): string[] {
  const refused: string[] = [];
  const aside = `${folder}-refused`;
  mkdirSync(aside, { recursive: true });
  for (;;) {
    const run = spawnSync(bufProgram(), ['build', '.', '-o', join(aside, 'image.binpb')], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    });
    if (run.error !== undefined) throw run.error;
    if (run.status === 0) break;
    const names = new Set(`${run.stdout}${run.stderr}`.split('\n').flatMap((line) => /^(.*?\.proto):\d+:\d+:/.exec(line)?.[1] ?? []));
    if (names.size === 0) throw new Error(`buf build failed without an error of a file: ${run.stderr}`);
    for (const name of names) {
      renameSync(join(folder, name), join(aside, `${refused.length}.proto`));
      refused.push(name);
    }
  }
  rmSync(aside, { recursive: true, force: true });
  return refused.sort();
}
