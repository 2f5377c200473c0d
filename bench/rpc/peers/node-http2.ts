import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import type { Driver, Peer } from '../peer.js';
import type { TlsFiles } from '../protocol.js';
import { realisticMetadata, realisticTimeoutMs } from '../realistic.js';

/** Bare node:http2 with the bytes of gRPC put together by hand: no library, no codec, no status but 0. */

const path = '/barewire.bench.Bench/';
const helloFrame = framed(Buffer.from('\x0a\x05world'));

const maxConcurrentStreams = 200_000;

function framed(message: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(5 + message.length);
  frame[0] = 0;
  frame.writeUInt32BE(message.length, 1);
  message.copy(frame, 5);
  return frame;
}

/** A frame with a Chunk of `bytes` zeroes. */
function chunkFrame(bytes: number): Buffer {
  return framed(Buffer.concat([Buffer.from([0x0a]), varint(bytes), Buffer.alloc(bytes)]));
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return Buffer.from([...bytes, value]);
}

function readVarint(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  let end = start;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[end++]!;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, end };
  }
}

/** Counts the gRPC messages that a stream of chunks holds, each of which ends in some chunk. */
class MessageCounter {
  count = 0;
  #held: Buffer | undefined;
  #left = 0;

  push(chunk: Buffer): void {
    let bytes = this.#held === undefined ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = undefined;
    for (;;) {
      const taken = Math.min(this.#left, bytes.length);
      this.#left -= taken;
      bytes = bytes.subarray(taken);
      if (this.#left > 0 || bytes.length === 0) return;
      if (bytes.length < 5) {
        this.#held = bytes;
        return;
      }
      this.#left = bytes.readUInt32BE(1);
      bytes = bytes.subarray(5);
      this.count++;
    }
  }
}

function pushAll(stream: http2.Http2Stream, frame: Buffer, count: number, end: () => void): void {
  let sent = 0;
  const push = (): void => {
    while (sent < count) {
      sent++;
      if (!stream.write(frame)) {
        stream.once('drain', push);
        return;
      }
    }
    end();
  };
  push();
}

const trailers = { 'grpc-status': '0' };

function answer(stream: http2.ServerHttp2Stream, headers: http2.IncomingHttpHeaders): void {
  stream.on('error', () => {});
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers(trailers));
  switch (headers[':path']) {
    case `${path}Download`:
      stream.once('data', (bytes: Buffer) => {
        // 08 COUNT 10 BYTES, behind the prefix.
        const count = readVarint(bytes, 6);
        const size = readVarint(bytes, count.end + 1);
        pushAll(stream, chunkFrame(size.value), count.value, () => stream.end());
      });
      break;
    case `${path}Upload`: {
      const counter = new MessageCounter();
      stream.on('data', (chunk: Buffer) => counter.push(chunk));
      stream.on('end', () => stream.end(framed(Buffer.concat([Buffer.from([0x08]), varint(counter.count)]))));
      break;
    }
    case `${path}Chat`:
      stream.on('data', (chunk: Buffer) => stream.write(chunk));
      stream.on('end', () => stream.end());
      break;
    default:
      stream.on('data', (chunk: Buffer) => stream.write(chunk));
      stream.on('end', () => stream.end());
  }
}

function serve(tls: TlsFiles | undefined): Promise<number> {
  const settings = { maxConcurrentStreams };
  const server =
    tls === undefined
      ? http2.createServer({ settings })
      : http2.createSecureServer({ settings, cert: readFileSync(tls.cert), key: readFileSync(tls.key) });
  server.on('stream', answer);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
  });
}

async function connect(port: number, tls: TlsFiles | undefined): Promise<Driver> {
  const options = { peerMaxConcurrentStreams: maxConcurrentStreams };
  const session =
    tls === undefined
      ? http2.connect(`http://127.0.0.1:${port}`, options)
      : http2.connect(`https://localhost:${port}`, { ...options, ca: readFileSync(tls.ca), servername: 'localhost', host: '127.0.0.1' });
  await new Promise((resolve, reject) => session.once('connect', resolve).once('error', reject));
  const open = (method: string, more: http2.OutgoingHttpHeaders = {}): http2.ClientHttp2Stream =>
    session.request({ ':method': 'POST', ':path': path + method, te: 'trailers', 'content-type': 'application/grpc', ...more });

  const hello = (more?: http2.OutgoingHttpHeaders): Promise<void> =>
    new Promise((resolve, reject) => {
      const stream = open('SayHello', more);
      let status: unknown;
      stream.on('data', () => {});
      stream.on('trailers', (fields) => {
        status = fields['grpc-status'];
      });
      stream.on('end', () => (status === '0' ? resolve() : reject(new Error(`grpc-status ${status}`))));
      stream.on('error', reject);
      stream.end(helloFrame);
    });

  const counted = (stream: http2.ClientHttp2Stream, expected: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const counter = new MessageCounter();
      stream.on('data', (chunk: Buffer) => counter.push(chunk));
      stream.on('end', () =>
        counter.count === expected ? resolve() : reject(new Error(`${counter.count} of ${expected} messages arrived`)),
      );
      stream.on('error', reject);
    });

  return {
    hello: () => hello(),
    helloRealistic: () => hello({ ...realisticMetadata(), 'grpc-timeout': `${realisticTimeoutMs()}m` }),
    download(count, bytes) {
      const stream = open('Download');
      stream.end(framed(Buffer.concat([Buffer.from([0x08]), varint(count), Buffer.from([0x10]), varint(bytes)])));
      return counted(stream, count);
    },
    upload(count, bytes) {
      const stream = open('Upload');
      pushAll(stream, chunkFrame(bytes), count, () => stream.end());
      return counted(stream, 1);
    },
    pingPong: (count) =>
      new Promise((resolve, reject) => {
        const stream = open('Chat');
        const frame = chunkFrame(16);
        let left = count;
        stream.on('data', () => {
          if (--left === 0) stream.end();
          else stream.write(frame);
        });
        stream.on('end', resolve);
        stream.on('error', reject);
        stream.write(frame);
      }),
    async park(count) {
      const frame = chunkFrame(16);
      const one = (): Promise<void> =>
        new Promise((resolve, reject) => {
          const stream = open('Chat');
          stream.on('data', () => resolve());
          stream.on('error', reject);
          stream.write(frame);
        });
      await Promise.all(Array.from({ length: count }, one));
    },
  };
}

export const nodeHttp2: Peer = { name: 'node:http2', version: process.version, serve, connect };
