import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import { FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import { type Chunk, file$, type Hello, type Summary } from '../../gen/fixtures.js';
import type { Driver, Peer } from '../peer.js';
import type { TlsFiles } from '../protocol.js';
import { realisticMetadata, realisticTimeoutMs } from '../realistic.js';
import { chunks, pingPong } from './nice-grpc.js';
import { rival, versionOfRival } from './rival.js';

/** What is used here of connect-node, speaking gRPC, and of protobuf-es, which it cannot do without. */
interface Connect {
  createClient(service: unknown, transport: unknown): Client;
}

interface ConnectNode {
  connectNodeAdapter(options: { routes(router: { service(service: unknown, implementation: object): void }): void }): Listener;
  createGrpcTransport(options: { baseUrl: string; nodeOptions?: object }): unknown;
}

type Listener = (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => void;

interface ProtobufEs {
  fromBinary(schema: unknown, bytes: Uint8Array): unknown;
  createFileRegistry(file: unknown, resolve: () => undefined): { getService(name: string): unknown };
}

interface Client {
  sayHello(request: Partial<Hello>, options?: { headers?: object; timeoutMs?: number }): Promise<Hello>;
  download(request: { count: number; bytes: number }): AsyncIterable<Chunk>;
  upload(requests: AsyncIterable<Chunk>): Promise<Summary>;
  chat(requests: AsyncIterable<Chunk>): AsyncIterable<Chunk>;
}

const handlers = {
  sayHello: ({ name }: Hello) => ({ name }),
  async *download({ count, bytes }: { count: number; bytes: number }) {
    yield* chunks(count, bytes);
  },
  async upload(requests: AsyncIterable<Chunk>) {
    let count = 0;
    for await (const _ of requests) count++;
    return { count };
  },
  async *chat(requests: AsyncIterable<Chunk>) {
    for await (const { data } of requests) yield { data };
  },
};

function bench(): unknown {
  const { fromBinary, createFileRegistry } = rival<ProtobufEs>('@bufbuild/protobuf');
  const { FileDescriptorProtoSchema } = rival<{ readonly FileDescriptorProtoSchema: unknown }>('@bufbuild/protobuf/wkt');
  const file = fromBinary(FileDescriptorProtoSchema, FileDescriptorProto.encode(file$().proto));
  return createFileRegistry(file, () => undefined).getService('barewire.bench.Bench');
}

async function serve(tls: TlsFiles | undefined): Promise<number> {
  const { connectNodeAdapter } = rival<ConnectNode>('@connectrpc/connect-node');
  const service = bench();
  const listener = connectNodeAdapter({ routes: (router) => router.service(service, handlers) });
  const settings = { maxConcurrentStreams: 200_000 };
  const server =
    tls === undefined
      ? http2.createServer({ settings }, listener)
      : http2.createSecureServer({ settings, cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, listener);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

async function connect(port: number, tls: TlsFiles | undefined): Promise<Driver> {
  const { createGrpcTransport } = rival<ConnectNode>('@connectrpc/connect-node');
  const { createClient } = rival<Connect>('@connectrpc/connect');
  const transport = createGrpcTransport(
    tls === undefined
      ? { baseUrl: `http://127.0.0.1:${port}` }
      : { baseUrl: `https://127.0.0.1:${port}`, nodeOptions: { ca: readFileSync(tls.ca), servername: 'localhost' } },
  );
  const client = createClient(bench(), transport);
  return {
    hello: () => client.sayHello({ name: 'world' }),
    helloRealistic: () => client.sayHello({ name: 'world' }, { headers: realisticMetadata(), timeoutMs: realisticTimeoutMs() }),
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

export const connectNode: Peer = { name: 'connect-node', version: versionOfRival('@connectrpc/connect-node'), serve, connect };
