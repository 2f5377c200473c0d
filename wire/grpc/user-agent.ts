/**
 * `user-agent` (gRPC over HTTP/2: User Agents).
 *
 *   User-Agent -> "grpc-" Language ?("-" Variant) "/" Version ?( " (" *(AdditionalProperty ";") ")" )
 */

/** The version of this package; a test holds it to package.json. */
export const VERSION = '0.1.0';

/** What barewire calls itself. */
export const USER_AGENT = `grpc-node-barewire/${VERSION}`;

/** The application's own name in front of barewire's, as other gRPC libraries do it. */
export function userAgent(application?: string | undefined): string {
  return application === undefined || application === '' ? USER_AGENT : `${application} ${USER_AGENT}`;
}
