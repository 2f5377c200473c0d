import assert from 'node:assert/strict';
import { type Clause, clause } from './link.js';
import { type ClientHandle, RESPONSE, Recorder, type ServerHandle, TRAILERS } from './recorder.js';

/** The four shapes, and many of them at once. */
export const shapes: readonly Clause[] = [
  clause('a unary call: one message each way, then trailers', async (link) => {
    const [client, server] = await link.stream();
    client.send('ping', true);
    assert.deepEqual(await served(server), ['ping']);
    server.headers();
    server.send('pong');
    server.trailers();
    const { fields, trailersOnly } = await client.sink.wait('trailers');
    assert.deepEqual([...fields], [...TRAILERS]);
    assert.equal(trailersOnly, false);
    assert.deepEqual(client.sink.kinds, ['headers', 'message', 'trailers']);
    assert.deepEqual(client.sink.texts, ['pong']);
    assert.deepEqual(server.sink.kinds, ['message', 'end']);
    await link.settled();
  }),

  clause('server streaming: many messages, in order', async (link) => {
    const [client, server] = await link.stream();
    client.send('from 500', true);
    await server.sink.wait('end');
    server.headers();
    for (let n = 0; n < 500; n++) server.send(`message ${n}`);
    server.trailers();
    await client.sink.wait('trailers');
    assert.deepEqual(
      client.sink.texts,
      Array.from({ length: 500 }, (_, n) => `message ${n}`),
    );
  }),

  clause('client streaming: many messages, then the half-close, in order', async (link) => {
    const [client, server] = await link.stream();
    for (let n = 0; n < 500; n++) client.send(`message ${n}`);
    client.end();
    await server.sink.wait('end');
    assert.deepEqual(
      server.sink.texts,
      Array.from({ length: 500 }, (_, n) => `message ${n}`),
    );
    server.headers();
    server.send('500');
    server.trailers();
    await client.sink.wait('trailers');
    assert.deepEqual(client.sink.texts, ['500']);
  }),

  clause('bidirectional: each message answered before the next', async (link) => {
    const [client, server] = await link.stream();
    server.headers();
    server.sink.onEach = (bytes) => {
      const text = Buffer.from(bytes).toString('latin1');
      // Commands inside a sink call are legal.
      server.send(`echo ${text}`);
    };
    for (let n = 0; n < 50; n++) {
      client.send(`${n}`);
      await client.sink.until(() => client.sink.count('message') > n);
    }
    client.end();
    await server.sink.wait('end');
    server.trailers();
    await client.sink.wait('trailers');
    assert.deepEqual(
      client.sink.texts,
      Array.from({ length: 50 }, (_, n) => `echo ${n}`),
    );
  }),

  clause('messages of every size arrive whole, the empty one too', async (link) => {
    const [client, server] = await link.stream();
    server.headers();
    const sizes = [0, 1, 2, 5, 1_000, 16_378, 16_379, 16_380, 16_384, 32_768, 65_530, 65_536, 100_000, 0, 3];
    const sent = sizes.map((size, index) => Buffer.alloc(size, index + 1));
    for (const bytes of sent) client.send(bytes);
    client.end();
    await server.sink.wait('end');
    assert.deepEqual(
      server.sink.messages.map((bytes) => Buffer.from(bytes)),
      sent,
    );
    for (const bytes of sent) server.send(bytes);
    server.trailers();
    await client.sink.wait('trailers');
    assert.deepEqual(
      client.sink.messages.map((bytes) => Buffer.from(bytes)),
      sent,
    );
  }),

  clause('the compressed flag arrives as it was sent, and does nothing else', async (link) => {
    const [client, server] = await link.stream();
    client.send('plain', false, false);
    client.send('squeezed', true, true);
    await server.sink.wait('end');
    const flags = server.sink.calls.flatMap((call) => (call.kind === 'message' ? [call.compressed] : []));
    assert.deepEqual(flags, [false, true]);
    assert.deepEqual(server.sink.texts, ['plain', 'squeezed']);
    server.trailers([':status', '200', ...TRAILERS]);
    await client.sink.wait('trailers');
  }),

  clause('100 streams at once on one connection, answered in the opposite order', async (link) => {
    const clients: ClientHandle[] = [];
    for (let n = 0; n < 100; n++) {
      const client = link.call(['x-number', String(n)]);
      client.send(`request ${n}`, true);
      clients.push(client);
    }
    const servers: ServerHandle[] = [];
    for (let n = 0; n < 100; n++) {
      const server = await link.serverWatch.next();
      await server.sink.wait('end');
      servers.push(server);
    }
    assert.equal(link.client.openStreams, 100);
    assert.equal(link.server.openStreams, 100);
    for (const server of servers.reverse()) {
      server.headers();
      server.send(`reply to ${server.sink.texts[0]}`);
      server.trailers();
    }
    for (const [n, client] of clients.entries()) {
      await client.sink.wait('trailers');
      assert.deepEqual(client.sink.texts, [`reply to request ${n}`]);
    }
    assert.equal(link.place.accepted.sessions.length, 1, 'all on one connection');
    await link.settled();
    assert.equal(new Set(clients.map((client) => client.raw.id)).size, 100, 'identifiers are unique');
  }),

  clause('messages on two streams do not mix', async (link) => {
    const [one, serverOne] = await link.stream();
    const [two, serverTwo] = await link.stream();
    for (let n = 0; n < 200; n++) {
      one.send(`one ${n}`);
      two.send(`two ${n}`);
    }
    one.end();
    two.end();
    await serverOne.sink.wait('end');
    await serverTwo.sink.wait('end');
    assert.deepEqual(
      serverOne.sink.texts,
      Array.from({ length: 200 }, (_, n) => `one ${n}`),
    );
    assert.deepEqual(
      serverTwo.sink.texts,
      Array.from({ length: 200 }, (_, n) => `two ${n}`),
    );
    for (const server of [serverOne, serverTwo]) server.trailers([...RESPONSE, ...TRAILERS]);
    await one.sink.wait('trailers');
    await two.sink.wait('trailers');
  }),

  clause('a stream opened from inside a sink call is a stream like any other', async (link) => {
    const [client, server] = await link.stream();
    const inner = new Recorder();
    let opened: ClientHandle | undefined;
    client.sink.onEach = () => {
      opened = link.call([], inner);
      opened.send('inner', true);
    };
    server.headers();
    server.send('go');
    const second = await link.serverWatch.next();
    assert.deepEqual(await served(second), ['inner']);
    second.trailers([...RESPONSE, ...TRAILERS]);
    await inner.wait('trailers');
    server.trailers();
    await client.sink.wait('trailers');
  }),
];

/** The request's messages, once the client has half-closed. */
async function served(server: ServerHandle): Promise<string[]> {
  await server.sink.wait('end');
  return server.sink.texts;
}
