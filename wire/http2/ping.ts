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

/** What `add` gives, for all connections: it is written out at once. */
const opaque = new Uint8Array(PING_BYTES);

/**
 * PINGs that were sent and wait for their answer, known by their opaque data (RFC 9113 §6.7). The Map is there only while one waits: an
 * empty one takes 900 bytes, a tenth of an idle connection.
 */
export class OutstandingPings {
  #waiting: Map<number, Outstanding> | undefined;
  #count = 0;

  get size(): number {
    return this.#waiting === undefined ? 0 : this.#waiting.size;
  }

  /** Notes a PING that is sent now. Returns its 8 bytes of opaque data, valid until the next call. */
  add(done: PingDone, nowMs: number): Uint8Array {
    const number = this.#count++ >>> 0;
    this.#waiting ??= new Map();
    this.#waiting.set(number, { sentAtMs: nowMs, done });
    writeUint32(opaque, writeUint32(opaque, 0, MARK), number);
    return opaque;
  }

  /** The opaque data of a PING with ACK. False where no PING of ours had it, which RFC 9113 leaves open and we ignore. */
  acknowledge(buffer: Uint8Array, start: number, nowMs: number): boolean {
    const waiting = this.#waiting;
    if (waiting === undefined || readUint32(buffer, start) !== MARK) return false;
    const number = readUint32(buffer, start + 4);
    const ping = waiting.get(number);
    if (ping === undefined) return false;
    waiting.delete(number);
    if (waiting.size === 0) this.#waiting = undefined;
    ping.done(nowMs - ping.sentAtMs);
    return true;
  }

  /** The connection has closed: no answer will come. */
  abandon(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) return;
    for (const { done } of waiting.values()) done(undefined);
  }
}
