import { HpackDecoder } from '../hpack/decoder.js';
import { HpackEncoder } from '../hpack/encoder.js';
import type { FieldList } from '../hpack/field-list.js';
import { DEFAULT_MAX_HEADER_LIST_BYTES, MAX_UNCONSUMED_BYTES, SETTINGS_TIMEOUT_MS } from '../limits.js';
import { type AbuseLimits, DEFAULT_ABUSE_LIMITS, maxContinuations, maxHeaderBlockBytes } from './abuse-budget.js';
import { AdaptiveWindow } from './adaptive-window.js';
import { checkConnectionOptions, checkWindow } from './check-options.js';
import { ControlFrames } from './control-frames.js';
import { Core } from './core.js';
import { ErrorCode } from './error-code.js';
import { ConnectionError, StreamError } from './errors.js';
import { FRAME_HEADER_BYTES } from './frame-header.js';
import { FrameReader } from './frame-reader.js';
import { PING_FRAME_BYTES, writePing } from './frames/ping.js';
import { SETTING_BYTES, writeSettings } from './frames/settings.js';
import { OutstandingPings, type PingDone } from './ping.js';
import { CLIENT_PREFACE_BYTES, writeClientPreface } from './preface.js';
import { ReceiveCredit } from './receive-credit.js';
import { Receiver } from './receiver.js';
import { Sender } from './sender.js';
import { INITIAL_SETTINGS, type Settings } from './settings.js';
import { Shutdown } from './shutdown.js';
import type { ConnectionSink } from './sink.js';
import type { EngineStream, Http2Stream } from './stream.js';

export interface ConnectionOptions {
  readonly role: 'client' | 'server';
  /**
   * What we announce; RFC 9113's initial values where left out, except that header lists are at most 64 KiB then. ENABLE_PUSH is
   * always 0: pushed streams are not taken.
   */
  readonly settings?: Partial<Settings>;
  /** Receive window of the whole connection, 65,535 to 2^31-1 bytes. Default 65,535 (RFC 9113 §6.9.2). */
  readonly connectionWindowBytes?: number;
  /** Bytes delivered to all streams and not `consumed`, beyond which the connection's window is not given back. Default 16 MiB. */
  readonly maxUnconsumedBytes?: number;
  /** What a peer may make us do and hold for nothing (abuse-budget.ts). */
  readonly abuseLimits?: AbuseLimits;
  /** What receive windows may grow to by themselves, where the path takes it (bdp-estimator.ts). Default 0: they stay. */
  readonly maxAdaptiveWindowBytes?: number;
}

/**
 * HTTP/2 without a socket (RFC 9113), either role: bytes, commands and the time go in, sink calls and bytes come out.
 *
 * `receive`, `receiveEnd`, `wake` and `flush` are for whoever drives the connection, and not to be called from inside a sink call.
 * Commands are legal everywhere, in sink calls and in an encoder between `reserveData` and `commitData` too; on a stream that is closed,
 * or whose side has ended, they do nothing. A sink that throws breaks its own word: the connection ends with INTERNAL_ERROR, its state
 * stays whole, and the error passes on to the driver.
 */
export class Connection<U> {
  private readonly core: Core<U>;
  private readonly sender: Sender<U>;
  private readonly credit: ReceiveCredit<U>;
  private readonly adaptive: AdaptiveWindow<U> | undefined;
  private readonly receiver: Receiver<U>;
  private readonly control: ControlFrames<U>;
  private readonly reader: FrameReader;
  private readonly pings: OutstandingPings;
  private readonly shutdowns: Shutdown<U>;
  private readonly settings: Partial<Settings>;
  private readonly connectionWindowBytes: number;
  /** Inside `receive`, `receiveEnd`, `wake` or `flush`. */
  private busy: boolean;
  /** `onClosed` was called. */
  private finished: boolean;

