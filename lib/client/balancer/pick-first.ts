import { addressText } from '../../transport/address.js';
import { type SocketAddress, TransportError } from '../../transport/transport.js';
import type { Resolution } from '../resolver/resolver.js';
import type { Balancer, BalancerContext, BalancerType, Subchannel, SubchannelListener } from './balancer.js';
import { FailurePicker, SessionPicker, waitingPicker } from './pickers.js';

/**
 * pick_first (gRPC Load Balancing, gRFC A62): tries the addresses one after the other; every call goes to the first that answers.
 *
 *            addresses, exitIdle                 one is READY
 *   resting ───────────────────▶ first pass ──────────────────────▶ connected
 *      ▲                             │ every address failed            ▲  │
 *      │                             ▼                                 │  │
 *      │                        all at once, each with its backoff ────┘  │
 *      └────────────────────── the connection is lost ────────────────────┘
 *
 * After the first pass the state is TRANSIENT_FAILURE until a connection stands, whatever the attempts do meanwhile (gRFC A62: sticky
 * TRANSIENT_FAILURE); each address is tried again when its own backoff is over (gRFC A61).
 */
class PickFirst implements Balancer, SubchannelListener {
  readonly #context: BalancerContext;
  #phase: 'resting' | 'first-pass' | 'all' | 'connected' = 'first-pass';
  #addresses: readonly SocketAddress[] = [];
  /** In the order of the addresses; only the one in use while connected. */
  #subchannels: readonly Subchannel[] = [];
  /** First pass: the place of the one that is being tried. */
  #at = 0;
  /** After the first pass: failures since a new resolution was last asked for. */
  #failures = 0;
  /** TRANSIENT_FAILURE has been reported, and holds until READY. */
  #failing = false;

  constructor(context: BalancerContext) {
    this.#context = context;
  }

  onResolution(resolution: Resolution): void {
    // Copied to its exact length: a list that grew has room for sixteen more.
    this.#addresses = resolution.endpoints.flatMap((endpoint) => endpoint.addresses).slice();
    if (this.#phase === 'resting') return;
    if (this.#phase === 'connected') {
      const inUse = addressText(this.#subchannels[0]!.address);
      if (this.#addresses.some((address) => addressText(address) === inUse)) return;
    }
    this.#startPass();
  }

  onResolverError(error: TransportError): void {
    if (this.#addresses.length === 0) this.#fail(error);
  }

  exitIdle(): void {
    if (this.#phase === 'resting') this.#startPass();
  }

  close(): void {
    this.#keepOnly([]);
  }

  onState(subchannel: Subchannel): void {
    switch (subchannel.state) {
      case 'READY':
        this.#connected(subchannel);
        break;
      case 'TRANSIENT_FAILURE':
        if (this.#phase === 'first-pass') this.#tryNext();
        else {
          this.#phase = 'all';
          this.#failedAgain(subchannel);
        }
        break;
      case 'IDLE':
        if (this.#phase === 'connected') this.#lost();
        // In the first pass it waits for its turn, or has had it.
        else if (this.#phase === 'all') subchannel.connect();
        break;
      default:
    }
  }

  #startPass(): void {
    const known = new Map(this.#subchannels.map((subchannel) => [addressText(subchannel.address), subchannel]));
    // An address that stands twice in the list is tried once.
    const wanted = new Map(this.#addresses.map((address) => [addressText(address), address]));
    const subchannels = [...wanted].map(([key, address]) => known.get(key) ?? this.#context.createSubchannel(address, this));
    this.#keepOnly(subchannels);
    this.#phase = 'first-pass';
    this.#at = 0;
    if (!this.#failing) this.#context.update('CONNECTING', waitingPicker);
    this.#tryNext();
  }

  /** First pass: on from `#at` to the first address that has not failed. */
  #tryNext(): void {
    for (; this.#at < this.#subchannels.length; this.#at++) {
      const subchannel = this.#subchannels[this.#at]!;
      if (subchannel.state === 'TRANSIENT_FAILURE') continue;
      if (subchannel.state === 'READY') this.#connected(subchannel);
      else subchannel.connect();
      return;
    }
    this.#phase = 'all';
    this.#failures = 0;
    const last = this.#subchannels.at(-1)?.lastError;
    if (last !== undefined) this.#fail(this.#describe(last));
    this.#context.requestResolution();
    for (const subchannel of this.#subchannels) if (subchannel.state === 'IDLE') subchannel.connect();
  }

  #failedAgain(subchannel: Subchannel): void {
    this.#fail(this.#describe(subchannel.lastError!));
    if (++this.#failures < this.#subchannels.length) return;
    this.#failures = 0;
    this.#context.requestResolution();
  }

  #connected(subchannel: Subchannel): void {
    this.#keepOnly([subchannel]);
    this.#phase = 'connected';
    this.#failing = false;
    this.#context.update('READY', new SessionPicker(subchannel.session!));
  }

  /** The subchannel stays: it remembers its losses. */
  #lost(): void {
    this.#phase = 'resting';
    this.#context.requestResolution();
    this.#context.update('IDLE', waitingPicker);
  }

  #fail(error: TransportError): void {
    this.#failing = true;
    this.#context.update('TRANSIENT_FAILURE', new FailurePicker(error));
  }

  #keepOnly(subchannels: readonly Subchannel[]): void {
    const before = this.#subchannels;
    this.#subchannels = subchannels;
    for (const subchannel of before) if (!subchannels.includes(subchannel)) subchannel.release();
  }

  #describe(last: TransportError): TransportError {
    const count = this.#subchannels.length;
    if (count < 2) return last;
    const { scope, by, phase, code, processed } = last;
    const init = { scope, by, phase, code, processed, cause: last };
    return new TransportError(`none of the ${count} addresses can be reached; the last: ${last.message}`, init);
  }
}

export const pickFirst: BalancerType = {
  name: 'pick_first',
  create: (context) => new PickFirst(context),
};
