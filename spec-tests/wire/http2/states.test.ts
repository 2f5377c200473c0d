/** Every event in every state of a stream (RFC 9113 §5.1). */
import assert from 'node:assert/strict';
import type { Connection } from '../../../wire/http2/connection.js';
import { type Cell, EVENTS, type Event, STATES, type State, table } from './states.js';
import { type Conversation, converse, GET, OK, POST, type Role } from './support/conversation.js';
import { continuation, data, frame, headers, priority, pushPromise, rstStream, windowUpdate } from './support/frames.js';
import type { TestStream } from './support/recording-sink.js';
import * as states from './support/states.js';

const ROLES: readonly Role[] = ['client', 'server'];

/** Brings stream 1 there; where content may come, its fields have come, and a server has sent its own. */
const REACH: Readonly<Record<State, ((c: Conversation) => void) | undefined>> = {
  idle: () => undefined,
  'reserved (local)': undefined,
  'reserved (remote)': undefined,
  open: (c) => {
    states.open(c);
    if (c.role === 'client') c.send(headers(1, OK));
  },
  'half-closed (local)': (c) => {
    states.halfClosedLocal(c);
    c.send(headers(1, OK));
  },
  'half-closed (remote)': states.halfClosedRemote,
  'closed by END_STREAM': states.closedByEnd,
  'closed by our RST_STREAM': states.closedByOurReset,
  'closed by their RST_STREAM': states.closedByTheirReset,
};

const RECEIVE: Partial<Record<Event, (c: Conversation, from: State) => Uint8Array>> = {
  'receive DATA': () => data(1, 'data'),
  'receive DATA with END_STREAM': () => data(1, 'data', { end: true }),
  'receive HEADERS': (c, from) => headers(1, fieldsFor(c, from)),
  'receive HEADERS with END_STREAM': (c, from) => headers(1, fieldsFor(c, from), { end: true }),
  'receive PRIORITY': () => priority(1, 0),
  'receive RST_STREAM': () => rstStream(1, 'CANCEL'),
  'receive SETTINGS on the stream': () => frame(4, 0, 1, new Uint8Array(0)),
  'receive PUSH_PROMISE': () => pushPromise(1, 2, GET),
  'receive PING on the stream': () => frame(6, 0, 1, new Uint8Array(8)),
  'receive GOAWAY on the stream': () => frame(7, 0, 1, new Uint8Array(8)),
  'receive WINDOW_UPDATE': () => windowUpdate(1, 1),
  'receive CONTINUATION': () => continuation(1, new Uint8Array(0)),
  'receive an unknown type': () => frame(0xfa, 1, 1, new Uint8Array(4)),
};

const COMMAND: Partial<Record<Event, (engine: Connection<string>, c: Conversation) => void>> = {
  openStream: (engine, c) => keep(c, engine.openStream(POST, false, 'user')),
  'openStream with END_STREAM': (engine, c) => keep(c, engine.openStream(GET, true, 'user')),
  sendHeaders: (engine, c) => engine.sendHeaders(c.stream(1), c.role === 'server' ? OK : ['x', 'y'], false),
  'sendHeaders with END_STREAM': (engine, c) => engine.sendHeaders(c.stream(1), c.role === 'server' ? OK : ['x', 'y'], true),
  sendData: (engine, c) => assert.equal(engine.sendData(c.stream(1), Uint8Array.of(1, 2, 3), false), true, 'there is room'),
  'sendData with END_STREAM': (engine, c) => assert.equal(engine.sendData(c.stream(1), Uint8Array.of(1, 2, 3), true), true),
  commitData: (engine, c) => commit(engine, c.stream(1), false),
  'commitData with END_STREAM': (engine, c) => commit(engine, c.stream(1), true),
  resetStream: (engine, c) => engine.resetStream(c.stream(1), 8),
  consumed: (engine, c) => engine.consumed(c.stream(1), 0),
};

describe('the states of a stream (RFC 9113 §5.1)', () => {
  for (const state of STATES) {
    for (const event of EVENTS) {
      for (const role of ROLES) {
        const outcome = outcomeOf(table[state]?.[event], role);
        it(`${role}: ${state}: ${event}: ${outcome}`, () => {
          assert.ok(outcome !== undefined, 'the cell is missing');
          if (!outcome.startsWith('never: ')) converse(role, (c) => run(c, state, event, outcome));
          else assert.match(outcome, /^never: .{20}/, 'what cannot come about says why');
        });
      }
    }
  }
});

function outcomeOf(cell: Cell | undefined, role: Role): string | undefined {
  return typeof cell === 'object' ? cell[role] : cell;
}

function run(c: Conversation, from: State, event: Event, outcome: string): void {
  REACH[from]!(c);
  // Data goes behind response headers.
  if (c.role === 'server' && /^(?:sendData|commitData)/.test(event) && !from.startsWith('closed')) {
    c.does((engine) => engine.sendHeaders(c.stream(1), OK, false));
  }
  c.take();
  const receive = RECEIVE[event];
  if (receive !== undefined) c.send(receive(c, from));
  else c.does((engine) => COMMAND[event]!(engine, c));
  const connection = /^connection (\w+)$/.exec(outcome);
  if (connection !== null) {
    c.failed(event, connection[1]!);
    return;
  }
  const [effects, to] = outcome.split('; ') as [string, string];
  const { frames, lines } = c.take();
  const reset = /stream (\w+)/.exec(effects)?.[1];
  const resets = frames.filter((line) => line.startsWith('RST_STREAM'));
  assert.deepEqual(resets, reset === undefined ? [] : [`RST_STREAM 1 ${reset}`], 'RST_STREAM');
  const sent = frames.filter((line) => /^(?:DATA|HEADERS) 1 /.test(line));
  assert.equal(sent.length, effects.startsWith('sent') ? 1 : 0, `frames of the stream: ${frames.join()}`);
  assert.equal(frames.length, sent.length + resets.length, `nothing else: ${frames.join()}`);
  const told = effects === 'told' || (receive !== undefined && reset !== undefined && !from.startsWith('closed'));
  assert.equal(lines.length, told ? 1 : 0, `what the owner hears: ${lines.join()}`);
  assert.equal(stateOf(c), to, 'the state behind it');
  c.alive('the connection goes on');
}

function stateOf(c: Conversation): string {
  const stream = c.sink.streams.get(1);
  if (stream === undefined) return 'idle';
  if (stream.closed) return 'closed';
  if (stream.remoteEnded) return stream.localEnded ? 'closed, but not told so' : 'half-closed (remote)';
  return stream.localEnded ? 'half-closed (local)' : 'open';
}

/** A request for a server's idle stream, trailers where something has come, a response else. */
function fieldsFor(c: Conversation, from: State): readonly string[] {
  if (from === 'idle') return c.role === 'server' ? POST : OK;
  return ['x', 'y'];
}

function keep(c: Conversation, stream: TestStream | undefined): void {
  if (stream !== undefined) c.sink.streams.set(stream.id, stream);
}

function commit(engine: Connection<string>, stream: TestStream, end: boolean): void {
  const position = engine.reserveData(stream);
  if (position === -1) return;
  engine.reservedBuffer.set([1, 2, 3], position);
  assert.equal(engine.commitData(stream, position + 3, end), true, 'three bytes fit');
}
