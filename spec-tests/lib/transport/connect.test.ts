import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as http from 'node:http';
import * as net from 'node:net';
import * as tls from 'node:tls';
import { resolveClientTls } from '../../../lib/security/client-tls.js';
import { resolveServerTls } from '../../../lib/security/server-tls.js';
import type { ClientTls, ConnectOptions } from '../../../lib/transport/carrier.js';
import { engine } from '../../../lib/transport/engine/index.js';
import { nodeHttp2 } from '../../../lib/transport/node-http2/index.js';
import { TransportError } from '../../../lib/transport/transport.js';
import { sharedCertificates, type TestCertificate, testCertificate } from '../../support/certificates.js';
import { FakeClock } from '../../support/fake-clock.js';
import { ClientWatch, ListenerWatch, tick } from './contract/link.js';

const clock = new FakeClock();

/** How a connection that cannot be fails. */
async function failure(watch: ClientWatch): Promise<TransportError> {
  await watch.until(() => watch.closed || watch.calls.includes('ready'));
  assert.deepEqual(watch.calls, ['closed']);
  assert.ok(watch.error instanceof TransportError);
  assert.equal(watch.error.processed, 'no');
  assert.equal(watch.error.scope, 'connection');
  assert.equal(clock.timers.size, 0, 'the connect timer is gone');
  return watch.error;
}

async function listening(server: net.Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as net.AddressInfo).port;
}

async function waitForTimer(): Promise<void> {
  while (clock.timers.size === 0) await tick();
  for (let n = 0; n < 10; n++) await tick();
}

