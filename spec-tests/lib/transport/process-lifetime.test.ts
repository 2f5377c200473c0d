import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';

/** What a process with connections prints, and how it ends. It must end by itself: the test's timeout is the only other end. */
function run(code: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.on('error', reject);
    child.on('exit', (status) => (status === 0 ? resolve(text) : reject(new Error(`exit ${status}: ${text}`))));
  });
}

const here = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);

/** A listener that does not keep the process alive, a session, and what happens when it is ready. */
function script(carrier: string, whenReady: string): string {
  return `
    import { Loopback } from ${here('../../../lib/transport/loopback/index.js')};
    import { engine } from ${here('../../../lib/transport/engine/index.js')};
    import { nodeHttp2 } from ${here('../../../lib/transport/node-http2/index.js')};
    import { systemClock } from ${here('../../../lib/time/clock.js')};
    import * as net from 'node:net';
    const unref = net.Server.prototype.listen;
    net.Server.prototype.listen = function (...given) { return unref.apply(this, given).unref(); };
    const carrier = ${carrier};
    const options = {
      clock: systemClock, tls: undefined, streamWindowBytes: 65535, maxHeaderListBytes: 16384, maxConcurrentStreams: 100,
      handshakeTimeoutMs: 20000, connectTimeoutMs: 20000,
    };
    const sink = {
      maxReceiveMessageBytes: 1000, maxSendMessageBytes: 1000,
      onHeaders() {}, onMessage() {}, onViolation() {}, onEnd() {}, onWritable() {},
      onTrailers() { console.log('trailers'); }, onClosed(closed) { console.log('closed', closed.message); },
    };
    const fields = [':method', 'POST', ':scheme', 'http', ':path', '/a/b', ':authority', 'localhost'];
    let serverSession;
    const listener = await carrier.listen({ host: '127.0.0.1', port: 0 }, options, {
      onSession(session) {
        serverSession = session;
        return { onStream(stream) { onStream(stream); return sink; }, onClosed() {} };
      },
      onError(error) { throw error; },
    });
    let onStream = () => {};
    const session = carrier.connect({ host: '127.0.0.1', port: listener.port }, options, {
      onReady() { console.log('ready'); ready(); },
      onSlots() {}, onGoingAway() {}, onClosed() { console.log('session closed'); },
    });
    process.on('exit', () => console.log('exit with', session.openStreams, 'streams'));
    function ready() { ${whenReady} }
  `;
}

/** The server's end of a socket is not the client's business; these tests let go of it. */
const LET_GO = '(serverSession.socket ?? serverSession.driver?.socket)?.unref();';

describe('what keeps a process alive', () => {
  for (const carrier of ['new Loopback()', 'engine', 'nodeHttp2']) {
    it(`${carrier}: an idle session does not`, async () => {
      assert.equal(await run(script(carrier, LET_GO)), 'ready\nexit with 0 streams\n');
    });

    it(`${carrier}: connecting and an open stream do, until the stream has ended`, async () => {
      const code = `
        ${LET_GO}
        onStream = (stream) => {
          // Nothing but the stream is alive meanwhile: an unreferenced timer.
          setTimeout(() => stream.sendTrailers([':status', '200', 'grpc-status', '0']), 30).unref();
        };
        session.openStream(fields, sink).sendEnd();
      `;
      assert.equal(await run(script(carrier, code)), 'ready\ntrailers\nexit with 0 streams\n');
    });
  }
});
