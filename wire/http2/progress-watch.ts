/**
 * Peers that neither take what waits for them nor finish what they have begun.
 *
 * A slow reader (a zero window, a socket that is not read) makes us hold what its requests have asked for: while more than
 * `maxStalledBytes` wait, it has to take some in each `stallTimeoutMs`. A little does not count, or a byte a minute would do. A slow
 * writer has a frame or header block open: the same one may stay so for `frameTimeoutMs`. Neither touches a stream that rests: less may
 * wait for as long as its reader likes, and DATA is never waited for.
 */
import { MIN_STALL_PROGRESS_BYTES } from '../limits.js';
import type { HoldLimits } from './abuse-budget.js';
import type { Core } from './core.js';
import { ErrorCode } from './error-code.js';

export class ProgressWatch<U> {
  private readonly core: Core<U>;
  private readonly limits: HoldLimits;
  private stallDueMs: number;
  private frameDueMs: number;
  /** `core.sentBytes` when `stallDueMs` was set. */
  private sentBytes: number;
  /** The memory of what was open at `frameDueMs` less the time: another one is another frame, or one that has grown to twice its size. */
  private open: Uint8Array | undefined;

  constructor(core: Core<U>, limits: HoldLimits) {
    this.core = core;
    this.limits = limits;
    this.stallDueMs = Number.POSITIVE_INFINITY;
    this.frameDueMs = Number.POSITIVE_INFINITY;
    this.sentBytes = 0;
    this.open = undefined;
  }

  get dueMs(): number {
    return Math.min(this.stallDueMs, this.frameDueMs);
  }

  /** After a flush. */
  watchSending(): void {
    const { core } = this;
    if (core.queuedBytes <= this.limits.maxStalledBytes) this.stallDueMs = Number.POSITIVE_INFINITY;
    else if (this.stallDueMs === Number.POSITIVE_INFINITY) this.beginStall();
  }

  /** After a chunk: `open` is the begin of a frame or header block, where the chunk has ended in one. */
  watchReceiving(open: Uint8Array | undefined): void {
    if (open === this.open) return;
    this.open = open;
    if (open === undefined) this.frameDueMs = Number.POSITIVE_INFINITY;
    else {
      const before = this.core.wakeAtMs;
      this.frameDueMs = this.core.nowMs + this.limits.frameTimeoutMs;
      if (this.frameDueMs < before) this.core.sink.onWakeChange();
    }
  }

  /** `dueMs` may have come. */
  wake(): void {
    const { core, limits } = this;
    if (core.nowMs >= this.frameDueMs) {
      this.end(`a frame or header block was not finished within ${limits.frameTimeoutMs} ms (limit frameTimeoutMs): send it whole`);
    } else if (core.nowMs >= this.stallDueMs) {
      if (core.queuedBytes > limits.maxStalledBytes && (core.sentBytes - this.sentBytes) >>> 0 < MIN_STALL_PROGRESS_BYTES) {
        this.end(
          `${core.queuedBytes} bytes wait, and next to none were taken for ${limits.stallTimeoutMs} ms (limit maxStalledBytes): read`,
        );
      } else {
        this.stallDueMs = Number.POSITIVE_INFINITY;
        this.watchSending();
      }
    }
  }

  stop(): void {
    this.stallDueMs = Number.POSITIVE_INFINITY;
    this.frameDueMs = Number.POSITIVE_INFINITY;
    this.open = undefined;
  }

  private beginStall(): void {
    const { core } = this;
    const before = core.wakeAtMs;
    this.sentBytes = core.sentBytes;
    this.stallDueMs = core.nowMs + this.limits.stallTimeoutMs;
    if (this.stallDueMs < before) core.sink.onWakeChange();
  }

  private end(message: string): void {
    // First, or the connection would ask to be woken for what is over.
    this.stop();
    this.core.fail(ErrorCode.ENHANCE_YOUR_CALM, 'us', message);
  }
}
