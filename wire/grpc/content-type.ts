/**
 * `content-type` (gRPC over HTTP/2: Content-Type).
 *
 *   Content-Type -> "content-type" "application/grpc" [("+proto" / "+json" / {custom})]
 */

/** What barewire sends: the message format is agreed upon by the schema, not here. */
export const CONTENT_TYPE = 'application/grpc';
const CONTENT_TYPE_PROTO = 'application/grpc+proto';

/** True for a content type of gRPC over HTTP/2. gRPC-Web (`application/grpc-web`) is another protocol and gives false. */
export function isGrpcContentType(value: string): boolean {
  if (value === CONTENT_TYPE || value === CONTENT_TYPE_PROTO) return true;
  return isGrpcContentTypeSlow(value);
}

function isGrpcContentTypeSlow(value: string): boolean {
  // Media types do not depend on case and may carry parameters (RFC 9110 §8.3.1).
  if (value.slice(0, CONTENT_TYPE.length).toLowerCase() !== CONTENT_TYPE) return false;
  const next = value[CONTENT_TYPE.length];
  return next === undefined || next === '+' || next === ';' || next === ' ' || next === '\t';
}

/** The content type to answer with: the client's own where it named the format, else the plain one. */
export function answerContentType(requested: string): string {
  return requested === CONTENT_TYPE_PROTO ? CONTENT_TYPE_PROTO : CONTENT_TYPE;
}
