/** The calling process of one contender: `node client-process.js PEER PORT`. Each message is a case to run, each answer its count. */
import type { BenchCase } from './cases.js';
import { drive } from './load.js';
import { peerByName } from './peers/index.js';

const [, , name, port] = process.argv;
const peer = await peerByName(name!);
const driver = await peer.connect(Number(port));

process.on('message', async ({ benchCase, durationMs }: { benchCase: BenchCase; durationMs: number }) => {
  globalThis.gc?.();
  process.send!(await drive(driver, benchCase, durationMs));
});
process.on('disconnect', () => process.exit());
process.send!('ready');
