/** Windows in both directions (RFC 9113 §5.2, RFC 9113 §6.9), and SETTINGS that change them. */
import assert from 'node:assert/strict';
import { type Conversation, conversation, conversations, OK, POST } from '../support/conversation.js';
import {
  data,
  headers,
  hpackInteger,
  indexedLiterals,
  join,
  literals,
  rstStream,
  settings,
  settingsAck,
  windowUpdate,
} from '../support/frames.js';
import type { TestStream } from '../support/recording-sink.js';
import { open } from '../support/states.js';

/** A stream that we may send data on. */
function sending(c: Conversation, id = 1): TestStream {
  if (c.role === 'client') {
    const stream = c.request(POST, false);
    c.take();
    return stream;
  }
  c.send(headers(id, POST, { end: true }));
  c.does((engine) => engine.sendHeaders(c.stream(id), OK, false));
  c.take();
  return c.stream(id);
}

/** A stream that the peer may send data on. */
function receiving(c: Conversation): TestStream {
  open(c);
  if (c.role === 'client') c.send(headers(1, OK));
  c.take();
  return c.stream(1);
}

const bytesOf = (frames: readonly string[]) =>
  frames.filter((line) => line.startsWith('DATA')).reduce((sum, line) => sum + Number(/ (\d+) bytes/.exec(line)?.[1] ?? 0), 0);

