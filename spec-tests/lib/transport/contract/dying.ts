import assert from 'node:assert/strict';
import type { StreamClosed } from '../../../../lib/transport/transport.js';
import { type CarrierName, type Clause, ClientWatch, Place, type ServerWatch, SOCKETS } from './link.js';
import { type ClientHandle, opening, REQUEST, Recorder, type ServerHandle } from './recorder.js';
import { drop, socketServer, type Wire, wire } from './scripted-peers.js';

/** A connection through a wire that can be cut. */
interface Cuttable {
  readonly client: ClientWatch;
  readonly server: ServerWatch;
  readonly wire: Wire;
  readonly heldByClient: () => { queuedBytes: number; heldBytes: number; streams: number };
  readonly heldByServer: () => { queuedBytes: number; heldBytes: number; streams: number };
  stream(): Promise<[ClientHandle, ServerHandle]>;
}

/** What a client and a server hear when the connection dies in the phase that `run` brings about. */
function dies(name: string, how: 'reset' | 'close', run: (link: Cuttable) => Promise<void>): Clause {
  return {
    name: `${name} (${how === 'reset' ? 'RST' : 'FIN'})`,
    carriers: SOCKETS,
    async run(carrier: CarrierName) {
      const place = await Place.make(carrier);
      const listener = await place.listen();
      const cable = await wire(carrier, place.address);
      const watch = new ClientWatch();
      const session = place.carrier.connect(cable.address, place.connectOptions, watch);
      await watch.until(() => watch.calls.includes('ready') || watch.closed);
      await place.accepted.until(() => place.accepted.sessions.length > 0);
      const server = place.accepted.sessions[0]!;
      await run({
        client: watch,
        server,
        wire: cable,
        heldByClient: () => session.held,
        heldByServer: () => server.session.held,
        async stream() {
          const sink = new Recorder();
          return [opening(() => session.openStream(REQUEST, sink), sink), await server.next()];
        },
      });
      await watch.until(() => watch.closed);
      await server.until(() => server.closed);
      assert.equal(watch.error?.by, 'peer', watch.error?.message);
      assert.equal(watch.error?.scope, 'connection');
      assert.equal(watch.error?.phase, 'receive');
      assert.match(watch.error!.message, /closed the connection|dropped the connection/);
      const nothing = { queuedBytes: 0, heldBytes: 0, streams: 0 };
      assert.deepEqual(session.held, nothing);
      assert.deepEqual(server.session.held, nothing);
      assert.equal(session.freeSlots, 0);
      await cable.close();
      await listener.close();
    },
  };
}

function assertLost(closed: StreamClosed): void {
  assert.equal(closed.scope, 'connection');
  assert.equal(closed.by, 'peer');
  assert.equal(closed.processed, 'maybe');
  assert.match(closed.message, /closed the connection|dropped the connection/);
}

/** Connections that die, in every phase of a stream. */
export const dying: readonly Clause[] = (['reset', 'close'] as const).flatMap((how) => [
  dies('an idle connection dies', how, async ({ wire: cable }) => cable.cut(how)),

  dies('it dies before the response headers', how, async (link) => {
    const [client, server] = await link.stream();
    client.send('one', true);
    await server.sink.wait('end');
    link.wire.cut(how);
    assertLost((await client.sink.wait('closed')).closed);
    assertLost((await server.sink.wait('closed')).closed);
    assert.deepEqual(client.sink.kinds, ['closed']);
  }),

  dies('it dies after the response headers', how, async (link) => {
    const [client, server] = await link.stream();
    server.headers();
    await client.sink.wait('headers');
    link.wire.cut(how);
    assertLost((await client.sink.wait('closed')).closed);
    assertLost((await server.sink.wait('closed')).closed);
    assert.deepEqual(client.sink.kinds, ['headers', 'closed']);
  }),

  dies('it dies between messages', how, async (link) => {
    const [client, server] = await link.stream();
    server.headers();
    server.send('one');
    client.send('two');
    await client.sink.wait('message');
    await server.sink.wait('message');
    link.wire.cut(how);
    assertLost((await client.sink.wait('closed')).closed);
    assertLost((await server.sink.wait('closed')).closed);
  }),

  dies('it dies inside a message that waits for credit', how, async (link) => {
    const [client, server] = await link.stream();
    server.sink.consumes = false;
    const chunk = Buffer.alloc(30_000);
    for (let n = 0; n < 20; n++) client.send(chunk);
    await server.sink.until(() => server.sink.count('message') >= 2);
    assert.ok(link.heldByClient().queuedBytes > 0);
    link.wire.cut(how);
    assertLost((await client.sink.wait('closed')).closed);
    assertLost((await server.sink.wait('closed')).closed);
  }),

  dies('it dies with many streams open', how, async (link) => {
    const pairs: [ClientHandle, ServerHandle][] = [];
    for (let n = 0; n < 30; n++) pairs.push(await link.stream());
    link.wire.cut(how);
    for (const [client, server] of pairs) {
      assertLost((await client.sink.wait('closed')).closed);
      assertLost((await server.sink.wait('closed')).closed);
    }
  }),

  {
    name: `it dies as soon as it is accepted (${how === 'reset' ? 'RST' : 'FIN'})`,
    carriers: SOCKETS,
    async run(carrier: CarrierName) {
      const peer = await socketServer(carrier, (socket) => drop(socket, how));
      const place = await Place.make(carrier);
      place.address = peer.address;
      const { watch } = place.connect();
      await watch.until(() => watch.closed);
      assert.deepEqual(watch.calls, ['closed']);
      assert.equal(watch.error!.processed, 'no');
      assert.equal(watch.error!.by, 'peer');
      assert.ok(['connect', 'tls'].includes(watch.error!.phase), watch.error!.phase);
      assert.match(watch.error!.message, /closed the connection|dropped the connection/);
      assert.equal(place.clock.timers.size, 0);
      await peer.close();
    },
  },
]);
