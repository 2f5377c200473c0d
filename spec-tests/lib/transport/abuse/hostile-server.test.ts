/** Servers that are hostile to their clients: the call ends with a reason, nothing grows, and the next connection works. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as net from 'node:net';
import { Channel, createClient } from '../../../../lib/client/index.js';
import { RpcError } from '../../../../lib/rpc/rpc-error.js';
import { StatusCode } from '../../../../wire/grpc/status-code.js';
import { RawPeer } from '../../../support/attackers/attacker.js';
import {
  block,
  data,
  END_HEADERS,
  END_STREAM,
  frame,
  headers,
  indexedLiteral,
  message,
  ping,
  priority,
  reference,
  rstStream,
  SETTINGS_ACK,
  settings,
  Type,
  uint32,
  windowUpdate,
} from '../../../support/attackers/frames.js';
import { heldBytes } from '../../../support/heap.js';
import { Rooms } from '../../../support/scripted-server.js';

const RESPONSE = block([
  [':status', '200'],
  ['content-type', 'application/grpc'],
]);
const TRAILERS = block([['grpc-status', '0']]);
const REPLY = message(Buffer.from('{"text":"good"}'));

/** A server on a raw socket: the first connection is treated as `evil` says, the others well. */
class HostileServer {
  readonly #server: net.Server;
  readonly peers: RawPeer[] = [];

  constructor(evil: (peer: RawPeer, streamId: number) => Promise<void>) {
    this.#server = net.createServer((socket) => {
      const peer = new RawPeer(socket, 24);
      this.peers.push(peer);
      const number = this.peers.length;
      socket.write(Buffer.concat([settings(), SETTINGS_ACK]));
      peer.onFrame = ({ type, streamId }) => {
        if (type !== Type.HEADERS) return;
        if (number === 1) void evil(peer, streamId);
        else void answer(peer, streamId);
      };
    });
  }

  async open(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as net.AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    for (const peer of this.peers) peer.socket.destroy();
  }
}

async function answer(peer: RawPeer, id: number): Promise<void> {
  await peer.write(headers(id, RESPONSE), data(id, REPLY), headers(id, TRAILERS, END_HEADERS | END_STREAM));
}

const MANY = 400_000;

interface Attack {
  readonly name: string;
  run(peer: RawPeer, streamId: number): Promise<void>;
  /** What the call says. */
  readonly error: RegExp;
  /** The connection survives. */
  readonly stays?: true;
}

