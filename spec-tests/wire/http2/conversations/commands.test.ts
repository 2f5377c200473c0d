/** What an owner may do and when: inside sink calls, between `reserveData` and `commitData`, on streams that are over. */
import assert from 'node:assert/strict';
import { Connection } from '../../../../wire/http2/connection.js';
import { JOINED_FRAME_BYTES } from '../../../../wire/limits.js';
import { Conversation, conversation, conversations, GET, OK, POST } from '../support/conversation.js';
import { fieldsText } from '../support/frame-text.js';
import { data, headers, ping, rstStream, settings, windowUpdate } from '../support/frames.js';
import { RecordingSink } from '../support/recording-sink.js';

/** A stream that may send data. */
function sending(c: Conversation) {
  if (c.role === 'client') c.request(POST, false);
  else {
    c.send(headers(1, GET, { end: true }));
    c.does((engine) => engine.sendHeaders(c.stream(1), OK, false));
  }
  c.take();
  return c.stream(1);
}

function write(engine: Connection<string>, position: number, bytes: number): number {
  engine.reservedBuffer.fill(0x61, position, Math.min(position + bytes, engine.reservedBuffer.length));
  return position + bytes;
}

describe('commands inside sink calls', () => {
  conversation('server', 'a whole answer from inside onHeaders goes out in the same turn', (c) => {
    c.sink.reactions.headers = (stream) => {
      c.engine.sendHeaders(stream, OK, false);
      const position = c.engine.reserveData(stream);
      c.engine.commitData(stream, write(c.engine, position, 3), false);
      c.engine.sendHeaders(stream, ['grpc-status', '0'], true);
    };
    c.send(headers(1, GET, { end: true }), headers(3, GET, { end: true }));
    c.writes(
      'in order, stream by stream',
      'HEADERS 1 :status=200',
      'DATA 1 "aaa"',
      'HEADERS 1 grpc-status=0 END_STREAM',
      'HEADERS 3 :status=200',
      'DATA 3 "aaa"',
      'HEADERS 3 grpc-status=0 END_STREAM',
    );
    assert.equal(c.engine.openStreams, 0);
  });

  conversation('server', 'resetStream from inside onHeaders: the data behind it in the same chunk is ignored', (c) => {
    c.sink.reactions.headers = (stream) => c.engine.resetStream(stream, 8);
    c.send(headers(1, POST), data(1, 'x'), data(1, 'y', { end: true }));
    c.tells('no call after the reset', `headers 1 ${fieldsText(POST)}`);
    c.writes('one frame', 'RST_STREAM 1 CANCEL');
    c.alive('goes on');
  });

  conversations('resetStream from inside onData: nothing more of the frame is told', (c) => {
    if (c.role === 'client') c.request(POST, false);
    else c.send(headers(1, POST));
    c.sink.reactions.data = (stream) => c.engine.resetStream(stream, 8);
    if (c.role === 'client') c.send(headers(1, OK));
    c.take();
    c.send(data(1, 'x'), data(1, 'more', { pad: 9, end: true }));
    c.tells('the first byte was told', 'data 1 "x"');
    c.writes('one frame', 'RST_STREAM 1 CANCEL');
  });

  it('resetStream from inside onData, in the middle of a frame: the rest of it is not told', () => {
    const c = new Conversation('server', 'bytes');
    c.send(headers(1, POST));
    c.sink.reactions.data = (stream) => c.engine.resetStream(stream, 8);
    c.take();
    c.send(data(1, 'xyz', { pad: 3, end: true }));
    c.tells('the first byte, and no more', 'data 1 "x"');
    c.writes('one frame', 'RST_STREAM 1 CANCEL');
    c.alive('the rest of the frame was read over');
  });

  conversation('server', 'destroy from inside onHeaders: the rest of the chunk is not told', (c) => {
    c.sink.reactions.headers = () => c.engine.destroy(0, 'enough');
    c.send(headers(1, POST), headers(3, GET, { end: true }), ping(), data(1, 'x'));
    c.writes('GOAWAY is the last frame', 'GOAWAY last=1 NO_ERROR');
    c.tells(
      'each stream once, then the end',
      `headers 1 ${fieldsText(POST)}`,
      'closed 1 by caller: connection NO_ERROR, processed maybe',
      'end by caller: NO_ERROR',
    );
  });

  conversations('destroy from inside onData: the rest of the chunk is not told', (c) => {
    if (c.role === 'client') {
      c.request(POST, false);
      c.send(headers(1, OK));
    } else c.send(headers(1, POST));
    c.take();
    c.sink.reactions.data = () => c.engine.destroy(0, 'enough');
    c.send(data(1, 'x'), data(1, 'y', { end: true }), ping(), settings());
    c.tells('one run of data', 'data 1 "x"', 'closed 1 by caller: connection NO_ERROR, processed maybe', 'end by caller: NO_ERROR');
  });

  it('destroy from inside onData: no PING that measures the path follows GOAWAY', () => {
    const c = new Conversation('server', 'whole', { maxAdaptiveWindowBytes: 1_000_000 });
    c.send(headers(1, POST));
    c.take();
    c.sink.reactions.data = () => c.engine.destroy(2, 'enough');
    c.send(data(1, 16_384));
    c.writes('the last frame', 'GOAWAY last=1 INTERNAL_ERROR');
  });

  conversation(
    'client',
    'a new request from inside the end of another takes its slot',
    (c) => {
      c.request(GET, true);
      assert.equal(c.engine.freeSlots, 0);
      c.take();
      c.sink.reactions.headers = () => {
        const next = c.engine.openStream(GET, true, 'next');
        assert.ok(next !== undefined, 'the slot is free when the end is told');
      };
      c.send(headers(1, OK, { end: true }));
      assert.deepEqual(c.take().frames, [`HEADERS 3 ${fieldsText(GET)} END_STREAM`]);
    },
    { peerSettings: { MAX_CONCURRENT_STREAMS: 1 } },
  );

  conversation('client', 'a retry from inside onStreamClosed goes out in the same turn', (c) => {
    c.request(GET, true);
    c.take();
    c.sink.reactions.streamClosed = (_, { processed }) => {
      if (processed === 'no') c.engine.openStream(GET, true, 'again');
    };
    c.send(rstStream(1, 'REFUSED_STREAM'));
    assert.deepEqual(c.take().frames, [`HEADERS 3 ${fieldsText(GET)} END_STREAM`]);
  });

  conversations(
    'consumed from inside onData gives credit back in the same turn',
    (c) => {
      if (c.role === 'client') {
        c.request(POST, false);
        c.send(headers(1, OK));
      } else c.send(headers(1, POST));
      c.take();
      let bytes = 0;
      c.sink.reactions.data = (stream, piece) => {
        bytes += piece.length;
        if (bytes === 600) c.engine.consumed(stream, 600);
      };
      c.send(data(1, 600));
      const { frames } = c.take();
      assert.ok(
        frames.some((line) => line.startsWith('WINDOW_UPDATE 1 +')),
        frames.join(),
      );
    },
    { settings: { initialWindowBytes: 1_000 } },
  );

  conversations('sendData from inside onWritable fills the queue again', (c) => {
    const stream = sending(c);
    let times = 0;
    c.sink.reactions.writable = (which) => {
      assert.equal(which, stream);
      if (++times < 3) c.engine.sendData(stream, new Uint8Array(200_000), false);
    };
    c.does((engine) => assert.equal(engine.sendData(stream, new Uint8Array(200_000), false), false, 'wait'));
    c.send(windowUpdate(0, 2_000_000), windowUpdate(1, 2_000_000));
    assert.equal(times, 3, 'told each time there was room again');
    assert.equal(c.referee.dataBytes, 600_000, 'all of it went out');
  });

  it('driving a connection from inside a sink call is refused with what to do', () => {
    const sink = new RecordingSink();
    const engine = new Connection<string>({ role: 'client' }, sink);
    let error: unknown;
    sink.onSettings = () => {
      try {
        engine.flush(0);
      } catch (caught) {
        error = caught;
      }
    };
    engine.start(0);
    const bytes = settings();
    engine.receive(bytes, 0, bytes.length, 0);
    assert.match((error as Error).message, /from outside its sink calls/);
  });

  it('a sink that throws ends the connection with INTERNAL_ERROR, and the driver has the error', () => {
    const sink = new RecordingSink();
    const engine = new Connection<string>({ role: 'client' }, sink);
    sink.onSettings = () => {
      throw new Error('the owner is broken');
    };
    engine.start(0);
    const bytes = settings();
    assert.throws(() => engine.receive(bytes, 0, bytes.length, 0), /the owner is broken/);
    assert.ok(engine.closed);
    engine.flush(0);
    assert.equal(sink.closedWith?.code, 2);
  });
});

