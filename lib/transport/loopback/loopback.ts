import type { Carrier, ConnectOptions, ListenOptions } from '../carrier.js';
import { ErrorCode } from '../error-code.js';
import type { ClientSession, ClientSessionSink, Listener, ListenerSink, SocketAddress } from '../transport.js';
import { TransportError } from '../transport.js';
import { type LoopbackAcceptor, LoopbackConnection, type LoopbackServerOptions } from './session.js';

/**
 * The carrier without a socket, for calls inside one process: a server listens on a `Loopback`, channels connect to the same one.
 * Each message is encoded and decoded once, and no object is shared between the sides. Addresses mean nothing to it: there is one
 * place to listen, and it is reached at once or not at all.
 */
export class Loopback implements Carrier {
  readonly name = 'loopback';
  #acceptor: LoopbackAcceptor | undefined = undefined;

  connect(_address: SocketAddress, options: ConnectOptions, sink: ClientSessionSink): ClientSession {
    return new LoopbackConnection(options, sink, () => this.#acceptor).client;
  }

  /** As `listen`, at once. Throws a `TransportError` while another listener is open. */
  open(options: LoopbackServerOptions, sink: ListenerSink): Listener {
    if (this.#acceptor !== undefined) {
      throw new TransportError('a server listens on this loopback already: close it first, or make another Loopback', {
        scope: 'connection',
        by: 'caller',
        phase: 'connect',
        code: ErrorCode.CONNECT_ERROR,
        processed: 'no',
      });
    }
    const acceptor: LoopbackAcceptor = { options, onSession: (session) => sink.onSession(session) };
    this.#acceptor = acceptor;
    return {
      address: 'loopback',
      port: 0,
      close: async () => {
        if (this.#acceptor === acceptor) this.#acceptor = undefined;
      },
    };
  }

  async listen(_address: SocketAddress, options: ListenOptions, sink: ListenerSink): Promise<Listener> {
    return this.open(options, sink);
  }
}
