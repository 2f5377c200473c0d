import { SETTINGS_TIMEOUT_MS } from '../limits.js';
import type { Core } from './core.js';
import { ErrorCode, errorCodeName } from './error-code.js';
import { ConnectionError, type StreamError } from './errors.js';
import { Flag, FrameType, frameTypeName } from './frame-type.js';
import { readGoAway } from './frames/goaway.js';
import { checkPing, PING_FRAME_BYTES, writePing } from './frames/ping.js';
import { checkPriority } from './frames/priority.js';
import { readRstStream } from './frames/rst-stream.js';
import { readSettings, SETTING_BYTES, SETTINGS_ACK_FRAME_BYTES, SettingId, type SettingList, writeSettingsAck } from './frames/settings.js';
import { readWindowUpdate } from './frames/window-update.js';
import type { OutstandingPings } from './ping.js';
import type { ReceiveCredit } from './receive-credit.js';
import type { Sender } from './sender.js';
import { applySettings } from './settings.js';
import type { Shutdown } from './shutdown.js';
import { Absent } from './stream-table.js';
import { growSendWindow, shiftSendWindow } from './window.js';

/** Every frame but HEADERS, CONTINUATION and DATA: one method per frame type, in the order of RFC 9113 §6. */
export class ControlFrames<U> {
  private readonly core: Core<U>;
  private readonly sender: Sender<U>;
  private readonly credit: ReceiveCredit<U>;
  private readonly pings: OutstandingPings;
  private readonly shutdown: Shutdown<U>;

  constructor(core: Core<U>, sender: Sender<U>, credit: ReceiveCredit<U>, pings: OutstandingPings, shutdown: Shutdown<U>) {
    this.core = core;
    this.sender = sender;
    this.credit = credit;
    this.pings = pings;
    this.shutdown = shutdown;
  }

  frame(type: number, flags: number, streamId: number, buffer: Uint8Array, start: number, end: number): void {
    switch (type) {
      case FrameType.PRIORITY:
        this.priority(buffer, start, end, streamId);
        break;
      case FrameType.RST_STREAM:
        this.rstStream(buffer, start, end, streamId);
        break;
      case FrameType.SETTINGS:
        this.settings(buffer, start, end, flags, streamId);
        break;
      case FrameType.PUSH_PROMISE:
        this.pushPromise(streamId);
        break;
      case FrameType.PING:
        this.ping(buffer, start, end, flags, streamId);
        break;
      case FrameType.GOAWAY:
        this.goAway(buffer, start, end, streamId);
        break;
      default:
        this.windowUpdate(buffer, start, end, streamId);
    }
  }

  /** A stream error that the reader of a frame has found; where there is no such stream any more, RST_STREAM is the whole answer. */
  streamError(error: StreamError): void {
    const { core } = this;
    const { streamId, code, message } = error;
    const stream = core.streams.get(streamId);
    if (stream !== undefined) {
      core.streamError(stream, code, message);
      return;
    }
    const absent = core.streams.absent(streamId, core.isServer);
    if (absent === Absent.IDLE) throw new ConnectionError(code, message, error.section);
    // RST_STREAM was the last frame that may be sent on a stream (RFC 9113 §5.4.2).
    if (absent === Absent.RESET_BY_US) {
      core.spend(core.budget.strayFrame(core.nowMs), 'strayFrames');
      return;
    }
    core.writeReset(streamId, code);
    core.spend(core.budget.provokedReset(core.nowMs), 'provokedResets');
  }

  private priority(buffer: Uint8Array, start: number, end: number, streamId: number): void {
    const { core } = this;
    core.spend(core.budget.priority(core.nowMs), 'priorities');
    checkPriority(buffer, start, end, streamId);
  }

  private rstStream(buffer: Uint8Array, start: number, end: number, streamId: number): void {
    const { core } = this;
    const code = readRstStream(buffer, start, end, streamId);
    const stream = core.streams.get(streamId);
    if (stream === undefined) {
      this.onAbsent(streamId, FrameType.RST_STREAM);
      return;
    }
    core.forget(stream);
    core.sink.onStreamClosed(stream, {
      by: 'peer',
      scope: 'stream',
      code,
      processed: code === ErrorCode.REFUSED_STREAM ? 'no' : 'maybe',
      message: `the peer reset the stream: ${errorCodeName(code)}`,
    });
    if (core.isServer) core.spend(core.budget.reset(streamId, stream.answered, core.streams.highestPeerId, core.nowMs), 'resets');
  }

  private settings(buffer: Uint8Array, start: number, end: number, flags: number, streamId: number): void {
    const { core } = this;
    const list = readSettings(buffer, start, end, flags, streamId);
    if ((flags & Flag.ACK) !== 0) {
      this.settingsAck();
      return;
    }
    core.spend(core.budget.settings((end - start) / SETTING_BYTES, core.nowMs), 'settings');
    const before = core.peerSettings;
    const settings = applySettings(before, list, core.isServer ? 'server' : 'client');
    core.peerSettings = settings;
    core.settingsCame = true;
    this.setTableBytes(list);
    const difference = settings.initialWindowBytes - before.initialWindowBytes;
    if (difference !== 0) this.shiftSendWindows(difference);
    // RFC 9113 §6.5.3: acknowledged at once, behind all values.
    const out = core.control(SETTINGS_ACK_FRAME_BYTES);
    core.output.position = writeSettingsAck(out, core.output.position);
    core.sink.onSettings(settings);
  }

