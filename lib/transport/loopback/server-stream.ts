import { headerListBytes } from '../../../wire/hpack/field-list.js';
import { ErrorCode, errorCodeName } from '../error-code.js';
import { responseHeadersTooLarge } from '../headers-too-large.js';
import type { FieldList, ServerStream, StreamClosed, StreamSink } from '../transport.js';
import type { LoopbackClientStream } from './client-stream.js';
import type { LoopbackConnection, LoopbackServerSession } from './session.js';
import { LoopbackEnd } from './stream.js';
import { enqueue } from './turn-queue.js';

/** The server's end: the server hears of it in the turn after it was made. */
export class LoopbackServerStream extends LoopbackEnd implements ServerStream {
  readonly other: LoopbackClientStream;
  protected sink: StreamSink | undefined = undefined;
  /** The request's headers, until the server has heard of the stream. */
  #fields: FieldList | undefined;
  #endSeen = false;

  constructor(id: number, connection: LoopbackConnection, other: LoopbackClientStream, fields: FieldList) {
    super(id, connection);
    this.other = other;
    this.#fields = fields;
    enqueue(this);
  }

  get session(): LoopbackServerSession {
    return this.connection.server!;
  }

  /** The server has heard of the stream and may have acted on it. */
  get announced(): boolean {
    return this.#fields === undefined;
  }

  protected get windowBytes(): number {
    return this.connection.serverWindowBytes;
  }

  protected count(bytes: number): void {
    this.connection.bytesToServer += bytes;
  }

  protected forget(): void {
    this.connection.remove(this.other);
  }

  sendHeaders(fields: FieldList): void {
    if (!this.over && !this.other.over && this.#fits(fields)) this.other.receiveHeaders(fields);
  }

  sendTrailers(fields: FieldList): void {
    if (this.over) return;
    if (!this.other.over && this.#fits(fields)) this.other.receiveTrailers(fields);
    this.finish();
  }

  /** Resets the stream where the client does not take a header list of this size, as the client itself would. */
  #fits(fields: FieldList): boolean {
    const bytes = headerListBytes(fields);
    const limit = this.connection.clientMaxHeaderListBytes;
    if (bytes <= limit) return true;
    const end = { scope: 'stream', code: ErrorCode.ENHANCE_YOUR_CALM, phase: 'receive', processed: 'maybe' } as const;
    this.other.close({
      ...end,
      by: 'us',
      message: responseHeadersTooLarge(bytes, limit),
    });
    this.close({ ...end, by: 'peer', message: `the client takes ${limit} bytes of headers, these have ${bytes}` });
    return false;
  }

  /** Ends a stream that the server has not heard of, on both sides. */
  refuse(code: number, message: string): void {
    this.finish();
    const processed = code === ErrorCode.REFUSED_STREAM ? 'no' : 'maybe';
    this.other.close({ by: 'peer', scope: 'stream', code, phase: 'send', processed, message });
  }

  deliver(): number {
    if (this.over) return 0;
    if (this.closed !== undefined) return this.#deliverClosed(this.closed);
    let calls = 1;
    const fields = this.#fields;
    if (fields !== undefined) {
      this.#fields = undefined;
      this.sink = this.session.sink.onStream(this, fields);
    }
    if (this.queuedBytes > 0) calls += this.deliverMessages();
    if (this.ended && !this.#endSeen && this.queuedBytes === 0 && !this.over && this.closed === undefined) {
      this.#endSeen = true;
      this.sink!.onEnd();
    }
    return calls;
  }

  #deliverClosed(closed: StreamClosed): number {
    this.finish();
    this.sink?.onClosed(closed);
    return 1;
  }

  protected resetForOther(code: number): StreamClosed {
    const message = `the server reset the stream with ${errorCodeName(code)}`;
    return { by: 'peer', scope: 'stream', code, phase: 'receive', processed: code === ErrorCode.REFUSED_STREAM ? 'no' : 'maybe', message };
  }
}
