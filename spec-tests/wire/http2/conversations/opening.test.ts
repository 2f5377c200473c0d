/** How a connection begins (RFC 9113 §3.4, RFC 9113 §6.5). */
import assert from 'node:assert/strict';
import { type Conversation, conversation, conversations, GET, OK, POST } from '../support/conversation.js';
import { fieldsText } from '../support/frame-text.js';
import { CLIENT_PREFACE, data, headers, ping, settings, settingsAck } from '../support/frames.js';

const RAW = { raw: true } as const;
const preface = (c: Conversation) => (c.role === 'server' ? CLIENT_PREFACE : new Uint8Array(0));

describe('the opening of a connection', () => {
  conversations(
    'SETTINGS are the first frame, and are sent without waiting for the peer',
    (c) => {
      c.flush();
      const { frames, lines } = c.take();
      assert.equal(frames.length, 1);
      assert.match(frames[0]!, /^SETTINGS /, 'SETTINGS, behind the preface on a client (RFC 9113 §3.4)');
      assert.match(frames[0]!, /ENABLE_PUSH=0/, 'push is refused from the first frame on (RFC 9113 §8.4)');
      assert.deepEqual(lines, []);
    },
    RAW,
  );

  conversations(
    "the peer's SETTINGS are acknowledged once, and told",
    (c) => {
      c.send(
        preface(c),
        settings({ INITIAL_WINDOW_SIZE: 1_000, MAX_CONCURRENT_STREAMS: 7, HEADER_TABLE_SIZE: 0, MAX_HEADER_LIST_SIZE: 9_999 }),
      );
      c.tells('the first SETTINGS make the connection ready', 'settings');
      assert.equal(c.take().frames.at(-1), 'SETTINGS ACK');
      assert.deepEqual(c.sink.settings, {
        headerTableBytes: 0,
        enablePush: true,
        maxConcurrentStreams: 7,
        initialWindowBytes: 1_000,
        maxFrameBytes: 16_384,
        maxHeaderListBytes: 9_999,
      });
      c.send(settingsAck());
      c.silent('an ACK is not answered');
      c.send(settings(), settings());
      c.writes('each SETTINGS has its ACK', 'SETTINGS ACK', 'SETTINGS ACK');
      c.tells('and is told', 'settings', 'settings');
    },
    RAW,
  );

  conversation(
    'server',
    'a request may come in one piece with the preface, before anything was acknowledged',
    (c) => {
      c.send(CLIENT_PREFACE, settings(), headers(1, GET, { end: true }));
      c.tells('it is served', 'settings', `headers 1 ${fieldsText(GET)} END_STREAM`);
      c.does((engine) => engine.sendHeaders(c.stream(1), OK, true));
      assert.deepEqual(c.take().frames.slice(-2), ['SETTINGS ACK', 'HEADERS 1 :status=200 END_STREAM']);
    },
    RAW,
  );

  for (const value of ['hello ', ' hello', '\thello\t', ' ']) {
    conversations(`a value of ${JSON.stringify(value)} ends its stream (RFC 9113 §8.2.1)`, (c) => {
      if (c.role === 'client') {
        c.request(GET, true);
        c.take();
        c.send(headers(1, OK), headers(1, ['grpc-message', value], { end: true }));
      } else c.send(headers(1, [...GET, 'x-a', value], { end: true }));
      c.writes('malformed', 'RST_STREAM 1 PROTOCOL_ERROR');
    });

    conversations(
      `a value of ${JSON.stringify(value)} is passed on as it came where the owner allows it`,
      (c) => {
        const more = ['x-a', value, 'x-b', 'y'];
        if (c.role === 'client') {
          c.request(GET, true);
          c.take();
          const trailers = ['grpc-message', value, 'x-b', 'y'];
          c.send(headers(1, [...OK, ...more]), headers(1, trailers, { end: true }));
          c.tells('both sections', `headers 1 ${fieldsText([...OK, ...more])}`, `trailers 1 ${fieldsText(trailers)} END_STREAM`);
        } else {
          c.send(headers(1, [...GET, ...more], { end: true }));
          c.tells('a request', `headers 1 ${fieldsText([...GET, ...more])} END_STREAM`);
        }
        assert.deepEqual(c.take().frames, []);
      },
      { allowsFieldWhitespace: true },
    );
  }

  conversation(
    'client',
    'requests go out before the server has said anything',
    (c) => {
      c.request(GET, true);
      assert.equal(c.take().frames.at(-1), `HEADERS 1 ${fieldsText(GET)} END_STREAM`, 'clients need not wait (RFC 9113 §3.4)');
      c.send(settings(), headers(1, OK, { end: true }));
      c.tells('the answer comes', 'settings', 'headers 1 :status=200 END_STREAM');
    },
    RAW,
  );

  conversation(
    'client',
    'data goes out before the server has said anything, within the initial windows',
    (c) => {
      const stream = c.request(POST, false);
      c.does((engine) => engine.sendData(stream, new Uint8Array(100_000), true));
      assert.equal(c.referee.dataBytes, 65_535, 'RFC 9113 §6.9.2: the default until SETTINGS come');
    },
    RAW,
  );

  conversations(
    'the bytes of a preface come in any pieces, and nothing is answered before it is whole',
    (c) => {
      const bytes = c.role === 'server' ? CLIENT_PREFACE.subarray(0, 23) : settings({ MAX_FRAME_SIZE: 20_000 }).subarray(0, 14);
      c.take();
      c.send(bytes);
      assert.ok(!c.take().frames.includes('SETTINGS ACK'));
      if (c.role === 'server') c.send(CLIENT_PREFACE.subarray(23), settings());
      else c.send(settings({ MAX_FRAME_SIZE: 20_000 }).subarray(14));
      c.tells('now it is', 'settings');
      c.writes('and acknowledged', 'SETTINGS ACK');
    },
    RAW,
  );

  conversation(
    'server',
    'a peer that leaves in the middle of its preface ends the connection',
    (c) => {
      c.send(CLIENT_PREFACE.subarray(0, 10));
      c.sink.flushAsked = false;
      c.engine.receiveEnd('the socket was closed', c.nowMs);
      c.tells('the owner hears who', 'end by peer: NO_ERROR');
    },
    RAW,
  );

  conversations('an ACK too many is an error or nothing, and never changes what holds', (c) => {
    c.send(settingsAck());
    const { frames } = c.take();
    assert.ok(frames.length === 0 || /^GOAWAY last=\d+ PROTOCOL_ERROR$/.test(frames[0]!), frames.join());
  });

  conversations('PING and its answer need no stream', (c) => {
    c.send(ping('12345678'), ping('abcdefgh'));
    c.writes('each has its own bytes back (RFC 9113 §6.7)', 'PING ACK 12345678', 'PING ACK abcdefgh');
  });

  conversation('server', 'a whole call: request with content, response with content and trailers', (c) => {
    c.send(headers(1, POST), data(1, 'ask'), data(1, ' me', { end: true }));
    c.tells('in the order of the wire', `headers 1 ${fieldsText(POST)}`, 'data 1 "ask me" END_STREAM');
    c.does((engine) => {
      const stream = c.stream(1);
      engine.sendHeaders(stream, OK, false);
      engine.sendData(stream, Uint8Array.from([0x79, 0x65, 0x73]), false);
      engine.sendHeaders(stream, ['grpc-status', '0'], true);
    });
    c.writes('fields, data, trailers', 'HEADERS 1 :status=200', 'DATA 1 "yes"', 'HEADERS 1 grpc-status=0 END_STREAM');
    assert.equal(c.engine.openStreams, 0);
    c.alive('the next may come');
  });

  conversation('client', 'a whole call: request with content, response with content and trailers', (c) => {
    const stream = c.request(POST, false);
    c.does((engine) => engine.sendData(stream, Uint8Array.from([0x61, 0x73, 0x6b]), true));
    c.writes('fields and data', `HEADERS 1 ${fieldsText(POST)}`, 'DATA 1 "ask" END_STREAM');
    c.send(headers(1, OK), data(1, 'yes'), headers(1, ['grpc-status', '0'], { end: true }));
    c.tells('fields, data, trailers', 'headers 1 :status=200', 'data 1 "yes"', 'trailers 1 grpc-status=0 END_STREAM');
    assert.equal(c.engine.openStreams, 0);
  });
});
