/** Who writes when: turns, room of the socket, fairness, slots and identifiers (RFC 9113 §5.1.1, RFC 9113 §5.1.2). */
import assert from 'node:assert/strict';
import { type Conversation, conversation, conversations, GET, OK, POST } from '../support/conversation.js';
import { data, headers, ping, rstStream, settings, windowUpdate } from '../support/frames.js';
import type { TestStream } from '../support/recording-sink.js';

/** Several streams that may send data. */
function sending(c: Conversation, count: number): TestStream[] {
  const streams: TestStream[] = [];
  for (let n = 0; n < count; n++) {
    if (c.role === 'client') streams.push(c.request(POST, false));
    else {
      c.send(headers(2 * n + 1, GET, { end: true }));
      c.does((engine) => engine.sendHeaders(c.stream(2 * n + 1), OK, false));
      streams.push(c.stream(2 * n + 1));
    }
  }
  c.take();
  return streams;
}

const streamsOf = (frames: readonly string[]) => frames.filter((line) => line.startsWith('DATA')).map((line) => Number(line.split(' ')[1]));

describe('fairness', () => {
  conversations('every stream has a frame before any has a second one', (c) => {
    c.send(windowUpdate(0, 10_000_000), settings({ INITIAL_WINDOW_SIZE: 1_000_000 }));
    const streams = sending(c, 10);
    c.command((engine) => {
      for (const stream of streams) engine.sendData(stream, new Uint8Array(100_000), false);
    });
    c.flush();
    const order = streamsOf(c.take().frames);
    for (let round = 0; round < Math.floor(order.length / 10); round++) {
      assert.equal(
        new Set(order.slice(round * 10, round * 10 + 10)).size,
        10,
        `round ${round}: ${order.slice(round * 10, round * 10 + 10)}`,
      );
    }
    assert.ok(order.length >= 70);
  });

  conversations('a stream that comes later does not wait for the end of one that has megabytes', (c) => {
    c.send(windowUpdate(0, 100_000_000), settings({ INITIAL_WINDOW_SIZE: 50_000_000 }));
    const [large, small] = sending(c, 2) as [TestStream, TestStream];
    c.command((engine) => engine.sendData(large, new Uint8Array(10_000_000), true));
    c.turn(200_000);
    assert.ok(streamsOf(c.take().frames).length < 20, 'the socket is full');
    c.engine.writable(0);
    c.command((engine) => engine.sendData(small, new Uint8Array(10), true));
    c.turn(200_000);
    const order = streamsOf(c.take().frames);
    assert.ok(order.indexOf(small.id) >= 0 && order.indexOf(small.id) <= 2, `second at the latest: ${order}`);
  });

  conversations(
    'a stuck stream does not hold back the others',
    (c) => {
      const [stuck, free] = sending(c, 2) as [TestStream, TestStream];
      c.send(windowUpdate(free.id, 1_000));
      c.does((engine) => {
        engine.sendData(stuck, new Uint8Array(100), true);
        engine.sendData(free, new Uint8Array(100), true);
      });
      assert.deepEqual(
        c.take().frames.filter((line) => line.startsWith(`DATA ${free.id}`)),
        [`DATA ${free.id} 100 bytes END_STREAM`],
      );
    },
    { peerSettings: { INITIAL_WINDOW_SIZE: 10 } },
  );

  conversations('a connection window that opens byte by byte goes round', (c) => {
    c.send(settings({ INITIAL_WINDOW_SIZE: 1_000_000 }));
    const streams = sending(c, 3);
    c.does((engine) => {
      for (const stream of streams) engine.sendData(stream, new Uint8Array(65_535), false);
    });
    c.take();
    const order: number[] = [];
    for (let n = 0; n < 9; n++) {
      c.send(windowUpdate(0, 1));
      order.push(...streamsOf(c.take().frames));
    }
    assert.equal(order.length, 9);
    for (const { id } of streams) assert.ok(order.filter((other) => other === id).length >= 2, `stream ${id} had its turns: ${order}`);
  });
});

