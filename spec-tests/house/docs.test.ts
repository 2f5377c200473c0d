import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { StatusCode } from '../../lib/index.js';
import {
  DEFAULT_HANDSHAKE_TIMEOUT_MS,
  DEFAULT_MAX_CONCURRENT_STREAMS,
  DEFAULT_MAX_CONNECTIONS,
  DEFAULT_SERVER_MAX_HEADER_LIST_BYTES,
} from '../../lib/limits.js';
import type { Phase } from '../../lib/transport/transport.js';
import { DEFAULT_EVENT_BUDGETS, DEFAULT_HOLD_LIMITS } from '../../wire/http2/abuse-budget.js';

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

  it('abuse.md has every budget and limit with its default', () => {
    const rows = [...page('abuse.md').matchAll(/^\| `(\w+)` \| ([\d,]+) \| (?:([\d,]+) \|)?/gm)].map(([, name, first, second]) => [
      name!,
      ...[first, second].filter((text) => text !== undefined).map((text) => Number(text.replaceAll(',', ''))),
    ]);
    const expected = [
      ...Object.entries(DEFAULT_EVENT_BUDGETS).map(([name, { burst, perSecond }]) => [name, burst, perSecond]),
      ...['maxStalledBytes', 'stallTimeoutMs', 'maxQueuedBytes', 'maxHeldBytes', 'frameTimeoutMs'].map((name) => [
        name,
        DEFAULT_HOLD_LIMITS[name as keyof typeof DEFAULT_HOLD_LIMITS],
      ]),
      ['maxConnections', DEFAULT_MAX_CONNECTIONS],
      ['handshakeTimeoutMs', DEFAULT_HANDSHAKE_TIMEOUT_MS],
      ['maxConcurrentStreams', DEFAULT_MAX_CONCURRENT_STREAMS],
      ['maxHeaderListBytes', DEFAULT_SERVER_MAX_HEADER_LIST_BYTES],
    ];
    assert.deepEqual(rows, expected);
    assert.equal(Object.keys(DEFAULT_HOLD_LIMITS).length, 5);
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
