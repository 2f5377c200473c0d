import type { Duplex } from 'node:stream';
import type { FieldSection } from '../../../wire/http2/sink.js';
import type { Http2Stream } from '../../../wire/http2/stream.js';
import type { ListenOptions } from '../carrier.js';
import { isGrpcRequest } from '../http-stream.js';
import type { FieldList, ListenerSink, Peer, ServerSession, ServerSessionSink } from '../transport.js';
import { connectionOptions } from './connection-options.js';
import { EngineHttpStream } from './http-stream.js';
import { GrpcServerStream } from './server-stream.js';
import { EngineSession } from './session.js';
import type { Attached } from './stream.js';

/** The server's end of a connection. */
export class EngineServerSession extends EngineSession implements ServerSession {
  readonly peer: Peer;
  private sink: ServerSessionSink | undefined = undefined;

  constructor(socket: Duplex, peer: Peer, options: ListenOptions) {
    const connection = {
      ...connectionOptions('server', options, options.maxConcurrentStreams),
      fieldsAreChecked: true,
      allowsFieldWhitespace: true,
    };
    super(socket, options.clock, connection, options.streamWindowBytes);
    this.peer = peer;
  }

  /** Makes a session of a socket whose preface, in `first`, is whole. */
  static begin(socket: Duplex, first: Uint8Array, peer: Peer, options: ListenOptions, sink: ListenerSink): void {
    const session = new EngineServerSession(socket, peer, options);
    session.started = true;
    session.sink = sink.onSession(session);
    session.driver.start(first);
  }

  onHeaders(h2: Http2Stream<Attached>, fields: FieldList, section: FieldSection, endStream: boolean): void {
    const known = h2.user as GrpcServerStream | EngineHttpStream | undefined;
    if (known !== undefined) {
      known.receivedFields(fields, section, endStream);
      return;
    }
    const sink = this.sink!;
    if (sink.onHttpStream !== undefined && !isGrpcRequest(fields)) {
      const stream = new EngineHttpStream(h2, this);
      h2.user = stream;
      stream.serve(sink.onHttpStream(stream, fields));
      if (endStream) stream.receivedFields(fields, section, true);
      return;
    }
    const stream = new GrpcServerStream(h2, this);
    h2.user = stream;
    stream.serve(sink.onStream(stream, fields));
    if (endStream) stream.receivedFields(fields, section, true);
  }

  protected processed(): 'maybe' {
    return 'maybe';
  }

  onSettings(): void {}

  onSlots(): void {}

  close(): void {
    if (this.closing) return;
    this.closing = true;
    this.connection.shutdown(this.clock.now());
  }

  onSocketClosed(): void {
    this.sink!.onClosed(this.error);
  }
}
