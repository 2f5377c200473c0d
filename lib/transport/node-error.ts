/**
 * What Node says about sockets and TLS, turned into `TransportError`s; session-error.ts has what it says about HTTP/2 sessions. No other
 * file reads Node's error codes. Each message says what happened and what to do.
 */
import { ErrorCode } from './error-code.js';
import { TransportError } from './transport.js';

export interface NodeError extends Error {
  readonly code?: string;
  /** Of node:http2, the error of nghttp2. */
  readonly errno?: number;
  readonly reason?: string;
  /** Of a certificate that is for other names. */
  readonly cert?: { readonly subjectaltname?: string; readonly subject?: { readonly CN?: string } };
}

export function nodeError(error: unknown): NodeError {
  return error instanceof Error ? (error as NodeError) : new Error(String(error));
}

/** Whether TLS itself failed, and not the socket below it. */
export function isTlsError(error: unknown): boolean {
  const code = nodeError(error).code ?? '';
  return code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_');
}

/** Why a connection to `address` did not come to be. `serverName` is the name that the certificate was checked against. */
export function connectError(error: unknown, address: string, phase: 'connect' | 'tls', serverName?: string): TransportError {
  const node = nodeError(error);
  const certificate = certificateProblem(node, address, serverName);
  return new TransportError(certificate ?? connectMessage(node, address, phase), {
    scope: 'connection',
    by: certificate === undefined ? 'peer' : 'us',
    phase: certificate === undefined ? phase : 'tls',
    code: ErrorCode.CONNECT_ERROR,
    processed: 'no',
    cause: error,
  });
}

function connectMessage(error: NodeError, address: string, phase: 'connect' | 'tls'): string {
  switch (error.code) {
    case 'ECONNREFUSED':
      return `nothing listens on ${address}: start the server or check the port`;
    case 'ENOENT':
      return `there is no socket at ${address}: start the server or check the path`;
    case 'EACCES':
    case 'EPERM':
      return `no permission to connect to ${address}: check the rights of the socket file, or a firewall`;
    case 'ENOTSOCK':
      return `${address} is no socket: check the path`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name of ${address} is not known: check it, or the DNS server`;
    case 'ETIMEDOUT':
      return `${address} did not answer: check the address, or a firewall`;
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return `there is no way to ${address}: check the address and the network`;
    case 'EMFILE':
    case 'ENFILE':
      return `no file descriptor is left for a connection to ${address}: raise the limit (ulimit -n) or close connections`;
    case 'ECONNRESET':
    case 'EPIPE':
      return phase === 'tls'
        ? `${address} closed the connection during the TLS handshake: does it speak TLS, and does it ask for a client certificate?`
        : `${address} closed the connection before it was one: is it overloaded, or does it expect TLS?`;
    default:
      return tlsMessage(error, address) ?? `connecting to ${address} failed: ${error.message}`;
  }
}

/** OpenSSL's words for a failed handshake. */
function tlsMessage(error: NodeError, address: string): string | undefined {
  const code = error.code ?? '';
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG' || code === 'ERR_SSL_RECORD_LAYER_FAILURE') {
    return `${address} does not speak TLS: leave out tls, or check the port`;
  }
  if (code.endsWith('NO_APPLICATION_PROTOCOL')) {
    return `${address} speaks TLS and no HTTP/2 (it refused ALPN h2): this port does not speak gRPC`;
  }
  if (code.includes('ALERT_CERTIFICATE_REQUIRED') || code.includes('ALERT_BAD_CERTIFICATE')) {
    return `${address} asks for a client certificate: give one with tls.cert and tls.key`;
  }
  if (code.includes('ALERT_UNKNOWN_CA')) {
    return `${address} does not trust the authority of our certificate: give one that it trusts with tls.cert and tls.key`;
  }
  if (code.includes('PROTOCOL_VERSION') || code.includes('UNSUPPORTED_PROTOCOL')) {
    return `${address} and we share no TLS version: TLS 1.2 or later is needed`;
  }
  if (code.includes('HANDSHAKE_FAILURE')) {
    return `${address} refused the TLS handshake: no cipher in common, or it asks for a client certificate`;
  }
  return code.startsWith('ERR_SSL_') ? `the TLS handshake with ${address} failed: ${error.reason ?? error.message}` : undefined;
}

function certificateProblem(error: NodeError, address: string, serverName: string | undefined): string | undefined {
  switch (error.code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `the certificate of ${address} is for ${certificateNames(error)}, not for ${serverName ?? address}: connect by one of those names or set tls.serverName`;
    case 'CERT_HAS_EXPIRED':
      return `the certificate of ${address} has expired: renew it on the server, and check this machine's clock`;
    case 'CERT_NOT_YET_VALID':
      return `the certificate of ${address} is not valid yet: check the clocks of both machines`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return `the certificate of ${address} is self-signed: give it as tls.ca to trust it`;
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return `the certificate of ${address} comes from an authority that is not trusted here: give the authority's certificate as tls.ca, and check that the server sends its whole chain`;
    case 'CERT_REVOKED':
      return `the certificate of ${address} is revoked: renew it on the server`;
    case 'CERT_UNTRUSTED':
    case 'CERT_REJECTED':
    case 'CERT_SIGNATURE_FAILURE':
    case 'INVALID_PURPOSE':
    case 'INVALID_CA':
    case 'CERT_CHAIN_TOO_LONG':
      return `the certificate of ${address} is not accepted (${error.message}): renew it on the server`;
    default:
      return undefined;
  }
}