  /** Throws a RangeError for options that cannot be. */
  constructor(options: ConnectionOptions, sink: ConnectionSink<U>) {
    checkConnectionOptions(options);
    const isServer = options.role === 'server';
    const maxHeaderListBytes = options.settings?.maxHeaderListBytes ?? DEFAULT_MAX_HEADER_LIST_BYTES;
    const maxBlockBytes = maxHeaderBlockBytes(maxHeaderListBytes);
    this.settings = { ...options.settings, maxHeaderListBytes, enablePush: false };
    this.connectionWindowBytes = options.connectionWindowBytes ?? INITIAL_SETTINGS.initialWindowBytes;
    const limits = options.abuseLimits ?? DEFAULT_ABUSE_LIMITS;
    this.core = new Core(isServer, sink, new HpackEncoder(), new HpackDecoder({ maxListBytes: maxHeaderListBytes }), limits);
    this.sender = new Sender(this.core);
    this.credit = new ReceiveCredit(this.core, INITIAL_SETTINGS.initialWindowBytes, options.maxUnconsumedBytes ?? MAX_UNCONSUMED_BYTES);
    this.pings = new OutstandingPings();
    const windowBytes = options.settings?.initialWindowBytes ?? INITIAL_SETTINGS.initialWindowBytes;
    const { maxAdaptiveWindowBytes = 0 } = options;
    this.adaptive =
      maxAdaptiveWindowBytes > windowBytes
        ? new AdaptiveWindow(this.core, this.credit, this.pings, windowBytes, maxAdaptiveWindowBytes)
        : undefined;
    this.shutdowns = new Shutdown(this.core);
    this.control = new ControlFrames(this.core, this.sender, this.credit, this.pings, this.shutdowns);
    this.receiver = new Receiver(this.core, this.credit, this.control, maxBlockBytes, maxContinuations(maxBlockBytes));
    this.reader = new FrameReader(this.receiver, isServer);
    this.busy = false;
    this.finished = false;
  }

  // State.

  /** When `wake` wants to be called, in monotonic milliseconds; Infinity for never. */
  get wakeAtMs(): number {
    return this.core.wakeAtMs;
  }

  /** What the peer has announced; RFC 9113's initial values until its SETTINGS have come. */
  get peerSettings(): Settings {
    return this.core.peerSettings;
  }

  get openStreams(): number {
    return this.core.streams.open.size;
  }

  /** Streams that may be opened now (client). Until the peer's SETTINGS have come, 100 at most. */
  get freeSlots(): number {
    return this.core.freeSlots;
  }

  /** Bytes that wait: given to `sendData`, or frames not handed over yet. */
  get queuedBytes(): number {
    return this.core.queuedBytes + this.core.output.bytes;
  }

  /** Bytes received and kept: of frames and field blocks that are not complete. */
  get heldBytes(): number {
    return this.reader.stashedBytes + this.receiver.heldBytes;
  }

  /**
   * Of what `onData` has given and `consumed` has not given back, what its receiver cannot consume before more has come, such as the
   * begin of a message. Set by the owner; it does not count for `maxUnconsumedBytes`, or many begins could wait for each other for ever.
   */
  get partialBytes(): number {
    return this.core.partialBytes;
  }

  set partialBytes(bytes: number) {
    this.core.partialBytes = bytes;
  }

  /** Nothing more can be sent or received; `onClosed` may still be due. */
  get closed(): boolean {
    return this.core.closed;
  }

  /** Where `reserveData`'s position points into; valid until the next command after `commitData` or `cancelData`. */
  get reservedBuffer(): Uint8Array {
    return this.core.output.reservedBuffer;
  }

  // From the driver.

  /** Queues the preface and our SETTINGS (RFC 9113 §3.4). */
  start(nowMs: number): void {
    const { core } = this;
    core.nowMs = nowMs;
    if (!core.isServer) {
      const buffer = core.output.room(CLIENT_PREFACE_BYTES);
      core.output.position = writeClientPreface(buffer, core.output.position);
    }
    this.announce(this.settings, nowMs);
    this.credit.resize(this.connectionWindowBytes);
  }

  /** Bytes from the peer, in any chunking. Nothing of `chunk` is kept after the call. */
  receive(chunk: Uint8Array, start: number, end: number, nowMs: number): void {
    const { core, reader } = this;
    if (core.closed) return;
    core.nowMs = nowMs;
    this.enter();
    try {
      for (let position = start; ; position = reader.resumeAt) {
        try {
          reader.read(chunk, position, end);
          break;
        } catch (error) {
          if (!(error instanceof StreamError)) throw error;
          this.control.streamError(error);
        }
      }
      this.credit.settle();
      if (this.adaptive !== undefined) this.adaptive.received(this.credit.takeSample());
      core.progress.watchReceiving(reader.openFrame ?? this.receiver.openBlock);
    } catch (error) {
      this.fail(error);
    } finally {
      this.busy = false;
    }
  }

  /** The peer's bytes have ended, or the socket failed: `message` says how. Every open stream is closed. */
  receiveEnd(message: string, nowMs: number): void {
    const { core } = this;
    core.nowMs = nowMs;
    if (!core.closed) {
      const reason = this.shutdowns.endedByPeer(message);
      if (reason !== undefined) core.end(reason.code, reason.by, reason.message);
      else core.closed = true;
    }
    this.flush(nowMs);
  }

