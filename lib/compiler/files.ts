/** Include paths: from paths on disk to import names and back. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { MAX_ANCESTORS_SEARCHED, MAX_SOURCE_BYTES } from '../limits.js';
import { isImportPath } from './source-set.js';
import { wellKnownFiles } from './well-known/index.js';

export type InputName =
  | { readonly name: string; readonly problem?: undefined }
  | { readonly name?: undefined; readonly problem: { message: string; help: string } };

export class FileFinder {
  readonly #folders: readonly string[];

  /** Without include paths the folders of the inputs are taken. */
  constructor(inputs: readonly string[], includePaths: readonly string[] | undefined) {
    this.#folders =
      includePaths !== undefined && includePaths.length > 0 ? includePaths : [...new Set(inputs.map((input) => dirname(input)))];
  }

  /** The import name of the file at the path `input`: relative to the include path it lies in. */
  async nameOf(input: string): Promise<InputName> {
    if (!(await isFile(input))) {
      // As protoc does: what is no path may be a name inside an include path.
      if (isImportPath(input) && ((await this.#locate(input)) !== undefined || wellKnownFiles.has(input))) return { name: input };
      return { problem: { message: 'there is no such file', help: 'give the path of a .proto file' } };
    }
    const whole = resolve(input);
    for (const folder of this.#folders) {
      const inside = relative(resolve(folder), whole);
      if (inside === '' || inside.split(sep)[0] === '..' || isAbsolute(inside)) continue;
      const name = inside.split(sep).join('/');
      const found = await this.#locate(name);
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
  async read(name: string): Promise<{ path: string; content?: Uint8Array; problem?: string } | undefined> {
    const path = await this.#locate(name);
    if (path === undefined) return undefined;
    try {
      const { size } = await stat(path);
      if (size > MAX_SOURCE_BYTES)
        return { path, content: new Uint8Array(0), problem: `the file has ${size} bytes, more than the ${MAX_SOURCE_BYTES} that are read` };
      return { path, content: await readFile(path) };
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

  async #locate(name: string): Promise<string | undefined> {
    for (const folder of this.#folders) {
      const path = join(folder, ...name.split('/'));
      if (await isFile(path)) return path;
    }
    return undefined;
  }
}

function addIncludePath(folder: string): string {
  return `add it as an include path (-I ${folder}, or includePaths: ['${folder}'])`;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
