/** Connections that node:http2 has given up without a word are found; those that are only slow stay. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as http2 from 'node:http2';
import * as net from 'node:net';
import * as tls from 'node:tls';
import { ErrorCode } from '../../../lib/transport/error-code.js';
import { sharedCertificates } from '../../support/certificates.js';
import { BADLY_BROKEN_FRAMES, breakingServer } from './contract/foreign-servers.js';
import { NODE_HTTP2, Place, tick } from './contract/link.js';
import { opening, REQUEST, Recorder, TRAILERS_ONLY } from './contract/recorder.js';
import { EMPTY_SETTINGS, frame, GOAWAY, PREFACE, SETTINGS_ACK, socketServer } from './contract/scripted-peers.js';

const CHECK_MS = 10_000;
const PING = 6;

/** :method POST, :scheme http, :path /, :authority x, and nothing more to come. */
const REQUEST_FRAME = frame(1, 5, 1, Buffer.from([0x83, 0x86, 0x84, 0x41, 1, 0x78]));

/** Lets time and the event loop go on together, a few checks' worth. */
async function pass(place: Place, until: () => boolean, checks = 12): Promise<void> {
  for (let n = 0; n < checks && !until(); n++) {
    place.clock.advance(CHECK_MS);
    for (let turn = 0; turn < 20 && !until(); turn++) await tick();
  }
}

async function connectTo(place: Place): Promise<net.Socket> {
  const where = 'path' in place.address ? { path: place.address.path } : place.address;
  const { ca } = await sharedCertificates();
  const secure = place.name === 'node:http2 tls';
  const socket = secure
    ? tls.connect({ ...where, ca: ca.cert, ALPNProtocols: ['h2'] } as tls.ConnectionOptions)
    : net.connect(where as net.NetConnectOpts);
  socket.on('error', () => {});
  await once(socket, secure ? 'secureConnect' : 'connect');
  return socket;
}

/** The types of the frames that have come so far. */
function frameTypes(bytes: Buffer): number[] {
  const types: number[] = [];
  for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3)) types.push(bytes[at + 3]!);
  return types;
}

describe('a session that node:http2 has stopped', () => {
  for (const carrier of NODE_HTTP2) {
    it(`ends on the server, whose client is long gone (${carrier})`, async () => {
      const place = await Place.make(carrier);
      const listener = await place.listen();
      for (const [what, bytes] of BADLY_BROKEN_FRAMES) {
        const count = place.accepted.sessions.length;
        const socket = await connectTo(place);
        socket.resume();
        socket.write(Buffer.concat([PREFACE, EMPTY_SETTINGS, SETTINGS_ACK, bytes]));
        await place.accepted.until(() => place.accepted.sessions.length > count);
        for (let n = 0; n < 20; n++) await tick();
        socket.destroy();
        const watch = place.accepted.sessions.at(-1)!;
        await pass(place, () => watch.closed);
        assert.ok(watch.closed, `${what}: the session stays`);
        if (watch.error !== undefined)
          assert.match(watch.error.message, /broke the rules of HTTP\/2|closed the connection|dropped the connection/);
      }
      assert.equal(place.clock.timers.size, 0);
      await listener.close();
    });

    it(`ends on the client, and its calls with it (${carrier})`, async () => {
      for (const [what, bytes] of BADLY_BROKEN_FRAMES) {
        const peer = await breakingServer(carrier, bytes);
        const place = await Place.make(carrier);
        place.address = peer.address;
        const { session, watch } = place.connect();
        await watch.until(() => watch.calls.includes('ready'));
        const sink = new Recorder();
        opening(() => session.openStream(REQUEST, sink), sink).send('x'.repeat(200));
        for (let n = 0; n < 50; n++) await tick();
        await pass(place, () => watch.closed);
        assert.ok(watch.closed, `${what}: the session stays`);
        assert.equal(sink.count('closed'), 1, what);
        assert.match(watch.error!.message, /broke the rules of HTTP\/2/, what);
        assert.equal(place.clock.timers.size, 0);
        await peer.close();
      }
    });
  }

  it('ends on the server when a client has reset more streams than nghttp2 takes', async () => {
    const place = await Place.make('node:http2');
    const listener = await place.listen();
    const { port } = place.address as { port: number };
    const client = http2.connect(`http://127.0.0.1:${port}`);
    client.on('error', () => {});
    const closed = new Promise((resolve) => client.once('close', resolve));
    while (!client.destroyed) {
      for (let n = 0; n < 100 && !client.destroyed; n++) {
        const request = client.request({ ':method': 'POST', ':path': '/x' });
        request.on('error', () => {});
        request.close(ErrorCode.CANCEL);
      }
      for (let n = 0; n < 5; n++) await tick();
    }
    await closed;
    const watch = place.accepted.sessions[0]!;
    await pass(place, () => watch.closed);
    assert.ok(watch.closed);
    assert.equal(watch.session.openStreams, 0);
    await listener.close();
  });
});

