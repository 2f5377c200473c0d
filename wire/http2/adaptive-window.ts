import { BdpEstimator } from './bdp-estimator.js';
import type { Core } from './core.js';
import { PING_FRAME_BYTES, writePing } from './frames/ping.js';
import type { OutstandingPings } from './ping.js';
import type { ReceiveCredit } from './receive-credit.js';

/**
 * Receive windows that grow to what the path needs (bdp-estimator.ts). The connection's grows at once; a stream's with the next credit
 * that its consumer gives back, so that a stream which nobody reads keeps the window that it began with, and holds no more.
 */
export class AdaptiveWindow<U> {
  private readonly core: Core<U>;
  private readonly credit: ReceiveCredit<U>;
  private readonly pings: OutstandingPings;
  private readonly estimator: BdpEstimator;
  private readonly onAnswer: (roundTripMs: number | undefined) => void;

  constructor(core: Core<U>, credit: ReceiveCredit<U>, pings: OutstandingPings, windowBytes: number, maxWindowBytes: number) {
    this.core = core;
    this.credit = credit;
    this.pings = pings;
    this.estimator = new BdpEstimator(windowBytes, maxWindowBytes);
    this.onAnswer = (roundTripMs) => this.answered(roundTripMs);
  }

  /** A chunk had `bytes` of DATA in it. */
  received(bytes: number): void {
    const { core } = this;
    // Data may have had its reader end the connection, and nothing follows GOAWAY then.
    if (bytes === 0 || core.closed || !this.estimator.received(bytes)) return;
    const opaque = this.pings.add(this.onAnswer, core.nowMs);
    const buffer = core.output.room(PING_FRAME_BYTES);
    core.output.position = writePing(buffer, core.output.position, opaque, 0, false);
    this.estimator.pingSent(core.nowMs);
    core.askForFlush();
  }

  private answered(roundTripMs: number | undefined): void {
    if (roundTripMs !== undefined && this.estimator.acknowledged(this.core.nowMs)) this.credit.grow(this.estimator.windowBytes);
  }
}
