import type { ServerHttp2Stream } from 'node:http2';
import { ErrorCode, errorCodeName } from '../error-code.js';
import type { HttpStream, HttpStreamSink } from '../http-stream.js';
import type { FieldList, StreamClosed, TransportSession } from '../transport.js';
import { isSingleValueError, toJoinedNodeHeaders, toNodeHeaders } from './headers.js';
import { type Carried, OURS } from './stream.js';

/** The date is the server's to give, on every carrier. */
const WITH_CONTENT = { endStream: false, sendDate: false };
const WITHOUT_CONTENT = { endStream: true, sendDate: false };

/** What it needs of its session. */
export interface HttpStreamOwner extends TransportSession {
  readonly windowBytes: number;
  connectionEnd(stream: { readonly id: number }, cause: unknown): StreamClosed | undefined;
  forget(stream: NodeHttpStream): void;
}

/**
 * A plain request over node:http2, which is given what comes and gives what goes as it is.
 *
 *   open ──sendHeaders or sendData with end, reset, last sink call──> over ──'close' of node's stream──> forgotten by the session
 */
export class NodeHttpStream implements HttpStream {
  readonly h2: ServerHttp2Stream;
  readonly id: number;
  readonly session: HttpStreamOwner;
  over = false;
  cause: unknown = undefined;
  #sink: HttpStreamSink | undefined = undefined;
  #unconsumedBytes = 0;
  #paused = false;

  constructor(h2: ServerHttp2Stream, session: HttpStreamOwner) {
    this.h2 = h2;
    this.id = h2.id ?? 0;
    this.session = session;
    (h2 as ServerHttp2Stream & Carried<NodeHttpStream>)[OURS] = this;
    h2.on('data', onData);
    h2.on('end', onEnd);
    h2.on('error', onError);
    h2.on('close', onClose);
    h2.on('drain', onDrain);
    h2.on('finish', onFinish);
  }

  /** The sink that `onHttpStream` gave. */
  serve(sink: HttpStreamSink): void {
    this.#sink = sink;
  }

  get queuedBytes(): number {
    return this.h2.destroyed ? 0 : this.h2.writableLength;
  }

  get heldBytes(): number {
    return this.h2.destroyed ? 0 : this.h2.readableLength;
  }

  sendInformational(fields: FieldList): void {
    if (!this.#isOpen() || this.h2.headersSent) return;
    this.#submit(fields, (headers) => this.h2.additionalHeaders(headers));
  }

  sendHeaders(fields: FieldList, end: boolean): void {
    if (!this.#isOpen()) return;
    const sent = this.#submit(fields, (headers) => this.h2.respond(headers, end ? WITHOUT_CONTENT : WITH_CONTENT));
    if (sent && end) this.#ended();
  }

  sendData(bytes: Uint8Array, end: boolean): boolean {
    if (!this.#isOpen()) return true;
    if (!end) return this.h2.write(bytes);
    this.h2.end(bytes);
    this.#ended();
    return true;
  }

  reset(code: number): void {
    if (!this.#isOpen()) return;
    this.#ended();
    this.h2.close(code);
  }

  consumed(bytes: number): void {
    this.#unconsumedBytes -= bytes;
    if (this.#paused && this.#unconsumedBytes < this.session.windowBytes) this.#resume();
  }

  received(chunk: Buffer): void {
    if (this.over) return;
    this.#unconsumedBytes += chunk.length;
    this.#sink!.onData(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length), 0, chunk.length);
    if (this.#unconsumedBytes < this.session.windowBytes || this.over) return;
    this.#paused = true;
    this.h2.pause();
  }

  receivedEnd(): void {
    // node:http2 emits 'end' also where the stream was cut off; 'close' follows then.
    if (!this.over && !this.h2.aborted && !this.h2.rstCode) this.#sink!.onEnd();
  }

  drained(): void {
    if (!this.over) this.#sink!.onWritable();
  }

  /** The response has gone. Where the client still sends, nobody reads it: RST_STREAM(NO_ERROR) (RFC 9113 §8.1). */
  finished(): void {
    if (this.over && !this.h2.readableEnded && !this.h2.destroyed) this.h2.close(ErrorCode.NO_ERROR);
  }

  gone(): void {
    this.session.forget(this);
    if (this.over) return;
    this.#ended();
    this.#sink?.onClosed(this.session.connectionEnd(this, this.cause) ?? this.#resetBy());
  }

  #resetBy(): StreamClosed {
    const code = this.h2.rstCode ?? ErrorCode.NO_ERROR;
    const message = `the client reset the stream with ${errorCodeName(code)}`;
    return { by: 'peer', scope: 'stream', code, phase: 'receive', processed: 'maybe', message };
  }

  #isOpen(): boolean {
    return !this.over && !this.h2.destroyed && !this.h2.closed;
  }

  /** No sink call and no command from now on; what comes is dropped. */
  #ended(): void {
    this.over = true;
    if (this.#paused) this.#resume();
  }

  #resume(): void {
    this.#paused = false;
    this.h2.resume();
  }

  /** Headers that node:http2 refuses end the stream: it would throw into the event loop otherwise. */
  #submit(fields: FieldList, send: (headers: ReturnType<typeof toNodeHeaders>) => void): boolean {
    try {
      send(toNodeHeaders(fields));
      return true;
    } catch (error) {
      if (isSingleValueError(error)) {
        send(toJoinedNodeHeaders(fields));
        return true;
      }
      this.#ended();
      this.h2.close(ErrorCode.INTERNAL_ERROR);
      return false;
    }
  }
}

type Ours = Carried<NodeHttpStream>;

function onData(this: ServerHttp2Stream, chunk: Buffer): void {
  (this as ServerHttp2Stream & Ours)[OURS].received(chunk);
}

function onEnd(this: ServerHttp2Stream): void {
  (this as ServerHttp2Stream & Ours)[OURS].receivedEnd();
}

/** 'close' follows. */
function onError(this: ServerHttp2Stream, error: Error): void {
  (this as ServerHttp2Stream & Ours)[OURS].cause = error;
}

function onClose(this: ServerHttp2Stream): void {
  (this as ServerHttp2Stream & Ours)[OURS].gone();
}

function onDrain(this: ServerHttp2Stream): void {
  (this as ServerHttp2Stream & Ours)[OURS].drained();
}

function onFinish(this: ServerHttp2Stream): void {
  (this as ServerHttp2Stream & Ours)[OURS].finished();
}
