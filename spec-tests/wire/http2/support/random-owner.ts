/**
 * An owner that does what comes to its mind, and nothing that its contract forbids. What it sends on a stream is a pattern that starts
 * with the stream's identifier, so that a byte lost, doubled or out of order is seen.
 */
import assert from 'node:assert/strict';
import type { Connection } from '../../../../wire/http2/connection.js';
import type { Random } from '../../../support/random.js';
import { type Conversation, GET, OK, POST } from './conversation.js';
import type { TestStream } from './recording-sink.js';

/** `length` bytes of the pattern of stream `id`, from `offset` on. */
export function pattern(id: number, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let n = 0; n < length; n++) bytes[n] = (id + offset + n) & 0xff;
  return bytes;
}

/** Whether `bytes` is the pattern of stream `id` at `offset`. */
export function checkPattern(id: number, offset: number, bytes: Uint8Array, what: string): void {
  for (let n = 0; n < bytes.length; n++) {
    if (bytes[n] !== ((id + offset + n) & 0xff)) assert.fail(`${what} of stream ${id}: byte ${offset + n} is ${bytes[n]}`);
  }
}

interface OwnedStream {
  readonly stream: TestStream;
  hasFields: boolean;
  /** Bytes given for sending, and END_STREAM with them. */
  given: number;
  ended: boolean;
  /** Bytes received, and of them consumed. */
  received: number;
  consumed: number;
}

export class RandomOwner {
  readonly streams = new Map<number, OwnedStream>();
  readonly #c: Conversation;
  readonly #random: Random;
  /** Whether what the peer sends is a pattern too. */
  readonly #checksData: boolean;
  /** Whether the owner may end the connection. */
  readonly #mayEnd: boolean;
  /** The most bytes of one `sendData`. */
  readonly #mostBytes: number;

