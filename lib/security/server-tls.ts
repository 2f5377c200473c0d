import type { SecureContext } from 'node:tls';
import { checkOptionNames, describe, OptionError } from '../check-options.js';
import { CREDENTIAL_NAMES, type CredentialOptions, isSecureContext, secureContext } from './credentials.js';
import type { ServerTls } from './tls.js';

/** How a server encrypts: at least its certificate and key. */
export interface ServerTlsOptions extends CredentialOptions {
  /**
   * `require`: who has no certificate of one of the authorities in `ca` is refused (mutual TLS). `request`: one is asked for, and
   * handlers see in `call.peer.tls` whether there is a good one. `none`: none is asked for. Default: `require` with `ca` or
   * `caFile`, else `none`.
   */
  clientCertificates?: 'require' | 'request' | 'none' | undefined;
}

/** The option `tls` of a server. A context that `tls.createSecureContext()` made asks for no client certificates. */
export type ServerTlsOption = ServerTlsOptions | SecureContext;

/** Throws an `OptionError` that names what is wrong. */
export function resolveServerTls(owner: string, tls: unknown): ServerTls {
  if (isSecureContext(tls)) return { context: tls, requestCertificate: false, rejectUnauthorized: false };
  if (typeof tls !== 'object' || tls === null) {
    throw new OptionError(
      `${owner}: tls is an object such as { certFile: './server.crt', keyFile: './server.key' }, or a SecureContext; got ${describe(tls)}`,
    );
  }
  const options = tls as ServerTlsOptions;
  checkOptionNames(`${owner}: tls`, options, [...CREDENTIAL_NAMES, 'clientCertificates']);
  if (options.cert === undefined && options.certFile === undefined) {
    throw new OptionError(`${owner}: tls has no certificate: give tls.certFile and tls.keyFile, or tls.cert and tls.key`);
  }
  const trusts = options.ca !== undefined || options.caFile !== undefined;
  const clients = options.clientCertificates ?? (trusts ? 'require' : 'none');
  if (clients !== 'require' && clients !== 'request' && clients !== 'none') {
    throw new OptionError(`${owner}: tls.clientCertificates is "require", "request" or "none"; got ${describe(clients)}`);
  }
  return { context: secureContext(owner, options), requestCertificate: clients !== 'none', rejectUnauthorized: clients === 'require' };
}
