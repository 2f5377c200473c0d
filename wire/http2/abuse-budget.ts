/**
 * What a peer may make us do for nothing.
 *
 * HTTP/2 has frames that cost the sender little and the receiver work or memory, and that are legal one by one: a reset, a PING, an
 * empty DATA. Each kind has a token bucket. One event takes a token; tokens come back with time, and with traffic that is of use, so
 * that a busy honest peer never meets a bound: what is counted is waste, not traffic.
 *
 *   tokens(now) = min(burst, tokens + perSecond x seconds + perUseful x useful), then - cost; below 0 the budget is overdrawn
 *
 * `useful` is frames that carry something (HEADERS, DATA with bytes, in either direction), or streams that came to their end where
 * opening streams is what costs. Example: resets have burst 4,000 and 100 per second; a client that cancels every second call goes
 * on for ever, one that cancels all at once is stopped at the 4,001st.
 */
import {
  EMPTY_FRAME_BURST,
  EMPTY_FRAMES_PER_SECOND,
  FRAME_TIMEOUT_MS,
  HEADER_BLOCK_FACTOR,
  INTERIM_RESPONSE_BURST,
  INTERIM_RESPONSES_PER_SECOND,
  MAX_HELD_BYTES,
  MAX_QUEUED_BYTES,
  MAX_STALLED_BYTES,
  MIN_HEADER_BLOCK_BYTES,
  PING_BURST,
  PINGS_PER_SECOND,
  PRIORITIES_PER_SECOND,
  PRIORITY_BURST,
  PROVOKED_RESET_BURST,
  PROVOKED_RESETS_PER_SECOND,
  REFUSED_STREAM_BURST,
  REFUSED_STREAMS_PER_SECOND,
  RESET_BURST,
  RESET_FREE_AGE_MS,
  RESETS_PER_SECOND,
  SETTINGS_BURST,
  SETTINGS_ENTRIES,
  SETTINGS_PER_SECOND,
  SPARE_CONTINUATIONS,
  STALL_TIMEOUT_MS,
  STRAY_FRAME_BURST,
  STRAY_FRAMES_PER_SECOND,
  UNKNOWN_FRAME_BURST,
  UNKNOWN_FRAMES_PER_SECOND,
  USEFUL_FRAME_SHIFT,
  WINDOW_UPDATE_BURST,
  WINDOW_UPDATES_PER_SECOND,
  WINDOW_UPDATES_PER_USEFUL_FRAME,
} from '../limits.js';
import { INITIAL_SETTINGS } from './settings.js';

/** A token bucket: `burst` events at once, `perSecond` in the long run. Infinity for no bound. */
export interface EventBudget {
  readonly burst: number;
  readonly perSecond: number;
}

/** The budget of each kind of event. */
export interface EventBudgets {
  /** RST_STREAM for streams that were opened within the last tenth of a second and not answered yet (CVE-2023-44487, rapid reset). */
  readonly resets: EventBudget;
  /** Streams that we had to reset for the peer's faults (CVE-2025-8671, MadeYouReset). */
  readonly provokedResets: EventBudget;
  /** Streams over the announced limit (RFC 9113 §5.1.2). */
  readonly refusedStreams: EventBudget;
  /** PING (CVE-2019-9512). */
  readonly pings: EventBudget;
  /** SETTINGS (CVE-2019-9515). */
  readonly settings: EventBudget;
  /** DATA without a byte (CVE-2019-9518). */
  readonly emptyFrames: EventBudget;
  /** PRIORITY (CVE-2019-9513). */
  readonly priorities: EventBudget;
  /** WINDOW_UPDATE (CVE-2019-9511, CVE-2019-9517). */
  readonly windowUpdates: EventBudget;
  /** Frames of types that RFC 9113 does not know. */
  readonly unknownFrames: EventBudget;
  /** Frames for closed streams, and acknowledgements of nothing. */
  readonly strayFrames: EventBudget;
  /** Interim responses (1xx). */
  readonly interimResponses: EventBudget;
}

export type AbuseKind = keyof EventBudgets;

/** What a peer may make us hold, and for how long. Infinity for no bound. */
export interface HoldLimits {
  /** Bytes that wait for the peer on all streams, beyond which it gets no new ones (REFUSED_STREAM). */
  readonly maxQueuedBytes: number;
  /** Bytes that may wait for the peer however long it takes (zero windows, slow readers). */
  readonly maxStalledBytes: number;
  /** While more than that waits, the peer has to take some in each such time. */
  readonly stallTimeoutMs: number;
  /** Bytes of incomplete messages beyond which only one message at a time is given more than its stream's window. */
  readonly maxHeldBytes: number;
  /** The time in which a frame or a header block that has begun has to be whole. DATA is read as it comes. */
  readonly frameTimeoutMs: number;
}