  /** What we announced holds from here on (RFC 9113 §6.5.3). */
  private settingsAck(): void {
    const { core } = this;
    const before = core.localSettings;
    const settings = core.ownSettings.acknowledge();
    core.localSettings = settings;
    core.setSettingsDue(core.ownSettings.unacknowledged === 0 ? Number.POSITIVE_INFINITY : core.nowMs + SETTINGS_TIMEOUT_MS);
    if (settings.headerTableBytes !== before.headerTableBytes) core.decoder.setMaxTableBytes(settings.headerTableBytes);
    const difference = settings.initialWindowBytes - before.initialWindowBytes;
    if (difference === 0) return;
    for (const stream of core.streams.open.all()) {
      stream.receiveWindow += difference;
      // What was too little to give back of a larger window may be all that the peer waits for now.
      this.credit.giveBack(stream, 0);
    }
  }

  /** Each value in turn: where there are several, the encoder has to signal the smallest too (RFC 7541 §4.2). */
  private setTableBytes(list: SettingList): void {
    for (let index = 0; index < list.length; index += 2) {
      if (list[index] === SettingId.HEADER_TABLE_SIZE) this.core.encoder.setMaxTableBytes(list[index + 1]!);
    }
  }

  /** RFC 9113 §6.9.2: of all streams; a window may become negative. */
  private shiftSendWindows(difference: number): void {
    for (const stream of this.core.streams.open.all()) {
      stream.sendWindow = shiftSendWindow(stream.sendWindow, difference);
      this.sender.windowChanged(stream);
    }
  }

  /** We announce ENABLE_PUSH 0, and a client never pushes (RFC 9113 §8.4). */
  private pushPromise(streamId: number): void {
    const why = this.core.isServer ? 'a client cannot push' : 'SETTINGS_ENABLE_PUSH is 0';
    throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, `PUSH_PROMISE on stream ${streamId}; ${why}`, 'RFC 9113 §8.4');
  }

  /** Answered before any DATA that waits (RFC 9113 §6.7). */
  private ping(buffer: Uint8Array, start: number, end: number, flags: number, streamId: number): void {
    const { core } = this;
    checkPing(start, end, streamId);
    if ((flags & Flag.ACK) !== 0) {
      if (!this.pings.acknowledge(buffer, start, core.nowMs)) core.spend(core.budget.strayFrame(core.nowMs), 'strayFrames');
      return;
    }
    core.spend(core.budget.ping(core.nowMs), 'pings');
    const out = core.control(PING_FRAME_BYTES);
    core.output.position = writePing(out, core.output.position, buffer, start, true);
  }

  private goAway(buffer: Uint8Array, start: number, end: number, streamId: number): void {
    const { core } = this;
    const { lastStreamId, code, debug } = readGoAway(buffer, start, end, streamId);
    if (this.shutdown.peerGoesAway(code, debug)) core.spend(core.budget.strayFrame(core.nowMs), 'strayFrames');
    core.sink.onGoAway(lastStreamId, code, debug);
    if (core.isServer || core.closed) return;
    core.refuseStreamsAbove(lastStreamId, {
      by: 'peer',
      scope: 'connection',
      code,
      processed: 'no',
      message: `the peer goes away: ${errorCodeName(code)}${debug === '' ? '' : ` (${debug})`}`,
    });
    core.tellNotices();
  }

  private windowUpdate(buffer: Uint8Array, start: number, end: number, streamId: number): void {
    const { core } = this;
    core.spend(core.budget.windowUpdate(core.nowMs), 'windowUpdates');
    const increment = readWindowUpdate(buffer, start, end, streamId);
    if (streamId === 0) {
      core.sendWindow = growSendWindow(core.sendWindow, increment, 0);
      if (core.scheduler.data !== undefined) core.askForFlush();
      return;
    }
    const stream = core.streams.get(streamId);
    if (stream === undefined) {
      this.onAbsent(streamId, FrameType.WINDOW_UPDATE);
      return;
    }
    stream.sendWindow = growSendWindow(stream.sendWindow, increment, streamId);
    this.sender.windowChanged(stream);
  }

  /** RST_STREAM and WINDOW_UPDATE may come for any stream that is closed, not for one that is idle (RFC 9113 §5.1). */
  private onAbsent(streamId: number, type: number): void {
    const { core } = this;
    if (core.streams.absent(streamId, core.isServer) === Absent.IDLE && streamId <= core.lastAcceptedId) {
      const message = `${frameTypeName(type)} on stream ${streamId}, which is idle`;
      throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, message, 'RFC 9113 §5.1');
    }
    core.spend(core.budget.strayFrame(core.nowMs), 'strayFrames');
  }
}
