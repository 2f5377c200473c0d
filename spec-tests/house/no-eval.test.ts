import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Schemas and messages are untrusted, so nothing of them may ever be evaluated: the ways to do so do not occur at all. */
it('no source evaluates text', () => {
  const found: string[] = [];
  for (const folder of ['wire', 'lib', 'examples', 'scripts']) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.(ts|mjs)$/.test(name)) continue;
      const text = readFileSync(join(root, folder, name), 'utf8');
      if (/\beval\s*\(|\bnew\s+Function\b|\bFunction\s*\(|node:vm/.test(text)) found.push(join(folder, name));
    }
  }
  assert.deepEqual(found, []);
});
