/**
 * `npm run bench -- NAME [arguments]`: runs `bench/NAME/main.ts`. Rivals and peers come from bench/rivals/package.json, which is installed
 * on first use and whenever its lock has changed.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, install, root, runNode } from './house.mjs';

const [name = '', ...args] = process.argv.slice(2);
const bench = join(root, 'bench');
const names = readdirSync(bench).filter((entry) => existsSync(join(bench, entry, 'main.ts')));

if (!names.includes(name)) {
  console.error(
    `${name === '' ? 'no benchmark is named' : `there is no benchmark ${JSON.stringify(name)}`}, there are: ${names.join(', ')}`,
  );
  console.error('npm run bench -- NAME [arguments]');
  process.exitCode = 2;
} else if ((await install()) !== 0 || (await install(join(bench, 'rivals'))) !== 0 || (await build()) !== 0) {
  process.exitCode = 1;
} else {
  process.exitCode = await runNode(join(root, 'dist', 'bench', name, 'main.js'), args);
}
