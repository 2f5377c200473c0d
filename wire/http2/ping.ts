import { readUint32, writeUint32 } from './frame-header.js';
import { PING_BYTES } from './frames/ping.js';

/** The round-trip time, or undefined when the connection closed first. */
export type PingDone = (roundTripMs: number | undefined) => void;

interface Outstanding {
  readonly sentAtMs: number;
  readonly done: PingDone;
}

/** The first half of our PINGs' opaque data: `bare`. The second half counts them. */
const MARK = 0x62617265;

/** PINGs that were sent and wait for their answer, known by their opaque data (RFC 9113 §6.7). */
export class OutstandingPings {
  readonly #waiting = new Map<number, Outstanding>();
  readonly #opaque = new Uint8Array(PING_BYTES);
  #count = 0;

  get size(): number {
    return this.#waiting.size;
  }

  /** Notes a PING that is sent now. Returns its 8 bytes of opaque data, valid until the next call. */
  add(done: PingDone, nowMs: number): Uint8Array {
    const number = this.#count++ >>> 0;
    this.#waiting.set(number, { sentAtMs: nowMs, done });
    writeUint32(this.#opaque, writeUint32(this.#opaque, 0, MARK), number);
    return this.#opaque;
  }

  /** The opaque data of a PING with ACK. False where no PING of ours had it, which RFC 9113 leaves open and we ignore. */
  acknowledge(buffer: Uint8Array, start: number, nowMs: number): boolean {
    if (readUint32(buffer, start) !== MARK) return false;
    const number = readUint32(buffer, start + 4);
    const ping = this.#waiting.get(number);
    if (ping === undefined) return false;
    this.#waiting.delete(number);
    ping.done(nowMs - ping.sentAtMs);
    return true;
  }

  /** The connection has closed: no answer will come. */
  abandon(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { done } of waiting) done(undefined);
  }
}
