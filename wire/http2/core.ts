import { utf8Length, writeUtf8 } from '../bytes/utf8.js';
import type { HpackDecoder } from '../hpack/decoder.js';
import type { HpackEncoder } from '../hpack/encoder.js';
import { ASSUMED_CONCURRENT_STREAMS, MAX_CONTROL_BYTES, MAX_GOAWAY_DEBUG_BYTES } from '../limits.js';
import { AbuseBudget, type AbuseKind, type AbuseLimits, overdrawnText } from './abuse-budget.js';
import { ErrorCode } from './error-code.js';
import { ConnectionError } from './errors.js';
import { FRAME_HEADER_BYTES } from './frame-header.js';
import { GOAWAY_MIN_BYTES, writeGoAway } from './frames/goaway.js';
import { RST_STREAM_FRAME_BYTES, writeRstStream } from './frames/rst-stream.js';
import { Output } from './output.js';
import { ProgressWatch } from './progress-watch.js';
import { INITIAL_SETTINGS, LocalSettings, type Settings } from './settings.js';
import type { Closed, ConnectionSink, Initiator } from './sink.js';
import type { EngineStream } from './stream.js';
import { resetState } from './stream-state.js';
import { StreamTable } from './stream-table.js';
import { WriteScheduler } from './write-scheduler.js';

/** A stream's end that a command has caused: told at the next `flush`. */
interface Notice<U> {
  readonly stream: EngineStream<U>;
  readonly closed: Closed;
}

/**
 * What the parts of a connection share: the two directions' settings and windows, the streams, the output, and how streams and the
 * connection end. The parts know the core and, where one needs another, each other; the core knows none of them.
 */
export class Core<U> {
  readonly isServer: boolean;
  readonly sink: ConnectionSink<U>;
  readonly encoder: HpackEncoder;
  readonly decoder: HpackDecoder;
  readonly output: Output<U>;
  readonly streams: StreamTable<U>;
  readonly scheduler: WriteScheduler<U>;
  readonly budget: AbuseBudget;
  readonly ownSettings: LocalSettings;
  /** Those of ours that hold: the peer has acknowledged them (RFC 9113 §6.5.3). */
  localSettings: Settings;
  peerSettings: Settings;
  /** What we may send on the whole connection, in bytes. */
  sendWindow: number;
  /** Delivered on all streams and not consumed, in bytes. */
  unconsumed: number;
  /** Bytes in the queues of all streams. */
  queuedBytes: number;
  /** The peer's first SETTINGS have come. */
  settingsCame: boolean;
  /** Of the last call that brought the time along. */
  nowMs: number;
  /** No new streams: GOAWAY was sent or has come, or the identifiers are used up. */
  goingAway: boolean;
  /** GOAWAY was sent with this last identifier; streams above it are ignored. */
  lastAcceptedId: number;
  /** Streams up to here have had their HEADERS handed to the socket (client). */
  handedOverId: number;
  /** The connection has ended; only `onClosed` may be due. */
  closed: boolean;
  closedReason: Closed | undefined;
  /** `freeSlots` was 0 when last looked at. */
  noSlots: boolean;
  /** When our SETTINGS must have been acknowledged, and when a shutdown goes on without its PING's answer; Infinity for never. */
  settingsDueMs: number;
  shutdownDueMs: number;
  readonly progress: ProgressWatch<U>;
  /** Bytes of DATA sent; wraps at 2^32. */
  sentBytes: number;
  /** Bytes of DATA received; wraps at 2^32. */
  receivedBytes: number;
  /** Of what streams hold, what cannot be consumed before more comes: parts of messages. It may not stop the connection's credit. */
  partialBytes: number;
  /** Of HoldLimits. */
  readonly maxQueuedBytes: number;
  private outputAsked: boolean;
  private notices: Notice<U>[];
  /** How many of them were told. */
  private told: number;

