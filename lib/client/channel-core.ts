import { channelClosedError, errorFromTransport } from '../rpc/error-conversion.js';
import type { Observer } from '../rpc/observer.js';
import { type RpcError, throwToCaller } from '../rpc/rpc-error.js';
import type { Clock } from '../time/clock.js';
import type { Carrier } from '../transport/carrier.js';
import { type CarrierName, DEFAULT_CARRIER, loadCarrier } from '../transport/default-carrier.js';
import { http2OptionsOf } from '../transport/http2-options.js';
import type { ClientSession, ClientSessionSink, SocketAddress, TransportError } from '../transport/transport.js';
import { Activity } from './activity.js';
import type { BackoffSettings } from './backoff.js';
import type { Balancer, BalancerContext, Picker, Subchannel, SubchannelListener } from './balancer/balancer.js';
import { waitingPicker } from './balancer/pickers.js';
import type { PickRequest } from './call-channel.js';
import { ChannelClose, type ChannelCloseReport, type ClosingHost } from './channel-close.js';
import type { ResolvedChannelOptions } from './channel-options.js';
import type { ChannelTarget } from './channel-target.js';
import type { ConnectivityState } from './connectivity.js';
import { PickQueue } from './pick-queue.js';
import type { Resolution, Resolver, ResolverSink } from './resolver/resolver.js';
import { ConnectingSubchannel, type Connection, type SubchannelHost } from './subchannel.js';

/** Shared by all channels that nobody waits for in connect(); never written to. */
const NOBODY: ((failure: RpcError | undefined) => void)[] = [];

/** What connect() asks the picker with: why do calls fail? */
const PROBE: PickRequest = { waitForReady: false, onPicked() {}, onPickFailed() {} };

/**
 * A channel's machinery, apart from what its users see: joins resolver, balancer and subchannels, serves calls with the newest
 * picker, and tells the states. Nothing that a call asks for is answered inside that call's own `pick`.
 */
export class ChannelCore implements SubchannelHost, BalancerContext, ResolverSink, ClosingHost {
  readonly where: ChannelTarget;
  readonly clock: Clock;
  readonly random: () => number;
  readonly backoff: BackoffSettings;
  readonly observer: Observer | null;
  readonly connectTimeoutMs: number | undefined;
  readonly minConnectTimeoutMs: number;
  /** All that are not over, those that only finish their streams included. */
  readonly connections = new Set<Connection>();
  /** What users see. After `close` it stays SHUTDOWN. */
  state: ConnectivityState = 'IDLE';

  readonly #options: ResolvedChannelOptions;
  #carrier: Carrier | undefined;
  #carrierName: CarrierName = DEFAULT_CARRIER;
  #resolver: Resolver | undefined;
  #balancer: Balancer | undefined;
  /** What the resolver said while the carrier was still being loaded. */
  #early: Resolution | undefined;
  #picker: Picker = waitingPicker;
  /** The balancer's word, which goes on while the channel closes. */
  #inner: ConnectivityState = 'IDLE';

  readonly #waiting = new PickQueue();
  /** Calls that came after close(). */
  readonly #refused = new PickQueue();
  /** Who waits in connect(). */
  #connecting: ((failure: RpcError | undefined) => void)[] = NOBODY;
  #watchers: Set<(state: ConnectivityState) => void> | undefined;
  readonly #activity: Activity;
  #closing: ChannelClose | undefined;

