import { errorCodeName } from '../error-code.js';
import type { ClientStream, FieldList, StreamClosed, StreamSink } from '../transport.js';
import { LoopbackServerStream } from './server-stream.js';
import type { LoopbackClientSession, LoopbackConnection } from './session.js';
import { LoopbackEnd } from './stream.js';
import { enqueue } from './turn-queue.js';

/** The client's end; it makes the server's. */
export class LoopbackClientStream extends LoopbackEnd implements ClientStream {
  readonly sink: StreamSink;
  readonly other: LoopbackServerStream;
  /** Its place in the connection's list of streams. */
  slot = -1;
  #headers: FieldList | undefined = undefined;
  #hadHeaders = false;
  #trailers: FieldList | undefined = undefined;

  constructor(id: number, connection: LoopbackConnection, fields: FieldList, sink: StreamSink) {
    super(id, connection);
    this.sink = sink;
    this.other = new LoopbackServerStream(id, connection, this, fields);
  }

  get session(): LoopbackClientSession {
    return this.connection.client;
  }

  protected get windowBytes(): number {
    return this.connection.clientWindowBytes;
  }

  protected count(bytes: number): void {
    this.connection.bytesToClient += bytes;
  }

  protected forget(): void {
    this.connection.remove(this);
  }

  receiveHeaders(fields: FieldList): void {
    this.#headers = fields;
    enqueue(this);
  }

  receiveTrailers(fields: FieldList): void {
    this.#trailers = fields;
    enqueue(this);
  }

  deliver(): number {
    if (this.over) return 0;
    if (this.closed !== undefined) return this.#deliverClosed(this.closed);
    let calls = 1;
    const headers = this.#headers;
    if (headers !== undefined) {
      this.#headers = undefined;
      this.#hadHeaders = true;
      this.sink.onHeaders(headers);
    }
    if (this.queuedBytes > 0) calls += this.deliverMessages();
    const trailers = this.#trailers;
    if (trailers !== undefined && this.queuedBytes === 0 && !this.over) {
      // Final, also where the stream was destroyed from within a sink call just now.
      this.finish();
      this.sink.onTrailers(trailers, !this.#hadHeaders);
    }
    return calls;
  }

  #deliverClosed(closed: StreamClosed): number {
    this.finish();
    this.sink.onClosed(closed);
    return 1;
  }

  protected resetForOther(code: number): StreamClosed {
    const message = `the client reset the stream with ${errorCodeName(code)}`;
    return { by: 'peer', scope: 'stream', code, phase: 'receive', processed: 'maybe', message };
  }
}
