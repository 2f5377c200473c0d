import type { Clock } from '../../time/clock.js';
import type { SocketAddress, TransportError } from '../../transport/transport.js';
import type { BackoffSettings } from '../backoff.js';
import type { Target } from '../target.js';

/** One server: it may be reached at several addresses (gRFC A61). */
export interface Endpoint {
  readonly addresses: readonly SocketAddress[];
  /** What the resolver knows beside the addresses, for balancers: weight, zone, health. */
  readonly attributes?: ReadonlyMap<string, unknown> | undefined;
}

/** What a target stands for at this moment. */
export interface Resolution {
  /** At least one; in the order in which they should be tried. */
  readonly endpoints: readonly Endpoint[];
  /** A service config that came along, as JSON value; undefined where there was none. */
  readonly serviceConfig?: unknown;
}

/** Where a resolver reports. Called from the event loop, never from inside `start` or `refresh`. */
export interface ResolverSink {
  /** What the target stands for now; each one replaces the one before. */
  onResolution(resolution: Resolution): void;
  /** Resolving failed. What was known before stays in force; the resolver tries again by itself. */
  onError(error: TransportError): void;
}

/** What a resolver may use. */
export interface ResolverContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly backoff: BackoffSettings;
}

/** One target being resolved. */
export interface Resolver {
  /** A connection broke or could not be made: look again soon. A hint; how often it is followed is the resolver's to limit. */
  refresh(): void;
  /** No further sink call. */
  close(): void;
}

/** What the text of a target says before anything is resolved. */
export interface TargetFacts {
  /** `:authority` of the calls. */
  readonly authority: string;
  /** Whom the server's certificate must name. */
  readonly serverName: string;
  /** Hosts as written; plaintext without a word is allowed where all of them are this machine. Empty: it is not. */
  readonly hosts: readonly string[];
  /** Nothing but Unix sockets, which never leave this machine. */
  readonly unix: boolean;
}

/** A way to resolve targets. Given by value: `new Channel('consul:///rooms', { resolvers: [consul()] })`. */
export interface ResolverType {
  /** In lower case; `dns` for `dns:///host`. */
  readonly schemes: readonly string[];
  /** Reads the target's text; throws an `OptionError` that says what is wrong with it. Called by the channel's constructor. */
  inspect(target: Target): TargetFacts;
  /** Begins to resolve: reports to `sink`, from the event loop, until `close`. */
  start(target: Target, context: ResolverContext, sink: ResolverSink): Resolver;
}
