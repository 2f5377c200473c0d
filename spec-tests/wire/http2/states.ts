/**
 * RFC 9113 §5.1 as a table: what each event does in each state of stream 1. An outcome is an effect and the state behind it:
 *
 * - `told`: the owner hears of it; `sent`: frames of the stream go out; `ignored`: neither
 * - `stream CODE`: RST_STREAM; `connection CODE`: GOAWAY, and the connection is over
 * - `never: …`: cannot come about, and why
 */
import type { Role } from './support/conversation.js';

export const STATES = [
  'idle',
  'reserved (local)',
  'reserved (remote)',
  'open',
  'half-closed (local)',
  'half-closed (remote)',
  'closed by END_STREAM',
  'closed by our RST_STREAM',
  'closed by their RST_STREAM',
] as const;

export const EVENTS = [
  'receive DATA',
  'receive DATA with END_STREAM',
  'receive HEADERS',
  'receive HEADERS with END_STREAM',
  'receive PRIORITY',
  'receive RST_STREAM',
  'receive SETTINGS on the stream',
  'receive PUSH_PROMISE',
  'receive PING on the stream',
  'receive GOAWAY on the stream',
  'receive WINDOW_UPDATE',
  'receive CONTINUATION',
  'receive an unknown type',
  'openStream',
  'openStream with END_STREAM',
  'sendHeaders',
  'sendHeaders with END_STREAM',
  'sendData',
  'sendData with END_STREAM',
  'commitData',
  'commitData with END_STREAM',
  'resetStream',
  'consumed',
] as const;

export type State = (typeof STATES)[number];
export type Event = (typeof EVENTS)[number];
export type Cell = string | Readonly<Record<Role, string>>;
type Row = Readonly<Record<Event, Cell>>;

const NOT_PUSHED = 'never: push is refused, so that no stream is ever reserved (RFC 9113 §6.5.2)';
const NO_OBJECT = 'never: an idle stream is a number that nobody has used, there is nothing to call a command on';
const OPENED = 'never: openStream takes the next idle stream, not this one';
const ONE_SECTION = 'never: a request has one header section, and trailers end the stream';

/** What is of the connection and names a stream. */
const ON_STREAM = {
  'receive SETTINGS on the stream': 'connection PROTOCOL_ERROR',
  'receive PING on the stream': 'connection PROTOCOL_ERROR',
  'receive GOAWAY on the stream': 'connection PROTOCOL_ERROR',
  'receive PUSH_PROMISE': 'connection PROTOCOL_ERROR',
  'receive CONTINUATION': 'connection PROTOCOL_ERROR',
} as const;

const NEVER = Object.fromEntries(EVENTS.map((event) => [event, NOT_PUSHED])) as unknown as Row;

/** Commands on a stream that is over. */
const TOO_LATE = {
  openStream: OPENED,
  'openStream with END_STREAM': OPENED,
  sendHeaders: 'ignored; closed',
  'sendHeaders with END_STREAM': 'ignored; closed',
  sendData: 'ignored; closed',
  'sendData with END_STREAM': 'ignored; closed',
  commitData: 'ignored; closed',
  'commitData with END_STREAM': 'ignored; closed',
  resetStream: 'ignored; closed',
  consumed: 'ignored; closed',
} as const;

