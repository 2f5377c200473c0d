/** The serving process of one contender: `node server-process.js PEER`. Says its port, then answers each message with its CPU time. */
import { peerByName } from './peers/index.js';

const peer = await peerByName(process.argv[2]!);
const port = await peer.serve();

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send!(user + system);
});
process.on('disconnect', () => process.exit());
process.send!(port);
