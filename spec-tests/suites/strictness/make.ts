/** `node dist/spec-tests/suites/strictness/make.js`: writes the files under `cases/` anew from what stands under `make/`. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryPath } from '../../support/repository.js';
import { allFiles } from './make/all.js';

const folder = repositoryPath('spec-tests/suites/strictness/cases');
mkdirSync(folder, { recursive: true });
const files = allFiles();
const kept = new Set(files.map(({ path }) => path));
for (const name of readdirSync(folder)) if (!kept.has(name)) rmSync(join(folder, name));
for (const { path, text, file } of files) {
  writeFileSync(join(folder, path), text);
  console.log(`${path}: ${file.cases.length} cases`);
}
console.log(`${files.reduce((sum, { file }) => sum + file.cases.length, 0)} cases in ${files.length} files`);