export interface AbuseLimits extends EventBudgets, HoldLimits {}

export const DEFAULT_HOLD_LIMITS: HoldLimits = {
  maxQueuedBytes: MAX_QUEUED_BYTES,
  maxStalledBytes: MAX_STALLED_BYTES,
  stallTimeoutMs: STALL_TIMEOUT_MS,
  maxHeldBytes: MAX_HELD_BYTES,
  frameTimeoutMs: FRAME_TIMEOUT_MS,
};

export const DEFAULT_EVENT_BUDGETS: EventBudgets = {
  resets: { burst: RESET_BURST, perSecond: RESETS_PER_SECOND },
  provokedResets: { burst: PROVOKED_RESET_BURST, perSecond: PROVOKED_RESETS_PER_SECOND },
  refusedStreams: { burst: REFUSED_STREAM_BURST, perSecond: REFUSED_STREAMS_PER_SECOND },
  pings: { burst: PING_BURST, perSecond: PINGS_PER_SECOND },
  settings: { burst: SETTINGS_BURST, perSecond: SETTINGS_PER_SECOND },
  emptyFrames: { burst: EMPTY_FRAME_BURST, perSecond: EMPTY_FRAMES_PER_SECOND },
  priorities: { burst: PRIORITY_BURST, perSecond: PRIORITIES_PER_SECOND },
  windowUpdates: { burst: WINDOW_UPDATE_BURST, perSecond: WINDOW_UPDATES_PER_SECOND },
  unknownFrames: { burst: UNKNOWN_FRAME_BURST, perSecond: UNKNOWN_FRAMES_PER_SECOND },
  strayFrames: { burst: STRAY_FRAME_BURST, perSecond: STRAY_FRAMES_PER_SECOND },
  interimResponses: { burst: INTERIM_RESPONSE_BURST, perSecond: INTERIM_RESPONSES_PER_SECOND },
};

export const DEFAULT_ABUSE_LIMITS: AbuseLimits = { ...DEFAULT_EVENT_BUDGETS, ...DEFAULT_HOLD_LIMITS };

/** In words, for the debug text of GOAWAY and for errors. */
const NAMES: Readonly<Record<AbuseKind, string>> = {
  resets: 'streams opened and reset at once',
  provokedResets: 'streams that had to be reset for what the peer sent',
  refusedStreams: 'streams over the limit',
  pings: 'PING frames',
  settings: 'SETTINGS frames or entries',
  emptyFrames: 'DATA frames without a byte',
  priorities: 'PRIORITY frames',
  windowUpdates: 'WINDOW_UPDATE frames',
  unknownFrames: 'frames of unknown types',
  strayFrames: 'frames for closed streams or without a question',
  interimResponses: 'interim responses',
};

/** What ENHANCE_YOUR_CALM says: the budget's name as it stands in the options, and in words. */
export function overdrawnText(kind: AbuseKind): string {
  return `too many ${NAMES[kind]} (budget ${kind}): send fewer`;
}

class Bucket {
  tokens: number;
  filledMs: number;
  /** `useful` at the last event. */
  useful = 0;

  constructor(burst: number, nowMs: number) {
    this.tokens = burst;
    this.filledMs = nowMs;
  }

  /** False where it is overdrawn. `useful` wraps at 2^32. */
  take(budget: EventBudget, cost: number, nowMs: number, useful: number, perUseful: number): boolean {
    let { tokens } = this;
    if (nowMs > this.filledMs) {
      tokens += ((nowMs - this.filledMs) * budget.perSecond) / 1_000;
      this.filledMs = nowMs;
    }
    tokens += ((useful - this.useful) >>> 0) * perUseful;
    this.useful = useful;
    if (tokens > budget.burst) tokens = budget.burst;
    this.tokens = tokens - cost;
    return tokens >= cost;
  }
}

/**
 * The budgets of one connection, for both roles: a client has hostile servers. Buckets are made at the first event of their kind, so
 * that an ordinary connection has one or two. After `false` the connection ends; asking again is harmless.
 */
