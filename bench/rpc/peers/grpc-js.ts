import { createRequire } from 'node:module';
import * as grpc from '@grpc/grpc-js';
import { Chunk, DownloadRequest, Hello } from '../../gen/fixtures.js';
import { type Driver, deadlineMs, type Peer, realisticMetadata } from '../peer.js';

/** grpc-js with barewire's codec, so that the rows compare the calls and not the codecs. */
const service = {
  sayHello: {
    path: '/barewire.bench.Bench/SayHello',
    requestStream: false,
    responseStream: false,
    requestSerialize: (message: Hello) => asBuffer(Hello.encode(message)),
    requestDeserialize: (bytes: Buffer) => Hello.decode(bytes),
    responseSerialize: (message: Hello) => asBuffer(Hello.encode(message)),
    responseDeserialize: (bytes: Buffer) => Hello.decode(bytes),
  },
  download: {
    path: '/barewire.bench.Bench/Download',
    requestStream: false,
    responseStream: true,
    requestSerialize: (message: DownloadRequest) => asBuffer(DownloadRequest.encode(message)),
    requestDeserialize: (bytes: Buffer) => DownloadRequest.decode(bytes),
    responseSerialize: (message: Chunk) => asBuffer(Chunk.encode(message)),
    responseDeserialize: (bytes: Buffer) => Chunk.decode(bytes),
  },
} satisfies grpc.ServiceDefinition;

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function serve(): Promise<number> {
  const server = new grpc.Server();
  server.addService(service, {
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
  });
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => (error ? reject(error) : resolve(port)));
  });
}

async function connect(port: number): Promise<Driver> {
  const Client = grpc.makeGenericClientConstructor(service, 'Bench');
  const client = new Client(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const noMetadata = new grpc.Metadata();
  return {
    hello: (deadline, realistic) =>
      new Promise((resolve, reject) => {
        let metadata = noMetadata;
        if (realistic) {
          metadata = new grpc.Metadata();
          for (const [name, value] of Object.entries(realisticMetadata)) metadata.set(name, value);
        }
        const options = deadline ? { deadline: Date.now() + deadlineMs } : {};
        client.sayHello!({ name: 'world' }, metadata, options, (error: Error | null) => (error ? reject(error) : resolve()));
      }),
    download: (count, bytes) =>
      new Promise((resolve, reject) => {
        let received = 0;
        const call = client.download!({ count, bytes }) as unknown as grpc.ClientReadableStream<Chunk>;
        call.on('data', () => received++);
        call.on('error', reject);
        call.on('end', () => (received === count ? resolve() : reject(new Error(`${received} of ${count} messages arrived`))));
      }),
  };
}

export const grpcJs: Peer = {
  name: 'grpc-js',
  version: (createRequire(import.meta.url)('@grpc/grpc-js/package.json') as { version: string }).version,
  serve,
  connect,
};
