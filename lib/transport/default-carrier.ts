import { describe, insteadOf, OptionError } from '../check-options.js';
import type { Carrier } from './carrier.js';

/** The carriers that come with barewire. */
export type CarrierName = 'engine' | 'node:http2';

/** What the option `transport` takes. */
export type TransportOption = CarrierName | Carrier;

/** Each is loaded when the first channel or server asks for it, since that takes time. */
const CARRIERS: { readonly [name in CarrierName]: () => Promise<Carrier> } = {
  engine: async () => (await import('./engine/index.js')).engine,
  'node:http2': async () => (await import('./node-http2/index.js')).nodeHttp2,
};

const NAMES = Object.keys(CARRIERS) as CarrierName[];

/** What channels and servers use unless they are told otherwise. */
export const DEFAULT_CARRIER: CarrierName = 'engine';

/** Loads a carrier that comes with barewire. */
export function loadCarrier(name: CarrierName): Promise<Carrier> {
  return CARRIERS[name]();
}

/** The option `transport`: a name, or a carrier by value. `methods` are those that the owner will call. */
export function checkTransport(owner: string, given: unknown, methods: readonly ('connect' | 'listen')[]): TransportOption {
  if (given === undefined) return DEFAULT_CARRIER;
  if (typeof given === 'string') {
    if (Object.hasOwn(CARRIERS, given)) return given as CarrierName;
    throw new OptionError(`${owner}: there is no transport ${describe(given)}${insteadOf(given, NAMES, 'built in are')}`);
  }
  const what = `transport is ${NAMES.map((name) => `"${name}"`).join(', ')} or a Carrier`;
  if (typeof given !== 'object' || given === null) throw new OptionError(`${owner}: ${what}; got ${describe(given)}`);
  const missing = methods.find((method) => typeof (given as Record<string, unknown>)[method] !== 'function');
  if (missing !== undefined) throw new OptionError(`${owner}: ${what}; what came has no ${missing}()`);
  return given as Carrier;
}
