import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Closed, FieldSection } from '../../../wire/http2/sink.js';
import type { Http2Stream } from '../../../wire/http2/stream.js';
import type { Timed } from '../../time/timer-queue.js';
import { addressText } from '../address.js';
import type { ConnectOptions } from '../carrier.js';
import { ErrorCode } from '../error-code.js';
import { connectError, isTlsError } from '../node-error.js';
import { destroyedByUs, hungUp } from '../session-error.js';
import { type ConnectPhase, connectTimedOut, noHttp2OverTls, openSocket } from '../socket/connect.js';
import { peerTls } from '../socket/peer-tls.js';
import type {
  ClientSession,
  ClientSessionSink,
  ClientStream,
  FieldList,
  Peer,
  SocketAddress,
  StreamSink,
  TransportError,
} from '../transport.js';
import { noFreeSlot } from '../transport.js';
import { GrpcClientStream } from './client-stream.js';
import { connectionOptions } from './connection-options.js';
import { EngineSession } from './session.js';
import type { Attached } from './stream.js';

/**
 *   connect ──TCP──> tls ──handshake──> settings ──SETTINGS came──> ready ──close, GOAWAY──> going away ──last stream ended──> closed
 *      └──────────────┴──error, timeout────┴─────────────────────────┴─────error, destroy──────┴──────────────────────────────> closed
 */
export class EngineClientSession extends EngineSession implements ClientSession, Timed {
  readonly peer: { address: string; tls: Peer['tls'] };
  private readonly socket: Socket;
  private readonly options: ConnectOptions;
  private readonly sink: ClientSessionSink;
  private readonly maxStreams: number;
  private phase: ConnectPhase = 'connect';
  /** What the server has said before its SETTINGS, for the message where that was no HTTP/2. */
  protected override firstBytes = '';
  private wasClosed = false;
  private toldGoingAway = false;
  /** The last slot is taken, and `onSlots` is owed. */
  private full = false;
  /** The socket keeps the process alive. */
  private referenced = true;
  /** Of the connect timeout. */
  dueMs: number;
  timerSlot = -1;

  constructor(address: SocketAddress, options: ConnectOptions, sink: ClientSessionSink) {
    const socket = openSocket(address, options.tls);
    const connection = { ...connectionOptions('client', options, undefined), fieldsAreChecked: true, allowsFieldWhitespace: true };
    super(socket, options.clock, connection, options.streamWindowBytes);
    this.peer = { address: addressText(address), tls: undefined };
    this.socket = socket;
    this.options = options;
    this.sink = sink;
    this.maxStreams = options.maxConcurrentStreams ?? Number.POSITIVE_INFINITY;
    socket.on('connect', () => this.connected());
    if (options.tls !== undefined) socket.on('secureConnect', () => this.secured());
    socket.on('error', (error) => this.connectFailed(error));
    socket.on('close', () => this.connectClosed());
    this.dueMs = options.clock.now() + options.connectTimeoutMs;
    if (options.connectTimeoutMs !== Number.POSITIVE_INFINITY) options.clock.timers.add(this);
  }

  get freeSlots(): number {
    if (this.phase !== 'ready' || this.closing || this.error !== undefined) return 0;
    return Math.min(this.connection.freeSlots, this.maxStreams - this.connection.openStreams);
  }

  openStream(fields: FieldList, sink: StreamSink): ClientStream {
    const { connection } = this;
    const free = this.freeSlots;
    if (free <= 0) throw noFreeSlot();
    this.full = free === 1;
    const h2 = connection.openStream(fields, false, undefined as unknown as Attached);
    if (h2 === undefined) throw noFreeSlot();
    const stream = new GrpcClientStream(h2, this, sink);
    h2.user = stream;
    return stream;
  }

  close(): void {
    if (this.wasClosed || this.phase === 'closed') return;
    this.wasClosed = true;
    this.closing = true;
    if (!this.spoke) this.socket.destroy();
    else {
      this.connection.shutdown(this.clock.now());
      process.nextTick(() => this.goingAway(ErrorCode.NO_ERROR, ''));
    }
  }

  override destroy(reason: string): void {
    if (this.spoke) super.destroy(reason);
    else if (this.phase !== 'closed') this.giveUp(destroyedByUs(reason));
  }

  /** HTTP/2 has begun: the driver has the socket. */
  private get spoke(): boolean {
    return this.phase === 'settings' || this.phase === 'ready';
  }

