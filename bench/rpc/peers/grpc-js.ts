import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as grpc from '@grpc/grpc-js';
import type { Chunk, DownloadRequest, Hello, Summary } from '../../gen/fixtures.js';
import type { Driver, Peer } from '../peer.js';
import type { TlsFiles } from '../protocol.js';
import { realisticMetadata, realisticTimeoutMs } from '../realistic.js';
import { service } from './grpc-js-service.js';

const serverOptions: grpc.ServerOptions = { 'grpc.max_concurrent_streams': 200_000 };
// Without a pool of its own, every client of a process shares one connection.
const clientOptions: grpc.ClientOptions = { 'grpc.use_local_subchannel_pool': 1 };

const handlers = {
  sayHello: ((call, callback) => callback(null, { name: call.request.name })) as grpc.handleUnaryCall<Hello, Hello>,
  download: ((call) => {
    const { count, bytes } = call.request;
    const data = new Uint8Array(bytes);
    let sent = 0;
    const push = () => {
      while (sent < count) {
        sent++;
        if (!call.write({ data })) {
          call.once('drain', push);
          return;
        }
      }
      call.end();
    };
    push();
  }) as grpc.handleServerStreamingCall<DownloadRequest, Chunk>,
  upload: ((call, callback) => {
    let count = 0;
    call.on('data', () => count++);
    call.on('end', () => callback(null, { count }));
  }) as grpc.handleClientStreamingCall<Chunk, Summary>,
  chat: ((call) => {
    call.on('data', (chunk: Chunk) => call.write(chunk));
    call.on('end', () => call.end());
  }) as grpc.handleBidiStreamingCall<Chunk, Chunk>,
};

async function serve(tls: TlsFiles | undefined): Promise<number> {
  const server = new grpc.Server(serverOptions);
  server.addService(service, handlers);
  const credentials =
    tls === undefined
      ? grpc.ServerCredentials.createInsecure()
      : grpc.ServerCredentials.createSsl(null, [{ cert_chain: readFileSync(tls.cert), private_key: readFileSync(tls.key) }]);
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, port) => (error ? reject(error) : resolve(port)));
  });
}

async function connect(port: number, tls: TlsFiles | undefined): Promise<Driver> {
  const Client = grpc.makeGenericClientConstructor(service, 'Bench');
  const credentials = tls === undefined ? grpc.credentials.createInsecure() : grpc.credentials.createSsl(readFileSync(tls.ca));
  const options = tls === undefined ? clientOptions : { ...clientOptions, 'grpc.ssl_target_name_override': 'localhost' };
  const client = new Client(`127.0.0.1:${port}`, credentials, options);
  const noMetadata = new grpc.Metadata();
  const hello = (metadata: grpc.Metadata, options: grpc.CallOptions): Promise<unknown> =>
    new Promise((resolve, reject) => {
      client.sayHello!({ name: 'world' }, metadata, options, (error: Error | null, reply: unknown) =>
        error ? reject(error) : resolve(reply),
      );
    });
  return {
    hello: () => hello(noMetadata, {}),
    helloRealistic() {
      const metadata = new grpc.Metadata();
      for (const [name, value] of Object.entries(realisticMetadata())) metadata.set(name, value);
      return hello(metadata, { deadline: Date.now() + realisticTimeoutMs() });
    },
    download: (count, bytes) =>
      new Promise((resolve, reject) => {
        let received = 0;
        const call = client.download!({ count, bytes }) as unknown as grpc.ClientReadableStream<Chunk>;
        call.on('data', () => received++);
        call.on('error', reject);
        call.on('end', () => (received === count ? resolve() : reject(new Error(`${received} of ${count} messages arrived`))));
      }),
    upload: (count, bytes) =>
      new Promise((resolve, reject) => {
        const data = new Uint8Array(bytes);
        const call = client.upload!((error: Error | null, summary: Summary) => {
          if (error) reject(error);
          else if (summary.count !== count) reject(new Error(`${summary.count} of ${count} messages arrived`));
          else resolve();
        }) as unknown as grpc.ClientWritableStream<Chunk>;
        let sent = 0;
        const push = () => {
          while (sent < count) {
            sent++;
            if (!call.write({ data })) {
              call.once('drain', push);
              return;
            }
          }
          call.end();
        };
        push();
      }),
    pingPong: (count) =>
      new Promise((resolve, reject) => {
        const message = { data: new Uint8Array(16) };
        const call = client.chat!() as unknown as grpc.ClientDuplexStream<Chunk, Chunk>;
        let left = count;
        call.on('data', () => {
          if (--left === 0) call.end();
          else call.write(message);
        });
        call.on('error', reject);
        call.on('end', resolve);
        call.write(message);
      }),
    async park(count) {
      const message = { data: new Uint8Array(16) };
      const one = (): Promise<void> =>
        new Promise((resolve, reject) => {
          const call = client.chat!() as unknown as grpc.ClientDuplexStream<Chunk, Chunk>;
          call.on('data', () => resolve());
          call.on('error', reject);
          call.write(message);
        });
      await Promise.all(Array.from({ length: count }, one));
    },
  };
}

export const grpcJs: Peer = {
  name: 'grpc-js',
  version: (createRequire(import.meta.url)('@grpc/grpc-js/package.json') as { version: string }).version,
  serve,
  connect,
};
