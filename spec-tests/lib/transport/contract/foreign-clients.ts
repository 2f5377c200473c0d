import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as http2 from 'node:http2';
import * as net from 'node:net';
import * as tls from 'node:tls';
import { NODE_HTTP2_CHECK_MS } from '../../../../lib/limits.js';
import { ErrorCode } from '../../../../lib/transport/error-code.js';
import { block, requestFields } from '../../../support/attackers/frames.js';
import { sharedCertificates } from '../../../support/certificates.js';
import { type CarrierName, type Clause, NODE_HTTP2, PLAIN, Place, SOCKETS, TLS, tick, UNIX } from './link.js';
import { RESPONSE, TRAILERS, TRAILERS_ONLY } from './recorder.js';
import { drop, EMPTY_SETTINGS, frame, PREFACE } from './scripted-peers.js';

/** Our server against a client that is not ours. */
function served(
  name: string,
  carriers: readonly CarrierName[],
  run: (place: Place, connect: () => Promise<net.Socket>) => Promise<void>,
): Clause {
  return {
    name,
    carriers,
    async run(carrier) {
      const place = await Place.make(carrier);
      const listener = await place.listen();
      const sockets: net.Socket[] = [];
      await run(place, async () => {
        const socket = await connectTo(place);
        sockets.push(socket);
        return socket;
      });
      for (const socket of sockets) socket.destroy();
      for (const { session } of place.accepted.sessions) session.destroy('the test is over');
      for (const session of place.accepted.sessions) {
        await session.until(() => session.closed);
        assert.deepEqual(session.session.held, { queuedBytes: 0, heldBytes: 0, streams: 0 });
      }
      await listener.close();
    },
  };
}

