import assert from 'node:assert/strict';
import { ErrorCode } from '../../../../lib/transport/error-code.js';
import type { FieldList } from '../../../../lib/transport/transport.js';
import { type Clause, clause } from './link.js';
import { REQUEST, RESPONSE, TRAILERS, TRAILERS_ONLY } from './recorder.js';

/** Of a field list, the values of `name`. */
function values(fields: FieldList, name: string): string[] {
  return fields.flatMap((field, index) => (index % 2 === 0 && field === name ? [fields[index + 1]!] : []));
}

/** Headers, trailers, Trailers-Only. */
export const fields: readonly Clause[] = [
  clause('request headers arrive as sent, pseudo-header fields first', async (link) => {
    const more = ['x-one', '1', 'x-two', 'with spaces, and commas', 'x-key-bin', 'AAEC/w', 'authorization', 'Bearer secret'];
    const [client, server] = await link.stream(more);
    assert.deepEqual([...server.fields], [...REQUEST, ...more]);
    client.reset(8);
    await server.sink.wait('closed');
  }),

  clause('several values of one name keep their order', async (link) => {
    const [client, server] = await link.stream(['x-many', 'a', 'x-many', 'b', 'x-many', 'c']);
    assert.deepEqual(values(server.fields, 'x-many'), ['a', 'b', 'c']);
    server.headers([...RESPONSE, 'x-many', '3', 'x-many', '1', 'x-many', '2']);
    const headers = await client.sink.wait('headers');
    assert.deepEqual(values(headers.fields, 'x-many'), ['3', '1', '2']);
    server.trailers([...TRAILERS, 'x-last-bin', 'AA', 'x-last-bin', 'BB']);
    const trailers = await client.sink.wait('trailers');
    assert.deepEqual(values(trailers.fields, 'x-last-bin'), ['AA', 'BB']);
  }),

  clause('names that JavaScript objects have of their own are fields like any other', async (link) => {
    const odd = ['__proto__', 'p', 'constructor', 'c', 'tostring', 't', '__proto__', 'q'];
    const [client, server] = await link.stream(odd);
    for (const name of ['__proto__', 'constructor', 'tostring']) assert.deepEqual(values(server.fields, name), values(odd, name), name);
    server.headers([...RESPONSE, ...odd]);
    server.trailers([...TRAILERS, '__proto__', 'z']);
    const headers = await client.sink.wait('headers');
    assert.deepEqual(values(headers.fields, '__proto__'), ['p', 'q']);
    const trailers = await client.sink.wait('trailers');
    assert.deepEqual(values(trailers.fields, '__proto__'), ['z']);
  }),

  clause('response headers arrive before the first message, and nothing is added to them', async (link) => {
    const [client, server] = await link.stream();
    server.headers([...RESPONSE, 'x-room', 'a']);
    const headers = await client.sink.wait('headers');
    assert.deepEqual([...headers.fields], [...RESPONSE, 'x-room', 'a']);
    server.send('one');
    await client.sink.wait('message');
    server.trailers([...TRAILERS, 'x-cost', '7']);
    const trailers = await client.sink.wait('trailers');
    assert.deepEqual([...trailers.fields], [...TRAILERS, 'x-cost', '7']);
  }),

  clause('headers and trailers without a message between', async (link) => {
    const [client, server] = await link.stream();
    client.end();
    await server.sink.wait('end');
    server.headers();
    server.trailers();
    await client.sink.wait('trailers');
    assert.deepEqual(client.sink.kinds, ['headers', 'trailers']);
  }),

  clause('Trailers-Only: one header block, told as such', async (link) => {
    const [client, server] = await link.stream();
    client.send('ping', true);
    await server.sink.wait('end');
    server.trailers(TRAILERS_ONLY);
    const trailers = await client.sink.wait('trailers');
    assert.equal(trailers.trailersOnly, true);
    assert.deepEqual([...trailers.fields], [...TRAILERS_ONLY]);
    assert.deepEqual(client.sink.kinds, ['trailers']);
    await link.settled();
  }),

  clause('Trailers-Only from inside onMessage, before the client has ended', async (link) => {
    link.serverWatch.prepare = (server) => {
      server.sink.onEach = () => server.trailers(TRAILERS_ONLY);
    };
    const [client] = await link.stream();
    client.send('ping');
    const trailers = await client.sink.wait('trailers');
    assert.equal(trailers.trailersOnly, true);
    await link.settled();
  }),

  clause(
    'request headers over the server limit end the stream, never the connection',
    async (link) => {
      const client = link.call(['x-large', 'v'.repeat(2_000)]);
      await client.sink.until(() => client.sink.calls.length > 0);
      const { closed } = await client.sink.wait('closed');
      assert.equal(closed.code, ErrorCode.ENHANCE_YOUR_CALM);
      assert.equal(closed.processed, 'maybe', 'no would have it sent again');
      assert.deepEqual(client.sink.kinds, ['closed']);
      assert.equal(link.serverWatch.streams.length, 0, 'the server has not heard of it');
      // The connection lives on.
      const [second, server] = await link.stream();
      server.trailers(TRAILERS_ONLY);
      await second.sink.wait('trailers');
    },
    { maxHeaderListBytes: 1_000 },
  ),

  clause(
    'a limit that was raised lets larger headers pass, both ways',
    async (link) => {
      const large = 'v'.repeat(40_000);
      const [client, server] = await link.stream(['x-large', large]);
      assert.equal(values(server.fields, 'x-large')[0]?.length, 40_000);
      server.headers([...RESPONSE, 'x-large', large]);
      server.trailers([...TRAILERS, 'x-large', large]);
      assert.equal(values((await client.sink.wait('headers')).fields, 'x-large')[0]?.length, 40_000);
      assert.equal(values((await client.sink.wait('trailers')).fields, 'x-large')[0]?.length, 40_000);
    },
    { maxHeaderListBytes: 60_000 },
  ),

  clause('headers larger than any HTTP/2 library sends end their stream only', async (link) => {
    const [steady, steadyServer] = await link.stream();
    const client = link.call(['x-huge', 'v'.repeat(200_000)]);
    await client.sink.wait('closed');
    const [second, server] = await link.stream();
    server.headers([...RESPONSE, 'x-huge', 'v'.repeat(200_000)]);
    await second.sink.wait('closed');
    await server.sink.wait('closed');
    const [third, serverThird] = await link.stream();
    serverThird.headers();
    serverThird.trailers([...TRAILERS, 'x-huge', 'v'.repeat(200_000)]);
    await third.sink.wait('closed');
    steadyServer.trailers(TRAILERS_ONLY);
    await steady.sink.wait('trailers');
    await link.settled();
  }),

  clause('names of which HTTP knows only one value may have several', async (link) => {
    const [client, server] = await link.stream(['authorization', 'one', 'authorization', 'two', 'etag', 'e', 'etag', 'f']);
    assert.deepEqual(values(server.fields, 'authorization').join(','), 'one,two');
    server.headers([...RESPONSE, 'etag', '1', 'etag', '2']);
    server.trailers([...TRAILERS, 'etag', '3', 'etag', '4']);
    assert.equal(values((await client.sink.wait('headers')).fields, 'etag').join(','), '1,2');
    assert.equal(values((await client.sink.wait('trailers')).fields, 'etag').join(','), '3,4');
  }),

  clause(
    'response headers over the client limit end the stream on both sides',
    async (link) => {
      const [client, server] = await link.stream();
      server.headers([...RESPONSE, 'x-large', 'v'.repeat(2_000)]);
      const { closed } = await client.sink.wait('closed');
      assert.equal(closed.processed, 'maybe');
      await server.sink.wait('closed');
      await link.settled();
    },
    { maxHeaderListBytes: 1_000 },
  ),
];
