import { BACKOFF_INITIAL_MS, BACKOFF_JITTER, BACKOFF_MAX_MS, BACKOFF_MULTIPLIER } from '../limits.js';

/** gRPC Connection Backoff's parameters. */
export interface BackoffSettings {
  /** From the start of the first attempt to the start of the second. */
  readonly initialMs: number;
  /** Each further distance is this many times the one before. */
  readonly multiplier: number;
  /** Each distance but the first is varied by up to this part of itself, either way, so that clients of one dead server disperse. */
  readonly jitter: number;
  /** Distances grow up to here, before jitter. */
  readonly maxMs: number;
}

export const DEFAULT_BACKOFF: BackoffSettings = {
  initialMs: BACKOFF_INITIAL_MS,
  multiplier: BACKOFF_MULTIPLIER,
  jitter: BACKOFF_JITTER,
  maxMs: BACKOFF_MAX_MS,
};

/**
 * The distances between the starts of connection attempts (gRPC Connection Backoff: ConnectWithBackoff). With the defaults 1,000,
 * then 1,600, 2,560, 4,096 … up to 120,000 ms, each but the first ± 20 %. A distance runs from the start of an attempt: one that
 * takes longer than its distance is followed at once.
 */
export class Backoff {
  readonly #settings: BackoffSettings;
  readonly #random: () => number;
  /** Without jitter; 0 before the first. */
  #distanceMs = 0;

  constructor(settings: BackoffSettings, random: () => number) {
    this.#settings = settings;
    this.#random = random;
  }

  /** How long after the start of the attempt that begins now the next one may begin. */
  next(): number {
    const { initialMs, multiplier, jitter, maxMs } = this.#settings;
    if (this.#distanceMs === 0) {
      this.#distanceMs = initialMs;
      return initialMs;
    }
    this.#distanceMs = Math.min(this.#distanceMs * multiplier, maxMs);
    return this.#distanceMs * (1 + jitter * (2 * this.#random() - 1));
  }

  /** A connection came about, that is its SETTINGS frame arrived (gRPC Connection Backoff: Reset Backoff). */
  reset(): void {
    this.#distanceMs = 0;
  }
}
