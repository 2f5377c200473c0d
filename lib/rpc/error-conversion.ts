/**
 * Every way in which a foreign error becomes an `RpcError`, one function per source. Nothing else in lib makes one of a failure
 * (gRPC status codes: the codes that a library generates; gRPC over HTTP/2: Errors).
 */
import type { MetadataInit } from '../../wire/grpc/metadata.js';
import { StatusCode, statusName } from '../../wire/grpc/status-code.js';
import { statusFromHttp2 } from '../../wire/grpc/status-mapping.js';
import { DecodeError } from '../../wire/protobuf/errors.js';
import { MessageTooLarge, type MessageViolation, type Processed, type StreamClosed, type TransportError } from '../transport/transport.js';
import { type Failure, RpcError } from './rpc-error.js';
import type { PackedMessage } from './status.js';

const SAFE = 'repeat the call, the server has not run it';
const IDEMPOTENT = 'repeat it only where running it twice does no harm';

/** There is no connection, or it broke. */
export function errorFromTransport(error: TransportError): RpcError {
  const code = error.scope === 'connection' || error.processed === 'no' ? StatusCode.UNAVAILABLE : statusFromHttp2(error.code);
  return new RpcError(code, error.message, { cause: error }, { ...pick(error), advice: transportAdvice(error) });
}

/** A stream ended without trailers: reset, refused, or its connection died. */
export function errorFromClosed(closed: StreamClosed): RpcError {
  const code = closed.scope === 'connection' || closed.processed === 'no' ? StatusCode.UNAVAILABLE : statusFromHttp2(closed.code);
  return new RpcError(code, closed.message, { cause: closed.cause }, { ...pick(closed), advice: transportAdvice(closed) });
}

function pick(from: TransportError | StreamClosed): Omit<Failure, 'advice'> {
  return { scope: from.scope, initiator: from.by, phase: from.phase, processed: from.processed };
}

function transportAdvice(from: TransportError | StreamClosed): string {
  switch (from.phase) {
    case 'resolve':
      return `check the name in the channel's target and the DNS server; ${SAFE}`;
    case 'connect':
      return `check that the server runs and listens at this address, and that nothing between blocks it; ${SAFE}`;
    case 'tls':
      return `check that both sides use TLS, and the certificate, its names and its authority; ${SAFE}`;
    default:
      return from.processed === 'no' ? SAFE : IDEMPOTENT;
  }
}

/** What arrived is no gRPC message, or too large a one. */
export function errorFromViolation(violation: MessageViolation): RpcError {
  if (violation.kind === 'too-large') {
    const advice = 'raise maxReceiveMessageBytes, or let the other side send less at once';
    return new RpcError(StatusCode.RESOURCE_EXHAUSTED, violation.message, undefined, local('us', 'receive', 'maybe', advice));
  }
  const advice = 'the other side, or a proxy between, breaks the framing of gRPC messages';
  return new RpcError(StatusCode.INTERNAL, violation.message, undefined, local('peer', 'receive', 'maybe', advice));
}

/** The headers or trailers of a response are not gRPC's. */
export function errorFromResponse(code: StatusCode, message: string, metadata: MetadataInit | undefined): RpcError {
  const failure: Failure = { scope: 'stream', initiator: 'peer', phase: 'receive', processed: 'maybe', advice: responseAdvice(code) };
  return new RpcError(code, message, { metadata }, failure);
}

function responseAdvice(code: StatusCode): string {
  return code === StatusCode.UNAVAILABLE ? 'try again later' : 'check that a gRPC server listens there, and what a proxy between does';
}

/** The server's own answer. */
export function errorFromStatus(code: StatusCode, message: string, details: readonly PackedMessage[], metadata: MetadataInit): RpcError {
  const failure: Failure = { scope: 'call', initiator: 'peer', phase: 'remote', processed: 'maybe', advice: STATUS_ADVICE[code] ?? '' };
  return new RpcError(code, message, { details, metadata }, failure);
}

/** Whichever side's clock noticed the deadline first, the caller is told the same. */
const DEADLINE_ADVICE = 'raise timeoutMs, or find out what the server waits for';