/** A client that answers nothing, behind its first SETTINGS. */
async function rawClient() {
  const place = await Place.make('node:http2');
  const listener = await place.listen();
  const socket = await connectTo(place);
  let bytes = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    bytes = Buffer.concat([bytes, chunk]);
  });
  socket.write(Buffer.concat([PREFACE, EMPTY_SETTINGS, SETTINGS_ACK]));
  await place.accepted.until(() => place.accepted.sessions.length === 1);
  for (let n = 0; n < 20; n++) await tick();
  return { place, listener, socket, came: () => bytes, watch: place.accepted.sessions[0]! };
}

describe('a session that is only slow', () => {
  it('stays on the server while it has a call: one PING after the last bytes, which need not be answered', async () => {
    const { place, listener, socket, came, watch } = await rawClient();
    socket.write(REQUEST_FRAME);
    const stream = await watch.next();
    await pass(place, () => false, 100);
    assert.equal(watch.closed, false);
    assert.equal(frameTypes(came()).filter((type) => type === PING).length, 1);
    stream.trailers(TRAILERS_ONLY);
    socket.destroy();
    await watch.until(() => watch.closed);
    await listener.close();
  });

  it('is let go by the server when it has no calls and does not answer', async () => {
    const { place, listener, came, watch } = await rawClient();
    await pass(place, () => watch.closed);
    assert.equal(watch.closed, true);
    assert.equal(watch.error, undefined);
    assert.ok(frameTypes(came()).includes(GOAWAY));
    await listener.close();
  });

  it('stays on the server without calls as long as it answers, and gets one PING only', async () => {
    const { place, listener, socket, came, watch } = await rawClient();
    let answered = false;
    socket.on('data', () => {
      if (answered || !frameTypes(came()).includes(PING)) return;
      answered = true;
      socket.write(frame(PING, 1, 0, came().subarray(-8)));
    });
    await pass(place, () => false, 100);
    assert.ok(answered);
    assert.equal(watch.closed, false);
    assert.equal(frameTypes(came()).filter((type) => type === PING).length, 1);
    socket.destroy();
    await watch.until(() => watch.closed);
    await listener.close();
  });

  it('stays on the client, which is sparing with PINGs: a server that pings every 20 s gets one in five minutes', async () => {
    let came = Buffer.alloc(0);
    let other: net.Socket | undefined;
    const peer = await socketServer('node:http2', (socket) => {
      other = socket;
      socket.write(Buffer.concat([EMPTY_SETTINGS, SETTINGS_ACK]));
      socket.once('data', (first: Buffer) => {
        came = Buffer.from(first.subarray(PREFACE.length));
        socket.on('data', (chunk: Buffer) => {
          came = Buffer.concat([came, chunk]);
        });
      });
    });
    const place = await Place.make('node:http2');
    place.address = peer.address;
    const { session, watch } = place.connect();
    await watch.until(() => watch.calls.includes('ready'));
    const sink = new Recorder();
    const call = opening(() => session.openStream(REQUEST, sink), sink);
    // Four minutes, in which the server pings and answers nothing.
    for (let n = 0; n < 12; n++) {
      other!.write(frame(PING, 0, 0, Buffer.alloc(8)));
      for (let turn = 0; turn < 20; turn++) await tick();
      await pass(place, () => false, 2);
    }
    const own = (bytes: Buffer) => {
      let count = 0;
      for (let at = 0; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3))
        if (bytes[at + 3] === PING && (bytes[at + 4]! & 1) === 0) count++;
      return count;
    };
    assert.equal(own(came), 1);
    assert.equal(watch.closed, false);
    other!.write(frame(PING, 0, 0, Buffer.alloc(8)));
    await pass(place, () => false, 30);
    assert.equal(own(came), 2);
    assert.equal(watch.closed, false);
    call.reset(ErrorCode.CANCEL);
    session.destroy('done');
    await watch.until(() => watch.closed);
    await peer.close();
  });

  it('stays while messages wait for a client that reads nothing', async () => {
    const place = await Place.make('node:http2');
    const listener = await place.listen();
    const socket = await connectTo(place);
    const settings = frame(4, 0, 0, Buffer.from([0, 4, 0x7f, 0xff, 0xff, 0xff]));
    const window = frame(8, 0, 0, Buffer.from([0x70, 0, 0, 0]));
    socket.pause();
    socket.write(Buffer.concat([PREFACE, settings, SETTINGS_ACK, window, REQUEST_FRAME]));
    await place.accepted.until(() => place.accepted.sessions.length === 1);
    const watch = place.accepted.sessions[0]!;
    const stream = await watch.next();
    stream.headers();
    // More than any socket buffer takes.
    for (let n = 0; n < 400; n++) {
      stream.send(Buffer.alloc(100_000));
      await tick();
    }
    assert.ok(watch.session.held.queuedBytes > 0);
    await pass(place, () => watch.closed, 30);
    assert.equal(watch.closed, false);
    socket.destroy();
    await watch.until(() => watch.closed);
    await listener.close();
  });
});
