/**
 * `npm start [-- --port N]`: installs what is missing, builds, and runs examples/hello: a server and a client, each in a process of
 * its own. The server tells its port over the process channel (`{ port }`) and ends gracefully when the channel closes.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build, install, option, root, runNode } from './house.mjs';

const port = option(process.argv.slice(2), 'port') ?? '0';
if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
  console.error(`--port takes a number from 0 (any free one) to 65535, not ${JSON.stringify(port)}`);
  process.exit(2);
}
if ((await install()) !== 0 || (await build()) !== 0) process.exit(1);

const hello = join(root, 'dist', 'examples', 'hello');
const server = fork(join(hello, 'server.js'), ['--port', port], { cwd: root });
const ended = once(server, 'exit');
const started = await Promise.race([once(server, 'message'), ended.then(() => undefined)]);
if (started === undefined) {
  process.exitCode = server.exitCode || 1;
} else {
  const clientCode = await runNode(join(hello, 'client.js'), ['--port', String(started[0].port)]);
  if (server.connected) server.disconnect();
  const [serverCode] = await ended;
  process.exitCode = clientCode || (serverCode ?? 1);
}
