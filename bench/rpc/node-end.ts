/**
 * One end of a contender that runs in Node, as `protocol.ts` has it: `node node-end.js PEER server|client ...`.
 * The process holds nothing but this peer.
 */
import { createInterface } from 'node:readline';
import { drive } from './load.js';
import type { Driver } from './peer.js';
import { peerByName } from './peers/index.js';
import { profile, profiled } from './profiling.js';
import type { Load, LoadResult, Question, Usage } from './protocol.js';

const [, , name, role, ...args] = process.argv;
const peer = await peerByName(name!);
const drivers: Driver[] = [];

if (role === 'server') {
  const [cert, key] = args;
  say({ port: await peer.serve(cert === undefined ? undefined : { ca: '', cert, key: key! }), version: peer.version });
} else {
  for (let i = 0; i < Number(args[1]); i++) drivers.push(await connect());
  say({ version: peer.version });
}

createInterface(process.stdin)
  .on('line', async (line) => say(await answer(JSON.parse(line) as Load | Question)))
  .on('close', () => process.exit());

async function answer(question: Load | Question): Promise<object> {
  if ('kind' in question) {
    if (question.kind === 'connect') return open(question.count);
    return drive(drivers, question);
  }
  switch (question.ask) {
    case 'usage':
      return usage(question.collect === true);
    case 'profile':
      await profile(question.of);
      return {};
    case 'profiled':
      return profiled();
  }
}

function connect(): Promise<Driver> {
  const [port, , ca] = args;
  return peer.connect(Number(port), ca === undefined ? undefined : { ca, cert: '', key: '' });
}

/** Opens connections and has a call answered on each. */
async function open(count: number): Promise<LoadResult> {
  const start = performance.now();
  for (let i = 0; i < count; i++) {
    const driver = await connect();
    await driver.hello();
    drivers.push(driver);
  }
  return { operations: count, elapsedMs: performance.now() - start, cpuMicroseconds: 0 };
}

function usage(collect: boolean): Usage {
  const { user, system } = process.cpuUsage();
  if (collect) {
    // Array buffers that the first collection found dead are off the books with the second.
    globalThis.gc?.();
    globalThis.gc?.();
  }
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { cpuMicroseconds: user + system, rssBytes: rss, heapBytes: heapUsed, arrayBufferBytes: arrayBuffers };
}

function say(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
