/**
 * RFC 9113, sentence by sentence: every rule that names an error, what breaks it, and what must follow. A row holds for both roles where
 * it names none. Rules about pushed streams can only be broken in one way here, because push is always refused.
 */

import { type Conversation, type ConversationOptions, GET, OK, POST, type Role } from './support/conversation.js';
import { fieldsText } from './support/frame-text.js';
import type { CodeName } from './support/frames.js';
import {
  ascii,
  continuation,
  data,
  frame,
  goAway,
  headers,
  hpackInteger,
  join,
  literals,
  ping,
  priority,
  pushPromise,
  rstStream,
  setting,
  settings,
  settingsAck,
  Type,
  windowUpdate,
} from './support/frames.js';
import { closedByEnd, closedByOurReset, halfClosedLocal, halfClosedRemote, open, opening } from './support/states.js';

export interface Row {
  /** What the peer does. */
  readonly when: string;
  /** Both where left out. */
  readonly roles?: readonly Role[];
  readonly options?: ConversationOptions;
  readonly given?: (c: Conversation) => void;
  readonly then: (c: Conversation) => void;
  readonly scope: 'connection' | 'stream' | 'none';
  readonly code?: CodeName;
  /** The stream of a stream error, 1 where left out. */
  readonly stream?: number;
}

export interface Rule {
  readonly section: string;
  /** The rule in our words. */
  readonly says: string;
  readonly rows: readonly Row[];
}

/** The sections of RFC 9113 §3.4 to §8 with a MUST, MUST NOT or 'is malformed' that names an error of HTTP/2. */
export const SECTIONS = [
  '3.4', '4.1', '4.2', '4.3', '4.3.1', '5.1', '5.1.1', '5.1.2', '5.4', '5.4.1', '5.4.2', '5.5', '6.1', '6.2', '6.3', '6.4', '6.5',
  '6.5.2', '6.5.3', '6.6', '6.7', '6.8', '6.9', '6.9.1', '6.9.2', '6.10', '7', '8.1', '8.1.1', '8.2.1', '8.2.2', '8.3', '8.3.1', '8.3.2',
  '8.4', '8.5', '8.6', '8.7',
]; // biome-ignore format: a list of sections reads as lines

