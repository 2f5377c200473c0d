import { inspect } from 'node:util';
import { checkMilliseconds, checkOptionNames } from '../check-options.js';
import { DEFAULT_GRACE_MS } from '../limits.js';
import type { Observer } from '../rpc/observer.js';
import type { Clock } from '../time/clock.js';
import type { Carrier } from '../transport/carrier.js';
import type { ClientSession } from '../transport/transport.js';
import type { CallChannel, PickRequest } from './call-channel.js';
import type { ChannelCloseReport } from './channel-close.js';
import { ChannelCore } from './channel-core.js';
import { type ChannelOptions, resolveChannelOptions } from './channel-options.js';
import { resolveTarget } from './channel-target.js';
import type { ConnectivityState } from './connectivity.js';
import type { ResolvedCallSettings } from './options.js';

/**
 * All calls to one target: target → resolver → balancer → subchannel → session. Connects at the first call, again after a
 * connection was lost, and lets go after a long time without calls. One channel serves any number of clients and calls; its
 * states are in connectivity.ts.
 *
 * An idle channel does not keep the process alive; a call that waits for a connection does.
 */
export class Channel implements CallChannel {
  /** `:authority` of every call: the target's, unless the option says otherwise. */
  readonly authority: string;
  /** `https` where connections are encrypted. */
  readonly scheme: 'http' | 'https';
  /** `user-agent` of every call (gRPC over HTTP/2: User Agents). */
  readonly userAgent: string;
  /** What every call inherits: the option `calls`, complete. */
  readonly calls: ResolvedCallSettings;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Who hears of calls, attempts and connections; null for nobody. */
  readonly observer: Observer | null;
  readonly #core: ChannelCore;

  /**
   * `target`: `host:port`, `127.0.0.1:50051`, `[::1]:50051`, `dns:///host:port`, `ipv4:…`, `ipv6:…`, `unix:/path`, or what
   * `server.loopback()` gives. Throws an `OptionError` for a target or an option that will not do; connects to nothing yet.
   */
  constructor(target: string | Carrier, options: ChannelOptions = {}) {
    const resolved = resolveChannelOptions(options);
    const where = resolveTarget(target, options, resolved);
    this.authority = where.authority;
    this.scheme = where.tls === undefined ? 'http' : 'https';
    this.userAgent = resolved.userAgent;
    this.calls = resolved.calls;
    this.clock = resolved.clock;
    this.observer = resolved.observer;
    this.#core = new ChannelCore(where, resolved);
  }

  /** Where the channel stands now. */
  get state(): ConnectivityState {
    return this.#core.state;
  }

  /** The target as it was given. */
  get target(): string {
    return this.#core.where.text;
  }

  /**
   * Connects now rather than at the first call. Resolves when READY; rejects with the error a call would get when no connection
   * comes about, or when the channel is closed.
   */
  connect(): Promise<void> {
    return this.#core.connected();
  }

  /** Calls `listener` at each change of `state`, until the returned function is called. Does not keep the process alive. */
  watch(listener: (state: ConnectivityState) => void): () => void {
    return this.#core.watch(listener);
  }

  /**
   * Takes no new calls, waits for those in progress, and closes every connection. After `graceMs` (default 30 s; 0 for at once)
   * what is left is cut. Closing again changes nothing, but a shorter grace counts.
   */
  async close(options: { graceMs?: number | undefined } = {}): Promise<ChannelCloseReport> {
    checkOptionNames('channel.close()', options, ['graceMs']);
    return this.#core.close(checkMilliseconds('channel.close()', 'graceMs', options.graceMs, DEFAULT_GRACE_MS));
  }

  /** `close` with its default grace, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#core.close(DEFAULT_GRACE_MS);
  }

  /** @internal */
  pick(request: PickRequest): ClientSession | undefined {
    return this.#core.pick(request);
  }

  /** @internal */
  cancelPick(request: PickRequest): void {
    this.#core.cancelPick(request);
  }

  /** @internal */
  callStarted(): void {
    this.#core.callStarted();
  }

  /** @internal */
  callEnded(): void {
    this.#core.callEnded();
  }

  [inspect.custom](_depth: number, options: import('node:util').InspectOptions): string {
    return `Channel ${inspect(this.#core.summary(), options)}`;
  }
}
