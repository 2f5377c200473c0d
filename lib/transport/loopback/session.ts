import { headerListBytes } from '../../../wire/hpack/field-list.js';
import type { Clock } from '../../time/clock.js';
import { ErrorCode } from '../error-code.js';
import { headersTooLarge } from '../headers-too-large.js';
import {
  type ClientSession,
  type ClientSessionSink,
  type ClientStream,
  type FieldList,
  type Initiator,
  noFreeSlot,
  type Peer,
  type ServerSession,
  type ServerSessionSink,
  type StreamSink,
  TransportError,
  type TransportErrorInit,
  type TransportSession,
} from '../transport.js';
import { LoopbackClientStream } from './client-stream.js';
import { countOpenStreams, type Deliverable, enqueue } from './turn-queue.js';

const loopbackPeer: Peer = { address: 'loopback', tls: undefined };

export interface LoopbackClientOptions {
  readonly clock: Clock;
  readonly streamWindowBytes: number;
  readonly maxHeaderListBytes: number;
}

export interface LoopbackServerOptions extends LoopbackClientOptions {
  readonly maxConcurrentStreams: number;
}

/** The side that waits for loopback connections: a listener, while there is one. */
export interface LoopbackAcceptor {
  readonly options: LoopbackServerOptions;
  onSession(session: ServerSession): ServerSessionSink;
}

type PingDone = (roundTripMs: number | undefined) => void;

/**
 * What both sessions of a loopback connection share.
 *
 *   connecting ──onReady──> open ──close──> closing ──no stream is open──> closed
 *       └────────────────────┴───────────────┴────destroy, refused───────> closed
 *
 * Events of the connection are few: they wait as functions, and run in a turn of their own.
 */
export class LoopbackConnection implements Deliverable {
  inTurn = false;
  state: 'connecting' | 'open' | 'closing' | 'closed' = 'connecting';
  readonly client: LoopbackClientSession;
  server: LoopbackServerSession | undefined = undefined;
  readonly clientWindowBytes: number;
  readonly clientMaxHeaderListBytes: number;
  serverWindowBytes = 0;
  serverMaxHeaderListBytes = 0;
  maxConcurrentStreams = 0;
  /** Open streams in no particular order; each knows its place. */
  readonly streams: LoopbackClientStream[] = [];
  /** Bytes of messages that wait for delivery. */
  bytesToServer = 0;
  bytesToClient = 0;
  #events: (() => void)[] = [];

  constructor(options: LoopbackClientOptions, sink: ClientSessionSink, acceptor: () => LoopbackAcceptor | undefined) {
    this.client = new LoopbackClientSession(this, options.clock, sink);
    this.clientWindowBytes = options.streamWindowBytes;
    this.clientMaxHeaderListBytes = options.maxHeaderListBytes;
    this.post(() => this.#connect(acceptor()));
  }

  post(event: () => void): void {
    this.#events.push(event);
    enqueue(this);
  }

  deliver(): number {
    const events = this.#events;
    this.#events = [];
    for (const event of events) event();
    return events.length;
  }

  #connect(acceptor: LoopbackAcceptor | undefined): void {
    if (this.state !== 'connecting') return;
    if (acceptor === undefined) {
      this.state = 'closed';
      this.client.sink.onClosed(
        new TransportError('no server listens on this loopback: its listener is closed, or was never opened', {
          ...connectionEnd('peer'),
          phase: 'connect',
          code: ErrorCode.CONNECT_ERROR,
          processed: 'no',
        }),
      );
      return;
    }
    const { options } = acceptor;
    this.serverWindowBytes = options.streamWindowBytes;
    this.serverMaxHeaderListBytes = options.maxHeaderListBytes;
    this.maxConcurrentStreams = options.maxConcurrentStreams;
    this.server = new LoopbackServerSession(this, options.clock);
    this.server.sink = acceptor.onSession(this.server);
    if (this.state !== 'connecting') return;
    this.state = 'open';
    this.client.sink.onReady();
  }

  add(stream: LoopbackClientStream): void {
    stream.slot = this.streams.length;
    this.streams.push(stream);
    countOpenStreams(1);
  }

  remove(stream: LoopbackClientStream): void {
    const streams = this.streams;
    const last = streams.pop()!;
    if (last !== stream) {
      streams[stream.slot] = last;
      last.slot = stream.slot;
    }
    countOpenStreams(-1);
    if (this.state === 'closing') this.#closeIfIdle();
    else if (streams.length === this.maxConcurrentStreams - 1) this.post(() => this.#tellSlots());
  }

  #tellSlots(): void {
    if (this.client.freeSlots > 0) this.client.sink.onSlots();
  }

