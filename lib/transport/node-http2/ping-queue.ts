import type { Http2Session } from 'node:http2';
import type { Clock } from '../../time/clock.js';

type PingDone = (roundTripMs: number | undefined) => void;

/**
 * At most one PING is out at a time, because node:http2 allows ten and then answers no more: who asks meanwhile shares the next one.
 */
export class PingQueue {
  readonly #clock: Clock;
  #waiting: PingDone[] = [];
  #out = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(h2: Http2Session | undefined, done: PingDone): void {
    this.#waiting.push(done);
    if (!this.#out) this.#send(h2);
  }

  #send(h2: Http2Session | undefined): void {
    if (this.#waiting.length === 0 || h2 === undefined || h2.destroyed) return;
    const dones = this.#waiting;
    this.#waiting = [];
    const sentMs = this.#clock.now();
    this.#out = true;
    const sent = h2.ping((error) => {
      this.#out = false;
      const roundTripMs = error === null ? this.#clock.now() - sentMs : undefined;
      for (const done of dones) done(roundTripMs);
      this.#send(h2);
    });
    if (!sent) {
      this.#out = false;
      this.#waiting = dones.concat(this.#waiting);
    }
  }

  /** The session has closed: nobody answers any more. */
  close(): void {
    const dones = this.#waiting;
    this.#waiting = [];
    for (const done of dones) done(undefined);
  }
}
