/** Error codes and HTTP messages: RFC 9113 §7 and RFC 9113 §8. */
import { GET, OK, POST } from '../support/conversation.js';
import { data, headers, pushPromise, rstStream } from '../support/frames.js';
import { open, opening } from '../support/states.js';
import type { Rule } from './rule.js';
import { badFields, badRequest, badResponse, CLIENT, fails, harmless, messageBegun, resets, SERVER } from './rule.js';

export const messagesRules: readonly Rule[] = [
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
    section: '8.5',
    says: 'on a connected stream there is only DATA: trailers are a stream error',
    rows: [
      resets('PROTOCOL_ERROR', 'they come for a tunnel that was granted', () => [headers(1, ['x', 'y'], { end: true })], {
        roles: CLIENT,
        given: (c) => {
          c.request([':method', 'CONNECT', ':authority', 'here:80'], false);
          c.send(headers(1, OK), data(1, 'tunnelled'));
        },
      }),
      resets('PROTOCOL_ERROR', 'they come from the client', () => [headers(1, ['x', 'y'], { end: true })], {
        roles: SERVER,
        given: (c) => {
          c.send(headers(1, [':method', 'CONNECT', ':authority', 'here:80']));
          c.does((engine) => engine.sendHeaders(c.stream(1), OK, false));
          c.send(data(1, 'tunnelled'));
        },
      }),
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
        act: (c) => {
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
