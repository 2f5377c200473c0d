/** How long a process waits for `import 'NAME'`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinned } from '../support/pinned-process.js';
import type { Progress } from '../support/progress.js';
import { summarize } from '../support/statistics.js';
import type { Row } from './rows.js';
import { ran } from './toolchains.js';

export const importName = 'import';

const rivals = 'bench/rivals';

/** A project that has barewire as it is packed. */
const project = join('.cache', 'bench', 'project');

/** What is imported, and from which folder. */
const imports: readonly (readonly [name: string, folder: string, specifier: string])[] = [
  ['barewire', project, 'barewire'],
  ['node:net', '.', 'node:net'],
  ['node:tls', '.', 'node:tls'],
  ['node:http2', '.', 'node:http2'],
  ['grpc-js', rivals, '@grpc/grpc-js'],
  ['nice-grpc', rivals, 'nice-grpc'],
  ['connect-node', rivals, '@connectrpc/connect-node'],
];

/** Also for a rate's worth of interleaved runs: an import takes hardly any time. */
const runsForEach = 2;

export async function measureImports(runs: number, progress: Progress): Promise<Row[]> {
  const packing = (await import(new URL('../../../scripts/join.mjs', import.meta.url).href)) as {
    packedCopy(folder: string): Promise<void>;
  };
  mkdirSync(join(project, 'node_modules'), { recursive: true });
  // Without a package.json of its own the folder would be part of this package, whose name leads to what is built.
  writeFileSync(join(project, 'package.json'), '{ "private": true }');
  await packing.packedCopy(join(project, 'node_modules', 'barewire'));
  const taken = new Map<string, number[]>(imports.map(([name]) => [name, []]));
  for (let turn = 0; turn <= runs * runsForEach; turn++) {
    progress.show(`${importName}: run ${turn} of ${runs * runsForEach}`);
    for (const [name, folder, specifier] of imports) {
      const code = `const start = performance.now(); await import('${specifier}'); console.log(performance.now() - start)`;
      const command = pinned([process.execPath, '--input-type=module', '--eval', code], 1);
      const ms = Number(await ran(command[0]!, command.slice(1), folder));
      if (turn > 0) taken.get(name)!.push(ms);
    }
  }
  progress.done(importName);
  return imports.map(([name]) => {
    const { median, spread } = summarize(taken.get(name)!);
    return { case: importName, peer: name, value: median, unit: 'ms', spread };
  });
}
