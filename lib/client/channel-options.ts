import { userAgent } from '../../wire/grpc/user-agent.js';
import {
  checkBoolean,
  checkClock,
  checkFunction,
  checkInteger,
  checkMilliseconds,
  checkObject,
  checkOptionNames,
  describe,
  OptionError,
} from '../check-options.js';
import {
  DEFAULT_CHANNEL_MAX_HEADER_LIST_BYTES,
  DEFAULT_IDLE_TIMEOUT_MS,
  MAX_CONCURRENT_STREAMS,
  MAX_HEADER_LIST_BYTES,
  MAX_TIMEOUT_MS,
  MIN_CONNECT_TIMEOUT_MS,
  MIN_HEADER_LIST_BYTES,
} from '../limits.js';
import { checkObserver, type Observer } from '../rpc/observer.js';
import type { ClientTlsOption } from '../security/index.js';
import { type Clock, systemClock } from '../time/clock.js';
import type { AbuseOptions } from '../transport/abuse-options.js';
import { checkTransport, type TransportOption } from '../transport/default-carrier.js';
import { HTTP2_OPTION_NAMES, type ResolvedHttp2Options, resolveHttp2Options } from '../transport/http2-options.js';
import { VERSION } from '../version.js';
import { type BackoffSettings, DEFAULT_BACKOFF } from './backoff.js';
import type { BalancerType } from './balancer/balancer.js';
import { balancerType } from './balancer/table.js';
import { type CallOptions, DEFAULT_CALL_SETTINGS, type ResolvedCallSettings, resolveCallLevel } from './options.js';
import type { ResolverType } from './resolver/resolver.js';

/** What a channel may be told. */
export interface ChannelOptions {
  /** What every call of this channel inherits: `timeoutMs`, `metadata`, `waitForReady`, limits. Clients and calls may say otherwise. */
  calls?: CallOptions | undefined;
  /**
   * Encrypts: `true` for the usual case (the system's authorities, the target's name), or how. Default: plaintext, where that is allowed.
   */
  tls?: ClientTlsOption | undefined;
  /** Asks for plaintext by name. Without it, plaintext is allowed to a literal loopback address, `localhost` and Unix sockets only. */
  insecure?: boolean | undefined;
  /**
   * How long one connection attempt may take, TLS and HTTP/2 handshakes included. Default 20 s, or the current backoff where that is
   * longer.
   */
  connectTimeoutMs?: number | undefined;
  /** Without calls for so long (and up to a quarter more) the channel lets its connections go. Default 30 minutes; Infinity for never. */
  idleTimeoutMs?: number | undefined;
  /** Distances between connection attempts. Default: gRPC Connection Backoff's 1 s, times 1.6, up to 120 s, each ± 20 %. */
  backoff?: Partial<BackoffSettings> | undefined;
  /** `:authority` of every call, and the name that the server's certificate must have. Default: the target's. */
  authority?: string | undefined;
  /** Put in front of barewire's own `user-agent`, such as `shop/2.1`. */
  userAgent?: string | undefined;
  /** Receive window of each stream in bytes, 65,535 to 2³¹ - 1. Default 256 KiB. Larger: faster over long distances, more memory. */
  streamWindowBytes?: number | undefined;
  /** Receive window of each connection in bytes, 65,535 to 2³¹ - 1. Default 1 MiB, or a stream's where that is larger. */
  connectionWindowBytes?: number | undefined;
  /** The largest HTTP/2 frame accepted in bytes, 16,384 to 16,777,215 (RFC 9113 §6.5.2). Default 16,384. */
  maxFrameBytes?: number | undefined;
  /** The HPACK table that servers may fill here in bytes, 0 to 65,536 (RFC 7541 §4.2). Default 4,096. */
  headerTableBytes?: number | undefined;
  /**
   * What receive windows may grow to by themselves, in bytes, 0 to 2³¹ - 1, where bandwidth times delay asks for it and the stream is
   * read. Default 16 MiB, or 0 (they stay as they are) where `streamWindowBytes` is given. The engine only.
   */
  maxAdaptiveWindowBytes?: number | undefined;
  /**
   * What servers may make this side do and hold for nothing: floods, slow readers (docs/abuse.md). Default: bounds that no honest one
   * meets.
   */
  abuse?: AbuseOptions | undefined;
  /** Calls that one connection carries at once, also where the server allows more. Default: what the server allows. */
  maxConcurrentStreams?: number | undefined;
  /** The largest response headers or trailers accepted, counted as in RFC 9113 §6.5.2. Default 16 KiB. */
  maxHeaderListBytes?: number | undefined;
  /** Hears of calls, attempts and connections. */
  observer?: Observer | undefined;
  /** Further resolvers, by value: `[consul()]`. They go before the built-in ones. */
  resolvers?: readonly ResolverType[] | undefined;
  /** Which connection a call takes: `pick_first` (the default), or a policy of your own. */
  balancer?: 'pick_first' | BalancerType | undefined;
  /** What carries the streams: barewire's own HTTP/2 (`'engine'`), Node's (`'node:http2'`), or a carrier by value. Default: `'engine'`. */
  transport?: TransportOption | undefined;
  /** Where time comes from; tests give their own. */
  clock?: Clock | undefined;
  /** Numbers from 0 up to 1 for jitter; tests give their own. Default `Math.random`. */
  random?: (() => number) | undefined;
}

