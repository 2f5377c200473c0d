/**
 * Watches both directions of a connection and fails where the engine sends what RFC 9113 forbids it, in any conversation at all: data
 * beyond a window, a frame after the end of its stream, an ACK that nobody asked for. It keeps windows and states of its own.
 *
 * What the peer announces binds the engine from its SETTINGS ACK on (RFC 9113 §6.5.3), and the engine's own SETTINGS bind the peer from
 * the peer's ACK on; WINDOW_UPDATE counts as soon as it was fed, RST_STREAM and GOAWAY when what was written before them has gone out.
 */
import assert from 'node:assert/strict';
import { type ReadFrame, settingsOf, type WireReader, word } from './frame-text.js';
import { ACK, CLIENT_PREFACE, END_STREAM, join, Type } from './frames.js';

interface WatchedStream {
  /** What the engine may send, in bytes. */
  window: number;
  engineEnded: boolean;
  engineReset: boolean;
  /** What the peer has sent. */
  peerEnded: boolean;
  peerReset: boolean;
  /** The same, and what the engine had written before has gone out. */
  peerEndedBefore: boolean;
  peerResetBefore: boolean;
  /** Field sections that the engine sent with a final status, or as a client. */
  sections: number;
}

export class Referee {
  readonly #engineIsServer: boolean;
  readonly #reader: WireReader;
  readonly #streams = new Map<number, WatchedStream>();
  readonly #settingsToAck: [string, number][][] = [];
  readonly #pingsToAck: string[] = [];
  #pending: Uint8Array = new Uint8Array(0);
  #prefaceDue: boolean;
  #connectionWindow = 65_535;
  #initialWindow = 65_535;
  #maxFrameBytes = 16_384;
  #maxConcurrent = Number.POSITIVE_INFINITY;
  #highestEngineId = 0;
  #highestPeerId = 0;
  #lastGoAwayId = Number.POSITIVE_INFINITY;
  #peerGoingAway = false;
  #goAwayToCome = false;
  #settingsSeen = false;
  /** After GOAWAY with an error nothing follows (RFC 9113 §5.4.1). */
  #failed = false;
  /** Bytes of DATA that the engine has sent. */
  dataBytes = 0;

  constructor(engineIsServer: boolean, reader: WireReader) {
    this.#engineIsServer = engineIsServer;
    this.#prefaceDue = engineIsServer;
    this.#reader = reader;
  }

