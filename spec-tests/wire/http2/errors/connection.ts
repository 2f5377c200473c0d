/** The preface and the frame layer: RFC 9113 §3.4 and RFC 9113 §4. */
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
  settings,
  settingsAck,
  Type,
  windowUpdate,
} from '../support/frames.js';
import { closedByEnd, closedByOurReset, halfClosedRemote, open, opening } from '../support/states.js';
import type { Rule } from './rule.js';
import { fails, harmless, messageBegun, NOTHING, PREFACE, SERVER } from './rule.js';

export const connectionRules: readonly Rule[] = [
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
];
