import assert from 'node:assert/strict';
import { borrowLargeSlab } from '../../../wire/bytes/slab.js';
import { FieldError } from '../../../wire/http2/field-problem.js';
import { bytesOf, ConnectionPair, feed, REQUEST, RESPONSE, type Side, type Stream, TRAILERS } from '../../support/connection-pair.js';
import { WireReader } from './support/frame-text.js';

/** A server with one open request, and what it writes as lines. */
class Scene {
  readonly pair: ConnectionPair;
  readonly stream: Stream;
  readonly reader = new WireReader(false);

  constructor(options: ConstructorParameters<typeof ConnectionPair>[0] = {}) {
    this.pair = new ConnectionPair(options);
    this.pair.settle = () => {
      for (let moved = true; moved; ) {
        moved = this.pair.pass(this.pair.client, this.pair.server);
        moved = this.turn().length > 0 || moved;
      }
    };
    this.pair.settle();
    this.stream = this.request();
  }

  get server(): Side {
    return this.pair.server;
  }

  /** A client's stream that its side has ended. */
  request(endStream = true): Stream {
    this.pair.client.connection.openStream(REQUEST, endStream, 'call');
    this.pair.settle();
    this.server.sink.heard();
    return this.server.sink.streams.at(-1)!;
  }

  /** What the server writes in a turn; the client gets it. */
  turn(): string[] {
    this.server.connection.flush(this.pair.nowMs);
    const bytes = this.server.sink.take();
    feed(this.pair.client, bytes, Number.POSITIVE_INFINITY, this.pair.nowMs);
    return this.reader.read(bytes).map((frame) => frame.text);
  }
}

