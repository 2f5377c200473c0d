/** What the tables of errors and states do not reach: rules that need several frames, settings and streams together. */
import assert from 'node:assert/strict';
import { SETTINGS_TIMEOUT_MS } from '../../../wire/limits.js';
import { conversation, conversations, converse, GET, OK, POST } from './support/conversation.js';
import { data, goAway, headers, ping, settings, settingsAck } from './support/frames.js';

describe('corner cases of RFC 9113', () => {
  conversation('client', 'streams up to the last identifier of GOAWAY go on to their end (RFC 9113 §6.8)', (c) => {
    c.request(GET);
    c.request(GET);
    c.take();
    c.send(goAway(1, 'NO_ERROR'));
    c.tells('only the stream above was not processed', 'goaway last=1 NO_ERROR', 'closed 3 by peer: connection NO_ERROR, processed no');
    c.send(headers(1, OK), data(1, 'late', { end: true }));
    c.tells('the other has its answer', 'headers 1 :status=200', 'data 1 "late" END_STREAM', 'end');
  });

  conversation('client', 'a warning with 2^31-1 ends no stream (RFC 9113 §6.8)', (c) => {
    c.request(GET);
    c.take();
    c.send(goAway(0x7fff_ffff, 'NO_ERROR'));
    c.tells('nothing is closed', 'goaway last=2147483647 NO_ERROR');
    c.send(goAway(1, 'NO_ERROR'));
    c.tells('nor by the second', 'goaway last=1 NO_ERROR');
    c.send(headers(1, OK, { end: true }));
    c.tells('it is answered', 'headers 1 :status=200 END_STREAM', 'end');
  });

  conversation('server', 'an empty DATA frame needs no window, not even where it is negative (RFC 9113 §6.9.1)', (c) => {
    c.send(headers(1, POST), ...dataFrames(1, 40_000));
    c.does((engine) => engine.changeSettings({ initialWindowBytes: 1_000 }, c.nowMs));
    c.send(settingsAck());
    c.take();
    c.send(data(1, '', { end: true }));
    c.writes('the plain end is no offence');
    assert.ok(c.stream(1).remoteEnded, 'and it is delivered');
  });

  conversation('server', 'a window that shrinks gives back what is owed (RFC 9113 §6.9.2)', (c) => {
    c.send(headers(1, POST), data(1, 16_000));
    c.does((engine) => engine.consumed(c.stream(1), 16_000));
    c.take();
    c.does((engine) => engine.changeSettings({ initialWindowBytes: 10_000 }, c.nowMs));
    c.writes('announced', 'SETTINGS INITIAL_WINDOW_SIZE=10000');
    // The peer's window is 10,000 - 16,000 now, and nothing of its data is held here.
    c.send(settingsAck());
    c.writes('without it the peer would wait for ever', 'WINDOW_UPDATE 1 +16000');
  });

  conversation('client', 'the smallest of several table sizes in one SETTINGS is signalled too (RFC 7541 §4.2)', (c) => {
    c.request([...GET, 'x-a', 'b']);
    c.take();
    c.send(settingsTwice());
    c.take();
    c.command((engine) => void engine.openStream(GET, true, 'user'));
    c.flush();
    const last = c.take();
    assert.equal(last.frames.length, 1);
    const frame = c.allFrames.at(-1)!;
    assert.deepEqual([...frame.payload.subarray(0, 1)], [0x20], 'a size update to 0 comes first');
  });

  conversation('server', 'what a connection that was destroyed still reads is told to nobody', (c) => {
    c.sink.reactions.headers = () => c.engine.destroy(0, 'enough');
    c.send(
      headers(1, POST),
      data(1, 'x'),
      ping(),
      settings({ MAX_FRAME_SIZE: 20_000 }),
      headers(3, GET, { end: true }),
      goAway(0, 'NO_ERROR'),
    );
    c.tells(
      'one request and its end',
      'headers 1 :method=POST :scheme=http :path=/ :authority=here',
      'closed 1 by caller: connection NO_ERROR, processed maybe',
      'end by caller: NO_ERROR',
    );
  });

  conversation('server', 'a tunnel has no trailers of ours, a refused one may have (RFC 9113 §8.5)', (c) => {
    const connect = [':method', 'CONNECT', ':authority', 'here:443'];
    c.send(headers(1, connect), headers(3, connect));
    c.does((engine) => engine.sendHeaders(c.stream(1), OK, false));
    c.does((engine) => engine.sendHeaders(c.stream(3), [':status', '403'], false));
    c.take();
    assert.throws(() => c.engine.sendHeaders(c.stream(1), ['x', 'y'], true), { code: 'ERR_BAREWIRE_FIELD', message: /tunnel/ });
    c.does((engine) => engine.sendData(c.stream(1), Uint8Array.of(1), false));
    c.does((engine) => engine.sendHeaders(c.stream(3), ['x', 'y'], true));
    c.writes('the tunnel goes on', 'DATA 1 1 bytes', 'HEADERS 3 x=y END_STREAM', 'RST_STREAM 3 NO_ERROR');
  });

  conversation('client', 'a CONNECT request has no trailers (RFC 9113 §8.5)', (c) => {
    const stream = c.request([':method', 'CONNECT', ':authority', 'here:443'], false);
    assert.throws(() => c.engine.sendHeaders(stream, ['x', 'y'], true), { code: 'ERR_BAREWIRE_FIELD', message: /tunnel/ });
  });

  conversations('other SETTINGS leave the first ones no more time to be acknowledged (RFC 9113 §6.5.3)', (c) => {
    c.does((engine) => engine.changeSettings({ maxHeaderListBytes: 20_000 }, c.nowMs));
    c.pass(SETTINGS_TIMEOUT_MS - 1);
    c.does((engine) => engine.changeSettings({ maxHeaderListBytes: 30_000 }, c.nowMs));
    c.take();
    c.send(settingsAck());
    c.pass(SETTINGS_TIMEOUT_MS - 1);
    c.does((engine) => engine.changeSettings({ maxHeaderListBytes: 40_000 }, c.nowMs));
    c.take();
    c.pass(1);
    c.failed('the second is late', 'SETTINGS_TIMEOUT');
  });

  it('server: the connection has its credit back when those who held it are reset', () => {
    converse(
      'server',
      (c) => {
        c.send(headers(1, POST), headers(3, POST), ...dataFrames(1, 40_000), ...dataFrames(3, 25_535));
        c.take();
        c.does((engine) => engine.resetStream(c.stream(1), 8));
        c.does((engine) => engine.resetStream(c.stream(3), 8));
        assert.ok(
          c.take().frames.some((line) => line.startsWith('WINDOW_UPDATE 0 ')),
          'the next request can send its content',
        );
      },
      { maxUnconsumedBytes: 1_000 },
    );
  });
});

