/**
 * Request headers (gRPC over HTTP/2: Request-Headers).
 *
 *   Request-Headers -> Call-Definition *Custom-Metadata
 *   Call-Definition -> Method Scheme Path TE [Authority] [Timeout] Content-Type [Message-Type] [Message-Encoding]
 *                      [Message-Accept-Encoding] [User-Agent]
 *
 * Both functions run once per call: flat lists of strings, no map, no object per field.
 */
import { CONTENT_TYPE, isGrpcContentType } from './content-type.js';
import { IDENTITY } from './encodings.js';
import { type FieldList, type Problem, quoted } from './fields.js';
import { appendMetadata, type MetadataInit } from './metadata.js';
import { StatusCode } from './status-code.js';
import { encodeTimeout, parseTimeout } from './timeout.js';

/** What all calls of a channel have in common. */
export interface RequestHeaderSettings {
  readonly scheme: 'http' | 'https';
  readonly authority: string;
  readonly userAgent: string;
  /** The value of `grpc-accept-encoding`; undefined leaves the field out. */
  readonly acceptEncoding?: string | undefined;
}

/**
 * The fields of a request, the timeout right behind the pseudo-header fields. `timeoutMs` undefined or Infinity is none;
 * `encoding` undefined is identity. Throws a `MetadataError` for metadata that cannot be sent.
 */
export function buildRequestHeaders(
  settings: RequestHeaderSettings,
  path: string,
  timeoutMs?: number | undefined,
  metadata?: MetadataInit | undefined,
  encoding?: string | undefined,
): string[] {
  const fields = [':method', 'POST', ':scheme', settings.scheme, ':path', path, ':authority', settings.authority];
  if (timeoutMs !== undefined && timeoutMs !== Number.POSITIVE_INFINITY) fields.push('grpc-timeout', encodeTimeout(timeoutMs));
  fields.push('te', 'trailers', 'content-type', CONTENT_TYPE);
  if (encoding !== undefined && encoding !== IDENTITY) fields.push('grpc-encoding', encoding);
  if (settings.acceptEncoding !== undefined) fields.push('grpc-accept-encoding', settings.acceptEncoding);
  fields.push('user-agent', settings.userAgent);
  appendMetadata(fields, metadata);
  return fields;
}

/** What a server reads from request headers. */
export interface RequestHeaders {
  readonly path: string;
  /** `:authority`, or `host` where that is missing. */
  readonly authority: string;
  /** Milliseconds; Infinity where the client set no timeout. */
  readonly timeoutMs: number;
  readonly contentType: string;
  /** What compressed messages of the request are compressed with. */
  readonly encoding: string;
  /** What the client can read, as it said it; undefined where it said nothing. */
  readonly acceptEncoding: string | undefined;
  readonly userAgent: string;
  /** Where custom metadata begins, for `Metadata.fromFields`; the length of the list where there is none. */
  readonly metadataIndex: number;
  /** Why this request cannot be served; an encoding is judged apart, by `requestEncodingProblem`. */
  readonly problem: Problem | undefined;
}

/** One pass over the fields. Never throws; what is wrong stands in `problem`, with the answer to give. */
export function parseRequestHeaders(fields: FieldList): RequestHeaders {
  let method = '';
  let path = '';
  let authority = '';
  let timeout = '';
  let contentType = '';
  let encoding = IDENTITY;
  let acceptEncoding: string | undefined;
  let userAgent = '';
  let metadataIndex = fields.length;
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const value = fields[index + 1]!;
    switch (fields[index]!) {
      case ':method':
        method = value;
        break;
      case ':scheme':
      case 'te':
      case 'grpc-message-type':
        break;
      case ':path':
        path = value;
        break;
      case ':authority':
        authority = value;
        break;
      case 'grpc-timeout':
        timeout = value;
        break;
      case 'content-type':
        contentType = value;
        break;
      case 'grpc-encoding':
        encoding = value;
        break;
      case 'grpc-accept-encoding':
        acceptEncoding = acceptEncoding === undefined ? value : `${acceptEncoding},${value}`;
        break;
      case 'user-agent':
        userAgent = value;
        break;
      case 'host':
        // RFC 9113 §8.3.1: what an intermediary made of an HTTP/1.1 request may have no :authority.
        if (authority === '') authority = value;
        break;
      default:
        if (index < metadataIndex) metadataIndex = index;
    }
  }
  const timeoutMs = timeout === '' ? Number.POSITIVE_INFINITY : parseTimeout(timeout);
  const problem =
    method === 'POST' && isGrpcContentType(contentType) && timeoutMs >= 0 ? undefined : findProblem(method, contentType, timeout);
  return { path, authority, timeoutMs, contentType, encoding, acceptEncoding, userAgent, metadataIndex, problem };
}

/** Something is wrong; the first thing that is gets the answer. */
function findProblem(method: string, contentType: string, timeout: string): Problem {
  if (method !== 'POST') {
    const message = `the method is ${shown(method)}, gRPC calls are POST`;
    return { httpStatus: 405, code: StatusCode.INTERNAL, message };
  }
  if (!isGrpcContentType(contentType)) {
    const message = `the content-type is ${shown(contentType)}, application/grpc was expected`;
    return { httpStatus: 415, code: StatusCode.INTERNAL, message };
  }
  const message = `grpc-timeout is ${shown(timeout)}, at most 8 digits and one of H, M, S, m, u, n were expected`;
  return { httpStatus: 200, code: StatusCode.INTERNAL, message };
}

function shown(value: string): string {
  return value === '' ? 'missing' : quoted(value);
}