const CLIENT: readonly Role[] = ['client'];
const SERVER: readonly Role[] = ['server'];
const NOTHING = new Uint8Array(0);
const PREFACE = ascii('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const MAX_WINDOW = 0x7fff_ffff;

/** Frames that break a rule of the connection. */
function fails(code: CodeName, when: string, frames: (c: Conversation) => readonly Uint8Array[], more: Partial<Row> = {}): Row {
  return { when, scope: 'connection', code, then: (c) => void c.send(...frames(c)), ...more };
}

/** Frames that break a rule of one stream. */
function resets(code: CodeName, when: string, frames: (c: Conversation) => readonly Uint8Array[], more: Partial<Row> = {}): Row {
  return { when, scope: 'stream', code, then: (c) => void c.send(...frames(c)), ...more };
}

/** Frames that break nothing. */
function harmless(when: string, frames: (c: Conversation) => readonly Uint8Array[], more: Partial<Row> = {}): Row {
  return { when, scope: 'none', then: (c) => void c.send(...frames(c)), ...more };
}

/** A request (for a server) that is malformed. */
function badRequest(when: string, fields: readonly string[], options: Parameters<typeof headers>[2] = { end: true }): Row {
  return resets('PROTOCOL_ERROR', when, () => [headers(1, fields, options)], { roles: SERVER });
}

/** A response (for a client) that is malformed. */
function badResponse(when: string, fields: readonly string[], options: Parameters<typeof headers>[2] = {}): Row {
  return resets('PROTOCOL_ERROR', when, () => [headers(1, fields, options)], { roles: CLIENT, given: open });
}

/** The same fields behind the pseudo-header fields of a request, of a response, and in trailers. */
function badFields(when: string, ...fields: readonly string[]): Row[] {
  return [
    badRequest(`a request with ${when}`, [...GET, ...fields]),
    badResponse(`a response with ${when}`, [...OK, ...fields]),
    resets('PROTOCOL_ERROR', `trailers with ${when}`, () => [headers(1, fields, { end: true })], { given: messageBegun }),
  ];
}

/** The peer's final header section of stream 1 has come, and its content has not ended. */
function messageBegun(c: Conversation): void {
  open(c);
  if (c.role === 'client') c.send(headers(1, OK));
}

/** A frame of each type on a stream, well formed. */
function frameOf(type: keyof typeof Type, c: Conversation, id: number): Uint8Array {
  switch (type) {
    case 'DATA':
      return data(id, 'x');
    case 'HEADERS':
      return headers(id, opening(c), { end: true });
    case 'PRIORITY':
      return priority(id, 0);
    case 'RST_STREAM':
      return rstStream(id, 'CANCEL');
    case 'WINDOW_UPDATE':
      return windowUpdate(id, 1);
    case 'PUSH_PROMISE':
      return pushPromise(id, 2, GET);
    case 'CONTINUATION':
      return continuation(id, NOTHING);
    case 'SETTINGS':
      return settings();
    case 'PING':
      return ping();
    case 'GOAWAY':
      return goAway(0, 'NO_ERROR');
  }
}

/** What may not stand between the parts of a field block. */
function interruptions(begin: (c: Conversation) => Uint8Array, more: Partial<Row> = {}): Row[] {
  const types = Object.keys(Type) as (keyof typeof Type)[];
  return [
    ...types
      .filter((type) => type !== 'CONTINUATION')
      .map((type) => fails('PROTOCOL_ERROR', `${type} follows it`, (c) => [begin(c), frameOf(type, c, 1)], more)),
    fails('PROTOCOL_ERROR', 'CONTINUATION of another stream follows it', (c) => [begin(c), continuation(3, NOTHING)], more),
    fails('PROTOCOL_ERROR', 'CONTINUATION of stream 0 follows it', (c) => [begin(c), continuation(0, NOTHING)], more),
    fails('PROTOCOL_ERROR', 'a frame of an unknown type follows it', (c) => [begin(c), frame(0xfa, 0, 1, NOTHING)], more),
    fails('PROTOCOL_ERROR', 'a frame of an unknown type on stream 0 follows it', (c) => [begin(c), frame(0xfa, 0, 0, NOTHING)], more),
  ];
}

export const rules: readonly Rule[] = [
  {
    section: '3.4',
    says: 'an invalid preface is a connection error PROTOCOL_ERROR',
    rows: [
      fails('PROTOCOL_ERROR', 'HTTP/1.1 comes', () => [ascii('GET / HTTP/1.1\r\nHost: here\r\n\r\n')], {
        roles: SERVER,
        options: { raw: true },
      }),
      fails('PROTOCOL_ERROR', 'the last byte of the 24 is wrong', () => [PREFACE.subarray(0, 23), ascii('x')], {
        roles: SERVER,
        options: { raw: true },
      }),
      fails('PROTOCOL_ERROR', 'PING comes before SETTINGS', (c) => [c.role === 'server' ? PREFACE : NOTHING, ping()], {
        options: { raw: true },
      }),
      fails('PROTOCOL_ERROR', 'SETTINGS ACK comes before SETTINGS', (c) => [c.role === 'server' ? PREFACE : NOTHING, settingsAck()], {
        options: { raw: true },
      }),
      fails(
        'PROTOCOL_ERROR',
        'a frame of an unknown type comes before SETTINGS',
        (c) => [c.role === 'server' ? PREFACE : NOTHING, frame(0xfa, 0, 0, NOTHING)],
        {
          options: { raw: true },
        },
      ),
    ],
  },
  {
    section: '4.1',
    says: 'frames of unknown types are ignored and discarded',
    rows: [
      harmless('one comes on stream 0', () => [frame(0xfa, 0xff, 0, ascii('what is this'))]),
      harmless('one comes on an idle stream', () => [frame(0x0a, 0xff, 99, ascii('what is this'))]),
      harmless('one comes on an open stream', () => [frame(0xff, 1, 1, ascii('what is this'))], { given: open }),
      harmless('one comes on a closed stream', () => [frame(0xff, 1, 1, ascii('what is this'))], { given: closedByEnd }),
      harmless('one comes without a payload', () => [frame(0xfa, 0, 1, NOTHING)], { given: open }),
      harmless('one comes as long as frames may be', () => [frame(0xfa, 0, 0, new Uint8Array(16_384))]),
    ],
  },
  {
    section: '4.1',
    says: 'unused flags and the reserved bit are ignored',
    rows: [
      harmless('PING has every unused flag', () => [ping('flagged!', { ack: true, flags: 0xfe, reserved: true })]),
      harmless('SETTINGS has every unused flag', () => [settings({}, { flags: 0xfe, reserved: true })]),
      harmless('WINDOW_UPDATE has every flag, and both reserved bits', () => [
        windowUpdate(0, 0x8000_0001, { flags: 0xff, reserved: true }),
      ]),
      harmless('DATA has every unused flag', () => [data(1, 'x', { flags: 0xf6, reserved: true })], { given: messageBegun }),
      harmless('HEADERS has every unused flag', (c) => [headers(1, opening(c), { flags: 0xd2, reserved: true })], {
        given: (c) => (c.role === 'client' ? open(c) : undefined),
      }),
    ],
  },
  {
    section: '4.2',
    says: 'a frame longer than SETTINGS_MAX_FRAME_SIZE is FRAME_SIZE_ERROR',
    rows: [
      fails('FRAME_SIZE_ERROR', 'DATA has 16,385 bytes', () => [data(1, 16_385)], { given: messageBegun }),
      fails('FRAME_SIZE_ERROR', 'HEADERS has 16,385 bytes', (c) => [headers(1, opening(c), { pad: 0, length: 16_385 })], {
        given: (c) => (c.role === 'client' ? open(c) : undefined),
      }),
      fails(
        'FRAME_SIZE_ERROR',
        'CONTINUATION has 16,385 bytes',
        (c) => [headers(1, opening(c), { more: true }), continuation(1, new Uint8Array(16_385))],
        {
          given: (c) => (c.role === 'client' ? open(c) : undefined),
        },
      ),
      fails('FRAME_SIZE_ERROR', 'SETTINGS has 16,386 bytes', () => [frame(Type.SETTINGS, 0, 0, new Uint8Array(16_386))]),
      fails('FRAME_SIZE_ERROR', 'GOAWAY has 16,385 bytes', () => [goAway(0, 'NO_ERROR', 'x'.repeat(16_377))]),
      fails(
        'FRAME_SIZE_ERROR',
        'only the header of one of 2^24-1 bytes comes',
        () => [frame(Type.DATA, 0, 1, NOTHING, { length: 0xff_ffff })],
        {
          given: messageBegun,
        },
      ),
      harmless('DATA has 16,384 bytes', () => [data(1, 16_384)], { given: messageBegun }),
      harmless('DATA has 20,000 bytes where 20,000 were announced', () => [data(1, 20_000)], {
        given: messageBegun,
        options: { settings: { maxFrameBytes: 20_000 } },
      }),
      fails('FRAME_SIZE_ERROR', 'DATA has 20,001 bytes where 20,000 were announced', () => [data(1, 20_001)], {
        given: messageBegun,
        options: { settings: { maxFrameBytes: 20_000 } },
      }),
    ],
  },
  {
    section: '4.2',
    says: 'a frame too small for its mandatory fields is FRAME_SIZE_ERROR, of the connection where it carries a field block or has stream 0',
    rows: [
      fails('FRAME_SIZE_ERROR', 'HEADERS with PADDED is empty', () => [frame(Type.HEADERS, 0x0c, 1, NOTHING)]),
      fails('FRAME_SIZE_ERROR', 'HEADERS with PRIORITY has 4 bytes', () => [frame(Type.HEADERS, 0x24, 1, new Uint8Array(4))]),
      fails('FRAME_SIZE_ERROR', 'HEADERS with PADDED and PRIORITY has 5 bytes', () => [frame(Type.HEADERS, 0x2c, 1, new Uint8Array(5))]),
      fails('FRAME_SIZE_ERROR', 'GOAWAY has 7 bytes', () => [frame(Type.GOAWAY, 0, 0, new Uint8Array(7))]),
      fails('FRAME_SIZE_ERROR', 'GOAWAY is empty', () => [frame(Type.GOAWAY, 0, 0, NOTHING)]),
      fails('FRAME_SIZE_ERROR', 'DATA with PADDED is empty', () => [frame(Type.DATA, 0x08, 1, NOTHING)], { given: messageBegun }),
    ],
  },
  {
    section: '4.3',
    says: 'what cannot be decompressed is a connection error COMPRESSION_ERROR',
    rows: [
      ...(
        [
          ['an index of nothing', Uint8Array.of(0xff, 0x80, 0x01)],
          ['index 0', Uint8Array.of(0x80)],
          ['a string that is longer than the block', Uint8Array.of(0x00, 0x05, 0x61)],
          ['an integer that never ends', Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
          ['a table larger than announced', hpackInteger(4_097, 5, 0x20)],
          ['a table size behind a field', join(literals(['a', 'b']), hpackInteger(0, 5, 0x20))],
          ['the end-of-string code of Huffman', Uint8Array.of(0x00, 0x84, 0xff, 0xff, 0xff, 0xff, 0x00)],
        ] as const
      ).map(([what, block]) =>
        fails('COMPRESSION_ERROR', `a block has ${what}`, (c) => [headers(1, [], { block: join(literals(opening(c)), block) })], {
          given: (c) => (c.role === 'client' ? open(c) : undefined),
        }),
      ),
      fails('COMPRESSION_ERROR', 'a block has only the begin of a field', () => [headers(1, [], { block: Uint8Array.of(0x00) })], {
        given: (c) => (c.role === 'client' ? open(c) : undefined),
      }),
      fails(
        'COMPRESSION_ERROR',
        'the fault lies in a CONTINUATION',
        (c) => [headers(1, opening(c), { more: true }), continuation(1, Uint8Array.of(0x80))],
        { given: (c) => (c.role === 'client' ? open(c) : undefined) },
      ),
    ],
  },
  {
    section: '4.3',
    says: 'a block of a stream that is discarded is decompressed all the same',
    rows: [
      fails(
        'COMPRESSION_ERROR',
        'a faulty block comes for a stream we have reset',
        () => [headers(1, [], { block: Uint8Array.of(0x80) })],
        {
          given: closedByOurReset,
        },
      ),
      fails(
        'COMPRESSION_ERROR',
        'faulty trailers come for a stream whose end has come',
        () => [headers(1, [], { block: Uint8Array.of(0x80), end: true })],
        {
          given: halfClosedRemote,
        },
      ),
    ],
  },
  {
    section: '4.3.1',
    says: 'the first block after a smaller table was acknowledged begins with a size update, or it is COMPRESSION_ERROR',
    rows: [
      fails('COMPRESSION_ERROR', 'it does not', (c) => [headers(1, opening(c))], {
        options: { settings: { headerTableBytes: 100 } },
        given: (c) => (c.role === 'client' ? open(c) : undefined),
      }),
      fails(
        'COMPRESSION_ERROR',
        'it begins with one that is too large',
        (c) => [headers(1, [], { block: join(hpackInteger(101, 5, 0x20), literals(opening(c))) })],
        {
          options: { settings: { headerTableBytes: 100 } },
          given: (c) => (c.role === 'client' ? open(c) : undefined),
        },
      ),
    ],
  },
  {
    section: '5.1',
    says: 'anything but HEADERS and PRIORITY on an idle stream is a connection error PROTOCOL_ERROR',
    rows: [
      ...(['DATA', 'RST_STREAM', 'WINDOW_UPDATE'] as const).flatMap((type) => [
        fails('PROTOCOL_ERROR', `${type} comes for an idle odd stream`, (c) => [frameOf(type, c, 5)]),
        fails('PROTOCOL_ERROR', `${type} comes for an idle even stream`, (c) => [frameOf(type, c, 2)]),
        fails('PROTOCOL_ERROR', `${type} comes for one above those in use`, (c) => [frameOf(type, c, 3)], { given: open }),
      ]),
      fails('PROTOCOL_ERROR', 'PUSH_PROMISE comes for an idle stream', (c) => [frameOf('PUSH_PROMISE', c, 5)]),
      fails('PROTOCOL_ERROR', 'CONTINUATION comes for an idle stream', (c) => [frameOf('CONTINUATION', c, 5)]),
      harmless('PRIORITY comes for an idle stream', (c) => [frameOf('PRIORITY', c, 5), frameOf('PRIORITY', c, 2)]),
    ],
  },
  {
    section: '5.1',
    says: 'HEADERS on an idle stream that the server would open is a connection error PROTOCOL_ERROR',
    rows: [
      fails('PROTOCOL_ERROR', 'HEADERS comes for stream 2 without a promise', (c) => [headers(2, opening(c))], { roles: CLIENT }),
      fails('PROTOCOL_ERROR', 'HEADERS comes for a stream that the client has not opened', () => [headers(1, OK)], { roles: CLIENT }),
      fails('PROTOCOL_ERROR', 'HEADERS comes for one above those that the client has opened', () => [headers(3, OK)], {
        roles: CLIENT,
        given: open,
      }),
    ],
  },
  {
    section: '5.1',
    says: 'reserved streams do not come about, because the promise itself is refused',
    rows: [
      fails('PROTOCOL_ERROR', 'a stream is promised', () => [pushPromise(1, 2, GET)], { roles: CLIENT, given: open }),
      fails('PROTOCOL_ERROR', 'a client promises a stream', () => [pushPromise(1, 2, GET)], { roles: SERVER, given: open }),
    ],
  },
  {
    section: '5.1',
    says: 'anything but WINDOW_UPDATE, PRIORITY and RST_STREAM on a half-closed (remote) stream is a stream error STREAM_CLOSED',
    rows: [
      resets('STREAM_CLOSED', 'DATA comes', () => [data(1, 'x')], { given: halfClosedRemote }),
      resets('STREAM_CLOSED', 'empty DATA with END_STREAM comes', () => [data(1, '', { end: true })], { given: halfClosedRemote }),
      resets('STREAM_CLOSED', 'HEADERS comes', () => [headers(1, ['x', 'y'], { end: true })], { given: halfClosedRemote }),
      harmless('WINDOW_UPDATE and PRIORITY come', () => [windowUpdate(1, 5), priority(1, 0)], { given: halfClosedRemote }),
      harmless('RST_STREAM comes', () => [rstStream(1, 'CANCEL')], { given: halfClosedRemote }),
    ],
  },
  {
    section: '5.1',
    says: 'frames other than PRIORITY, WINDOW_UPDATE and RST_STREAM on a stream that both have ended may be a connection error STREAM_CLOSED',
    rows: [
      fails('STREAM_CLOSED', 'DATA comes', () => [data(1, 'x')], { given: closedByEnd }),
      fails('STREAM_CLOSED', 'HEADERS comes', (c) => [headers(1, opening(c), { end: true })], { given: closedByEnd }),
      harmless('PRIORITY comes', () => [priority(1, 0)], { given: closedByEnd }),
      harmless('WINDOW_UPDATE comes', () => [windowUpdate(1, 1)], { given: closedByEnd }),
      harmless('RST_STREAM comes', () => [rstStream(1, 'NO_ERROR')], { given: closedByEnd }),
    ],
  },
  {
    section: '5.1',
    says: 'what comes after our RST_STREAM is minimally processed and discarded',
    rows: [
      harmless('DATA comes', () => [data(1, 'x')], { given: closedByOurReset }),
      harmless('HEADERS comes', (c) => [headers(1, opening(c), { end: true })], { given: closedByOurReset }),
      harmless('RST_STREAM comes', () => [rstStream(1, 'CANCEL')], { given: closedByOurReset }),
      harmless('WINDOW_UPDATE comes', () => [windowUpdate(1, 1)], { given: closedByOurReset }),
      harmless('WINDOW_UPDATE of 0 comes', () => [windowUpdate(1, 0)], { given: closedByOurReset }),
      harmless('PRIORITY comes', () => [priority(1, 0)], { given: closedByOurReset }),
    ],
  },
  {
    section: '5.1.1',
    says: 'an unexpected stream identifier is a connection error PROTOCOL_ERROR',
    rows: [
      fails('PROTOCOL_ERROR', 'a client opens an even stream', () => [headers(2, GET, { end: true })], { roles: SERVER }),
      fails(
        'PROTOCOL_ERROR',
        'a client opens a stream below one that it has opened',
        () => [headers(5, GET, { end: true }), headers(3, GET, { end: true })],
        {
          roles: SERVER,
        },
      ),
      fails('PROTOCOL_ERROR', 'DATA comes for a stream that was skipped', () => [headers(5, GET, { end: true }), data(3, 'x')], {
        roles: SERVER,
      }),
    ],
  },
  {
    section: '5.1.2',
    says: 'a stream over the announced limit is a stream error, REFUSED_STREAM so that it may be retried',
    rows: [
      {
        when: 'a third stream is opened where two were announced',
        roles: SERVER,
        scope: 'none',
        options: { settings: { maxConcurrentStreams: 2 } },
        then: (c) => {
          c.send(headers(1, POST), headers(3, POST), headers(5, POST));
          c.writes('the third is refused at once', 'RST_STREAM 5 REFUSED_STREAM');
          c.tells('and is not announced', `headers 1 ${fieldsText(POST)}`, `headers 3 ${fieldsText(POST)}`);
          c.send(rstStream(1, 'CANCEL'), rstStream(3, 'CANCEL'));
        },
      },
    ],
  },
  {
    section: '5.4',
    says: 'the first stream error of a stream prevents any other errors of it',
    rows: [
      resets(
        'PROTOCOL_ERROR',
        'two malformed field sections come, then data',
        () => [headers(1, ['A', 'b']), headers(1, ['A', 'b']), data(1, 'x')],
        {
          given: messageBegun,
        },
      ),
    ],
  },
  {
    section: '5.4.1',
    says: 'a connection error sends GOAWAY with the last stream that came, and the connection is closed',
    rows: [
      {
        when: 'a connection error comes with streams open',
        roles: SERVER,
        scope: 'connection',
        code: 'PROTOCOL_ERROR',
        given: (c) => void c.send(headers(1, GET, { end: true }), headers(7, POST)),
        then: (c) => void c.send(data(0, 'x'), ping(), headers(9, GET)),
      },
    ],
  },
  {
    section: '5.4.2',
    says: 'RST_STREAM is never answered by RST_STREAM',
    rows: [
      harmless('RST_STREAM comes for an open stream', () => [rstStream(1, 'PROTOCOL_ERROR')], { given: open }),
      harmless('RST_STREAM comes twice', () => [rstStream(1, 'CANCEL'), rstStream(1, 'CANCEL')], { given: open }),
      harmless('RST_STREAM comes for a stream that we have reset', () => [rstStream(1, 'CANCEL')], { given: closedByOurReset }),
    ],
  },
  {
    section: '5.5',
    says: 'unknown and unsupported values are ignored, except in the middle of a field block',
    rows: [
      harmless(
        'unknown settings, frames and error codes come',
        () => [settings({ 0: 1, 7: 2, 8: 3, 65535: 0xffff_ffff }), frame(0xbe, 0xff, 1, ascii('extension')), rstStream(1, 0xdead_beef)],
        { given: open },
      ),
      ...interruptions((c) => headers(1, opening(c), { more: true }), { given: (c) => (c.role === 'client' ? open(c) : undefined) }).slice(
        -2,
      ),
    ],
  },
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
    rows: [1, 5, 7, 11].map((length) =>
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
        then: (c) => void c.pass(3_600_000),
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
  {
    section: '7',
    says: 'unknown error codes do nothing special',
    rows: [
      harmless('RST_STREAM has one', () => [rstStream(1, 0xff)], { given: open }),
      harmless('RST_STREAM has 2^32-1', () => [rstStream(1, 0xffff_ffff)], { given: open }),
    ],
  },
  {
    section: '8.1',
    says: 'an interim response with END_STREAM is malformed',
    rows: [
      badResponse('100 ends the stream', [':status', '100'], { end: true }),
      badResponse('103 ends the stream', [':status', '103'], { end: true }),
    ],
  },
  {
    section: '8.1',
    says: 'pseudo-header fields in trailers are malformed',
    rows: [':status', ':path', ':method', ':made-up'].map((name) =>
      resets('PROTOCOL_ERROR', `trailers have ${name}`, () => [headers(1, [name, '200', 'x', 'y'], { end: true })], {
        given: messageBegun,
      }),
    ),
  },
  {
    section: '8.1',
    says: 'a second field section without END_STREAM is malformed',
    rows: [resets('PROTOCOL_ERROR', 'it comes', () => [headers(1, ['x', 'y'])], { given: messageBegun })],
  },
  {
    section: '8.1',
    says: 'a message is fields, data and trailers in this order, and nothing else',
    rows: [
      resets('PROTOCOL_ERROR', 'DATA comes before the fields of a response', () => [data(1, 'x')], { roles: CLIENT, given: open }),
      resets(
        'PROTOCOL_ERROR',
        'DATA comes between an interim and the final response',
        () => [headers(1, [':status', '100']), data(1, 'x')],
        {
          roles: CLIENT,
          given: open,
        },
      ),
      resets('PROTOCOL_ERROR', 'an interim response comes behind the final one', () => [headers(1, OK), headers(1, [':status', '100'])], {
        roles: CLIENT,
        given: open,
      }),
    ],
  },
  {
    section: '8.1.1',
    says: 'a content-length that is not the sum of the DATA payloads is malformed',
    rows: [
      ...(
        [
          ['less comes than promised', [data(1, 'four', { end: true })]],
          ['nothing comes but the end', [data(1, '', { end: true })]],
          ['more comes than promised', [data(1, 'sixsix')]],
          ['more comes in two frames', [data(1, 'fivef'), data(1, '!', { end: true })]],
          ['padding stands for what is missing', [data(1, 'four', { pad: 1, end: true })]],
          ['trailers come before all of it', [data(1, 'four'), headers(1, ['x', 'y'], { end: true })]],
        ] as const
      ).flatMap(([when, frames]) => [
        resets('PROTOCOL_ERROR', `${when}, in a request`, () => [headers(1, [...POST, 'content-length', '5']), ...frames], {
          roles: SERVER,
        }),
        resets('PROTOCOL_ERROR', `${when}, in a response`, () => [headers(1, [...OK, 'content-length', '5']), ...frames], {
          roles: CLIENT,
          given: open,
        }),
      ]),
      badRequest('a request promises 5 bytes and ends', [...POST, 'content-length', '5']),
      badResponse('a response promises 5 bytes and ends', [...OK, 'content-length', '5'], { end: true }),
      badRequest('two lengths that differ', [...POST, 'content-length', '5', 'content-length', '6'], {}),
      badRequest('a length that is no number', [...POST, 'content-length', 'five'], {}),
      badRequest('a negative length', [...POST, 'content-length', '-1'], {}),
      badRequest('an empty length', [...POST, 'content-length', ''], {}),
      harmless(
        'all comes, in three frames, one of them empty and one padded',
        (c) => [headers(1, [...opening(c), 'content-length', '5']), data(1, 'fi', { pad: 9 }), data(1, ''), data(1, 've!', { end: true })],
        { given: (c) => (c.role === 'client' ? open(c) : undefined) },
      ),
      harmless('a response to HEAD has a length and no content', () => [headers(1, [...OK, 'content-length', '5'], { end: true })], {
        roles: CLIENT,
        given: (c) => void c.request([':method', 'HEAD', ':scheme', 'http', ':path', '/'], true),
      }),
      harmless('304 has a length and no content', () => [headers(1, [':status', '304', 'content-length', '5'], { end: true })], {
        roles: CLIENT,
        given: open,
      }),
      harmless('204 ends without content', () => [headers(1, [':status', '204'], { end: true })], { roles: CLIENT, given: open }),
    ],
  },
  {
    section: '8.2.1',
    says: 'a field name with a forbidden character is malformed',
    rows: [
      ...badFields('an upper-case name', 'Name', 'value'),
      ...badFields('an upper-case letter at the end of a name', 'namE', 'value'),
      ...['\u0000', '\t', '\n', '\r', ' ', '\u007f', '\u0080', '\u00ff'].flatMap((character) =>
        badFields(`a name with byte ${character.charCodeAt(0)}`, `na${character}me`, 'value'),
      ),
      ...badFields('a name with a colon', 'na:me', 'value'),
      ...badFields('a colon at the end of a name', 'name:', 'value'),
      ...badFields('an empty name', '', 'value'),
    ],
  },
  {
    section: '8.2.1',
    says: 'a field value with a forbidden character is malformed',
    rows: [
      ...['\u0000', '\n', '\r'].flatMap((character) => [
        ...badFields(`a value with byte ${character.charCodeAt(0)}`, 'name', `val${character}ue`),
        ...badFields(`byte ${character.charCodeAt(0)} as a whole value`, 'name', character),
      ]),
      ...badFields('a space before a value', 'name', ' value'),
      ...badFields('a space behind a value', 'name', 'value '),
      ...badFields('a tab before a value', 'name', '\tvalue'),
      ...badFields('a tab behind a value', 'name', 'value\t'),
      ...badFields('a space alone', 'name', ' '),
      badRequest('a forbidden character in a pseudo-header field', [
        ':method',
        'GET',
        ':scheme',
        'http',
        ':path',
        '/\n',
        ':authority',
        'here',
      ]),
      harmless(
        'a value has spaces and tabs inside, bytes above 127, and one is empty',
        (c) => [headers(1, [...opening(c), 'a', 'b c\td', 'e', '\u00e4\u00ff', 'f', ''], { end: true })],
        { given: (c) => (c.role === 'client' ? open(c) : undefined) },
      ),
    ],
  },
  {
    section: '8.2.2',
    says: 'connection-specific fields are malformed',
    rows: [
      ...['connection', 'proxy-connection', 'keep-alive', 'transfer-encoding', 'upgrade'].flatMap((name) => [
        badRequest(`a request with ${name}`, [...GET, name, 'close']),
        badResponse(`a response with ${name}`, [...OK, name, 'close']),
      ]),
      badRequest('te with anything but trailers', [...GET, 'te', 'gzip']),
      badRequest('te with trailers and more', [...GET, 'te', 'trailers, gzip']),
      harmless('te is trailers', () => [headers(1, [...GET, 'te', 'trailers'], { end: true })], { roles: SERVER }),
    ],
  },
  {
    section: '8.3',
    says: 'undefined and invalid pseudo-header fields are malformed',
    rows: [
      badRequest('an unknown one in a request', [...GET, ':made-up', 'x']),
      badRequest("a response's in a request", [...GET, ':status', '200']),
      badRequest('a lone colon as a name', [...GET, ':', 'x']),
      badResponse("a request's in a response", [...OK, ':path', '/']),
      badResponse('an unknown one in a response', [...OK, ':made-up', 'x']),
      badRequest(':protocol, which no extension has agreed on', [...GET, ':protocol', 'websocket']),
    ],
  },
  {
    section: '8.3',
    says: 'a pseudo-header field behind a regular one is malformed',
    rows: [
      badRequest(':path behind another', [':method', 'GET', ':scheme', 'http', 'x', 'y', ':path', '/']),
      badResponse(':status behind another', ['x', 'y', ':status', '200']),
    ],
  },
  {
    section: '8.3',
    says: 'a repeated pseudo-header field is malformed',
    rows: [
      ...[':method', ':scheme', ':path', ':authority'].map((name) =>
        badRequest(`two of ${name}`, [...GET, name, GET[GET.indexOf(name as never) + 1]!]),
      ),
      badResponse('two of :status', [...OK, ':status', '200']),
    ],
  },
  {
    section: '8.3.1',
    says: 'a request without :method, :scheme or :path is malformed, and so is an empty :path',
    rows: [
      badRequest('no :method', [':scheme', 'http', ':path', '/', ':authority', 'here']),
      badRequest('no :scheme', [':method', 'GET', ':path', '/', ':authority', 'here']),
      badRequest('no :path', [':method', 'GET', ':scheme', 'http', ':authority', 'here']),
      badRequest('an empty :path', [':method', 'GET', ':scheme', 'http', ':path', '', ':authority', 'here']),
      badRequest('an empty :method', [':method', '', ':scheme', 'http', ':path', '/', ':authority', 'here']),
      badRequest('an empty :scheme', [':method', 'GET', ':scheme', '', ':path', '/', ':authority', 'here']),
      badRequest('no field at all', []),
      badRequest('no field but an ordinary one', ['x', 'y']),
      harmless('a request has no :authority', () => [headers(1, [':method', 'GET', ':scheme', 'http', ':path', '/'], { end: true })], {
        roles: SERVER,
      }),
      harmless('OPTIONS has :path *', () => [headers(1, [':method', 'OPTIONS', ':scheme', 'http', ':path', '*'], { end: true })], {
        roles: SERVER,
      }),
    ],
  },
  {
    section: '8.3.1',
    says: 'a host field that differs from :authority makes a request malformed',
    rows: [
      badRequest('it differs', [...GET, 'host', 'there']),
      harmless('it is the same', () => [headers(1, [...GET, 'host', 'here'], { end: true })], { roles: SERVER }),
      harmless('it is the same in other letters', () => [headers(1, [...GET, 'host', 'HERE'], { end: true })], { roles: SERVER }),
      harmless(
        'there is no :authority',
        () => [headers(1, [':method', 'GET', ':scheme', 'http', ':path', '/', 'host', 'there'], { end: true })],
        {
          roles: SERVER,
        },
      ),
    ],
  },
  {
    section: '8.3.2',
    says: 'a response without :status is malformed',
    rows: [
      badResponse('no field at all', []),
      badResponse('no field but an ordinary one', ['x', 'y']),
      badResponse('an empty :status', [':status', '']),
      badResponse('a :status of two digits', [':status', '20']),
      badResponse('a :status of four digits', [':status', '2000']),
      badResponse('a :status of letters', [':status', 'abc']),
      badResponse('a :status below 100', [':status', '099']),
    ],
  },
  {
    section: '8.4',
    says: 'a client cannot push: PUSH_PROMISE to a server is a connection error PROTOCOL_ERROR',
    rows: [fails('PROTOCOL_ERROR', 'it comes', () => [pushPromise(1, 2, GET)], { roles: SERVER, given: open })],
  },
  {
    section: '8.5',
    says: 'CONNECT with :scheme or :path, or without :authority, is malformed',
    rows: [
      badRequest('it has :scheme', [':method', 'CONNECT', ':scheme', 'http', ':authority', 'here:80'], {}),
      badRequest('it has :path', [':method', 'CONNECT', ':path', '/', ':authority', 'here:80'], {}),
      badRequest('it has no :authority', [':method', 'CONNECT'], {}),
      harmless('it has :authority alone', () => [headers(1, [':method', 'CONNECT', ':authority', 'here:80'])], { roles: SERVER }),
    ],
  },
  {
    section: '8.6',
    says: '101 does not exist: a response that has it is malformed',
    rows: [badResponse('it comes', [':status', '101'])],
  },
  {
    section: '8.7',
    says: 'REFUSED_STREAM and GOAWAY below a stream say that it was not processed',
    rows: [
      {
        when: 'both come',
        roles: CLIENT,
        scope: 'none',
        then: (c) => {
          c.request(GET, true);
          c.request(GET, true);
          c.take();
          c.send(rstStream(1, 'REFUSED_STREAM'), rstStream(3, 'CANCEL'));
          c.tells(
            'only the refused one is certain',
            'closed 1 by peer: stream REFUSED_STREAM, processed no',
            'closed 3 by peer: stream CANCEL, processed maybe',
          );
        },
      },
    ],
  },
];
