import type { Carrier, ConnectOptions, ListenOptions } from '../carrier.js';
import { openListener } from '../socket/listener.js';
import type { ClientSession, ClientSessionSink, Listener, ListenerSink, SocketAddress } from '../transport.js';
import { NodeClientSession } from './client-session.js';
import { NodeServerSession } from './server-session.js';

/** gRPC over `node:http2`: over TCP or a Unix socket, plain or with TLS. */
export const nodeHttp2: Carrier = {
  name: 'node:http2',
  connect(address: SocketAddress, options: ConnectOptions, sink: ClientSessionSink): ClientSession {
    return new NodeClientSession(address, options, sink);
  },
  listen(address: SocketAddress, options: ListenOptions, sink: ListenerSink): Promise<Listener> {
    return openListener(address, options, sink, (socket, first, peer) => NodeServerSession.begin(socket, first, peer, options, sink));
  },
};
