/** Streams and the two scopes of errors: RFC 9113 §5. */
import { GET, OK, POST } from '../support/conversation.js';
import { fieldsText } from '../support/frame-text.js';
import { ascii, data, frame, headers, ping, priority, pushPromise, rstStream, settings, windowUpdate } from '../support/frames.js';
import { closedByEnd, closedByOurReset, halfClosedRemote, open, opening } from '../support/states.js';
import type { Rule } from './rule.js';
import { CLIENT, fails, frameOf, harmless, interruptions, messageBegun, resets, SERVER } from './rule.js';

export const streamsRules: readonly Rule[] = [
  {
    section: '5.1',
    says: 'anything but HEADERS and PRIORITY on an idle stream is a connection error PROTOCOL_ERROR',
    rows: [
      ...(['DATA', 'RST_STREAM', 'WINDOW_UPDATE'] as const).flatMap((type) => [
        fails('PROTOCOL_ERROR', `${type} comes for an idle odd stream`, (c) => [frameOf(type, c, 5)]),
        fails('PROTOCOL_ERROR', `${type} comes for an idle even stream`, (c) => [frameOf(type, c, 2)]),
        fails('PROTOCOL_ERROR', `${type} comes for one above those in use`, (c) => [frameOf(type, c, 3)], { given: open }),
      ]),
      ...(['DATA', 'RST_STREAM', 'WINDOW_UPDATE'] as const).map((type) =>
        fails('PROTOCOL_ERROR', `${type} comes for an even stream below one that was opened`, (c) => [frameOf(type, c, 2)], {
          given: (c) => {
            for (const id of [1, 3]) {
              if (c.role === 'client') c.request(POST, false);
              else c.send(headers(id, POST));
            }
          },
        }),
      ),
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
      resets('STREAM_CLOSED', 'DATA comes, for which RFC 9113 §6.1 says a stream error', () => [data(1, 'x')], {
        given: closedByEnd,
        overBefore: true,
      }),
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
      resets(
        'STREAM_CLOSED',
        'DATA comes for a stream that was skipped and so is closed',
        () => [headers(5, GET, { end: true }), data(3, 'x')],
        {
          roles: SERVER,
          stream: 3,
        },
      ),
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
        act: (c) => {
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
        act: (c) => void c.send(data(0, 'x'), ping(), headers(9, GET)),
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
];
