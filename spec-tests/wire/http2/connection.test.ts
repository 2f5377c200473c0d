import assert from 'node:assert/strict';
import { DEFAULT_ABUSE_LIMITS } from '../../../wire/http2/abuse-budget.js';
import { MAX_CONTROL_BYTES, MAX_SHUTDOWN_ROUND_TRIP_MS, SETTINGS_TIMEOUT_MS } from '../../../wire/limits.js';
import { ConnectionPair, feed, REQUEST, RESPONSE, type Stream, side, TRAILERS } from '../../support/connection-pair.js';
import { WireReader } from './support/frame-text.js';
import { CLIENT_PREFACE, data, goAway, headers, join, ping, settings, settingsAck } from './support/frames.js';

const UNLIMITED = { burst: Number.POSITIVE_INFINITY, perSecond: 0 };
const POST = [':method', 'POST', ':scheme', 'http', ':path', '/', ':authority', 'here'];

/** A server that has had the handshake, to which frames are fed by hand. */
function server(options: Parameters<typeof side>[1] = {}) {
  const made = side('server', options);
  made.connection.start(0);
  made.connection.flush(0);
  const reader = new WireReader(false);
  const send = (...frames: Uint8Array[]) => feed(made, join(...frames), Number.POSITIVE_INFINITY, 0);
  const turn = (nowMs = 0) => {
    made.connection.flush(nowMs);
    return reader.read(made.sink.take()).map((frame) => frame.text);
  };
  send(CLIENT_PREFACE, settings({}), settingsAck());
  turn();
  made.sink.heard();
  return { ...made, send, turn };
}

