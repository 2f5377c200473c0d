import { inspect } from 'node:util';
import { checkMilliseconds, checkOptionNames } from '../check-options.js';
import { CLOSE_GRACE_MS, CLOSE_LINGER_MS } from '../limits.js';
import { channelClosedError, errorFromTransport } from '../rpc/error-conversion.js';
import type { Observer } from '../rpc/observer.js';
import { type RpcError, throwToCaller } from '../rpc/rpc-error.js';
import type { Clock } from '../time/clock.js';
import type { Timed } from '../time/timer-queue.js';
import type { Carrier, ClientTls } from '../transport/carrier.js';
import { loadDefaultCarrier } from '../transport/default-carrier.js';
import type { ClientSession, ClientSessionSink, SocketAddress, TransportError } from '../transport/transport.js';
import type { BackoffSettings } from './backoff.js';
import type { Balancer, BalancerContext, Picker, Subchannel, SubchannelListener } from './balancer/balancer.js';
import { waitingPicker } from './balancer/pickers.js';
import type { CallChannel, PickRequest } from './call-channel.js';
import { type ChannelOptions, type ResolvedChannelOptions, resolveChannelOptions } from './channel-options.js';
import { type ChannelTarget, resolveTarget } from './channel-target.js';
import type { ConnectivityState } from './connectivity.js';
import type { ResolvedCallSettings } from './options.js';
import type { Resolution, Resolver, ResolverSink } from './resolver/resolver.js';
import { ConnectingSubchannel, type Connection, type SubchannelHost } from './subchannel.js';

/** What `close` had to do. */
export interface ChannelCloseReport {
  /** Calls that were still in progress when the grace was over, and were ended. */
  readonly cutCalls: number;
}

/** Parts of the idle timeout after which a channel looks whether there was a call. */
const IDLE_TICKS = 4;

/** What connect() asks the picker with: why do calls fail? */
const PROBE: PickRequest = { waitForReady: false, onPicked() {}, onPickFailed() {} };

/**
 * All calls to one target: target → resolver → balancer → subchannel → session. Connects at the first call, again after a
 * connection was lost, and lets go after a long time without calls. One channel serves any number of clients and calls; its
 * states are in connectivity.ts.
 *
 * An idle channel does not keep the process alive; a call that waits for a connection does.
 */
export class Channel implements CallChannel {
  readonly authority: string;
  readonly scheme: 'http' | 'https';
  readonly userAgent: string;
  readonly calls: ResolvedCallSettings;
  readonly clock: Clock;
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
    return this.#core.close(checkMilliseconds('channel.close()', 'graceMs', options.graceMs, CLOSE_GRACE_MS));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#core.close(CLOSE_GRACE_MS);
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

/** The channel's machinery, apart from what its users see. */
class ChannelCore implements SubchannelHost, BalancerContext, ResolverSink {
  readonly where: ChannelTarget;
  readonly clock: Clock;
  readonly random: () => number;
  readonly backoff: BackoffSettings;
  readonly observer: Observer | null;
  readonly connectTimeoutMs: number | undefined;
  readonly minConnectTimeoutMs: number;
  /** All that are not over, those that only finish their streams included. */
  readonly connections = new Set<Connection>();
  state: ConnectivityState = 'IDLE';

  readonly #options: ResolvedChannelOptions;
  #carrier: Carrier | undefined;
  #tls: ClientTls | undefined;
  #resolver: Resolver | undefined;
  #balancer: Balancer | undefined;
  /** What the resolver said while the carrier was still being loaded. */
  #early: Resolution | undefined;

  /** The newest picker: what new calls ask, unless the channel is closed. */
  #picker: Picker = waitingPicker;
  /** The balancer's view of the state, which `state` hides after close(). */
  #inner: ConnectivityState = 'IDLE';
  readonly #waiting = new Set<PickRequest>();
  /** Calls that came after close(). */
  readonly #refused = new Set<PickRequest>();
  #holding = false;
  #draining = false;
  #drainAgain = false;
  #drainScheduled = false;
  readonly #drainLater = () => {
    this.#drainScheduled = false;
    this.#drain();
  };

