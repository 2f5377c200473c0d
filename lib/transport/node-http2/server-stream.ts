import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { headerListBytes } from '../../../wire/hpack/field-list.js';
import { ErrorCode, errorCodeName } from '../error-code.js';
import { headersTooLarge } from '../headers-too-large.js';
import type { FieldList, ServerStream, StreamClosed, StreamSink } from '../transport.js';
import { isSingleValueError, toJoinedNodeHeaders, toNodeHeaders } from './headers.js';
import { type Carried, enqueue, NodeStream, OURS, type StreamOwner } from './stream.js';

/** gRPC has no `date`; node:http2 would add one. */
const WITH_TRAILERS = { waitForTrailers: true, sendDate: false };
const TRAILERS_ONLY = { endStream: true, sendDate: false };

/** The server's side. */
export class NodeServerStream extends NodeStream<ServerHttp2Stream> implements ServerStream {
  readonly session: StreamOwner<NodeServerStream>;
  protected sink: StreamSink | undefined = undefined;
  #headers: FieldList | undefined = undefined;
  #trailers: FieldList | undefined = undefined;
  /** Why headers could not be sent. */
  #unsent: StreamClosed | undefined = undefined;

  constructor(h2: ServerHttp2Stream, session: StreamOwner<NodeServerStream>) {
    super(h2);
    this.session = session;
    h2.on('wantTrailers', onWantTrailers);
  }

  /** The sink that `onStream` gave. */
  serve(sink: StreamSink): void {
    this.sink = sink;
  }

  sendHeaders(fields: FieldList): void {
    if (this.over) return;
    this.#headers = fields;
    enqueue(this);
  }

  sendTrailers(fields: FieldList): void {
    if (this.over) return;
    this.stop();
    this.ending = true;
    if (this.h2.destroyed || this.h2.closed) return;
    if (this.#headers === undefined && !this.h2.headersSent) {
      if (this.#submit(fields, (headers) => this.h2.respond(headers, TRAILERS_ONLY))) this.#endEarly();
      return;
    }
    this.#trailers = fields;
    if (this.#respond()) this.writeEnd();
  }

  protected flush(): void {
    if (this.h2.destroyed || this.h2.closed) return;
    if (!this.#respond()) {
      this.stop();
      this.outgoing.clear();
      this.sink?.onClosed(this.#unsent!);
    } else if (this.outgoing.bytes > 0) this.write();
  }

  #respond(): boolean {
    const headers = this.#headers;
    if (headers === undefined) return true;
    this.#headers = undefined;
    return this.#submit(headers, (list) => this.h2.respond(list, WITH_TRAILERS));
  }

  /** node:http2 has sent all messages. */
  wantTrailers(): void {
    if (this.#submit(this.#trailers ?? [], (headers) => this.h2.sendTrailers(headers))) this.#endEarly();
  }

  /** Headers that cannot be sent end the stream: with an error of the session otherwise, or thrown into the event loop. */
  #submit(fields: FieldList, send: (headers: OutgoingHttpHeaders) => void): boolean {
    const bytes = headerListBytes(fields);
    const limit = this.session.maxSendHeaderBytes;
    if (bytes > limit) return this.#cannotSend(headersTooLarge(bytes, limit));
    try {
      send(toNodeHeaders(fields));
      return true;
    } catch (error) {
      if (!isSingleValueError(error)) return this.#cannotSend(`the response headers cannot be sent: ${(error as Error).message}`);
      send(toJoinedNodeHeaders(fields));
      return true;
    }
  }

  #cannotSend(message: string): false {
    const code = ErrorCode.ENHANCE_YOUR_CALM;
    this.#unsent = { by: 'caller', scope: 'stream', code, phase: 'send', processed: 'maybe', message };
    this.abort(code);
    return false;
  }

  /** The client still sends, and nobody reads it: RST_STREAM(NO_ERROR) behind the trailers (RFC 9113 §8.1). */
  #endEarly(): void {
    // node:http2 sends trailers in a setImmediate of its own; this one runs behind it.
    if (!this.h2.readableEnded) setImmediate(closeEarly, this.h2);
  }

  /** node:http2 ends what can be read also where the stream was cut off. That is no half-close, and 'close' follows. */
  override receivedEnd(): void {
    if (!this.h2.aborted && !this.h2.rstCode) super.receivedEnd();
  }

  protected incomingEnd(): void {
    this.sink!.onEnd();
  }

  protected closed(cause: unknown): StreamClosed {
    const end = this.session.connectionEnd(this, cause);
    if (end !== undefined) return end;
    const code = this.h2.rstCode ?? ErrorCode.NO_ERROR;
    return {
      by: 'peer',
      scope: 'stream',
      code,
      phase: 'receive',
      processed: 'maybe',
      message: `the client reset the stream with ${errorCodeName(code)}`,
    };
  }

  protected forget(): void {
    this.session.forget(this);
  }
}

function onWantTrailers(this: ServerHttp2Stream): void {
  (this as unknown as Carried<NodeServerStream>)[OURS].wantTrailers();
}

function closeEarly(h2: ServerHttp2Stream): void {
  if (!h2.readableEnded && !h2.destroyed) h2.close(ErrorCode.NO_ERROR);
}
