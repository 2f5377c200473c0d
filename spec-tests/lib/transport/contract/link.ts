import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveClientTls } from '../../../../lib/security/client-tls.js';
import { resolveServerTls } from '../../../../lib/security/server-tls.js';
import type { Carrier, ConnectOptions, ListenOptions } from '../../../../lib/transport/carrier.js';
import { engine } from '../../../../lib/transport/engine/index.js';
import { Loopback } from '../../../../lib/transport/loopback/index.js';
import { nodeHttp2 } from '../../../../lib/transport/node-http2/index.js';
import type {
  ClientSession,
  ClientSessionSink,
  FieldList,
  Listener,
  ListenerSink,
  ServerSession,
  ServerSessionSink,
  ServerStream,
  SocketAddress,
  StreamSink,
  TransportError,
} from '../../../../lib/transport/transport.js';
import { sharedCertificates } from '../../../support/certificates.js';
import { FakeClock } from '../../../support/fake-clock.js';
import { type ClientHandle, opening, REQUEST, Recorder, ServerHandle, Waiting } from './recorder.js';

/** The carriers, and the ways each can be reached. */
export type CarrierName = 'loopback' | 'engine' | 'engine tls' | 'engine unix' | 'node:http2' | 'node:http2 tls' | 'node:http2 unix';

/** Our own HTTP/2. */
export const ENGINE: readonly CarrierName[] = ['engine', 'engine tls', 'engine unix'];
export const NODE_HTTP2: readonly CarrierName[] = ['node:http2', 'node:http2 tls', 'node:http2 unix'];
/** Those with a socket, whose other end may be anything. */
export const SOCKETS: readonly CarrierName[] = [...ENGINE, ...NODE_HTTP2];
export const CARRIERS: readonly CarrierName[] = ['loopback', ...SOCKETS];
/** Those over TCP without TLS, those with TLS, and those over a Unix socket. */
export const PLAIN: readonly CarrierName[] = ['engine', 'node:http2'];
export const TLS: readonly CarrierName[] = ['engine tls', 'node:http2 tls'];
export const UNIX: readonly CarrierName[] = ['engine unix', 'node:http2 unix'];

function carrierOf(name: CarrierName): Carrier {
  if (name === 'loopback') return new Loopback();
  return ENGINE.includes(name) ? engine : nodeHttp2;
}

export interface LinkOptions {
  readonly clientWindowBytes?: number;
  readonly serverWindowBytes?: number;
  readonly maxConcurrentStreams?: number;
  readonly maxHeaderListBytes?: number;
}

/** Writes down what a client session says. */
export class ClientWatch extends Waiting implements ClientSessionSink {
  readonly calls: string[] = [];
  error: TransportError | undefined;
  closed = false;

  #record(call: string): void {
    assert.ok(!this.closed, `${call} after onClosed`);
    this.calls.push(call);
    this.changed();
  }
  onReady(): void {
    this.#record('ready');
  }
  onSlots(): void {
    this.#record('slots');
  }
  onGoingAway(code: number, debug: string): void {
    this.#record(`going away ${code} ${debug}`);
  }
  onClosed(error: TransportError | undefined): void {
    this.#record('closed');
    this.error = error;
    this.closed = true;
    this.changed();
  }
}

export class ServerWatch extends Waiting implements ServerSessionSink {
  readonly session: ServerSession;
  readonly streams: ServerHandle[] = [];
  #taken = 0;
  error: TransportError | undefined;
  closed = false;
  /** Set up for every stream, before anything else of it is delivered. */
  prepare: ((stream: ServerHandle) => void) | undefined;

  constructor(session: ServerSession) {
    super();
    this.session = session;
  }

  onStream(raw: ServerStream, fields: FieldList): StreamSink {
    const sink = new Recorder();
    const stream = new ServerHandle(raw, sink, fields);
    this.streams.push(stream);
    this.prepare?.(stream);
    this.changed();
    return sink;
  }

  onClosed(error: TransportError | undefined): void {
    assert.ok(!this.closed, 'onClosed came twice');
    this.error = error;
    this.closed = true;
    this.changed();
  }

  /** The next stream that a client opens. */
  async next(): Promise<ServerHandle> {
    const index = this.#taken++;
    await this.until(() => this.streams.length > index);
    return this.streams[index]!;
  }
}

export class ListenerWatch extends Waiting implements ListenerSink {
  readonly sessions: ServerWatch[] = [];
  readonly errors: TransportError[] = [];

  onSession(session: ServerSession): ServerSessionSink {
    const watch = new ServerWatch(session);
    this.sessions.push(watch);
    this.changed();
    return watch;
  }

  onError(error: TransportError): void {
    this.errors.push(error);
    this.changed();
  }
}

/** A place to listen and the options of both sides, for one carrier. */
export class Place {
  readonly name: CarrierName;
  readonly carrier: Carrier;
  readonly clock = new FakeClock();
  readonly accepted = new ListenerWatch();
  readonly #options: LinkOptions;
  address: SocketAddress = { host: '127.0.0.1', port: 0 };
  listener: Listener | undefined;
  #connectTls: ConnectOptions['tls'];
  #listenTls: ListenOptions['tls'];