for (const carrier of [engine, nodeHttp2]) {
  describe(`connecting over ${carrier.name}`, () => {
    function connect(port: number, clientTls?: ClientTls): ClientWatch {
      const watch = new ClientWatch();
      const options: ConnectOptions = {
        clock,
        connectTimeoutMs: 5_000,
        tls: clientTls,
        streamWindowBytes: 65_535,
        maxHeaderListBytes: 16_384,
      };
      carrier.connect({ host: '127.0.0.1', port }, options, watch);
      return watch;
    }

    const servers: net.Server[] = [];
    const sockets: net.Socket[] = [];

    async function serve(server: net.Server): Promise<number> {
      servers.push(server);
      server.on('connection', (socket: net.Socket) => {
        socket.on('error', () => {});
        sockets.push(socket);
      });
      return listening(server);
    }

    /** Our own server, with this certificate. */
    async function secured(
      server: TestCertificate,
      more: object = {},
    ): Promise<{ port: number; heard: ListenerWatch; close(): Promise<void> }> {
      const heard = new ListenerWatch();
      const listener = await carrier.listen(
        { host: '127.0.0.1', port: 0 },
        {
          clock: new FakeClock(),
          tls: resolveServerTls('test', { ...server, ...more }),
          streamWindowBytes: 65_535,
          maxHeaderListBytes: 16_384,
          maxConcurrentStreams: 100,
          handshakeTimeoutMs: 20_000,
        },
        heard,
      );
      return { port: listener.port, heard, close: () => listener.close() };
    }

    afterEach(() => {
      for (const socket of sockets.splice(0)) socket.destroy();
      for (const server of servers.splice(0)) server.close();
    });

    it('to a port where nothing listens says what to do', async () => {
      const server = net.createServer();
      const port = await listening(server);
      await new Promise((resolve) => server.close(resolve));
      const error = await failure(connect(port));
      assert.equal(error.message, `nothing listens on 127.0.0.1:${port}: start the server or check the port`);
      assert.equal(error.phase, 'connect');
    });

    it('to an HTTP/1.1 server says that it is one, or something like it', async () => {
      const server = http.createServer((_request, response) => response.end('hello'));
      const port = await serve(server);
      const error = await failure(connect(port));
      // node:http2 does not tell what has come.
      const shown = carrier === engine ? ' ("HTTP/1.1 400 Bad Request..Connec")' : '';
      assert.equal(
        error.message,
        `what 127.0.0.1:${port} answered is no HTTP/2${shown}: this port speaks HTTP/1.1 or something else, or it expects TLS`,
      );
      assert.equal(error.phase, 'connect');
      assert.equal(error.by, 'peer');
    });

    it('to a server that speaks first, and no HTTP/2', async () => {
      const port = await serve(net.createServer((socket) => socket.write('220 mail.example ESMTP\r\n')));
      assert.match((await failure(connect(port))).message, /answered is no HTTP\/2/);
    });

    it('to a TLS port without tls', async () => {
      const { server } = await sharedCertificates();
      const port = await serve(tls.createServer({ ...server, ALPNProtocols: ['h2'] }));
      const error = await failure(connect(port));
      assert.match(error.message, /or it expects TLS|does it expect TLS|or does it expect TLS|expects TLS/);
    });

    it('to a peer that accepts and says nothing ends with the connect timeout', async () => {
      const port = await serve(net.createServer());
      const watch = connect(port);
      await waitForTimer();
      clock.advance(4_999);
      await tick();
      assert.equal(watch.closed, false);
      clock.advance(1);
      const error = await failure(watch);
      assert.equal(
        error.message,
        `127.0.0.1:${port} accepted the connection and said nothing within 5000 ms: does this port speak HTTP/2?`,
      );
      assert.equal(error.phase, 'connect');
      assert.equal(error.by, 'us');
    });

    it('to a peer that says nothing during the TLS handshake ends with the connect timeout', async () => {
      const port = await serve(net.createServer());
      const watch = connect(port, resolveClientTls('test', true, 'localhost'));
      await once(servers.at(-1)!, 'connection');
      await waitForTimer();
      clock.advance(5_000);
      const error = await failure(watch);
      assert.match(error.message, /did not finish the TLS handshake within 5000 ms: does it speak TLS\?/);
      assert.equal(error.phase, 'tls');
    });

    it('with tls to a plaintext port', async () => {
      const port = await serve(net.createServer((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')));
      const error = await failure(connect(port, resolveClientTls('test', true, 'localhost')));
      assert.equal(error.message, `127.0.0.1:${port} does not speak TLS: leave out tls, or check the port`);
      assert.equal(error.phase, 'tls');
    });

    it('with tls to a server that closes during the handshake', async () => {
      const port = await serve(net.createServer((socket) => socket.destroy()));
      const error = await failure(connect(port, resolveClientTls('test', true, 'localhost')));
      assert.match(error.message, /closed the connection during the TLS handshake/);
      assert.equal(error.phase, 'tls');
    });

    it('with tls to a server without HTTP/2', async () => {
      const { ca, server } = await sharedCertificates();
      const port = await serve(tls.createServer({ ...server }));
      const error = await failure(connect(port, resolveClientTls('test', { ca: ca.cert }, 'localhost')));
      assert.match(error.message, /speaks TLS and no HTTP\/2 \(ALPN gave nothing\): this port does not speak gRPC/);
      assert.equal(error.phase, 'tls');
      const refusing = await serve(tls.createServer({ ...server, ALPNProtocols: ['http/1.1'] }));
      const refused = await failure(connect(refusing, resolveClientTls('test', { ca: ca.cert }, 'localhost')));
      assert.match(refused.message, /speaks TLS and no HTTP\/2/);
    });

    it('a certificate for other names', async () => {
      const { ca } = await sharedCertificates();
      const certificate = await testCertificate('rooms', { names: ['a.example', 'b.example'], addresses: [], ca });
      const server = await secured(certificate);
      const error = await failure(connect(server.port, resolveClientTls('test', { ca: ca.cert }, 'rooms.example')));
      assert.equal(
        error.message,
        `the certificate of 127.0.0.1:${server.port} is for a.example, b.example, not for rooms.example: connect by one of those names or set tls.serverName`,
      );
      assert.equal(error.phase, 'tls');
      assert.equal(error.by, 'us');
      const right = connect(server.port, resolveClientTls('test', { ca: ca.cert, serverName: 'b.example' }, 'rooms.example'));
      await right.until(() => right.calls.length > 0);
      assert.deepEqual(right.calls, ['ready']);
      await server.close();
      for (const { session } of server.heard.sessions) session.destroy('done');
    });

    it('a certificate whose address is another', async () => {
      const { ca } = await sharedCertificates();
      const server = await secured(await testCertificate('rooms', { names: [], addresses: ['10.0.0.1'], ca }));
      const error = await failure(connect(server.port, resolveClientTls('test', { ca: ca.cert }, '127.0.0.1')));
      assert.match(error.message, /is for 10\.0\.0\.1, not for 127\.0\.0\.1/);
      await server.close();
    });

    it('a self-signed certificate, unless it is trusted or skipped', async () => {
      const certificate = await testCertificate('alone');
      const server = await secured(certificate);
      const error = await failure(connect(server.port, resolveClientTls('test', true, 'localhost')));
      assert.equal(error.message, `the certificate of 127.0.0.1:${server.port} is self-signed: give it as tls.ca to trust it`);
      for (const how of [{ ca: certificate.cert }, { insecureSkipVerify: true }]) {
        const watch = connect(server.port, resolveClientTls('test', how, 'localhost'));
        await watch.until(() => watch.calls.length > 0);
        assert.deepEqual(watch.calls, ['ready'], JSON.stringify(Object.keys(how)));
      }
      await server.close();
      for (const { session } of server.heard.sessions) session.destroy('done');
    });

    it('a certificate of an authority that is not known', async () => {
      const { server: pair } = await sharedCertificates();
      const server = await secured(pair);
      const error = await failure(connect(server.port, resolveClientTls('test', true, 'localhost')));
      assert.match(error.message, /comes from an authority that is not trusted here: give the authority's certificate as tls\.ca/);
      await server.heard.until(() => server.heard.errors.length > 0 || server.heard.sessions.length > 0);
      await server.close();
    });

    it('a certificate that has expired, and one that is not valid yet', async () => {
      const { ca } = await sharedCertificates();
      const day = 86_400_000;
      const past = await testCertificate('old', { ca, notBefore: new Date(Date.now() - 3 * day), notAfter: new Date(Date.now() - day) });
      const future = await testCertificate('new', { ca, notBefore: new Date(Date.now() + day), notAfter: new Date(Date.now() + 3 * day) });
      const authority = resolveClientTls('test', { ca: ca.cert }, 'localhost');
      const old = await secured(past);
      assert.match((await failure(connect(old.port, authority))).message, /has expired: renew it on the server/);
      const early = await secured(future);
      assert.match((await failure(connect(early.port, authority))).message, /is not valid yet: check the clocks/);
      await old.close();
      await early.close();
    });

    it('mutual TLS: no certificate, one of another authority, and a good one', async () => {
      const { ca, server: pair, client } = await sharedCertificates();
      const server = await secured(pair, { ca: ca.cert });
      const stranger = await testCertificate('stranger');
      for (const credentials of [{}, stranger]) {
        const before = server.heard.errors.length;
        const watch = connect(server.port, resolveClientTls('test', { ca: ca.cert, ...credentials }, 'localhost'));
        await watch.until(() => watch.closed || watch.calls.includes('ready'));
        assert.deepEqual(watch.calls, ['closed']);
        assert.equal(watch.error!.processed, 'no');
        assert.match(watch.error!.message, /client certificate|closed the connection|dropped the connection/);
        await server.heard.until(() => server.heard.errors.length > before);
      }
      assert.match(server.heard.errors[0]!.message, /gave no client certificate, and this port asks for one/);
      const watch = connect(server.port, resolveClientTls('test', { ca: ca.cert, ...client }, 'localhost'));
      await watch.until(() => watch.calls.length > 0);
      assert.deepEqual(watch.calls, ['ready']);
      await server.heard.until(() => server.heard.sessions.length === 1);
      const peer = server.heard.sessions[0]!.session.peer;
      assert.equal(peer.tls?.authorized, true);
      assert.ok((peer.tls?.certificate?.length ?? 0) > 100);
      server.heard.sessions[0]!.session.destroy('done');
      await watch.until(() => watch.closed);
      await server.close();
    });

    it('a server with a context of the user serves clients that connect by address', async () => {
      const { ca, server: pair } = await sharedCertificates();
      const server = await secured(pair);
      await server.close();
      const heard = new ListenerWatch();
      const listener = await carrier.listen(
        { host: '127.0.0.1', port: 0 },
        {
          clock,
          tls: resolveServerTls('test', tls.createSecureContext(pair)),
          streamWindowBytes: 65_535,
          maxHeaderListBytes: 16_384,
          maxConcurrentStreams: 100,
          handshakeTimeoutMs: 20_000,
        },
        heard,
      );
      const watch = connect(listener.port, resolveClientTls('test', tls.createSecureContext({ ca: ca.cert }), '127.0.0.1'));
      await watch.until(() => watch.calls.length > 0);
      assert.deepEqual(watch.calls, ['ready']);
      await heard.until(() => heard.sessions.length === 1);
      heard.sessions[0]!.session.destroy('done');
      await listener.close();
    });
  });
}
