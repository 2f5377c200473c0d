import type { Socket } from 'node:net';
import { connect as connectSocket, isIP } from 'node:net';
import { checkServerIdentity, connect as connectTls } from 'node:tls';
import type { ClientTls } from '../carrier.js';
import { ErrorCode } from '../error-code.js';
import { type SocketAddress, TransportError } from '../transport.js';

/** How far a client's connection has come. */
export type ConnectPhase = 'connect' | 'tls' | 'settings' | 'ready' | 'closed';

/** Starts a connection: over TCP without Nagle's delay or over a Unix socket, plain or with TLS that offers HTTP/2. */
export function openSocket(address: SocketAddress, tls: ClientTls | undefined): Socket {
  const where = 'path' in address ? { path: address.path } : { host: address.host, port: address.port };
  if (tls === undefined) return connectSocket({ ...where, noDelay: true });
  const { context, serverName, rejectUnauthorized } = tls;
  const check = tls.checkServerIdentity ?? checkServerIdentity;
  const socket = connectTls({
    ...where,
    secureContext: context,
    servername: isIP(serverName) !== 0 ? '' : serverName,
    ALPNProtocols: ['h2'],
    rejectUnauthorized,
    checkServerIdentity: (_host, certificate) => check(serverName, certificate),
  });
  socket.setNoDelay(true);
  return socket;
}

/** TLS came to be, and the server has not chosen HTTP/2 (RFC 9113 §3.2). `alpn` is what it chose, if anything. */
export function noHttp2OverTls(address: string, alpn: string | false | null): TransportError {
  return new TransportError(
    `${address} speaks TLS and no HTTP/2 (ALPN gave ${alpn || 'nothing'}): this port does not speak gRPC`,
    connectionFailure('peer', 'tls', ErrorCode.HTTP_1_1_REQUIRED),
  );
}

/** The connect timeout has come in `phase`. */
export function connectTimedOut(address: string, phase: ConnectPhase, timeoutMs: number): TransportError {
  const waited = `within ${timeoutMs} ms`;
  const message =
    phase === 'connect'
      ? `${address} did not answer ${waited}: check the address, or a firewall`
      : phase === 'tls'
        ? `${address} accepted the connection and did not finish the TLS handshake ${waited}: does it speak TLS?`
        : `${address} accepted the connection and said nothing ${waited}: does this port speak HTTP/2?`;
  return new TransportError(message, connectionFailure('us', phase === 'tls' ? 'tls' : 'connect', ErrorCode.CONNECT_ERROR));
}

function connectionFailure(by: 'us' | 'peer', phase: 'connect' | 'tls', code: number) {
  return { scope: 'connection', by, phase, code, processed: 'no' } as const;
}