  /** No new streams; what the server has not heard of is refused, as GOAWAY's last identifier would say. */
  close(by: 'client' | 'server'): void {
    if (this.state === 'closing' || this.state === 'closed') return;
    const wasOpen = this.state === 'open';
    this.state = 'closing';
    if (by === 'server') {
      for (const stream of this.streams.slice()) {
        if (stream.other.announced) continue;
        stream.other.refuse(
          ErrorCode.REFUSED_STREAM,
          'the server is closing and takes no new streams: connect again, or to another server',
        );
      }
    }
    if (wasOpen) this.post(() => this.client.sink.onGoingAway(ErrorCode.NO_ERROR, by === 'server' ? 'the server is closing' : ''));
    this.#closeIfIdle();
  }

  #closeIfIdle(): void {
    if (this.streams.length > 0) return;
    this.post(() => {
      if (this.state === 'closed' || this.streams.length > 0) return;
      this.state = 'closed';
      this.#tellClosed(undefined, undefined);
    });
  }

  destroy(by: 'client' | 'server', reason: string): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    const atClient = by === 'client' ? 'us' : 'peer';
    const atServer = by === 'server' ? 'us' : 'peer';
    for (const stream of this.streams.slice()) {
      const processed = stream.other.announced ? 'maybe' : 'no';
      stream.other.close({ ...connectionEnd(atServer), message: endMessage(atServer, reason) });
      stream.close({ ...connectionEnd(atClient), processed, message: endMessage(atClient, reason) });
    }
    this.post(() =>
      this.#tellClosed(
        new TransportError(endMessage(atClient, reason), connectionEnd(atClient)),
        new TransportError(endMessage(atServer, reason), connectionEnd(atServer)),
      ),
    );
  }

  #tellClosed(client: TransportError | undefined, server: TransportError | undefined): void {
    this.client.sink.onClosed(client);
    this.server?.sink.onClosed(server);
  }
}

function connectionEnd(by: Initiator): TransportErrorInit {
  return { scope: 'connection', by, phase: 'receive', code: ErrorCode.CANCEL, processed: 'maybe' };
}

function endMessage(by: Initiator, reason: string): string {
  return by === 'us' ? `the connection was closed: ${reason}` : `the other side closed the connection: ${reason}`;
}

abstract class LoopbackSession implements TransportSession {
  readonly connection: LoopbackConnection;
  readonly peer = loopbackPeer;
  readonly #clock: Clock;

  constructor(connection: LoopbackConnection, clock: Clock) {
    this.connection = connection;
    this.#clock = clock;
  }

  protected abstract readonly side: 'client' | 'server';

  get openStreams(): number {
    return this.connection.streams.length;
  }

  /** Messages are delivered whole, so that none is ever held half. */
  get held(): { readonly queuedBytes: number; readonly heldBytes: number; readonly streams: number } {
    const { bytesToClient, bytesToServer, streams } = this.connection;
    return { queuedBytes: this.side === 'client' ? bytesToServer : bytesToClient, heldBytes: 0, streams: streams.length };
  }

  ping(done: PingDone): void {
    const sentMs = this.#clock.now();
    this.connection.post(() => done(this.connection.state === 'closed' ? undefined : this.#clock.now() - sentMs));
  }

  close(): void {
    this.connection.close(this.side);
  }

  destroy(reason: string): void {
    this.connection.destroy(this.side, reason);
  }
}

export class LoopbackClientSession extends LoopbackSession implements ClientSession {
  protected readonly side = 'client';
  readonly sink: ClientSessionSink;
  #nextId = 1;

  constructor(connection: LoopbackConnection, clock: Clock, sink: ClientSessionSink) {
    super(connection, clock);
    this.sink = sink;
  }

  get freeSlots(): number {
    const connection = this.connection;
    return connection.state === 'open' ? connection.maxConcurrentStreams - connection.streams.length : 0;
  }

  openStream(fields: FieldList, sink: StreamSink): ClientStream {
    if (this.freeSlots <= 0) throw noFreeSlot();
    const connection = this.connection;
    const stream = new LoopbackClientStream(this.#nextId, connection, fields, sink);
    this.#nextId += 2;
    connection.add(stream);
    const bytes = headerListBytes(fields);
    const limit = connection.serverMaxHeaderListBytes;
    if (bytes > limit) stream.other.refuse(ErrorCode.ENHANCE_YOUR_CALM, headersTooLarge(bytes, limit));
    return stream;
  }
}

export class LoopbackServerSession extends LoopbackSession implements ServerSession {
  protected readonly side = 'server';
  sink!: ServerSessionSink;
}
