import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import * as http2 from 'node:http2';
import * as net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tls from 'node:tls';
import type { SocketAddress } from '../../../../lib/transport/transport.js';
import { sharedCertificates } from '../../../support/certificates.js';
import { type CarrierName, TLS, UNIX } from './link.js';

/** An address of the carrier's kind, for a peer that is not ours. */
function freeAddress(carrier: CarrierName): SocketAddress {
  return UNIX.includes(carrier)
    ? { path: join(tmpdir(), `barewire-${randomBytes(6).toString('hex')}.sock`) }
    : { host: '127.0.0.1', port: 0 };
}

export interface ScriptedServer {
  readonly address: SocketAddress;
  close(): Promise<void>;
}

async function open(server: net.Server, address: SocketAddress, sockets: Set<net.Socket>): Promise<ScriptedServer> {
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
  });
  server.listen('path' in address ? { path: address.path } : { host: address.host, port: address.port });
  await once(server, 'listening');
  const bound = server.address();
  return {
    address: typeof bound === 'object' && bound !== null ? { host: '127.0.0.1', port: bound.port } : address,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** A server that does with each connection what the test says. On the TLS carrier it speaks TLS first. */
export async function socketServer(carrier: CarrierName, serve: (socket: net.Socket) => void): Promise<ScriptedServer> {
  const guarded = (socket: net.Socket) => {
    socket.on('error', () => {});
    serve(socket);
  };
  if (!TLS.includes(carrier)) return open(net.createServer(guarded), freeAddress(carrier), new Set());
  const { server } = await sharedCertificates();
  return open(tls.createServer({ ...server, ALPNProtocols: ['h2'] }, guarded), freeAddress(carrier), new Set());
}

/** Node's own HTTP/2 server, driven stream by stream: for what our servers never do. */
export async function http2Server(
  carrier: CarrierName,
  serve: (stream: http2.ServerHttp2Stream, session: http2.ServerHttp2Session) => void,
  settings: http2.Settings = {},
): Promise<ScriptedServer> {
  const { server: pair } = await sharedCertificates();
  const server = TLS.includes(carrier) ? http2.createSecureServer({ ...pair, settings }) : http2.createServer({ settings });
  server.on('session', (session: http2.ServerHttp2Session) => session.on('error', () => {}));
  server.on('stream', (stream: http2.ServerHttp2Stream) => {
    stream.on('error', () => {});
    serve(stream, stream.session as http2.ServerHttp2Session);
  });
  return open(server, freeAddress(carrier), new Set());
}

/** Passes bytes between a client and `target`, until it is cut. */
export interface Wire extends ScriptedServer {
  /** Ends every connection through it: with RST, or as if the other side had closed. */
  cut(how: 'reset' | 'close'): void;
}

export async function wire(carrier: CarrierName, target: SocketAddress): Promise<Wire> {
  const pairs: [net.Socket, net.Socket][] = [];
  const server = net.createServer((front) => {
    const back = net.connect('path' in target ? { path: target.path } : { host: target.host, port: target.port });
    back.on('error', () => {});
    front.pipe(back);
    back.pipe(front);
    pairs.push([front, back]);
  });
  const opened = await open(server, freeAddress(carrier), new Set());
  return {
    ...opened,
    cut(how) {
      for (const socket of pairs.flat()) drop(socket, how);
    },
  };
}

/** Ends a connection at once: with RST where the socket can do that. */
export function drop(socket: net.Socket, how: 'reset' | 'close'): void {
  if (how === 'reset' && socket.remotePort !== undefined && !(socket instanceof tls.TLSSocket)) socket.resetAndDestroy();
  else socket.destroy();
}

/** Whether `chunk`, which begins with a frame, has one of this type. */
export function hasFrame(chunk: Buffer, type: number): boolean {
  for (let at = 0; at + 9 <= chunk.length; at += 9 + chunk.readUIntBE(at, 3)) if (chunk[at + 3] === type) return true;
  return false;
}

/** RFC 9113 §6.8. */
export const GOAWAY = 7;

/** One HTTP/2 frame (RFC 9113 §4.1). */
export function frame(type: number, flags: number, streamId: number, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  head.writeUInt32BE(streamId, 5);
  return Buffer.concat([head, payload]);
}

export const EMPTY_SETTINGS = frame(4, 0, 0);
export const SETTINGS_ACK = frame(4, 1, 0);
export const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
