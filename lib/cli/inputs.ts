/** The inputs of `barewire gen`: files as they are, folders and patterns turned into the .proto files they stand for. */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { quoted } from './arguments.js';
import { reasonOf } from './output.js';
import { CommandError } from './terminal.js';

export interface FoundInputs {
  /** Paths of .proto files, each once. */
  readonly files: readonly string[];
  /** Where imports are looked up unless the user says so: input folders, and the folders of input files. */
  readonly folders: readonly string[];
}

/** Throws a `CommandError` for an input that is not there, or that stands for no .proto file at all. */
export async function findInputs(inputs: readonly string[]): Promise<FoundInputs> {
  const files = new Set<string>();
  const folders = new Set<string>();
  for (const input of inputs) {
    const kind = await kindOf(input);
    if (kind === 'file') {
      files.add(input);
      folders.add(dirname(input));
      continue;
    }
    let root = input;
    let accepts = (path: string): boolean => path.endsWith('.proto');
    if (kind === undefined) {
      if (!/[*?]/.test(input)) throw new CommandError(`there is no file or folder ${quoted(input)}`);
      root = patternRoot(input);
      accepts = matcher(input.slice(root === '.' && !input.startsWith('./') ? 0 : root.length + (root.endsWith('/') ? 0 : 1)));
      if ((await kindOf(root)) !== 'folder')
        throw new CommandError(`there is no folder ${quoted(root)}, which ${quoted(input)} begins with`);
    }
    const found = (await filesBelow(root, '')).filter(accepts);
    if (found.length === 0) throw new CommandError(`no .proto file ${kind === undefined ? 'matches' : 'is in'} ${quoted(input)}`);
    folders.add(root);
    for (const path of found) files.add(join(root, path));
  }
  return { files: [...files], folders: [...folders] };
}

export async function isFolder(path: string): Promise<boolean> {
  return (await kindOf(path)) === 'folder';
}

async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EINVAL') return undefined;
    throw new CommandError(`${quoted(path)} cannot be read: ${reasonOf(error)}`);
  }
}

/** Every file below `root`, as paths with `/` from there, in an order that is the same everywhere. Does not follow links to folders. */
async function filesBelow(root: string, below: string): Promise<string[]> {
  const folder = below === '' ? root : join(root, below);
  let entries: import('node:fs').Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw new CommandError(`the folder ${quoted(folder)} cannot be read: ${reasonOf(error)}`);
  }
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && !entry.name.startsWith('.')) found.push(...(await filesBelow(root, path)));
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await kindOf(join(root, path))) === 'file')) {
      found.push(path);
    }
  }
  return found;
}

/** The folder before the first part with a wildcard: `protos/v1` of `protos/v1/*.proto`. */
function patternRoot(pattern: string): string {
  const wildcard = pattern.search(/[*?]/);
  const slash = pattern.lastIndexOf('/', wildcard);
  if (slash < 0) return '.';
  return slash === 0 ? '/' : pattern.slice(0, slash);
}

/**
 * `*` is any part of one name, `?` one character, `**` any number of folders. Matched part by part without a regular expression, in
 * a time that does not grow faster than pattern times path.
 */
function matcher(pattern: string): (path: string) => boolean {
  const parts = pattern.split('/');
  return (path) => {
    if (!basename(path).endsWith('.proto')) return false;
    return matchSequence(parts, path.split('/'), (part) => part === '**', matchName);
  };
}

function matchName(pattern: string, name: string): boolean {
  return matchSequence(
    [...pattern],
    [...name],
    (character) => character === '*',
    (a, b) => a === '?' || a === b,
  );
}

/** Whether `items` match `pattern`, where an `isAny` element stands for any number of items. */
function matchSequence(
  pattern: readonly string[],
  items: readonly string[],
  isAny: (element: string) => boolean,
  matches: (element: string, item: string) => boolean,
): boolean {
  let at = 0;
  let item = 0;
  // Where to go on when what follows the last wildcard does not match: the wildcard takes one item more.
  let lastAny = -1;
  let taken = 0;
  while (item < items.length) {
    const element = pattern[at];
    if (element !== undefined && isAny(element)) {
      lastAny = at++;
      taken = item;
    } else if (element !== undefined && matches(element, items[item]!)) {
      at++;
      item++;
    } else if (lastAny >= 0) {
      at = lastAny + 1;
      item = ++taken;
    } else {
      return false;
    }
  }
  while (at < pattern.length && isAny(pattern[at]!)) at++;
  return at === pattern.length;
}