describe('the room of the socket', () => {
  conversations('at zero no DATA is pulled, and everything comes when there is room', (c) => {
    const [stream] = sending(c, 1) as [TestStream];
    c.roomBytes = 0;
    c.engine.writable(0);
    c.does((engine) => engine.sendData(stream, new Uint8Array(100), true));
    c.writes('no room');
    assert.equal(c.engine.queuedBytes, 100);
    c.roomBytes = 10_000;
    c.engine.writable(10_000);
    c.flush();
    c.writes('room', `DATA ${stream.id} 100 bytes END_STREAM`);
  });

  conversations('frames behind queued data of a stream keep their order across a full socket', (c) => {
    const [stream] = sending(c, 1) as [TestStream];
    c.roomBytes = 0;
    c.engine.writable(0);
    c.does((engine) => {
      engine.sendData(stream, new Uint8Array(100), false);
      engine.sendHeaders(stream, ['x', 'y'], true);
    });
    c.roomBytes = 10_000;
    c.engine.writable(10_000);
    c.flush();
    c.writes('data, then trailers', `DATA ${stream.id} 100 bytes`, `HEADERS ${stream.id} x=y END_STREAM`);
  });

  conversations('a peer that makes us answer and does not read is stopped', (c) => {
    c.roomBytes = 0;
    c.engine.writable(0);
    for (let n = 0; n < 100_000 && !c.engine.closed; n++) {
      c.send(ping());
      assert.ok(c.engine.queuedBytes < 2_000_000, `${c.engine.queuedBytes} bytes wait`);
    }
    assert.ok(c.engine.closed, 'ENHANCE_YOUR_CALM, in bounded memory');
  });

  conversations('sendData says wait when its queue is full, and go on when it has drained', (c) => {
    const [stream] = sending(c, 1) as [TestStream];
    const answers: boolean[] = [];
    c.does((engine) => {
      for (let n = 0; n < 20; n++) answers.push(engine.sendData(stream, new Uint8Array(65_536), false));
    });
    c.take();
    assert.equal(answers[0], true, 'there is room at first');
    assert.equal(answers.at(-1), false, '1.3 MB wait');
    c.send(windowUpdate(0, 5_000_000), windowUpdate(stream.id, 5_000_000));
    assert.deepEqual(c.take().lines, [`writable ${stream.id}`], 'once');
    assert.equal(c.engine.queuedBytes, 0);
  });
});

describe('slots and identifiers', () => {
  conversation(
    'client',
    "opens as many streams as the peer's limit allows, and hears when there are more",
    (c) => {
      c.request(GET, true);
      c.request(GET, true);
      assert.equal(c.engine.freeSlots, 0);
      c.does((engine) => assert.equal(engine.openStream(GET, true, 'third'), undefined));
      c.take();
      c.send(headers(1, OK, { end: true }));
      c.tells('a slot', 'headers 1 :status=200 END_STREAM', 'slots');
      assert.equal(c.engine.freeSlots, 1);
      c.request(GET, true);
      c.take();
      c.send(settings({ MAX_CONCURRENT_STREAMS: 5 }));
      c.tells('a higher limit is room too', 'settings', 'slots');
      assert.equal(c.engine.freeSlots, 3);
    },
    { peerSettings: { MAX_CONCURRENT_STREAMS: 2 } },
  );

  conversation('client', 'a lower limit than what is open opens nothing until enough have ended', (c) => {
    for (let n = 0; n < 3; n++) c.request(GET, true);
    c.send(settings({ MAX_CONCURRENT_STREAMS: 1 }));
    c.take();
    assert.equal(c.engine.freeSlots, 0, 'never below 0');
    c.does((engine) => assert.equal(engine.openStream(GET, true, 'more'), undefined));
    c.send(headers(1, OK, { end: true }), headers(3, OK, { end: true }));
    assert.equal(c.engine.freeSlots, 0);
    c.send(headers(5, OK, { end: true }));
    assert.equal(c.engine.freeSlots, 1);
  });

  conversation(
    'client',
    'a limit of 0 is a limit like any other',
    (c) => {
      assert.equal(c.engine.freeSlots, 0);
      c.does((engine) => assert.equal(engine.openStream(GET, true, 'none'), undefined));
      c.send(settings({ MAX_CONCURRENT_STREAMS: 1 }));
      c.tells('until it is raised', 'settings', 'slots');
    },
    { peerSettings: { MAX_CONCURRENT_STREAMS: 0 } },
  );

  conversation(
    'client',
    'a stream that waits on nobody but was reset frees its slot at once',
    (c) => {
      const stream = c.request(GET, true);
      c.does((engine) => {
        engine.resetStream(stream, 8);
        assert.equal(engine.freeSlots, 1);
      });
    },
    { peerSettings: { MAX_CONCURRENT_STREAMS: 1 } },
  );

  conversation(
    'server',
    'a stream counts until it is closed on both sides',
    (c) => {
      c.send(headers(1, GET, { end: true }));
      c.does((engine) => engine.sendHeaders(c.stream(1), OK, false));
      c.take();
      c.send(headers(3, GET, { end: true }));
      c.writes('half-closed streams count (RFC 9113 §5.1.2)', 'RST_STREAM 3 REFUSED_STREAM');
      c.does((engine) => engine.sendData(c.stream(1), Uint8Array.of(1), true));
      c.take();
      c.send(headers(5, GET, { end: true }));
      assert.match(c.take().lines[0]!, /^headers 5/);
    },
    { settings: { maxConcurrentStreams: 1 } },
  );

  conversation('client', 'when identifiers are used up, the connection ends after its last stream', (c) => {
    // 2^30 streams would take a while; the counter of identifiers is moved forward as that many requests would.
    const inside = c.engine as unknown as { core: { streams: { nextId: number } } };
    inside.core.streams.nextId = 0x7fff_fffd;
    const first = c.request(GET, true);
    const last = c.request(GET, true);
    assert.equal(last.id, 0x7fff_ffff, 'the highest there is (RFC 9113 §5.1.1)');
    assert.equal(c.engine.freeSlots, 0);
    c.does((engine) => assert.equal(engine.openStream(GET, true, 'none'), undefined));
    c.take();
    c.send(headers(last.id, OK, { end: true }), headers(first.id, OK, { end: true }));
    assert.equal(c.take().lines.at(-1), 'end', 'in good order');
  });

  conversation('server', 'the highest identifier is a stream like any other', (c) => {
    c.send(headers(0x7fff_ffff, POST), data(0x7fff_ffff, 'x', { end: true }));
    c.does((engine) => engine.sendHeaders(c.stream(0x7fff_ffff), OK, true));
    assert.deepEqual(c.take().frames, ['HEADERS 2147483647 :status=200 END_STREAM']);
    c.alive('goes on');
  });
});