  constructor(c: Conversation, random: Random, checksData: boolean, mostBytes = 30_000) {
    this.#c = c;
    this.#random = random;
    this.#checksData = checksData;
    this.#mayEnd = !checksData;
    this.#mostBytes = mostBytes;
    const { reactions } = c.sink;
    reactions.headers = (stream) => {
      this.#own(stream);
      if (random.oneIn(2)) this.#act(c.engine, this.#own(stream));
    };
    reactions.data = (stream, bytes) => {
      const owned = this.#own(stream);
      if (this.#checksData) checkPattern(stream.id, owned.received, bytes, 'what came');
      owned.received += bytes.length;
      if (random.oneIn(3)) this.#act(c.engine, owned);
    };
    reactions.writable = (stream) => {
      if (random.oneIn(2)) this.#act(c.engine, this.#own(stream));
    };
    reactions.streamClosed = () => {
      if (random.oneIn(4)) this.#anything(c.engine);
    };
    reactions.settings = () => {
      if (random.oneIn(4)) this.#anything(c.engine);
    };
  }

  /** One command, or a few, from outside. */
  step(): void {
    this.#c.command((engine) => {
      for (let n = this.#random.between(1, 4); n > 0; n--) this.#anything(engine);
    });
    if (!this.#random.oneIn(3)) this.#c.flush();
  }

  /** Comes to an end with everything in good order: consumes all, answers and ends all. */
  finish(): void {
    this.#c.does((engine) => {
      for (const owned of this.streams.values()) {
        if (owned.stream.closed) continue;
        this.#consume(engine, owned, owned.received - owned.consumed);
        this.#fields(engine, owned);
        if (!owned.ended && !owned.stream.closed) {
          owned.ended = true;
          engine.sendData(owned.stream, new Uint8Array(0), true);
        }
      }
    });
  }

  /** A stream that the peer has opened, or that this owner has. */
  #own(stream: TestStream): OwnedStream {
    let owned = this.streams.get(stream.id);
    if (owned === undefined) {
      const hasFields = this.#c.role === 'client';
      owned = { stream, hasFields, given: 0, ended: false, received: 0, consumed: 0 };
      this.streams.set(stream.id, owned);
    }
    return owned;
  }

  #anything(engine: Connection<string>): void {
    if (this.#c.role === 'client' && this.#random.oneIn(3)) this.#open(engine);
    const all = [...this.streams.values()];
    if (all.length > 0) this.#act(engine, this.#random.pick(all.slice(-12)));
    if (this.#random.oneIn(20)) engine.ping(() => undefined, this.#c.nowMs);
    if (this.#random.oneIn(25))
      engine.changeSettings({ initialWindowBytes: this.#random.pick([500, 20_000, 65_535, 500_000]) }, this.#c.nowMs);
    if (this.#random.oneIn(25)) engine.setConnectionWindow(this.#random.pick([65_535, 100_000, 1_000_000]));
    if (this.#mayEnd && this.#random.oneIn(100)) engine.shutdown(this.#c.nowMs);
    if (this.#mayEnd && this.#random.oneIn(200)) engine.destroy(this.#random.pick([0, 2]), 'the owner has had enough');
  }

  #open(engine: Connection<string>): void {
    const end = this.#random.oneIn(3);
    const stream = engine.openStream([...(end ? GET : POST), 'n', String(this.#random.between(0, 5))], end, 'user');
    if (stream === undefined) return;
    this.#c.sink.streams.set(stream.id, stream);
    this.#own(stream).ended = end;
  }

  #act(engine: Connection<string>, owned: OwnedStream): void {
    const { stream } = owned;
    switch (this.#random.between(0, 9)) {
      case 0:
        if (this.#random.oneIn(6)) engine.resetStream(stream, this.#random.pick([0, 2, 7, 8]));
        break;
      case 1:
      case 2:
        this.#consume(
          engine,
          owned,
          this.#random.oneIn(3) ? this.#random.between(0, owned.received - owned.consumed + 1) : owned.received - owned.consumed,
        );
        break;
      case 3:
        if (this.#c.role === 'server' && !owned.hasFields) engine.sendHeaders(stream, [':status', '103', 'link', '</a>'], false);
        break;
      case 4:
        this.#fields(engine, owned);
        if (owned.ended || !this.#random.oneIn(3)) break;
        owned.ended = true;
        engine.sendHeaders(stream, ['grpc-status', String(this.#random.between(0, 17))], true);
        break;
      case 5:
      case 6:
        this.#fields(engine, owned);
        this.#commit(engine, owned);
        break;
      default:
        this.#fields(engine, owned);
        this.#send(engine, owned, this.#random.between(0, this.#random.pick([10, 5_000, this.#mostBytes])));
    }
  }

  #fields(engine: Connection<string>, owned: OwnedStream): void {
    if (owned.hasFields) return;
    owned.hasFields = true;
    engine.sendHeaders(owned.stream, [...OK, 'n', String(this.#random.between(0, 5))], false);
  }

  #send(engine: Connection<string>, owned: OwnedStream, length: number): void {
    if (owned.ended) return;
    owned.ended = this.#random.oneIn(5);
    engine.sendData(owned.stream, pattern(owned.stream.id, owned.given, length), owned.ended);
    owned.given += length;
  }

  #commit(engine: Connection<string>, owned: OwnedStream): void {
    const { stream } = owned;
    const position = engine.reserveData(stream);
    if (position === -1) return;
    if (owned.ended || this.#random.oneIn(5)) {
      engine.cancelData();
      return;
    }
    const length = this.#random.between(0, this.#random.pick([20, 300, 70_000]));
    const { reservedBuffer } = engine;
    const bytes = pattern(stream.id, owned.given, length);
    const end = position + length;
    if (end <= reservedBuffer.length) reservedBuffer.set(bytes, position);
    // An encoder may do anything in between.
    if (this.#random.oneIn(6)) this.#anything(engine);
    if (owned.given !== bytesBefore(bytes, owned) || owned.ended) {
      engine.cancelData();
      return;
    }
    const ends = this.#random.oneIn(5);
    if (!engine.commitData(stream, end, ends)) engine.sendData(stream, bytes, ends);
    owned.given += length;
    owned.ended = ends;
  }

  #consume(engine: Connection<string>, owned: OwnedStream, bytes: number): void {
    if (owned.stream.closed) return;
    engine.consumed(owned.stream, bytes);
    owned.consumed += bytes;
  }
}

/** Where in the stream these bytes were meant to stand. */
function bytesBefore(bytes: Uint8Array, owned: OwnedStream): number {
  return bytes.length === 0 || bytes[0] === ((owned.stream.id + owned.given) & 0xff) ? owned.given : -1;
}