describe('a connection and its sink', () => {
  it('asks for a flush once, from commands and from frames', () => {
    const { connection, sink, send, turn } = server();
    sink.outputAsked = 0;
    send(ping(), ping(), ping());
    assert.equal(sink.outputAsked, 1);
    turn();
    connection.ping(() => {}, 0);
    connection.ping(() => {}, 0);
    assert.equal(sink.outputAsked, 2);
    turn();
    turn();
    assert.equal(sink.outputAsked, 2);
  });

  it('lets its calls issue any command', () => {
    for (const what of ['reset', 'destroy', 'answer', 'reset others', 'shutdown'] as const) {
      const { connection, sink, send, turn } = server();
      let began = 0;
      sink.onEach = (call, stream) => {
        if (call.startsWith('headers')) began++;
        if (!call.startsWith('data') || stream === undefined) return;
        if (what === 'reset') connection.resetStream(stream, 8);
        else if (what === 'destroy') connection.destroy(0, 'enough');
        else if (what === 'shutdown') connection.shutdown(0);
        else if (what === 'answer') connection.sendHeaders(stream, RESPONSE, true);
        else for (const other of sink.streams) connection.resetStream(other, 8);
      };
      send(headers(1, POST), headers(3, POST), headers(5, POST), data(3, 'x'), data(3, 'y'), data(1, 'z'), data(5, 'z'), headers(7, POST));
      turn();
      assert.equal(began, what === 'destroy' ? 3 : 4, what);
      const told = sink.calls.filter((call) => call.startsWith('data')).length;
      assert.equal(told, what === 'shutdown' ? 4 : what === 'reset' || what === 'answer' ? 3 : 1, what);
      assert.equal(sink.ended, what === 'destroy');
    }
  });

  it('lets it open streams from inside an end', () => {
    const pair = ConnectionPair.ready();
    const { client } = pair;
    let opened = 1;
    client.sink.onEach = (call) => {
      if (call.endsWith('end') && opened++ < 50) client.connection.openStream(REQUEST, true, 'next');
    };
    pair.server.sink.onEach = (call, stream) => {
      if (call.startsWith('headers')) pair.server.connection.sendHeaders(stream!, RESPONSE, true);
    };
    client.connection.openStream(REQUEST, true, 'first');
    pair.settle();
    assert.equal(opened, 51);
    assert.equal(client.connection.openStreams, 0);
  });

  it('stays whole where its sink throws: INTERNAL_ERROR, and the error passes on', () => {
    for (const at of ['headers', 'data', 'closed', 'writable']) {
      const { connection, sink, send, turn } = server();
      const fault = new Error('the sink has a fault');
      let thrown = 0;
      sink.onEach = (call) => {
        if (call.startsWith(at) && thrown++ === 0) throw fault;
      };
      const run = () => {
        send(headers(1, POST), headers(3, POST));
        send(data(1, 'x'));
        connection.sendHeaders(sink.streams[0]!, RESPONSE, false);
        connection.sendData(sink.streams[0]!, new Uint8Array(140_000), false);
        send(data(1, 'abc'), join(...[...Array(8)].map(() => windowUpdate(1))), windowUpdate(0));
        turn();
        send(rst(3));
      };
      assert.throws(run, (error) => error === fault, at);
      assert.equal(connection.closed, true);
      const before = sink.calls.length;
      const lines = turn();
      assert.match(lines.at(-1)!, /^GOAWAY .*INTERNAL_ERROR/, at);
      assert.equal(sink.ended, true);
      assert.equal(sink.calls.at(-1), 'end by us code 2');
      assert.ok(sink.calls.length > before);
      send(headers(9, POST));
      assert.deepEqual(turn(), []);
    }
  });

  it('hears the other ends where it throws at one of many', () => {
    const { connection, sink, send } = server();
    send(headers(1, POST), headers(3, POST), headers(5, POST), headers(7, POST));
    sink.heard();
    let thrown = 0;
    sink.onEach = (call) => {
      if (call.startsWith('closed 3') && thrown++ === 0) throw new Error('a fault');
    };
    connection.destroy(0, 'enough');
    assert.throws(() => connection.flush(0), /a fault/);
    connection.flush(0);
    assert.deepEqual(
      sink.heard().map((call) => call.slice(0, 8)),
      ['closed 1', 'closed 3', 'closed 5', 'closed 7', 'end by c'],
    );
  });

  it('finds a stream that was reset not ended by the peer', () => {
    const { connection, sink, send } = server();
    send(headers(1, POST), headers(3, POST), headers(5, POST, { end: true }));
    connection.resetStream(sink.streams[0]!, 8);
    send(rst(3));
    connection.sendHeaders(sink.streams[2]!, RESPONSE, true);
    assert.deepEqual(
      sink.streams.map((stream) => [stream.closed, stream.remoteEnded, stream.localEnded]),
      [
        [true, false, false],
        [true, false, false],
        [true, true, true],
      ],
    );
  });

  it('is told of slots only when they came back', () => {
    const pair = ConnectionPair.ready({ server: { settings: { maxConcurrentStreams: 1 } } });
    const { connection, sink } = pair.client;
    assert.throws(() => connection.openStream(['Bad', 'x'], true, 'call'));
    pair.settle();
    assert.deepEqual(sink.heard(), []);
    const stream = connection.openStream(REQUEST, true, 'call')!;
    assert.equal(connection.freeSlots, 0);
    pair.settle();
    assert.deepEqual(sink.heard(), []);
    connection.resetStream(stream, 8);
    assert.deepEqual(sink.heard(), [], 'commands never call the sink');
    pair.settle();
    assert.deepEqual(sink.heard(), ['slots']);
  });

  it('is not driven from inside its calls', () => {
    const { connection, sink, send, turn } = server();
    const errors: string[] = [];
    sink.onEach = () => {
      for (const drive of [() => connection.flush(0), () => connection.receive(new Uint8Array(1), 0, 1, 0)]) {
        try {
          drive();
        } catch (error) {
          errors.push((error as Error).message);
        }
      }
    };
    send(headers(1, POST));
    assert.equal(errors.length, 2);
    assert.match(errors[0]!, /cannot be called from inside/);
    sink.onEach = undefined;
    turn();
    assert.equal(connection.closed, false);
  });

  it('hears the end of each stream once, also when the answer to a stream error is one answer too many', () => {
    const { connection, sink, send, turn } = server({ abuseLimits: { ...DEFAULT_ABUSE_LIMITS, pings: UNLIMITED } });
    for (let id = 1; id < 61; id += 2) send(headers(id, POST));
    turn();
    connection.writable(0);
    for (let n = 0; n < Math.floor(MAX_CONTROL_BYTES / 17); n++) send(ping());
    assert.equal(connection.closed, false);
    sink.heard();
    send(headers(31, POST));
    assert.equal(connection.closed, true);
    turn();
    const ends = sink.calls.filter((call) => call.startsWith('closed')).map((call) => call.split(' ')[1]);
    assert.equal(ends.length, 30);
    assert.equal(new Set(ends).size, 30);
    assert.equal(sink.calls.at(-1), 'end by us code 11');
  });
});

