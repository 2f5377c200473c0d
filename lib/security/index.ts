export type { ClientTlsOption, ClientTlsOptions } from './client-tls.js';
export { resolveClientTls } from './client-tls.js';
export type { CredentialOptions, Pem } from './credentials.js';
export { isLoopbackHost, resolveClientSecurity, resolveServerSecurity, type SecurityFacts, type SecurityOptions } from './plaintext.js';
export type { ServerTlsOption, ServerTlsOptions } from './server-tls.js';
export { resolveServerTls } from './server-tls.js';
export type { ClientTls, ServerTls } from './tls.js';
