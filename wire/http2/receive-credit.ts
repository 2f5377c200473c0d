import type { Core } from './core.js';
import { WINDOW_UPDATE_FRAME_BYTES, writeWindowUpdate } from './frames/window-update.js';
import type { EngineStream } from './stream.js';
import { StreamState } from './stream-state.js';
import { ReceiveWindow } from './window.js';

/**
 * What the peer may send (RFC 9113 §6.9).
 *
 * The connection's credit goes back on receipt, so that a stream whose consumer has stopped never stalls its neighbours: what streams
 * hold is bounded by their own windows, and in sum by `maxUnconsumedBytes`, above which the connection's credit waits for `consumed`.
 * A stream's credit goes back when its consumer says so. Both in batches of half a window.
 */
export class ReceiveCredit<U> {
  private readonly core: Core<U>;
  private readonly window: ReceiveWindow;
  private readonly maxUnconsumedBytes: number;
  /** Came in DATA frames, and is not given back yet. */
  private received: number;
  /** Came since `takeSample`. */
  private sample: number;
  /** What streams grow to when they are given credit back. */
  private streamWindowBytes: number;

  constructor(core: Core<U>, connectionWindowBytes: number, maxUnconsumedBytes: number) {
    this.core = core;
    this.window = new ReceiveWindow(connectionWindowBytes);
    this.maxUnconsumedBytes = maxUnconsumedBytes;
    this.received = 0;
    this.sample = 0;
    this.streamWindowBytes = 0;
  }

  /** What the peer may send on the whole connection. */
  get available(): number {
    return this.window.available;
  }

  /** Everything in a DATA frame counts, whatever becomes of it (RFC 9113 §6.9). False where the peer had no right to it. */
  receive(bytes: number): boolean {
    this.received += bytes;
    this.sample += bytes;
    this.core.receivedBytes = (this.core.receivedBytes + bytes) | 0;
    return this.window.receive(bytes);
  }

  /** Gives the connection's credit back; once per chunk, not per frame. */
  settle(): void {
    if (this.received === 0 || this.core.closed || this.core.unconsumed - this.core.partialBytes > this.maxUnconsumedBytes) return;
    const increment = this.window.consume(this.received);
    this.received = 0;
    if (increment > 0) this.announce(0, increment);
  }

  /** Bytes that have come since it was asked last. */
  takeSample(): number {
    const bytes = this.sample;
    this.sample = 0;
    return bytes;
  }

  /** Windows of `bytes` suit the path. A single stream gets no more than half of what all may hold. */
  grow(bytes: number): void {
    this.streamWindowBytes = Math.min(bytes, Math.floor(this.maxUnconsumedBytes / 2));
    if (bytes > this.window.size) this.resize(bytes);
  }

  /** Another size of the connection's window. */
  resize(bytes: number): void {
    const increment = this.window.resize(bytes);
    if (increment > 0) this.announce(0, increment);
  }

  /** The consumer is done with `bytes` of a stream. */
  consumed(stream: EngineStream<U>, bytes: number): void {
    if (stream.state === StreamState.CLOSED) return;
    const { core } = this;
    if (bytes > stream.unconsumed) throw new RangeError(`${bytes} bytes consumed, but only ${stream.unconsumed} are held`);
    stream.unconsumed -= bytes;
    core.unconsumed -= bytes;
    if (this.received > 0) this.settle();
    this.giveBack(stream, bytes);
  }

  /** `bytes` of a stream's window are free again: at once for padding, otherwise by `consumed`. */
  giveBack(stream: EngineStream<U>, bytes: number): void {
    const returnable = stream.returnable + bytes;
    const { core } = this;
    const size = core.localSettings.initialWindowBytes + stream.grown;
    // After its END_STREAM the peer needs no more credit (RFC 9113 §5.1).
    if (returnable * 2 < size || returnable <= 0 || (stream.state & StreamState.HALF_CLOSED_REMOTE) !== 0) {
      stream.returnable = returnable;
      return;
    }
    stream.returnable = 0;
    const growth = Math.max(0, this.streamWindowBytes - size);
    stream.grown += growth;
    stream.receiveWindow += returnable + growth;
    this.announce(stream.id, returnable + growth);
  }

  private announce(streamId: number, increment: number): void {
    const { core } = this;
    const buffer = core.control(WINDOW_UPDATE_FRAME_BYTES);
    core.output.position = writeWindowUpdate(buffer, core.output.position, increment, streamId);
  }
}
