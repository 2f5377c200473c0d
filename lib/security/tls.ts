import type { PeerCertificate, SecureContext } from 'node:tls';

/** How a client secures one connection; what `client-tls.ts` makes of the user's `tls` option. */
export interface ClientTls {
  readonly context: SecureContext;
  /** Sent as SNI and checked against the certificate; an IP address is checked and not sent. */
  readonly serverName: string;
  readonly rejectUnauthorized: boolean;
  readonly checkServerIdentity?: ((host: string, certificate: PeerCertificate) => Error | undefined) | undefined;
}

/** How a server secures its connections. */
export interface ServerTls {
  readonly context: SecureContext;
  readonly requestCertificate: boolean;
  readonly rejectUnauthorized: boolean;
}