async function connectTo(place: Place, plain = false): Promise<net.Socket> {
  const where = 'path' in place.address ? { path: place.address.path } : place.address;
  if (TLS.includes(place.name) && !plain) {
    const { ca } = await sharedCertificates();
    const socket = tls.connect({ ...where, ca: ca.cert, ALPNProtocols: ['h2'] } as tls.ConnectionOptions);
    socket.on('error', () => {});
    await once(socket, 'secureConnect');
    return socket;
  }
  const socket = net.connect(where as net.NetConnectOpts);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

async function everything(socket: net.Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  await once(socket, 'close');
  return text;
}

export const foreignClients: readonly Clause[] = [
  served('a client that speaks HTTP/1.1 gets an answer it understands, and the listener hears of it', SOCKETS, async (place, connect) => {
    for (const request of ['GET / HTTP/1.1\r\nhost: x\r\n\r\n', 'POST /pkg.Svc/M HTTP/1.0\r\n\r\n', 'PRI * HTTP/1.1\r\n\r\n']) {
      const before = place.accepted.errors.length;
      const socket = await connect();
      const answer = everything(socket);
      socket.write(request);
      assert.match(await answer, /^HTTP\/1\.1 505 HTTP Version Not Supported\r\n.*This port speaks gRPC over HTTP\/2 only/s);
      await place.accepted.until(() => place.accepted.errors.length > before);
      const error = place.accepted.errors.at(-1)!;
      assert.match(error.message, /spoke HTTP\/1\.1: this port speaks gRPC over HTTP\/2 only/s);
      assert.equal(error.by, 'peer');
    }
    assert.equal(place.accepted.sessions.length, 0);
    assert.equal(place.clock.timers.size, 0);
  }),

  served('a client that speaks something else is let go, and the listener hears what it said', SOCKETS, async (place, connect) => {
    const socket = await connect();
    const closed = once(socket, 'close');
    socket.resume();
    socket.write(Buffer.from([0x00, 0x01, 0x02, 0x03]));
    await closed;
    await place.accepted.until(() => place.accepted.errors.length > 0);
    assert.match(place.accepted.errors[0]!.message, /spoke something else \("\\u0000\\u0001/);
    assert.equal(place.clock.timers.size, 0);
  }),

  served('values with white space at their ends, as other gRPC libraries send them, pass as they came', SOCKETS, async (place, connect) => {
    const socket = await connect();
    socket.resume();
    const request = block([...requestFields('/pkg.Svc/M'), ['x-a', ' spaced '], ['x-b', ' ']]);
    socket.write(Buffer.concat([PREFACE, EMPTY_SETTINGS, frame(1, 5, 1, request)]));
    await place.accepted.until(() => place.accepted.sessions.length > 0);
    const { fields } = await place.accepted.sessions[0]!.next();
    const spaced = fields.slice(fields.indexOf('x-a'));
    // Node 20 has no word that makes node:http2 pass them: it drops such fields.
    if (!NODE_HTTP2.includes(place.name) || fields.includes('x-a')) assert.deepEqual(spaced, ['x-a', ' spaced ', 'x-b', ' ']);
  }),

  served('TLS to a plaintext port is called by its name', PLAIN, async (place) => {
    const { port } = place.address as { port: number };
    const socket = tls.connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    socket.on('error', () => {});
    await place.accepted.until(() => place.accepted.errors.length > 0);
    assert.match(
      place.accepted.errors[0]!.message,
      /spoke TLS, and this port is plaintext: leave out tls on the client, or set it on the server/,
    );
    socket.destroy();
  }),

  served('plaintext to a TLS port is called by its name', TLS, async (place) => {
    const socket = await connectTo(place, true);
    socket.resume();
    socket.write(PREFACE);
    await place.accepted.until(() => place.accepted.errors.length > 0);
    const error = place.accepted.errors[0]!;
    assert.match(error.message, /does not speak TLS, and this port expects it/);
    assert.equal(error.phase, 'tls');
    socket.destroy();
    assert.equal(place.clock.timers.size, 0);
  }),

  served('a TLS client that offers no HTTP/2 is refused', TLS, async (place) => {
    const { ca } = await sharedCertificates();
    for (const offer of [['http/1.1'], undefined]) {
      const before = place.accepted.errors.length;
      const { port } = place.address as { port: number };
      const socket = tls.connect({ host: '127.0.0.1', port, ca: ca.cert, ...(offer === undefined ? {} : { ALPNProtocols: offer }) });
      socket.on('error', () => {});
      await place.accepted.until(() => place.accepted.errors.length > before);
      assert.match(place.accepted.errors.at(-1)!.message, /offered no HTTP\/2 \(ALPN h2\)/);
      socket.destroy();
    }
    assert.equal(place.clock.timers.size, 0);
  }),

  served('a client that connects and says nothing is cut when its time is over', SOCKETS, async (place, connect) => {
    const silent = await connect();
    const halfway = await connect();
    halfway.write(PREFACE.subarray(0, 10));
    silent.resume();
    halfway.resume();
    while (place.clock.timers.size < 2) await tick();
    for (let n = 0; n < 20; n++) await tick();
    const closed = [once(silent, 'close'), once(halfway, 'close')];
    place.clock.advance(20_000);
    await Promise.all(closed);
    assert.equal(place.accepted.errors.length, 2);
    for (const error of place.accepted.errors) assert.match(error.message, /connected and sent no HTTP\/2 preface within 20000 ms/);
    assert.equal(place.clock.timers.size, 0);
  }),

  served('a client that never finishes the TLS handshake is cut when its time is over', TLS, async (place) => {
    const socket = await connectTo(place, true);
    socket.resume();
    while (place.clock.timers.size < 1) await tick();
    const closed = once(socket, 'close');
    place.clock.advance(20_000);
    await closed;
    assert.match(place.accepted.errors[0]!.message, /connected and finished no TLS handshake within 20000 ms/);
  }),

  served('a port that is only tried is no error', SOCKETS, async (place) => {
    for (const how of ['close', 'reset'] as const) {
      const socket = await connectTo(place, true);
      while (place.clock.timers.size === 0) await tick();
      drop(socket, how);
      while (place.clock.timers.size > 0) await tick();
      assert.deepEqual(place.accepted.errors, [], how);
    }
  }),

  served('the preface in pieces of one byte is a preface', SOCKETS, async (place, connect) => {
    const socket = await connect();
    socket.resume();
    for (const byte of Buffer.concat([PREFACE, EMPTY_SETTINGS])) {
      socket.write(Buffer.from([byte]));
      await tick();
    }
    await place.accepted.until(() => place.accepted.sessions.length === 1);
    assert.deepEqual(place.accepted.errors, []);
  }),

  served('a client that breaks HTTP/2 harms its own connection only', [...PLAIN, ...UNIX], async (place, connect) => {
    const good = place.connect();
    await good.watch.until(() => good.watch.calls.includes('ready'));
    const broken = [
      frame(0, 0, 1, Buffer.alloc(20_000)),
      frame(1, 4, 2, Buffer.from([0x82])),
      frame(4, 0, 0, Buffer.alloc(7)),
      Buffer.alloc(100_000, 0xff),
      frame(9, 4, 1, Buffer.from('x')),
    ];
    for (const bytes of broken) {
      const socket = await connect();
      socket.resume();
      socket.write(Buffer.concat([PREFACE, EMPTY_SETTINGS, bytes]));
      for (let n = 0; n < 20; n++) await tick();
      socket.destroy();
    }
    // The server has noticed every one of them: nothing is left of their connections.
    const others = place.accepted.sessions.slice(1);
    assert.ok(others.length >= 4);
    while (others.some((session) => !session.closed)) {
      for (let n = 0; n < 5; n++) await tick();
      place.clock.advance(NODE_HTTP2_CHECK_MS);
    }
    const done = new Promise((resolve) => good.session.ping(resolve));
    assert.equal(typeof (await done), 'number');
    good.session.destroy('done');
    await good.watch.until(() => good.watch.closed);
  }),

  {
    name: 'a client that opens and resets in a loop holds nothing of the server',
    carriers: PLAIN,
    async run(carrier) {
      const place = await Place.make(carrier);
      const listener = await place.listen();
      const { port } = place.address as { port: number };
      const session = http2.connect(`http://127.0.0.1:${port}`);
      session.on('error', () => {});
      for (let round = 0; round < 20; round++) {
        for (let n = 0; n < 50; n++) {
          const request = session.request({ ':method': 'POST', ':path': '/x' });
          request.on('error', () => {});
          request.write('x');
          request.close(ErrorCode.CANCEL);
        }
        for (let n = 0; n < 10; n++) await tick();
      }
      await place.accepted.until(() => place.accepted.sessions.length > 0);
      const server = place.accepted.sessions[0]!;
      while (server.session.openStreams > 0 && !server.closed) await tick();
      assert.deepEqual(server.session.held, { queuedBytes: 0, heldBytes: 0, streams: 0 });
      session.destroy();
      await server.until(() => server.closed);
      await listener.close();
    },
  },

  {
    name: 'a client of another library: four shapes seen from the wire, and RST_STREAM(NO_ERROR) behind an early answer',
    carriers: [...PLAIN, ...TLS],
    async run(carrier) {
      const place = await Place.make(carrier);
      const listener = await place.listen();
      const { port } = place.address as { port: number };
      const { ca } = await sharedCertificates();
      const session = http2.connect(`${TLS.includes(carrier) ? 'https' : 'http'}://127.0.0.1:${port}`, { ca: ca.cert });
      session.on('error', () => {});
      const early = session.request({ ':method': 'POST', ':path': '/early', te: 'trailers', 'content-type': 'application/grpc' });
      const heard: string[] = [];
      early.on('error', (error) => heard.push(`error ${error.message}`));
      early.on('response', (headers, flags) => heard.push(`response ${headers.date} ${flags}`));
      early.on('trailers', (trailers, flags) => heard.push(`trailers ${trailers['grpc-status']} ${flags}`));
      early.resume();
      early.write(Buffer.from([0, 0, 0, 0, 1, 0x61]));
      await place.accepted.until(() => place.accepted.sessions.length > 0);
      const watch = place.accepted.sessions[0]!;
      const server = await watch.next();
      await server.sink.wait('message');
      server.headers(RESPONSE);
      server.send('b');
      server.trailers(TRAILERS);
      await once(early, 'close');
      assert.deepEqual(heard, ['response undefined 4', 'trailers 0 5']);
      assert.equal(early.rstCode, ErrorCode.NO_ERROR);
      assert.ok(early.closed);
      const only = session.request({ ':method': 'POST', ':path': '/only' }, { endStream: true });
      only.resume();
      const [headers, flags] = (await Promise.all([
        once(only, 'response'),
        (async () => {
          const second = await watch.next();
          await second.sink.wait('end');
          second.trailers(TRAILERS_ONLY);
        })(),
      ]).then(([response]) => response)) as [http2.IncomingHttpHeaders, number];
      assert.equal(flags, 5, 'END_STREAM with the headers');
      assert.equal(headers['grpc-status'], '12');
      session.close();
      await watch.until(() => watch.closed);
      await listener.close();
    },
  },
];
