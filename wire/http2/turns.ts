import { LATE_WAKE_MS, SETTINGS_TIMEOUT_MS } from '../limits.js';
import type { AdaptiveWindow } from './adaptive-window.js';
import type { ControlFrames } from './control-frames.js';
import type { Core } from './core.js';
import { ErrorCode } from './error-code.js';
import { ConnectionError, StreamError } from './errors.js';
import type { FrameReader } from './frame-reader.js';
import type { OutstandingPings } from './ping.js';
import type { ReceiveCredit } from './receive-credit.js';
import type { Receiver } from './receiver.js';
import type { Sender } from './sender.js';
import type { Shutdown } from './shutdown.js';

/** The parts that a turn goes through. */
export interface TurnParts<U> {
  readonly core: Core<U>;
  readonly reader: FrameReader;
  readonly receiver: Receiver<U>;
  readonly control: ControlFrames<U>;
  readonly credit: ReceiveCredit<U>;
  readonly adaptive: AdaptiveWindow<U> | undefined;
  readonly sender: Sender<U>;
  readonly pings: OutstandingPings;
  readonly shutdown: Shutdown<U>;
}

/** What the driver of a connection calls, turn by turn: bytes in, the time, and `flush` at the end. All sink calls come from here. */
export class Turns<U> {
  private readonly core: Core<U>;
  private readonly reader: FrameReader;
  private readonly receiver: Receiver<U>;
  private readonly control: ControlFrames<U>;
  private readonly credit: ReceiveCredit<U>;
  private readonly adaptive: AdaptiveWindow<U> | undefined;
  private readonly sender: Sender<U>;
  private readonly pings: OutstandingPings;
  private readonly shutdown: Shutdown<U>;
  /** Inside `receive` or `flush`. */
  private busy: boolean;
  /** `onClosed` was called. */
  finished: boolean;

  constructor(parts: TurnParts<U>) {
    this.core = parts.core;
    this.reader = parts.reader;
    this.receiver = parts.receiver;
    this.control = parts.control;
    this.credit = parts.credit;
    this.adaptive = parts.adaptive;
    this.sender = parts.sender;
    this.pings = parts.pings;
    this.shutdown = parts.shutdown;
    this.busy = false;
    this.finished = false;
  }

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

  receiveEnd(message: string, nowMs: number): void {
    const { core } = this;
    core.nowMs = nowMs;
    if (!core.closed) {
      const reason = this.shutdown.endedByPeer(message);
      if (reason !== undefined) core.end(reason.code, reason.by, reason.message);
      else core.closed = true;
    }
    this.flush(nowMs);
  }

  wake(nowMs: number): void {
    const { core } = this;
    core.nowMs = nowMs;
    if (core.closed) return;
    if (nowMs - core.settingsDueMs > LATE_WAKE_MS) core.settingsDueMs = nowMs + SETTINGS_TIMEOUT_MS;
    else if (nowMs >= core.settingsDueMs) {
      core.setSettingsDue(Number.POSITIVE_INFINITY);
      core.fail(
        ErrorCode.SETTINGS_TIMEOUT,
        'us',
        `the peer has not acknowledged our SETTINGS within ${SETTINGS_TIMEOUT_MS} ms (RFC 9113 §6.5.3)`,
      );
    }
    if (nowMs >= core.shutdownDueMs) this.shutdown.roundTripDone();
    core.progress.wake();
  }

  writable(bytes: number): void {
    const { output } = this.core;
    output.socketRoom = bytes;
    output.socketOpen = bytes > 0;
    if (bytes > 0 && this.hasWork()) this.core.askForFlush();
  }

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
        if (this.shutdown.isDrained && !core.closed && !core.hasNotices) {
          core.closedReason = this.shutdown.finish();
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
    if (core.closed || core.hasNotices || (core.noSlots && core.freeSlots > 0) || this.shutdown.isDrained) return true;
    if (core.output.socketOpen && core.output.bytes > 0) return true;
    if (core.output.socketRoom <= 0) return false;
    return core.scheduler.fields !== undefined || (core.sendWindow > 0 && core.scheduler.data !== undefined);
  }
}