  constructor(isServer: boolean, sink: ConnectionSink<U>, encoder: HpackEncoder, decoder: HpackDecoder, limits: AbuseLimits) {
    this.isServer = isServer;
    this.sink = sink;
    this.encoder = encoder;
    this.decoder = decoder;
    this.output = new Output();
    this.streams = new StreamTable();
    this.scheduler = new WriteScheduler();
    this.budget = new AbuseBudget(limits, 0);
    this.progress = new ProgressWatch(this, limits);
    this.sentBytes = 0;
    this.receivedBytes = 0;
    this.partialBytes = 0;
    this.maxQueuedBytes = limits.maxQueuedBytes;
    this.ownSettings = new LocalSettings();
    this.localSettings = INITIAL_SETTINGS;
    this.peerSettings = INITIAL_SETTINGS;
    this.sendWindow = INITIAL_SETTINGS.initialWindowBytes;
    this.unconsumed = 0;
    this.queuedBytes = 0;
    this.settingsCame = false;
    this.nowMs = 0;
    this.goingAway = false;
    this.lastAcceptedId = Number.POSITIVE_INFINITY;
    this.handedOverId = isServer ? Number.POSITIVE_INFINITY : 0;
    this.closed = false;
    this.closedReason = undefined;
    this.noSlots = false;
    this.settingsDueMs = Number.POSITIVE_INFINITY;
    this.shutdownDueMs = Number.POSITIVE_INFINITY;
    this.outputAsked = false;
    this.notices = [];
    this.told = 0;
  }

  get wakeAtMs(): number {
    return Math.min(this.settingsDueMs, this.shutdownDueMs, this.progress.dueMs);
  }

  setSettingsDue(atMs: number): void {
    const before = this.wakeAtMs;
    this.settingsDueMs = atMs;
    if (atMs < before) this.sink.onWakeChange();
  }

  setShutdownDue(atMs: number): void {
    const before = this.wakeAtMs;
    this.shutdownDueMs = atMs;
    if (atMs < before) this.sink.onWakeChange();
  }

  /** There is something to do in `flush`. */
  askForFlush(): void {
    if (this.outputAsked) return;
    this.outputAsked = true;
    this.sink.onOutput();
  }

  /** Between these two nobody is asked for another flush: the one that runs does what there is. */
  flushBegins(): void {
    this.outputAsked = true;
  }

  flushEnds(): void {
    this.outputAsked = false;
  }

  get hasNotices(): boolean {
    return this.told < this.notices.length;
  }

  /** Room for a frame of `bytes` that answers the peer; a peer that has us answer and does not read is stopped. */
  control(bytes: number): Uint8Array {
    this.askForFlush();
    const { output } = this;
    output.controlBytes += bytes;
    if (output.controlBytes > MAX_CONTROL_BYTES && !output.socketOpen && !this.closed) {
      this.fail(
        ErrorCode.ENHANCE_YOUR_CALM,
        'us',
        `more than ${MAX_CONTROL_BYTES} bytes of answers wait because the peer does not read: read, or send fewer frames that need an answer`,
      );
    }
    return output.room(bytes);
  }

  /** RST_STREAM, after which late frames of the stream are ignored. */
  writeReset(id: number, code: number): void {
    const buffer = this.control(RST_STREAM_FRAME_BYTES);
    this.output.position = writeRstStream(buffer, this.output.position, code, id);
    this.streams.rememberReset(id);
  }

  /** Takes a stream out of everything. Its `state` is closed already, or becomes so by a reset. */
  forget(stream: EngineStream<U>): void {
    if (!stream.closed) stream.state = resetState(stream.state);
    this.streams.remove(stream);
    this.unconsumed -= stream.unconsumed;
    stream.unconsumed = 0;
    const queue = stream.queue;
    if (queue !== undefined) {
      this.queuedBytes -= queue.bytes;
      this.scheduler.remove(queue);
      queue.clear();
      stream.queue = undefined;
    }
    if (this.noSlots || this.goingAway) this.askForFlush();
  }

  /** A stream error (RFC 9113 §5.4.2), from inside `receive`: RST_STREAM to the peer, and the sink hears at once. */
  streamError(stream: EngineStream<U>, code: number, message: string): void {
    this.reset(stream, code);
    this.sink.onStreamClosed(stream, { by: 'us', scope: 'stream', code, processed: 'maybe', message });
    this.spend(this.budget.provokedReset(this.nowMs), 'provokedResets');
  }

