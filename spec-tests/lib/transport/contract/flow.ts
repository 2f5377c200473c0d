import assert from 'node:assert/strict';
import { type Clause, clause, type Link, SOCKETS, tick } from './link.js';
import { type ClientHandle, ServerHandle, TRAILERS_ONLY } from './recorder.js';

type Either = ClientHandle | ServerHandle;

/** Turns of the event loop after which what could move has moved. */
const QUIET_TURNS = 30;

async function quiet(): Promise<void> {
  for (let n = 0; n < QUIET_TURNS; n++) await tick();
}

/** Writes messages until told to wait, and again whenever there is room, until `total` are written. */
function pump(writer: Either, message: Uint8Array, total: number): { written: number } {
  const progress = { written: 0 };
  const go = () => {
    while (progress.written < total) {
      progress.written++;
      if (!writer.send(message)) return;
    }
  };
  const sink = writer.sink;
  const onWritable = sink.onWritable.bind(sink);
  sink.onWritable = () => {
    onWritable();
    go();
  };
  go();
  return progress;
}

/** What both sides hold for one direction, and may: a queue, two windows, what lies in the sockets, and a message more. */
const BOUND = 4 * 65_536 + 2 * 16_384;

function assertFlat(link: Link): void {
  for (const [side, session] of [
    ['client', link.client],
    ['server', link.server],
  ] as const) {
    const { queuedBytes, heldBytes } = session.held;
    assert.ok(queuedBytes + heldBytes <= BOUND, `the ${side} holds ${queuedBytes} queued and ${heldBytes} received bytes`);
  }
}

/** A reader that takes nothing stops the writer; when it reads again, everything arrives. */
async function slowReader(link: Link, writer: Either, reader: Either): Promise<void> {
  reader.sink.consumes = false;
  const message = new Uint8Array(8_187).fill(1);
  const total = 400;
  const progress = pump(writer, message, total);
  let before = -1;
  while (before !== reader.sink.count('message')) {
    before = reader.sink.count('message');
    await quiet();
    assertFlat(link);
  }
  assert.ok(progress.written < total, `the writer was never stopped: ${progress.written} of ${total} messages went`);
  const stalled = progress.written;
  assert.ok(stalled * 8_192 < 2_000_000, `${stalled} messages are under way`);
  await quiet();
  assert.equal(progress.written, stalled, 'no room, no onWritable');
  // Now it reads: one message at a time, each giving its credit back.
  reader.sink.consumes = true;
  reader.consumed(reader.sink.count('message') * 8_192);
  await reader.sink.until(() => {
    assertFlat(link);
    return reader.sink.count('message') === total;
  });
  assert.equal(progress.written, total);
  assert.ok(writer.sink.count('writable') > 0);
  await quiet();
  assert.equal(link.client.held.queuedBytes + link.client.held.heldBytes, 0);
  assert.equal(link.server.held.queuedBytes + link.server.held.heldBytes, 0);
}