  private constructor(name: CarrierName, options: LinkOptions) {
    this.name = name;
    this.carrier = carrierOf(name);
    this.#options = options;
    if (UNIX.includes(name)) this.address = { path: join(tmpdir(), `barewire-${randomBytes(6).toString('hex')}.sock`) };
  }

  static async make(name: CarrierName, options: LinkOptions = {}): Promise<Place> {
    const place = new Place(name, options);
    if (TLS.includes(name)) {
      const { ca, server } = await sharedCertificates();
      place.#connectTls = resolveClientTls('test', { ca: ca.cert }, '127.0.0.1');
      place.#listenTls = resolveServerTls('test', server);
    }
    return place;
  }

  get connectOptions(): ConnectOptions {
    return {
      clock: this.clock,
      connectTimeoutMs: 20_000,
      tls: this.#connectTls,
      streamWindowBytes: this.#options.clientWindowBytes ?? 65_535,
      maxHeaderListBytes: this.#options.maxHeaderListBytes ?? 16_384,
    };
  }

  get listenOptions(): ListenOptions {
    return {
      clock: this.clock,
      tls: this.#listenTls,
      streamWindowBytes: this.#options.serverWindowBytes ?? 65_535,
      maxHeaderListBytes: this.#options.maxHeaderListBytes ?? 16_384,
      maxConcurrentStreams: this.#options.maxConcurrentStreams ?? 1_000,
      handshakeTimeoutMs: 20_000,
    };
  }

  async listen(): Promise<Listener> {
    const listener = await this.carrier.listen(this.address, this.listenOptions, this.accepted);
    if (listener.port !== 0) this.address = { host: '127.0.0.1', port: listener.port };
    this.listener = listener;
    return listener;
  }

  connect(options: Partial<ConnectOptions> = {}): { session: ClientSession; watch: ClientWatch } {
    const watch = new ClientWatch();
    return { session: this.carrier.connect(this.address, { ...this.connectOptions, ...options }, watch), watch };
  }
}

/** Both ends of one connection. */
export class Link {
  readonly place: Place;
  readonly client: ClientSession;
  readonly clientWatch: ClientWatch;
  readonly serverWatch: ServerWatch;

  private constructor(place: Place, client: ClientSession, clientWatch: ClientWatch, serverWatch: ServerWatch) {
    this.place = place;
    this.client = client;
    this.clientWatch = clientWatch;
    this.serverWatch = serverWatch;
  }

  static async open(name: CarrierName, options: LinkOptions = {}): Promise<Link> {
    const place = await Place.make(name, options);
    await place.listen();
    const { session, watch } = place.connect();
    await watch.until(() => watch.calls.includes('ready') || watch.closed);
    assert.equal(watch.error, undefined);
    await place.accepted.until(() => place.accepted.sessions.length > 0);
    return new Link(place, session, watch, place.accepted.sessions[0]!);
  }

  get server(): ServerSession {
    return this.serverWatch.session;
  }

  get clock(): FakeClock {
    return this.place.clock;
  }

  /** Opens a stream; `more` are fields behind those of every request. */
  call(more: FieldList = [], sink = new Recorder()): ClientHandle {
    return opening(() => this.client.openStream([...REQUEST, ...more], sink), sink);
  }

  /** Opens a stream and waits for the server to hear of it. */
  async stream(more: FieldList = [], sink = new Recorder()): Promise<[ClientHandle, ServerHandle]> {
    const client = this.call(more, sink);
    return [client, await this.serverWatch.next()];
  }

  /** Waits until neither side knows of a stream any more. */
  async settled(): Promise<void> {
    while (this.client.openStreams > 0 || this.server.openStreams > 0) await tick();
  }

  /** Ends everything, and shows that nothing is held. */
  async end(): Promise<void> {
    this.client.destroy('the test is over');
    this.server.destroy('the test is over');
    await this.clientWatch.until(() => this.clientWatch.closed);
    await this.serverWatch.until(() => this.serverWatch.closed);
    await this.place.listener!.close();
    const nothing = { queuedBytes: 0, heldBytes: 0, streams: 0 };
    assert.deepEqual(this.client.held, nothing, 'the client holds something');
    assert.deepEqual(this.server.held, nothing, 'the server holds something');
  }
}

/** Lets the event loop go round once. */
export function tick(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A sentence of the contract. */
export interface Clause {
  readonly name: string;
  /** The carriers that it has a meaning for. */
  readonly carriers: readonly CarrierName[];
  run(carrier: CarrierName): Promise<void>;
}

/** A clause over one link, which is opened before and ended after. */
export function clause(
  name: string,
  run: (link: Link) => Promise<void>,
  options: LinkOptions & { carriers?: readonly CarrierName[] } = {},
): Clause {
  return {
    name,
    carriers: options.carriers ?? CARRIERS,
    async run(carrier) {
      const link = await Link.open(carrier, options);
      try {
        await run(link);
      } finally {
        await link.end();
      }
    },
  };
}