  readonly #watchers = new Set<(state: ConnectivityState) => void>();
  /** Who waits in connect(). */
  readonly #connecting = new Set<(failure: RpcError | undefined) => void>();

  #calls = 0;
  /** No call since the idle timer's last tick. */
  #quiet = true;
  #quietTicks = 0;
  readonly #idleTimer: Alarm;

  #closing: Promise<ChannelCloseReport> | undefined;
  #closed: ((report: ChannelCloseReport) => void) | undefined;
  #cutCalls = 0;
  /** Before the calls have ended, or while connections take leave. */
  #phase: 'open' | 'grace' | 'linger' | 'closed' = 'open';
  readonly #closeTimer: Alarm;

  constructor(where: ChannelTarget, options: ResolvedChannelOptions) {
    this.where = where;
    this.#options = options;
    this.clock = options.clock;
    this.random = options.random;
    this.backoff = options.backoff;
    this.observer = options.observer;
    this.connectTimeoutMs = options.connectTimeoutMs;
    this.minConnectTimeoutMs = options.minConnectTimeoutMs;
    this.#carrier = where.carrier ?? options.transport;
    this.#tls = where.tls;
    this.#idleTimer = new Alarm(() => this.#onIdleTick());
    this.#closeTimer = new Alarm(() => this.#onCloseTimer());
  }

  // Picks

  /** The hot path: READY, nobody waits. The rest is rare. */
  pick(request: PickRequest): ClientSession | undefined {
    if (this.#waiting.size === 0 && this.#phase === 'open') {
      const session = this.#picker.pick(request);
      if (session !== undefined) return session;
    }
    this.#wait(request);
    return undefined;
  }

  #wait(request: PickRequest): void {
    if (this.#phase === 'open') this.#waiting.add(request);
    else this.#refused.add(request);
    this.#hold();
    this.#scheduleDrain();
  }