describe('sending', () => {
  it('puts headers, message and trailers of an answer into one write', () => {
    const scene = new Scene();
    const { connection, sink } = scene.server;
    sink.writes = 0;
    connection.sendHeaders(scene.stream, RESPONSE, false);
    const at = connection.reserveData(scene.stream);
    connection.reservedBuffer.set(bytesOf('hi'), at);
    assert.equal(connection.commitData(scene.stream, at + 2, false), true);
    connection.sendHeaders(scene.stream, TRAILERS, true);
    const lines = scene.turn();
    assert.equal(sink.writes, 1);
    assert.equal(lines.length, 3);
    assert.equal(scene.stream.closed, true);
  });

  it('gives a slab back when the last of its frames is written, and when they are dropped', () => {
    const scene = new Scene();
    const { connection } = scene.server;
    connection.sendHeaders(scene.stream, RESPONSE, false);
    const slab = borrowLargeSlab(100_000);
    connection.sendData(scene.stream, slab.buffer.subarray(0, 60_000), false, slab);
    assert.equal(slab.users, 1);
    scene.turn();
    assert.equal(slab.users, 0, 'the windows of 65,535 bytes have let it go');

    const held = borrowLargeSlab(110_000);
    connection.sendData(scene.stream, held.buffer.subarray(0, 100_000), false, held);
    scene.turn();
    assert.equal(held.users, 1, 'a part of it waits for the window');
    connection.resetStream(scene.stream, 8);
    assert.equal(held.users, 0);

    const late = borrowLargeSlab(110_000);
    connection.sendData(scene.stream, late.buffer.subarray(0, 100_000), false, late);
    assert.equal(late.users, 0, 'the stream is closed');
  });

  it('asks a client that has not ended to stop, without an error (RFC 9113 §8.1)', () => {
    const scene = new Scene();
    const stream = scene.request(false);
    scene.server.connection.sendHeaders(stream, RESPONSE, true);
    const lines = scene.turn();
    assert.equal(lines.length, 2);
    assert.match(lines[1]!, /^RST_STREAM 3 NO_ERROR/);
    assert.equal(stream.closed, true);
    // What the client has under way is ignored.
    scene.pair.settle();
    assert.deepEqual(scene.server.sink.heard(), []);
  });

  it('splits a block that is longer than a frame', () => {
    for (const length of [20_000, 60_000, 200_000]) {
      const scene = new Scene({ client: { settings: { maxHeaderListBytes: 300_000 } } });
      scene.pair.client.sink.fields.length = 0;
      // No character of it is short in Huffman's code.
      scene.server.connection.sendHeaders(scene.stream, [...RESPONSE, 'x-long', '~'.repeat(length)], true);
      scene.pair.settle();
      const [fields] = scene.pair.client.sink.fields;
      assert.equal(fields!.at(-1)!.length, length);
    }
  });

  it('makes no frame longer than the peer takes', () => {
    const scene = new Scene();
    scene.server.connection.sendHeaders(scene.stream, RESPONSE, false);
    scene.server.connection.sendData(scene.stream, new Uint8Array(40_000), true);
    scene.server.connection.flush(scene.pair.nowMs);
    const frames = scene.reader.read(scene.server.sink.take());
    assert.deepEqual(frames.map((frame) => frame.payload.length).slice(1), [16_384, 16_384, 7_232]);
  });

  it('sends large chunks uncopied', () => {
    const scene = new Scene();
    const { connection, sink } = scene.server;
    connection.sendHeaders(scene.stream, RESPONSE, false);
    const large = new Uint8Array(10_000);
    const written: Uint8Array[] = [];
    sink.onWrite = (bytes) => {
      written.push(bytes);
    };
    connection.sendData(scene.stream, large, false);
    connection.flush(0);
    assert.ok(written.some((bytes) => bytes.buffer === large.buffer && bytes.length === 10_000));
  });

  it('lets streams take turns, and none starve', () => {
    const scene = new Scene({ client: { connectionWindowBytes: 1_000_000, settings: { initialWindowBytes: 1_000_000 } } });
    const streams = [scene.stream, scene.request(), scene.request()];
    const { connection } = scene.server;
    for (const stream of streams) connection.sendHeaders(stream, RESPONSE, false);
    scene.turn();
    for (const stream of streams) connection.sendData(stream, new Uint8Array(50_000), true);
    connection.writable(1_000_000);
    connection.flush(0);
    const order = scene.reader.read(scene.server.sink.take()).map((frame) => frame.streamId);
    assert.deepEqual(order, [1, 3, 5, 1, 3, 5, 1, 3, 5, 1, 3, 5]);
  });

  it('pulls no DATA where the socket has no room, and answers PING before what waits', () => {
    const scene = new Scene();
    const { connection, sink } = scene.server;
    connection.sendHeaders(scene.stream, RESPONSE, false);
    scene.turn();
    connection.writable(0);
    connection.sendData(scene.stream, bytesOf('later'), false);
    connection.sendHeaders(scene.stream, TRAILERS, true);
    assert.equal(connection.reserveData(scene.stream), -1);
    assert.deepEqual(scene.turn(), []);
    let roundTrip: number | undefined;
    scene.pair.client.connection.ping((ms) => {
      roundTrip = ms;
    }, scene.pair.nowMs);
    scene.pair.pass(scene.pair.client, scene.server);
    assert.deepEqual(scene.turn(), [], 'the socket takes nothing at all');
    connection.writable(1_000);
    const lines = scene.turn();
    assert.equal(lines.length, 3);
    assert.match(lines[0]!, /^PING/);
    assert.match(lines[1]!, /^DATA 1/);
    assert.match(lines[2]!, /^HEADERS 1/);
    assert.equal(roundTrip, 0);
    assert.deepEqual(sink.heard(), []);
  });

  it('says wait above its mark, and go on once below half of it', () => {
    const scene = new Scene();
    const { connection, sink } = scene.server;
    connection.sendHeaders(scene.stream, RESPONSE, false);
    assert.equal(connection.sendData(scene.stream, new Uint8Array(100_000), false), true);
    assert.equal(connection.sendData(scene.stream, new Uint8Array(100_000), false), false);
    scene.turn();
    assert.deepEqual(sink.heard(), [], 'one window of 65,535 is not enough');
    assert.equal(scene.stream.queuedBytes, 200_000 - 65_535);
    const client = scene.pair.client.sink.streams[0]!;
    scene.pair.client.connection.consumed(client, 65_535);
    scene.pair.pass(scene.pair.client, scene.server);
    scene.turn();
    assert.deepEqual(sink.heard(), []);
    scene.pair.client.connection.consumed(client, 65_535);
    scene.pair.pass(scene.pair.client, scene.server);
    scene.turn();
    assert.deepEqual(sink.heard(), ['writable 1']);
  });

  it('drops what is queued when the stream is reset', () => {
    const scene = new Scene();
    const { connection, sink } = scene.server;
    connection.sendHeaders(scene.stream, RESPONSE, false);
    connection.sendData(scene.stream, new Uint8Array(200_000), true);
    connection.resetStream(scene.stream, 8);
    assert.equal(connection.queuedBytes < 1_000, true);
    assert.deepEqual(
      scene.turn().map((line) => line.split(' ')[0]),
      ['HEADERS', 'RST_STREAM'],
    );
    assert.deepEqual(sink.heard(), []);
  });

  it('refuses a list that the peer would not take, for this stream only', () => {
    const scene = new Scene({ client: { settings: { maxHeaderListBytes: 1_000 } } });
    const { connection, sink } = scene.server;
    connection.sendHeaders(scene.stream, [...RESPONSE, 'x-large', 'v'.repeat(2_000)], false);
    assert.deepEqual(sink.heard(), [], 'commands never call the sink');
    assert.equal(scene.stream.closed, true);
    assert.match(scene.turn()[0]!, /^RST_STREAM 1 INTERNAL_ERROR/);
    assert.deepEqual(sink.heard(), ['closed 1 by us code 11 processed maybe']);
    const next = scene.request();
    connection.sendHeaders(next, RESPONSE, true);
    assert.match(scene.turn()[0]!, /^HEADERS 3/);
  });

  it('refuses a request that the server would not take: nothing of it leaves', () => {
    const pair = ConnectionPair.ready({ server: { settings: { maxHeaderListBytes: 1_000 } } });
    const { connection, sink } = pair.client;
    const stream = connection.openStream([...REQUEST, 'x-large', 'v'.repeat(2_000)], true, 'call')!;
    assert.equal(stream.closed, true);
    assert.deepEqual(sink.heard(), []);
    pair.settle();
    assert.deepEqual(sink.heard(), ['closed 1 by us code 11 processed no']);
    assert.deepEqual(pair.server.sink.heard(), []);
    connection.openStream(REQUEST, true, 'call');
    pair.settle();
    assert.deepEqual(pair.server.sink.heard(), ['headers 3 end']);
  });

  it('throws for fields that must not be sent, and nothing has happened', () => {
    const scene = new Scene();
    const { client, server } = scene.pair;
    const { connection } = server;
    assert.throws(() => client.connection.openStream([...REQUEST, 'Upper', 'x'], true, 'call'), FieldError);
    assert.throws(() => client.connection.openStream([':method', 'GET'], true, 'call'), FieldError);
    assert.throws(() => connection.sendHeaders(scene.stream, [...RESPONSE, 'x', 'a\nb'], false), FieldError);
    assert.throws(() => connection.sendHeaders(scene.stream, [':status', '100'], true), FieldError);
    assert.throws(() => connection.sendData(scene.stream, bytesOf('x'), true), TypeError);
    assert.equal(connection.reserveData(scene.stream), -1);
    connection.sendHeaders(scene.stream, [':status', '100'], false);
    connection.sendHeaders(scene.stream, RESPONSE, false);
    assert.throws(() => connection.sendHeaders(scene.stream, TRAILERS, false), FieldError);
    assert.throws(() => connection.sendHeaders(scene.stream, RESPONSE, true), FieldError);
    connection.sendHeaders(scene.stream, TRAILERS, true);
    assert.equal(scene.turn().length, 3);
    client.connection.openStream(REQUEST, true, 'call');
    scene.pair.settle();
    assert.deepEqual(server.sink.heard(), ['headers 3 end']);
  });

  it('ignores commands on a stream that has ended', () => {
    const scene = new Scene();
    const { connection } = scene.server;
    connection.sendHeaders(scene.stream, RESPONSE, true);
    scene.turn();
    connection.sendHeaders(scene.stream, RESPONSE, true);
    connection.sendData(scene.stream, bytesOf('x'), true);
    connection.resetStream(scene.stream, 2);
    connection.consumed(scene.stream, 10);
    assert.equal(connection.reserveData(scene.stream), -1);
    assert.deepEqual(scene.turn(), []);
  });
});

