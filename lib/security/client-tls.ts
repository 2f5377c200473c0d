import type { SecureContext } from 'node:tls';
import { checkBoolean, checkOptionNames, describe, OptionError } from '../check-options.js';
import { CREDENTIAL_NAMES, type CredentialOptions, isSecureContext, secureContext } from './credentials.js';
import type { ClientTls } from './tls.js';

/** How a client encrypts. */
export interface ClientTlsOptions extends CredentialOptions {
  /** Whom the server's certificate must name, and what is asked for by SNI. Default: the target's host. */
  serverName?: string | undefined;
  /**
   * Trusts any certificate, whoever it is for and whoever signed it: encrypted, but anybody in between can read along. For trials
   * only. Default false.
   */
  insecureSkipVerify?: boolean | undefined;
}

/** The option `tls` of a channel: `true` for the usual case, how, or a context that `tls.createSecureContext()` made. */
export type ClientTlsOption = true | ClientTlsOptions | SecureContext;

/** `serverName` is what the target says. Throws an `OptionError` that names what is wrong. */
export function resolveClientTls(owner: string, tls: unknown, serverName: string): ClientTls {
  if (isSecureContext(tls)) return { context: tls, serverName, rejectUnauthorized: true };
  const options: ClientTlsOptions = tls === true ? {} : (tls as ClientTlsOptions);
  if (typeof options !== 'object' || options === null) {
    throw new OptionError(`${owner}: tls is true, an object such as { caFile: './ca.crt' }, or a SecureContext; got ${describe(tls)}`);
  }
  checkOptionNames(`${owner}: tls`, options, [...CREDENTIAL_NAMES, 'serverName', 'insecureSkipVerify']);
  const name = options.serverName ?? serverName;
  if (typeof name !== 'string' || name === '') {
    throw new OptionError(
      `${owner}: tls.serverName is the name in the server's certificate, such as "rooms.example"; got ${describe(name)}`,
    );
  }
  const skip = checkBoolean(owner, 'tls.insecureSkipVerify', options.insecureSkipVerify, false);
  return { context: secureContext(owner, options), serverName: name, rejectUnauthorized: !skip };
}