  cancelPick(request: PickRequest): void {
    if (!this.#waiting.delete(request)) this.#refused.delete(request);
    this.#hold();
    this.#finishIfDone();
  }

  /** Who waits keeps the process alive: for the backoff's timer, where there is no socket at work. */
  #hold(): void {
    const needed =
      this.#waiting.size + this.#refused.size + this.#connecting.size > 0 || this.#phase === 'grace' || this.#phase === 'linger';
    if (needed === this.#holding) return;
    this.#holding = needed;
    if (needed) this.clock.timers.hold();
    else this.clock.timers.release();
  }

  /** Not at once: `pick` promises that its callbacks come later. */
  #scheduleDrain(): void {
    if (this.#drainScheduled) return;
    this.#drainScheduled = true;
    queueMicrotask(this.#drainLater);
  }

  /** Serves those that wait, in the order of their coming. */
  #drain(): void {
    if (this.#draining) {
      this.#drainAgain = true;
      return;
    }
    this.#draining = true;
    try {
      do {
        this.#drainAgain = false;
        for (const request of this.#refused) {
          this.#refused.delete(request);
          request.onPickFailed(this.#closedError());
        }
        if (this.#inner === 'IDLE' && this.#waiting.size + this.#connecting.size > 0) this.#exitIdle();
        this.#serve();
      } while (this.#drainAgain);
    } finally {
      this.#draining = false;
      this.#hold();
    }
    this.#finishIfDone();
  }

  #serve(): void {
    for (const request of this.#waiting) {
      const picker = this.#picker;
      const session = picker.pick(request);
      if (session !== undefined) {
        this.#waiting.delete(request);
        request.onPicked(session);
        continue;
      }
      const failure = picker.failure(request);
      if (failure === undefined) {
        if (picker.looksAtRequest) continue;
        break;
      }
      // A channel that closes waits for calls, not for servers.
      if (request.waitForReady && this.#phase === 'open') continue;
      this.#waiting.delete(request);
      request.onPickFailed(errorFromTransport(failure));
    }
  }

  onSlots(): void {
    if (this.#waiting.size > 0) this.#drain();
  }

  // Resolver, balancer, subchannels

  #exitIdle(): void {
    if (this.#balancer !== undefined) {
      this.#balancer.exitIdle();
      return;
    }
    this.update('CONNECTING', waitingPicker);
    this.#balancer = this.#options.balancer.create(this);
    this.#armIdleTimer();
    if (this.#carrier === undefined) {
      loadDefaultCarrier().then(
        (carrier) => this.#onCarrier(carrier),
        (error) =>
          queueMicrotask(() => {
            throw error;
          }),
      );
    }
    this.#resolver = this.where.start(this, this);
  }

  #onCarrier(carrier: Carrier): void {
    this.#carrier = carrier;
    const early = this.#early;
    this.#early = undefined;
    if (early !== undefined) this.onResolution(early);
  }

  onResolution(resolution: Resolution): void {
    if (this.#balancer === undefined) return;
    if (this.#carrier === undefined) this.#early = resolution;
    else this.#balancer.onResolution(resolution);
  }

  onError(error: TransportError): void {
    this.#balancer?.onResolverError(error);
  }

  requestResolution(): void {
    this.#resolver?.refresh();
  }

  createSubchannel(address: SocketAddress, listener: SubchannelListener): Subchannel {
    return new ConnectingSubchannel(this, address, listener);
  }

  connect(address: SocketAddress, connectTimeoutMs: number, sink: ClientSessionSink): ClientSession {
    const { streamWindowBytes, maxHeaderListBytes } = this.#options;
    return this.#carrier!.connect(
      address,
      { clock: this.clock, connectTimeoutMs, tls: this.#tls, streamWindowBytes, maxHeaderListBytes },
      sink,
    );
  }

  onConnectionEnd(): void {
    this.#finishIfDone();
  }

  update(state: ConnectivityState, picker: Picker): void {
    this.#picker = picker;
    this.#inner = state;
    if (this.#connecting.size > 0) this.#settleConnecting();
    if (this.#phase === 'open') this.#tell(state);
    if (this.#waiting.size + this.#connecting.size > 0) this.#drain();
  }

  // States

  watch(listener: (state: ConnectivityState) => void): () => void {
    // Wrapped, so that the same function given twice is told twice and removed once.
    const watcher = (state: ConnectivityState) => listener(state);
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #tell(state: ConnectivityState): void {
    if (this.state === state) return;
    this.state = state;
    for (const watcher of this.#watchers) {
      try {
        watcher(state);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  async connected(): Promise<void> {
    if (this.#phase !== 'open') throw this.#closedError();
    this.#quiet = false;
    if (this.state === 'READY') return;
    const failure = await new Promise<RpcError | undefined>((settle) => {
      this.#connecting.add(settle);
      this.#hold();
      this.#settleConnecting();
      this.#scheduleDrain();
    });
    if (failure !== undefined) throwToCaller(failure);
  }

  #settleConnecting(): void {
    const failure = this.#picker.failure(PROBE);
    if (this.#inner !== 'READY' && failure === undefined && this.#phase === 'open') return;
    for (const settle of this.#connecting) {
      if (this.#inner === 'READY') settle(undefined);
      else settle(failure === undefined ? this.#closedError() : errorFromTransport(failure));
    }
    this.#connecting.clear();
    this.#hold();
  }

  // Calls, and the time without any

  callStarted(): void {
    this.#calls++;
    this.#quiet = false;
  }

  callEnded(): void {
    if (--this.#calls === 0) this.#finishIfDone();
  }

  #armIdleTimer(): void {
    const { idleTimeoutMs } = this.#options;
    if (idleTimeoutMs === Number.POSITIVE_INFINITY) return;
    this.#quietTicks = 0;
    this.#idleTimer.dueMs = this.clock.now() + idleTimeoutMs / IDLE_TICKS;
    this.clock.timers.add(this.#idleTimer);
  }

  /** Looks a few times per timeout rather than noting the time of each call, which would cost every call a look at the clock. */
  #onIdleTick(): void {
    if (this.#phase !== 'open') return;
    const active = !this.#quiet || this.#calls > 0 || this.#waiting.size > 0;
    this.#quiet = true;
    const ticks = active ? 0 : this.#quietTicks + 1;
    if (ticks < IDLE_TICKS) {
      this.#armIdleTimer();
      this.#quietTicks = ticks;
      return;
    }
    this.#stop();
    this.update('IDLE', waitingPicker);
  }

  /** Releases resolver, balancer and with it all subchannels. */
  #stop(): void {
    const balancer = this.#balancer;
    this.#balancer = undefined;
    this.#early = undefined;
    balancer?.close();
    this.#resolver?.close();
    this.#resolver = undefined;
    this.clock.timers.remove(this.#idleTimer);
  }

  // Close

  close(graceMs: number): Promise<ChannelCloseReport> {
    if (this.#closing === undefined) {
      this.#closing = new Promise((resolve) => {
        this.#closed = resolve;
      });
      this.#phase = 'grace';
      this.#tell('SHUTDOWN');
      this.#settleConnecting();
      this.#closeTimer.dueMs = Number.POSITIVE_INFINITY;
      this.#scheduleDrain();
    }
    if (this.#phase === 'grace') {
      const dueMs = this.clock.now() + graceMs;
      if (dueMs < this.#closeTimer.dueMs || this.#closeTimer.timerSlot === -1) {
        this.#closeTimer.dueMs = dueMs;
        this.clock.timers.add(this.#closeTimer);
      }
      this.#hold();
      if (graceMs === 0 && this.#calls > 0) {
        this.clock.timers.remove(this.#closeTimer);
        this.#onCloseTimer();
      } else this.#finishIfDone();
    }
    return this.#closing;
  }

  /** Moves on when the calls have ended, and again when the connections have. */
  #finishIfDone(): void {
    if (this.#phase === 'grace' && this.#calls === 0 && this.#waiting.size === 0) {
      this.#phase = 'linger';
      this.#stop();
      this.#picker = waitingPicker;
      this.#closeTimer.dueMs = this.clock.now() + CLOSE_LINGER_MS;
      this.clock.timers.add(this.#closeTimer);
    }
    if (this.#phase === 'linger' && this.connections.size === 0) this.#finish();
  }

  #onCloseTimer(): void {
    if (this.#phase === 'linger') {
      for (const { session } of this.connections) session.destroy('the channel was closed');
      this.#finish();
      return;
    }
    this.#cutCalls = this.#calls;
    for (const request of this.#waiting) {
      this.#waiting.delete(request);
      request.onPickFailed(this.#closedError());
    }
    for (const { session } of this.connections) session.destroy('the channel was closed, and its grace is over');
    this.#phase = 'linger';
    this.#stop();
    this.#closeTimer.dueMs = this.clock.now() + CLOSE_LINGER_MS;
    this.clock.timers.add(this.#closeTimer);
    this.#finishIfDone();
  }

  #finish(): void {
    this.#phase = 'closed';
    this.clock.timers.remove(this.#closeTimer);
    this.#hold();
    this.#watchers.clear();
    this.#closed?.({ cutCalls: this.#cutCalls });
  }

  #closedError(): RpcError {
    return channelClosedError(this.where.text);
  }

  /** What a person wants to see of a channel. Nothing of it is secret. */
  summary(): object {
    const peers = Array.from(this.connections, ({ session }) => session.peer.address);
    const failure = this.#picker.failure(PROBE);
    return {
      target: this.where.text,
      state: this.state,
      security: this.where.security,
      connections: peers,
      callsInProgress: this.#calls,
      callsWaiting: this.#waiting.size,
      ...(failure === undefined ? {} : { lastError: failure.message }),
    };
  }
}

/** An entry of the timer queue for things that happen once per channel. */
class Alarm implements Timed {
  dueMs = 0;
  timerSlot = -1;
  readonly #ring: () => void;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  onDue(): void {
    this.#ring();
  }
}
