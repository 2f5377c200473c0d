import type { SocketAddress } from '../transport/transport.js';

/** An address as a person writes it: `127.0.0.1:50051`, `[::1]:50051`, `unix:/run/app.sock`. Equal addresses, equal texts. */
export function formatAddress(address: SocketAddress): string {
  if ('path' in address) return `unix:${address.path}`;
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
}