describe('a peer that makes us answer and does not read', () => {
  it('is bounded: ENHANCE_YOUR_CALM', () => {
    const { connection, sink, send, turn } = server({ abuseLimits: { ...DEFAULT_ABUSE_LIMITS, pings: UNLIMITED } });
    connection.writable(0);
    let pings = 0;
    while (!connection.closed && pings < 100_000) {
      send(ping());
      pings++;
      if (pings % 50 === 0) turn();
    }
    assert.equal(pings, Math.floor(MAX_CONTROL_BYTES / 17) + 1);
    assert.ok(connection.queuedBytes < MAX_CONTROL_BYTES + 1_000);
    turn();
    assert.equal(sink.calls.at(-1), 'end by us code 11');
  });

  it('is not, as long as it reads', () => {
    const { connection, send, turn } = server({ abuseLimits: { ...DEFAULT_ABUSE_LIMITS, pings: UNLIMITED } });
    for (let n = 0; n < 40_000; n++) {
      connection.writable(100);
      send(ping());
      if (n % 50 === 0) turn();
    }
    assert.equal(connection.closed, false);
  });
});

describe('receive credit', () => {
  it('of the connection comes back on receipt, of a stream when it is consumed', () => {
    const pair = ConnectionPair.ready();
    const stuck = pair.client.connection.openStream(REQUEST, false, 'stuck')!;
    pair.client.connection.sendData(stuck, new Uint8Array(200_000), true);
    pair.settle();
    // One window of 65,535 is delivered and nobody consumes it; another stream is not held up.
    const other = pair.client.connection.openStream(REQUEST, false, 'other')!;
    pair.client.connection.sendData(other, new Uint8Array(60_000), true);
    pair.settle();
    const heard = pair.server.sink.heard();
    const bytes = (id: number) =>
      heard.filter((call) => call.startsWith(`data ${id} `)).reduce((sum, call) => sum + call.replace(/ end$/, '').length - 7, 0);
    assert.equal(bytes(1), 65_535);
    assert.equal(bytes(3), 60_000);
    const held = pair.server.sink.streams[0]!;
    for (let n = 0; n < 5 && !held.remoteEnded; n++) {
      pair.server.connection.consumed(held, Math.min(65_535, 200_000 - n * 65_535));
      pair.settle();
    }
    assert.equal(held.remoteEnded, true);
    assert.throws(() => pair.server.connection.consumed(held, 65_536), RangeError);
  });

  it('of the connection waits while more is unconsumed than the bound', () => {
    const pair = ConnectionPair.ready({ server: { maxUnconsumedBytes: 100_000 } });
    const streams: Stream[] = [];
    for (let n = 0; n < 4; n++) {
      const stream = pair.client.connection.openStream(REQUEST, false, 'call')!;
      pair.client.connection.sendData(stream, new Uint8Array(65_000), true);
      streams.push(stream);
    }
    pair.settle();
    const waiting = pair.client.connection.queuedBytes;
    assert.ok(waiting > 65_000, `${waiting} bytes are held back`);
    for (const stream of [...pair.server.sink.streams]) if (!stream.closed) pair.server.connection.resetStream(stream, 8);
    pair.settle();
    assert.equal(pair.client.connection.closed, false);
  });

  it('comes back at once for padding, and for DATA on streams that we have reset', () => {
    const { connection, sink, send, turn } = server();
    send(headers(1, POST));
    for (let n = 0; n < 400; n++) send(data(1, 'x', { pad: 255 }));
    assert.equal(connection.closed, false);
    assert.equal(sink.calls.filter((call) => call.startsWith('data')).length, 400, 'more than a window, nearly all of it padding');
    connection.resetStream(sink.streams[0]!, 8);
    for (let n = 0; n < 400; n++) send(data(1, 1_000));
    assert.equal(connection.closed, false);
    assert.ok(turn().some((line) => line.startsWith('WINDOW_UPDATE 0')));
  });
});

