import type { Peer } from '../peer.js';

/** Contenders by name, loaded when asked for, so that a process holds only its own. */
const table: { readonly [name: string]: () => Promise<Peer> } = {
  barewire: async () => (await import('./barewire.js')).barewire,
  'barewire@node:http2': async () => (await import('./barewire.js')).barewireNodeHttp2,
  'barewire@loopback': async () => (await import('./barewire.js')).barewireLoopback,
  'grpc-js': async () => (await import('./grpc-js.js')).grpcJs,
  'nice-grpc': async () => (await import('./nice-grpc.js')).niceGrpc,
  'connect-node': async () => (await import('./connect-node.js')).connectNode,
  'node:http2': async () => (await import('./node-http2.js')).nodeHttp2,
  'raw-socket': async () => (await import('./raw-socket.js')).rawSocket,
  floor: async () => (await import('./floor.js')).floor,
};

export async function peerByName(name: string): Promise<Peer> {
  const load = Object.hasOwn(table, name) ? table[name] : undefined;
  if (load === undefined) throw new Error(`no contender is called ${name}: there are ${Object.keys(table).join(', ')}`);
  return load();
}