/** Flow control: RFC 9113 §5.2, as far as it can be seen. */
export const flow: readonly Clause[] = [
  clause('a slow server stops a fast client; memory stays flat', async (link) => {
    const [client, server] = await link.stream();
    await slowReader(link, client, server);
    server.trailers(TRAILERS_ONLY);
    await client.sink.wait('trailers');
  }),

  clause('a slow client stops a fast server; memory stays flat', async (link) => {
    const [client, server] = await link.stream();
    server.headers();
    await slowReader(link, server, client);
    server.trailers();
    await client.sink.wait('trailers');
  }),

  clause('a reader that takes each message as it comes never stops anybody for good', async (link) => {
    const [client, server] = await link.stream();
    const message = new Uint8Array(995).fill(2);
    const progress = pump(client, message, 5_000);
    await server.sink.until(() => server.sink.count('message') === 5_000);
    assert.equal(progress.written, 5_000);
    server.trailers(TRAILERS_ONLY);
    await client.sink.wait('trailers');
  }),

  clause('a message larger than the window arrives, both ways', async (link) => {
    const [client, server] = await link.stream();
    const large = new Uint8Array(4 * 1024 * 1024);
    for (let n = 0; n < large.length; n++) large[n] = (n * 31) >> 3;
    client.send(large, true);
    await server.sink.wait('end');
    assert.equal(Buffer.compare(server.sink.messages[0]!, large), 0);
    server.headers();
    server.send(large);
    server.trailers();
    await client.sink.wait('trailers');
    assert.equal(Buffer.compare(client.sink.messages[0]!, large), 0);
    await link.settled();
  }),

  clause('a large message arrives at a reader that has credit for one byte', async (link) => {
    const [client, server] = await link.stream();
    server.sink.consumes = false;
    client.send(new Uint8Array(65_529));
    client.send(new Uint8Array(1_000_000).fill(3));
    await server.sink.until(() => server.sink.count('message') === 2);
    assert.equal(server.sink.messages[1]!.length, 1_000_000);
    server.trailers(TRAILERS_ONLY);
    await client.sink.wait('trailers');
  }),

  clause('a stuck stream beside a moving one: the neighbour does not notice', async (link) => {
    const [stuck, stuckServer] = await link.stream();
    stuckServer.sink.consumes = false;
    pump(stuck, new Uint8Array(8_187), 1_000);
    await quiet();
    const [moving, movingServer] = await link.stream();
    pump(moving, new Uint8Array(8_187).fill(4), 500);
    await movingServer.sink.until(() => movingServer.sink.count('message') === 500);
    assert.ok(stuckServer.sink.count('message') < 50);
    movingServer.headers();
    pump(movingServer, new Uint8Array(8_187).fill(5), 500);
    await moving.sink.until(() => moving.sink.count('message') === 500);
    assertFlat(link);
    movingServer.trailers();
    await moving.sink.wait('trailers');
    stuck.reset(8);
    await stuckServer.sink.wait('closed');
    await link.settled();
  }),

  clause('fifty stuck streams beside a moving one', async (link) => {
    const stuck: ClientHandle[] = [];
    for (let n = 0; n < 50; n++) {
      const [client, server] = await link.stream();
      server.sink.consumes = false;
      pump(client, new Uint8Array(8_187), 100);
      stuck.push(client);
    }
    await quiet();
    const { queuedBytes, heldBytes } = link.client.held;
    assert.ok(queuedBytes + heldBytes < 51 * BOUND);
    const [moving, movingServer] = await link.stream();
    pump(moving, new Uint8Array(8_187).fill(4), 200);
    await movingServer.sink.until(() => movingServer.sink.count('message') === 200);
    movingServer.trailers(TRAILERS_ONLY);
    await moving.sink.wait('trailers');
    for (const client of stuck) client.reset(8);
    await link.settled();
  }),

  clause('credit given back in parts and late sums up', async (link) => {
    const [client, server] = await link.stream();
    server.sink.consumes = false;
    const progress = pump(client, new Uint8Array(995), 2_000);
    while (progress.written < 2_000 || server.sink.count('message') < 2_000) {
      const before = server.sink.count('message');
      await quiet();
      if (server.sink.count('message') === before) {
        server.consumed(600);
        server.consumed(400);
      }
    }
    assert.equal(server.sink.count('message'), 2_000);
    server.trailers(TRAILERS_ONLY);
    await client.sink.wait('trailers');
  }),

  clause(
    'small messages count as such: a reader that takes nothing holds some thousand of them, not a window full',
    async (link) => {
      const pairs: readonly (readonly [Either, Either])[] = [await link.stream(), [...(await link.stream())].reverse() as [Either, Either]];
      for (const [writer, reader] of pairs) {
        if (writer instanceof ServerHandle) writer.headers();
        reader.sink.consumes = false;
        const total = 40_000;
        const progress = pump(writer, new Uint8Array(0), total);
        await reader.sink.wait('message');
        let waiting = 0;
        while (waiting < reader.sink.count('message')) {
          waiting = reader.sink.count('message');
          await quiet();
        }
        assert.ok(waiting >= 1_024 && waiting < 10_000, `${waiting} messages wait`);
        // Now it reads, a few at a time.
        let given = 0;
        while (given < total) {
          const more = Math.min(reader.sink.count('message') - given, 100);
          if (more > 0) reader.consumed(more * 5);
          given += more;
          if (given % 1_000 === 0 || more === 0) await tick();
        }
        assert.equal(progress.written, total);
      }
    },
    { carriers: SOCKETS, clientWindowBytes: 262_144, serverWindowBytes: 262_144 },
  ),

  clause('opening and resetting in a loop holds nothing', async (link) => {
    for (let round = 0; round < 20; round++) {
      for (let n = 0; n < 45; n++) {
        const client = link.call();
        client.send(new Uint8Array(100));
        client.reset(8);
      }
      await quiet();
      assertFlat(link);
      assert.ok(link.server.held.streams <= 100, `${link.server.held.streams} streams are open`);
    }
    await link.settled();
    assert.deepEqual(link.client.held, { queuedBytes: 0, heldBytes: 0, streams: 0 });
    assert.deepEqual(link.server.held, { queuedBytes: 0, heldBytes: 0, streams: 0 });
  }),
];
