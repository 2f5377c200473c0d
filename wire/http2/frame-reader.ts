import { MIN_STASH_BYTES } from '../limits.js';
import { ErrorCode } from './error-code.js';
import { ConnectionError } from './errors.js';
import { FRAME_HEADER_BYTES, readFrameFlags, readFrameLength, readFrameStreamId, readFrameType } from './frame-header.js';
import { Flag, FrameType, frameTypeName } from './frame-type.js';
import { checkData, readDataPadding } from './frames/data.js';
import { CLIENT_PREFACE_BYTES, matchClientPreface } from './preface.js';

/** What a frame reader calls. */
export interface FrameHandler {
  /** The longest payload that we have announced (RFC 9113 §4.2). */
  readonly maxFrameBytes: number;
  /** The connection has ended, also from inside one of these calls: nothing more is to be read. */
  readonly closed: boolean;
  /** A DATA frame begins: its payload has `length` bytes, of them `dataLength` data. True where its bytes are wanted. */
  beginData(streamId: number, length: number, dataLength: number, endStream: boolean): boolean;
  /** Bytes of it. `end` is true once: with the last bytes, or without any when the frame is over. */
  data(buffer: Uint8Array, start: number, end: number, last: boolean): void;
  /** Any other frame of a type that RFC 9113 knows, whole. */
  frame(type: number, flags: number, streamId: number, buffer: Uint8Array, start: number, end: number): void;
  /** One of another type, whose payload is skipped. */
  unknownFrame(type: number): void;
}

const NOTHING = new Uint8Array(0);

/**
 * Cuts a connection's bytes into frames (RFC 9113 §4). Frames are read where they lie in the chunk; only what straddles two chunks is
 * copied (`stash`), and of DATA only its header: its bytes are passed on as they come.
 */
export class FrameReader {
  /** Where to go on after `frame` of the handler has thrown. */
  resumeAt: number;
  private readonly handler: FrameHandler;
  /** Bytes of the client's preface that have come; all of them on a client, which gets none. */
  private prefaceBytes: number;
  /** The first frame must be SETTINGS (RFC 9113 §3.4). */
  private settingsDue: boolean;
  /** The begin of a frame whose rest has not come. */
  private stash: Uint8Array;
  private stashLength: number;
  private stashNeeds: number;
  /** Bytes of the current DATA frame that have not come, and of the padding behind them. */
  private dataLeft: number;
  private paddingLeft: number;
  private dataWanted: boolean;
  /** Bytes to skip, of a frame that nobody wants. */
  private skipLeft: number;

  constructor(handler: FrameHandler, expectPreface: boolean) {
    this.handler = handler;
    this.prefaceBytes = expectPreface ? 0 : CLIENT_PREFACE_BYTES;
    this.settingsDue = true;
    this.stash = NOTHING;
    this.stashLength = 0;
    this.stashNeeds = 0;
    this.resumeAt = 0;
    this.dataLeft = 0;
    this.paddingLeft = 0;
    this.dataWanted = false;
    this.skipLeft = 0;
  }

  /** The memory of a frame that is not complete. */
  get openFrame(): Uint8Array | undefined {
    return this.stashLength === 0 ? undefined : this.stash;
  }

  /** Bytes kept of a frame that is not complete. */
  get stashedBytes(): number {
    return this.stashLength;
  }

  /**
   * Reads all of `[start, end)`. Where `frame` of the handler throws, that frame counts as read: calling again from `resumeAt` goes on
   * behind it. Nothing else that throws can be gone on from.
   */
  read(buffer: Uint8Array, start: number, end: number): void {
    let position = start;
    if (this.prefaceBytes < CLIENT_PREFACE_BYTES) {
      const matched = matchClientPreface(buffer, position, end, this.prefaceBytes);
      position += matched - this.prefaceBytes;
      this.prefaceBytes = matched;
    }
    while (position < end && !this.handler.closed) {
      if (this.stashLength > 0) position = this.complete(buffer, position, end);
      else if (this.dataLeft > 0 || this.paddingLeft > 0 || this.skipLeft > 0) position = this.goOn(buffer, position, end);
      else {
        const next = this.readFrame(buffer, position, end);
        if (next === -1) return;
        position = next;
      }
    }
  }

  /** Reads the frame at `position`, or of DATA what is here. Returns the position behind it, -1 where all was put into the stash. */
  private readFrame(buffer: Uint8Array, position: number, end: number): number {
    const available = end - position;
    if (available < FRAME_HEADER_BYTES) return this.keep(buffer, position, end, FRAME_HEADER_BYTES);
    const length = readFrameLength(buffer, position);
    const type = readFrameType(buffer, position);
    const flags = readFrameFlags(buffer, position);
    if (this.settingsDue || length > this.handler.maxFrameBytes) this.checkHeader(type, flags, length);
    const needed = neededBytes(type, flags, length);
    if (available < needed) return this.keep(buffer, position, end, needed);
    if (type === FrameType.DATA) return this.beginData(buffer, position, end, length, flags);
    this.resumeAt = position + needed;
    if (type > FrameType.CONTINUATION) this.beginUnknown(type, length);
    else {
      const streamId = readFrameStreamId(buffer, position);
      this.handler.frame(type, flags, streamId, buffer, position + FRAME_HEADER_BYTES, position + needed);
    }
    return position + needed;
  }

