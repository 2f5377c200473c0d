/** How connections are secured: what channels and servers ask for. */
export type { ClientTlsOption, ClientTlsOptions } from './client-tls.js';
export type { CredentialOptions, Pem } from './credentials.js';
export { resolveClientSecurity, resolveServerSecurity } from './plaintext.js';
export type { ServerTlsOption, ServerTlsOptions } from './server-tls.js';
export type { ClientTls, ServerTls } from './tls.js';
