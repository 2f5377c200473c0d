import type { ClientHttp2Stream } from 'node:http2';
import { headerListBytes } from '../../../wire/hpack/field-list.js';
import { ErrorCode, errorCodeName } from '../error-code.js';
import { responseHeadersTooLarge } from '../headers-too-large.js';
import type { ClientStream, FieldList, StreamClosed, StreamSink } from '../transport.js';
import { type Carried, NodeStream, OURS, type StreamOwner } from './stream.js';

/** The flag of a HEADERS frame that ends the stream (RFC 9113 §6.2). */
const END_STREAM = 0x1;

/** The client's side. */
export class NodeClientStream extends NodeStream<ClientHttp2Stream> implements ClientStream {
  readonly session: StreamOwner<NodeClientStream>;
  protected readonly sink: StreamSink;
  #headersSeen = false;
  #trailers: FieldList | undefined = undefined;

  constructor(h2: ClientHttp2Stream, session: StreamOwner<NodeClientStream>, sink: StreamSink) {
    super(h2);
    this.session = session;
    this.sink = sink;
    h2.on('response', onResponse);
    h2.on('trailers', onTrailers);
  }

  sendEnd(): void {
    if (this.over || this.ending) return;
    this.ending = true;
    this.writeEnd();
  }

  protected flush(): void {
    if (this.ending) this.writeEnd();
    else if (this.outgoing.bytes > 0) this.write();
  }

  receivedHeaders(fields: FieldList, end: boolean): void {
    this.session.headersCame();
    if (this.over || !this.#fits(fields)) return;
    if (end) {
      this.#final(fields, true);
    } else {
      this.#headersSeen = true;
      this.sink.onHeaders(fields);
    }
  }

  receivedTrailers(fields: FieldList): void {
    if (!this.over && this.#fits(fields)) this.#trailers = fields;
  }

  /** node:http2 announces the limit and does not hold servers to it. */
  #fits(fields: FieldList): boolean {
    const bytes = headerListBytes(fields);
    const limit = this.session.maxHeaderListBytes;
    if (bytes <= limit) return true;
    this.stop();
    this.outgoing.clear();
    this.abort(ErrorCode.ENHANCE_YOUR_CALM);
    this.sink.onClosed({
      by: 'us',
      scope: 'stream',
      code: ErrorCode.ENHANCE_YOUR_CALM,
      phase: 'receive',
      processed: 'maybe',
      message: responseHeadersTooLarge(bytes, limit),
    });
    return false;
  }

  /** Trailers are final, whatever comes behind them. */
  protected override cutShort(): boolean {
    return this.#trailers === undefined && super.cutShort();
  }

  /** A reset behind the trailers may close node's stream before it has emitted 'end'. */
  override gone(): void {
    if (!this.over && this.#trailers !== undefined && this.heldBytes === 0) this.incomingEnd();
    super.gone();
  }

  protected incomingEnd(): void {
    // Without trailers the stream is closed next, and `closed` says why.
    if (this.#trailers !== undefined) this.#final(this.#trailers, !this.#headersSeen);
  }

  #final(fields: FieldList, trailersOnly: boolean): void {
    const ended = this.ending;
    this.stop();
    this.outgoing.clear();
    // The server has answered early and reads no more: what we still have to send is of no use (RFC 9113 §8.1).
    if (!ended) this.abort(ErrorCode.NO_ERROR);
    this.sink.onTrailers(fields, trailersOnly);
  }

  protected closed(cause: unknown): StreamClosed {
    const end = this.session.connectionEnd(this, cause);
    if (end !== undefined) return end;
    const code = this.h2.rstCode ?? ErrorCode.NO_ERROR;
    return {
      by: 'peer',
      scope: 'stream',
      code,
      phase: this.ending || this.#headersSeen ? 'receive' : 'send',
      processed: code === ErrorCode.REFUSED_STREAM ? 'no' : 'maybe',
      message:
        code === ErrorCode.NO_ERROR
          ? 'the server ended the stream without trailers, so without a status: is it a gRPC server?'
          : `the server reset the stream with ${errorCodeName(code)}`,
    };
  }

  protected forget(): void {
    this.session.forget(this);
  }
}

function onResponse(this: ClientHttp2Stream, _headers: unknown, flags: number, fields?: FieldList): void {
  (this as unknown as Carried<NodeClientStream>)[OURS].receivedHeaders(fields!, (flags & END_STREAM) !== 0);
}

function onTrailers(this: ClientHttp2Stream, _headers: unknown, _flags: number, fields?: FieldList): void {
  (this as unknown as Carried<NodeClientStream>)[OURS].receivedTrailers(fields!);
}
