import assert from 'node:assert/strict';
import { ErrorCode } from '../../../../lib/transport/error-code.js';
import { TransportError } from '../../../../lib/transport/transport.js';
import { CARRIERS, type Clause, clause, ENGINE, NODE_HTTP2, PLAIN, Place, SOCKETS, TLS, tick, UNIX } from './link.js';
import { issue, REQUEST, Recorder, TRAILERS_ONLY } from './recorder.js';

/** A clause that opens its own connections. */
function own(name: string, run: (place: Place) => Promise<void>, carriers = CARRIERS): Clause {
  return { name, carriers, run: async (carrier) => run(await Place.make(carrier, { maxConcurrentStreams: 2 })) };
}

/** Connections as a whole. */
export const sessions: readonly Clause[] = [
  own('ready comes later, once; until then there are no slots, and opening a stream throws', async (place) => {
    await place.listen();
    const { session, watch } = place.connect();
    assert.deepEqual(watch.calls, []);
    assert.equal(session.freeSlots, 0);
    assert.throws(
      () => session.openStream(REQUEST, new Recorder()),
      (error) => error instanceof TransportError && error.processed === 'no' && /freeSlots/.test(error.message),
    );
    await watch.until(() => watch.calls.length > 0);
    assert.deepEqual(watch.calls, ['ready']);
    assert.equal(session.freeSlots, 2);
    await place.clock.pass(20_000);
    assert.equal(watch.closed, false, 'the connect timer is gone');
    session.destroy('done');
    await watch.until(() => watch.closed);
    await place.listener!.close();
  }),

  clause(
    'the peer limits streams: no slot, then onSlots when one is free again',
    async (link) => {
      const [first, serverFirst] = await link.stream();
      const [second, serverSecond] = await link.stream();
      assert.equal(link.client.freeSlots, 0);
      assert.throws(() => link.call(), { name: 'TransportError', processed: 'no', by: 'caller' });
      serverFirst.trailers(TRAILERS_ONLY);
      await first.sink.wait('trailers');
      await link.clientWatch.until(() => link.clientWatch.calls.includes('slots'));
      assert.equal(link.client.freeSlots, 1);
      const [third, serverThird] = await link.stream();
      for (const server of [serverSecond, serverThird]) server.trailers(TRAILERS_ONLY);
      await second.sink.wait('trailers');
      await third.sink.wait('trailers');
    },
    { maxConcurrentStreams: 2 },
  ),

  clause('both ends know each other', async (link) => {
    const { name } = link.place;
    if (name === 'loopback') {
      assert.equal(link.client.peer.address, 'loopback');
      assert.equal(link.server.peer.address, 'loopback');
    } else if (UNIX.includes(name)) {
      assert.match(link.client.peer.address, /^unix:\//);
      assert.equal(link.server.peer.address, link.client.peer.address);
    } else {
      assert.equal(link.client.peer.address, link.place.listener!.address);
      assert.match(link.server.peer.address, /^127\.0\.0\.1:\d+$/);
    }
    if (TLS.includes(name)) {
      assert.equal(link.client.peer.tls?.protocol, 'TLSv1.3');
      assert.equal(link.client.peer.tls?.authorized, true);
      assert.ok((link.client.peer.tls?.certificate?.length ?? 0) > 100);
      assert.equal(link.server.peer.tls?.protocol, 'TLSv1.3');
      assert.equal(link.server.peer.tls?.certificate, undefined);
    } else {
      assert.equal(link.client.peer.tls, undefined);
      assert.equal(link.server.peer.tls, undefined);
    }
  }),

  clause('PING is answered, from either side, also several at once', async (link) => {
    for (const session of [link.client, link.server]) {
      const times = await Promise.all(
        Array.from({ length: 30 }, () => new Promise<number | undefined>((resolve) => issue(() => session.ping(resolve)))),
      );
      for (const time of times) assert.equal(typeof time, 'number');
    }
  }),

  clause('PING on a connection that ends is answered with nothing', async (link) => {
    const asked = new Promise<number | undefined>((resolve) => link.client.ping(resolve));
    link.client.destroy('too late');
    assert.equal(await asked, undefined);
    assert.equal(await new Promise((resolve) => link.client.ping(resolve)), undefined);
  }),

  clause('the client closes: no new streams, open ones end as they would, then both hear of a good end', async (link) => {
    const [client, server] = await link.stream();
    client.send('one');
    await server.sink.wait('message');
    issue(() => link.client.close());
    link.client.close();
    assert.equal(link.client.freeSlots, 0);
    assert.throws(() => link.call(), { name: 'TransportError' });
    await link.clientWatch.until(() => link.clientWatch.calls.some((call) => call.startsWith('going away 0')));
    assert.equal(link.clientWatch.closed, false);
    server.headers();
    server.send('reply');
    server.trailers();
    await client.sink.wait('trailers');
    await link.clientWatch.until(() => link.clientWatch.closed);
    assert.equal(link.clientWatch.error, undefined);
    await link.serverWatch.until(() => link.serverWatch.closed);
    assert.equal(link.serverWatch.error, undefined);
    assert.equal(link.clientWatch.calls.filter((call) => call.startsWith('going away')).length, 1);
  }),

  clause('the server closes: GOAWAY, open streams end as they would, then both hear of a good end', async (link) => {
    const [client, server] = await link.stream();
    issue(() => link.server.close());
    link.server.close();
    await link.clientWatch.until(() => link.clientWatch.calls.some((call) => call.startsWith('going away 0')));
    assert.equal(link.client.freeSlots, 0);
    client.send('still heard', true);
    await server.sink.wait('end');
    assert.deepEqual(server.sink.texts, ['still heard']);
    server.headers();
    server.send('reply');
    server.trailers();
    await client.sink.wait('trailers');
    assert.deepEqual(client.sink.texts, ['reply']);
    await link.clientWatch.until(() => link.clientWatch.closed);
    await link.serverWatch.until(() => link.serverWatch.closed);
    assert.equal(link.clientWatch.error, undefined);
    assert.equal(link.serverWatch.error, undefined);
  }),

  clause('closing an idle connection ends it at once, from either side', async (link) => {
    link.server.close();
    await link.clientWatch.until(() => link.clientWatch.closed);
    await link.serverWatch.until(() => link.serverWatch.closed);
    assert.equal(link.clientWatch.error, undefined);
    assert.equal(link.serverWatch.error, undefined);
  }),

  clause(
    'a stream that crosses with GOAWAY was not processed',
    async (link) => {
      const [steady, steadyServer] = await link.stream();
      const crossing = link.call();
      crossing.send('hello', true);
      link.server.close();
      const { closed } = await crossing.sink.wait('closed');
      assert.equal(closed.processed, 'no');
      assert.equal(closed.code, ErrorCode.REFUSED_STREAM);
      assert.equal(link.serverWatch.streams.length, 1);
      steadyServer.trailers(TRAILERS_ONLY);
      await steady.sink.wait('trailers');
    },
    { carriers: ['loopback', ...NODE_HTTP2] },
  ),

  clause(
    'a stream that crosses with GOAWAY is served: the first one only asks (RFC 9113 §6.8)',
    async (link) => {
      const crossing = link.call();
      crossing.send('hello', true);
      link.server.close();
      const server = await link.serverWatch.next();
      await server.sink.wait('end');
      await link.clientWatch.until(() => link.clientWatch.calls.some((call) => call.startsWith('going away 0')));
      assert.equal(link.client.freeSlots, 0);
      server.trailers(TRAILERS_ONLY);
      await crossing.sink.wait('trailers');
      await link.clientWatch.until(() => link.clientWatch.closed);
      await link.serverWatch.until(() => link.serverWatch.closed);
      assert.equal(link.clientWatch.error, undefined);
      assert.equal(link.serverWatch.error, undefined);
    },
    { carriers: ENGINE },
  ),

  clause('the client destroys: every stream on both sides hears it, once', async (link) => {
    const pairs = [await link.stream(), await link.stream(), await link.stream()];
    issue(() => link.client.destroy('the caller has had enough'));
    link.client.destroy('again');
    for (const [client, server] of pairs) {
      const { closed } = await client.sink.wait('closed');
      assert.equal(closed.scope, 'connection');
      assert.equal(closed.by, 'us');
      assert.equal(closed.processed, 'maybe');
      assert.match(closed.message, /the caller has had enough/);
      const other = (await server.sink.wait('closed')).closed;
      assert.equal(other.by, 'peer');
    }
    await link.clientWatch.until(() => link.clientWatch.closed);
    assert.match(link.clientWatch.error!.message, /the caller has had enough/);
    assert.equal(link.clientWatch.error!.by, 'us');
    await link.serverWatch.until(() => link.serverWatch.closed);
  }),

  clause('the server destroys: every stream on both sides hears it, once', async (link) => {
    const pairs = [await link.stream(), await link.stream(), await link.stream()];
    issue(() => link.server.destroy('shutting down'));
    for (const [client, server] of pairs) {
      const { closed } = await client.sink.wait('closed');
      assert.equal(closed.by, 'peer');
      assert.equal(closed.processed, 'maybe');
      const other = (await server.sink.wait('closed')).closed;
      assert.equal(other.scope, 'connection');
      assert.equal(other.by, 'us');
    }
    await link.clientWatch.until(() => link.clientWatch.closed);
    await link.serverWatch.until(() => link.serverWatch.closed);
    assert.equal(link.serverWatch.error!.by, 'us');
  }),

  own('destroyed or closed while it connects: one onClosed and nothing else', async (place) => {
    await place.listen();
    for (const how of ['destroy', 'close'] as const) {
      const { session, watch } = place.connect();
      if (how === 'destroy') session.destroy('not needed any more');
      else session.close();
      await watch.until(() => watch.closed);
      assert.deepEqual(watch.calls, ['closed']);
      if (how === 'destroy') assert.match(watch.error!.message, /not needed any more/);
      else assert.equal(watch.error, undefined);
    }
    // The server may still have to notice.
    while (place.clock.timers.size > 0) await tick();
    await place.listener!.close();
  }),

  own('where nobody listens: phase connect, processed no, and what to do', async (place) => {
    const listener = await place.listen();
    await listener.close();
    const { watch } = place.connect();
    await watch.until(() => watch.closed);
    assert.deepEqual(watch.calls, ['closed']);
    const error = watch.error!;
    assert.ok(error instanceof TransportError);
    assert.equal(error.phase, 'connect');
    assert.equal(error.processed, 'no');
    assert.equal(error.scope, 'connection');
    assert.match(error.message, /listens on|there is no socket at|no server listens/);
    assert.equal(place.clock.timers.size, 0);
  }),

  own('a listener that closes keeps the connections that are open', async (place) => {
    const listener = await place.listen();
    const { session, watch } = place.connect();
    await watch.until(() => watch.calls.includes('ready'));
    await listener.close();
    const sink = new Recorder();
    const stream = session.openStream(REQUEST, sink);
    await place.accepted.until(() => place.accepted.sessions.length === 1);
    const server = await place.accepted.sessions[0]!.next();
    server.trailers(TRAILERS_ONLY);
    await sink.wait('trailers');
    assert.ok(stream.id > 0);
    const second = place.connect();
    await second.watch.until(() => second.watch.closed);
    assert.equal(second.watch.error!.processed, 'no');
    session.destroy('done');
    await watch.until(() => watch.closed);
  }),

  own(
    'a port or path in use: listening is refused with its name',
    async (place) => {
      const listener = await place.listen();
      await assert.rejects(place.carrier.listen(place.address, place.listenOptions, place.accepted), (error) => {
        assert.ok(error instanceof TransportError);
        assert.equal(error.by, 'us');
        assert.match(error.message, /is in use: another process listens there/);
        return true;
      });
      await listener.close();
      const again = await place.carrier.listen(place.address, place.listenOptions, place.accepted);
      await again.close();
    },
    SOCKETS,
  ),

  own(
    'a port of another machine, or without permission: listening is refused with what to do',
    async (place) => {
      await assert.rejects(
        place.carrier.listen({ host: '192.0.2.1', port: 0 }, place.listenOptions, place.accepted),
        /192\.0\.2\.1:0 is no address of this machine/,
      );
      await assert.rejects(
        place.carrier.listen({ path: '/no/such/folder/app.sock' }, place.listenOptions, place.accepted),
        /the folder of unix:\/no\/such\/folder\/app\.sock does not exist|no permission/,
      );
    },
    PLAIN,
  ),

  own('many connections to one listener', async (place) => {
    await place.listen();
    const clients = Array.from({ length: 20 }, () => place.connect());
    for (const { watch } of clients) await watch.until(() => watch.calls.includes('ready'));
    await place.accepted.until(() => place.accepted.sessions.length === 20);
    for (const { session } of clients) session.close();
    for (const { watch } of clients) await watch.until(() => watch.closed);
    for (const server of place.accepted.sessions) await server.until(() => server.closed);
    await place.listener!.close();
    await tick();
    assert.equal(place.accepted.errors.length, 0);
  }),
];