  onHeaders(h2: Http2Stream<Attached>, fields: FieldList, section: FieldSection, endStream: boolean): void {
    (h2.user as GrpcClientStream).receivedFields(fields, section, endStream);
  }

  protected processed(closed: Closed): 'no' | 'maybe' {
    return closed.processed;
  }

  onSettings(): void {
    if (this.phase !== 'settings') {
      if (this.freeSlots <= 0) this.full = true;
      return;
    }
    this.phase = 'ready';
    this.started = true;
    this.clock.timers.remove(this);
    this.driver.schedule();
    this.sink.onReady();
  }

  /** `onTurn` looks itself, since our own limit counts too. */
  onSlots(): void {}

  override onChunk(chunk: Uint8Array, bytes: number): void {
    if (!this.started && this.firstBytes.length < SHOWN_BYTES) {
      this.firstBytes += String.fromCharCode(...chunk.subarray(0, Math.min(bytes, SHOWN_BYTES - this.firstBytes.length)));
    }
    if (this.full || this.connection.openStreams === 0) this.driver.schedule();
  }

  override onGoAway(lastStreamId: number, code: number, debug: string): void {
    super.onGoAway(lastStreamId, code, debug);
    this.goingAway(code, debug);
  }

  private goingAway(code: number, debug: string): void {
    if (this.toldGoingAway || this.phase !== 'ready') return;
    this.toldGoingAway = true;
    this.sink.onGoingAway(code, debug);
  }

  /**
   * An idle connection keeps no process alive. Looked at once a turn: a call each after the other would change it twice per call,
   * which costs 0.3 µs.
   */
  override onTurn(): void {
    super.onTurn();
    if (this.full && this.freeSlots > 0) {
      this.full = false;
      this.sink.onSlots();
    }
    const wanted = this.phase !== 'ready' || this.connection.openStreams > 0;
    if (wanted === this.referenced) return;
    this.referenced = wanted;
    if (wanted) this.socket.ref();
    else this.socket.unref();
  }

  private connected(): void {
    if (this.phase !== 'connect') return;
    if (this.options.tls === undefined) this.speak();
    else this.phase = 'tls';
  }

  private secured(): void {
    const socket = this.socket as TLSSocket;
    if (socket.alpnProtocol !== 'h2') {
      this.giveUp(noHttp2OverTls(this.peer.address, socket.alpnProtocol));
      return;
    }
    this.peer.tls = peerTls(socket);
    this.speak();
  }

  private speak(): void {
    if (this.phase === 'closed') return;
    this.phase = 'settings';
    this.driver.start();
  }

  /** The connect timeout. */
  onDue(): void {
    this.giveUp(connectTimedOut(this.peer.address, this.phase, this.options.connectTimeoutMs));
  }

  private giveUp(error: TransportError): void {
    this.error ??= error;
    this.socket.destroy();
  }

  /** Before HTTP/2 has begun; from then on the driver listens. */
  private connectFailed(error: Error): void {
    if (this.phase !== 'connect' && this.phase !== 'tls') return;
    this.error ??= connectError(error, this.peer.address, this.phase, this.options.tls?.serverName);
  }

  protected override socketError(error: Error): TransportError {
    // In TLS 1.3 the server judges our certificate when the handshake is over on our side.
    if (this.phase === 'settings' && isTlsError(error)) {
      return connectError(error, this.peer.address, 'tls', this.options.tls?.serverName);
    }
    return super.socketError(error);
  }

  /** The socket was closed before HTTP/2 had begun. */
  private connectClosed(): void {
    if (this.spoke || this.phase === 'closed') return;
    if (this.error === undefined && !this.closing) {
      this.error =
        this.phase === 'tls'
          ? connectError(Object.assign(new Error('closed'), { code: 'ECONNRESET' }), this.peer.address, 'tls')
          : hungUp(this.peer.address, false);
    }
    this.over();
  }

  onSocketClosed(): void {
    this.over();
  }

  private over(): void {
    if (this.phase === 'closed') return;
    this.phase = 'closed';
    this.clock.timers.remove(this);
    this.sink.onClosed(this.error);
  }
}

/** Enough of a foreign protocol's first words to know it: `HTTP/1.1 400 Bad Request`. */
const SHOWN_BYTES = 32;