describe('reserveData and commitData', () => {
  conversations('make one frame of what was written', (c) => {
    const stream = sending(c);
    c.does((engine) => {
      const position = engine.reserveData(stream);
      assert.ok(position >= 0);
      assert.ok(engine.commitData(stream, write(engine, position, 5), true));
    });
    c.writes('with the end', 'DATA 1 "aaaaa" END_STREAM');
  });

  conversations('what follows in the same turn goes into the same frame, up to a length', (c) => {
    const stream = sending(c);
    const commit = (engine: Connection<string>, length: number, end: boolean) =>
      assert.ok(engine.commitData(stream, write(engine, engine.reserveData(stream), length), end));
    c.does((engine) => {
      commit(engine, 2, false);
      commit(engine, 3, false);
    });
    c.writes('one frame of two messages', 'DATA 1 "aaaaa"');
    c.does((engine) => {
      commit(engine, 2, false);
      engine.sendData(stream, Uint8Array.of(0x62), false);
      commit(engine, 3, false);
    });
    c.writes('unless something else was written in between', 'DATA 1 "aa"', 'DATA 1 "b"', 'DATA 1 "aaa"');
    c.does((engine) => {
      write(engine, engine.reserveData(stream), 50);
      engine.cancelData();
      commit(engine, JOINED_FRAME_BYTES - 1, false);
      commit(engine, 1, false);
      commit(engine, 1, true);
    });
    c.writes('a long one takes no more', `DATA 1 ${JOINED_FRAME_BYTES} bytes`, 'DATA 1 "a" END_STREAM');
  });

  conversations(
    'an end beyond the buffer, the frame or the window is refused, and sendData takes the bytes',
    (c) => {
      const stream = sending(c);
      c.does((engine) => {
        let position = engine.reserveData(stream);
        assert.equal(engine.commitData(stream, engine.reservedBuffer.length + 1, false), false, 'beyond the buffer');
        position = engine.reserveData(stream);
        assert.equal(engine.commitData(stream, position + 101, false), false, "beyond the stream's window");
        position = engine.reserveData(stream);
        assert.equal(engine.commitData(stream, position + 100, false), true, 'just in the window');
        assert.equal(engine.reserveData(stream), -1, 'the window is used up');
        engine.sendData(stream, new Uint8Array(5), false);
      });
      c.writes('only what fits', 'DATA 1 100 bytes');
      c.send(windowUpdate(1, 5));
      c.writes('and the queue when it can', 'DATA 1 5 bytes');
    },
    { peerSettings: { INITIAL_WINDOW_SIZE: 100 } },
  );

  conversations('nothing overtakes what is queued', (c) => {
    const stream = sending(c);
    c.engine.writable(0);
    c.command((engine) => {
      engine.sendData(stream, Uint8Array.of(0x71), false);
      engine.writable(10_000);
      assert.equal(engine.reserveData(stream), -1, 'something waits');
      engine.sendData(stream, Uint8Array.of(0x72), true);
    });
    c.flush();
    c.writes('in order', 'DATA 1 "q"', 'DATA 1 "r" END_STREAM');
  });

  conversations('cancelData leaves nothing behind', (c) => {
    const stream = sending(c);
    c.does((engine) => {
      write(engine, engine.reserveData(stream), 50);
      engine.cancelData();
    });
    c.writes('nothing');
    c.does((engine) => engine.commitData(stream, write(engine, engine.reserveData(stream), 1), true));
    c.writes('and the next is whole', 'DATA 1 "a" END_STREAM');
  });

  conversation('server', 'an encoder that issues commands loses its reservation, and no byte of anything', (c) => {
    c.send(headers(1, GET, { end: true }), headers(3, GET, { end: true }));
    c.take();
    c.does((engine) => {
      engine.sendHeaders(c.stream(1), OK, false);
      const position = engine.reserveData(c.stream(1));
      const buffer = engine.reservedBuffer;
      const end = write(engine, position, 10);
      engine.sendHeaders(c.stream(3), OK, true);
      assert.equal(engine.commitData(c.stream(1), end, true), false, 'the place is gone');
      assert.deepEqual(buffer.slice(position, end), new Uint8Array(10).fill(0x61), 'but its bytes can still be copied out');
      engine.sendData(c.stream(1), buffer.slice(position, end), true);
    });
    c.writes('in the order of the commands', 'HEADERS 1 :status=200', 'HEADERS 3 :status=200 END_STREAM', 'DATA 1 "aaaaaaaaaa" END_STREAM');
  });

  conversations('an encoder that resets its own stream sends nothing', (c) => {
    const stream = sending(c);
    c.does((engine) => {
      const position = engine.reserveData(stream);
      const end = write(engine, position, 10);
      engine.resetStream(stream, 8);
      engine.commitData(stream, end, true);
    });
    c.writes('RST_STREAM is the last frame', 'RST_STREAM 1 CANCEL');
    c.alive('goes on');
  });

  conversations('an encoder that destroys the connection sends nothing', (c) => {
    const stream = sending(c);
    c.does((engine) => {
      const position = engine.reserveData(stream);
      const end = write(engine, position, 10);
      engine.destroy(0, 'enough');
      engine.commitData(stream, end, true);
    });
    assert.deepEqual(c.take().frames, [`GOAWAY last=${c.role === 'client' ? 0 : 1} NO_ERROR`]);
  });

  conversations('a chunk of 4 KiB and more goes out as it is, not copied', (c) => {
    const stream = sending(c);
    const large = new Uint8Array(10_000).fill(7);
    const written: Uint8Array[] = [];
    const onWrite = c.sink.onWrite.bind(c.sink);
    c.sink.onWrite = (bytes, slab, more) => {
      written.push(bytes);
      onWrite(bytes, slab, more);
    };
    c.does((engine) => engine.sendData(stream, large, true));
    assert.ok(
      written.some((bytes) => bytes.buffer === large.buffer),
      'the very memory',
    );
    assert.equal(c.sink.takeWritten().length, 0);
    assert.equal(written.length, 2, 'a frame header and the chunk');
  });
});

