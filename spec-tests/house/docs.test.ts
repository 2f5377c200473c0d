import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { StatusCode } from '../../lib/index.js';
import type { Phase } from '../../lib/transport/transport.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const page = (name: string) => readFileSync(join(root, 'docs', name), 'utf8');

describe('docs', () => {
  it('limits.md is what wire/limits.ts and lib/limits.ts say (npm run generate prints it)', async () => {
    const { limitsPage } = (await import(pathToFileURL(join(root, 'scripts', 'docs.mjs')).href)) as { limitsPage(): Promise<string> };
    assert.equal(page('limits.md'), await limitsPage());
  });

  it('errors.md has every status code and every phase, in their order, and no others', () => {
    const headings = (section: string) => {
      const [, text] = page('errors.md').split(`\n## ${section}\n`);
      return [...text!.split('\n## ')[0]!.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);
    };
    assert.deepEqual(headings('Status codes'), Object.keys(StatusCode));
    const phases: Record<Phase, true> = {
      resolve: true,
      connect: true,
      tls: true,
      encode: true,
      send: true,
      receive: true,
      decode: true,
      remote: true,
    };
    assert.deepEqual(headings('Phases'), Object.keys(phases));
  });

  it('errors.md names classes that are there', async () => {
    const doors = await Promise.all([
      import('../../lib/index.js'),
      import('../../wire/protobuf/index.js'),
      import('../../lib/compiler/index.js'),
      import('../../lib/http2/index.js'),
    ]);
    const names = [...page('errors.md').matchAll(/^\| `(\w+)`(?:, `(\w+)`)? \| [a-z]/gm)].flatMap(([, ...found]) =>
      found.filter((name) => /Error$/.test(name ?? '')),
    );
    assert.ok(names.length >= 7);
    for (const name of names)
      assert.ok(
        doors.some((door) => name! in door),
        `${name} is exported`,
      );
  });
});