/** DATA in frames of at most 16,000 bytes. */
function dataFrames(streamId: number, bytes: number): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let left = bytes; left > 0; left -= 16_000) frames.push(data(streamId, Math.min(left, 16_000)));
  return frames;
}

/** HEADER_TABLE_SIZE 0, then 100,000. */
function settingsTwice(): Uint8Array {
  const frame = settings({ 1: 0, 6: 100_000 });
  // The identifier of the second becomes 1 again.
  frame[9 + 7] = 1;
  return frame;
}

describe('an owner who has checked its fields', () => {
  it('has them sent as they are, and the rest of the rules kept', () => {
    converse(
      'server',
      (c) => {
        c.send(headers(1, GET, { end: true }), headers(3, [':method', 'CONNECT', ':authority', 'here:1']));
        c.take();
        c.does((engine) => engine.sendHeaders(c.stream(1), [':status', '103'], false));
        c.does((engine) => engine.sendHeaders(c.stream(1), [':status', '200', 'x', 'y'], false));
        assert.throws(() => c.engine.sendHeaders(c.stream(1), ['x', 'y'], false), { code: 'ERR_BAREWIRE_FIELD' });
        c.does((engine) => engine.sendHeaders(c.stream(1), ['z', '1'], true));
        c.does((engine) => engine.sendHeaders(c.stream(3), OK, false));
        assert.throws(() => c.engine.sendHeaders(c.stream(3), ['x', 'y'], true), { code: 'ERR_BAREWIRE_FIELD', message: /tunnel/ });
        c.writes(
          'three sections and a tunnel',
          'HEADERS 1 :status=103',
          'HEADERS 1 :status=200 x=y',
          'HEADERS 1 z=1 END_STREAM',
          'HEADERS 3 :status=200',
        );
      },
      { fieldsAreChecked: true },
    );
  });

  it('has no content in the response to its HEAD, all the same', () => {
    converse(
      'client',
      (c) => {
        c.request([':method', 'HEAD', ...GET.slice(2)]);
        c.take();
        c.send(headers(1, [...OK, 'content-length', '5'], { end: true }));
        c.tells('a length without content is right here', 'headers 1 :status=200 content-length=5 END_STREAM');
      },
      { fieldsAreChecked: true },
    );
  });
});
