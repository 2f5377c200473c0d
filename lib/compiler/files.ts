/** Include paths: from paths on disk to import names and back. */
import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { MAX_SOURCE_BYTES } from '../limits.js';
import { isImportPath } from './source-set.js';
import { wellKnownFiles } from './well-known/index.js';

export type InputName =
  | { readonly name: string; readonly problem?: undefined }
  | { readonly name?: undefined; readonly problem: { message: string; help: string } };

export class FileFinder {
  readonly #folders: readonly string[];
  readonly #given: boolean;

  /** Without include paths the folders of the inputs are taken. */
  constructor(inputs: readonly string[], includePaths: readonly string[] | undefined) {
    this.#given = includePaths !== undefined && includePaths.length > 0;
    this.#folders = this.#given ? includePaths! : [...new Set(inputs.map((input) => dirname(input)))];
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
      if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) continue;
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
    return { problem: { message: 'the file lies in none of the include paths', help: `add -I ${dirname(input)}` } };
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

  /** What to say of a name that led nowhere. */
  searched(name: string): string | undefined {
    if (!isImportPath(name)) return undefined;
    const folders = this.#folders.map((folder) => (folder === '' ? '.' : folder)).join(', ');
    const looked = `looked in ${folders}`;
    return this.#given
      ? `${looked}; add the folder that "${name}" starts from with -I`
      : `${looked}; name the folder that "${name}" starts from with -I`;
  }

  async #locate(name: string): Promise<string | undefined> {
    for (const folder of this.#folders) {
      const path = join(folder, ...name.split('/'));
      if (await isFile(path)) return path;
    }
    return undefined;
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
