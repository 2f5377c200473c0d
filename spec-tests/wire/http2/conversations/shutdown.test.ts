/**
 * GOAWAY in both directions, unprocessed streams, early answers, and the end of a connection (RFC 9113 §6.8, RFC 9113 §8.1, RFC 9113 §8.7).
 */
import assert from 'node:assert/strict';
import { type Conversation, conversation, conversations, GET, OK, POST } from '../support/conversation.js';
import { fieldsText } from '../support/frame-text.js';
import { data, goAway, headers, join, ping, rstStream, uint32, windowUpdate } from '../support/frames.js';

/** Answers the PING that stands among the frames. */
function answerPing(c: Conversation, frames: readonly string[]): void {
  const line = frames.find((text) => text.startsWith('PING ') && !text.startsWith('PING ACK'));
  assert.ok(line !== undefined, `a PING is out: ${frames.join()}`);
  c.send(ping(line.slice('PING '.length), { ack: true }));
}

describe('graceful shutdown of a server (RFC 9113 §6.8)', () => {
  conversation('server', 'takes two GOAWAYs, a round trip apart, and serves what was under way', (c) => {
    c.send(headers(1, POST));
    c.take();
    c.does((engine) => engine.shutdown(c.nowMs));
    const { frames } = c.take();
    assert.equal(frames[0], 'GOAWAY last=2147483647 NO_ERROR', 'a warning: no number is excluded yet');
    assert.equal(frames.length, 2, 'and a PING to measure the round trip');
    c.send(headers(3, GET, { end: true }));
    c.tells('a request that was under way is taken', `headers 3 ${fieldsText(GET)} END_STREAM`);
    answerPing(c, frames);
    c.writes('the final word', 'GOAWAY last=3 NO_ERROR');
    c.send(headers(5, GET, { end: true }), data(1, 'late'), windowUpdate(7, 1), data(5, 'x'), rstStream(9, 'CANCEL'));
    c.tells('what comes above it is ignored, what is below goes on', 'data 1 "late"');
    c.writes('without a word');
    c.does((engine) => engine.sendHeaders(c.stream(3), OK, true));
    c.writes('an answer', 'HEADERS 3 :status=200 END_STREAM');
    c.send(data(1, '', { end: true }));
    c.does((engine) => engine.sendHeaders(c.stream(1), OK, true));
    c.writes('the last answer', 'HEADERS 1 :status=200 END_STREAM');
    c.tells('then the end, which is nobody’s fault', 'data 1 "" END_STREAM', 'end');
  });

  conversation('server', 'does not wait for an answer to its PING for ever', (c) => {
    c.does((engine) => engine.shutdown(c.nowMs));
    c.take();
    c.pass(60_000);
    c.writes('time stands for the round trip', 'GOAWAY last=0 NO_ERROR');
    c.tells('nothing was open', 'end');
  });

  conversation('server', 'asked twice does it once', (c) => {
    c.send(headers(1, GET, { end: true }));
    c.take();
    c.does((engine) => {
      engine.shutdown(c.nowMs);
      engine.shutdown(c.nowMs);
    });
    const { frames } = c.take();
    assert.equal(frames.filter((line) => line.startsWith('GOAWAY')).length, 1);
  });

  conversation('server', 'that meets a connection error sends a further GOAWAY with the error', (c) => {
    c.send(headers(1, GET, { end: true }));
    c.does((engine) => engine.shutdown(c.nowMs));
    c.take();
    c.send(data(0, 'x'));
    const { frames, lines } = c.take();
    assert.deepEqual(frames, ['GOAWAY last=1 PROTOCOL_ERROR'], 'RFC 9113 §5.4');
    assert.deepEqual(lines, ['closed 1 by us: connection PROTOCOL_ERROR, processed maybe', 'end by us: PROTOCOL_ERROR']);
  });

  conversation('server', 'decodes the fields of ignored streams, so that the tables stay in step', (c) => {
    c.send(headers(1, POST));
    c.does((engine) => engine.shutdown(c.nowMs));
    const { frames } = c.take();
    answerPing(c, frames);
    c.take();
    c.send(headers(3, [], { block: join(Uint8Array.of(0x40, 1, 0x61, 1, 0x62), Uint8Array.of(0x80 | 62)), end: true }));
    c.send(headers(1, [], { block: Uint8Array.of(0x80 | 62), end: true }));
    c.tells('the entry of the ignored block is there', 'trailers 1 a=b END_STREAM');
  });

  conversation('server', 'counts the data of ignored streams for the connection', (c) => {
    c.send(headers(1, POST));
    c.does((engine) => engine.shutdown(c.nowMs));
    answerPing(c, c.take().frames);
    c.take();
    let given = 0;
    for (let n = 0; n < 8; n++) {
      c.send(data(3, 16_000));
      for (const line of c.take().frames) given += Number(/^WINDOW_UPDATE 0 \+(\d+)/.exec(line)?.[1] ?? 0);
    }
    assert.ok(given > 128_000 - 65_535, `${given} bytes are given back`);
    assert.ok(!c.engine.closed);
  });
});

