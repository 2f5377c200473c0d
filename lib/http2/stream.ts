import type { Connection } from '../../wire/http2/connection.js';
import { ErrorCode } from '../../wire/http2/error-code.js';
import type { Closed } from '../../wire/http2/sink.js';
import type { Http2Stream } from '../../wire/http2/stream.js';
import { Http2Error } from './error.js';
import { type BodySource, IncomingBody } from './incoming-body.js';
import type { BodyTarget } from './outgoing-body.js';

/** What client and server streams share: a body each way, and one end. */
export abstract class PlainStream implements BodySource, BodyTarget<PlainStream> {
  readonly connection: Connection<PlainStream>;
  readonly h2: Http2Stream<PlainStream>;
  readonly body: IncomingBody;
  /** Nothing more can be sent or is told. */
  over = false;
  #error: Error | undefined = undefined;
  #room: (() => void) | undefined = undefined;

  constructor(connection: Connection<PlainStream>, h2: Http2Stream<PlainStream>) {
    this.connection = connection;
    this.h2 = h2;
    this.body = new IncomingBody(this);
    h2.user = this;
  }

  /** Why it ended early. */
  get error(): Error | undefined {
    return this.#error;
  }

  /** What hears of an early end, beside the body. */
  protected abstract failed(error: Error): void;

  taken(bytes: number): void {
    if (!this.h2.closed && !this.h2.remoteEnded) this.connection.consumed(this.h2, bytes);
  }

  abandoned(): void {
    // A server that has answered lets the client stop without blame (RFC 9113 §8.1).
    const code = this.h2.localEnded ? ErrorCode.NO_ERROR : ErrorCode.CANCEL;
    this.reset(code, new Error('the body was not read to its end'));
  }

  room(): Promise<void> {
    if (this.over) return Promise.resolve();
    return new Promise((resolve) => {
      this.#room = resolve;
    });
  }

  /** Ends the stream from this side; `reason` is what everybody on this side hears. */
  reset(code: number, reason: Error): void {
    if (this.over) return;
    if (!this.h2.closed) this.connection.resetStream(this.h2, code);
    this.#fail(reason);
  }

  // Of the connection.

  received(buffer: Uint8Array, start: number, end: number, endStream: boolean): void {
    if (end > start) this.body.push(buffer, start, end);
    if (endStream) this.remoteEnded(undefined);
  }

  remoteEnded(trailers: readonly string[] | undefined): void {
    this.body.end(trailers);
  }

  writable(): void {
    this.#stir();
  }

  closed(closed: Closed, cause: unknown): void {
    this.#fail(new Http2Error(closed, cause));
  }

  #fail(error: Error): void {
    if (this.over) return;
    this.over = true;
    this.#error = error;
    this.body.fail(error);
    this.#stir();
    this.failed(error);
  }

  #stir(): void {
    const room = this.#room;
    this.#room = undefined;
    room?.();
  }
}
