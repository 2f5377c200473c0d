import type { Duplex } from 'node:stream';
import type { Slab } from '../../../wire/bytes/slab.js';
import { Connection, type ConnectionOptions } from '../../../wire/http2/connection.js';
import type { Settings } from '../../../wire/http2/settings.js';
import type { Closed, ConnectionSink, FieldSection } from '../../../wire/http2/sink.js';
import type { Http2Stream } from '../../../wire/http2/stream.js';
import { MAX_HELD_BYTES } from '../../../wire/limits.js';
import type { Clock } from '../../time/clock.js';
import { ErrorCode } from '../error-code.js';
import { brokenByPeer, destroyedByUs, goneAway, hungUp, noHttp2, sessionError } from '../session-error.js';
import type { FieldList, Peer, StreamClosed, TransportError, TransportSession } from '../transport.js';
import { Driver, type DriverOwner } from './driver.js';
import { MessageAdmission } from './message-admission.js';
import type { Attached, GrpcStream, StreamOwner } from './stream.js';

/**
 * What client and server sessions share: the connection, its driver, and why it ends. The first reason counts; the streams that it ends
 * hear the same one.
 */
export abstract class EngineSession implements TransportSession, StreamOwner, ConnectionSink<Attached>, DriverOwner {
  abstract readonly peer: Peer;
  readonly connection: Connection<Attached>;
  readonly windowBytes: number;
  heldBytes = 0;
  readonly admission: MessageAdmission;
  protected readonly driver: Driver<Attached>;
  protected readonly clock: Clock;
  /** The peer's SETTINGS have come. */
  protected started = false;
  /** `close` was called on either side, and the connection may end without an error. */
  protected closing = false;
  protected error: TransportError | undefined = undefined;
  protected firstBytes = '';
  /** Of a GOAWAY with an error. */
  private goAway: { readonly code: number; readonly debug: string } | undefined = undefined;
  /** Streams whose consumers have taken messages, so that more can be handed over. */
  private resumable: GrpcStream[] = [];

  constructor(socket: Duplex, clock: Clock, options: ConnectionOptions, windowBytes: number) {
    this.clock = clock;
    this.windowBytes = windowBytes;
    this.admission = new MessageAdmission(options.abuseLimits?.maxHeldBytes ?? MAX_HELD_BYTES);
    this.connection = new Connection<Attached>(options, this);
    this.driver = new Driver<Attached>(socket, this.connection, clock, this);
  }

  get openStreams(): number {
    return this.connection.openStreams;
  }

  get held(): { readonly queuedBytes: number; readonly heldBytes: number; readonly streams: number } {
    return {
      queuedBytes: this.connection.queuedBytes + this.driver.unwrittenBytes,
      heldBytes: this.heldBytes,
      streams: this.connection.openStreams,
    };
  }

  ping(done: (roundTripMs: number | undefined) => void): void {
    if (this.connection.closed || !this.started) process.nextTick(done, undefined);
    else this.connection.ping(done, this.clock.now());
  }

  abstract close(): void;

  destroy(reason: string): void {
    if (this.error !== undefined || this.connection.closed) return;
    this.error = destroyedByUs(reason);
    this.driver.destroy(ErrorCode.NO_ERROR, reason);
  }

  resumeLater(stream: GrpcStream): void {
    if (this.resumable.length === 0) this.driver.schedule();
    this.resumable.push(stream);
  }

  connectionEnd(closed: Closed): StreamClosed {
    const { by, scope, code, phase, message, cause } = this.fail(closed);
    return { by, scope, code, phase, processed: this.processed(closed), message, cause };
  }

  /** Whether the server may have acted on a stream that ends with its connection. */
  protected abstract processed(closed: Closed): 'no' | 'maybe';

  /** Notes why the connection ends. */
  private fail(closed: Closed): TransportError {
    this.error ??= this.describe(closed);
    return this.error;
  }

  private describe(closed: Closed): TransportError {
    if (closed.by === 'us') {
      const { address } = this.peer;
      return this.started ? brokenByPeer(address, closed.code, closed.message) : noHttp2(address, this.firstBytes);
    }
    return this.peersEnd();
  }

  /** The peer has ended the connection; GOAWAY may have said why. */
  private peersEnd(): TransportError {
    const { goAway } = this;
    return goAway === undefined ? hungUp(this.peer.address, this.started) : goneAway(this.peer.address, goAway.code, goAway.debug);
  }

  // What the connection says.

  abstract onHeaders(stream: Http2Stream<Attached>, fields: FieldList, section: FieldSection, endStream: boolean): void;
  abstract onSettings(settings: Settings): void;
  abstract onSlots(): void;

  onData(stream: Http2Stream<Attached>, buffer: Uint8Array, start: number, end: number, endStream: boolean): void {
    stream.user!.received(buffer, start, end, endStream);
  }

  onWritable(stream: Http2Stream<Attached>): void {
    stream.user!.writable();
  }

  onStreamClosed(stream: Http2Stream<Attached>, closed: Closed): void {
    stream.user?.closed(closed);
  }

  onGoAway(_lastStreamId: number, code: number, debug: string): void {
    this.closing = true;
    if (code !== ErrorCode.NO_ERROR) this.goAway = { code, debug };
  }

  onClosed(closed: Closed | undefined): void {
    if (closed !== undefined && !this.closing) this.fail(closed);
    // Who never spoke HTTP/2 need not hear our last words.
    this.driver.end(!this.started);
  }

  onOutput(): void {
    this.driver.schedule();
  }

  onWakeChange(): void {
    this.driver.arm();
  }

  onWrite(bytes: Uint8Array, slab: Slab | undefined, more: boolean): void {
    this.driver.write(bytes, slab, more);
  }

  // What the driver says.

  onSocketEnd(error: Error | undefined): string {
    if (error !== undefined) this.error ??= this.socketError(error);
    else if (!this.closing || this.goAway !== undefined || this.connection.openStreams > 0) this.error ??= this.peersEnd();
    return this.error?.message ?? hungUp(this.peer.address, this.started).message;
  }

  protected socketError(error: Error): TransportError {
    return sessionError(error, this.peer.address, this.started);
  }

  onChunk(_chunk: Uint8Array, _bytes: number): void {}

  onTurn(): void {
    if (this.resumable.length === 0) return;
    const streams = this.resumable;
    this.resumable = [];
    for (const stream of streams) stream.resume();
  }

  abstract onSocketClosed(): void;
}