describe('streams that are over', () => {
  conversations('every command on them does nothing', (c) => {
    const stream = sending(c);
    c.send(rstStream(1, 'CANCEL'));
    c.take();
    c.does((engine) => {
      engine.sendHeaders(stream, ['x', 'y'], true);
      assert.equal(engine.sendData(stream, new Uint8Array(10), true), true);
      assert.equal(engine.reserveData(stream), -1);
      engine.resetStream(stream, 8);
      engine.consumed(stream, 5);
    });
    c.silent('nothing');
    assert.equal(c.engine.queuedBytes, 0);
  });

  conversations(
    'after END_STREAM was given, further data and fields are dropped',
    (c) => {
      const stream = sending(c);
      c.does((engine) => {
        engine.sendData(stream, new Uint8Array(20), true);
        engine.sendData(stream, new Uint8Array(20), true);
        engine.sendHeaders(stream, ['x', 'y'], true);
      });
      c.send(windowUpdate(1, 100));
      const { frames } = c.take();
      assert.deepEqual(frames, ['DATA 1 10 bytes', 'DATA 1 10 bytes END_STREAM']);
    },
    { peerSettings: { INITIAL_WINDOW_SIZE: 10 } },
  );

  conversations('resetStream drops what is queued, and no call comes for the stream', (c) => {
    const stream = sending(c);
    c.does((engine) => engine.sendData(stream, new Uint8Array(300_000), true));
    c.take();
    c.does((engine) => engine.resetStream(stream, 8));
    c.writes('at once', 'RST_STREAM 1 CANCEL');
    c.tells('the owner knows');
    assert.equal(c.engine.queuedBytes, 0);
    c.send(windowUpdate(0, 1_000_000));
    c.silent('nothing of it is sent');
  });
});
