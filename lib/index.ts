/** `barewire`: calls, client and server. Messages are in `barewire/protobuf`, the compiler in `barewire/compiler`. */
/// <reference types="node" preserve="true" />
/// <reference lib="esnext.disposable" preserve="true" />
export { Metadata, type MetadataInit, type MetadataInitValue, type MetadataValue } from '../wire/grpc/metadata.js';
export { MetadataError } from '../wire/grpc/metadata-grammar.js';
export type {
  AnyMethod,
  BidiMethod,
  ClientStreamMethod,
  Idempotency,
  Method,
  MethodOptions,
  MethodShape,
  ServerStreamMethod,
  ServiceType,
  UnaryMethod,
} from '../wire/grpc/service.js';
export { StatusCode, statusName } from '../wire/grpc/status-code.js';
export { OptionError } from './check-options.js';
export * from './client/index.js';
export type { ObservedAttempt, ObservedCall, ObservedConnection, Observer } from './rpc/observer.js';
export type { ParentCall } from './rpc/parent.js';
export { RpcError, type RpcErrorOptions } from './rpc/rpc-error.js';
export type { PackedMessage, Status } from './rpc/status.js';
export type { ClientTlsOption, ClientTlsOptions, CredentialOptions, Pem, ServerTlsOption, ServerTlsOptions } from './security/index.js';
export * from './server/index.js';
export type { Clock } from './time/clock.js';
export type { Timed, TimerQueue } from './time/timer-queue.js';
export type { Carrier } from './transport/carrier.js';
export { type Initiator, type Peer, type PeerTls, type Phase, type Processed, TransportError } from './transport/transport.js';
export { VERSION } from './version.js';
