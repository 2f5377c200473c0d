/**
 * A peer that does what RFC 9113 allows it, at random: it keeps windows, states and an HPACK table of its own, and sends the same
 * pattern as `RandomOwner`.
 */
import assert from 'node:assert/strict';
import { HpackEncoder } from '../../../../wire/hpack/encoder.js';
import type { Random } from '../../../support/random.js';
import { type Conversation, GET, OK, POST } from './conversation.js';
import { fieldsText, type ReadFrame, settingsOf, word } from './frame-text.js';
import {
  ACK,
  codeOf,
  continuation,
  data,
  END_STREAM,
  frame,
  headers,
  ping,
  priority,
  rstStream,
  settings,
  settingsAck,
  Type,
  windowUpdate,
} from './frames.js';
import { checkPattern, pattern } from './random-owner.js';

interface PeerStream {
  readonly id: number;
  /** What the peer may send. */
  window: number;
  hasFields: boolean;
  ended: boolean;
  given: number;
  received: number;
  engineEnded: boolean;
  over: boolean;
}

const PADDING = 40;

export class RandomPeer {
  readonly streams = new Map<number, PeerStream>();
  readonly #c: Conversation;
  readonly #random: Random;
  readonly #encoder = new HpackEncoder();
  readonly #scratch = new Uint8Array(20_000);
  #initialWindow = 65_535;
  #window = 65_535;
  #nextId = 1;
  #seen = 0;
  /** Pings that were sent, and their answers. */
  pings = 0;
  pongs = 0;
  /** Field sections in the order sent, as the engine should tell them. */
  readonly fieldsSent: string[] = [];

  constructor(c: Conversation, random: Random) {
    this.#c = c;
    this.#random = random;
  }

