/**
 * The rivals' generated code, made on first use. It lies among their packages, so that its imports find them and a new lock file takes
 * it away.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const rivalsFolder: string = join(process.cwd(), 'bench', 'rivals');

/** Generated code, literals and bytes. */
export const cacheFolder: string = join(rivalsFolder, 'node_modules', '.cache', 'codec');

const require = createRequire(join(rivalsFolder, 'package.json'));

export type Exports = { readonly [name: string]: unknown };

export function importGenerated(path: string): Promise<Exports> {
  return import(pathToFileURL(join(cacheFolder, path)).href) as Promise<Exports>;
}

export function requireGenerated(path: string): Exports {
  return require(join(cacheFolder, path)) as Exports;
}

/** A rival that is an ES module only. */
export function importRival(name: string): Promise<Exports> {
  return import(pathToFileURL(require.resolve(name)).href) as Promise<Exports>;
}

export function requireRival(name: string): Exports {
  return require(name) as Exports;
}
