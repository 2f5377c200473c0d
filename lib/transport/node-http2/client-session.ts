import * as http2 from 'node:http2';
import type { TLSSocket } from 'node:tls';
import { headerListBytes } from '../../../wire/hpack/field-list.js';
import { NODE_HTTP2_MAX_HEADER_FIELDS, NODE_HTTP2_SESSION_MEMORY_MB } from '../../limits.js';
import type { Clock } from '../../time/clock.js';
import type { Timed } from '../../time/timer-queue.js';
import { addressText } from '../address.js';
import type { ConnectOptions } from '../carrier.js';
import { ErrorCode } from '../error-code.js';
import { headersTooLarge } from '../headers-too-large.js';
import { connectError, isTlsError } from '../node-error.js';
import { type ConnectPhase, connectTimedOut, noHttp2OverTls, openSocket } from '../socket/connect.js';
import { peerTls } from '../socket/peer-tls.js';
import type { ClientSession, ClientSessionSink, ClientStream, FieldList, Peer, SocketAddress, StreamSink } from '../transport.js';
import { noFreeSlot } from '../transport.js';
import { UnsentStream } from '../unsent-stream.js';
import { NodeClientStream } from './client-stream.js';
import { isSingleValueError, toJoinedNodeHeaders, toNodeHeaders } from './headers.js';
import { NodeSession } from './session.js';
import { ALLOW_FIELD_WHITESPACE, announced, connectionWindow } from './settings.js';

/**
 *   connect ──TCP──> tls ──handshake──> settings ──SETTINGS came──> ready ──close, GOAWAY──> going away ──last stream ended──> closed
 *      └──────────────┴──error, timeout────┴─────────────────────────┴─────error, destroy──────┴──────────────────────────────> closed
 */
export class NodeClientSession extends NodeSession<NodeClientStream> implements ClientSession, Timed {
  readonly peer: { address: string; tls: Peer['tls'] };
  readonly #options: ConnectOptions;
  readonly #sink: ClientSessionSink;
  readonly #clock: Clock;
  #phase: ConnectPhase = 'connect';
  #maxStreams = 0;
  #wasClosed = false;
  #toldGoingAway = false;
  /** Of the connect timeout. */
  dueMs: number;
  timerSlot = -1;