  /** `wakeAtMs` has come. */
  wake(nowMs: number): void {
    const { core } = this;
    core.nowMs = nowMs;
    if (core.closed) return;
    if (nowMs >= core.settingsDueMs) {
      core.setSettingsDue(Number.POSITIVE_INFINITY);
      core.fail(
        ErrorCode.SETTINGS_TIMEOUT,
        'us',
        `the peer has not acknowledged our SETTINGS within ${SETTINGS_TIMEOUT_MS} ms (RFC 9113 §6.5.3)`,
      );
    }
    if (nowMs >= core.shutdownDueMs) this.shutdowns.roundTripDone();
    core.progress.wake();
  }

  /** The socket takes `bytes` more; at 0 no DATA is pulled into frames. Called before `flush` and when the socket has drained. */
  writable(bytes: number): void {
    const { output } = this.core;
    output.socketRoom = bytes;
    output.socketOpen = bytes > 0;
    if (bytes > 0 && this.hasWork()) this.core.askForFlush();
  }

  /** The end of a turn: hands everything that may go to `onWrite`, and delivers what commands have left to be told. */
  flush(nowMs: number): void {
    const { core, sender } = this;
    if (this.finished) return;
    const { output, sink } = core;
    core.nowMs = nowMs;
    this.enter();
    core.flushBegins();
    try {
      core.tellNotices();
      if (!core.closed) this.tellSlots();
      if (!core.closed) {
        // What streams held that were reset since is free again.
        this.credit.settle();
        sender.pull();
        sender.tellWritable();
        if (this.shutdowns.isDrained && !core.closed && !core.hasNotices) {
          core.closedReason = this.shutdowns.finish();
          core.closed = true;
        }
      }
      if (core.closed) this.finish();
      else if (output.socketOpen && output.bytes > 0) {
        output.handOver(sink);
        if (!core.isServer) core.handedOverId = core.streams.nextId - 2;
      } else output.park();
      if (!this.finished) core.progress.watchSending();
    } catch (error) {
      this.fail(error);
    } finally {
      this.busy = false;
      core.flushEnds();
      if (!this.finished && this.hasWork()) core.askForFlush();
    }
  }

  // Commands.

  /**
   * Opens a stream (client). Undefined where `freeSlots` is 0. Fields over the peer's limit close it with processed `no`. Throws a
   * `FieldError` for fields that are no request (RFC 9113 §8.2 and RFC 9113 §8.3); then nothing has happened.
   */
  openStream(fields: FieldList, endStream: boolean, user: U): Http2Stream<U> | undefined {
    const { core } = this;
    const slots = core.freeSlots;
    if (slots <= 1) core.noSlots = true;
    if (slots <= 0) return undefined;
    const stream = this.sender.open(fields, endStream, user);
    if (core.streams.idsLeft === 0) this.shutdowns.drain();
    return stream;
  }

  /**
   * Response headers, 1xx, or (with `endStream`) trailers and headers that end the stream. Goes behind what `sendData` has queued.
   * A server that ends a stream before the client has ends it as a whole: RST_STREAM(NO_ERROR) follows (RFC 9113 §8.1). Fields over
   * the peer's limit end the stream: RST_STREAM(INTERNAL_ERROR), and `onStreamClosed`. Throws a `FieldError` for fields that are no
   * response or trailers; then nothing has happened.
   */
  sendHeaders(stream: Http2Stream<U>, fields: FieldList, endStream: boolean): void {
    this.sender.sendHeaders(stream as EngineStream<U>, fields, endStream);
  }

  /**
   * Where the payload of a DATA frame may be written at once, a position in `reservedBuffer`; -1 where it has to queue (`sendData`).
   * Up to `reservedBuffer.length` may be used. Every reservation is followed by `commitData` or `cancelData` on the same stream.
   */
  reserveData(stream: Http2Stream<U>): number {
    return this.sender.reserve(stream as EngineStream<U>);
  }

  /**
   * The payload ends at `end`. False where it is longer than frame or windows allow: then nothing was sent, and the bytes are to be
   * copied out and given to `sendData`. An `end` beyond the buffer is refused the same way.
   */
  commitData(stream: Http2Stream<U>, end: number, endStream: boolean): boolean {
    return this.sender.commit(stream as EngineStream<U>, end, endStream);
  }

  cancelData(): void {
    this.core.output.endReservation();
  }

