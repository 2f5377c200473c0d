import assert from 'node:assert/strict';
import { ErrorCode } from '../../../../lib/transport/error-code.js';
import { BADLY_BROKEN_FRAMES, breakingServer } from './foreign-servers.js';
import { Link, Place, tick } from './link.js';
import { opening, REQUEST, Recorder } from './recorder.js';
import { http2Server, socketServer } from './scripted-peers.js';

interface Lack {
  readonly what: string;
  /** The version of nghttp2, Node's HTTP/2 library, in which the lack is gone. */
  readonly untilNghttp2?: readonly [major: number, minor: number];
  /** Shows that it still cannot. */
  still(): Promise<void>;
  /** Shows that it can, where `untilNghttp2` is reached. */
  gone?(): Promise<void>;
}

/** That of Node 22.23.0, 24.21 and 26.10; not of 20, 22.22, 24.9 and 26.0. What a peer breaks ends the connection at once with it. */
const NGHTTP2_TELLS = [1, 69] as const;

/** Whether this Node has the lack. */
export function lacks(entry: Lack): boolean {
  if (entry.untilNghttp2 === undefined) return true;
  const [major, minor] = entry.untilNghttp2;
  const [ours = 0, minorOurs = 0] = (process.versions['nghttp2'] ?? '').split('.').map(Number);
  return ours < major || (ours === major && minorOurs < minor);
}

/**
 * What the contract asks for and node:http2 cannot do. Each entry shows that it still cannot: one that fails is a reason to take
 * the clause it stands for into the suite, or to say from which version on it can.
 */
export const nodeHttp2Cannot: readonly Lack[] = [
  {
    what: 'tell at once that the peer broke HTTP/2 in ways that nghttp2 answers itself: it sends GOAWAY, stops reading, and does not notice that the peer closes',
    untilNghttp2: NGHTTP2_TELLS,
    async still() {
      for (const [what, bytes] of BADLY_BROKEN_FRAMES) {
        const peer = await breakingServer('node:http2', bytes);
        const { session, watch, client } = await call(peer.address);
        client.send('x'.repeat(200));
        for (let n = 0; n < 200; n++) await tick();
        assert.deepEqual(client.sink.kinds, [], `${what}: it is told now`);
        assert.equal(watch.closed, false, what);
        // stop-check.ts ends it, some checks later.
        session.destroy('no answer');
        await client.sink.wait('closed');
        await watch.until(() => watch.closed);
        await peer.close();
      }
    },
    async gone() {
      for (const [what, bytes] of BADLY_BROKEN_FRAMES) {
        const peer = await breakingServer('node:http2', bytes);
        const { watch, client } = await call(peer.address);
        client.send('x'.repeat(200));
        const { closed } = await client.sink.wait('closed');
        assert.equal(closed.scope, 'connection', what);
        await watch.until(() => watch.closed);
        assert.match(watch.error!.message, /broke the rules of HTTP\/2/, what);
        await peer.close();
      }
    },
  },
  {
    what: 'let open streams go on after GOAWAY with an error: it ends the connection',
    async still() {
      const peer = await http2Server('node:http2', (stream, session) => {
        stream.respond({ ':status': 200 }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
        session.goaway(ErrorCode.ENHANCE_YOUR_CALM, stream.id);
        setImmediate(() => stream.end());
      });
      const { watch, client } = await call(peer.address);
      const { closed } = await client.sink.wait('closed');
      assert.equal(closed.processed, 'maybe');
      await watch.until(() => watch.closed);
      await peer.close();
    },
  },
  {
    what: 'show what a peer that speaks no HTTP/2 has said: the message can only guess',
    async still() {
      const peer = await socketServer('node:http2', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n'));
      const place = await Place.make('node:http2');
      place.address = peer.address;
      const { watch } = place.connect();
      await watch.until(() => watch.closed);
      assert.doesNotMatch(watch.error!.message, /400/);
      await peer.close();
    },
  },
  {
    what: 'tell that a request never left this process when its connection dies: processed is maybe',
    async still() {
      const peer = await http2Server('node:http2', () => {});
      const { session, watch, client } = await call(peer.address);
      session.destroy('in the same turn');
      const { closed } = await client.sink.wait('closed');
      assert.equal(closed.processed, 'maybe');
      await watch.until(() => watch.closed);
      await peer.close();
    },
  },
  {
    what: 'tell a reset by the peer from one that nghttp2 sent because the peer broke the rules of the stream',
    untilNghttp2: NGHTTP2_TELLS,
    async still() {
      const { closed } = await tooLong();
      assert.equal(closed.code, ErrorCode.PROTOCOL_ERROR);
      assert.equal(closed.by, 'peer');
      assert.equal(closed.scope, 'stream');
    },
    async gone() {
      const { closed } = await tooLong();
      assert.equal(closed.code, ErrorCode.PROTOCOL_ERROR);
      assert.equal(closed.by, 'us');
      assert.equal(closed.scope, 'connection');
      assert.equal(closed.processed, 'maybe');
      assert.match(closed.message, /broke the rules of HTTP\/2/);
    },
  },
  {
    what: 'take more than about a thousand resets from one client, and then 33 a second: so we end the connection before it does',
    async still() {
      const link = await Link.open('node:http2', { maxConcurrentStreams: 10_000 });
      let opened = 0;
      for (; opened < 3_000 && link.client.freeSlots > 0; opened++) {
        link.call().reset(ErrorCode.CANCEL);
        if (opened % 100 === 0) await tick();
      }
      await link.clientWatch.until(() => link.clientWatch.closed);
      assert.ok(opened < 3_000, 'it takes them now');
      assert.match(link.clientWatch.error!.message, /closed the connection with ENHANCE_YOUR_CALM.*budget resets/);
      await link.end();
    },
  },
];

/** How a call ends whose response is longer than its content-length says (RFC 9113 §8.1.1). */
async function tooLong() {
  const peer = await http2Server('node:http2', (stream) => {
    stream.respond({ ':status': 200, 'content-length': '1' });
    stream.end('too long');
  });
  const { session, watch, client } = await call(peer.address);
  client.send('x', true);
  const { closed } = await client.sink.wait('closed');
  session.destroy('done');
  await watch.until(() => watch.closed);
  await peer.close();
  return { closed };
}

async function call(address: Place['address']) {
  const place = await Place.make('node:http2');
  place.address = address;
  const { session, watch } = place.connect();
  await watch.until(() => watch.calls.includes('ready') || watch.closed);
  const sink = new Recorder();
  return { session, watch, client: opening(() => session.openStream(REQUEST, sink), sink) };
}