  /** Reads what the engine has sent since the last time. */
  read(): void {
    this.#c.take();
    const frames = this.#c.allFrames;
    const answers: Uint8Array[] = [];
    for (; this.#seen < frames.length; this.#seen++) this.#frame(frames[this.#seen]!, answers);
    if (answers.length > 0) this.#c.send(...answers);
  }

  step(): void {
    this.read();
    const frames: Uint8Array[] = [];
    for (let n = this.#random.between(1, 6); n > 0; n--) this.#act(frames);
    this.#c.send(...frames);
  }

  /** Answers and ends everything, and opens the windows for what waits. */
  finish(): void {
    for (let n = 0; n < 200; n++) {
      this.read();
      const frames: Uint8Array[] = [];
      for (const stream of this.#live()) {
        if (!stream.hasFields && this.#c.role === 'client') this.#fields(frames, stream, false);
        if (!stream.ended) {
          stream.ended = true;
          frames.push(data(stream.id, '', { end: true }));
        }
        if (!stream.engineEnded) frames.push(windowUpdate(stream.id, 40_000));
      }
      frames.push(windowUpdate(0, 40_000));
      this.#c.send(...frames);
      if (this.#c.engine.openStreams === 0) return;
    }
  }

  #frame({ type, flags, streamId, payload }: ReadFrame, answers: Uint8Array[]): void {
    const end = (flags & END_STREAM) !== 0;
    switch (type) {
      case Type.SETTINGS:
        if ((flags & ACK) !== 0) break;
        for (const [name, value] of settingsOf(payload)) {
          if (name === 'HEADER_TABLE_SIZE') this.#encoder.setMaxTableBytes(value);
          if (name !== 'INITIAL_WINDOW_SIZE') continue;
          for (const stream of this.streams.values()) stream.window += value - this.#initialWindow;
          this.#initialWindow = value;
        }
        answers.push(settingsAck());
        break;
      case Type.WINDOW_UPDATE:
        if (streamId === 0) this.#window += word(payload, 0);
        else this.#stream(streamId).window += word(payload, 0);
        break;
      case Type.PING:
        if ((flags & ACK) !== 0) this.pongs++;
        else answers.push(frame(Type.PING, ACK, 0, payload));
        break;
      case Type.RST_STREAM:
        this.#stream(streamId).over = true;
        break;
      case Type.HEADERS:
      case Type.DATA: {
        const stream = this.#stream(streamId);
        if (type === Type.DATA) {
          if (!stream.over) checkPattern(streamId, stream.received, payload, 'what the engine sent');
          stream.received += payload.length;
        }
        if (end) stream.engineEnded = true;
        if (stream.engineEnded && stream.ended) stream.over = true;
      }
    }
  }

  #act(frames: Uint8Array[]): void {
    const { role } = this.#c;
    const stream = this.#random.pick([undefined, ...this.#live()]);
    switch (this.#random.between(0, 12)) {
      case 0:
        this.pings++;
        frames.push(ping(String(10_000_000 + this.pings)));
        break;
      case 1:
        frames.push(windowUpdate(0, this.#random.between(1, 30_000)));
        break;
      case 2:
        if (this.#random.oneIn(4)) frames.push(this.#settings());
        break;
      case 3:
        frames.push(
          frame(this.#random.between(10, 256), this.#random.between(0, 256), stream?.id ?? 0, new Uint8Array(this.#random.between(0, 30))),
        );
        break;
      case 4:
        if (stream !== undefined) frames.push(priority(stream.id, stream.id + 2));
        break;
      case 5:
        if (stream === undefined || !this.#random.oneIn(5)) break;
        stream.over = true;
        frames.push(rstStream(stream.id, this.#random.pick([codeOf('CANCEL'), codeOf('REFUSED_STREAM'), 0xbeef])));
        break;
      case 6:
        if (stream !== undefined && !stream.engineEnded) frames.push(windowUpdate(stream.id, this.#random.between(1, 30_000)));
        break;
      case 7:
      case 8:
        if (role === 'server' && this.#live().length < 20) this.#open(frames);
        else if (stream !== undefined && !stream.hasFields) this.#answer(frames, stream);
        break;
      default:
        if (stream !== undefined) this.#send(frames, stream);
    }
  }

  #settings(): Uint8Array {
    return settings(
      this.#random.pick([
        { INITIAL_WINDOW_SIZE: this.#random.pick([0, 1, 100, 65_535, 100_000]) },
        { MAX_FRAME_SIZE: this.#random.between(16_384, 70_000) },
        { HEADER_TABLE_SIZE: this.#random.pick([0, 50, 300, 4_096, 10_000]) },
        { HEADER_TABLE_SIZE: 0, 99: 1, INITIAL_WINDOW_SIZE: 70_000 },
        {},
      ]),
    );
  }

  #open(frames: Uint8Array[]): void {
    this.#nextId += 2 * this.#random.pick([0, 0, 0, 0, 1, 5, 63, 64, 4_095]);
    const stream = this.#stream(this.#nextId);
    this.#nextId += 2;
    this.#fields(frames, stream, this.#random.oneIn(3));
  }

  #answer(frames: Uint8Array[], stream: PeerStream): void {
    if (this.#random.oneIn(4)) frames.push(...this.#block(stream.id, [':status', '103', 'link', '</b>'], false, 'informational'));
    this.#fields(frames, stream, this.#random.oneIn(4));
  }

  #fields(frames: Uint8Array[], stream: PeerStream, end: boolean): void {
    const fields = this.#c.role === 'client' ? OK : end ? GET : POST;
    stream.hasFields = true;
    stream.ended = end;
    const more = this.#random.oneIn(2) ? ['x-n', String(this.#random.between(0, 8))] : [];
    frames.push(...this.#block(stream.id, [...fields, ...more], end, 'headers'));
  }

  #send(frames: Uint8Array[], stream: PeerStream): void {
    if (!stream.hasFields || stream.ended) return;
    if (this.#random.oneIn(6)) {
      stream.ended = true;
      frames.push(...this.#block(stream.id, ['x-n', String(this.#random.between(0, 8))], true, 'trailers'));
      return;
    }
    const pad = this.#random.oneIn(4) ? this.#random.between(0, PADDING) : undefined;
    const spare = pad === undefined ? 0 : pad + 1;
    const most = Math.min(stream.window, this.#window, 16_384) - spare;
    if (most < 0) return;
    const length = Math.min(most, this.#random.between(0, this.#random.pick([2, 200, 16_384])));
    const end = this.#random.oneIn(6);
    frames.push(data(stream.id, pattern(stream.id, stream.given, length), pad === undefined ? { end } : { end, pad }));
    stream.window -= length + spare;
    this.#window -= length + spare;
    stream.given += length;
    stream.ended = end;
  }

  #block(id: number, fields: readonly string[], end: boolean, section: string): Uint8Array[] {
    const length = this.#encoder.encode(fields, this.#scratch, 0);
    assert.ok(length <= this.#scratch.length);
    const block = this.#scratch.slice(0, length);
    this.fieldsSent.push(`${section} ${id} ${fieldsText(fields)}${end ? ' END_STREAM' : ''}`);
    if (!this.#random.oneIn(4))
      return [headers(id, [], { block, end, ...(this.#random.oneIn(4) ? { pad: this.#random.between(0, PADDING) } : {}) })];
    const cut = this.#random.between(0, length + 1);
    return [headers(id, [], { block: block.slice(0, cut), end, more: true }), continuation(id, block.slice(cut))];
  }

  #live(): PeerStream[] {
    return [...this.streams.values()].filter((stream) => !stream.over && !(stream.ended && stream.engineEnded)).slice(-20);
  }

  #stream(id: number): PeerStream {
    let stream = this.streams.get(id);
    if (stream === undefined) {
      stream = { id, window: this.#initialWindow, hasFields: false, ended: false, given: 0, received: 0, engineEnded: false, over: false };
      this.streams.set(id, stream);
    }
    return stream;
  }
}
