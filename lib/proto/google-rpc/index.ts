/** `barewire/google-rpc`: the error model of google.rpc, and the packing of its details. */
export { Any, type AnyInit } from '../../../wire/protobuf/generated/any.js';
export type { DurationInit } from '../../../wire/protobuf/generated/duration.js';
export { Duration } from '../../../wire/protobuf/generated/duration.js';
export { anyIs, anyPack, anyUnpack } from '../../../wire/protobuf/well-known/any.js';
export type {
  BadRequest_FieldViolationInit,
  BadRequestInit,
  DebugInfoInit,
  ErrorInfoInit,
  Help_LinkInit,
  HelpInit,
  LocalizedMessageInit,
  PreconditionFailure_ViolationInit,
  PreconditionFailureInit,
  QuotaFailure_ViolationInit,
  QuotaFailureInit,
  RequestInfoInit,
  ResourceInfoInit,
  RetryInfoInit,
} from './generated/error-details.js';
export {
  BadRequest,
  BadRequest_FieldViolation,
  DebugInfo,
  ErrorInfo,
  Help,
  Help_Link,
  LocalizedMessage,
  PreconditionFailure,
  PreconditionFailure_Violation,
  QuotaFailure,
  QuotaFailure_Violation,
  RequestInfo,
  ResourceInfo,
  RetryInfo,
} from './generated/error-details.js';
export type { StatusInit } from './generated/status.js';
export { Status } from './generated/status.js';