describe('settings', () => {
  it('of ours hold for the peer when it has acknowledged them', () => {
    const made = side('server', { settings: { initialWindowBytes: 10, maxFrameBytes: 20_000 } });
    made.connection.start(0);
    const send = (...frames: Uint8Array[]) => feed(made, join(...frames), Number.POSITIVE_INFINITY, 0);
    send(CLIENT_PREFACE, settings({}), headers(1, POST), data(1, 1_000));
    assert.deepEqual(made.sink.heard().slice(0, 2), ['settings', 'headers 1']);
    send(settingsAck(), headers(3, POST), data(3, 11));
    assert.deepEqual(made.sink.heard(), ['headers 3', 'closed 3 by us code 3 processed maybe']);
    send(headers(5, POST), data(5, 10), data(1, ''));
    assert.equal(made.connection.closed, false);
    send(data(1, 1));
    assert.equal(made.sink.heard().at(-1), 'closed 1 by us code 3 processed maybe', 'its window is negative now');
  });

  it('that are not acknowledged end the connection in time', () => {
    const made = side('server');
    assert.equal(made.connection.wakeAtMs, Number.POSITIVE_INFINITY);
    made.connection.start(5_000);
    assert.equal(made.connection.wakeAtMs, 5_000 + SETTINGS_TIMEOUT_MS);
    assert.equal(made.sink.wakeChanges, 1);
    made.connection.wake(5_000 + SETTINGS_TIMEOUT_MS - 1);
    assert.equal(made.connection.closed, false);
    made.connection.wake(5_000 + SETTINGS_TIMEOUT_MS);
    made.connection.flush(5_000 + SETTINGS_TIMEOUT_MS);
    assert.equal(made.sink.calls.at(-1), 'end by us code 4');
    assert.equal(made.connection.wakeAtMs, Number.POSITIVE_INFINITY);
  });

  it('may change while streams are open', () => {
    const pair = ConnectionPair.ready();
    const stream = pair.client.connection.openStream(REQUEST, false, 'call')!;
    pair.client.connection.sendData(stream, new Uint8Array(70_000), false);
    pair.settle();
    assert.equal(stream.queuedBytes, 70_000 - 65_535);
    pair.server.connection.changeSettings({ initialWindowBytes: 100_000 }, pair.nowMs);
    pair.settle();
    assert.equal(stream.queuedBytes, 0);
    pair.server.connection.changeSettings({ initialWindowBytes: 0, headerTableBytes: 0, maxConcurrentStreams: 1 }, pair.nowMs);
    pair.settle();
    pair.client.connection.sendData(stream, new Uint8Array(10), true);
    pair.settle();
    assert.equal(stream.queuedBytes, 10, 'its window is negative');
    assert.equal(pair.client.connection.freeSlots, 0);
    assert.equal(pair.client.connection.openStream(REQUEST, true, 'none'), undefined);
    pair.server.connection.resetStream(pair.server.sink.streams[0]!, 8);
    pair.settle();
    assert.equal(pair.client.sink.heard().at(-1), 'slots');
    assert.equal(pair.client.connection.freeSlots, 1);
    pair.client.connection.openStream(REQUEST, true, 'one');
    pair.settle();
    assert.equal(pair.server.sink.heard().at(-1), 'headers 3 end');
  });
});

