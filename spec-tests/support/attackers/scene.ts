import assert from 'node:assert/strict';
import { Channel, createClient } from '../../../lib/client/index.js';
import type { ObservedConnection } from '../../../lib/rpc/observer.js';
import type { ServerOptions } from '../../../lib/server/options.js';
import { type Server, Server as ServerClass } from '../../../lib/server/server.js';
import type { TransportError } from '../../../lib/transport/transport.js';
import { FakeClock, turn } from '../fake-clock.js';
import { CHAT, GET, Rooms } from '../scripted-server.js';
import { attack, type RawPeer } from './attacker.js';
import { block, headers, message, PREFACE, requestFields, SETTINGS_ACK, settings, Type } from './frames.js';

/** Methods that attackers call. `GET` answers at once; `CHAT` waits until it is cancelled. */
export { CHAT, GET };

/** A field block for each method, made once. */
export const GET_BLOCK = block(requestFields(GET));
export const CHAT_BLOCK = block(requestFields(CHAT));
export const LIST_BLOCK = block(requestFields('/test.Rooms/List'));

const REQUEST = message(Buffer.from('{"text":"x"}'));

/** A server under attack, on a clock that stands still, and an honest client beside the attackers. */
export class Scene {
  readonly clock = new FakeClock();
  readonly server: Server;
  /** Handlers that have begun, the honest client's left out, and those of them that are still in one. */
  started = 0;
  running = 0;
  /** What `onError` was told of connections, and what connections ended with. */
  readonly errors: unknown[] = [];
  readonly connectionEnds: (TransportError | undefined)[] = [];
  readonly open = new Set<ObservedConnection>();
  /** Reply of LIST, sent `listCount` times. */
  listText = 'x';
  listCount = 1;
  port = 0;
  #channel: Channel | undefined;
  #rooms: ReturnType<typeof createClient<Rooms>> | undefined;

  constructor(options: ServerOptions) {
    this.server = new ServerClass({
      clock: this.clock,
      onError: (error, call) => {
        if (call === undefined) this.errors.push(error);
      },
      observer: {
        onConnectionOpen: (connection) => void this.open.add(connection),
        onConnectionClose: (connection, error) => {
          this.open.delete(connection);
          this.connectionEnds.push(error);
        },
      },
      ...options,
    });
    const scene = this;
    this.server.add(
      Rooms,
      {
        get: ({ text }) => {
          if (text !== 'honest') this.started++;
          return { text };
        },
        list: async (_request, call) => {
          this.started++;
          this.running++;
          try {
            for (let n = 0; n < this.listCount; n++) await call.write({ text: this.listText });
          } finally {
            this.running--;
          }
        },
        async *chat(_requests, call) {
          scene.started++;
          scene.running++;
          try {
            await new Promise((resolve) => call.signal.addEventListener('abort', resolve));
          } finally {
            scene.running--;
          }
          yield { text: 'over' };
        },
      },
      { partial: true },
    );
  }

  static async open(options: ServerOptions): Promise<Scene> {
    const scene = new Scene(options);
    scene.port = (await scene.server.listen('127.0.0.1:0')).port;
    await scene.honest();
    return scene;
  }

  /** A call of somebody else, on a connection that stays: it is served. */
  async honest(): Promise<void> {
    this.#channel ??= new Channel(`127.0.0.1:${this.port}`);
    this.#rooms ??= createClient(Rooms, this.#channel);
    assert.deepEqual(await this.#rooms.get({ text: 'honest' }), { text: 'honest' });
  }

  /** An attacker with its preface, SETTINGS and the acknowledgement of ours. `entries` as for `settings`. */
  async attacker(...entries: number[]): Promise<RawPeer> {
    const peer = await attack(this.port);
    await peer.write(PREFACE, settings(...entries), SETTINGS_ACK);
    await peer.until(() => peer.count(Type.SETTINGS) > 0 || peer.closed);
    return peer;
  }

  /** A whole request on an attacker's connection: true where it was answered. */
  async request(peer: RawPeer, streamId: number): Promise<boolean> {
    await peer.write(headers(streamId, GET_BLOCK), frameOfRequest(streamId));
    await peer.until(() => peer.ended.has(streamId) || peer.closed);
    return peer.ended.get(streamId) === 'ended';
  }

  async settle(turns = 5): Promise<void> {
    for (let n = 0; n < turns; n++) await turn();
  }

  async close(): Promise<void> {
    await this.#channel?.close();
    await this.server.close({ graceMs: 0 });
  }
}

/** DATA with the one message of a unary request, and END_STREAM. */
export function frameOfRequest(streamId: number): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(REQUEST.length, 0, 3);
  head[4] = 1;
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, REQUEST]);
}
