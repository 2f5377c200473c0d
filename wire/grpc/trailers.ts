/**
 * Trailers and Trailers-Only (gRPC over HTTP/2: Responses).
 *
 *   Trailers-Only  -> HTTP-Status Content-Type Trailers
 *   Trailers       -> Status [Status-Message] *Custom-Metadata
 *   Status         -> "grpc-status" 1*DIGIT        ; no leading zeros
 *   Status-Message -> "grpc-message" Percent-Encoded
 *
 * `grpc-status-details-bin` holds a google.rpc.Status in Base64 and is treated here as bytes.
 */
import { decodeBase64, encodeBase64 } from '../bytes/base64.js';
import type { Bytes } from '../bytes/codec.js';
import { CONTENT_TYPE } from './content-type.js';
import type { FieldList, Problem } from './fields.js';
import { appendMetadata, type MetadataInit } from './metadata.js';
import { strip } from './metadata-grammar.js';
import { percentDecode, percentEncode } from './percent-encoding.js';
import { responseProblem } from './response-headers.js';
import { isStatusCode, StatusCode, statusName } from './status-code.js';

const OK: FieldList = Object.freeze(['grpc-status', '0']);

/** The trailers of a call. Throws a `MetadataError` for metadata that cannot be sent. */
export function buildTrailers(
  code: StatusCode,
  message = '',
  metadata?: MetadataInit | undefined,
  details?: Uint8Array | undefined,
): FieldList {
  if (code === StatusCode.OK && message === '' && metadata === undefined && details === undefined) return OK;
  const fields: string[] = [];
  appendStatus(fields, code, message, metadata, details);
  return fields;
}

/** The one header block of a call that ends before it had response headers. */
export function buildTrailersOnly(
  code: StatusCode,
  message = '',
  metadata?: MetadataInit | undefined,
  details?: Uint8Array | undefined,
  contentType: string = CONTENT_TYPE,
  acceptEncoding?: string | undefined,
): FieldList {
  const fields = [':status', '200', 'content-type', contentType];
  if (acceptEncoding !== undefined) fields.push('grpc-accept-encoding', acceptEncoding);
  appendStatus(fields, code, message, metadata, details);
  return fields;
}

/**
 * The answer to a request with a problem. Where the request is no gRPC (415, 405) the HTTP status says so, lest another HTTP
 * client take it for success; the gRPC status stands beside it for a gRPC client that went astray.
 */
export function buildRefusal(problem: Problem, contentType?: string | undefined, acceptEncoding?: string | undefined): FieldList {
  if (problem.httpStatus === 200) {
    return buildTrailersOnly(problem.code, problem.message, undefined, undefined, contentType, acceptEncoding);
  }
  const fields = [':status', String(problem.httpStatus)];
  // RFC 9110 §15.5.6: 405 names the methods that are allowed.
  if (problem.httpStatus === 405) fields.push('allow', 'POST');
  appendStatus(fields, problem.code, problem.message, undefined, undefined);
  return fields;
}

function appendStatus(
  fields: string[],
  code: StatusCode,
  message: string,
  metadata: MetadataInit | undefined,
  details: Uint8Array | undefined,
): void {
  fields.push('grpc-status', String(code));
  if (message !== '') fields.push('grpc-message', percentEncode(message));
  if (details !== undefined) fields.push('grpc-status-details-bin', encodeBase64(details));
  appendMetadata(fields, metadata);
}

/** What a client reads from trailers. */
export interface Trailers {
  readonly code: StatusCode;
  /** Empty where none came. */
  readonly message: string;
  /** The bytes of `grpc-status-details-bin`, undefined where there are none. */
  readonly details: Bytes | undefined;
  /** False where the status is not the server's but made here, because none came or it could not be read. */
  readonly fromServer: boolean;
  /** Where custom metadata begins, for `Metadata.fromFields`; the length of the list where there is none. */
  readonly metadataIndex: number;
}

/**
 * One pass over trailers or Trailers-Only. Never throws. A list that was parsed is not changed any more.
 *
 * Without a `grpc-status`, the status is that of `problem`, which the response headers had, or the one of the block's own HTTP
 * status and content type, or else UNKNOWN. One that cannot be read is UNKNOWN (gRPC status codes: Error parsing returned status).
 */
export function parseTrailers(fields: FieldList, trailersOnly: boolean, problem?: Problem | undefined): Trailers {
  if (fields === lastOkFields) return lastOk!;
  const trailers = parse(fields, trailersOnly, problem);
  if (trailers.code === StatusCode.OK && trailers.details === undefined) {
    lastOk = trailers;
    lastOkFields = fields;
  }
  return trailers;
}

/** The last trailers with status 0, which no problem changes: HPACK gives the same list for equal field blocks. */
let lastOkFields: FieldList | undefined;
let lastOk: Trailers | undefined;

function parse(fields: FieldList, trailersOnly: boolean, problem: Problem | undefined): Trailers {
  let status: string | undefined;
  let httpStatus = '';
  let contentType = '';
  let message = '';
  let details: Bytes | undefined;
  let metadataIndex = fields.length;
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const value = fields[index + 1]!;
    switch (fields[index]!) {
      case 'grpc-status':
        status = value;
        break;
      case 'grpc-message':
        message = percentDecode(value);
        break;
      case 'grpc-status-details-bin':
        details = decodeBase64(strip(value));
        break;
      case ':status':
        httpStatus = value;
        break;
      case 'content-type':
        contentType = value;
        break;
      default:
        if (index < metadataIndex) metadataIndex = index;
    }
  }
  if (status === '0') return { code: StatusCode.OK, message, details, fromServer: true, metadataIndex };
  if (status === undefined) {
    const found = problem ?? (trailersOnly ? responseProblem(Number(httpStatus), contentType) : undefined) ?? STATUS_MISSING;
    return { code: found.code, message: found.message, details: undefined, fromServer: false, metadataIndex };
  }
  const code = parseStatus(status);
  if (isStatusCode(code)) return { code, message, details, fromServer: true, metadataIndex };
  return { code: StatusCode.UNKNOWN, message: statusUnreadable(status, code, message), details, fromServer: false, metadataIndex };
}

const STATUS_MISSING: Problem = Object.freeze({
  httpStatus: 200,
  code: StatusCode.UNKNOWN,
  message: 'the answer ended without a grpc-status: the server, or a proxy that drops trailers, does not speak gRPC',
});

/** The number of 1*DIGIT without leading zeros; NaN for anything else. */
function parseStatus(text: string): number {
  if (text.length === 0 || text.length > 9 || (text.length > 1 && text[0] === '0')) return Number.NaN;
  let code = 0;
  for (let index = 0; index < text.length; index++) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    code = code * 10 + digit;
  }
  return code;
}

function statusUnreadable(text: string, code: number, message: string): string {
  const came = Number.isNaN(code) ? JSON.stringify(text.slice(0, 20)) : statusName(code);
  const rest = message === '' ? '' : `; its message: ${message}`;
  return `the server ended the call with grpc-status ${came}, which gRPC does not define${rest}`;
}