describe('before the SETTINGS of the server have come', () => {
  conversation(
    'client',
    'a hundred streams may be opened, and the real limit holds from then on',
    (c) => {
      for (let n = 0; n < 100; n++) c.request(GET, true);
      assert.equal(c.engine.freeSlots, 0, 'the smallest limit that RFC 9113 §6.5.2 recommends');
      c.take();
      c.send(settings({ MAX_CONCURRENT_STREAMS: 150 }));
      c.tells('the limit is known', 'settings', 'slots');
      assert.equal(c.engine.freeSlots, 50);
    },
    { raw: true },
  );
});

describe('PING before everything else', () => {
  conversations('its answer overtakes data that waits', (c) => {
    c.send(windowUpdate(0, 10_000_000), settings({ INITIAL_WINDOW_SIZE: 5_000_000 }));
    const [stream] = sending(c, 1) as [TestStream];
    c.command((engine) => engine.sendData(stream, new Uint8Array(1_000_000), true));
    c.turn(100_000);
    c.take();
    c.engine.writable(0);
    c.roomBytes = 0;
    c.send(ping('now now!'));
    c.roomBytes = 100_000;
    c.turn(100_000);
    const { frames } = c.take();
    assert.equal(frames[0], 'PING ACK now now!', 'RFC 9113 §6.7');
    assert.ok(frames.length > 1, 'then the data');
  });

  conversations('a round trip is measured by the clock that was given', (c) => {
    let measured: number | undefined;
    c.does((engine) =>
      engine.ping((ms) => {
        measured = ms;
      }, c.nowMs),
    );
    const { frames } = c.take();
    assert.equal(frames.length, 1);
    c.nowMs += 123;
    c.send(ping(frames[0]!.slice('PING '.length), { ack: true }));
    assert.equal(measured, 123);
    c.send(ping(frames[0]!.slice('PING '.length), { ack: true }));
    c.silent('a second answer to it is ignored');
  });

  conversations('pings out at once are told apart', (c) => {
    const answers: string[] = [];
    c.does((engine) => {
      engine.ping(() => answers.push('first'), c.nowMs);
      engine.ping(() => answers.push('second'), c.nowMs);
    });
    const opaque = c.take().frames.map((line) => line.slice('PING '.length));
    c.send(ping(opaque[1]!, { ack: true }), ping(opaque[0]!, { ack: true }));
    assert.deepEqual(answers, ['second', 'first']);
    void rstStream;
  });
});
