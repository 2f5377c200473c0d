import type { Clock } from '../../time/clock.js';
import type { ClientSession, SocketAddress, TransportError } from '../../transport/transport.js';
import type { PickRequest } from '../call-channel.js';
import type { ConnectivityState } from '../connectivity.js';
import type { Resolution } from '../resolver/resolver.js';

/**
 * One moment's snapshot of where calls go. The channel asks it for every call, so `pick` is a hot path: it takes no memory and
 * looks at nothing but its own fields. When something changes, the balancer gives the channel a new one.
 */
export interface Picker {
  /**
   * A session with a free slot, or undefined: then the call waits for the next picker or a free slot, unless `failure` says that
   * it should not.
   */
  pick(request: PickRequest): ClientSession | undefined;
  /**
   * Asked after `pick` gave undefined for this request: why calls fail now. Those that wait for readiness wait on. Undefined while
   * waiting makes sense.
   */
  failure(request: PickRequest): TransportError | undefined;
  /** Whether `pick` looks at the request. If not, a queue stops at the first call that has to wait. */
  readonly looksAtRequest: boolean;
}

/** The states of one address. SHUTDOWN after `release`. */
export interface Subchannel {
  readonly address: SocketAddress;
  /** IDLE, CONNECTING, READY, TRANSIENT_FAILURE while it backs off, SHUTDOWN. */
  readonly state: ConnectivityState;
  /** The session while READY. */
  readonly session: ClientSession | undefined;
  /** Why it has no connection; undefined before the first failure and while READY. */
  readonly lastError: TransportError | undefined;
  /** Connects, if IDLE. Otherwise changes nothing. */
  connect(): void;
  /** Not needed any more: an attempt is dropped, a session finishes its streams and closes. No further `onState`. */
  release(): void;
}

/** Hears each change of a subchannel's state, from the event loop. */
export interface SubchannelListener {
  onState(subchannel: Subchannel): void;
}

/** What a balancer may ask of its channel. */
export interface BalancerContext {
  readonly clock: Clock;
  readonly random: () => number;
  /** A new, idle one; `listener` hears its states. The balancer releases it when it is not needed any more. */
  createSubchannel(address: SocketAddress, listener: SubchannelListener): Subchannel;
  /** The whole channel's state, and where calls go from now on. */
  update(state: ConnectivityState, picker: Picker): void;
  /** The addresses seem out of date. */
  requestResolution(): void;
}

/** A policy at work in one channel (gRPC Load Balancing). */
export interface Balancer {
  /** The addresses, at first and whenever they were looked up again. */
  onResolution(resolution: Resolution): void;
  /** Resolving failed. A balancer that has addresses goes on with them. */
  onResolverError(error: TransportError): void;
  /** A call waits while the state is IDLE: connect. */
  exitIdle(): void;
  /** Releases every subchannel. No further `update`. */
  close(): void;
}

/** A policy. Given by value, or by the name of a built-in one. */
export interface BalancerType {
  /** Such as `pick_first`. */
  readonly name: string;
  /** One balancer for one channel; it waits for `onResolution`. */
  create(context: BalancerContext): Balancer;
}
