/** DATA and HEADERS for streams that are not open (RFC 9113 §5.1): which of them are errors, and of what scope. */
import type { Core } from './core.js';
import { ErrorCode } from './error-code.js';
import { ConnectionError } from './errors.js';
import { FrameType, frameTypeName } from './frame-type.js';
import { Absent } from './stream-table.js';

/** Throws for a stream that nobody may have opened yet; HEADERS open one on a server. */
export function checkIdle(core: Core<unknown>, streamId: number, type: number): void {
  const isEven = streamId % 2 === 0;
  if (!isEven) {
    if (!core.isServer) {
      if (streamId < core.streams.nextId) return;
    } else if (type === FrameType.HEADERS || streamId <= core.streams.highestPeerId || streamId > core.lastAcceptedId) return;
  }
  const why = isEven ? "even numbers are a server's own, and nothing was pushed" : 'it was never opened';
  const message = `${frameTypeName(type)} on stream ${streamId}, which is idle: ${why}`;
  throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, message, 'RFC 9113 §5.1');
}

/** DATA on a stream that is closed. Its bytes count for the connection's window all the same. */
export function dataOnClosed(core: Core<unknown>, streamId: number): void {
  core.spend(core.budget.strayFrame(core.nowMs), 'strayFrames');
  // Above the last identifier of our GOAWAY, or on the way when we reset the stream.
  if (streamId > core.lastAcceptedId || core.streams.absent(streamId, core.isServer) === Absent.RESET_BY_US) return;
  // RFC 9113 §6.1: a stream error, though the stream is gone already.
  core.writeReset(streamId, ErrorCode.STREAM_CLOSED);
  core.spend(core.budget.provokedReset(core.nowMs), 'provokedResets');
}

/** HEADERS on a stream that is closed. Its block was decoded before. */
export function headersOnClosed(core: Core<unknown>, streamId: number): void {
  core.spend(core.budget.strayFrame(core.nowMs), 'strayFrames');
  const absent = core.streams.absent(streamId, core.isServer);
  if (absent === Absent.RESET_BY_US) return;
  if (absent === Absent.SKIPPED) {
    const message = `HEADERS on stream ${streamId}, below ${core.streams.highestPeerId} which was opened before; identifiers only rise`;
    throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, message, 'RFC 9113 §5.1.1');
  }
  throw new ConnectionError(ErrorCode.STREAM_CLOSED, `HEADERS on stream ${streamId}, which is closed`, 'RFC 9113 §5.1');
}
