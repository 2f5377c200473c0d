/**
 * What RFC 9113 §5.1 and RFC 9113 §6.9 say about a connection, as small as it can be told: a state and four numbers per stream, two
 * windows per connection. The commands of the model-based test change it, the engine's frames are booked in it, and `compare` holds the
 * engine to it.
 */
import assert from 'node:assert/strict';
import type { EngineStream } from '../../../../wire/http2/stream.js';
import { type Conversation, POST } from './conversation.js';
import { type ReadFrame, word } from './frame-text.js';
import { END_STREAM, type settings, Type } from './frames.js';

export interface ModelStream {
  readonly id: number;
  weEnded: boolean;
  theyEnded: boolean;
  reset: boolean;
  /** We have sent our header section. */
  answered: boolean;
  /** The peer has sent its header section. */
  begun: boolean;
  /** What we may send, and what we were given and have not sent. */
  sendWindow: number;
  queued: number;
  /** END_STREAM was given to us for sending, in any form. */
  endGiven: boolean;
  /** What the peer may send, and what was delivered and not consumed. */
  receiveWindow: number;
  unconsumed: number;
}

/** What the engine announces: small, so that credit goes back often. */
export const OUR_WINDOW = 2_000;

export class ConnectionModel {
  readonly streams: ModelStream[] = [];
  nextId = 1;
  sendWindow = 65_535;
  receiveWindow = 65_535;
  /** SETTINGS_INITIAL_WINDOW_SIZE of the peer, and ours as far as acknowledged, and what waits for an acknowledgement. */
  peerInitialWindow = 65_535;
  ourInitialWindow = OUR_WINDOW;
  readonly ourWindowsInFlight: number[] = [];
  peerMaxStreams = Number.POSITIVE_INFINITY;
  #seen = 0;

  get open(): ModelStream[] {
    return this.streams.filter((stream) => !isOver(stream));
  }

  /** A stream that is not over, by a number that may be anything. */
  pick(n: number, suits: (stream: ModelStream) => boolean = () => true): ModelStream | undefined {
    const fit = this.open.filter(suits);
    return fit[n % Math.max(1, fit.length)];
  }

  opened(answered: boolean, begun: boolean): ModelStream {
    const stream: ModelStream = {
      id: this.nextId,
      weEnded: false,
      theyEnded: false,
      reset: false,
      answered,
      begun,
      sendWindow: this.peerInitialWindow,
      queued: 0,
      endGiven: false,
      receiveWindow: this.ourInitialWindow,
      unconsumed: 0,
    };
    this.nextId += 2;
    this.streams.push(stream);
    return stream;
  }

  /** SETTINGS_INITIAL_WINDOW_SIZE moves the windows of all streams (RFC 9113 §6.9.2). */
  peerSets(values: Parameters<typeof settings>[0]): void {
    const { INITIAL_WINDOW_SIZE: window, MAX_CONCURRENT_STREAMS: most } = values ?? {};
    if (most !== undefined) this.peerMaxStreams = most;
    if (window === undefined) return;
    for (const stream of this.open) stream.sendWindow += window - this.peerInitialWindow;
    this.peerInitialWindow = window;
  }

  peerAcknowledges(): void {
    const window = this.ourWindowsInFlight.shift();
    if (window === undefined) return;
    for (const stream of this.open) stream.receiveWindow += window - this.ourInitialWindow;
    this.ourInitialWindow = window;
  }

  /** The engine's frames since the last time: each must be one that the model allows. */
  book(c: Conversation): void {
    c.take();
    for (; this.#seen < c.allFrames.length; this.#seen++) this.#frame(c.allFrames[this.#seen]!, c);
  }

  #frame({ type, flags, streamId, payload, text }: ReadFrame, c: Conversation): void {
    assert.notEqual(type, Type.GOAWAY, `${text}: nothing went wrong`);
    if (type === Type.WINDOW_UPDATE && streamId === 0) this.receiveWindow += word(payload, 0);
    if (streamId === 0) return;
    const stream = this.streams.find(({ id }) => id === streamId)!;
    if (type === Type.WINDOW_UPDATE) stream.receiveWindow += word(payload, 0);
    else if (type === Type.RST_STREAM) {
      assert.ok(stream.reset || (c.role === 'server' && stream.weEnded), `${text}: the model knows why`);
      stream.reset = true;
    } else if (type === Type.DATA) {
      assert.ok(payload.length <= stream.queued, `${text}: so many bytes were given`);
      stream.queued -= payload.length;
      stream.sendWindow -= payload.length;
      this.sendWindow -= payload.length;
    }
    if ((flags & END_STREAM) === 0 || (type !== Type.DATA && type !== Type.HEADERS)) return;
    assert.ok(stream.endGiven && stream.queued === 0, `${text}: the end was given, and nothing is left`);
    stream.weEnded = true;
    // A server that is done before the client asks it to stop (RFC 9113 §8.1).
    if (c.role === 'server' && !stream.theyEnded) stream.reset = true;
  }

  /** After a turn: states, windows and credit of both are the same, and nothing waits that might have gone. */
  compare(c: Conversation): void {
    const { engine } = c;
    const core = (engine as unknown as { core: { sendWindow: number }; credit: { available: number } }).core;
    assert.equal(engine.openStreams, this.open.length, 'open streams');
    assert.equal(core.sendWindow, this.sendWindow, 'what we may send on the connection');
    assert.equal(
      (engine as unknown as { credit: { available: number } }).credit.available,
      this.receiveWindow,
      'what the peer may send on it',
    );
    assert.equal(
      engine.queuedBytes,
      this.open.reduce((sum, { queued }) => sum + queued, 0),
      'bytes that wait',
    );
    // Credit of the connection goes back in batches of half a window, and nothing of it is lost.
    assert.ok(this.receiveWindow <= 65_535 && this.receiveWindow * 2 > 65_535 - 2, `${this.receiveWindow} of the connection's window`);
    for (const model of this.streams) {
      const real = c.sink.streams.get(model.id) as EngineStream<string> | undefined;
      assert.ok(real !== undefined, `stream ${model.id} exists`);
      assert.equal(real.closed, isOver(model), `stream ${model.id} is closed`);
      if (isOver(model)) continue;
      assert.equal(real.remoteEnded, model.theyEnded, `stream ${model.id}: the peer has ended`);
      assert.equal(real.localEnded, model.endGiven, `stream ${model.id}: we have ended`);
      assert.equal(real.sendWindow, model.sendWindow, `stream ${model.id}: what we may send`);
      assert.equal(real.unconsumed, model.unconsumed, `stream ${model.id}: what was not consumed`);
      assert.equal(real.queuedBytes, model.queued, `stream ${model.id}: what waits`);
      assert.ok(
        model.queued === 0 || model.sendWindow <= 0 || this.sendWindow <= 0 || !model.answered,
        `stream ${model.id}: ${model.queued} bytes wait, and both windows are open`,
      );
      if (!model.theyEnded) this.#compareCredit(model, real);
    }
  }

  /** Every byte of a window is with the peer, with the consumer, or on its way back. */
  #compareCredit(model: ModelStream, real: EngineStream<string>): void {
    assert.equal(real.receiveWindow, model.receiveWindow, `stream ${model.id}: what the peer may send`);
    const returnable = this.ourInitialWindow - model.receiveWindow - model.unconsumed;
    assert.ok(returnable >= 0, `stream ${model.id}: ${-returnable} bytes more given back than came`);
  }
}

export function isOver(stream: ModelStream): boolean {
  return stream.reset || (stream.weEnded && stream.theyEnded);
}

export const REQUEST = POST;