  #holding = false;
  #draining = false;
  #drainAgain = false;
  #drainScheduled = false;
  readonly #drainLater = () => {
    this.#drainScheduled = false;
    this.#drain();
  };
  readonly #newestPicker = () => this.#picker;
  readonly #closedError = () => channelClosedError(this.where.text);

  constructor(where: ChannelTarget, options: ResolvedChannelOptions) {
    this.where = where;
    this.#options = options;
    this.clock = options.clock;
    this.random = options.random;
    this.backoff = options.backoff;
    this.observer = options.observer;
    this.connectTimeoutMs = options.connectTimeoutMs;
    this.minConnectTimeoutMs = options.minConnectTimeoutMs;
    const transport = where.carrier ?? options.transport;
    if (typeof transport !== 'string') this.#carrier = transport;
    else this.#carrierName = transport;
    this.#activity = new Activity(
      options.clock,
      options.idleTimeoutMs,
      () => this.#waiting.size > 0,
      () => this.#becomeIdle(),
    );
  }

  // Calls

  /** The hot path: READY, nobody waits. The rest is rare. */
  pick(request: PickRequest): ClientSession | undefined {
    if (this.#waiting.size === 0 && this.#closing === undefined) {
      const session = this.#picker.pick(request);
      if (session !== undefined) return session;
    }
    (this.#closing === undefined ? this.#waiting : this.#refused).add(request);
    this.#hold();
    this.#scheduleDrain();
    return undefined;
  }

  cancelPick(request: PickRequest): void {
    if (!this.#waiting.remove(request)) this.#refused.remove(request);
    this.#hold();
    this.#closing?.advance();
  }

  callStarted(): void {
    this.#activity.callStarted();
  }

  callEnded(): void {
    this.#activity.calls--;
    this.#closing?.advance();
  }

  get calls(): number {
    return this.#activity.calls;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Who waits keeps the process alive: for the backoff's timer, where there is no socket at work. */
  #hold(): void {
    const needed = this.#waiting.size + this.#refused.size + this.#connecting.length > 0;
    if (needed === this.#holding) return;
    this.#holding = needed;
    if (needed) this.clock.timers.hold();
    else this.clock.timers.release();
  }

  #scheduleDrain(): void {
    if (this.#drainScheduled) return;
    this.#drainScheduled = true;
    queueMicrotask(this.#drainLater);
  }

  /** Serves those that wait. What happens meanwhile, through their callbacks, is served by a further round. */
  #drain(): void {
    if (this.#draining) {
      this.#drainAgain = true;
      return;
    }
    this.#draining = true;
    try {
      do {
        this.#drainAgain = false;
        this.#refused.failAll(this.#closedError);
        if (this.#inner === 'IDLE' && this.#waiting.size + this.#connecting.length > 0) this.#exitIdle();
        // A channel that closes waits for calls, not for servers.
        this.#waiting.serve(this.#newestPicker, this.#closing === undefined);
      } while (this.#drainAgain);
    } finally {
      this.#draining = false;
      this.#hold();
    }
    this.#closing?.advance();
  }

  // What subchannels tell

  onSlots(): void {
    if (this.#waiting.size > 0) this.#drain();
  }

  onConnectionEnd(): void {
    this.#closing?.advance();
  }

  connect(address: SocketAddress, connectTimeoutMs: number, sink: ClientSessionSink): ClientSession {
    const { maxConcurrentStreams, maxHeaderListBytes } = this.#options;
    const http2 = http2OptionsOf(this.#options);
    const options = { clock: this.clock, connectTimeoutMs, tls: this.where.tls, ...http2, maxConcurrentStreams, maxHeaderListBytes };
    return this.#carrier!.connect(address, options, sink);
  }

  // Resolver and balancer

  #exitIdle(): void {
    if (this.#balancer !== undefined) {
      this.#balancer.exitIdle();
      return;
    }
    this.update('CONNECTING', waitingPicker);
    this.#balancer = this.#options.balancer.create(this);
    this.#activity.start();
    if (this.#carrier === undefined) loadCarrier(this.#carrierName).then((carrier) => this.#onCarrier(carrier), throwLater);
    this.#resolver = this.where.start(this, this);
  }

  #onCarrier(carrier: Carrier): void {
    this.#carrier = carrier;
    const early = this.#early;
    this.#early = undefined;
    if (early !== undefined) this.onResolution(early);
  }

  onResolution(resolution: Resolution): void {
    if (this.#carrier === undefined) this.#early = resolution;
    else this.#balancer?.onResolution(resolution);
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

  update(state: ConnectivityState, picker: Picker): void {
    this.#picker = picker;
    this.#inner = state;
    this.#settleConnecting();
    if (this.#closing === undefined) this.#tell(state);
    if (this.#waiting.size + this.#connecting.length > 0) this.#drain();
  }

  stop(): void {
    const balancer = this.#balancer;
    this.#balancer = undefined;
    this.#early = undefined;
    this.#picker = waitingPicker;
    balancer?.close();
    this.#resolver?.close();
    this.#resolver = undefined;
    this.#activity.stop();
  }

  #becomeIdle(): void {
    this.stop();
    this.update('IDLE', waitingPicker);
  }

  // States

  watch(listener: (state: ConnectivityState) => void): () => void {
    // Wrapped, so that the same function given twice is told twice and removed once.
    const watcher = (state: ConnectivityState) => listener(state);
    this.#watchers ??= new Set();
    this.#watchers.add(watcher);
    return () => this.#watchers?.delete(watcher);
  }

  #tell(state: ConnectivityState): void {
    if (this.state === state) return;
    this.state = state;
    if (this.#watchers === undefined) return;
    for (const watcher of this.#watchers) {
      try {
        watcher(state);
      } catch (error) {
        throwLater(error);
      }
    }
  }

  async connected(): Promise<void> {
    this.#activity.touch();
    const failure = await new Promise<RpcError | undefined>((settle) => {
      if (this.#connecting === NOBODY) this.#connecting = [settle];
      else this.#connecting.push(settle);
      this.#settleConnecting();
      this.#hold();
      this.#scheduleDrain();
    });
    if (failure !== undefined) throwToCaller(failure);
  }

  #settleConnecting(): void {
    if (this.#connecting.length === 0) return;
    const failure = this.#picker.failure(PROBE);
    for (const settle of this.#connecting) {
      if (this.#closing !== undefined) settle(this.#closedError());
      else if (this.#inner === 'READY') settle(undefined);
      else if (failure !== undefined) settle(errorFromTransport(failure));
      else return;
    }
    this.#connecting = NOBODY;
    this.#hold();
  }

  // Close

  close(graceMs: number): Promise<ChannelCloseReport> {
    if (this.#closing === undefined) {
      this.#closing = new ChannelClose(this);
      this.#activity.stop();
      this.#tell('SHUTDOWN');
      this.#watchers?.clear();
      this.#settleConnecting();
      this.#scheduleDrain();
    }
    this.#closing.shorten(graceMs);
    return this.#closing.report;
  }

  failWaiting(): void {
    this.#waiting.failAll(this.#closedError);
    this.#hold();
  }

  /** What a person wants to see of a channel. Nothing of it is secret. */
  summary(): object {
    const failure = this.#picker.failure(PROBE);
    return {
      target: this.where.text,
      state: this.state,
      security: this.where.security,
      connections: Array.from(this.connections, ({ session }) => session.peer.address),
      callsInProgress: this.#activity.calls,
      callsWaiting: this.#waiting.size,
      ...(failure === undefined ? {} : { lastError: failure.message }),
    };
  }
}

/** As an uncaught exception: whoever made the error hears of it, and nothing here is left half done. */
function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
