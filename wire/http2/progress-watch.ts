/**
 * Peers that neither take what waits for them nor finish what they have begun.
 *
 * A slow reader (a zero window, a socket that is not read) makes us hold what its requests have asked for: while more than
 * `maxStalledBytes` wait, it has to take some in each `stallTimeoutMs`. A little does not count, or a byte a minute would do. A slow
 * writer has a frame or header block open: the same one may stay so for `frameTimeoutMs`. Or it has begun many messages and ends none:
 * while more than `maxHeldBytes` of them are held, some has to come in each `stallTimeoutMs`. None of this touches a stream that rests:
 * less than that may wait for as long as its reader or writer likes.
 */
import { LATE_WAKE_MS, MIN_STALL_PROGRESS_BYTES } from '../limits.js';
import type { HoldLimits } from './abuse-budget.js';
import type { Core } from './core.js';
import { ErrorCode } from './error-code.js';

export class ProgressWatch<U> {
  private readonly core: Core<U>;
  private readonly limits: HoldLimits;
  private stallDueMs: number;
  private frameDueMs: number;
  private holdDueMs: number;
  /** `core.sentBytes` when `stallDueMs` was set. */
  private sentBytes: number;
  /** `core.receivedBytes` when `holdDueMs` was set. */
  private receivedBytes: number;
  /** The memory of what was open at `frameDueMs` less the time: another one is another frame, or one that has grown to twice its size. */
  private open: Uint8Array | undefined;

  constructor(core: Core<U>, limits: HoldLimits) {
    this.core = core;
    this.limits = limits;
    this.stallDueMs = Number.POSITIVE_INFINITY;
    this.frameDueMs = Number.POSITIVE_INFINITY;
    this.holdDueMs = Number.POSITIVE_INFINITY;
    this.sentBytes = 0;
    this.receivedBytes = 0;
    this.open = undefined;
  }

  get dueMs(): number {
    return Math.min(this.stallDueMs, this.frameDueMs, this.holdDueMs);
  }

  /** After a flush. */
  watchSending(): void {
    const { core } = this;
    if (core.queuedBytes <= this.limits.maxStalledBytes) this.stallDueMs = Number.POSITIVE_INFINITY;
    else if (this.stallDueMs === Number.POSITIVE_INFINITY) {
      const before = core.wakeAtMs;
      this.sentBytes = core.sentBytes;
      this.stallDueMs = core.nowMs + this.limits.stallTimeoutMs;
      this.tell(before);
    }
  }

  /** After a chunk: `open` is the begin of a frame or header block, where the chunk has ended in one. */
  watchReceiving(open: Uint8Array | undefined): void {
    const { core, limits } = this;
    if (core.partialBytes > limits.maxHeldBytes) this.watchHolding();
    else this.holdDueMs = Number.POSITIVE_INFINITY;
    if (open === this.open) return;
    this.open = open;
    const before = core.wakeAtMs;
    this.frameDueMs = open === undefined ? Number.POSITIVE_INFINITY : core.nowMs + limits.frameTimeoutMs;
    this.tell(before);
  }

  /** `dueMs` may have come. */
  wake(): void {
    const { core, limits } = this;
    const { nowMs } = core;
    if (nowMs - this.dueMs > LATE_WAKE_MS) this.postpone();
    else if (nowMs >= this.frameDueMs) {
      this.end(`a frame or header block was not finished within ${limits.frameTimeoutMs} ms (limit frameTimeoutMs): send it whole`);
    } else if (nowMs >= this.stallDueMs) {
      if (core.queuedBytes > limits.maxStalledBytes && isLittle(core.sentBytes - this.sentBytes)) {
        this.end(
          `${core.queuedBytes} bytes wait, and next to none were taken for ${limits.stallTimeoutMs} ms (limit maxStalledBytes): read`,
        );
      } else {
        this.stallDueMs = Number.POSITIVE_INFINITY;
        this.watchSending();
      }
    } else if (nowMs >= this.holdDueMs) {
      this.holdDueMs = Number.POSITIVE_INFINITY;
      if (core.partialBytes <= limits.maxHeldBytes) return;
      if (isLittle(core.receivedBytes - this.receivedBytes)) {
        const held = `${core.partialBytes} bytes of messages were begun`;
        this.end(`${held}, and next to none came for ${limits.stallTimeoutMs} ms (limit maxHeldBytes): send them to their ends`);
      } else this.watchHolding();
    }
  }

  stop(): void {
    this.stallDueMs = Number.POSITIVE_INFINITY;
    this.frameDueMs = Number.POSITIVE_INFINITY;
    this.holdDueMs = Number.POSITIVE_INFINITY;
    this.open = undefined;
  }

  /** This process was blocked: what the peer has sent or taken meanwhile is not known yet. */
  private postpone(): void {
    const lateMs = this.core.nowMs - this.dueMs;
    this.frameDueMs += lateMs + this.limits.frameTimeoutMs;
    this.stallDueMs += lateMs + this.limits.stallTimeoutMs;
    this.holdDueMs += lateMs + this.limits.stallTimeoutMs;
  }

  private watchHolding(): void {
    if (this.holdDueMs !== Number.POSITIVE_INFINITY) return;
    const { core } = this;
    const before = core.wakeAtMs;
    this.receivedBytes = core.receivedBytes;
    this.holdDueMs = core.nowMs + this.limits.stallTimeoutMs;
    this.tell(before);
  }

  private tell(before: number): void {
    if (this.dueMs < before) this.core.sink.onWakeChange();
  }

  private end(message: string): void {
    // First, or the connection would ask to be woken for what is over.
    this.stop();
    this.core.fail(ErrorCode.ENHANCE_YOUR_CALM, 'us', message);
  }
}

/** A difference of counters that wrap. */
function isLittle(bytes: number): boolean {
  return bytes >>> 0 < MIN_STALL_PROGRESS_BYTES;
}
