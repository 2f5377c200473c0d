import { MAX_QUICK_LOSSES } from '../limits.js';
import type { ObservedConnection, Observer } from '../rpc/observer.js';
import { observerReturned, observerThrew } from '../rpc/observer.js';
import type { Clock } from '../time/clock.js';
import type { Timed } from '../time/timer-queue.js';
import { ErrorCode } from '../transport/error-code.js';
import { type ClientSession, type ClientSessionSink, type SocketAddress, TransportError } from '../transport/transport.js';
import { Backoff, type BackoffSettings } from './backoff.js';
import type { Subchannel, SubchannelListener } from './balancer/balancer.js';
import type { ConnectivityState } from './connectivity.js';

/** What subchannels have from their channel. */
export interface SubchannelHost {
  readonly clock: Clock;
  readonly random: () => number;
  readonly backoff: BackoffSettings;
  readonly observer: Observer | null;
  /** For one attempt, given by the user. Undefined: MIN_CONNECT_TIMEOUT, or the distance to the next attempt where that is longer. */
  readonly connectTimeoutMs: number | undefined;
  readonly minConnectTimeoutMs: number;
  connect(address: SocketAddress, connectTimeoutMs: number, sink: ClientSessionSink): ClientSession;
  /** A session that was full has room. */
  onSlots(): void;
  /** A connection is all over, whether it ever stood or not. */
  onConnectionEnd(connection: Connection): void;
  readonly connections: Set<Connection>;
}

/**
 * One connection, from its attempt to its end. It outlives its subchannel's interest in it: after GOAWAY, and after `release`, the
 * streams it has go on.
 */
export class Connection implements ClientSessionSink {
  readonly session: ClientSession;
  readonly #host: SubchannelHost;
  #owner: ConnectingSubchannel | undefined;
  #observed: ObservedConnection | undefined;

  constructor(host: SubchannelHost, owner: ConnectingSubchannel, connectTimeoutMs: number) {
    this.#host = host;
    this.#owner = owner;
    host.connections.add(this);
    this.session = host.connect(owner.address, connectTimeoutMs, this);
  }

  /** Nobody sends new calls here any more. */
  abandon(): void {
    this.#owner = undefined;
  }

  onReady(): void {
    const { observer } = this.#host;
    if (observer?.onConnectionOpen !== undefined || observer?.onConnectionClose !== undefined) {
      this.#observed = { side: 'client', peer: this.session.peer };
      try {
        observerReturned(observer.onConnectionOpen?.(this.#observed));
      } catch (error) {
        observerThrew(error);
      }
    }
    this.#owner?.onReady();
  }

  onSlots(): void {
    if (this.#owner !== undefined) this.#host.onSlots();
  }

  onGoingAway(): void {
    this.#owner?.onGoingAway();
  }

  onClosed(error: TransportError | undefined): void {
    if (this.#observed !== undefined) {
      try {
        observerReturned(this.#host.observer?.onConnectionClose?.(this.#observed, error));
      } catch (thrown) {
        observerThrew(thrown);
      }
    }
    this.#host.connections.delete(this);
    const owner = this.#owner;
    this.#owner = undefined;
    owner?.onClosed(error);
    this.#host.onConnectionEnd(this);
  }
}

/**
 * One address, and at most one connection to it that takes new calls.
 *
 *   IDLE ──connect()──▶ CONNECTING ──onReady: backoff starts anew──▶ READY
 *    ▲ ▲                    │                                          │
 *    │ │                    ▼ refused, timed out                       │
 *    │ └─backoff over── TRANSIENT_FAILURE                              │
 *    └───────────────────────── GOAWAY, closed ────────────────────────┘
 *   any ──release()──▶ SHUTDOWN
 *
 * Attempts begin no closer to each other than gRPC Connection Backoff says. A connection that stood and was lost may be made again at
 * once; but a server that drops one after the other as soon as they stand would be asked without a pause, so after a few such losses
 * in a row READY leads to TRANSIENT_FAILURE, too.
 */
export class ConnectingSubchannel implements Subchannel, Timed {
  readonly address: SocketAddress;
  state: ConnectivityState = 'IDLE';
  lastError: TransportError | undefined;
  dueMs = 0;
  timerSlot = -1;
  readonly #host: SubchannelHost;
  readonly #listener: SubchannelListener;
  readonly #backoff: Backoff;
  #connection: Connection | undefined;
  /** The earliest start of the next attempt, if this one fails. */
  #notBeforeMs = 0;
  /** Connections in a row that were lost before that time. */
  #quickLosses = 0;

  constructor(host: SubchannelHost, address: SocketAddress, listener: SubchannelListener) {
    this.#host = host;
    this.address = address;
    this.#listener = listener;
    this.#backoff = new Backoff(host.backoff, host.random);
  }

  get session(): ClientSession | undefined {
    return this.state === 'READY' ? this.#connection?.session : undefined;
  }

  connect(): void {
    if (this.state !== 'IDLE') return;
    const { clock, connectTimeoutMs, minConnectTimeoutMs } = this.#host;
    const distanceMs = this.#backoff.next();
    this.#notBeforeMs = clock.now() + distanceMs;
    this.state = 'CONNECTING';
    this.#connection = new Connection(this.#host, this, connectTimeoutMs ?? Math.max(distanceMs, minConnectTimeoutMs));
  }

  release(): void {
    const before = this.state;
    this.state = 'SHUTDOWN';
    this.#host.clock.timers.remove(this);
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.abandon();
    if (before === 'CONNECTING') connection?.session.destroy('another address is used, or the channel was closed');
    else connection?.session.close();
  }

  onReady(): void {
    if (this.state !== 'CONNECTING') return;
    this.#backoff.reset();
    this.lastError = undefined;
    this.#become('READY');
  }

  /** The open streams go on without us; the next call needs a new connection. */
  onGoingAway(): void {
    if (this.state !== 'READY') return;
    this.#connection?.abandon();
    this.#connection = undefined;
    this.#lost(undefined);
  }

  onClosed(error: TransportError | undefined): void {
    this.#connection = undefined;
    if (this.state === 'READY') this.#lost(error);
    else if (this.state === 'CONNECTING') this.#fail(error ?? closedEarly());
  }

  #lost(error: TransportError | undefined): void {
    this.#quickLosses = this.#host.clock.now() < this.#notBeforeMs ? this.#quickLosses + 1 : 0;
    if (this.#quickLosses > MAX_QUICK_LOSSES) {
      this.#fail(error ?? droppedAgain());
      return;
    }
    this.lastError = error;
    this.#become('IDLE');
  }

  #fail(error: TransportError): void {
    this.lastError = error;
    this.dueMs = this.#notBeforeMs;
    this.#host.clock.timers.add(this);
    this.#become('TRANSIENT_FAILURE');
  }

  /** The backoff is over. */
  onDue(): void {
    if (this.state === 'TRANSIENT_FAILURE') this.#become('IDLE');
  }

  #become(state: ConnectivityState): void {
    this.state = state;
    this.#listener.onState(this);
  }
}

function closedEarly(): TransportError {
  return peerEnded('the connection was closed before it was ready: check that a gRPC server listens there');
}

function droppedAgain(): TransportError {
  return peerEnded('the server ends each connection as soon as it stands: look at the server');
}

function peerEnded(message: string): TransportError {
  return new TransportError(message, { scope: 'connection', by: 'peer', phase: 'connect', code: ErrorCode.CONNECT_ERROR, processed: 'no' });
}