describe('the end of a client', () => {
  conversation('client', 'a shutdown lets open calls end, opens no more, and says GOAWAY', (c) => {
    const stream = c.request(GET, true);
    c.take();
    c.does((engine) => {
      engine.shutdown(c.nowMs);
      assert.equal(engine.freeSlots, 0);
      assert.equal(engine.openStream(GET, true, 'late'), undefined);
    });
    c.writes('no stream of the server was ever processed', 'GOAWAY last=0 NO_ERROR');
    c.send(headers(stream.id, OK, { end: true }));
    c.tells('the call ends, then the connection', 'headers 1 :status=200 END_STREAM', 'end');
  });

  conversation('client', 'a shutdown with nothing open ends at once', (c) => {
    c.does((engine) => engine.shutdown(c.nowMs));
    c.writes('GOAWAY comes before the end', 'GOAWAY last=0 NO_ERROR');
    c.tells('in good order', 'end');
  });
});

describe('GOAWAY from the peer', () => {
  conversation('client', 'ends the streams above it as not processed, and lets the others end', (c) => {
    for (let n = 0; n < 3; n++) c.request(GET, true);
    c.take();
    c.send(goAway(3, 'NO_ERROR', 'maintenance'));
    c.tells(
      'RFC 9113 §6.8: what is above may be retried elsewhere',
      'goaway last=3 NO_ERROR "maintenance"',
      'closed 5 by peer: connection NO_ERROR, processed no',
    );
    assert.equal(c.engine.freeSlots, 0, 'no new streams');
    c.send(headers(1, OK, { end: true }), headers(3, OK, { end: true }));
    c.tells(
      'those below come to their end, then the connection',
      'headers 1 :status=200 END_STREAM',
      'headers 3 :status=200 END_STREAM',
      'end',
    );
    c.writes('a GOAWAY of our own comes before the end (RFC 9113 §6.8)', 'GOAWAY last=0 NO_ERROR');
  });

  conversation('client', 'in two steps: 2^31-1 first, then the real one', (c) => {
    for (let n = 0; n < 3; n++) c.request(GET, true);
    c.take();
    c.send(goAway(0x7fff_ffff, 'NO_ERROR'));
    c.tells('a warning', 'goaway last=2147483647 NO_ERROR');
    c.does((engine) => assert.equal(engine.openStream(GET, true, 'late'), undefined));
    c.send(goAway(1, 'NO_ERROR'));
    c.tells(
      'the second one counts',
      'goaway last=1 NO_ERROR',
      'closed 3 by peer: connection NO_ERROR, processed no',
      'closed 5 by peer: connection NO_ERROR, processed no',
    );
    c.send(headers(1, OK, { end: true }));
    c.tells('then the end', 'headers 1 :status=200 END_STREAM', 'end');
  });

  conversation('client', 'with an error tells the code with the streams and with the end', (c) => {
    c.request(GET, true);
    c.request(GET, true);
    c.take();
    c.send(goAway(1, 'ENHANCE_YOUR_CALM', 'too_many_pings'));
    c.tells(
      'with its debug data',
      'goaway last=1 ENHANCE_YOUR_CALM "too_many_pings"',
      'closed 3 by peer: connection ENHANCE_YOUR_CALM, processed no',
    );
    c.engine.receiveEnd('the socket was closed', c.nowMs);
    const { lines } = c.take();
    assert.match(lines[0]!, /^closed 1 by peer: connection \w+, processed maybe$/, 'it may have been processed');
    assert.match(lines.at(-1)!, /^end by peer: /);
  });

  conversation('client', 'with an unknown code and odd debug data does nothing special', (c) => {
    c.request(GET, true);
    c.take();
    c.send(goAway(1, 0xdead_beef, '\u00ff\u00fe\u0000'));
    assert.match(c.take().lines.join(), /^goaway last=1 code 3735928559/);
    c.send(headers(1, OK, { end: true }));
    assert.match(c.take().lines[0]!, /^headers 1/);
  });

  conversation('server', 'tells it, and goes on with what is open', (c) => {
    c.send(headers(1, GET, { end: true }), goAway(0, 'NO_ERROR'));
    c.tells('a client that wants no pushes any more', `headers 1 ${fieldsText(GET)} END_STREAM`, 'goaway last=0 NO_ERROR');
    c.does((engine) => engine.sendHeaders(c.stream(1), OK, true));
    c.writes('served', 'HEADERS 1 :status=200 END_STREAM');
  });

  conversation('client', 'many of them are not answered', (c) => {
    c.request(GET, true);
    c.take();
    for (let n = 0; n < 20; n++) c.send(goAway(1, 'NO_ERROR'));
    c.writes('nothing');
    assert.equal(c.take().lines.filter((line) => !line.startsWith('goaway')).length, 0);
  });
});