describe('the end of a connection', () => {
  it('by shutdown of a client comes when its streams have ended', () => {
    const pair = ConnectionPair.ready();
    pair.client.connection.openStream(REQUEST, true, 'call');
    pair.client.connection.shutdown(pair.nowMs);
    assert.equal(pair.client.connection.freeSlots, 0);
    pair.settle();
    assert.equal(pair.client.sink.ended, false);
    pair.server.connection.sendHeaders(pair.server.sink.streams[0]!, RESPONSE, true);
    pair.settle();
    assert.deepEqual(pair.client.sink.heard(), ['headers 1 end', 'end']);
    assert.deepEqual(pair.server.sink.heard(), ['headers 1 end', 'goaway 0 0']);
    pair.server.connection.receiveEnd('the socket ended', pair.nowMs);
    assert.deepEqual(pair.server.sink.heard(), ['end']);
  });

  it('by shutdown of a server waits a round trip, or its time where no answer comes', () => {
    const { connection, sink, send, turn } = server();
    connection.shutdown(0);
    const [warning, question] = turn();
    assert.match(warning!, /^GOAWAY last=2147483647/);
    assert.match(question!, /^PING /);
    send(headers(1, POST, { end: true }));
    assert.equal(connection.wakeAtMs, MAX_SHUTDOWN_ROUND_TRIP_MS);
    connection.wake(MAX_SHUTDOWN_ROUND_TRIP_MS);
    assert.match(turn()[0]!, /^GOAWAY last=1\b/);
    send(headers(3, POST, { end: true }), data(3, 'x'));
    assert.deepEqual(sink.heard(), ['headers 1 end'], 'above the last identifier');
    assert.deepEqual(turn(), []);
    connection.sendHeaders(sink.streams[0]!, RESPONSE, true);
    turn();
    assert.deepEqual(sink.heard(), ['end']);
  });

  it('by the peer closes every stream, and tells those that never left this process', () => {
    const pair = ConnectionPair.ready();
    pair.client.connection.openStream(REQUEST, false, 'sent');
    pair.settle();
    pair.client.connection.openStream(REQUEST, false, 'not sent');
    pair.client.connection.receiveEnd('the socket closed', pair.nowMs);
    assert.deepEqual(pair.client.sink.heard(), [
      'closed 1 by peer code 0 processed maybe',
      'closed 3 by peer code 0 processed no',
      'end by peer code 0',
    ]);
    let answer: number | undefined | string = 'none';
    pair.client.connection.ping((ms) => {
      answer = ms;
    }, 0);
    assert.equal(answer, undefined);
  });

  it('says what the peer said before it went', () => {
    const pair = ConnectionPair.ready();
    pair.client.connection.openStream(REQUEST, false, 'call');
    pair.settle();
    feed(pair.client, goAway(1, 'ENHANCE_YOUR_CALM', 'too_many_pings'), 100, pair.nowMs);
    pair.client.connection.receiveEnd('the socket closed', pair.nowMs);
    assert.deepEqual(pair.client.sink.heard(), ['goaway 1 11', 'closed 1 by peer code 11 processed maybe', 'end by peer code 11']);
    assert.match(pair.client.sink.closed!.message, /too_many_pings/);
  });

  it('by destroy tells both sides', () => {
    const pair = ConnectionPair.ready();
    pair.client.connection.openStream(REQUEST, false, 'call');
    pair.settle();
    pair.server.sink.heard();
    pair.server.connection.destroy(0, 'stopped by hand');
    assert.equal(pair.server.connection.closed, true);
    assert.deepEqual(pair.server.sink.heard(), []);
    pair.settle();
    assert.deepEqual(pair.server.sink.heard(), ['closed 1 by caller code 0 processed maybe', 'end by caller code 0']);
    assert.deepEqual(pair.client.sink.heard(), ['goaway 1 0']);
  });

  it('comes when a client has used up its identifiers', () => {
    const pair = ConnectionPair.ready();
    const { connection, sink } = pair.client;
    (connection as unknown as { core: { streams: { nextId: number } } }).core.streams.nextId = 2 ** 31 - 3;
    assert.equal(connection.freeSlots, 2);
    connection.openStream(REQUEST, true, 'last but one');
    connection.openStream(REQUEST, true, 'last');
    assert.equal(connection.freeSlots, 0);
    assert.equal(connection.openStream(REQUEST, true, 'none'), undefined);
    pair.settle();
    for (const stream of pair.server.sink.streams) {
      pair.server.connection.sendHeaders(stream, RESPONSE, false);
      pair.server.connection.sendHeaders(stream, TRAILERS, true);
    }
    pair.settle();
    assert.equal(sink.heard().at(-1), 'end');
  });
});

function windowUpdate(streamId: number): Uint8Array {
  return Uint8Array.from([0, 0, 4, 8, 0, 0, 0, 0, streamId, 0, 1, 0, 0]);
}

function rst(streamId: number): Uint8Array {
  return Uint8Array.from([0, 0, 4, 3, 0, 0, 0, 0, streamId, 0, 0, 0, 8]);
}
