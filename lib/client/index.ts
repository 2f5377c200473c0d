/** The client: what of it is public. */
export type { BackoffSettings } from './backoff.js';
export type { Balancer, BalancerContext, BalancerType, Picker, Subchannel, SubchannelListener } from './balancer/balancer.js';
export type { PickRequest } from './call-channel.js';
export type { BidiCall, CallEnd, ClientCall, ClientStreamCall, RequestStream, ServerStreamCall, UnaryCall } from './call-types.js';
export { Channel } from './channel.js';
export type { ChannelCloseReport } from './channel-close.js';
export type { ChannelOptions } from './channel-options.js';
export {
  type BidiClientMethod,
  type Client,
  type ClientMethod,
  type ClientOptions,
  type ClientStreamClientMethod,
  createClient,
  type ServerStreamClientMethod,
  type UnaryClientMethod,
} from './client.js';
export type { ConnectivityState } from './connectivity.js';
export type { CallOptions, CallSettings } from './options.js';
export type { Endpoint, Resolution, Resolver, ResolverContext, ResolverSink, ResolverType, TargetFacts } from './resolver/resolver.js';
export type { Target } from './target.js';
