import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { runNode } from '../support/run-script.js';

const path = (name: string) => fileURLToPath(new URL(`../../examples/hello/${name}.js`, import.meta.url));

function forkServer(...args: string[]): { child: ChildProcess; ended: Promise<number | null>; output: () => string } {
  const child = fork(path('server'), args, { silent: true });
  let text = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  // Not "close": a process that was let go of by disconnect() does not always tell it.
  const all = Promise.all([once(child, 'exit'), once(child.stdout!, 'end'), once(child.stderr!, 'end')]);
  return { child, ended: all.then(([[code]]) => code), output: () => text };
}

describe('examples/hello', () => {
  it('shows the four shapes, an error, a deadline and a graceful end, each process by itself', async () => {
    const { child, ended, output } = forkServer();
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    const { code, stdout, stderr } = await runNode([path('client'), '--port', String(port)]);
    child.disconnect();
    const serverCode = await ended;

    assert.equal(stderr, '');
    assert.equal(code, 0);
    const steps = stdout.split('\n\n');
    const step = (title: string) => {
      const found = steps.find((text) => text.includes(title));
      assert.ok(found !== undefined, `the client shows ${title}`);
      return found;
    };
    assert.match(stdout, new RegExp(`^client: connected to 127.0.0.1:${port}\n`));
    assert.match(step('Unary'), /request +\{ name: 'Ada' \}/);
    assert.match(step('Unary'), /metadata x-client: hello-example/);
    assert.match(step('Unary'), /headers +x-greeted-by: process \d+, x-client-was: hello-example/);
    assert.match(step('Unary'), /reply +\{ message: 'Hello, Ada!' \}/);
    assert.match(step('Unary'), /trailers x-letters: 3/);
    for (const shape of ['Unary', 'Server streaming', 'Client streaming', 'Bidirectional streaming']) {
      assert.match(step(shape), /status +OK after \d+\.\d ms/, shape);
    }
    assert.deepEqual(step('Server streaming').match(/n: \d/g), ['n: 3', 'n: 2', 'n: 1']);
    assert.match(step('Client streaming'), /\{ total: 40n, count: 3 \}/);
    assert.deepEqual(step('Bidirectional').match(/(?<=^ {3})(request|reply)/gm), [
      'request',
      'reply',
      'request',
      'reply',
      'request',
      'reply',
    ]);
    assert.match(step('A call that fails'), /error +INVALID_ARGUMENT: whom should I greet\?/);
    assert.match(step('A call that fails'), /detail +name must not be empty/);
    assert.match(step('A deadline that expires'), /error +DEADLINE_EXCEEDED/);
    assert.match(step('A deadline that expires'), /to do +raise timeoutMs/);
    assert.match(stdout, /\nclient: closed\n$/);

    assert.equal(serverCode, 0);
    assert.equal(output(), `server: listening on 127.0.0.1:${port}, serving hello.Greeter\nserver: closed, no call was cut\n`);
  });

  it('a port in use: the server says so and ends with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { ended, output } = forkServer('--port', String(port));
    const code = await ended;
    other.close();
    assert.equal(code, 1);
    assert.match(output(), new RegExp(`^server: 127.0.0.1:${port} is in use`));
  });

  it('no server: the client says so and ends with 1', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as { port: number };
    probe.close();
    await once(probe, 'close');
    const { code, stderr } = await runNode([path('client'), '--port', String(port)]);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^client: UNAVAILABLE: nothing listens on 127.0.0.1:${port}: start the server or check the port\n`));
  });
});