const ATTACKS: readonly Attack[] = [
  { name: 'PING flood', run: (peer) => peer.flood(MANY, () => ping()), error: /budget pings/ },
  { name: 'SETTINGS flood', run: (peer) => peer.flood(MANY, (n) => settings(4, 65_535 + (n % 7))), error: /budget settings/ },
  {
    name: 'interim responses without end',
    run: (peer, id) => peer.flood(MANY, () => headers(id, block([[':status', '103']]))),
    error: /budget interimResponses/,
  },
  {
    name: 'empty DATA without end',
    run: async (peer, id) => {
      await peer.write(headers(id, RESPONSE));
      await peer.flood(MANY, () => data(id, Buffer.alloc(0)));
    },
    error: /budget emptyFrames/,
  },
  { name: 'PRIORITY flood', run: (peer) => peer.flood(MANY, () => priority(1, 3)), error: /budget priorities/ },
  { name: 'WINDOW_UPDATE flood', run: (peer, id) => peer.flood(MANY, () => windowUpdate(id, 1)), error: /budget windowUpdates/ },
  { name: 'frames of unknown types', run: (peer) => peer.flood(MANY, () => frame(0x50, 0, 0)), error: /budget unknownFrames/ },
  {
    name: 'CONTINUATION flood',
    run: async (peer, id) => {
      await peer.write(headers(id, RESPONSE, 0));
      await peer.flood(MANY, () => frame(Type.CONTINUATION, 0, id, Buffer.alloc(1)));
    },
    error: /field block of more than/,
  },
  {
    name: 'GOAWAY flood',
    run: (peer) => peer.flood(MANY, () => frame(Type.GOAWAY, 0, 0, Buffer.concat([uint32(0x7fff_ffff), uint32(0), Buffer.alloc(100)]))),
    error: /budget strayFrames|going away|goes away|closed the connection/,
  },
  {
    name: 'a pushed stream',
    run: (peer, id) => peer.write(frame(Type.PUSH_PROMISE, END_HEADERS, id, Buffer.concat([uint32(2), RESPONSE]))),
    error: /PUSH_PROMISE/,
  },
  {
    name: 'a response for a stream that nobody opened',
    run: (peer) => peer.write(headers(77, RESPONSE)),
    error: /stream 77/,
  },
  {
    name: 'a frame of 16 MiB',
    run: (peer, id) => peer.write(frame(Type.HEADERS, END_HEADERS, id, Buffer.alloc(16_777_215))),
    error: /MAX_FRAME_SIZE/,
  },
  {
    name: 'a table size that was not offered',
    run: (peer, id) => peer.write(headers(id, Buffer.from([0x3f, 0xe1, 0xff, 0x03]))),
    error: /table/i,
  },
  {
    name: 'a header bomb',
    run: (peer, id) =>
      peer.write(
        headers(
          id,
          Buffer.concat([RESPONSE, indexedLiteral('x', 'b'.repeat(3_000)), ...Array.from({ length: 10_000 }, () => reference(62))]),
          END_HEADERS,
        ),
      ),
    error: /header|list|metadata/i,
    stays: true,
  },
  {
    name: 'a message that claims 4 GiB',
    run: async (peer, id) => {
      await peer.write(headers(id, RESPONSE), data(id, Buffer.from([0, 0xff, 0xff, 0xff, 0xff])));
      await peer.flood(1_000, () => data(id, Buffer.alloc(1_000)));
    },
    error: /4294967295|larger|limit/,
    stays: true,
  },
  {
    name: 'END_STREAM without a status, behind half a message',
    run: (peer, id) => peer.write(headers(id, RESPONSE), data(id, REPLY.subarray(0, 9), END_STREAM)),
    error: /./,
    stays: true,
  },
  { name: 'a reset with a code that nobody knows', run: (peer, id) => peer.write(rstStream(id, 0xdead_beef)), error: /./, stays: true },
  { name: 'WINDOW_UPDATE beyond 2^31-1 on the connection', run: (peer) => peer.write(windowUpdate(0, 0x7fff_ffff)), error: /2147483647/ },
  {
    name: 'an odd window size in SETTINGS',
    run: (peer) => peer.write(settings(4, 0x8000_0000)),
    error: /SETTINGS_INITIAL_WINDOW_SIZE|INITIAL_WINDOW/,
  },
];

describe('hostile servers', () => {
  for (const { name, run, error, stays } of ATTACKS) {
    it(name, async () => {
      const server = new HostileServer(run);
      const port = await server.open();
      const channel = new Channel(`127.0.0.1:${port}`, { transport: 'engine', backoff: { initialMs: 1, maxMs: 1 } });
      const rooms = createClient(Rooms, channel);
      const before = heldBytes();
      const failed: unknown = await rooms.get({ text: 'x' }, { timeoutMs: 15_000 }).then(
        () => assert.fail('the call went well'),
        (thrown) => thrown,
      );
      assert.ok(failed instanceof RpcError, String(failed));
      assert.notEqual(failed.code, StatusCode.DEADLINE_EXCEEDED, failed.message);
      assert.match(failed.message, error);
      if (stays === true) assert.equal(server.peers.length, 1);
      else {
        await server.peers[0]!.end();
        assert.deepEqual(await rooms.get({ text: 'x' }, { waitForReady: true, timeoutMs: 15_000 }), { text: 'good' });
      }
      const grown = heldBytes() - before;
      assert.ok(grown < 4 * 1024 * 1024, `${grown} bytes stay`);
      await channel.close();
      server.close();
    });
  }
});
