/**
 * `user-agent` (gRPC over HTTP/2: User Agents).
 *
 *   User-Agent -> "grpc-" Language ?("-" Variant) "/" Version ?( " (" *(AdditionalProperty ";") ")" )
 */

/** What barewire calls itself, with the application's own name in front of it where it gives one. */
export function userAgent(version: string, application?: string | undefined): string {
  const library = `grpc-node-barewire/${version}`;
  return application === undefined || application === '' ? library : `${application} ${library}`;
}
