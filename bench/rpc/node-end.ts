/**
 * One end of a contender that runs in Node, as `protocol.ts` has it: `node node-end.js PEER server|client ...`.
 * The process holds nothing but this peer.
 */
import { createInterface } from 'node:readline';
import { drive } from './load.js';
import type { Driver } from './peer.js';
import { peerByName } from './peers/index.js';
import { profile, profiled } from './profiling.js';
import type { Load, Question, Usage } from './protocol.js';

const [, , name, role, ...args] = process.argv;
const peer = await peerByName(name!);
const drivers: Driver[] = [];

if (role === 'server') {
  const [cert, key] = args;
  say({ port: await peer.serve(cert === undefined ? undefined : { ca: '', cert, key: key! }), version: peer.version });
} else {
  const [port, connections, ca] = args;
  const tls = ca === undefined ? undefined : { ca, cert: '', key: '' };
  for (let i = 0; i < Number(connections); i++) drivers.push(await peer.connect(Number(port), tls));
  say({ version: peer.version });
}

createInterface(process.stdin)
  .on('line', async (line) => say(await answer(JSON.parse(line) as Load | Question)))
  .on('close', () => process.exit());

async function answer(question: Load | Question): Promise<object> {
  if ('kind' in question) return drive(drivers, question);
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

function usage(collect: boolean): Usage {
  const { user, system } = process.cpuUsage();
  if (collect) globalThis.gc?.();
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return { cpuMicroseconds: user + system, rssBytes: rss, heapBytes: heapUsed, arrayBufferBytes: arrayBuffers };
}

function say(what: object): void {
  process.stdout.write(`${JSON.stringify(what)}\n`);
}
