import type { SocketAddress } from '../../transport/transport.js';
import type { Resolver, ResolverSink } from './resolver.js';

/** Addresses that stand in the target itself: known at once, never different. */
export class FixedResolver implements Resolver {
  #sink: ResolverSink | undefined;

  constructor(addresses: readonly SocketAddress[], sink: ResolverSink) {
    this.#sink = sink;
    queueMicrotask(() => this.#sink?.onResolution({ endpoints: addresses.map((address) => ({ addresses: [address] })) }));
  }

  refresh(): void {}

  close(): void {
    this.#sink = undefined;
  }
}
