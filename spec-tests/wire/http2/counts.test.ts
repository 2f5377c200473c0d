/** What makes the engine fast, by counts: writes per turn, frames and header bytes of a call, slabs held, wake-ups. */
import assert from 'node:assert/strict';
import { Conversation, OK } from './support/conversation.js';
import { data, headers, settings, Type, windowUpdate } from './support/frames.js';

/** As a gRPC client sends it; the timeout differs from call to call. */
function request(timeout: string): string[] {
  return [
    ...[':method', 'POST', ':scheme', 'http', ':path', '/hello.Greeter/SayHello', ':authority', '127.0.0.1:50051'],
    ...['content-type', 'application/grpc', 'te', 'trailers', 'user-agent', 'barewire', 'grpc-timeout', timeout],
  ];
}

const RESPONSE = [...OK, 'content-type', 'application/grpc'];
const TRAILERS = ['grpc-status', '0'];

/** Answers each request with headers, a message of 18 bytes, and trailers. */
function unaryServer(): Conversation {
  const c = new Conversation('server', 'whole');
  c.sink.reactions.headers = (stream) => {
    c.engine.sendHeaders(stream, RESPONSE, false);
    const position = c.engine.reserveData(stream);
    assert.ok(position >= 0, 'a message is encoded in place');
    c.engine.reservedBuffer.fill(1, position, position + 18);
    assert.ok(c.engine.commitData(stream, position + 18, false));
    c.engine.sendHeaders(stream, TRAILERS, true);
  };
  return c;
}

const requests = (first: number, count: number) =>
  Array.from({ length: count }, (_, n) => headers(first + 2 * n, request('1S'), { end: true }));

describe('counts: turns and frames', () => {
  it('a hundred answers of one turn are one write of one piece', () => {
    const c = unaryServer();
    const before = c.sink.turns;
    c.send(...requests(1, 100));
    assert.equal(c.sink.turns - before, 1, 'one write');
    assert.equal(c.sink.writes - before, c.sink.turns - before, 'of one piece: it fits into a slab');
    c.take();
    assert.equal(c.allFrames.filter(({ type }) => type === Type.DATA).length, 100);
  });

  it('an answer has three frames, and nothing else is sent for it', () => {
    const c = unaryServer();
    c.take();
    c.allFrames.length = 0;
    for (let n = 0; n < 50; n++) c.send(...requests(1 + 2 * n, 1));
    c.take();
    const types = c.allFrames.map(({ type }) => type);
    assert.equal(types.length, 150);
    assert.deepEqual(types.slice(0, 3), [Type.HEADERS, Type.DATA, Type.HEADERS]);
  });

  it('a flush is asked for once a turn, and not at all where nothing is to be sent', () => {
    const c = unaryServer();
    let asked = 0;
    const onOutput = c.sink.onOutput.bind(c.sink);
    c.sink.onOutput = () => {
      asked++;
      onOutput();
    };
    c.send(...requests(1, 100));
    assert.equal(asked, 1);
    c.send(windowUpdate(0, 100));
    assert.equal(asked, 1, 'WINDOW_UPDATE is not answered');
  });

  it('calls ask for no wake-up', () => {
    const c = unaryServer();
    const before = c.sink.wakeChanges;
    for (let n = 0; n < 200; n++) c.send(...requests(1 + 2 * n, 1));
    assert.equal(c.sink.wakeChanges, before);
  });

  it('a megabyte in 64 KiB windows has a WINDOW_UPDATE per half a window, of the stream and of the connection', () => {
    const c = new Conversation('server', 'whole', { consume: true });
    c.send(headers(1, request('1S')));
    c.take();
    c.allFrames.length = 0;
    for (let n = 0; n < 64; n++) c.send(data(1, 16_384));
    c.take();
    assert.ok(c.allFrames.length <= 2 * 32, `${c.allFrames.length} frames`);
  });
});

describe('counts: header bytes', () => {
  it('the second call on a connection is all indexed fields: a byte each, but for a timeout that varies', () => {
    const c = new Conversation('client', 'whole');
    const sizes: number[] = [];
    for (const timeout of ['1S', '1S', '1S', '999m', '998m', '997m']) {
      c.request(request(timeout), true);
      c.take();
      sizes.push(c.allFrames.at(-1)!.blockBytes);
    }
    assert.ok(sizes[2]! <= 8, `8 fields, ${sizes[2]} bytes`);
    for (const size of sizes.slice(3)) assert.ok(size <= 8 + 6, `a new timeout is all that costs more: ${sizes}`);
  });

  it('answers: headers two bytes, trailers one', () => {
    const c = unaryServer();
    for (let n = 0; n < 3; n++) c.send(...requests(1 + 2 * n, 1));
    c.take();
    const sections = c.allFrames.filter(({ type }) => type === Type.HEADERS).map(({ blockBytes }) => blockBytes);
    assert.deepEqual(sections.slice(-2), [2, 1]);
  });

  it('a table that the peer does not want costs what it must, and no more', () => {
    const c = new Conversation('client', 'whole');
    c.send(settings({ HEADER_TABLE_SIZE: 0 }));
    c.request(request('1S'), true);
    c.request(request('1S'), true);
    c.take();
    const [first, second] = c.allFrames.slice(-2).map(({ blockBytes }) => blockBytes) as [number, number];
    assert.ok(second <= first && second < 150, `${first}, then ${second}`);
  });
});

describe('counts: memory', () => {
  const slabOf = (c: Conversation) => (c.engine as unknown as { core: { output: { slab: unknown } } }).core.output.slab;

  it('an idle connection holds no slab, a turn holds one', () => {
    const c = unaryServer();
    assert.equal(slabOf(c), undefined);
    c.sink.reactions.streamClosed = () => undefined;
    let during: unknown;
    const { headers: answer } = c.sink.reactions;
    c.sink.reactions.headers = (...args) => {
      answer!(...args);
      during = slabOf(c);
    };
    c.send(...requests(1, 3));
    assert.notEqual(during, undefined);
    assert.equal(slabOf(c), undefined);
  });

  it('calls that are done leave nothing behind', () => {
    const c = unaryServer();
    for (let n = 0; n < 300; n++) c.send(...requests(1 + 2 * n, 1));
    const { streams, scheduler } = (
      c.engine as unknown as { core: { streams: { open: { size: number } }; scheduler: { data: unknown; fields: unknown } } }
    ).core;
    assert.equal(streams.open.size, 0);
    assert.equal(scheduler.data ?? scheduler.fields, undefined);
    assert.equal(c.engine.queuedBytes, 0);
    assert.equal(c.engine.heldBytes, 0);
  });
});
