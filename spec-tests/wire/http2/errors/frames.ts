/** Each frame: RFC 9113 §6. */
import { GET, OK } from '../support/conversation.js';
import {
  continuation,
  data,
  frame,
  headers,
  join,
  ping,
  priority,
  pushPromise,
  rstStream,
  setting,
  settings,
  Type,
  windowUpdate,
} from '../support/frames.js';
import { closedByEnd, closedByOurReset, halfClosedLocal, halfClosedRemote, open, opening } from '../support/states.js';
import type { Rule } from './rule.js';
import { CLIENT, fails, harmless, interruptions, MAX_WINDOW, messageBegun, NOTHING, PREFACE, resets, SERVER } from './rule.js';

export const framesRules: readonly Rule[] = [
  {
    section: '6.1',
    says: 'DATA on stream 0 is a connection error PROTOCOL_ERROR',
    rows: [fails('PROTOCOL_ERROR', 'it comes', () => [data(0, 'x')]), fails('PROTOCOL_ERROR', 'it comes empty', () => [data(0, '')])],
  },
  {
    section: '6.1',
    says: 'DATA on a stream that is not open or half-closed (local) is a stream error STREAM_CLOSED',
    rows: [
      resets('STREAM_CLOSED', 'the stream is half-closed (remote)', () => [data(1, 'x')], { given: halfClosedRemote }),
      harmless('the stream is half-closed (local)', () => [headers(1, OK), data(1, 'x')], { roles: CLIENT, given: halfClosedLocal }),
    ],
  },
  {
    section: '6.1',
    says: 'padding as long as the payload or longer is a connection error PROTOCOL_ERROR',
    rows: [
      fails('PROTOCOL_ERROR', 'the pad length is the payload length', () => [data(1, 'x', { padLength: 2 })], { given: messageBegun }),
      fails('PROTOCOL_ERROR', 'it is longer', () => [data(1, 'x', { padLength: 255 })], { given: messageBegun }),
      fails('PROTOCOL_ERROR', 'the payload is the pad length alone, and that is 1', () => [data(1, '', { padLength: 1 })], {
        given: messageBegun,
      }),
      harmless('the padding fills the payload', () => [data(1, '', { pad: 255 }), data(1, '', { pad: 0 })], { given: messageBegun }),
    ],
  },
  {
    section: '6.2',
    says: 'HEADERS without END_HEADERS is followed by CONTINUATION of the same stream, or it is a connection error PROTOCOL_ERROR',
    rows: interruptions((c) => headers(1, opening(c), { more: true }), { given: (c) => (c.role === 'client' ? open(c) : undefined) }),
  },
  {
    section: '6.2',
    says: 'HEADERS on stream 0 is a connection error PROTOCOL_ERROR',
    rows: [fails('PROTOCOL_ERROR', 'it comes', (c) => [headers(0, opening(c))])],
  },
  {
    section: '6.2',
    says: 'padding as long as the payload or longer is a connection error PROTOCOL_ERROR',
    rows: [
      fails(
        'PROTOCOL_ERROR',
        'the pad length is the payload length',
        () => [headers(1, [], { block: Uint8Array.of(0x82), padLength: 2 })],
        {
          given: (c) => (c.role === 'client' ? open(c) : undefined),
        },
      ),
      fails('PROTOCOL_ERROR', 'it is longer', (c) => [headers(1, opening(c), { padLength: 255 })], {
        given: (c) => (c.role === 'client' ? open(c) : undefined),
      }),
      fails(
        'PROTOCOL_ERROR',
        'it leaves no room for the fields of PRIORITY',
        () => [headers(1, [], { block: NOTHING, priority: { dependsOn: 0 }, padLength: 1 })],
        { given: (c) => (c.role === 'client' ? open(c) : undefined) },
      ),
      harmless('the padding is as long as may be', (c) => [headers(1, opening(c), { pad: 255 })], {
        given: (c) => (c.role === 'client' ? open(c) : undefined),
      }),
    ],
  },
  {
    section: '6.3',
    says: 'PRIORITY on stream 0 is a connection error PROTOCOL_ERROR',
    rows: [fails('PROTOCOL_ERROR', 'it comes', () => [priority(0, 1)])],
  },
  {
    section: '6.3',
    says: 'PRIORITY of another length than 5 is a stream error FRAME_SIZE_ERROR',
    rows: [
      resets('FRAME_SIZE_ERROR', '4 bytes come for an open stream', () => [frame(Type.PRIORITY, 0, 1, new Uint8Array(4))], { given: open }),
      resets('FRAME_SIZE_ERROR', '6 bytes come for an open stream', () => [frame(Type.PRIORITY, 0, 1, new Uint8Array(6))], { given: open }),
      fails('FRAME_SIZE_ERROR', '4 bytes come for an idle stream, which cannot be reset', () => [
        frame(Type.PRIORITY, 0, 9, new Uint8Array(4)),
      ]),
      resets('FRAME_SIZE_ERROR', 'none come for a half-closed stream', () => [frame(Type.PRIORITY, 0, 1, NOTHING)], {
        given: halfClosedRemote,
      }),
    ],
  },
  {
    section: '6.4',
    says: 'RST_STREAM on stream 0 is a connection error PROTOCOL_ERROR',
    rows: [fails('PROTOCOL_ERROR', 'it comes', () => [rstStream(0, 'CANCEL')])],
  },
  {
    section: '6.4',
    says: 'RST_STREAM on an idle stream is a connection error PROTOCOL_ERROR',
    rows: [
      fails('PROTOCOL_ERROR', 'it comes for an odd stream', () => [rstStream(1, 'CANCEL')]),
      fails('PROTOCOL_ERROR', 'it comes for an even stream', () => [rstStream(2, 'CANCEL')]),
    ],
  },
  {
    section: '6.4',
    says: 'RST_STREAM of another length than 4 is a connection error FRAME_SIZE_ERROR',
    rows: [3, 5, 0].map((length) =>
      fails('FRAME_SIZE_ERROR', `${length} bytes come`, () => [frame(Type.RST_STREAM, 0, 1, new Uint8Array(length))], { given: open }),
    ),
  },
  {
    section: '6.5',
    says: 'SETTINGS with ACK and a payload is a connection error FRAME_SIZE_ERROR',
    rows: [fails('FRAME_SIZE_ERROR', 'it comes', () => [settings({ INITIAL_WINDOW_SIZE: 5 }, { flags: 1 })])],
  },
  {
    section: '6.5',
    says: 'SETTINGS on a stream is a connection error PROTOCOL_ERROR',
    rows: [
      fails('PROTOCOL_ERROR', 'it comes for an open stream', () => [frame(Type.SETTINGS, 0, 1, NOTHING)], { given: open }),
      fails('PROTOCOL_ERROR', 'it comes for an idle stream', () => [frame(Type.SETTINGS, 0, 9, NOTHING)]),
      fails('PROTOCOL_ERROR', 'ACK comes for a stream', () => [frame(Type.SETTINGS, 1, 1, NOTHING)], { given: open }),
    ],
  },
  {
    section: '6.5',
    says: 'a badly formed SETTINGS is a connection error, a length that is no multiple of 6 FRAME_SIZE_ERROR',
    rows: [1, 3, 5, 7, 9, 11].map((length) =>
      fails('FRAME_SIZE_ERROR', `${length} bytes come`, () => [frame(Type.SETTINGS, 0, 0, new Uint8Array(length))]),
    ),
  },
  {
    section: '6.5.2',
    says: 'SETTINGS_ENABLE_PUSH other than 0 or 1 is a connection error PROTOCOL_ERROR',
    rows: [
      fails('PROTOCOL_ERROR', 'it is 2', () => [settings({ ENABLE_PUSH: 2 })]),
      fails('PROTOCOL_ERROR', 'it is 2^32-1', () => [settings({ ENABLE_PUSH: 0xffff_ffff })]),
      harmless('it is 0', () => [settings({ ENABLE_PUSH: 0 })]),
      harmless('a client sets it to 1', () => [settings({ ENABLE_PUSH: 1 })], { roles: SERVER }),
    ],
  },
  {
    section: '6.5.2',
    says: 'SETTINGS_ENABLE_PUSH of 1 from a server is a connection error PROTOCOL_ERROR',
    rows: [
      fails('PROTOCOL_ERROR', 'it comes', () => [settings({ ENABLE_PUSH: 1 })], { roles: CLIENT }),
      fails(
        'PROTOCOL_ERROR',
        'it comes and is taken back in the same frame',
        () => [frame(Type.SETTINGS, 0, 0, join(setting('ENABLE_PUSH', 1), setting('ENABLE_PUSH', 0)))],
        {
          roles: CLIENT,
        },
      ),
    ],
  },
  {
    section: '6.5.2',
    says: 'SETTINGS_INITIAL_WINDOW_SIZE above 2^31-1 is a connection error FLOW_CONTROL_ERROR',
    rows: [
      fails('FLOW_CONTROL_ERROR', 'it is 2^31', () => [settings({ INITIAL_WINDOW_SIZE: 0x8000_0000 })]),
      fails('FLOW_CONTROL_ERROR', 'it is 2^32-1', () => [settings({ INITIAL_WINDOW_SIZE: 0xffff_ffff })]),
      harmless('it is 2^31-1', () => [settings({ INITIAL_WINDOW_SIZE: MAX_WINDOW })]),
      harmless('it is 0', () => [settings({ INITIAL_WINDOW_SIZE: 0 })]),
    ],
  },
  {
    section: '6.5.2',
    says: 'SETTINGS_MAX_FRAME_SIZE outside of 2^14 to 2^24-1 is a connection error PROTOCOL_ERROR',
    rows: [
      fails('PROTOCOL_ERROR', 'it is 16,383', () => [settings({ MAX_FRAME_SIZE: 16_383 })]),
      fails('PROTOCOL_ERROR', 'it is 0', () => [settings({ MAX_FRAME_SIZE: 0 })]),
      fails('PROTOCOL_ERROR', 'it is 2^24', () => [settings({ MAX_FRAME_SIZE: 0x100_0000 })]),
      harmless('it is 2^24-1', () => [settings({ MAX_FRAME_SIZE: 0xff_ffff })]),
    ],
  },
  {
    section: '6.5.2',
    says: 'unknown settings are ignored',
    rows: [harmless('they come', () => [settings({ 0: 7, 9: 1, 4711: 0xffff_ffff })])],
  },
  {
    section: '6.5.2',
    says: 'PUSH_PROMISE after SETTINGS_ENABLE_PUSH of 0 was acknowledged is a connection error PROTOCOL_ERROR',
    rows: [fails('PROTOCOL_ERROR', 'it comes', () => [pushPromise(1, 2, GET)], { roles: CLIENT, given: open })],
  },
  {
    section: '6.5.3',
    says: 'SETTINGS that is not acknowledged in time may be a connection error SETTINGS_TIMEOUT',
    rows: [
      {
        when: 'an hour passes without ACK',
        scope: 'connection',
        code: 'SETTINGS_TIMEOUT',
        options: { raw: true },
        given: (c) => void c.send(c.role === 'server' ? PREFACE : NOTHING, settings()),
        act: (c) => void c.pass(3_600_000),
      },
    ],
  },
  {
    section: '6.6',
    says: 'PUSH_PROMISE is a connection error PROTOCOL_ERROR: on stream 0, on any other, in any state, of any identifier',
    rows: [
      fails('PROTOCOL_ERROR', 'it comes on stream 0', () => [pushPromise(0, 2, GET)]),
      fails('PROTOCOL_ERROR', 'it comes on an open stream', () => [pushPromise(1, 2, GET)], { given: open }),
      fails('PROTOCOL_ERROR', 'it comes on a half-closed (remote) stream', () => [pushPromise(1, 2, GET)], { given: halfClosedRemote }),
      fails('PROTOCOL_ERROR', 'it comes on a closed stream', () => [pushPromise(1, 2, GET)], { given: closedByEnd }),
      fails('PROTOCOL_ERROR', 'it comes on a stream we have reset', () => [pushPromise(1, 2, GET)], { given: closedByOurReset }),
      fails('PROTOCOL_ERROR', 'it promises an odd stream', () => [pushPromise(1, 3, GET)], { given: open }),
      fails('PROTOCOL_ERROR', 'it promises stream 0', () => [pushPromise(1, 0, GET)], { given: open }),
      fails('PROTOCOL_ERROR', 'its padding is longer than its payload', () => [pushPromise(1, 2, GET, { padLength: 255 })], {
        given: open,
      }),
      fails('PROTOCOL_ERROR', 'PING follows it where CONTINUATION should', () => [pushPromise(1, 2, GET, { more: true }), ping()], {
        given: open,
      }),
    ],
  },
  {
    section: '6.7',
    says: 'PING on a stream is a connection error PROTOCOL_ERROR',
    rows: [
      fails('PROTOCOL_ERROR', 'it comes', () => [frame(Type.PING, 0, 1, new Uint8Array(8))], { given: open }),
      fails('PROTOCOL_ERROR', 'its ACK comes', () => [frame(Type.PING, 1, 1, new Uint8Array(8))], { given: open }),
    ],
  },
  {
    section: '6.7',
    says: 'PING of another length than 8 is a connection error FRAME_SIZE_ERROR',
    rows: [7, 9, 0].flatMap((length) => [
      fails('FRAME_SIZE_ERROR', `${length} bytes come`, () => [frame(Type.PING, 0, 0, new Uint8Array(length))]),
      fails('FRAME_SIZE_ERROR', `${length} bytes come with ACK`, () => [frame(Type.PING, 1, 0, new Uint8Array(length))]),
    ]),
  },
  {
    section: '6.7',
    says: 'PING with ACK is not answered',
    rows: [harmless('it comes, of a PING that nobody sent', () => [ping('whatever', { ack: true })])],
  },
  {
    section: '6.8',
    says: 'GOAWAY on a stream is a connection error PROTOCOL_ERROR',
    rows: [fails('PROTOCOL_ERROR', 'it comes', () => [frame(Type.GOAWAY, 0, 1, new Uint8Array(8))], { given: open })],
  },
  {
    section: '6.9',
    says: 'WINDOW_UPDATE of 0 is PROTOCOL_ERROR, of the stream or of the connection',
    rows: [
      resets('PROTOCOL_ERROR', 'it comes for an open stream', () => [windowUpdate(1, 0)], { given: open }),
      resets('PROTOCOL_ERROR', 'it comes for a half-closed (remote) stream', () => [windowUpdate(1, 0)], { given: halfClosedRemote }),
      resets('PROTOCOL_ERROR', 'only its reserved bit is set', () => [windowUpdate(1, 0x8000_0000)], { given: open }),
      fails('PROTOCOL_ERROR', 'it comes for the connection', () => [windowUpdate(0, 0)]),
    ],
  },
  {
    section: '6.9',
    says: 'WINDOW_UPDATE on a half-closed (remote) or closed stream is no error',
    rows: [
      harmless('the stream is half-closed (remote)', () => [windowUpdate(1, 1)], { given: halfClosedRemote }),
      harmless('the stream is half-closed (local)', () => [windowUpdate(1, 1)], { given: halfClosedLocal, roles: CLIENT }),
      harmless('both have ended the stream', () => [windowUpdate(1, 1)], { given: closedByEnd }),
      harmless('we have reset the stream', () => [windowUpdate(1, 1)], { given: closedByOurReset }),
      harmless('the window would be too large, but the stream is closed', () => [windowUpdate(1, MAX_WINDOW)], { given: closedByEnd }),
    ],
  },
  {
    section: '6.9',
    says: 'WINDOW_UPDATE of another length than 4 is a connection error FRAME_SIZE_ERROR',
    rows: [3, 5, 0].flatMap((length) => [
      fails('FRAME_SIZE_ERROR', `${length} bytes come for the connection`, () => [frame(Type.WINDOW_UPDATE, 0, 0, new Uint8Array(length))]),
      fails('FRAME_SIZE_ERROR', `${length} bytes come for a stream`, () => [frame(Type.WINDOW_UPDATE, 0, 1, new Uint8Array(length))], {
        given: open,
      }),
    ]),
  },
  {
    section: '6.9.1',
    says: 'a window above 2^31-1 is FLOW_CONTROL_ERROR, of the stream or of the connection',
    rows: [
      resets('FLOW_CONTROL_ERROR', "a stream's grows by 2^31-1", () => [windowUpdate(1, MAX_WINDOW)], { given: open }),
      resets('FLOW_CONTROL_ERROR', "a stream's grows in two steps", () => [windowUpdate(1, MAX_WINDOW - 65_535), windowUpdate(1, 1)], {
        given: open,
      }),
      fails('FLOW_CONTROL_ERROR', "the connection's grows by 2^31-1", () => [windowUpdate(0, MAX_WINDOW)]),
      fails('FLOW_CONTROL_ERROR', "the connection's grows in two steps", () => [windowUpdate(0, MAX_WINDOW - 65_535), windowUpdate(0, 1)]),
      harmless('both grow to 2^31-1', () => [windowUpdate(0, MAX_WINDOW - 65_535), windowUpdate(1, MAX_WINDOW - 65_535)], { given: open }),
    ],
  },
  {
    section: '6.9.1',
    says: 'the peer must not send more than a window that we have announced holds: FLOW_CONTROL_ERROR',
    rows: [
      resets('FLOW_CONTROL_ERROR', "one byte more than a stream's window comes", () => [data(1, 10), data(1, 1)], {
        given: messageBegun,
        options: { settings: { initialWindowBytes: 10 } },
      }),
      resets('FLOW_CONTROL_ERROR', 'padding makes it too much', () => [data(1, 5, { pad: 5 })], {
        given: messageBegun,
        options: { settings: { initialWindowBytes: 10 } },
      }),
      harmless('padding just fits', () => [data(1, 5, { pad: 4 })], {
        given: messageBegun,
        options: { settings: { initialWindowBytes: 10 } },
      }),
      harmless('empty DATA comes at a window of 0', () => [data(1, 10), data(1, '')], {
        given: messageBegun,
        options: { settings: { initialWindowBytes: 10 } },
      }),
    ],
  },
  {
    section: '6.9.2',
    says: 'a SETTINGS_INITIAL_WINDOW_SIZE that brings a window above 2^31-1 is a connection error FLOW_CONTROL_ERROR',
    rows: [
      fails(
        'FLOW_CONTROL_ERROR',
        'a stream has had a byte more',
        () => [windowUpdate(1, 1), settings({ INITIAL_WINDOW_SIZE: MAX_WINDOW })],
        { given: open },
      ),
      harmless('no stream is open that had a byte more', () => [settings({ INITIAL_WINDOW_SIZE: MAX_WINDOW })], {
        given: (c) => {
          open(c);
          c.send(windowUpdate(1, 1), rstStream(1, 'CANCEL'));
        },
      }),
    ],
  },
  {
    section: '6.10',
    says: 'CONTINUATION without END_HEADERS is followed by CONTINUATION of the same stream, or it is a connection error PROTOCOL_ERROR',
    rows: interruptions((c) => join(headers(1, opening(c), { more: true }), continuation(1, NOTHING, { more: true })), {
      given: (c) => (c.role === 'client' ? open(c) : undefined),
    }),
  },
  {
    section: '6.10',
    says: 'CONTINUATION on stream 0, or behind anything but an open field block, is a connection error PROTOCOL_ERROR',
    rows: [
      fails('PROTOCOL_ERROR', 'it comes on stream 0', () => [continuation(0, NOTHING)]),
      fails('PROTOCOL_ERROR', 'it comes behind HEADERS with END_HEADERS', (c) => [headers(1, opening(c)), continuation(1, NOTHING)], {
        given: (c) => (c.role === 'client' ? open(c) : undefined),
      }),
      fails(
        'PROTOCOL_ERROR',
        'it comes behind CONTINUATION with END_HEADERS',
        (c) => [headers(1, opening(c), { more: true }), continuation(1, NOTHING), continuation(1, NOTHING)],
        {
          given: (c) => (c.role === 'client' ? open(c) : undefined),
        },
      ),
      fails('PROTOCOL_ERROR', 'it comes behind DATA', () => [data(1, 'x'), continuation(1, NOTHING)], { given: messageBegun }),
      fails('PROTOCOL_ERROR', 'it comes behind PING', () => [ping(), continuation(1, NOTHING)], { given: open }),
    ],
  },
];