  /** RST_STREAM for an open stream, which is gone then. Forgotten first: the frame itself may be one too many and end the connection. */
  reset(stream: EngineStream<U>, code: number): void {
    this.forget(stream);
    this.writeReset(stream.id, code);
  }

  /** Ends the connection where a budget is overdrawn: `spend(budget.ping(nowMs), 'pings')`. */
  spend(within: boolean, kind: AbuseKind): void {
    if (!within) throw new ConnectionError(ErrorCode.ENHANCE_YOUR_CALM, overdrawnText(kind));
  }

  /** As `streamError`, for a stream that the sink has not heard of. */
  refuse(stream: EngineStream<U>, code: number): void {
    this.reset(stream, code);
    this.spend(this.budget.provokedReset(this.nowMs), 'provokedResets');
  }

  /** Streams that a client may open now. */
  get freeSlots(): number {
    if (this.isServer || this.goingAway || this.closed) return 0;
    // Until the peer's SETTINGS have come nobody knows its limit; few allow less than RFC 9113 §6.5.2 recommends.
    const most = this.settingsCame ? this.peerSettings.maxConcurrentStreams : ASSUMED_CONCURRENT_STREAMS;
    return Math.max(0, Math.min(most - this.streams.open.size, this.streams.idsLeft));
  }

  /** Tells the end of a stream at the next `flush`. */
  tellLater(stream: EngineStream<U>, closed: Closed): void {
    this.notices.push({ stream, closed });
    this.askForFlush();
  }

  tellNotices(): void {
    // One by one, and each counted before it is told: a sink that throws hears the others at the next flush.
    while (this.told < this.notices.length) {
      const { stream, closed } = this.notices[this.told++]!;
      this.sink.onStreamClosed(stream, closed);
    }
    if (this.told > 0) this.notices = [];
    this.told = 0;
  }

  /** GOAWAY; `lastId` never rises (RFC 9113 §6.8). Not counted as an answer: it is the last thing that has to go out. */
  goAway(lastId: number, code: number, debug: string): void {
    this.goingAway = true;
    if (lastId < this.lastAcceptedId) this.lastAcceptedId = lastId;
    let length = utf8Length(debug);
    if (length > MAX_GOAWAY_DEBUG_BYTES) length = 0;
    const bytes = new Uint8Array(length);
    if (length > 0) writeUtf8(debug, length, bytes, 0);
    const buffer = this.output.room(FRAME_HEADER_BYTES + GOAWAY_MIN_BYTES + length);
    this.output.position = writeGoAway(buffer, this.output.position, this.lastAcceptedId, code, bytes);
    this.askForFlush();
  }

  /** A connection error (RFC 9113 §5.4.1), or an end that the caller wants: GOAWAY, then `end`. */
  fail(code: number, by: Initiator, message: string): void {
    if (this.closed) return;
    this.goAway(this.streams.highestPeerId, code, code === ErrorCode.NO_ERROR ? '' : message);
    this.end(code, by, message);
  }

  /** Ends the connection and all its streams; everything is told at the next `flush`. */
  end(code: number, by: Initiator, message: string): void {
    if (this.closed) return;
    this.closed = true;
    this.goingAway = true;
    this.closedReason = { by, scope: 'connection', code, processed: 'maybe', message };
    this.endStreams(this.closedReason);
    this.askForFlush();
  }

  /** Closes every stream; those that never left this process were not processed. */
  endStreams(reason: Closed): void {
    this.endStreamsAbove(-1, reason);
  }

  /** The peer will not look at streams above `lastId` (RFC 9113 §6.8). Those at or below it go on, also where they have yet to be sent. */
  refuseStreamsAbove(lastId: number, reason: Closed): void {
    this.endStreamsAbove(lastId, reason);
  }

  private endStreamsAbove(lastId: number, reason: Closed): void {
    for (const stream of this.streams.open.all()) {
      if (stream.id <= lastId) continue;
      const processed = stream.id > this.handedOverId ? 'no' : reason.processed;
      this.forget(stream);
      this.notices.push({ stream, closed: processed === reason.processed ? reason : { ...reason, processed } });
    }
  }
}
