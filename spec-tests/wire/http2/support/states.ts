/** Brings stream 1 of a conversation into a state of RFC 9113 §5.1, as seen from the connection under test. */
import { type Conversation, GET, OK, POST } from './conversation.js';
import { data, headers, rstStream } from './frames.js';

/** Open: fields went one way, none has ended. */
export function open(c: Conversation): void {
  if (c.role === 'client') c.request(POST, false);
  else c.send(headers(1, POST));
  c.take();
}

/** The connection under test has sent END_STREAM. A server that does so before the client resets at once, so only a client stays here. */
export function halfClosedLocal(c: Conversation): void {
  if (c.role === 'server') throw new Error('a server that answers before the client has ended resets the stream (RFC 9113 §8.1)');
  c.request(GET, true);
  c.take();
}

/** The peer has sent END_STREAM. */
export function halfClosedRemote(c: Conversation): void {
  if (c.role === 'client') {
    c.request(POST, false);
    c.send(headers(1, OK, { end: true }));
  } else c.send(headers(1, GET, { end: true }));
  c.take();
}

/** Both have sent END_STREAM. */
export function closedByEnd(c: Conversation): void {
  if (c.role === 'client') {
    c.request(GET, true);
    c.send(headers(1, OK), data(1, 'bye', { end: true }));
  } else {
    c.send(headers(1, GET, { end: true }));
    c.does((engine) => engine.sendHeaders(c.stream(1), OK, true));
  }
  c.take();
}

/** The connection under test has sent RST_STREAM. */
export function closedByOurReset(c: Conversation): void {
  open(c);
  c.does((engine) => engine.resetStream(c.stream(1), 8));
  c.take();
}

export function closedByTheirReset(c: Conversation): void {
  open(c);
  c.send(rstStream(1, 'CANCEL'));
  c.take();
}

/** The fields of a message that the peer begins. */
export function opening(c: Conversation): readonly string[] {
  return c.role === 'client' ? OK : POST;
}
