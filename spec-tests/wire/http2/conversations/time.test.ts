/** Wake-ups: a connection asks for the time it needs, and for no other (RFC 9113 §6.5.3, RFC 9113 §6.8). */
import assert from 'node:assert/strict';
import { type Conversation, conversation, conversations, GET, OK } from '../support/conversation.js';
import { CLIENT_PREFACE, headers, ping, settings, settingsAck } from '../support/frames.js';

const preface = (c: Conversation) => (c.role === 'server' ? CLIENT_PREFACE : new Uint8Array(0));

describe('wake-ups', () => {
  conversations('an idle connection asks for none', (c) => {
    assert.equal(c.engine.wakeAtMs, Number.POSITIVE_INFINITY);
    c.pass(10_000_000);
    c.silent('nothing happens');
  });

  conversations(
    'SETTINGS wait for their ACK, and no longer',
    (c) => {
      assert.ok(c.engine.wakeAtMs > c.nowMs && c.engine.wakeAtMs < c.nowMs + 60_000);
      assert.equal(c.sink.wakeChanges, 1, 'told once');
      c.send(preface(c), settings(), settingsAck());
      assert.equal(c.engine.wakeAtMs, Number.POSITIVE_INFINITY, 'the ACK has come');
    },
    { raw: true },
  );

  conversations(
    'a wake-up that comes too early does nothing',
    (c) => {
      c.send(preface(c), settings());
      c.take();
      const dueMs = c.engine.wakeAtMs;
      c.engine.wake(c.nowMs + 1);
      assert.equal(c.engine.wakeAtMs, dueMs);
      c.flush();
      c.silent('not yet');
    },
    { raw: true },
  );

  conversations('changed SETTINGS have their own time', (c) => {
    c.does((engine) => engine.changeSettings({ initialWindowBytes: 100 }, c.nowMs));
    c.take();
    assert.ok(c.engine.wakeAtMs < Number.POSITIVE_INFINITY);
    c.pass(3_600_000);
    c.failed('no ACK came', 'SETTINGS_TIMEOUT');
  });

  conversations('a process that was blocked gives the peer its time again', (c) => {
    c.does((engine) => engine.changeSettings({ initialWindowBytes: 100 }, c.nowMs));
    c.take();
    const dueMs = c.engine.wakeAtMs;
    const timeoutMs = dueMs - c.nowMs;
    c.nowMs = dueMs + 60_000;
    c.engine.wake(c.nowMs);
    c.flush();
    c.silent('the ACK may lie in the socket');
    assert.equal(c.engine.wakeAtMs, c.nowMs + timeoutMs);
    c.pass(timeoutMs - 1);
    c.silent('not yet');
    c.pass(1);
    c.failed('no ACK came, and nobody was blocked', 'SETTINGS_TIMEOUT');
  });

  conversation('server', 'a shutdown waits for its round trip, and is woken without it', (c) => {
    c.send(headers(1, GET, { end: true }));
    c.does((engine) => engine.shutdown(c.nowMs));
    c.take();
    assert.ok(c.engine.wakeAtMs < Number.POSITIVE_INFINITY);
    c.pass(3_600_000);
    c.writes('time has passed', 'GOAWAY last=1 NO_ERROR');
    assert.equal(c.engine.wakeAtMs, Number.POSITIVE_INFINITY);
    c.does((engine) => engine.sendHeaders(c.stream(1), OK, true));
    c.tells('the call ends, then the connection', 'end');
  });

  conversations('calls and pings ask for no wake-up: their time is the owner’s', (c) => {
    if (c.role === 'client') c.request(GET, true);
    else c.send(headers(1, GET, { end: true }));
    c.does((engine) => engine.ping(() => undefined, c.nowMs));
    c.send(ping());
    assert.equal(c.engine.wakeAtMs, Number.POSITIVE_INFINITY);
  });
});
