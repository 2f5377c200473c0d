import { MAX_SHUTDOWN_ROUND_TRIP_MS } from '../limits.js';
import type { Core } from './core.js';
import { ErrorCode, errorCodeName } from './error-code.js';
import { MAX_UINT31 } from './frame-header.js';
import type { Closed } from './sink.js';

/**
 * How a connection ends in good order (RFC 9113 §6.8).
 *
 *    running --(server: shutdown)--> warned --(answer to our PING, or time)--> draining --(last stream ends)--> closed
 *       |                                                                         ^
 *       +-------(client: shutdown, GOAWAY has come, identifiers used up)----------+
 *
 * warned: GOAWAY with 2^31-1 is out. The client opens no more streams, but some may be under way, and these are still served.
 * draining: a server has sent the last identifier that it takes, one round trip later; a client opens nothing more.
 */
const Phase = { RUNNING: 0, WARNED: 1, DRAINING: 2 } as const;

export class Shutdown<U> {
  private readonly core: Core<U>;
  private phase: number;
  /** What the peer's GOAWAY said, -1 while none has come. */
  private peerCode: number;
  private peerDebug: string;
  private sentGoAway: boolean;

  constructor(core: Core<U>) {
    this.core = core;
    this.phase = Phase.RUNNING;
    this.peerCode = -1;
    this.peerDebug = '';
    this.sentGoAway = false;
  }

  /** The owner wants no more streams. True where a PING is to be sent, whose answer goes to `roundTripDone`. */
  begin(nowMs: number): boolean {
    const { core } = this;
    if (this.phase !== Phase.RUNNING || core.closed) return false;
    if (core.isServer) {
      this.phase = Phase.WARNED;
      core.goAway(MAX_UINT31, ErrorCode.NO_ERROR, '');
      core.setShutdownDue(nowMs + MAX_SHUTDOWN_ROUND_TRIP_MS);
      return true;
    }
    this.phase = Phase.DRAINING;
    this.sendGoAway();
    return false;
  }

  /** A round trip has passed since the warning: what the client sent before it knew has come. */
  roundTripDone(): void {
    const { core } = this;
    core.setShutdownDue(Number.POSITIVE_INFINITY);
    if (this.phase !== Phase.WARNED || core.closed) return;
    this.phase = Phase.DRAINING;
    this.sendGoAway();
  }

  /** GOAWAY has come. True where it is not the first. */
  peerGoesAway(code: number, debug: string): boolean {
    const again = this.peerCode !== -1;
    // The last one counts (RFC 9113 §6.8), but an error is not taken back.
    if (!again || code !== ErrorCode.NO_ERROR) {
      this.peerCode = code;
      this.peerDebug = debug;
    }
    if (!this.core.isServer) this.drain();
    return again;
  }

  /** No identifiers are left (client). */
  drain(): void {
    this.core.goingAway = true;
    this.core.askForFlush();
    if (this.phase === Phase.RUNNING) this.phase = Phase.DRAINING;
  }

  /** Nothing is left to do: the connection may close. */
  get isDrained(): boolean {
    return this.phase === Phase.DRAINING && this.core.streams.open.size === 0;
  }

  /** What `onClosed` says when all streams have ended: undefined where nobody has reported an error. */
  finish(): Closed | undefined {
    if (!this.sentGoAway) this.sendGoAway();
    return this.peerError();
  }

  /** The peer's bytes have ended: undefined where that is how a shutdown ends. */
  endedByPeer(message: string): Closed | undefined {
    const error = this.peerError();
    if (error !== undefined) return error;
    const wasLeaving = this.phase !== Phase.RUNNING || this.peerCode === ErrorCode.NO_ERROR;
    if (wasLeaving && this.core.streams.open.size === 0) return undefined;
    return { by: 'peer', scope: 'connection', code: ErrorCode.NO_ERROR, processed: 'maybe', message };
  }

  /** The error that the peer's GOAWAY has reported. */
  private peerError(): Closed | undefined {
    if (this.peerCode <= ErrorCode.NO_ERROR) return undefined;
    const message = `the peer went away: ${errorCodeName(this.peerCode)}${this.peerDebug === '' ? '' : ` (${this.peerDebug})`}`;
    return { by: 'peer', scope: 'connection', code: this.peerCode, processed: 'maybe', message };
  }

  private sendGoAway(): void {
    this.sentGoAway = true;
    this.core.goAway(this.core.streams.highestPeerId, ErrorCode.NO_ERROR, '');
  }
}
