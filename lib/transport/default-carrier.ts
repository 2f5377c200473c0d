import type { Carrier } from './carrier.js';

/** What channels and servers use unless they are given another. Loaded when the first one connects or listens, since it takes time. */
export async function loadDefaultCarrier(): Promise<Carrier> {
  return (await import('./node-http2/index.js')).nodeHttp2;
}
