import { createRequire } from 'node:module';
import { Channel, type ChannelOptions, createClient, type Handlers, Server, type ServerOptions } from 'barewire';
import { Bench } from '../../gen/fixtures.js';
import type { Driver, Peer } from '../peer.js';
import { deadlineMs, realisticMetadata, realisticTimeoutMs } from '../realistic.js';

const version = (createRequire(import.meta.url)('barewire/package.json') as { version: string }).version;

const handlers: Handlers<Bench> = {
  sayHello: ({ name }) => ({ name }),
  *download({ count, bytes }) {
    const data = new Uint8Array(bytes);
    for (let sent = 0; sent < count; sent++) yield { data };
  },
  async upload(chunks) {
    let count = 0;
    for await (const _ of chunks) count++;
    return { count };
  },
  async *chat(chunks) {
    for await (const chunk of chunks) yield chunk;
  },
};

/** Room for the most calls that any case has open at once. */
const maxConcurrentStreams = 200_000;

function newServer(options: ServerOptions = {}): Server {
  return new Server({ maxConcurrentStreams, ...options }).add(Bench, handlers);
}

function driverOver(channel: Channel, plainTimeoutMs?: number): Driver {
  const client = createClient(Bench, channel);
  const plain = plainTimeoutMs === undefined ? undefined : { timeoutMs: plainTimeoutMs };
  return {
    hello: () => client.sayHello({ name: 'world' }, plain),
    helloRealistic: () => client.sayHello({ name: 'world' }, { metadata: realisticMetadata(), timeoutMs: realisticTimeoutMs() }),
    async download(count, bytes) {
      let received = 0;
      for await (const _ of client.download({ count, bytes })) received++;
      if (received !== count) throw new Error(`${received} of ${count} messages arrived`);
    },
    async upload(count, bytes) {
      const data = new Uint8Array(bytes);
      const call = client.upload.start();
      for (let sent = 0; sent < count; sent++) {
        const room = call.write({ data });
        if (room !== undefined) await room;
      }
      call.end();
      const summary = await call.response;
      if (summary.count !== count) throw new Error(`${summary.count} of ${count} messages arrived`);
    },
    async pingPong(count) {
      const message = { data: new Uint8Array(16) };
      const call = client.chat.start();
      let left = count;
      call.write(message);
      for await (const _ of call) {
        if (--left === 0) call.end();
        else call.write(message);
      }
    },
    async park(count) {
      const message = { data: new Uint8Array(16) };
      await Promise.all(
        Array.from({ length: count }, async () => {
          const call = client.chat.start();
          call.write(message);
          const replies = call[Symbol.asyncIterator]();
          await replies.next();
          replies.next().catch(ignore); // parked: nothing comes any more
        }),
      );
    },
  };
}

function ignore(): void {}

function over(name: string, options: Pick<ChannelOptions & ServerOptions, 'transport'>): Peer {
  return {
    name,
    version,
    async serve(tls) {
      const security = tls === undefined ? {} : { tls: { certFile: tls.cert, keyFile: tls.key } };
      return (await newServer(options).listen('127.0.0.1:0', security)).port;
    },
    async connect(port, tls) {
      const security = tls === undefined ? {} : { tls: { caFile: tls.ca } };
      return driverOver(new Channel(`127.0.0.1:${port}`, { ...options, ...security }));
    },
  };
}

/** barewire over its own HTTP/2. */
export const barewire: Peer = over('barewire', { transport: 'engine' });

/** barewire over Node's own HTTP/2. */
export const barewireNodeHttp2: Peer = over('barewire@node:http2', { transport: 'node:http2' });

/** barewire without a socket, both ends in one process; all its calls carry a deadline. */
export const barewireLoopback: Peer = {
  name: 'barewire@loopback',
  version,
  inProcess: true,
  serve: async () => 0,
  connect: async () => driverOver(new Channel(newServer().loopback()), deadlineMs),
};