export class AbuseBudget {
  readonly #limits: EventBudgets;
  readonly #startedMs: number;
  readonly #buckets: Partial<Record<AbuseKind, Bucket>> = {};
  /** Frames that carried something, a large DATA frame as several; wraps. Written by `useful` and by the connection's hot path. */
  usefulFrames = 0;
  /** Streams that both sides have ended; wraps. */
  endedStreams = 0;
  // Streams with identifiers up to `#agedId` have lived for RESET_FREE_AGE_MS: two marks that move on, and no field per stream.
  #agedId = 0;
  #markedId = 0;
  #markedMs: number;

  constructor(limits: EventBudgets, nowMs: number) {
    this.#limits = limits;
    this.#startedMs = nowMs;
    this.#markedMs = nowMs;
  }

  /** HEADERS, or DATA of `bytes`, sent or received. */
  useful(bytes: number): void {
    this.usefulFrames = (this.usefulFrames + 1 + (bytes >>> USEFUL_FRAME_SHIFT)) | 0;
  }

  /** A stream that both sides have ended. */
  streamEnded(): void {
    this.endedStreams = (this.endedStreams + 1) | 0;
  }

  /**
   * RST_STREAM came for an open stream (server). `answered`: our response headers were sent before, so that it took as long as any
   * call. `newestId` is the highest identifier opened so far.
   */
  reset(streamId: number, answered: boolean, newestId: number, nowMs: number): boolean {
    if (nowMs - this.#markedMs >= RESET_FREE_AGE_MS) {
      this.#agedId = this.#markedId;
      this.#markedId = newestId;
      this.#markedMs = nowMs;
    }
    if (answered || streamId <= this.#agedId) return true;
    return this.#take('resets', 1, nowMs, this.endedStreams, 1);
  }

  /** We reset a stream for something the peer did on it. */
  provokedReset(nowMs: number): boolean {
    return this.#take('provokedResets', 1, nowMs, this.endedStreams, 1);
  }

  /** REFUSED_STREAM for one over the limit. */
  refusedStream(nowMs: number): boolean {
    return this.#take('refusedStreams', 1, nowMs, this.endedStreams, 1);
  }

  /** A PING that asks. */
  ping(nowMs: number): boolean {
    return this.#take('pings', 1, nowMs, this.usefulFrames, 1);
  }

  /** SETTINGS with so many entries. */
  settings(entries: number, nowMs: number): boolean {
    return this.#take('settings', Math.max(1, Math.ceil(entries / SETTINGS_ENTRIES)), nowMs, 0, 0);
  }

  /** DATA without a byte besides padding, and without END_STREAM. */
  emptyFrame(nowMs: number): boolean {
    return this.#take('emptyFrames', 1, nowMs, this.usefulFrames, 1);
  }

  priority(nowMs: number): boolean {
    return this.#take('priorities', 1, nowMs, this.usefulFrames, 1);
  }

  windowUpdate(nowMs: number): boolean {
    return this.#take('windowUpdates', 1, nowMs, this.usefulFrames, WINDOW_UPDATES_PER_USEFUL_FRAME);
  }

  unknownFrame(nowMs: number): boolean {
    return this.#take('unknownFrames', 1, nowMs, this.usefulFrames, 1);
  }

  /** A frame that is ignored: its stream is closed, or it acknowledges what was not sent; also a further GOAWAY. */
  strayFrame(nowMs: number): boolean {
    return this.#take('strayFrames', 1, nowMs, this.usefulFrames, 1);
  }

  /** 1xx (client). */
  interimResponse(nowMs: number): boolean {
    return this.#take('interimResponses', 1, nowMs, this.endedStreams, 1);
  }

  #take(kind: AbuseKind, cost: number, nowMs: number, useful: number, perUseful: number): boolean {
    const budget = this.#limits[kind];
    let bucket = this.#buckets[kind];
    if (bucket === undefined) {
      bucket = new Bucket(budget.burst, this.#startedMs);
      this.#buckets[kind] = bucket;
    }
    return bucket.take(budget, cost, nowMs, useful, perUseful);
  }
}

/** What one header block may have on the wire before the connection ends, where lists of `maxListBytes` were announced (CVE-2024-27316). */
export function maxHeaderBlockBytes(maxListBytes: number): number {
  return Math.max(MIN_HEADER_BLOCK_BYTES, maxListBytes * HEADER_BLOCK_FACTOR);
}

/** CONTINUATION frames that one header block may have: full ones for what it may hold, and some (CVE-2024-27316). */
export function maxContinuations(maxBlockBytes: number): number {
  return SPARE_CONTINUATIONS + Math.ceil(maxBlockBytes / INITIAL_SETTINGS.maxFrameBytes);
}
