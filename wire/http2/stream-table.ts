import { MAX_REMEMBERED_RESETS, MAX_REMEMBERED_SKIPS } from '../limits.js';
import { MAX_UINT31 } from './frame-header.js';
import { IdMap } from './id-map.js';
import type { EngineStream } from './stream.js';

/** What an identifier stands for that has no open stream. */
export const Absent = {
  /** Nobody has used it yet. */
  IDLE: 0,
  /** Its turn went by: a higher one was opened first (RFC 9113 §5.1.1). */
  SKIPPED: 1,
  /** We reset it, and the peer may not have known when it sent. */
  RESET_BY_US: 2,
  /** Both sides know that it is closed. */
  CLOSED: 3,
} as const;

/** Shared by all connections that have not reset a stream; never written to. */
const NO_IDS: number[] = [];

/**
 * The streams of a connection: those that are open by their identifiers, and of the closed ones only what the rules for late frames need
 * (RFC 9113 §5.1). Push is refused, so all streams are the client's and have odd identifiers.
 */
export class StreamTable<U> {
  /** Every stream that is not closed. */
  readonly open: IdMap<EngineStream<U>>;
  /** The next identifier that a client takes, above 2^31-1 when all are used up. */
  nextId: number;
  /** The highest identifier that the peer has opened. */
  highestPeerId: number;
  /** Those that we reset lately, and beside them the order in which they were. */
  private resetIds: Set<number> | undefined;
  private resetOrder: number[];
  private resetCount: number;
  /** The highest identifier that was dropped from `resetIds`: of those below we no longer know, and assume the kinder. */
  private forgottenResetId: number;
  /** Ranges of skipped identifiers: first, last, first, last… Honest peers skip none. */
  private skipped: number[] | undefined;

  constructor() {
    this.open = new IdMap();
    this.nextId = 1;
    this.highestPeerId = 0;
    this.resetIds = undefined;
    this.resetOrder = NO_IDS;
    this.resetCount = 0;
    this.forgottenResetId = 0;
    this.skipped = undefined;
  }

  get(id: number): EngineStream<U> | undefined {
    return this.open.get(id);
  }

  add(stream: EngineStream<U>): void {
    this.open.add(stream);
  }

  remove(stream: EngineStream<U>): void {
    this.open.remove(stream.id);
  }

  /** The peer opens `id`, which is above all that it has opened. */
  peerOpens(id: number): void {
    if (id > this.highestPeerId + 2 && (this.highestPeerId > 0 || id > 1)) {
      this.skipped ??= [];
      this.skipped.push(this.highestPeerId + 1, id - 1);
      if (this.skipped.length > 2 * MAX_REMEMBERED_SKIPS) this.skipped.splice(0, 2);
    }
    this.highestPeerId = id;
  }

  /** What frames for `id` mean, which has no open stream. */
  absent(id: number, isServer: boolean): number {
    if (id % 2 === 0) return Absent.IDLE;
    if (isServer ? id > this.highestPeerId : id >= this.nextId) return Absent.IDLE;
    if (this.resetIds?.has(id) || id <= this.forgottenResetId) return Absent.RESET_BY_US;
    if (this.skipped !== undefined) {
      for (let n = 0; n < this.skipped.length; n += 2) {
        if (id >= this.skipped[n]! && id <= this.skipped[n + 1]!) return Absent.SKIPPED;
      }
    }
    return Absent.CLOSED;
  }

  /** We have reset `id`: what still comes for it is ignored. */
  rememberReset(id: number): void {
    if (this.resetIds === undefined) {
      this.resetIds = new Set();
      this.resetOrder = [];
    }
    if (this.resetIds.has(id)) return;
    this.resetIds.add(id);
    const place = this.resetCount++ % MAX_REMEMBERED_RESETS;
    const oldest = this.resetOrder[place];
    this.resetOrder[place] = id;
    if (oldest === undefined) return;
    this.resetIds.delete(oldest);
    if (oldest > this.forgottenResetId) this.forgottenResetId = oldest;
  }

  /** Identifiers that a client can still take (RFC 9113 §5.1.1). */
  get idsLeft(): number {
    return this.nextId > MAX_UINT31 ? 0 : (MAX_UINT31 - this.nextId) / 2 + 1;
  }
}
