import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { PeerTls } from '../transport.js';

/** What the handshake has established. */
export function peerTls(socket: TLSSocket): PeerTls {
  const certificate: PeerCertificate | Record<string, never> = socket.getPeerCertificate();
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    authorized: socket.authorized,
    certificate: certificate?.raw instanceof Uint8Array ? new Uint8Array(certificate.raw) : undefined,
  };
}
