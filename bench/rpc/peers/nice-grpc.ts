import { readFileSync } from 'node:fs';
import type { Handlers } from 'barewire';
import type { Bench, Chunk, Hello, Summary } from '../../gen/fixtures.js';
import type { Driver, Peer } from '../peer.js';
import type { TlsFiles } from '../protocol.js';
import { realisticMetadata, realisticTimeoutMs } from '../realistic.js';
import { service } from './grpc-js-service.js';
import { rival, versionOfRival } from './rival.js';

/** What is used here of nice-grpc, which puts async iterables and middleware over grpc-js. */
interface NiceGrpc {
  createServer(options: object): {
    add(definition: object, implementation: object): void;
    listen(address: string, credentials: unknown): Promise<number>;
  };
  createChannel(address: string, credentials: unknown, options: object): unknown;
  createClient(definition: object, channel: unknown): Client;
  Metadata(entries: object): unknown;
}

interface Client {
  sayHello(request: Hello, options?: { metadata?: unknown; signal?: AbortSignal }): Promise<Hello>;
  download(request: { count: number; bytes: number }): AsyncIterable<Chunk>;
  upload(requests: AsyncIterable<Chunk>): Promise<Summary>;
  chat(requests: AsyncIterable<Chunk>): AsyncIterable<Chunk>;
}

interface GrpcJs {
  readonly credentials: { createInsecure(): unknown; createSsl(ca: Buffer): unknown };
  readonly ServerCredentials: { createInsecure(): unknown; createSsl(ca: null, pairs: object[]): unknown };
}

const handlers: Pick<Handlers<Bench>, 'sayHello'> & { readonly [name: string]: unknown } = {
  sayHello: async ({ name }) => ({ name }),
  async *download({ count, bytes }: { count: number; bytes: number }) {
    const data = new Uint8Array(bytes);
    for (let sent = 0; sent < count; sent++) yield { data };
  },
  async upload(chunks: AsyncIterable<Chunk>) {
    let count = 0;
    for await (const _ of chunks) count++;
    return { count };
  },
  async *chat(chunks: AsyncIterable<Chunk>) {
    for await (const chunk of chunks) yield chunk;
  },
};

async function serve(tls: TlsFiles | undefined): Promise<number> {
  const { createServer } = rival<NiceGrpc>('nice-grpc');
  const { ServerCredentials } = rival<GrpcJs>('@grpc/grpc-js');
  const server = createServer({ 'grpc.max_concurrent_streams': 200_000 });
  server.add(service, handlers);
  const pair = tls === undefined ? undefined : { cert_chain: readFileSync(tls.cert), private_key: readFileSync(tls.key) };
  return server.listen('127.0.0.1:0', pair === undefined ? ServerCredentials.createInsecure() : ServerCredentials.createSsl(null, [pair]));
}

async function connect(port: number, tls: TlsFiles | undefined): Promise<Driver> {
  const { createChannel, createClient, Metadata } = rival<NiceGrpc>('nice-grpc');
  const { credentials } = rival<GrpcJs>('@grpc/grpc-js');
  const secure = tls === undefined ? credentials.createInsecure() : credentials.createSsl(readFileSync(tls.ca));
  const options = { 'grpc.use_local_subchannel_pool': 1, ...(tls === undefined ? {} : { 'grpc.ssl_target_name_override': 'localhost' }) };
  const client = createClient(service, createChannel(`127.0.0.1:${port}`, secure, options));
  return {
    hello: () => client.sayHello({ name: 'world' }),
    async helloRealistic() {
      // Its only deadline is a middleware package's, which ends the call by such a signal and tells the server nothing.
      const aborter = new AbortController();
      const timer = setTimeout(() => aborter.abort(), realisticTimeoutMs());
      try {
        await client.sayHello({ name: 'world' }, { metadata: Metadata(realisticMetadata()), signal: aborter.signal });
      } finally {
        clearTimeout(timer);
      }
    },
    async download(count, bytes) {
      let received = 0;
      for await (const _ of client.download({ count, bytes })) received++;
      if (received !== count) throw new Error(`${received} of ${count} messages arrived`);
    },
    async upload(count, bytes) {
      const summary = await client.upload(chunks(count, bytes));
      if (summary.count !== count) throw new Error(`${summary.count} of ${count} messages arrived`);
    },
    pingPong: (count) => pingPong(count, (requests) => client.chat(requests)),
  };
}

export async function* chunks(count: number, bytes: number): AsyncGenerator<Chunk> {
  const data = new Uint8Array(bytes);
  for (let sent = 0; sent < count; sent++) yield { data };
}

/** A ping-pong with a client whose requests are an iterable. */
export async function pingPong(count: number, chat: (requests: AsyncIterable<Chunk>) => AsyncIterable<Chunk>): Promise<void> {
  const message: Chunk = { data: new Uint8Array(16) };
  let wake = (): void => {};
  let answered = 0;
  async function* requests(): AsyncGenerator<Chunk> {
    for (let sent = 0; sent < count; sent++) {
      while (answered < sent) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      yield message;
    }
  }
  for await (const _ of chat(requests())) {
    answered++;
    wake();
  }
}

export const niceGrpc: Peer = { name: 'nice-grpc', version: versionOfRival('nice-grpc'), serve, connect };
