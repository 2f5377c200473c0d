import type { Carrier, ConnectOptions, ListenOptions } from '../carrier.js';
import { openListener } from '../socket/listener.js';
import type { ClientSession, ClientSessionSink, Listener, ListenerSink, SocketAddress } from '../transport.js';
import { EngineClientSession } from './client-session.js';
import { EngineServerSession } from './server-session.js';

/** gRPC over barewire's own HTTP/2: over TCP or a Unix socket, plain or with TLS. */
export const engine: Carrier = {
  name: 'engine',
  connect(address: SocketAddress, options: ConnectOptions, sink: ClientSessionSink): ClientSession {
    return new EngineClientSession(address, options, sink);
  },
  listen(address: SocketAddress, options: ListenOptions, sink: ListenerSink): Promise<Listener> {
    return openListener(address, options, sink, (socket, first, peer) => EngineServerSession.begin(socket, first, peer, options, sink));
  },
};
