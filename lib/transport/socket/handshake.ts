import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { CLIENT_PREFACE_BYTES } from '../../../wire/http2/preface.js';
import type { Timed } from '../../time/timer-queue.js';
import { remoteText } from '../address.js';
import type { ListenOptions } from '../carrier.js';
import { ErrorCode } from '../error-code.js';
import { handshakeError } from '../node-error.js';
import { type ListenerSink, type Peer, TransportError } from '../transport.js';
import { peerTls } from './peer-tls.js';
import { describeFirstBytes, HTTP1_ANSWER, isHttp1, isPreface } from './preface.js';

/** Makes a session of an accepted `socket`. `first` are the bytes that were read from it, the preface and perhaps more. */
export type BeginSession = (socket: Socket, first: Buffer, peer: Peer) => void;

/**
 * An accepted socket until it is a session.
 *
 *   tls ──secured──> preface ──24 bytes came──> session
 *    └──error, timeout──┴──other bytes, error, timeout──> failed
 *
 * An HTTP/2 library would swallow the first bytes of a client that speaks something else, and wait for ever for one that says
 * nothing. So the preface is read here, and handed on.
 */
export class Handshake implements Timed {
  readonly remote: string;
  readonly #raw: Socket;
  readonly #options: ListenOptions;
  readonly #sink: ListenerSink;
  readonly #beginSession: BeginSession;
  /** What the preface is read from: the socket, or TLS over it. */
  #socket: Socket | undefined = undefined;
  #first: Buffer = Buffer.alloc(0);
  #done = false;
  dueMs: number;
  timerSlot = -1;
  readonly #onData = (chunk: Buffer) => this.#read(chunk);
  readonly #onError = (error: Error) => this.failWith(error);
  readonly #onClose = () => this.#closed();

  constructor(raw: Socket, options: ListenOptions, sink: ListenerSink, path: string | undefined, begin: BeginSession) {
    this.remote = remoteText(raw, path);
    this.#raw = raw;
    this.#options = options;
    this.#sink = sink;
    this.#beginSession = begin;
    raw.on('error', this.#onError);
    raw.on('close', this.#onClose);
    this.dueMs = options.clock.now() + options.handshakeTimeoutMs;
    if (options.handshakeTimeoutMs !== Number.POSITIVE_INFINITY) options.clock.timers.add(this);
  }

  /** The socket is ready for HTTP/2. */
  readPreface(socket: Socket): void {
    if (this.#done) return;
    this.#socket = socket;
    if (socket !== this.#raw) {
      socket.on('error', this.#onError);
      socket.on('close', this.#onClose);
      const alpn = (socket as TLSSocket).alpnProtocol;
      if (alpn !== 'h2') {
        this.fail(this.#failure('tls', `${this.remote} offered no HTTP/2 (ALPN h2) in the TLS handshake: it is no gRPC client`));
        return;
      }
    }
    socket.on('data', this.#onData);
  }

  #read(chunk: Buffer): void {
    const first = this.#first.length === 0 ? chunk : Buffer.concat([this.#first, chunk]);
    this.#first = first;
    if (!isPreface(first)) this.#refuse(first);
    else if (first.length >= CLIENT_PREFACE_BYTES) this.#begin(first);
  }

  #refuse(first: Buffer): void {
    const socket = this.#socket!;
    socket.off('data', this.#onData);
    if (isHttp1(first)) {
      socket.on('finish', () => socket.destroy());
      socket.end(HTTP1_ANSWER);
    }
    this.fail(this.#failure('connect', `${this.remote} spoke ${describeFirstBytes(first)}`), isHttp1(first));
  }

  #begin(first: Buffer): void {
    const socket = this.#socket!;
    this.#finish();
    socket.pause();
    const tls = socket === this.#raw ? undefined : peerTls(socket as TLSSocket);
    this.#beginSession(socket, first, { address: this.remote, tls });
  }

  /** The socket failed, or TLS over it. */
  failWith(error: Error): void {
    if (this.#done) return;
    // A port that is only tried may also be let go with RST.
    if (this.#raw.bytesRead === 0 && (error as NodeJS.ErrnoException).code === 'ECONNRESET') this.#drop();
    else this.fail(handshakeError(error, this.remote));
  }

  onDue(): void {
    const what = this.#socket === undefined ? 'finished no TLS handshake' : 'sent no HTTP/2 preface';
    this.fail(this.#failure('connect', `${this.remote} connected and ${what} within ${this.#options.handshakeTimeoutMs} ms`));
  }

  #closed(): void {
    if (this.#done) return;
    // A port that is only tried, as health checks do, is no error.
    if (this.#raw.bytesRead === 0 || (this.#socket !== undefined && this.#first.length === 0)) this.#finish();
    else {
      const what = this.#socket === undefined ? 'during the TLS handshake' : 'inside the HTTP/2 preface';
      this.fail(this.#failure('connect', `${this.remote} closed the connection ${what}`));
    }
  }

  fail(error: TransportError, answered = false): void {
    if (this.#done) return;
    this.#drop(answered);
    this.#sink.onError(error);
  }

  #drop(answered = false): void {
    this.#finish();
    const ignore = () => {};
    this.#raw.on('error', ignore);
    this.#socket?.on('error', ignore);
    if (!answered) {
      this.#socket?.destroy();
      this.#raw.destroy();
    }
  }

  #failure(phase: 'connect' | 'tls', message: string): TransportError {
    return new TransportError(message, { scope: 'connection', by: 'peer', phase, code: ErrorCode.PROTOCOL_ERROR, processed: 'no' });
  }

  #finish(): void {
    this.#done = true;
    this.#options.clock.timers.remove(this);
    for (const socket of [this.#raw, this.#socket]) {
      socket?.off('data', this.#onData);
      socket?.off('close', this.#onClose);
      socket?.off('error', this.#onError);
    }
  }
}
