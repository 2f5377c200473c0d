import type { Socket } from 'node:net';
import type { SocketAddress } from './transport.js';

/** `127.0.0.1:50051`, `[::1]:50051` or `unix:/run/app.sock`. */
export function addressText(address: SocketAddress): string {
  return 'path' in address ? `unix:${address.path}` : hostAndPort(address.host, address.port);
}

export function hostAndPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The other end of an accepted socket; `path` is the listener's where it is a Unix socket, whose clients have no names. */
export function remoteText(socket: Socket, path: string | undefined): string {
  if (path !== undefined) return `unix:${path}`;
  const host = socket.remoteAddress ?? 'unknown';
  return hostAndPort(host.startsWith('::ffff:') ? host.slice(7) : host, socket.remotePort ?? 0);
}