describe('flow control: what we send', () => {
  conversations(
    'stops at the window of the stream, and goes on by its WINDOW_UPDATE',
    (c) => {
      const stream = sending(c);
      c.does((engine) => engine.sendData(stream, new Uint8Array(1_000), true));
      c.writes('as much as the window holds', 'DATA 1 10 bytes');
      c.send(windowUpdate(0, 1_000));
      c.silent("the connection's window is not what was missing");
      c.send(windowUpdate(1, 1));
      c.writes('a byte', 'DATA 1 1 bytes');
      c.send(windowUpdate(1, 989));
      c.writes('the rest, with the end', 'DATA 1 989 bytes END_STREAM');
    },
    { peerSettings: { INITIAL_WINDOW_SIZE: 10 } },
  );

  conversations(
    'stops at the window of the connection, and goes on by its WINDOW_UPDATE',
    (c) => {
      const stream = sending(c);
      c.does((engine) => engine.sendData(stream, new Uint8Array(70_000), true));
      assert.equal(bytesOf(c.take().frames), 65_535, 'all that the connection has');
      c.send(windowUpdate(1, 100));
      c.silent("the stream's window is not what was missing");
      c.send(windowUpdate(0, 4_000));
      c.writes('more', 'DATA 1 4000 bytes');
      c.send(windowUpdate(0, 465));
      c.writes('the rest', 'DATA 1 465 bytes END_STREAM');
    },
    { peerSettings: { INITIAL_WINDOW_SIZE: 1_000_000 } },
  );

  conversations(
    'an empty DATA with END_STREAM needs no window',
    (c) => {
      const stream = sending(c);
      c.does((engine) => engine.sendData(stream, new Uint8Array(10), false));
      c.does((engine) => engine.sendData(stream, new Uint8Array(0), true));
      c.writes('RFC 9113 §6.9.1', 'DATA 1 10 bytes', 'DATA 1 "" END_STREAM');
    },
    { peerSettings: { INITIAL_WINDOW_SIZE: 10 } },
  );

  conversations(
    'trailers need no window, but stay behind their data',
    (c) => {
      const stream = sending(c);
      c.does((engine) => {
        engine.sendData(stream, new Uint8Array(11), false);
        engine.sendHeaders(stream, ['x', 'y'], true);
      });
      c.writes('trailers wait for the last byte', 'DATA 1 10 bytes');
      c.send(windowUpdate(1, 1));
      c.writes('and follow it', 'DATA 1 1 bytes', 'HEADERS 1 x=y END_STREAM');
    },
    { peerSettings: { INITIAL_WINDOW_SIZE: 10 } },
  );

  conversations('a smaller INITIAL_WINDOW_SIZE makes the window negative, and it is tracked', (c) => {
    const stream = sending(c);
    c.does((engine) => engine.sendData(stream, new Uint8Array(60_000), false));
    assert.equal(bytesOf(c.take().frames), 60_000, 'the window of 65,535 takes it');
    c.does((engine) => engine.sendData(stream, new Uint8Array(100), true));
    assert.equal(bytesOf(c.take().frames), 100);
    c.send(settings({ INITIAL_WINDOW_SIZE: 16_384 }));
    c.writes('acknowledged', 'SETTINGS ACK');
  });

  conversations('from a negative window nothing is sent until it is positive again', (c) => {
    const stream = sending(c);
    c.does((engine) => engine.sendData(stream, new Uint8Array(60_000), false));
    c.send(settings({ INITIAL_WINDOW_SIZE: 16_384 }));
    c.take();
    c.does((engine) => engine.sendData(stream, new Uint8Array(50), false));
    c.silent('65,535 - 60,000 - 49,151 is below 0 (RFC 9113 §6.9.2)');
    c.send(windowUpdate(1, 43_616));
    c.silent('0 is not positive');
    c.send(windowUpdate(1, 1));
    c.writes('one byte of room, one byte', 'DATA 1 1 bytes');
    c.send(settings({ INITIAL_WINDOW_SIZE: 16_394 }));
    c.writes('SETTINGS open the window too', 'SETTINGS ACK', 'DATA 1 10 bytes');
    c.send(windowUpdate(1, 1_000));
    c.writes('the rest', 'DATA 1 39 bytes');
  });

  conversations('INITIAL_WINDOW_SIZE does not touch the window of the connection', (c) => {
    c.send(settings({ INITIAL_WINDOW_SIZE: 1_000_000 }));
    const stream = sending(c);
    c.does((engine) => engine.sendData(stream, new Uint8Array(100_000), true));
    assert.equal(bytesOf(c.take().frames), 65_535, 'RFC 9113 §6.9.2');
  });

  conversations('frames are as long as MAX_FRAME_SIZE allows, and longer when the peer allows more', (c) => {
    const stream = sending(c);
    c.does((engine) => engine.sendData(stream, new Uint8Array(20_000), false));
    c.writes('16,384 to begin with', 'DATA 1 16384 bytes', 'DATA 1 3616 bytes');
    c.send(settings({ MAX_FRAME_SIZE: 20_000 }));
    c.take();
    c.does((engine) => engine.sendData(stream, new Uint8Array(20_000), true));
    c.writes('20,000 now', 'DATA 1 20000 bytes END_STREAM');
  });

  conversations(
    'what waits is dropped when the peer resets the stream, and its window is no longer used',
    (c) => {
      const stream = sending(c);
      c.does((engine) => engine.sendData(stream, new Uint8Array(100), true));
      c.take();
      assert.equal(c.engine.queuedBytes, 90);
      c.send(rstStream(1, 'CANCEL'));
      c.tells('told', 'closed 1 by peer: stream CANCEL, processed maybe');
      assert.equal(c.engine.queuedBytes, 0, 'nothing waits any more');
      c.send(windowUpdate(1, 100));
      c.silent('and nothing comes');
      assert.equal(c.referee.sendWindow(0), 65_535 - 10, "the connection's window has lost only what was sent");
    },
    { peerSettings: { INITIAL_WINDOW_SIZE: 10 } },
  );

  conversations(
    'with a window of 0 from the beginning, nothing but fields goes out',
    (c) => {
      const stream = sending(c);
      c.does((engine) => assert.equal(engine.reserveData(stream), -1, 'no room for data'));
      c.does((engine) => engine.sendData(stream, new Uint8Array(1), true));
      c.silent('RFC 9113 §6.9.1');
      c.send(windowUpdate(1, 1));
      c.writes('until there is', 'DATA 1 1 bytes END_STREAM');
    },
    { peerSettings: { INITIAL_WINDOW_SIZE: 0 } },
  );
});