describe('the socket ends', () => {
  conversation('client', 'before a request left this process: certain not to be processed', (c) => {
    c.roomBytes = 0;
    c.engine.writable(0);
    c.request(GET, true);
    c.engine.receiveEnd('ECONNRESET', c.nowMs);
    c.tells('nothing of it was handed over', 'closed 1 by peer: connection NO_ERROR, processed no', 'end by peer: NO_ERROR');
  });

  conversation('client', 'after a request left: maybe processed', (c) => {
    c.request(GET, true);
    c.take();
    c.engine.receiveEnd('ECONNRESET', c.nowMs);
    c.tells('who knows', 'closed 1 by peer: connection NO_ERROR, processed maybe', 'end by peer: NO_ERROR');
    assert.match(c.sink.closedWith!.message, /ECONNRESET/, 'in the words of the driver');
  });

  conversations('destroy ends everything with the code that is given', (c) => {
    if (c.role === 'client') c.request(GET, true);
    else c.send(headers(1, GET, { end: true }));
    c.take();
    c.does((engine) => engine.destroy(2, 'the owner has had enough'));
    c.writes('GOAWAY', `GOAWAY last=${c.role === 'client' ? 0 : 1} INTERNAL_ERROR`);
    c.tells('each stream, then the end', 'closed 1 by caller: connection INTERNAL_ERROR, processed maybe', 'end by caller: INTERNAL_ERROR');
  });

  conversations('a PING without an answer is not forgotten', (c) => {
    const answers: (number | undefined)[] = [];
    c.does((engine) => engine.ping((roundTripMs) => answers.push(roundTripMs), c.nowMs));
    c.take();
    if (c.role === 'client') c.engine.receiveEnd('ECONNRESET', c.nowMs);
    else c.does((engine) => engine.destroy(0, 'done'));
    assert.deepEqual(answers, [undefined], 'once, without a time');
    c.take();
  });

  conversations('after the end everything does nothing, and pings come back unanswered', (c) => {
    c.does((engine) => engine.destroy(0, 'done'));
    c.take();
    let answer: number | undefined | 'none' = 'none';
    c.engine.ping((roundTripMs) => {
      answer = roundTripMs;
    }, c.nowMs);
    c.engine.receive(Uint8Array.from(uint32(9)), 0, 4, c.nowMs);
    c.engine.shutdown(c.nowMs);
    c.engine.destroy(1, 'again');
    c.engine.wake(c.nowMs);
    c.engine.writable(1_000);
    c.engine.flush(c.nowMs);
    assert.equal(c.engine.openStream(GET, true, 'late'), undefined);
    c.engine.receiveEnd('late', c.nowMs);
    c.silent('onClosed was the last call');
    assert.equal(answer, undefined, 'the ping is not forgotten');
    assert.equal(c.engine.wakeAtMs, Number.POSITIVE_INFINITY);
  });
});

describe('early answers (RFC 9113 §8.1)', () => {
  conversation('server', 'an answer before the end of the request asks the client to stop, without an error', (c) => {
    c.send(headers(1, POST), data(1, 'begin'));
    c.take();
    c.does((engine) => {
      engine.sendHeaders(c.stream(1), OK, false);
      engine.sendHeaders(c.stream(1), ['grpc-status', '8'], true);
    });
    c.writes('the whole answer, then RST_STREAM', 'HEADERS 1 :status=200', 'HEADERS 1 grpc-status=8 END_STREAM', 'RST_STREAM 1 NO_ERROR');
    c.send(data(1, 'more'), data(1, '', { end: true }));
    c.silent('what was under way is ignored');
    c.alive('others go on');
  });

  conversation('client', 'an answer before the end of the request is delivered, and RST_STREAM(NO_ERROR) does not undo it', (c) => {
    c.request(POST, false);
    c.take();
    c.send(headers(1, OK), data(1, 'answer'), headers(1, ['grpc-status', '8'], { end: true }), rstStream(1, 'NO_ERROR'));
    c.tells(
      'everything of it, then the end of the stream',
      'headers 1 :status=200',
      'data 1 "answer"',
      'trailers 1 grpc-status=8 END_STREAM',
      'closed 1 by peer: stream NO_ERROR, processed maybe',
    );
    c.does((engine) => engine.sendData(c.stream(1), Uint8Array.of(1), true));
    c.writes('nothing more is sent');
  });
});
