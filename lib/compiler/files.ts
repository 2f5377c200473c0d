/** Include paths: from paths on disk to import names and back. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { MAX_ANCESTORS_SEARCHED, MAX_SOURCE_BYTES } from '../limits.js';
import { isImportPath } from './source-set.js';
import { wellKnownFiles } from './well-known/index.js';

export type InputName =
  | { readonly name: string; readonly problem?: undefined }
  | { readonly name?: undefined; readonly problem: { message: string; help: string } };

/**
 * Reads synchronously: one file after the other anyway, since a thousand open ones at once would meet the system's limit, and eight
 * thousand small files took 2 s of waiting less by it.
 */
export class FileFinder {
  readonly #folders: readonly string[];
  /** The same as absolute paths. */
  readonly #resolved: readonly string[];
  /** The size of each file that was asked for; undefined where there is none. */
  readonly #sizes = new Map<string, number | undefined>();

  /** Without include paths the folders of the inputs are taken. */
  constructor(inputs: readonly string[], includePaths: readonly string[] | undefined) {
    this.#folders =
      includePaths !== undefined && includePaths.length > 0 ? includePaths : [...new Set(inputs.map((input) => dirname(input)))];
    this.#resolved = this.#folders.map((folder) => resolve(folder));
  }

  /** The import name of the file at the path `input`: relative to the include path it lies in. */
  nameOf(input: string): InputName {
    if (this.#sizeOf(input) === undefined) {
      // As protoc does: what is no path may be a name inside an include path.
      if (isImportPath(input) && (this.#locate(input) !== undefined || wellKnownFiles.has(input))) return { name: input };
      return { problem: { message: 'there is no such file', help: 'give the path of a .proto file' } };
    }
    const whole = resolve(input);
    for (const folder of this.#resolved) {
      const inside = relative(folder, whole);
      if (inside === '' || inside.split(sep)[0] === '..' || isAbsolute(inside)) continue;
      const name = sep === '/' ? inside : inside.split(sep).join('/');
      const found = this.#locate(name);
      if (found !== undefined && resolve(found) !== whole) {
        return {
          problem: {
            message: `"${found}" comes first under the name "${name}"`,
            help: 'put the include path of the input before the others, or rename one of the files',
          },
        };
      }
      return { name };
    }
    return { problem: { message: 'the file lies in none of the include paths', help: addIncludePath(dirname(input)) } };
  }

  /** The content of the file that `name` leads to; undefined where there is none. */
  read(name: string): { path: string; content: Uint8Array; problem?: string } | undefined {
    const path = this.#locate(name);
    if (path === undefined) return undefined;
    const size = this.#sizeOf(path)!;
    if (size > MAX_SOURCE_BYTES)
      return { path, content: new Uint8Array(0), problem: `the file has ${size} bytes, more than the ${MAX_SOURCE_BYTES} that are read` };
    try {
      return { path, content: readFileSync(path) };
    } catch (error) {
      return { path, content: new Uint8Array(0), problem: `the file cannot be read: ${(error as Error).message}` };
    }
  }

  /** What to do about a name that led nowhere: the folder that it may start from, or else where it was looked for. */
  searched(name: string): string | undefined {
    if (!isImportPath(name)) return undefined;
    for (const folder of this.#folders) {
      let around = resolve(folder);
      for (let levels = 0; levels < MAX_ANCESTORS_SEARCHED && dirname(around) !== around; levels++) {
        around = dirname(around);
        if (existsSync(join(around, ...name.split('/'))))
          return `${relative('', around) || '.'} has it: ${addIncludePath(relative('', around) || '.')}`;
      }
    }
    const folders = this.#folders.map((folder) => (folder === '' ? '.' : folder)).join(', ');
    return `looked in ${folders}; name the folder that "${name}" starts from as an include path (-I FOLDER, or includePaths)`;
  }

  #locate(name: string): string | undefined {
    for (const folder of this.#folders) {
      const path = join(folder, name);
      if (this.#sizeOf(path) !== undefined) return path;
    }
    return undefined;
  }

  /** Undefined for what is no file. */
  #sizeOf(path: string): number | undefined {
    const known = this.#sizes.get(path);
    if (known !== undefined || this.#sizes.has(path)) return known;
    const size = sizeOf(path);
    this.#sizes.set(path, size);
    return size;
  }
}

function sizeOf(path: string): number | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() === true ? found.size : undefined;
  } catch {
    return undefined;
  }
}

function addIncludePath(folder: string): string {
  return `add it as an include path (-I ${folder}, or includePaths: ['${folder}'])`;
}