const STATUS_ADVICE: { readonly [code: number]: string } = {
  [StatusCode.DEADLINE_EXCEEDED]: DEADLINE_ADVICE,
  [StatusCode.UNIMPLEMENTED]: 'the server does not have this method or this form of it: compare the .proto files of both sides',
  [StatusCode.UNAUTHENTICATED]: 'send valid credentials, such as an authorization entry in the metadata',
  [StatusCode.UNAVAILABLE]: 'try again after a pause',
};

/** The caller ended the call: by a signal, by `cancel()`, by leaving its iteration. */
export function cancelledError(message: string, cause: unknown, processed: Processed): RpcError {
  return new RpcError(StatusCode.CANCELLED, message, { cause }, local('caller', 'receive', processed, ''));
}

/** The deadline passed here. */
export function deadlineError(message: string, phase: Failure['phase'], processed: Processed): RpcError {
  const advice = phase === 'connect' ? `raise timeoutMs, or find out why there is no connection; ${SAFE}` : DEADLINE_ADVICE;
  return new RpcError(StatusCode.DEADLINE_EXCEEDED, message, undefined, local('us', phase, processed, advice));
}

/** A message of the user's that cannot be sent; `what` such as `the request`. */
export function encodeError(what: string, cause: unknown, processed: Processed): RpcError {
  if (cause instanceof MessageTooLarge) {
    return new RpcError(StatusCode.RESOURCE_EXHAUSTED, cause.message, { cause }, local('us', 'encode', processed, ''));
  }
  const advice = 'correct the message where it is made; TypeScript finds most of these';
  return new RpcError(
    StatusCode.INTERNAL,
    `${what} cannot be encoded: ${textOf(cause)}`,
    { cause },
    local('caller', 'encode', processed, advice),
  );
}

/** A message of the other side's that cannot be read; `what` such as `the reply`. */
export function decodeError(what: string, cause: unknown): RpcError {
  const limit = cause instanceof DecodeError ? cause.limit : undefined;
  if (limit !== undefined) {
    const advice = `raise decode.${limit} where the other side is trusted, or let it send less at once`;
    const text = `${what} cannot be decoded: ${textOf(cause)}`;
    return new RpcError(StatusCode.RESOURCE_EXHAUSTED, text, { cause }, local('us', 'decode', 'maybe', advice));
  }
  const advice = 'compare the .proto files of both sides';
  return new RpcError(
    StatusCode.INTERNAL,
    `${what} cannot be decoded: ${textOf(cause)}`,
    { cause },
    local('peer', 'decode', 'maybe', advice),
  );
}

/** A message is missing or there is one too many (gRPC status codes: cardinality violation). */
export function cardinalityError(message: string): RpcError {
  const advice = 'compare the .proto files of both sides: is the method a stream on one of them only?';
  return new RpcError(StatusCode.UNIMPLEMENTED, message, undefined, local('peer', 'receive', 'maybe', advice));
}

/** An encoding or a flag that this side cannot follow (gRPC compression). */
export function encodingError(code: StatusCode, message: string): RpcError {
  return new RpcError(code, message, undefined, local('peer', 'decode', 'maybe', ''));
}

/** Options of a call that were refused; nothing was sent. */
export function optionError(cause: unknown): RpcError {
  return new RpcError(StatusCode.INTERNAL, textOf(cause), { cause }, local('caller', 'encode', 'no', ''));
}

/** A call came after its channel was closed, or its channel was closed before there was a connection for it. */
export function channelClosedError(target: string): RpcError {
  const failure: Failure = {
    scope: 'call',
    initiator: 'caller',
    phase: 'connect',
    processed: 'no',
    advice: 'close a channel after its last call, or make a new one for further calls',
  };
  return new RpcError(StatusCode.UNAVAILABLE, `the channel to ${target} is closed`, undefined, failure);
}

/** The request iterable of a call threw. */
export function requestsError(cause: unknown, processed: Processed): RpcError {
  return new RpcError(
    StatusCode.CANCELLED,
    `the iterable of requests threw: ${textOf(cause)}`,
    { cause },
    local('caller', 'send', processed, ''),
  );
}

function local(initiator: Failure['initiator'], phase: Failure['phase'], processed: Processed, advice: string): Failure {
  return { scope: 'call', initiator, phase, processed, advice };
}

/** The text of whatever was thrown. */
function textOf(thrown: unknown): string {
  if (RpcError.is(thrown)) return thrown.message;
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === 'string' ? thrown : statusName(StatusCode.UNKNOWN);
}
