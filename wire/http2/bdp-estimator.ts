/**
 * How large the receive windows must be so that they are not what slows the sender down: the bandwidth of the path times its round-trip
 * time, measured as grpc-go does it.
 *
 * A PING is sent while data flows, and the bytes that come until its answer are counted. Where the window is what holds the sender back,
 * between half a window (credit is given back in halves) and a whole one comes in a round trip. So where a sample is about half a window
 * or more, and the last growth has brought bandwidth, the window is doubled. On a path that is full a larger window only waits in queues:
 * round trips become longer, and the bandwidth stays. (grpc-go gives credit back in quarters, and asks for two thirds of a window.)
 *
 *   quiet --a quarter of a window came, or a byte after a full sample--> ping due --pingSent--> sampling --acknowledged--> quiet
 *
 * Example: 64 KiB at 100 ms give 5.2 Mbit/s at most. On a path of 100 Mbit/s (1.25 MB per round trip) the window goes 64, 128, 256,
 * 512 KiB, 1, 2, 4 MiB: half of it is what the path takes, and it stays.
 *
 * PINGs follow data of the peer only, and there is never more than one under way: servers that count PINGs set their count back with
 * each DATA that they send (gRFC A8).
 */
import { BDP_FIRST_SAMPLES, BDP_FULL_SHARE, BDP_GROWTH, BDP_MIN_GAIN, BDP_ROUND_TRIP_WEIGHT, BDP_SAMPLE_DIVISOR } from '../limits.js';

export class BdpEstimator {
  /** The window that suits the path, as far as is known. Never shrinks. */
  windowBytes: number;
  readonly #maxWindowBytes: number;
  #state: 'quiet' | 'ping due' | 'sampling' = 'quiet';
  /** Since the last answer, while quiet; since the PING, while sampling. */
  #bytes = 0;
  /** So many have to come before the next PING. */
  #quietBytes: number;
  #sentMs = 0;
  #samples = 0;
  #roundTripMs = 0;
  /** Bytes per millisecond, of the sample that the window grew by last. */
  #bandwidth = 0;

  /** `maxWindowBytes` no larger than `windowBytes` measures nothing. */
  constructor(windowBytes: number, maxWindowBytes: number) {
    this.windowBytes = windowBytes;
    this.#maxWindowBytes = maxWindowBytes;
    this.#quietBytes = windowBytes / BDP_SAMPLE_DIVISOR;
  }

  /** DATA has come, padding counted. True where a PING is to be sent. */
  received(bytes: number): boolean {
    this.#bytes += bytes;
    if (this.#state !== 'quiet') return this.#state === 'ping due';
    if (this.windowBytes >= this.#maxWindowBytes || this.#bytes < this.#quietBytes) return false;
    this.#state = 'ping due';
    // What comes with the PING belongs to its sample: it may be the first of a burst.
    this.#bytes = bytes;
    return true;
  }

  /** The PING goes out now. */
  pingSent(nowMs: number): void {
    this.#state = 'sampling';
    this.#sentMs = nowMs;
  }

  /** Its answer has come. True where `windowBytes` has grown. */
  acknowledged(nowMs: number): boolean {
    if (this.#state !== 'sampling') return false;
    const bytes = this.#bytes;
    this.#state = 'quiet';
    this.#bytes = 0;
    // Where much comes, the next sample begins with the next byte: a sender that waits for its window sends in bursts, which it then
    // covers.
    const enough = this.windowBytes / BDP_SAMPLE_DIVISOR;
    this.#quietBytes = bytes < enough ? enough : 0;
    this.#addRoundTrip(Math.max(nowMs - this.#sentMs, MIN_ROUND_TRIP_MS));
    // What comes between a PING and its answer is at most 1.5 times what fits the path: half of it may have been queued before.
    const bandwidth = bytes / (1.5 * this.#roundTripMs);
    if (bytes < BDP_FULL_SHARE * this.windowBytes || bandwidth < BDP_MIN_GAIN * this.#bandwidth) return false;
    const grown = Math.min(BDP_GROWTH * this.windowBytes, this.#maxWindowBytes);
    if (grown <= this.windowBytes) return false;
    this.windowBytes = grown;
    this.#bandwidth = bandwidth;
    return true;
  }

  #addRoundTrip(sampleMs: number): void {
    this.#samples++;
    const weight = this.#samples < BDP_FIRST_SAMPLES ? 1 / this.#samples : BDP_ROUND_TRIP_WEIGHT;
    this.#roundTripMs += (sampleMs - this.#roundTripMs) * weight;
  }
}

/** A clock that is read once per turn may say that no time has passed. */
const MIN_ROUND_TRIP_MS = 0.001;
