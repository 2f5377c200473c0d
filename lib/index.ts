/// <reference types="node" preserve="true" />
/// <reference lib="esnext.disposable" preserve="true" />

/**
 * `barewire`: calls, client and server. Messages are in `barewire/protobuf`, the compiler in `barewire/compiler`. What does not
 * stand in this list is internal.
 */

// Calling.

export {
  type BidiCall,
  type BidiClientMethod,
  type CallEnd,
  type CallOptions,
  type CallSettings,
  Channel,
  type ChannelCloseReport,
  type ChannelOptions,
  type Client,
  type ClientCall,
  type ClientMethod,
  type ClientOptions,
  type ClientStreamCall,
  type ClientStreamClientMethod,
  type ConnectivityState,
  createClient,
  type RequestStream,
  type ServerStreamCall,
  type ServerStreamClientMethod,
  type UnaryCall,
  type UnaryClientMethod,
} from './client/index.js';

// Serving.

export {
  type BidiHandler,
  type BrokenConnection,
  type ClientStreamHandler,
  type CloseOptions,
  type CloseReport,
  type CutCall,
  type ErrorListener,
  type Handler,
  type Handlers,
  type HttpHandler,
  type HttpRequest,
  type HttpResponse,
  type Listening,
  type ListenOptions,
  Server,
  type ServerAuth,
  type ServerCall,
  type ServerOptions,
  type ServerStreamHandler,
  type StreamReply,
  type UnaryHandler,
  type WritableServerCall,
} from './server/index.js';

// What both sides share.

export { Metadata, type MetadataInit, type MetadataInitValue, type MetadataValue } from '../wire/grpc/metadata.js';
export { MetadataError } from '../wire/grpc/metadata-grammar.js';
export { StatusCode, statusName } from '../wire/grpc/status-code.js';
export type { DelimitedOptions } from '../wire/protobuf/delimited.js';
export { OptionError } from './check-options.js';
export { HttpFields, type HttpFieldsInit } from './http2/fields.js';
export { HttpResponseError } from './http2/response.js';
export { readDelimited } from './rpc/delimited.js';
export type { ParentCall } from './rpc/parent.js';
export { RpcError, type RpcErrorOptions } from './rpc/rpc-error.js';
export type { PackedMessage, Status } from './rpc/status.js';
export type { ClientTlsOption, ClientTlsOptions, CredentialOptions, Pem, ServerTlsOption, ServerTlsOptions } from './security/index.js';
export type { AbuseOptions } from './transport/abuse-options.js';
export { type Initiator, type Peer, type PeerTls, type Phase, type Processed, TransportError } from './transport/transport.js';
export { VERSION } from './version.js';

// Services as values: what generated code gives, and what makes them by hand, over raw bytes for instance.

export type { Bytes, Codec } from '../wire/bytes/codec.js';
export { rawBytes } from '../wire/bytes/raw-bytes.js';
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
} from '../wire/grpc/service.js';

// Parts that are given by value.

export type {
  BackoffSettings,
  Balancer,
  BalancerContext,
  BalancerType,
  Endpoint,
  Picker,
  PickRequest,
  Resolution,
  Resolver,
  ResolverContext,
  ResolverSink,
  ResolverType,
  Subchannel,
  SubchannelListener,
  Target,
  TargetFacts,
} from './client/index.js';
export type { ObservedAttempt, ObservedCall, ObservedConnection, Observer } from './rpc/observer.js';
export type { Clock } from './time/clock.js';
export type { Timed, TimerQueue } from './time/timer-queue.js';
export type { Carrier } from './transport/carrier.js';
export type { CarrierName, TransportOption } from './transport/default-carrier.js';
