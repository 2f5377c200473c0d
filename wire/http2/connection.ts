import type { Slab } from '../bytes/slab.js';
import { HpackDecoder } from '../hpack/decoder.js';
import { HpackEncoder } from '../hpack/encoder.js';
import type { FieldList } from '../hpack/field-list.js';
import { DEFAULT_MAX_HEADER_LIST_BYTES, MAX_UNCONSUMED_BYTES, SETTINGS_TIMEOUT_MS } from '../limits.js';
import { DEFAULT_ABUSE_LIMITS, maxContinuations, maxHeaderBlockBytes } from './abuse-budget.js';
import { AdaptiveWindow } from './adaptive-window.js';
import { checkConnectionOptions, checkWindow } from './check-options.js';
import type { ConnectionOptions } from './connection-options.js';
import { ControlFrames } from './control-frames.js';
import { Core } from './core.js';
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
import { Turns } from './turns.js';

export type { ConnectionOptions };

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
  private readonly receiver: Receiver<U>;
  private readonly reader: FrameReader;
  private readonly pings: OutstandingPings;
  private readonly shutdowns: Shutdown<U>;
  private readonly settings: Partial<Settings>;
  private readonly connectionWindowBytes: number;
  private readonly turns: Turns<U>;

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
    this.sender = new Sender(this.core, options.fieldsAreChecked ?? false);
    this.credit = new ReceiveCredit(this.core, INITIAL_SETTINGS.initialWindowBytes, options.maxUnconsumedBytes ?? MAX_UNCONSUMED_BYTES);
    this.pings = new OutstandingPings();
    const windowBytes = options.settings?.initialWindowBytes ?? INITIAL_SETTINGS.initialWindowBytes;
    const { maxAdaptiveWindowBytes = 0 } = options;
    const adaptive =
      maxAdaptiveWindowBytes > windowBytes
        ? new AdaptiveWindow(this.core, this.credit, this.pings, windowBytes, maxAdaptiveWindowBytes)
        : undefined;
    this.shutdowns = new Shutdown(this.core);
    const control = new ControlFrames(this.core, this.sender, this.credit, this.pings, this.shutdowns);
    const spaced = options.allowsFieldWhitespace ?? false;
    this.receiver = new Receiver(this.core, this.credit, control, maxBlockBytes, maxContinuations(maxBlockBytes), spaced);
    this.reader = new FrameReader(this.receiver, isServer);
    const { core, reader, receiver, credit, sender, pings, shutdowns: shutdown } = this;
    this.turns = new Turns({ core, reader, receiver, control, credit, adaptive, sender, pings, shutdown });
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
    this.turns.receive(chunk, start, end, nowMs);
  }

  /** The peer's bytes have ended, or the socket failed: `message` says how. Every open stream is closed. */
  receiveEnd(message: string, nowMs: number): void {
    this.turns.receiveEnd(message, nowMs);
  }

  /** `wakeAtMs` has come. */
  wake(nowMs: number): void {
    this.turns.wake(nowMs);
  }

  /** The socket takes `bytes` more; at 0 no DATA is pulled into frames. Called before `flush` and when the socket has drained. */
  writable(bytes: number): void {
    this.turns.writable(bytes);
  }

  /** The end of a turn: hands everything that may go to `onWrite`, and delivers what commands have left to be told. */
  flush(nowMs: number): void {
    this.turns.flush(nowMs);
  }

  // Commands.

  /**
   * Opens a stream (client). Undefined where `freeSlots` is 0. Fields over the peer's limit close it with processed `no`. Throws a
   * `FieldError` for fields that are no request (RFC 9113 §8.2 and RFC 9113 §8.3); then nothing has happened.
   */
  openStream(fields: FieldList, endStream: boolean, user: U): Http2Stream<U> | undefined {
    const { core } = this;
    const slots = core.freeSlots;
    if (slots <= 0) {
      core.noSlots = true;
      return undefined;
    }
    const stream = this.sender.open(fields, endStream, user);
    if (slots === 1 && core.freeSlots === 0) core.noSlots = true;
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
   * Where the bytes lie in a `slab`, the connection is one of its users from now on, until they are written or dropped.
   */
  sendData(stream: Http2Stream<U>, bytes: Uint8Array, endStream: boolean, slab?: Slab): boolean {
    return this.sender.sendData(stream as EngineStream<U>, bytes, endStream, slab);
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
    if (this.turns.finished) {
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
}
