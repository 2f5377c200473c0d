import { createRequire } from 'node:module';
import { Channel, createClient, type Handlers, Server } from 'barewire';
import { Bench } from '../../gen/fixtures.js';
import { type Driver, deadlineMs, type Peer, realisticMetadata } from '../peer.js';

const version = (createRequire(import.meta.url)('barewire/package.json') as { version: string }).version;

const handlers: Handlers<Bench> = {
  sayHello: ({ name }) => ({ name }),
  *download({ count, bytes }) {
    const data = new Uint8Array(bytes);
    for (let sent = 0; sent < count; sent++) yield { data };
  },
};

function newServer(): Server {
  return new Server().add(Bench, handlers);
}

function driverOver(channel: Channel): Driver {
  const client = createClient(Bench, channel);
  const plain = { timeoutMs: deadlineMs };
  return {
    async hello(deadline, realistic) {
      if (realistic) await client.sayHello({ name: 'world' }, { timeoutMs: deadlineMs, metadata: { ...realisticMetadata } });
      else await client.sayHello({ name: 'world' }, deadline ? plain : undefined);
    },
    async download(count, bytes) {
      let received = 0;
      for await (const _ of client.download({ count, bytes })) received++;
      if (received !== count) throw new Error(`${received} of ${count} messages arrived`);
    },
  };
}

/** barewire over its default carrier. */
export const barewire: Peer = {
  name: 'barewire',
  version,
  serve: async () => (await newServer().listen('127.0.0.1:0')).port,
  connect: async (port) => driverOver(new Channel(`127.0.0.1:${port}`)),
};

/** barewire without a socket, both ends in one process. */
export const barewireLoopback: Peer = {
  name: 'barewire@loopback',
  version,
  inProcess: true,
  serve: async () => 0,
  connect: async () => driverOver(new Channel(newServer().loopback())),
};
