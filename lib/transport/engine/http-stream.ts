import type { Connection } from '../../../wire/http2/connection.js';
import type { Closed, FieldSection } from '../../../wire/http2/sink.js';
import type { Http2Stream } from '../../../wire/http2/stream.js';
import type { HttpStream, HttpStreamSink } from '../http-stream.js';
import type { FieldList } from '../transport.js';
import { requestEnd } from './server-stream.js';
import type { Attached, StreamOwner } from './stream.js';

/**
 * A plain request over a stream of a connection, which does all the work.
 *
 *   open ──sendHeaders or sendData with end, reset, last sink call──▶ over
 */
export class EngineHttpStream implements HttpStream, Attached {
  readonly id: number;
  readonly session: StreamOwner;
  private readonly h2: Http2Stream<Attached>;
  private readonly connection: Connection<Attached>;
  private sink: HttpStreamSink | undefined = undefined;
  private over = false;

  constructor(h2: Http2Stream<Attached>, session: StreamOwner) {
    this.id = h2.id;
    this.h2 = h2;
    this.session = session;
    this.connection = session.connection;
  }

  /** The sink that `onHttpStream` gave. */
  serve(sink: HttpStreamSink): void {
    this.sink = sink;
  }

  sendInformational(fields: FieldList): void {
    if (!this.over) this.connection.sendHeaders(this.h2, fields, false);
  }

  sendHeaders(fields: FieldList, end: boolean): void {
    if (this.over) return;
    // Throws for fields that cannot be sent; then the stream is as before.
    this.connection.sendHeaders(this.h2, fields, end);
    this.over = end;
  }

  sendData(bytes: Uint8Array, end: boolean): boolean {
    if (this.over) return true;
    this.over = end;
    // Where the client still sends, the connection lets RST_STREAM(NO_ERROR) follow (RFC 9113 §8.1).
    return this.connection.sendData(this.h2, bytes, end);
  }

  reset(code: number): void {
    if (this.over) return;
    this.over = true;
    this.connection.resetStream(this.h2, code);
  }

  consumed(bytes: number): void {
    if (!this.over && !this.h2.remoteEnded) this.connection.consumed(this.h2, bytes);
  }

  // Of the session.

  /** A field section: trailers end the request, and are dropped. */
  receivedFields(_fields: FieldList, _section: FieldSection, endStream: boolean): void {
    if (!this.over && endStream) this.sink!.onEnd();
  }

  received(buffer: Uint8Array, start: number, end: number, endStream: boolean): void {
    if (!this.over && start < end) this.sink!.onData(buffer, start, end);
    if (!this.over && endStream) this.sink!.onEnd();
  }

  writable(): void {
    if (!this.over) this.sink!.onWritable();
  }

  closed(closed: Closed): void {
    if (this.over) return;
    this.over = true;
    this.sink?.onClosed(closed.scope === 'connection' ? this.session.connectionEnd(closed) : requestEnd(closed));
  }
}