  /** Streams that the engine opened and that are not closed. */
  get openStreams(): number {
    let open = 0;
    for (const stream of this.#streams.values()) if (!isClosed(stream)) open++;
    return open;
  }

  /** What the engine may send now: on the connection, or on a stream. */
  sendWindow(streamId: number): number {
    return streamId === 0 ? this.#connectionWindow : this.#stream(streamId).window;
  }

  /** Bytes that the peer sends, legal or not: what does not look like a frame is the engine's to judge. */
  peerSends(bytes: Uint8Array): void {
    this.#pending = join(this.#pending, bytes);
    if (this.#prefaceDue && this.#pending.length >= CLIENT_PREFACE.length) {
      this.#pending = this.#pending.slice(CLIENT_PREFACE.length);
      this.#prefaceDue = false;
    }
    if (this.#prefaceDue) return;
    let position = 0;
    for (;;) {
      const left = this.#pending.length - position;
      if (left < 9) break;
      const length = this.#pending[position]! * 65_536 + this.#pending[position + 1]! * 256 + this.#pending[position + 2]!;
      if (left < 9 + length) break;
      const header = this.#pending.subarray(position, position + 9);
      this.#peerFrame(header[3]!, header[4]!, word(header, 5) % 0x8000_0000, this.#pending.slice(position + 9, position + 9 + length));
      position += 9 + length;
    }
    this.#pending = this.#pending.slice(position);
  }

  /** Everything that was written has gone out. */
  turnEnds(): void {
    this.#peerGoingAway ||= this.#goAwayToCome;
    for (const stream of this.#streams.values()) {
      stream.peerEndedBefore = stream.peerEnded;
      stream.peerResetBefore = stream.peerReset;
    }
  }

  #peerFrame(type: number, flags: number, streamId: number, payload: Uint8Array): void {
    switch (type) {
      case Type.HEADERS:
      case Type.DATA:
        if ((flags & END_STREAM) !== 0) this.#stream(streamId).peerEnded = true;
        else if (type === Type.HEADERS) this.#stream(streamId);
        if (type === Type.HEADERS && streamId > this.#highestPeerId) this.#highestPeerId = streamId;
        break;
      case Type.RST_STREAM:
        this.#stream(streamId).peerReset = true;
        break;
      case Type.SETTINGS:
        if ((flags & ACK) === 0 && payload.length % 6 === 0) this.#settingsToAck.push(settingsOf(payload));
        break;
      case Type.PING:
        if ((flags & ACK) === 0) this.#pingsToAck.push(payload.join());
        break;
      case Type.GOAWAY:
        this.#goAwayToCome = true;
        break;
      case Type.WINDOW_UPDATE: {
        if (payload.length !== 4) break;
        const increment = word(payload, 0) % 0x8000_0000;
        if (streamId === 0) this.#connectionWindow += increment;
        else this.#stream(streamId).window += increment;
      }
    }
  }

  engineSends(frame: ReadFrame): void {
    const { type, streamId, text } = frame;
    assert.ok(!this.#failed, `${text}: nothing follows GOAWAY with an error (RFC 9113 §5.4.1)`);
    assert.ok(this.#settingsSeen || type === Type.SETTINGS, `${text}: SETTINGS comes first (RFC 9113 §3.4)`);
    assert.ok(
      frame.payload.length <= this.#maxFrameBytes,
      `${text}: ${frame.payload.length} bytes, SETTINGS_MAX_FRAME_SIZE is ${this.#maxFrameBytes} (RFC 9113 §4.2)`,
    );
    if (streamId > 0) this.#engineStreamFrame(frame);
    else this.#engineConnectionFrame(frame);
  }

  #engineConnectionFrame({ type, flags, payload, text }: ReadFrame): void {
    if (type === Type.SETTINGS && (flags & ACK) !== 0) {
      const values = this.#settingsToAck.shift();
      assert.ok(values !== undefined, 'SETTINGS ACK: one for each SETTINGS (RFC 9113 §6.5.3)');
      for (const [name, value] of values) this.#apply(name, value);
    } else if (type === Type.SETTINGS) this.#settingsSeen = true;
    else if (type === Type.PING && (flags & ACK) !== 0) {
      assert.equal(payload.join(), this.#pingsToAck.shift(), 'PING ACK: one for each PING, with its bytes (RFC 9113 §6.7)');
    } else if (type === Type.GOAWAY) {
      const last = word(payload, 0);
      assert.ok(last <= this.#lastGoAwayId, `${text}: the last stream identifier never rises from ${this.#lastGoAwayId} (RFC 9113 §6.8)`);
      this.#lastGoAwayId = last;
      this.#failed = word(payload, 4) !== 0;
    }
  }

  #engineStreamFrame(frame: ReadFrame): void {
    const { type, flags, streamId, payload, text } = frame;
    // A skipped stream is closed, not idle (RFC 9113 §5.1.1); DATA on it is answered by RST_STREAM (RFC 9113 §6.1).
    if (this.#engineIsServer && type === Type.RST_STREAM && streamId < this.#highestPeerId) this.#stream(streamId);
    const known = this.#streams.get(streamId);
    const opens = type === Type.HEADERS && known === undefined;
    assert.ok(known !== undefined || (opens && !this.#engineIsServer), `${text}: the stream is idle (RFC 9113 §5.1)`);
    if (opens) this.#opens(streamId, text);
    const stream = this.#stream(streamId);
    assert.ok(!stream.engineReset, `${text}: RST_STREAM is the last frame of a stream (RFC 9113 §5.4.2)`);
    // But DATA behind the peer's RST_STREAM is answered (RFC 9113 §6.1).
    assert.ok(!stream.peerResetBefore || text.endsWith('STREAM_CLOSED'), `${text}: the peer has reset the stream (RFC 9113 §6.4)`);
    if (type === Type.RST_STREAM) {
      stream.engineReset = true;
      return;
    }
    if (type === Type.WINDOW_UPDATE) {
      assert.ok(!(stream.engineEnded && stream.peerEndedBefore), `${text}: the stream is closed (RFC 9113 §5.1)`);
      return;
    }
    assert.ok(!stream.engineEnded, `${text}: END_STREAM was sent before (RFC 9113 §5.1)`);
    if (type === Type.DATA) {
      assert.ok(stream.sections > 0, `${text}: fields come before data (RFC 9113 §8.1)`);
      stream.window -= payload.length;
      this.#connectionWindow -= payload.length;
      this.dataBytes += payload.length;
      if (payload.length > 0) {
        assert.ok(stream.window >= 0, `${text}: ${-stream.window} bytes beyond the stream's window (RFC 9113 §6.9.1)`);
        assert.ok(this.#connectionWindow >= 0, `${text}: ${-this.#connectionWindow} bytes beyond the connection's window`);
      }
    } else {
      const informational = this.#engineIsServer && /^1\d\d$/.test(status(frame));
      if (!informational) stream.sections++;
      assert.ok(stream.sections <= 2, `${text}: a message has one header section and one trailer section (RFC 9113 §8.1)`);
      if (stream.sections === 2 || (informational && stream.sections > 0)) {
        assert.ok((flags & END_STREAM) !== 0, `${text}: trailers end the stream (RFC 9113 §8.1)`);
        assert.ok(!frame.fields!.some((name, n) => n % 2 === 0 && name.startsWith(':')), `${text}: no pseudo-header fields in trailers`);
      }
    }
    if ((flags & END_STREAM) !== 0) stream.engineEnded = true;
  }

  #opens(streamId: number, text: string): void {
    assert.equal(streamId % 2, 1, `${text}: a client opens odd streams (RFC 9113 §5.1.1)`);
    assert.ok(streamId > this.#highestEngineId, `${text}: identifiers rise (RFC 9113 §5.1.1)`);
    assert.ok(!this.#peerGoingAway, `${text}: no new streams after GOAWAY (RFC 9113 §6.8)`);
    assert.ok(
      this.openStreams < this.#maxConcurrent,
      `${text}: SETTINGS_MAX_CONCURRENT_STREAMS is ${this.#maxConcurrent} (RFC 9113 §5.1.2)`,
    );
    this.#highestEngineId = streamId;
  }

  #apply(name: string, value: number): void {
    if (name === 'MAX_FRAME_SIZE') this.#maxFrameBytes = value;
    if (name === 'MAX_CONCURRENT_STREAMS') this.#maxConcurrent = value;
    if (name === 'HEADER_TABLE_SIZE') this.#reader.setMaxTableBytes(value);
    if (name !== 'INITIAL_WINDOW_SIZE') return;
    for (const stream of this.#streams.values()) stream.window += value - this.#initialWindow;
    this.#initialWindow = value;
  }

  #stream(id: number): WatchedStream {
    let stream = this.#streams.get(id);
    if (stream === undefined) {
      stream = {
        window: this.#initialWindow,
        engineEnded: false,
        engineReset: false,
        peerEnded: false,
        peerReset: false,
        peerEndedBefore: false,
        peerResetBefore: false,
        sections: 0,
      };
      this.#streams.set(id, stream);
    }
    return stream;
  }
}

function isClosed(stream: WatchedStream): boolean {
  return stream.engineReset || stream.peerReset || (stream.engineEnded && stream.peerEnded);
}

function status({ fields }: ReadFrame): string {
  return fields?.[0] === ':status' ? fields[1]! : '';
}
