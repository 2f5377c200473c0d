import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { LOOPBACK_SPARE_SLABS, LOOPBACK_TURN_BUDGET } from '../../../lib/limits.js';
import { Loopback } from '../../../lib/transport/loopback/index.js';
import { slabsHeld } from '../../../lib/transport/loopback/slab.js';
import { TransportError } from '../../../lib/transport/transport.js';
import { Link, ListenerWatch, Place, tick } from './contract/link.js';
import { type ClientHandle, Recorder, TRAILERS_ONLY } from './contract/recorder.js';

describe('loopback', () => {
  it('two sides that answer each other for ever leave the event loop its turn', async () => {
    const link = await Link.open('loopback');
    const [client, server] = await link.stream();
    server.headers();
    server.sink.onEach = () => server.send('pong');
    client.sink.onEach = () => client.send('ping');
    client.send('ping');
    await tick();
    const first = client.sink.count('message');
    await tick();
    await tick();
    const later = client.sink.count('message');
    assert.ok(later > first, 'they go on');
    assert.ok(later - first <= 2 * LOOPBACK_TURN_BUDGET, `${later - first} messages in two turns of the event loop`);
    client.reset(8);
    await link.settled();
    await link.end();
  });

  it('a handler is not run in the AsyncLocalStorage of a client call', async () => {
    const storage = new AsyncLocalStorage<string>();
    const link = await Link.open('loopback');
    const seen: (string | undefined)[] = [];
    link.serverWatch.prepare = (server) => {
      seen.push(storage.getStore());
      server.sink.onEach = () => seen.push(storage.getStore());
    };
    const clients: ClientHandle[] = [];
    for (const name of ['a', 'b']) storage.run(name, () => clients.push(link.call()));
    for (const client of clients) storage.run('c', () => client.send('x', true));
    for (let n = 0; n < 2; n++) {
      const server = await link.serverWatch.next();
      await server.sink.wait('end');
      server.trailers(TRAILERS_ONLY);
    }
    for (const client of clients) await client.sink.wait('trailers');
    assert.deepEqual(seen, [undefined, undefined, undefined, undefined]);
    await link.end();
  });

  it('slabs come back: bursts leave no more than the spare ones', async () => {
    const link = await Link.open('loopback');
    for (let round = 0; round < 5; round++) {
      const clients: ClientHandle[] = [];
      for (let n = 0; n < 100; n++) {
        const client = link.call();
        for (let m = 0; m < 4; m++) client.send(Buffer.alloc(10_000, n));
        client.end();
        clients.push(client);
      }
      for (let n = 0; n < clients.length; n++) {
        const server = await link.serverWatch.next();
        await server.sink.wait('end');
        const expected = Buffer.alloc(10_000, server.sink.messages[0]![0]);
        assert.equal(server.sink.count('message'), 4);
        for (const bytes of server.sink.messages) assert.equal(Buffer.compare(bytes, expected), 0);
        server.trailers(TRAILERS_ONLY);
      }
      for (const client of clients) await client.sink.wait('trailers');
      assert.ok(slabsHeld().spare <= LOOPBACK_SPARE_SLABS, `${slabsHeld().spare} spare slabs`);
    }
    await link.end();
  });

  it('streams that are not read hold their own bytes, and no slab of others', async () => {
    const link = await Link.open('loopback', { serverWindowBytes: 1 });
    const before = slabsHeld().inUse;
    const stuck: ClientHandle[] = [];
    for (let n = 0; n < 40; n++) {
      const [client, server] = await link.stream();
      server.sink.consumes = false;
      // Two small messages, of which one is delivered, beside a slab full of others.
      client.send('one');
      client.send('two');
      const [other, otherServer] = await link.stream();
      for (let m = 0; m < 3; m++) other.send(Buffer.alloc(20_000));
      other.end();
      await otherServer.sink.wait('end');
      otherServer.trailers(TRAILERS_ONLY);
      await other.sink.wait('trailers');
      stuck.push(client);
    }
    assert.equal(link.client.held.queuedBytes, 40 * 8);
    assert.ok(slabsHeld().inUse <= before + 1, `${slabsHeld().inUse - before} slabs more`);
    for (const client of stuck) client.reset(8);
    await link.settled();
    await link.end();
  });

  it('what one stream does not read does not change while others go on', async () => {
    const link = await Link.open('loopback', { serverWindowBytes: 1 });
    const [stuck, stuckServer] = await link.stream();
    stuckServer.sink.consumes = false;
    for (let n = 0; n < 5; n++) stuck.send(Buffer.alloc(1_000, n + 1));
    await stuckServer.sink.wait('message');
    assert.equal(stuckServer.sink.count('message'), 1);
    for (let n = 0; n < 300; n++) {
      const [other, otherServer] = await link.stream();
      other.send(Buffer.alloc(1_000, 0xff), true);
      await otherServer.sink.wait('end');
      otherServer.trailers(TRAILERS_ONLY);
      await other.sink.wait('trailers');
    }
    stuckServer.sink.consumes = true;
    stuckServer.consumed(1_005);
    await stuckServer.sink.until(() => stuckServer.sink.count('message') === 5);
    assert.deepEqual(
      stuckServer.sink.messages.map((bytes) => [bytes.length, bytes[0], bytes[999]]),
      [1, 2, 3, 4, 5].map((n) => [1_000, n, n]),
    );
    await link.end();
  });

  it('a second listener on one loopback is refused; after closing, the next one may come', async () => {
    const place = await Place.make('loopback');
    const loopback = new Loopback();
    const sink = new ListenerWatch();
    const first = loopback.open(place.listenOptions, sink);
    assert.throws(
      () => loopback.open(place.listenOptions, sink),
      (error) => error instanceof TransportError && /listens on this loopback already/.test(error.message),
    );
    await assert.rejects(loopback.listen({ path: '' }, place.listenOptions, sink), TransportError);
    await first.close();
    await loopback.open(place.listenOptions, sink).close();
  });

  it('a sink that throws stops its own stream at most', async () => {
    const link = await Link.open('loopback');
    const [client, server] = await link.stream();
    const [other, otherServer] = await link.stream();
    server.sink.onEach = () => {
      throw new Error('a fault of the layer above');
    };
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const caught = new Promise<unknown>((resolve) => process.once('uncaughtException', resolve));
    client.send('x');
    other.send('y', true);
    assert.match(String(await caught), /a fault of the layer above/);
    for (const listener of listeners) process.on('uncaughtException', listener);
    await otherServer.sink.wait('end');
    assert.deepEqual(otherServer.sink.texts, ['y']);
    await link.end();
  });

  it('messages are copies: what the sender changes afterwards is not seen', async () => {
    const link = await Link.open('loopback');
    const sink = new Recorder();
    const [client, server] = await link.stream([], sink);
    const bytes = Buffer.from('before');
    client.send(bytes, true);
    bytes.fill(0);
    await server.sink.wait('end');
    assert.deepEqual(server.sink.texts, ['before']);
    await link.end();
  });
});