/** `a.example, b.example, 127.0.0.1` of the subject's alternative names. */
function certificateNames(error: NodeError): string {
  const names = error.cert?.subjectaltname ?? '';
  if (names === '') return error.cert?.subject?.CN ?? 'no name at all';
  return names
    .split(', ')
    .map((name) => name.replace(/^(DNS|IP Address|URI):/, ''))
    .join(', ');
}

/** Why a port or path could not be opened. */
export function listenError(error: unknown, address: string): TransportError {
  const node = nodeError(error);
  return new TransportError(listenMessage(node, address), {
    scope: 'connection',
    by: 'us',
    phase: 'connect',
    code: ErrorCode.CONNECT_ERROR,
    processed: 'no',
    cause: error,
  });
}

function listenMessage(error: NodeError, address: string): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return address.startsWith('unix:')
        ? `${address} is in use: another process listens there, or one has left the file behind: stop it, or remove the file`
        : `${address} is in use: another process listens there, stop it or take another port`;
    case 'EACCES':
    case 'EPERM':
      return address.startsWith('unix:')
        ? `${address} cannot be made: its folder does not exist, or there is no permission to write in it`
        : `no permission to listen on ${address}: ports below 1024 need it`;
    case 'EADDRNOTAVAIL':
      return `${address} is no address of this machine: take one of its own, or 0.0.0.0 for all`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name of ${address} is not known: give an address of this machine`;
    case 'ENOENT':
      return `the folder of ${address} does not exist: make it first`;
    case 'EINVAL':
    case 'ENAMETOOLONG':
      return `${address} is no path for a socket: it may have at most about 100 bytes`;
    default:
      return `listening on ${address} failed: ${error.message}`;
  }
}

/** Why an accepted connection from `remote` did not become a session. */
export function handshakeError(error: unknown, remote: string): TransportError {
  const node = nodeError(error);
  return new TransportError(handshakeMessage(node, remote), {
    scope: 'connection',
    by: 'peer',
    phase: isTlsError(node) ? 'tls' : 'connect',
    code: ErrorCode.PROTOCOL_ERROR,
    processed: 'no',
    cause: error,
  });
}

function handshakeMessage(error: NodeError, remote: string): string {
  const code = error.code ?? '';
  if (code === 'ERR_SSL_HTTP_REQUEST' || code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return `${remote} does not speak TLS, and this port expects it: set tls on the client`;
  }
  if (code.endsWith('NO_APPLICATION_PROTOCOL')) return `${remote} offered no HTTP/2 (ALPN h2) in the TLS handshake: it is no gRPC client`;
  if (code.includes('PEER_DID_NOT_RETURN_A_CERTIFICATE')) return `${remote} gave no client certificate, and this port asks for one`;
  if (code.includes('ALERT_UNKNOWN_CA') || code.includes('ALERT_BAD_CERTIFICATE') || code.includes('ALERT_CERTIFICATE')) {
    return `${remote} does not accept this server's certificate: give the client the authority's certificate as tls.ca`;
  }
  if (code === 'ERR_TLS_HANDSHAKE_TIMEOUT') return `${remote} finished no TLS handshake in time`;
  if (code === 'ECONNRESET') return `${remote} dropped the connection before it was one`;
  return `the handshake with ${remote} failed: ${error.reason ?? error.message}`;
}
