import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import type { Slab } from '../../wire/bytes/slab.js';
import type { FieldList } from '../../wire/hpack/field-list.js';
import { Connection } from '../../wire/http2/connection.js';
import { ErrorCode, errorCodeName } from '../../wire/http2/error-code.js';
import type { Settings } from '../../wire/http2/settings.js';
import type { Closed, ConnectionSink, FieldSection } from '../../wire/http2/sink.js';
import type { Http2Stream } from '../../wire/http2/stream.js';
import type { Clock } from '../time/clock.js';
import { Driver, type DriverOwner } from '../transport/engine/driver.js';
import { Http2Error } from './error.js';
import type { Http2Settings } from './options.js';
import type { PlainStream } from './stream.js';

/** Either end of a connection over a Duplex. */
export interface Http2Connection {
  /** Resolves when the socket is closed: with undefined after a `close` that went well, else with the reason. Never rejects. */
  readonly closed: Promise<Http2Error | undefined>;
  /** Requests in progress. */
  readonly openStreams: number;
  /** What the other side has announced (RFC 9113 §6.5.2). */
  readonly peerSettings: Settings;
  /** Sends a PING (RFC 9113 §6.7); gives the round-trip time in milliseconds, or undefined where the connection closed first. */
  ping(): Promise<number | undefined>;
  /** No new requests (GOAWAY); resolves as `closed` when those in progress have ended. */
  close(): Promise<Http2Error | undefined>;
  /** Ends everything now: GOAWAY with `code` (default NO_ERROR), requests in progress fail with `message`. */
  destroy(message?: string, code?: number): void;
}

/** What both ends share: the connection with its driver, and why it ends. */
export abstract class Http2Session implements Http2Connection, ConnectionSink<PlainStream>, DriverOwner {
  readonly connection: Connection<PlainStream>;
  readonly closed: Promise<Http2Error | undefined>;
  protected readonly clock: Clock;
  readonly #driver: Driver<PlainStream>;
  #error: Http2Error | undefined = undefined;
  #socketError: Error | undefined = undefined;
  #closing = false;
  /** What a GOAWAY with an error said. */
  #goAway: { readonly code: number; readonly message: string } | undefined = undefined;
  #resolve!: (error: Http2Error | undefined) => void;

  constructor(socket: Duplex, { clock, connection }: Http2Settings) {
    this.clock = clock;
    this.connection = new Connection<PlainStream>(connection, this);
    this.#driver = new Driver<PlainStream>(socket, this.connection, clock, this);
    this.closed = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#driver.start();
    // Its 'close' has been and gone.
    if (socket.destroyed) process.nextTick(() => this.#driver.closed());
  }

  get openStreams(): number {
    return this.connection.openStreams;
  }

  get peerSettings(): Settings {
    return this.connection.peerSettings;
  }

  ping(): Promise<number | undefined> {
    return new Promise((resolve) => {
      if (this.connection.closed) resolve(undefined);
      else this.connection.ping(resolve, this.clock.now());
    });
  }

  async close(): Promise<Http2Error | undefined> {
    if (!this.#closing) {
      this.#closing = true;
      this.beginClose();
      this.connection.shutdown(this.clock.now());
    }
    return this.closed;
  }

  destroy(message = 'the connection was destroyed', code: number = ErrorCode.NO_ERROR): void {
    if (this.connection.closed) return;
    this.#error ??= new Http2Error({ by: 'caller', scope: 'connection', code, processed: 'maybe', message });
    this.#driver.destroy(code, message);
  }

  /** Such as `Http2ClientConnection { 3 requests in progress }`. */
  [inspect.custom](): string {
    const state = this.connection.closed ? 'closed' : `${this.openStreams} requests in progress${this.#closing ? ', closing' : ''}`;
    return `${this.name} { ${state} }`;
  }

  protected abstract readonly name: string;

  /** Why the connection has ended, where it was no good end. */
  protected get reason(): Http2Error | undefined {
    return this.#error;
  }

  protected beginClose(): void {}

  /** A connection that ends behind a GOAWAY with an error ends because of that. */
  #explained(closed: Closed): Closed {
    return closed.scope === 'connection' && closed.by === 'peer' && this.#goAway !== undefined ? { ...closed, ...this.#goAway } : closed;
  }

  // What the connection says.

  abstract onHeaders(stream: Http2Stream<PlainStream>, fields: FieldList, section: FieldSection, endStream: boolean): void;

  onData(stream: Http2Stream<PlainStream>, buffer: Uint8Array, start: number, end: number, endStream: boolean): void {
    stream.user?.received(buffer, start, end, endStream);
  }

  onWritable(stream: Http2Stream<PlainStream>): void {
    stream.user?.writable();
  }

  onStreamClosed(stream: Http2Stream<PlainStream>, closed: Closed): void {
    stream.user?.closed(this.#explained(closed), closed.scope === 'connection' ? this.#socketError : undefined);
  }

  onSettings(_settings: Settings): void {}

  onSlots(): void {}

  onGoAway(_lastStreamId: number, code: number, debug: string): void {
    if (code === ErrorCode.NO_ERROR) this.#closing = true;
    else this.#goAway = { code, message: `the other side went away with ${errorCodeName(code)}${debug === '' ? '' : `: ${debug}`}` };
    this.beginClose();
  }

  onClosed(closed: Closed | undefined): void {
    if (closed !== undefined && !this.#closing) this.#error ??= new Http2Error(this.#explained(closed), this.#socketError);
    this.#driver.end();
  }

  onOutput(): void {
    this.#driver.schedule();
  }

  onWakeChange(): void {
    this.#driver.arm();
  }

  onWrite(bytes: Uint8Array, slab: Slab | undefined, more: boolean): void {
    this.#driver.write(bytes, slab, more);
  }

  // What the driver says.

  onSocketEnd(error: Error | undefined): string {
    this.#socketError = error;
    return error === undefined ? 'the other side has closed the connection' : `the connection failed: ${error.message}`;
  }

  onChunk(): void {}

  onTurn(): void {}

  onSocketClosed(): void {
    this.#resolve(this.#error);
  }
}
