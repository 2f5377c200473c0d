import * as net from 'node:net';
import * as tls from 'node:tls';
import { MAX_TIMEOUT_MS } from '../../limits.js';
import { addressText, hostAndPort } from '../address.js';
import type { ListenOptions, ServerTls } from '../carrier.js';
import { ErrorCode } from '../error-code.js';
import { handshakeError, listenError } from '../node-error.js';
import { type Listener, type ListenerSink, type SocketAddress, TransportError } from '../transport.js';
import { type BeginSession, Handshake } from './handshake.js';

/** Opens a port or path whose connections speak HTTP/2; `beginSession` gets those that have sent their preface. */
export function openListener(
  address: SocketAddress,
  options: ListenOptions,
  sink: ListenerSink,
  beginSession: BeginSession,
): Promise<Listener> {
  const path = 'path' in address ? address.path : undefined;
  const begin = (socket: net.Socket) => new Handshake(socket, options, sink, path, beginSession);
  const secured =
    options.tls === undefined
      ? undefined
      : new TlsAcceptor(options.tls, options.handshakeTimeoutMs, begin, path === undefined ? undefined : sink);
  const server = net.createServer({ noDelay: true }, (socket) => {
    if (secured === undefined) begin(socket).readPreface(socket);
    else secured.accept(socket);
  });
  limitConnections(server, options.maxConnections, addressText(address), sink);
  return new Promise((resolve, reject) => {
    const refuse = (error: Error) => reject(listenError(error, addressText(address)));
    server.once('error', refuse);
    server.listen(path === undefined ? { ...address } : { path }, () => {
      server.off('error', refuse);
      server.on('error', (error) => sink.onError(listenError(error, addressText(address))));
      resolve(new SocketListener(server, address));
    });
  });
}

/** `net.Server` closes what is too many without reading a byte of it. A flood of connections is told once, until one is taken again. */
function limitConnections(server: net.Server, maxConnections: number | undefined, where: string, sink: ListenerSink): void {
  if (maxConnections === undefined || maxConnections === Number.POSITIVE_INFINITY) return;
  server.maxConnections = maxConnections;
  let told = false;
  server.on('connection', () => {
    told = false;
  });
  server.on('drop', () => {
    if (told) return;
    told = true;
    const message = `${where} has ${maxConnections} connections and refuses more: raise maxConnections where they are wanted`;
    const { ENHANCE_YOUR_CALM } = ErrorCode;
    sink.onError(
      new TransportError(message, { scope: 'connection', by: 'us', phase: 'connect', code: ENHANCE_YOUR_CALM, processed: 'no' }),
    );
  });
}

class SocketListener implements Listener {
  readonly address: string;
  readonly port: number;
  readonly #server: net.Server;

  constructor(server: net.Server, address: SocketAddress) {
    const bound = server.address();
    const isPath = bound === null || typeof bound === 'string';
    this.#server = server;
    this.address = isPath ? addressText(address) : hostAndPort(bound.address, bound.port);
    this.port = isPath ? 0 : bound.port;
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      // The port is free at once; net.Server calls back only when the open connections have ended, which stay here.
      this.#server.close();
      setImmediate(resolve);
    });
  }
}

/**
 * Runs the TLS handshake of sockets that were accepted elsewhere, through a `tls.Server` that never listens ('connection' may be
 * emitted on it by hand, as its documentation says). It alone verifies client certificates.
 */
class TlsAcceptor {
  readonly #server: tls.Server;
  readonly #begin: (socket: net.Socket) => Handshake;
  /** By the remote end, because the server does not say which socket it has secured. Clients of Unix sockets have no names. */
  readonly #waiting = new Map<string, Handshake>();

  constructor(
    options: ServerTls,
    handshakeTimeoutMs: number,
    begin: (socket: net.Socket) => Handshake,
    nameless: ListenerSink | undefined,
  ) {
    this.#begin = begin;
    this.#server = tls.createServer({
      ALPNProtocols: ['h2'],
      requestCert: options.requestCertificate,
      rejectUnauthorized: options.rejectUnauthorized,
      // Ends handshakes over Unix sockets; the others have the clock's timer.
      handshakeTimeout: Math.min(handshakeTimeoutMs, MAX_TIMEOUT_MS),
    });
    // `tls.createServer` takes a ready context for names only (SNI), and who connects by address sends none. It keeps the one it
    // makes of its other options in this property, in every Node.
    (this.#server as tls.Server & { _sharedCreds: tls.SecureContext })._sharedCreds = options.context;
    this.#server.on('secureConnection', (socket) => this.#take(socket, socket).readPreface(socket));
    this.#server.on('tlsClientError', (error, socket) => {
      const handshake = this.#waiting.get(nameOf(socket));
      // A handshake that is not known has failed already by the end of its socket, or never began: clients without names.
      if (handshake === undefined) nameless?.onError(handshakeError(error, 'a client'));
      else handshake.failWith(error);
    });
  }

  accept(socket: net.Socket): void {
    const name = nameOf(socket);
    if (name !== '') {
      this.#waiting.set(name, this.#begin(socket));
      socket.once('close', () => this.#waiting.delete(name));
    }
    this.#server.emit('connection', socket);
  }

  #take(named: net.Socket, socket: tls.TLSSocket): Handshake {
    const name = nameOf(named);
    const handshake = this.#waiting.get(name);
    this.#waiting.delete(name);
    return handshake ?? this.#begin(socket);
  }
}

function nameOf(socket: net.Socket): string {
  return socket.remotePort === undefined ? '' : `${socket.remoteAddress} ${socket.remotePort}`;
}
