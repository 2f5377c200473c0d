/** The generated files on disk. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GeneratedFile } from '../compiler/generator/generate.js';
import { quoted } from './arguments.js';
import { CommandError } from './terminal.js';

/** Writes the files that are not there yet as they should be, and gives their paths. Others keep their time of change, and are counted. */
export async function writeFiles(out: string, files: Iterable<GeneratedFile>): Promise<{ written: string[]; unchanged: number }> {
  const written: string[] = [];
  let unchanged = 0;
  for (const { path, text } of files) {
    const target = join(out, path);
    if ((await read(target)) === text) {
      unchanged++;
      continue;
    }
    try {
      await makeFolder(dirname(target));
      await writeFile(target, text);
    } catch (error) {
      throw new CommandError(`${quoted(target)} cannot be written: ${reasonOf(error)}`);
    }
    written.push(target);
  }
  return { written, unchanged };
}

/** Writes one file from its pieces, whatever stood there before. */
export async function writeOne(target: string, chunks: readonly (Uint8Array | string)[]): Promise<void> {
  try {
    await makeFolder(dirname(target));
    await writeFile(target, chunks);
  } catch (error) {
    throw new CommandError(`${quoted(target)} cannot be written: ${reasonOf(error)}`);
  }
}

/** Makes a folder and those around it. Node's own way of it never ends where the system lets nobody make one, as below /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    if ((await stat(path)).isDirectory()) return;
  } catch {
    const around = dirname(path);
    if (around !== path) await makeFolder(around);
  }
  try {
    await mkdir(path);
  } catch (error) {
    // Somebody else was faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
  }
}

/** The paths of those that are not there, and of those that are there and different; and how many are as they should be. */
export async function compareFiles(
  out: string,
  files: Iterable<GeneratedFile>,
): Promise<{ missing: string[]; stale: string[]; current: number }> {
  const missing: string[] = [];
  const stale: string[] = [];
  let current = 0;
  for (const { path, text } of files) {
    const target = join(out, path);
    const present = await read(target);
    if (present === undefined) missing.push(target);
    else if (present !== text) stale.push(target);
    else current++;
  }
  return { missing, stale, current };
}

/** Undefined where there is no such file. Line endings that a checkout turned into CRLF do not count. */
async function read(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).replaceAll('\r\n', '\n');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new CommandError(`${quoted(path)} cannot be read: ${reasonOf(error)}`);
  }
}

/** What went wrong with a file, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOENT':
      return 'there is no such folder';
    case 'ENOSPC':
      return 'no space left';
    case 'EISDIR':
      return 'it is a folder';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a part of its path is a file';
    default:
      return message;
  }
}