  private checkHeader(type: number, flags: number, length: number): void {
    if (this.settingsDue) {
      const ack = type === FrameType.SETTINGS && (flags & Flag.ACK) !== 0;
      if (type !== FrameType.SETTINGS || ack) {
        const message = `the first frame is ${frameTypeName(type)}${ack ? ' with ACK' : ''}; each side begins with SETTINGS of its own`;
        throw new ConnectionError(ErrorCode.PROTOCOL_ERROR, message, 'RFC 9113 §3.4');
      }
      this.settingsDue = false;
    }
    if (length > this.handler.maxFrameBytes) {
      const message = `${frameTypeName(type)} of ${length} bytes; SETTINGS_MAX_FRAME_SIZE is ${this.handler.maxFrameBytes}`;
      throw new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, message, 'RFC 9113 §4.2');
    }
  }

  /** A DATA header lies at `position`, and the byte behind it too where that is the padding's length. Returns where its data begins. */
  private beginData(buffer: Uint8Array, position: number, end: number, length: number, flags: number): number {
    const streamId = readFrameStreamId(buffer, position);
    checkData(length, flags, streamId);
    let payload = position + FRAME_HEADER_BYTES;
    let padding = 0;
    let dataLength = length;
    if ((flags & Flag.PADDED) !== 0) {
      padding = readDataPadding(buffer, payload, length);
      payload += 1;
      dataLength = length - 1 - padding;
    }
    const wanted = this.handler.beginData(streamId, length, dataLength, (flags & Flag.END_STREAM) !== 0);
    const frameEnd = payload + dataLength + padding;
    if (frameEnd <= end) {
      // The whole frame is here: the common case.
      if (wanted) this.handler.data(buffer, payload, payload + dataLength, true);
      return frameEnd;
    }
    this.dataLeft = dataLength;
    this.paddingLeft = padding;
    this.dataWanted = wanted;
    return payload;
  }

  private beginUnknown(type: number, length: number): void {
    this.skipLeft = length;
    this.handler.unknownFrame(type);
  }

  /** More bytes of a frame whose header was read. */
  private goOn(buffer: Uint8Array, position: number, end: number): number {
    if (this.dataLeft > 0) {
      const stop = Math.min(end, position + this.dataLeft);
      this.dataLeft -= stop - position;
      if (this.dataWanted) this.handler.data(buffer, position, stop, this.dataLeft === 0 && this.paddingLeft === 0);
      return stop;
    }
    if (this.paddingLeft > 0) {
      const stop = Math.min(end, position + this.paddingLeft);
      this.paddingLeft -= stop - position;
      if (this.paddingLeft === 0 && this.dataWanted) this.handler.data(buffer, stop, stop, true);
      return stop;
    }
    const stop = Math.min(end, position + this.skipLeft);
    this.skipLeft -= stop - position;
    return stop;
  }

  /** Brings the stashed frame nearer to its end, and reads it when it is whole. Returns the position behind what was taken. */
  private complete(buffer: Uint8Array, position: number, end: number): number {
    const stop = Math.min(end, position + this.stashNeeds - this.stashLength);
    this.keep(buffer, position, stop, this.stashNeeds);
    if (this.stashLength < this.stashNeeds) return stop;
    const frame = this.stash;
    const length = readFrameLength(frame, 0);
    const type = readFrameType(frame, 0);
    const flags = readFrameFlags(frame, 0);
    if (this.stashNeeds === FRAME_HEADER_BYTES) {
      this.checkHeader(type, flags, length);
      this.stashNeeds = neededBytes(type, flags, length);
      if (this.stashLength < this.stashNeeds) return stop;
    }
    this.stash = NOTHING;
    this.stashLength = 0;
    this.resumeAt = stop;
    if (type === FrameType.DATA) this.beginData(frame, 0, this.stashNeeds, length, flags);
    else if (type > FrameType.CONTINUATION) this.beginUnknown(type, length);
    else this.handler.frame(type, flags, readFrameStreamId(frame, 0), frame, FRAME_HEADER_BYTES, this.stashNeeds);
    return stop;
  }

  /** Copies into the stash, which grows with what comes, not with what was announced. */
  private keep(buffer: Uint8Array, start: number, end: number, needed: number): number {
    const length = this.stashLength + end - start;
    if (length > this.stash.length) {
      const grown = new Uint8Array(Math.max(MIN_STASH_BYTES, Math.min(length * 2, needed)));
      grown.set(this.stash.subarray(0, this.stashLength));
      this.stash = grown;
    }
    this.stash.set(buffer.subarray(start, end), this.stashLength);
    this.stashLength = length;
    this.stashNeeds = needed;
    return -1;
  }
}

/** Bytes that must be together before a frame can be read: of DATA its header and the padding's length, of unknown types the header. */
function neededBytes(type: number, flags: number, length: number): number {
  if (type === FrameType.DATA) return (flags & Flag.PADDED) !== 0 && length > 0 ? FRAME_HEADER_BYTES + 1 : FRAME_HEADER_BYTES;
  return type > FrameType.CONTINUATION ? FRAME_HEADER_BYTES : FRAME_HEADER_BYTES + length;
}
