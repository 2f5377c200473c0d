/** HPACK (RFC 7541). */
export { HpackDecoder, type HpackDecoderOptions } from './decoder.js';
export { HpackEncoder, type HpackEncoderOptions } from './encoder.js';
export { HpackError, HpackFieldError } from './errors.js';
export type { FieldList } from './field-list.js';
