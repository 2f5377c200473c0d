/**
 * The states of a stream (RFC 9113 §5.1), seen from this side. Push is refused, so the two reserved states never come about, and an idle
 * stream is an identifier that nobody has used yet: it has no object.
 *
 *                     +--------+
 *                     |  idle  |
 *                     +--------+
 *                          | send HEADERS (client), receive HEADERS (server)
 *                          v
 *                     +--------+
 *       receive ES    |        |   send ES
 *          +----------|  open  |----------+
 *          v          |        |          v
 *    +-----------+    +--------+    +-----------+
 *    |   half-   |         |        |   half-   |
 *    |  closed   |         | RST    |  closed   |
 *    | (remote)  |         |        |  (local)  |
 *    +-----------+         v        +-----------+
 *          |          +--------+          |
 *          +--------->| closed |<---------+
 *       send ES, RST  +--------+  receive ES, RST
 *
 * ES is END_STREAM, RST is RST_STREAM in either direction. The numbers are chosen so that each side's end is one bit.
 */
export const StreamState = {
  OPEN: 0,
  /** We have sent END_STREAM. */
  HALF_CLOSED_LOCAL: 1,
  /** The peer has sent END_STREAM. */
  HALF_CLOSED_REMOTE: 2,
  CLOSED: 3,
} as const;

const NAMES = ['open', 'half-closed (local)', 'half-closed (remote)', 'closed'];

/** As RFC 9113 §5.1 writes it. */
export function stateName(state: number): string {
  return NAMES[state] ?? `state ${state}`;
}

/** A move that RFC 9113 §5.1 does not know: a mistake of this engine, never of a peer, whose frames are looked at first. */
export class StreamStateError extends Error {
  constructor(state: number, event: string) {
    super(`a stream that is ${stateName(state)} cannot ${event}`);
    this.name = 'StreamStateError';
  }
}

/** We send END_STREAM. */
export function sendEndStream(state: number): number {
  if ((state & StreamState.HALF_CLOSED_LOCAL) !== 0) throw new StreamStateError(state, 'send END_STREAM');
  return state | StreamState.HALF_CLOSED_LOCAL;
}

/** END_STREAM has come. */
export function receiveEndStream(state: number): number {
  if ((state & StreamState.HALF_CLOSED_REMOTE) !== 0) throw new StreamStateError(state, 'receive END_STREAM');
  return state | StreamState.HALF_CLOSED_REMOTE;
}

/** RST_STREAM in either direction. */
export function resetState(state: number): number {
  if (state === StreamState.CLOSED) throw new StreamStateError(state, 'be reset');
  return StreamState.CLOSED;
}
