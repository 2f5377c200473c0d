/**
 * Response headers (gRPC over HTTP/2: Response-Headers).
 *
 *   Response-Headers -> HTTP-Status [Message-Encoding] [Message-Accept-Encoding] Content-Type *Custom-Metadata
 *   HTTP-Status      -> ":status 200"
 */
import { CONTENT_TYPE, isGrpcContentType } from './content-type.js';
import { IDENTITY } from './encodings.js';
import { type FieldList, type Problem, quoted } from './fields.js';
import { appendMetadata, type MetadataInit } from './metadata.js';
import { statusFromHttp } from './status-mapping.js';

const PLAIN: FieldList = Object.freeze([':status', '200', 'content-type', CONTENT_TYPE]);

/**
 * The fields of a response. `contentType` is the one to answer with (`answerContentType`), `encoding` undefined is identity,
 * `acceptEncoding` undefined leaves the field out. Throws a `MetadataError` for metadata that cannot be sent.
 */
export function buildResponseHeaders(
  metadata?: MetadataInit | undefined,
  contentType: string = CONTENT_TYPE,
  encoding?: string | undefined,
  acceptEncoding?: string | undefined,
): FieldList {
  // The ordinary answer is one constant for all calls.
  if (metadata === undefined && contentType === CONTENT_TYPE && encoding === undefined && acceptEncoding === undefined) return PLAIN;
  const fields = [':status', '200'];
  if (encoding !== undefined && encoding !== IDENTITY) fields.push('grpc-encoding', encoding);
  if (acceptEncoding !== undefined) fields.push('grpc-accept-encoding', acceptEncoding);
  fields.push('content-type', contentType);
  appendMetadata(fields, metadata);
  return fields;
}

/** What a client reads from response headers. */
export interface ResponseHeaders {
  readonly httpStatus: number;
  readonly contentType: string;
  /** What compressed messages of the response are compressed with. */
  readonly encoding: string;
  /** What the server can read, as it said it; undefined where it said nothing. */
  readonly acceptEncoding: string | undefined;
  /** Where custom metadata begins, for `Metadata.fromFields`; the length of the list where there is none. */
  readonly metadataIndex: number;
  /**
   * Set for an HTTP status other than 200 and for a content type that is not gRPC's. It is the call's status unless trailers
   * bring a `grpc-status` (HTTP to gRPC status code mapping); with a foreign content type there are no messages to read.
   */
  readonly problem: Problem | undefined;
}

/** The last list that was parsed: HPACK gives the same one for equal field blocks, and most responses of a server have equal ones. */
let lastFields: FieldList | undefined;
let lastHeaders: ResponseHeaders | undefined;

/** Never throws; an encoding is judged apart, by `responseEncodingProblem`. A list that was parsed is not changed any more. */
export function parseResponseHeaders(fields: FieldList): ResponseHeaders {
  if (fields !== lastFields) {
    lastHeaders = parse(fields);
    lastFields = fields;
  }
  return lastHeaders!;
}

/** One pass over the fields. */
function parse(fields: FieldList): ResponseHeaders {
  let status = '';
  let contentType = '';
  let encoding = IDENTITY;
  let acceptEncoding: string | undefined;
  let metadataIndex = fields.length;
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const value = fields[index + 1]!;
    switch (fields[index]!) {
      case ':status':
        status = value;
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
      default:
        if (index < metadataIndex) metadataIndex = index;
    }
  }
  const httpStatus = status === '200' ? 200 : Number(status);
  const problem = httpStatus === 200 && isGrpcContentType(contentType) ? undefined : responseProblem(httpStatus, contentType);
  return { httpStatus, contentType, encoding, acceptEncoding, metadataIndex, problem };
}

/** The status of a response that is not gRPC's, until trailers say better. */
export function responseProblem(httpStatus: number, contentType: string): Problem | undefined {
  if (httpStatus !== 200) {
    const kind = contentType === '' ? '' : ` and content-type ${quoted(contentType)}`;
    const message = `the answer has HTTP status ${httpStatus}${kind} where gRPC has 200: a proxy or another kind of server answered`;
    return { httpStatus, code: statusFromHttp(httpStatus), message };
  }
  if (isGrpcContentType(contentType)) return undefined;
  const came = contentType === '' ? 'no content-type' : `content-type ${quoted(contentType)}`;
  return {
    httpStatus,
    code: statusFromHttp(200),
    message: `the answer has ${came} where application/grpc was expected: this is no gRPC server, or a proxy answered in its place`,
  };
}