describe('flow control: what we take', () => {
  conversations(
    "a stream's credit goes back when its data was consumed, in batches",
    (c) => {
      const stream = receiving(c);
      c.send(data(1, 400));
      c.tells('delivered', 'data 1 400 bytes');
      c.writes('nothing is given back before it was consumed');
      c.does((engine) => engine.consumed(stream, 100));
      c.writes('a little is not worth a frame (RFC 9113 §6.9.1)');
      c.does((engine) => engine.consumed(stream, 300));
      c.does((engine) => engine.consumed(stream, 0));
      c.writes('two fifths neither');
      c.send(data(1, 600));
      c.tells('the window was 1,000', 'data 1 600 bytes');
      c.does((engine) => engine.consumed(stream, 600));
      c.writes('all of it', 'WINDOW_UPDATE 1 +1000');
      c.send(data(1, 1_000));
      c.tells('and it may all come again', 'data 1 1000 bytes');
    },
    { settings: { initialWindowBytes: 1_000 } },
  );

  conversations(
    "the connection's credit goes back on receipt: a stuck stream does not stall others",
    (c) => {
      receiving(c);
      let given = 0;
      for (let n = 0; n < 8; n++) {
        c.send(data(1, 16_000));
        for (const line of c.take().frames) given += Number(/^WINDOW_UPDATE 0 \+(\d+)/.exec(line)?.[1] ?? 0);
      }
      assert.ok(given >= 128_000 - 65_535, `nothing was consumed, but the connection has ${given} back`);
    },
    { settings: { initialWindowBytes: 1_000_000 } },
  );

  conversations(
    'padding counts for both windows, and is given back without the consumer',
    (c) => {
      const stream = receiving(c);
      c.send(data(1, '', { pad: 255 }), data(1, '', { pad: 255 }));
      c.writes('512 bytes of which the consumer never hears', 'WINDOW_UPDATE 1 +512');
      c.send(data(1, 100, { pad: 255 }), data(1, 100, { pad: 255 }));
      c.tells('only the data is told', 'data 1 200 bytes');
      c.writes('again only the padding', 'WINDOW_UPDATE 1 +512');
      c.does((engine) => engine.consumed(stream, 200));
      assert.equal(stream.closed, false);
    },
    { settings: { initialWindowBytes: 1_000 } },
  );

  conversations('data for a stream that we have reset counts for the connection, and is given back', (c) => {
    const stream = receiving(c);
    c.does((engine) => engine.resetStream(stream, 8));
    c.take();
    let given = 0;
    for (let n = 0; n < 10; n++) {
      c.send(data(1, 16_000));
      for (const line of c.take().frames) given += Number(/^WINDOW_UPDATE 0 \+(\d+)/.exec(line)?.[1] ?? 0);
    }
    assert.ok(given >= 160_000 - 65_535, `the connection has ${given} back`);
    c.alive('an honest peer may have sent it before it knew');
  });

  conversations(
    'after END_STREAM no credit is given back for the stream',
    (c) => {
      const stream = receiving(c);
      c.send(data(1, 1_000, { end: true }));
      c.take();
      c.does((engine) => engine.consumed(stream, 1_000));
      c.writes('the peer has no use for it');
    },
    { settings: { initialWindowBytes: 1_000 } },
  );

  conversations('consumed more than was delivered is a mistake of the caller, told as such', (c) => {
    const stream = receiving(c);
    c.send(data(1, 10));
    c.take();
    assert.throws(() => c.engine.consumed(stream, 11), /11 bytes consumed, but only 10/);
    c.alive('nothing has happened');
  });

  conversations(
    'data over all streams beyond what may lie unconsumed holds back the connection',
    (c) => {
      const stream = receiving(c);
      let given = 0;
      for (let n = 0; n < 4; n++) {
        c.send(data(1, 16_000));
        for (const line of c.take().frames) given += Number(/^WINDOW_UPDATE 0 \+(\d+)/.exec(line)?.[1] ?? 0);
      }
      assert.equal(given, 0, 'the bound of 1,000 is passed: no credit');
      c.does((engine) => engine.consumed(stream, 64_000));
      const { frames } = c.take();
      assert.ok(
        frames.some((line) => line.startsWith('WINDOW_UPDATE 0 ')),
        'consumed: credit again',
      );
    },
    { settings: { initialWindowBytes: 1_000_000 }, maxUnconsumedBytes: 1_000 },
  );

  conversations(
    'what a stream held is no longer held when it is reset',
    (c) => {
      const stream = receiving(c);
      for (let n = 0; n < 3; n++) c.send(data(1, 16_000));
      c.take();
      c.does((engine) => engine.resetStream(stream, 8));
      c.writes('all credit of the connection comes back with it', 'RST_STREAM 1 CANCEL', 'WINDOW_UPDATE 0 +48000');
    },
    { settings: { initialWindowBytes: 1_000_000 }, maxUnconsumedBytes: 1_000 },
  );

  conversations(
    'a larger window of the connection is announced at the start',
    (c) => {
      c.flush();
      assert.ok(c.take().frames.includes('WINDOW_UPDATE 0 +934465'), 'RFC 9113 §6.9.2: only WINDOW_UPDATE changes it');
    },
    { raw: true, connectionWindowBytes: 1_000_000 },
  );
});