  constructor(address: SocketAddress, options: ConnectOptions, sink: ClientSessionSink) {
    const socket = openSocket(address, options.tls);
    super(socket, options);
    this.peer = { address: addressText(address), tls: undefined };
    this.#options = options;
    this.#sink = sink;
    this.#clock = options.clock;
    socket.on('connect', () => this.#connected());
    if (options.tls !== undefined) socket.on('secureConnect', () => this.#secured());
    socket.on('error', (error) => this.#socketFailed(error));
    socket.on('close', () => this.#socketClosed());
    // We end a connection when its streams have ended: nothing can come that we would miss.
    socket.on('finish', () => socket.destroy());
    this.dueMs = options.clock.now() + options.connectTimeoutMs;
    if (options.connectTimeoutMs !== Number.POSITIVE_INFINITY) options.clock.timers.add(this);
  }

  get freeSlots(): number {
    return this.#phase === 'ready' && !this.closing ? this.#maxStreams - this.streams.size : 0;
  }

  openStream(fields: FieldList, sink: StreamSink): ClientStream {
    if (this.freeSlots <= 0) throw noFreeSlot();
    const bytes = headerListBytes(fields);
    if (bytes > this.maxSendHeaderBytes) return new UnsentStream(this, sink, headersTooLarge(bytes, this.maxSendHeaderBytes));
    let h2: http2.ClientHttp2Stream;
    try {
      h2 = this.#request(fields);
    } catch (error) {
      // A session that ends at this very moment is the channel's to replace; headers that cannot be sent never can.
      if ((this.h2 as http2.ClientHttp2Session).destroyed || (this.h2 as http2.ClientHttp2Session).closed) throw noFreeSlot();
      return new UnsentStream(this, sink, `the request headers cannot be sent: ${(error as Error).message}`);
    }
    const stream = new NodeClientStream(h2, this, sink);
    this.streams.add(stream);
    if (this.streams.size === 1) this.socket.ref();
    return stream;
  }

  #request(fields: FieldList): http2.ClientHttp2Stream {
    const session = this.h2 as http2.ClientHttp2Session;
    try {
      return session.request(toNodeHeaders(fields), REQUEST_OPTIONS);
    } catch (error) {
      if (!isSingleValueError(error)) throw error;
      return session.request(toJoinedNodeHeaders(fields), REQUEST_OPTIONS);
    }
  }

  forget(stream: NodeClientStream): void {
    if (!this.streams.delete(stream)) return;
    if (this.streams.size === 0 && this.#phase === 'ready') this.socket.unref();
    if (this.freeSlots === 1) this.#sink.onSlots();
  }

  close(): void {
    if (this.#wasClosed || this.#phase === 'closed') return;
    this.#wasClosed = true;
    this.closing = true;
    if (this.h2 === undefined) this.socket.destroy();
    else {
      this.h2.close();
      process.nextTick(() => this.goingAway(ErrorCode.NO_ERROR, ''));
    }
  }

  /** The next call finds out. */
  onSilent(): void {}

  protected goingAway(code: number, debug: string): void {
    if (this.#toldGoingAway || this.#phase !== 'ready') return;
    this.#toldGoingAway = true;
    this.#sink.onGoingAway(code, debug);
  }

  #connected(): void {
    if (this.#phase !== 'connect') return;
    if (this.#options.tls === undefined) this.#speak();
    else this.#phase = 'tls';
  }

  #secured(): void {
    const socket = this.socket as TLSSocket;
    if (socket.alpnProtocol !== 'h2') {
      this.fail(noHttp2OverTls(this.peer.address, socket.alpnProtocol));
      return;
    }
    this.peer.tls = peerTls(socket);
    this.#speak();
  }

  #speak(): void {
    this.#phase = 'settings';
    const h2 = http2.connect('http://localhost', {
      createConnection: () => this.socket,
      settings: {
        enablePush: false,
        ...announced(this.#options),
      },
      maxSessionMemory: NODE_HTTP2_SESSION_MEMORY_MB,
      maxHeaderListPairs: NODE_HTTP2_MAX_HEADER_FIELDS,
      ...ALLOW_FIELD_WHITESPACE,
    });
    h2.setLocalWindowSize(connectionWindow(this.#options));
    this.watch(h2, 'client');
    h2.on('remoteSettings', (settings) => this.#settings(settings));
  }

  #settings(settings: http2.Settings): void {
    const before = this.freeSlots;
    const { maxConcurrentStreams = Number.POSITIVE_INFINITY } = this.#options;
    this.#maxStreams = Math.min(settings.maxConcurrentStreams ?? Number.POSITIVE_INFINITY, maxConcurrentStreams);
    this.limitHeaders(settings);
    if (this.#phase === 'settings') {
      this.#phase = 'ready';
      this.started = true;
      this.#clock.timers.remove(this);
      if (this.streams.size === 0) this.socket.unref();
      this.#sink.onReady();
    } else if (before <= 0 && this.freeSlots > 0) this.#sink.onSlots();
  }

  /** The connect timeout. */
  onDue(): void {
    this.fail(connectTimedOut(this.peer.address, this.#phase, this.#options.connectTimeoutMs));
  }

  #socketFailed(error: Error): void {
    const { address } = this.peer;
    const serverName = this.#options.tls?.serverName;
    if (this.#phase === 'connect' || this.#phase === 'tls') this.fail(connectError(error, address, this.#phase, serverName));
    // In TLS 1.3 the server judges our certificate when the handshake is over on our side.
    else if (this.#phase === 'settings' && isTlsError(error)) this.fail(connectError(error, address, 'tls', serverName));
    else this.failWith(error);
  }

  #socketClosed(): void {
    // With a session of node:http2, its own 'close' is the last word.
    if (this.h2 === undefined) this.over();
  }

  protected over(): void {
    if (this.#phase === 'closed') return;
    if (this.error === undefined && !this.closing && this.#phase === 'tls') {
      this.error = connectError(Object.assign(new Error('closed'), { code: 'ECONNRESET' }), this.peer.address, 'tls');
    }
    this.#phase = 'closed';
    this.#clock.timers.remove(this);
    this.#sink.onClosed(this.finalError());
  }
}

const REQUEST_OPTIONS = { endStream: false } as const;