  /**
   * Queues bytes, which belong to the connection from now on; frames are made of them as windows and the socket allow. False for wait:
   * what was given is accepted, and `onWritable` tells when there is room. Throws a `TypeError` before a server's `sendHeaders`.
   */
  sendData(stream: Http2Stream<U>, bytes: Uint8Array, endStream: boolean): boolean {
    return this.sender.sendData(stream as EngineStream<U>, bytes, endStream);
  }

  /** RST_STREAM. What is queued for the stream is dropped; no further sink call for it. */
  resetStream(stream: Http2Stream<U>, code: number): void {
    if (!stream.closed) this.core.reset(stream as EngineStream<U>, code);
  }

  /** Gives receive credit back for `bytes` of `onData`. */
  consumed(stream: Http2Stream<U>, bytes: number): void {
    this.credit.consumed(stream as EngineStream<U>, bytes);
  }

  /** Sends a PING; `done` gets the round-trip time, or undefined when the connection closed first. */
  ping(done: PingDone, nowMs: number): void {
    const { core } = this;
    if (this.finished) {
      done(undefined);
      return;
    }
    const opaque = this.pings.add(done, nowMs);
    if (core.closed) return;
    core.askForFlush();
    const buffer = core.output.room(PING_FRAME_BYTES);
    core.output.position = writePing(buffer, core.output.position, opaque, 0, false);
  }

  /** Announces other settings; they hold when the peer has acknowledged them (RFC 9113 §6.5.3). */
  changeSettings(changes: Partial<Settings>, nowMs: number): void {
    if (!this.core.closed) this.announce(changes, nowMs);
  }

  /** Another receive window of the whole connection; a smaller one comes about as credit that is not given back. */
  setConnectionWindow(bytes: number): void {
    checkWindow(bytes);
    if (!this.core.closed) this.credit.resize(bytes);
  }

  /** No new streams; GOAWAY in two steps on a server (RFC 9113 §6.8), closes when the open streams have ended. */
  shutdown(nowMs: number): void {
    if (this.shutdowns.begin(nowMs)) this.ping(() => this.shutdowns.roundTripDone(), nowMs);
  }

  /** Ends everything now: GOAWAY with `code`, every open stream closed with the given reason. */
  destroy(code: number, message: string): void {
    this.core.fail(code, 'caller', message);
  }

  private announce(changes: Partial<Settings>, nowMs: number): void {
    const { core } = this;
    const list = core.ownSettings.announce(changes);
    const buffer = core.output.room(FRAME_HEADER_BYTES + list.length * SETTING_BYTES);
    core.output.position = writeSettings(buffer, core.output.position, list);
    // Frames that follow leave the first one no more time.
    if (core.ownSettings.unacknowledged === 1) core.setSettingsDue(nowMs + SETTINGS_TIMEOUT_MS);
    core.askForFlush();
  }

  private enter(): void {
    if (this.busy)
      throw new Error('a connection is driven from outside its sink calls: receive, wake and flush cannot be called from inside one');
    this.busy = true;
  }

  /** A connection error of the peer ends the connection; anything else is a fault of the sink or of this engine, and passes on. */
  private fail(error: unknown): void {
    if (error instanceof ConnectionError) this.core.fail(error.code, 'us', error.message);
    else {
      this.core.fail(ErrorCode.INTERNAL_ERROR, 'us', 'a fault on this side ended the connection');
      throw error;
    }
  }

  private tellSlots(): void {
    const { core } = this;
    if (!core.noSlots || core.freeSlots <= 0) return;
    core.noSlots = false;
    core.sink.onSlots();
  }

  /** The connection has ended: the last bytes and the last call. */
  private finish(): void {
    const { core } = this;
    this.finished = true;
    core.settingsDueMs = Number.POSITIVE_INFINITY;
    core.shutdownDueMs = Number.POSITIVE_INFINITY;
    core.progress.stop();
    core.tellNotices();
    core.output.handOver(core.sink);
    this.pings.abandon();
    core.sink.onClosed(core.closedReason);
  }

  /** Whether a flush would do something. */
  private hasWork(): boolean {
    const { core } = this;
    if (this.finished) return false;
    if (core.closed || core.hasNotices || (core.noSlots && core.freeSlots > 0) || this.shutdowns.isDrained) return true;
    if (core.output.socketOpen && core.output.bytes > 0) return true;
    if (core.output.socketRoom <= 0) return false;
    return core.scheduler.fields !== undefined || (core.sendWindow > 0 && core.scheduler.data !== undefined);
  }
}