export const table: Readonly<Record<State, Row>> = {
  idle: {
    ...ON_STREAM,
    'receive DATA': 'connection PROTOCOL_ERROR',
    'receive DATA with END_STREAM': 'connection PROTOCOL_ERROR',
    'receive HEADERS': { client: 'connection PROTOCOL_ERROR', server: 'told; open' },
    'receive HEADERS with END_STREAM': { client: 'connection PROTOCOL_ERROR', server: 'told; half-closed (remote)' },
    'receive PRIORITY': 'ignored; idle',
    'receive RST_STREAM': 'connection PROTOCOL_ERROR',
    'receive WINDOW_UPDATE': 'connection PROTOCOL_ERROR',
    'receive an unknown type': 'ignored; idle',
    openStream: { client: 'sent; open', server: 'ignored; idle' },
    'openStream with END_STREAM': { client: 'sent; half-closed (local)', server: 'ignored; idle' },
    sendHeaders: NO_OBJECT,
    'sendHeaders with END_STREAM': NO_OBJECT,
    sendData: NO_OBJECT,
    'sendData with END_STREAM': NO_OBJECT,
    commitData: NO_OBJECT,
    'commitData with END_STREAM': NO_OBJECT,
    resetStream: NO_OBJECT,
    consumed: NO_OBJECT,
  },

  'reserved (local)': NEVER,
  'reserved (remote)': NEVER,

  open: {
    ...ON_STREAM,
    'receive DATA': 'told; open',
    'receive DATA with END_STREAM': 'told; half-closed (remote)',
    // Trailers that do not end the stream (RFC 9113 §8.1).
    'receive HEADERS': 'stream PROTOCOL_ERROR; closed',
    'receive HEADERS with END_STREAM': 'told; half-closed (remote)',
    'receive PRIORITY': 'ignored; open',
    'receive RST_STREAM': 'told; closed',
    'receive WINDOW_UPDATE': 'ignored; open',
    'receive an unknown type': 'ignored; open',
    openStream: OPENED,
    'openStream with END_STREAM': OPENED,
    sendHeaders: { client: ONE_SECTION, server: 'sent; open' },
    // A server that is done before the client asks it to stop, without an error (RFC 9113 §8.1).
    'sendHeaders with END_STREAM': { client: 'sent; half-closed (local)', server: 'sent, stream NO_ERROR; closed' },
    sendData: 'sent; open',
    'sendData with END_STREAM': { client: 'sent; half-closed (local)', server: 'sent, stream NO_ERROR; closed' },
    commitData: 'sent; open',
    'commitData with END_STREAM': { client: 'sent; half-closed (local)', server: 'sent, stream NO_ERROR; closed' },
    resetStream: 'stream CANCEL; closed',
    consumed: 'ignored; open',
  },

  'half-closed (local)': onlyClient('never: a server that ends a stream before its client resets it at once (RFC 9113 §8.1)', {
    ...ON_STREAM,
    'receive DATA': 'told; half-closed (local)',
    'receive DATA with END_STREAM': 'told; closed',
    'receive HEADERS': 'stream PROTOCOL_ERROR; closed',
    'receive HEADERS with END_STREAM': 'told; closed',
    'receive PRIORITY': 'ignored; half-closed (local)',
    'receive RST_STREAM': 'told; closed',
    'receive WINDOW_UPDATE': 'ignored; half-closed (local)',
    'receive an unknown type': 'ignored; half-closed (local)',
    openStream: OPENED,
    'openStream with END_STREAM': OPENED,
    sendHeaders: 'ignored; half-closed (local)',
    'sendHeaders with END_STREAM': 'ignored; half-closed (local)',
    sendData: 'ignored; half-closed (local)',
    'sendData with END_STREAM': 'ignored; half-closed (local)',
    commitData: 'ignored; half-closed (local)',
    'commitData with END_STREAM': 'ignored; half-closed (local)',
    resetStream: 'stream CANCEL; closed',
    consumed: 'ignored; half-closed (local)',
  }),

  'half-closed (remote)': {
    ...ON_STREAM,
    'receive DATA': 'stream STREAM_CLOSED; closed',
    'receive DATA with END_STREAM': 'stream STREAM_CLOSED; closed',
    'receive HEADERS': 'stream STREAM_CLOSED; closed',
    'receive HEADERS with END_STREAM': 'stream STREAM_CLOSED; closed',
    'receive PRIORITY': 'ignored; half-closed (remote)',
    'receive RST_STREAM': 'told; closed',
    'receive WINDOW_UPDATE': 'ignored; half-closed (remote)',
    'receive an unknown type': 'ignored; half-closed (remote)',
    openStream: OPENED,
    'openStream with END_STREAM': OPENED,
    sendHeaders: { client: ONE_SECTION, server: 'sent; half-closed (remote)' },
    'sendHeaders with END_STREAM': 'sent; closed',
    sendData: 'sent; half-closed (remote)',
    'sendData with END_STREAM': 'sent; closed',
    commitData: 'sent; half-closed (remote)',
    'commitData with END_STREAM': 'sent; closed',
    resetStream: 'stream CANCEL; closed',
    consumed: 'ignored; half-closed (remote)',
  },

  'closed by END_STREAM': {
    ...ON_STREAM,
    ...TOO_LATE,
    // RFC 9113 §6.1 says a stream error for DATA, RFC 9113 §5.1 lets other frames be a connection error.
    'receive DATA': 'stream STREAM_CLOSED; closed',
    'receive DATA with END_STREAM': 'stream STREAM_CLOSED; closed',
    'receive HEADERS': 'connection STREAM_CLOSED',
    'receive HEADERS with END_STREAM': 'connection STREAM_CLOSED',
    'receive PRIORITY': 'ignored; closed',
    'receive RST_STREAM': 'ignored; closed',
    'receive WINDOW_UPDATE': 'ignored; closed',
    'receive an unknown type': 'ignored; closed',
  },

  // The peer may not have known when it sent: everything is processed as far as the connection needs it, and dropped.
  'closed by our RST_STREAM': {
    ...ON_STREAM,
    ...TOO_LATE,
    'receive DATA': 'ignored; closed',
    'receive DATA with END_STREAM': 'ignored; closed',
    'receive HEADERS': 'ignored; closed',
    'receive HEADERS with END_STREAM': 'ignored; closed',
    'receive PRIORITY': 'ignored; closed',
    'receive RST_STREAM': 'ignored; closed',
    'receive WINDOW_UPDATE': 'ignored; closed',
    'receive an unknown type': 'ignored; closed',
  },

  'closed by their RST_STREAM': {
    ...ON_STREAM,
    ...TOO_LATE,
    'receive DATA': 'stream STREAM_CLOSED; closed',
    'receive DATA with END_STREAM': 'stream STREAM_CLOSED; closed',
    'receive HEADERS': 'connection STREAM_CLOSED',
    'receive HEADERS with END_STREAM': 'connection STREAM_CLOSED',
    'receive PRIORITY': 'ignored; closed',
    'receive RST_STREAM': 'ignored; closed',
    'receive WINDOW_UPDATE': 'ignored; closed',
    'receive an unknown type': 'ignored; closed',
  },
};

function onlyClient(why: string, row: Readonly<Record<Event, string>>): Row {
  return Object.fromEntries(Object.entries(row).map(([event, client]) => [event, { client, server: why }])) as unknown as Row;
}
