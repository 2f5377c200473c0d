import type { Closed, FieldSection } from '../../../wire/http2/sink.js';
import type { Http2Stream } from '../../../wire/http2/stream.js';
import { errorCodeName } from '../error-code.js';
import type { FieldList, ServerStream, StreamClosed, StreamSink } from '../transport.js';
import { type Attached, GrpcStream, type StreamOwner } from './stream.js';

/** The server's side. */
export class GrpcServerStream extends GrpcStream implements ServerStream {
  readonly session: StreamOwner;
  protected sink: StreamSink = undefined as unknown as StreamSink;

  constructor(h2: Http2Stream<Attached>, session: StreamOwner) {
    super(h2, session.connection);
    this.session = session;
  }

  /** The sink that `onStream` gave. */
  serve(sink: StreamSink): void {
    this.sink = sink;
  }

  sendHeaders(fields: FieldList): void {
    if (!this.over) this.connection.sendHeaders(this.h2, fields, false);
  }

  sendTrailers(fields: FieldList): void {
    if (this.over) return;
    this.stop();
    // Where the client still sends, the connection lets RST_STREAM(NO_ERROR) follow (gRPC over HTTP/2; RFC 9113 §8.1).
    this.connection.sendHeaders(this.h2, fields, true);
  }

  receivedFields(_fields: FieldList, _section: FieldSection, endStream: boolean): void {
    if (!this.over && endStream) this.receivedEnd();
  }

  protected incomingEnd(): void {
    this.sink.onEnd();
  }

  protected streamEnd(closed: Closed): StreamClosed {
    return requestEnd(closed);
  }
}

/** Why a request of either kind ended, where its connection goes on. */
export function requestEnd({ by, code, message }: Closed): StreamClosed {
  const text = by === 'peer' ? `the client reset the stream with ${errorCodeName(code)}` : message;
  return { by, scope: 'stream', code, phase: by === 'peer' ? 'receive' : 'send', processed: 'maybe', message: text };
}