describe('a message written in place', () => {
  it('waits where window, frame or socket have no room for it', () => {
    const scene = new Scene({ client: { settings: { initialWindowBytes: 10 } } });
    const { connection } = scene.server;
    connection.sendHeaders(scene.stream, RESPONSE, false);
    scene.turn();
    const at = connection.reserveData(scene.stream);
    assert.equal(connection.commitData(scene.stream, at + 11, false), false);
    assert.deepEqual(scene.turn(), []);
    const again = connection.reserveData(scene.stream);
    connection.reservedBuffer.fill(0x61, again, again + 10);
    assert.equal(connection.commitData(scene.stream, again + 10, false), true);
    assert.equal(connection.reserveData(scene.stream), -1, 'no window left');
    assert.equal(scene.turn().length, 1);
  });

  it('is refused beyond the buffer', () => {
    const scene = new Scene();
    const { connection } = scene.server;
    connection.sendHeaders(scene.stream, RESPONSE, false);
    connection.reserveData(scene.stream);
    assert.equal(connection.commitData(scene.stream, connection.reservedBuffer.length + 1, false), false);
    connection.reserveData(scene.stream);
    connection.cancelData();
    assert.equal(scene.turn().length, 1);
  });

  it('stays whole when its encoder issues commands on the same connection', () => {
    for (const chunkBytes of [Number.POSITIVE_INFINITY, 1]) {
      const scene = new Scene({ chunkBytes });
      const other = scene.request();
      const third = scene.request();
      const { connection } = scene.server;
      connection.sendHeaders(scene.stream, RESPONSE, false);
      // As an encoder would: it has its buffer, and a getter of the message calls back.
      const at = connection.reserveData(scene.stream);
      const buffer = connection.reservedBuffer;
      buffer.set(bytesOf('first half '), at);
      connection.sendHeaders(other, RESPONSE, false);
      assert.equal(connection.reserveData(other), -1, 'one reservation at a time');
      connection.sendData(other, bytesOf('from inside'), false);
      connection.sendHeaders(other, TRAILERS, true);
      connection.resetStream(third, 8);
      connection.sendData(scene.stream, bytesOf('overtakes '), false);
      connection.ping(() => {}, 0);
      buffer.set(bytesOf('second half'), at + 11);
      assert.equal(connection.commitData(scene.stream, at + 22, false), false, 'it was moved away');
      assert.equal(connection.reservedBuffer, buffer);
      connection.sendData(scene.stream, buffer.slice(at, at + 22), false);
      connection.sendHeaders(scene.stream, TRAILERS, true);
      scene.pair.client.sink.heard();
      scene.pair.settle();
      const heard = scene.pair.client.sink.heard();
      const said = (id: number) =>
        heard
          .filter((call) => call.startsWith(`data ${id}`))
          .map((call) => call.slice(7))
          .join('');
      assert.equal(said(1), 'overtakes first half second half');
      assert.equal(said(3), 'from inside');
      assert.ok(heard.includes('closed 5 by peer code 8 processed maybe'));
      assert.ok(heard.includes('trailers 1 end') && heard.includes('trailers 3 end'));
      assert.equal(scene.pair.client.connection.closed, false);
    }
  });

  it('is dropped when its encoder resets the stream, or ends the connection', () => {
    for (const end of ['reset', 'destroy', 'trailers']) {
      const scene = new Scene();
      const { connection, sink } = scene.server;
      connection.sendHeaders(scene.stream, RESPONSE, false);
      const at = connection.reserveData(scene.stream);
      if (end === 'reset') connection.resetStream(scene.stream, 8);
      else if (end === 'destroy') connection.destroy(2, 'enough');
      else connection.sendHeaders(scene.stream, TRAILERS, true);
      assert.equal(connection.commitData(scene.stream, at + 3, true), true, 'there is nothing left to do');
      const lines = scene.turn().map((line) => line.split(' ')[0]);
      assert.deepEqual(lines, ['HEADERS', end === 'reset' ? 'RST_STREAM' : end === 'destroy' ? 'GOAWAY' : 'HEADERS']);
      assert.equal(sink.ended, end === 'destroy');
    }
  });
});
