import { inspect } from 'node:util';
import type { ServiceType } from '../../wire/grpc/service.js';
import { checkBoolean, checkOptionNames } from '../check-options.js';
import { resolveServerSecurity, type ServerTls, type ServerTlsOption } from '../security/index.js';
import type { ListenOptions as CarrierListenOptions } from '../transport/carrier.js';
import { loadCarrier } from '../transport/default-carrier.js';
import { http2OptionsOf } from '../transport/http2-options.js';
import { Loopback } from '../transport/loopback/index.js';
import type { Listener, SocketAddress } from '../transport/transport.js';
import { type CloseReport, Drain } from './drain.js';
import type { Handlers } from './handler.js';
import { Host } from './host.js';
import { parseListenAddress } from './listen-address.js';
import { type CloseOptions, resolveGraceMs, resolveServerOptions, type ServerOptions, type ServerSettings } from './options.js';

/** What `listen` may be told. */
export interface ListenOptions {
  /**
   * How to encrypt: `{ certFile: './server.crt', keyFile: './server.key' }`, with `ca` or `caFile` for mutual TLS, or a SecureContext.
   * Default: plaintext, on a literal loopback address, `localhost` and Unix sockets only; anywhere else one of the two is asked for.
   */
  tls?: ServerTlsOption | undefined;
  /** Listen without encryption on an address that is not loopback or a Unix socket. Default false: refused. */
  insecure?: boolean | undefined;
}

/** An open port or path. */
export interface Listening {
  /** The port, which the system chose where 0 was asked for; 0 for a Unix socket. */
  readonly port: number;
  /** Such as `127.0.0.1:50051`, `[::1]:50051` or `unix:/run/app.sock`: a channel on this machine takes these as its target. */
  readonly address: string;
}

/**
 * Serves calls. Services are added as functions, ports are opened with `listen`, and `close` ends it all gracefully.
 *
 *   const server = new Server();
 *   server.add(Greeter, { sayHello: (request) => ({ message: `Hello, ${request.name}!` }) });
 *   const { port } = await server.listen('127.0.0.1:0');
 *   await server.close();
 *
 * Handlers run in the async context in which the server was made, each call in one of its own: what is in an AsyncLocalStorage there
 * is there in every handler, and what a handler puts in stays with its call.
 */
export class Server {
  readonly #settings: ServerSettings;
  readonly #host: Host;
  readonly #listeners: Listener[] = [];
  /** Ports that are being opened. */
  readonly #opening = new Set<Promise<Listener>>();
  #loopback: Loopback | undefined;

  /** Throws an `OptionError` for an unknown option or a wrong value. */
  constructor(options: ServerOptions = {}) {
    this.#settings = resolveServerOptions(options);
    this.#host = new Host(this.#settings);
  }

  /**
   * Adds a service with its handlers: a plain object, or an instance of a class, whose methods keep their `this`. Every method needs
   * one, unless `partial` is set: then the others answer UNIMPLEMENTED. Services may be added at any time.
   * Throws an `OptionError` for a missing or unknown handler, and for a service that was added before.
   */
  add<S>(service: ServiceType<S>, handlers: Handlers<S>): this;
  add<S>(service: ServiceType<S>, handlers: Partial<Handlers<S>>, options: { partial: true }): this;
  add<S>(service: ServiceType<S>, handlers: Partial<Handlers<S>>, options: { partial?: boolean } = {}): this {
    checkOptionNames('server.add()', options, ['partial']);
    this.#host.router.add(service, handlers, checkBoolean('server.add()', 'partial', options.partial, false));
    return this;
  }

  /** The full names of the services that were added. */
  get services(): string[] {
    return this.#host.router.services;
  }

  /**
   * Opens a port: `127.0.0.1:0`, `[::1]:50051`, `unix:/run/app.sock`; may be called several times. Port 0 takes a free one.
   * Rejects with a `TransportError` when the port is in use or not allowed, and with an `OptionError` for a wrong
   * address, for wrong `tls`, and for plaintext on an address that others can reach, unless `insecure: true` says so.
   */
  async listen(address: string, options: ListenOptions = {}): Promise<Listening> {
    this.#assertOpen();
    const where = parseListenAddress(address);
    checkOptionNames('server.listen()', options, ['tls', 'insecure']);
    const unix = 'path' in where;
    const tls = resolveServerSecurity('server.listen()', options, { text: address, hosts: unix ? [] : [where.host], unix });
    const opening = this.#open(where, tls);
    this.#opening.add(opening);
    let listener: Listener;
    try {
      listener = await opening;
    } finally {
      this.#opening.delete(opening);
    }
    // Closed meanwhile: `close` has taken care of the port.
    this.#assertOpen();
    this.#listeners.push(listener);
    return { port: listener.port, address: listener.address };
  }

  /**
   * This server without a socket, for channels of the same process: `new Channel(server.loopback())`. Messages are encoded and
   * decoded as on any connection; no object is shared.
   */
  loopback(): Loopback {
    if (this.#loopback === undefined) {
      this.#assertOpen();
      this.#loopback = new Loopback();
      this.#listeners.push(this.#loopback.open(this.#carrierOptions(undefined), this.#host));
    }
    return this.#loopback;
  }

  /**
   * Ends the server: takes no new connections and calls (GOAWAY), lets the calls in progress end for `graceMs`, then answers the
   * rest with UNAVAILABLE and cuts their connections. Resolves with what was cut. A further `close` gives the same report, and may
   * shorten the grace. Rejects for a wrong option only.
   */
  async close(options: CloseOptions = {}): Promise<CloseReport> {
    const graceMs = resolveGraceMs(options);
    const host = this.#host;
    if (host.drain === undefined) {
      const closed = [...this.#listeners].map((listener) => listener.close());
      // A port that is just being opened is closed as soon as it is there.
      for (const opening of this.#opening) closed.push(opening.then((listener) => listener.close(), ignore));
      host.drain = new Drain(host.clock, host.connections, Promise.allSettled(closed), graceMs);
    } else host.drain.shorten(graceMs);
    return host.drain.report;
  }

  /** `close` with its default grace, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close().then(ignore);
  }

  [inspect.custom](): string {
    const where = this.#listeners.map((listener) => listener.address).join(', ');
    const state = this.#host.drain === undefined ? (where === '' ? 'not listening' : `listening on ${where}`) : 'closed';
    return `Server { ${state}; services: ${this.services.join(', ') || 'none'} }`;
  }

  /** The carrier is loaded when the first port is opened: a process that only calls does not pay for it. */
  async #open(where: SocketAddress, tls: ServerTls | undefined): Promise<Listener> {
    const { transport } = this.#settings;
    const carrier = typeof transport === 'string' ? await loadCarrier(transport) : transport;
    return carrier.listen(where, this.#carrierOptions(tls), this.#host);
  }

  #assertOpen(): void {
    if (this.#host.drain !== undefined) throw new Error('this server was closed: make a new one');
  }

  #carrierOptions(tls: ServerTls | undefined): CarrierListenOptions {
    const { clock, maxHeaderListBytes, maxConcurrentStreams, handshakeTimeoutMs, maxConnections } = this.#settings;
    const http2 = http2OptionsOf(this.#settings);
    return { clock, tls, ...http2, maxHeaderListBytes, maxConcurrentStreams, handshakeTimeoutMs, maxConnections };
  }
}

function ignore(): void {}
