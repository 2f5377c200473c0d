import { performServerHandshake, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { DEFAULT_ABUSE_LIMITS } from '../../../wire/http2/abuse-budget.js';
import { NODE_HTTP2_MAX_HEADER_FIELDS, NODE_HTTP2_SESSION_MEMORY_MB } from '../../limits.js';
import type { ListenOptions } from '../carrier.js';
import { ErrorCode } from '../error-code.js';
import { isGrpcRequest } from '../http-stream.js';
import type { FieldList, ListenerSink, Peer, ServerSession, ServerSessionSink } from '../transport.js';
import { AbuseGuard } from './abuse-guard.js';
import { NodeHttpStream } from './http-stream.js';
import { NodeServerStream } from './server-stream.js';
import { NodeSession, type SessionOptions } from './session.js';
import { ALLOW_FIELD_WHITESPACE, announced, connectionWindow } from './settings.js';

export class NodeServerSession extends NodeSession<NodeServerStream | NodeHttpStream> implements ServerSession {
  readonly peer: Peer;
  #sink: ServerSessionSink | undefined = undefined;
  #closed = false;
  readonly #guard: AbuseGuard;

  constructor(h2: ServerHttp2Session, socket: Socket, peer: Peer, options: SessionOptions) {
    super(socket, options);
    this.peer = peer;
    this.started = true;
    socket.on('error', (error) => this.failWith(error));
    this.watch(h2, 'server');
    h2.on('remoteSettings', (settings) => this.limitHeaders(settings));
    this.#guard = new AbuseGuard(h2, socket, options.clock, options.abuse ?? DEFAULT_ABUSE_LIMITS, (text) => this.sendAway(text));
    h2.on('stream', (h2Stream, _headers, _flags, fields?: FieldList) => this.#onStream(h2Stream, fields!));
  }

  /** Makes a session of a socket whose preface, in `first`, is whole. */
  static begin(socket: Socket, first: Buffer, peer: Peer, options: ListenOptions, sink: ListenerSink): void {
    socket.unshift(first);
    const h2 = performServerHandshake(socket, {
      settings: {
        ...announced(options),
        maxConcurrentStreams: options.maxConcurrentStreams,
      },
      maxSessionMemory: NODE_HTTP2_SESSION_MEMORY_MB,
      maxHeaderListPairs: NODE_HTTP2_MAX_HEADER_FIELDS,
      ...ALLOW_FIELD_WHITESPACE,
    });
    h2.setLocalWindowSize(connectionWindow(options));
    const session = new NodeServerSession(h2, socket, peer, options);
    session.serve(sink.onSession(session));
  }

  serve(sink: ServerSessionSink): void {
    this.#sink = sink;
  }

  #onStream(h2Stream: ServerHttp2Stream, fields: FieldList): void {
    const sink = this.#sink!;
    if (sink.onHttpStream !== undefined && !isGrpcRequest(fields)) {
      const stream = new NodeHttpStream(h2Stream, this);
      this.streams.add(stream);
      stream.serve(sink.onHttpStream(stream, fields));
      return;
    }
    const stream = new NodeServerStream(h2Stream, this);
    this.streams.add(stream);
    stream.serve(sink.onStream(stream, fields));
  }

  forget(stream: NodeServerStream | NodeHttpStream): void {
    if (!this.streams.delete(stream)) return;
    const { h2 } = stream;
    // Reset, and not by us: `over` says that nothing was left to be told.
    if (!stream.over && h2.id !== undefined && h2.rstCode !== undefined && h2.rstCode !== ErrorCode.NO_ERROR)
      this.#guard.streamReset(h2.id);
  }

  close(): void {
    if (this.closing) return;
    this.closing = true;
    this.h2!.close();
  }

  onSilent(): void {
    this.close();
  }

  protected goingAway(code: number): void {
    // A client that goes away opens no streams; those that are open end as they would.
    if (code === ErrorCode.NO_ERROR) this.closing = true;
  }

  protected over(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#sink!.onClosed(this.finalError());
  }
}
