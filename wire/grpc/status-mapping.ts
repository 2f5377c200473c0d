/**
 * What a status is when the other side gave none: from the HTTP status of a response without `grpc-status`, and from the
 * HTTP/2 error code that ended a stream. HTTP/2 codes are numbers here, so that this room does not know the HTTP/2 engine.
 */
import { StatusCode } from './status-code.js';

/**
 * The status of a response without `grpc-status` (HTTP to gRPC status code mapping). For clients only: where `grpc-status` came,
 * it is used, and a server never goes the other way through this table.
 */
export function statusFromHttp(httpStatus: number): StatusCode {
  switch (httpStatus) {
    case 400:
    case 431:
      return StatusCode.INTERNAL;
    case 401:
      return StatusCode.UNAUTHENTICATED;
    case 403:
      return StatusCode.PERMISSION_DENIED;
    case 404:
      return StatusCode.UNIMPLEMENTED;
    case 429:
    case 502:
    case 503:
    case 504:
      return StatusCode.UNAVAILABLE;
    default:
      // 200 among them: a response that went well brings a grpc-status.
      return StatusCode.UNKNOWN;
  }
}

/**
 * The status of a stream that RST_STREAM ended, by its error code (gRPC over HTTP/2: Errors; RFC 9113 §7).
 *
 * STREAM_CLOSED has no row there (no stream is left to tell), HTTP_1_1_REQUIRED is younger than the table, and an unknown code
 * counts as INTERNAL_ERROR (RFC 9113 §7): all three are INTERNAL.
 */
export function statusFromHttp2(errorCode: number): StatusCode {
  switch (errorCode) {
    case 0x7: // REFUSED_STREAM: nothing was processed
      return StatusCode.UNAVAILABLE;
    case 0x8: // CANCEL
      return StatusCode.CANCELLED;
    case 0xb: // ENHANCE_YOUR_CALM
      return StatusCode.RESOURCE_EXHAUSTED;
    case 0xc: // INADEQUATE_SECURITY
      return StatusCode.PERMISSION_DENIED;
    default:
      return StatusCode.INTERNAL;
  }
}
