import type { Closed, FieldSection } from '../../../wire/http2/sink.js';
import type { Http2Stream } from '../../../wire/http2/stream.js';
import { ErrorCode, errorCodeName } from '../error-code.js';
import type { ClientStream, FieldList, StreamClosed, StreamSink } from '../transport.js';
import { type Attached, GrpcStream, type StreamOwner } from './stream.js';

/** The client's side. */
export class GrpcClientStream extends GrpcStream implements ClientStream {
  readonly session: StreamOwner;
  protected readonly sink: StreamSink;
  private headersSeen = false;
  private trailers: FieldList | undefined = undefined;

  constructor(h2: Http2Stream<Attached>, session: StreamOwner, sink: StreamSink) {
    super(h2, session.connection);
    this.session = session;
    this.sink = sink;
  }

  sendEnd(): void {
    if (this.over || this.ending) return;
    this.ending = true;
    this.connection.sendData(this.h2, NOTHING, true);
  }

  receivedFields(fields: FieldList, section: FieldSection, endStream: boolean): void {
    if (this.over || section === 'informational') return;
    if (!endStream) {
      this.headersSeen = true;
      this.sink.onHeaders(fields);
      return;
    }
    this.trailers = fields;
    this.receivedEnd();
  }

  protected incomingEnd(): void {
    const { trailers } = this;
    if (trailers === undefined) {
      this.closed({
        by: 'peer',
        scope: 'stream',
        code: ErrorCode.NO_ERROR,
        processed: 'maybe',
        message: '',
      });
      return;
    }
    this.letGo();
    this.stop();
    this.sink.onTrailers(trailers, !this.headersSeen);
  }

  override closed(closed: Closed): void {
    if (this.over) return;
    // Trailers are final, whatever comes behind them; they wait for the consumer.
    if (this.trailers !== undefined && closed.scope === 'stream') return;
    this.letGo();
    super.closed(closed);
  }

  /** The server has ended, early perhaps, and reads no more: what we still have to send is of no use (RFC 9113 §8.1). */
  private letGo(): void {
    const { h2 } = this;
    if (!h2.closed && h2.remoteEnded) this.connection.resetStream(h2, ErrorCode.NO_ERROR);
  }

  protected streamEnd(closed: Closed): StreamClosed {
    const { by, code, processed } = closed;
    const phase = this.ending || this.headersSeen ? 'receive' : 'send';
    const message =
      by !== 'peer'
        ? closed.message
        : code === ErrorCode.NO_ERROR
          ? 'the server ended the stream without trailers, so without a status: is it a gRPC server?'
          : `the server reset the stream with ${errorCodeName(code)}`;
    // Headers that the server does not take: they left nothing, but the call would be sent again, as much in vain.
    if (by !== 'peer' && processed === 'no') return { by: 'caller', scope: 'stream', code, phase: 'send', processed: 'maybe', message };
    return { by, scope: 'stream', code, phase, processed, message };
  }
}

const NOTHING = new Uint8Array(0);
