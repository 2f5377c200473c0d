import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * The packages of bench/rivals/package.json: they are not there before the first run of a benchmark, so what is used of them is declared
 * beside the use.
 */
const require = createRequire(join(process.cwd(), 'bench', 'rivals', 'package.json'));

export function rival<T>(name: string): T {
  return require(name) as T;
}

export function versionOfRival(name: string): string {
  const packages = require('./package.json') as { readonly devDependencies: { readonly [name: string]: string } };
  return packages.devDependencies[name] ?? '(unknown)';
}
