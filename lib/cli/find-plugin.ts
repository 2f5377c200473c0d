/** Where a protoc plugin is: `es` is the program `protoc-gen-es`, installed in the project or on the PATH. */
import { stat } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quoted } from './arguments.js';
import { CommandError } from './terminal.js';

/** How programs end on this system; the first that is there is taken. */
const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat', ''] : [''];

/**
 * The path of the plugin `name`: the path itself where it has a slash, else `protoc-gen-NAME` in node_modules/.bin here and above, then
 * on the PATH. Throws a `CommandError` that says where it was looked for.
 */
export async function findPlugin(name: string): Promise<string> {
  if (/[/\\]/.test(name)) {
    const path = resolve(name);
    if (await isFile(path)) return path;
    throw new CommandError(`there is no plugin ${quoted(name)}`);
  }
  const program = `protoc-gen-${name}`;
  for (const folder of [...projectFolders(), ...pathFolders()]) {
    for (const ending of endings) {
      const path = join(folder, program + ending);
      if (await isFile(path)) return path;
    }
  }
  if (name === 'barewire') return fileURLToPath(new URL('../cli/protoc-gen-barewire.js', import.meta.url));
  throw new CommandError(
    `there is no plugin ${quoted(name)}: ${program} is neither in node_modules/.bin, here or above, nor on the PATH; a path with a slash is taken as it is`,
  );
}

function projectFolders(): string[] {
  const folders: string[] = [];
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    folders.push(join(folder, 'node_modules', '.bin'));
    if (dirname(folder) === folder) return folders;
  }
}

function pathFolders(): string[] {
  return (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