describe('our own SETTINGS', () => {
  conversations('hold when they were acknowledged: until then the peer may use the old window', (c) => {
    receiving(c);
    c.does((engine) => engine.changeSettings({ initialWindowBytes: 10 }, c.nowMs));
    c.writes('announced', 'SETTINGS INITIAL_WINDOW_SIZE=10');
    c.send(data(1, 1_000));
    c.tells('the peer may not have seen it yet (RFC 9113 §6.9.3)', 'data 1 1000 bytes');
    c.send(settingsAck());
    c.take();
    c.send(data(1, 1));
    const { frames } = c.take();
    assert.deepEqual(frames, ['RST_STREAM 1 FLOW_CONTROL_ERROR'], 'now its window is 10 - 1,000');
  });

  conversations('hold in the order of their acknowledgements', (c) => {
    receiving(c);
    c.does((engine) => engine.changeSettings({ initialWindowBytes: 100_000 }, c.nowMs));
    c.does((engine) => engine.changeSettings({ initialWindowBytes: 50 }, c.nowMs));
    c.take();
    c.send(settingsAck(), data(1, 16_000), data(1, 16_000), data(1, 16_000), data(1, 16_000), data(1, 10));
    assert.ok(!c.take().frames.some((line) => line.startsWith('RST')), 'after the first ACK it is 100,000');
    c.send(settingsAck(), data(1, 1));
    assert.deepEqual(c.take().frames, ['RST_STREAM 1 FLOW_CONTROL_ERROR'], 'after the second it is 50');
  });

  conversations('MAX_FRAME_SIZE that grows holds before the ACK is certain, one that shrinks only after', (c) => {
    receiving(c);
    c.does((engine) => engine.changeSettings({ maxFrameBytes: 20_000 }, c.nowMs));
    c.take();
    c.send(settingsAck(), data(1, 20_000));
    c.tells('taken', 'data 1 20000 bytes');
    c.does((engine) => engine.changeSettings({ maxFrameBytes: 16_384 }, c.nowMs));
    c.take();
    c.send(data(1, 20_000));
    c.tells('not acknowledged yet', 'data 1 20000 bytes');
    c.send(settingsAck(), data(1, 20_000));
    c.failed('now it is too long', 'FRAME_SIZE_ERROR');
  });

  conversations('a smaller header table holds when it was acknowledged, and then the next block must say so', (c) => {
    const first = c.role === 'client' ? OK : POST;
    if (c.role === 'client') for (let n = 0; n < 3; n++) c.request(POST, false);
    c.send(headers(1, [], { block: indexedLiterals([...first, 'kept', 'entry']) }));
    c.does((engine) => engine.changeSettings({ headerTableBytes: 0 }, c.nowMs));
    c.take();
    c.send(headers(3, [], { block: join(literals(first), Uint8Array.of(0x80 | 62)) }));
    assert.match(c.take().lines.join(), /^headers 3 .*kept=entry/, 'the peer may not have seen it yet');
    c.send(settingsAck(), headers(5, [], { block: literals(first) }));
    c.failed('the size update is missing (RFC 9113 §4.3.1)', 'COMPRESSION_ERROR');
  });

  conversations('a larger header table may be used when it was acknowledged, not before', (c) => {
    const first = c.role === 'client' ? OK : POST;
    if (c.role === 'client') for (let n = 0; n < 2; n++) c.request(POST, false);
    c.does((engine) => engine.changeSettings({ headerTableBytes: 10_000 }, c.nowMs));
    c.take();
    c.send(settingsAck(), headers(1, [], { block: join(hpackInteger(10_000, 5, 0x20), literals(first)) }));
    assert.match(c.take().lines.join(), /^headers 1 /);
    c.does((engine) => engine.changeSettings({ headerTableBytes: 20_000 }, c.nowMs));
    c.take();
    c.send(headers(3, [], { block: join(hpackInteger(20_000, 5, 0x20), literals(first)) }));
    c.failed('the peer has not acknowledged 20,000, and so has not seen it', 'COMPRESSION_ERROR');
  });

  conversation('server', 'a lower limit of streams lets the open ones end, and refuses further ones', (c) => {
    c.send(headers(1, POST), headers(3, POST), headers(5, POST));
    c.does((engine) => engine.changeSettings({ maxConcurrentStreams: 1 }, c.nowMs));
    c.writes('announced', 'SETTINGS MAX_CONCURRENT_STREAMS=1');
    c.send(settingsAck(), headers(7, POST), data(1, '', { end: true }));
    c.writes('safe to retry (RFC 9113 §5.1.2)', 'RST_STREAM 7 REFUSED_STREAM');
    c.does((engine) => {
      for (const id of [1, 3, 5]) engine.sendHeaders(c.stream(id), OK, true);
    });
    c.take();
    c.send(headers(9, POST));
    assert.match(c.take().lines.join(), /^headers 9 /, 'there is room again');
  });
});
