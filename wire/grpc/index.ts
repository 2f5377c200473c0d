/** gRPC over HTTP/2: what travels, without anything that carries it. */
export { answerContentType, CONTENT_TYPE, isGrpcContentType } from './content-type.js';
export {
  acceptEncodingValue,
  acceptsEncoding,
  compressedFlagProblem,
  IDENTITY,
  IDENTITY_ONLY,
  requestEncodingProblem,
  responseEncodingProblem,
} from './encodings.js';
export { type FieldList, fieldValue, type Problem } from './fields.js';
export { MessageReader, type MessageSink, type MessageViolation } from './message-reader.js';
export { PREFIX_BYTES, writeMessage, writePrefix } from './message-writer.js';
export { appendMetadata, Metadata, type MetadataInit, type MetadataInitValue, type MetadataValue } from './metadata.js';
export { MetadataError } from './metadata-grammar.js';
export { percentDecode, percentEncode } from './percent-encoding.js';
export { buildRequestHeaders, parseRequestHeaders, type RequestHeaderSettings, type RequestHeaders } from './request-headers.js';
export { buildResponseHeaders, parseResponseHeaders, type ResponseHeaders, responseProblem } from './response-headers.js';
export {
  type AnyMethod,
  type BidiMethod,
  bidi,
  type ClientStreamMethod,
  clientStream,
  type Idempotency,
  type Method,
  type MethodOptions,
  type MethodShape,
  type ServerStreamMethod,
  type ServiceType,
  serverStream,
  serviceType,
  type UnaryMethod,
  unary,
} from './service.js';
export { isStatusCode, StatusCode, statusName } from './status-code.js';
export { statusFromHttp, statusFromHttp2 } from './status-mapping.js';
export { encodeTimeout, parseTimeout } from './timeout.js';
export { buildRefusal, buildTrailers, buildTrailersOnly, parseTrailers, type Trailers } from './trailers.js';
export { userAgent } from './user-agent.js';