/** Checked and complete. Security is resolved apart, since it needs the target. */
export interface ResolvedChannelOptions extends ResolvedHttp2Options {
  readonly calls: ResolvedCallSettings;
  readonly connectTimeoutMs: number | undefined;
  readonly minConnectTimeoutMs: number;
  readonly idleTimeoutMs: number;
  readonly backoff: BackoffSettings;
  readonly authority: string | undefined;
  readonly userAgent: string;
  readonly maxConcurrentStreams: number | undefined;
  readonly maxHeaderListBytes: number;
  readonly observer: Observer | null;
  readonly resolvers: readonly ResolverType[];
  readonly balancer: BalancerType;
  readonly transport: TransportOption;
  readonly clock: Clock;
  readonly random: () => number;
}

const NAMES: readonly (keyof ChannelOptions)[] = [
  'calls',
  'tls',
  'insecure',
  'connectTimeoutMs',
  'idleTimeoutMs',
  'backoff',
  'authority',
  'userAgent',
  ...HTTP2_OPTION_NAMES,
  'maxConcurrentStreams',
  'maxHeaderListBytes',
  'observer',
  'resolvers',
  'balancer',
  'transport',
  'clock',
  'random',
];

const OWNER = 'new Channel()';

/** Refuses the first option that will not do, by its name. */
export function resolveChannelOptions(options: ChannelOptions): ResolvedChannelOptions {
  checkOptionNames(OWNER, options, NAMES);
  checkBoolean(OWNER, 'insecure', options.insecure, false);
  const connectTimeoutMs =
    options.connectTimeoutMs === undefined ? undefined : checkMilliseconds(OWNER, 'connectTimeoutMs', options.connectTimeoutMs, 0, 1);
  return {
    calls: resolveCallLevel(`${OWNER}: calls`, options.calls, DEFAULT_CALL_SETTINGS),
    connectTimeoutMs,
    minConnectTimeoutMs: MIN_CONNECT_TIMEOUT_MS,
    idleTimeoutMs: checkMilliseconds(OWNER, 'idleTimeoutMs', options.idleTimeoutMs, DEFAULT_IDLE_TIMEOUT_MS, 1),
    backoff: resolveBackoff(options.backoff),
    authority: checkAuthority(options.authority),
    userAgent: resolveUserAgent(options.userAgent),
    ...resolveHttp2Options(OWNER, options),
    maxConcurrentStreams:
      options.maxConcurrentStreams === undefined
        ? undefined
        : checkInteger(OWNER, 'maxConcurrentStreams', options.maxConcurrentStreams, 0, 'streams', 1, MAX_CONCURRENT_STREAMS),
    maxHeaderListBytes: checkInteger(
      OWNER,
      'maxHeaderListBytes',
      options.maxHeaderListBytes,
      DEFAULT_CHANNEL_MAX_HEADER_LIST_BYTES,
      'bytes',
      MIN_HEADER_LIST_BYTES,
      MAX_HEADER_LIST_BYTES,
    ),
    observer: checkObserver(OWNER, options.observer),
    resolvers: checkResolvers(options.resolvers),
    balancer: balancerType(OWNER, options.balancer),
    transport: checkTransport(OWNER, options.transport, ['connect']),
    clock: checkClock(OWNER, options.clock) ?? systemClock,
    random: checkFunction(OWNER, 'random', options.random) ?? Math.random,
  };
}

const BACKOFF_NAMES: readonly (keyof BackoffSettings)[] = ['initialMs', 'multiplier', 'jitter', 'maxMs'];

function resolveBackoff(given: Partial<BackoffSettings> | undefined): BackoffSettings {
  if (given === undefined) return DEFAULT_BACKOFF;
  const owner = `${OWNER}: backoff`;
  checkOptionNames(owner, given, BACKOFF_NAMES);
  const initialMs = checkMilliseconds(owner, 'initialMs', given.initialMs, DEFAULT_BACKOFF.initialMs, 1, MAX_TIMEOUT_MS);
  const maxMs = checkMilliseconds(owner, 'maxMs', given.maxMs, Math.max(DEFAULT_BACKOFF.maxMs, initialMs), initialMs, MAX_TIMEOUT_MS);
  return {
    initialMs,
    maxMs,
    multiplier: checkRange(owner, 'multiplier', given.multiplier, DEFAULT_BACKOFF.multiplier, 1, 100),
    jitter: checkRange(owner, 'jitter', given.jitter, DEFAULT_BACKOFF.jitter, 0, 1),
  };
}

function checkRange(owner: string, name: string, value: unknown, fallback: number, min: number, max: number): number {
  if (value === undefined) return fallback;
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw new OptionError(`${owner}: ${name} is a number from ${min} to ${max}; got ${describe(value)}`);
}

/** RFC 3986 §3.2, without user information: `host`, `host:port`, `[::1]:port`. */
function checkAuthority(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^(?:[\w.~%!$&'()*+,;=-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/.test(value)) return value;
  throw new OptionError(`${OWNER}: authority is a host, with a port where it matters, such as "rooms.example:443"; got ${describe(value)}`);
}

function resolveUserAgent(value: unknown): string {
  if (value === undefined) return userAgent(VERSION);
  if (typeof value === 'string' && /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(value)) return userAgent(VERSION, value);
  throw new OptionError(`${OWNER}: userAgent is printable ASCII such as "shop/2.1"; got ${describe(value)}`);
}

function checkResolvers(value: readonly ResolverType[] | undefined): readonly ResolverType[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new OptionError(`${OWNER}: resolvers is an array such as [consul()]; got ${describe(value)}`);
  value.forEach((type: ResolverType, index) => {
    checkObject(OWNER, `resolvers[${index}]`, type ?? null, 'a ResolverType', ['inspect', 'start']);
    if (!Array.isArray(type.schemes)) throw new OptionError(`${OWNER}: resolvers[${index}] is a ResolverType; what came has no schemes`);
  });
  return value;
}
