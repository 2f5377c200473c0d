import assert from 'node:assert/strict';
import type { FieldList } from '../../../wire/hpack/field-list.js';
import { ConnectionPair, REQUEST, RESPONSE, TRAILERS } from '../../support/connection-pair.js';

const NO_LIMIT = { settings: { maxHeaderListBytes: 1_000_000 } };

/** Two connections of which each is told of a generous limit, while only `limit` is taken: a peer that does not look at what we say. */
function careless(limit: { client?: number; server?: number }): ConnectionPair {
  const pair = ConnectionPair.ready({ client: NO_LIMIT, server: NO_LIMIT });
  for (const role of ['client', 'server'] as const) {
    const bytes = limit[role];
    if (bytes === undefined) continue;
    const { core } = pair[role].connection as unknown as { core: { decoder: { maxListBytes: number } } };
    core.decoder.maxListBytes = bytes;
  }
  return pair;
}

describe('a header list over our limit', () => {
  const large = (n: number): FieldList => [...REQUEST, `x-large-${n}`, 'v'.repeat(1_500), 'x-after', `${n}`];

  it('ends its stream alone on a server, and the tables stay in step', () => {
    const pair = careless({ server: 1_000 });
    const { client, server } = pair;
    for (let n = 0; n < 3; n++) {
      client.connection.openStream(large(n), true, 'too large');
      client.connection.openStream([...REQUEST, 'x-after', `${n}`], true, 'fine');
    }
    pair.settle();
    assert.deepEqual(server.sink.heard(), ['headers 3 end', 'headers 7 end', 'headers 11 end'], 'it hears only of the others');
    assert.deepEqual(server.sink.fields.at(-1)?.at(-1), '2');
    assert.deepEqual(
      client.sink.heard(),
      [1, 5, 9].map((id) => `closed ${id} by peer code 11 processed maybe`),
    );
    assert.equal(server.connection.openStreams, 3);
  });

  it('ends its stream alone on a client, headers and trailers', () => {
    const pair = careless({ client: 1_000 });
    const { client, server } = pair;
    for (let n = 0; n < 2; n++) client.connection.openStream(REQUEST, true, 'call');
    pair.settle();
    const [first, second] = server.sink.streams;
    server.connection.sendHeaders(first!, [...RESPONSE, 'x-large', 'v'.repeat(2_000)], false);
    server.connection.sendHeaders(second!, RESPONSE, false);
    server.connection.sendHeaders(second!, [...TRAILERS, 'x-large', 'v'.repeat(2_000)], true);
    pair.settle();
    assert.deepEqual(client.sink.heard(), [
      'closed 1 by us code 11 processed maybe',
      'headers 3',
      'closed 3 by us code 11 processed maybe',
    ]);
    client.connection.openStream(REQUEST, true, 'next');
    pair.settle();
    server.connection.sendHeaders(server.sink.streams.at(-1)!, RESPONSE, true);
    pair.settle();
    assert.deepEqual(client.sink.heard(), ['headers 5 end']);
  });
});

describe('a response', () => {
  it('may have interim ones before it, and trailers behind it', () => {
    const pair = ConnectionPair.ready();
    const { client, server } = pair;
    client.connection.openStream(REQUEST, true, 'call');
    pair.settle();
    const [stream] = server.sink.streams;
    for (const status of ['103', '100', '103']) server.connection.sendHeaders(stream!, [':status', status], false);
    server.connection.sendHeaders(stream!, RESPONSE, false);
    server.connection.sendHeaders(stream!, TRAILERS, true);
    pair.settle();
    assert.deepEqual(client.sink.heard(), ['informational 1', 'informational 1', 'informational 1', 'headers 1', 'trailers 1 end']);
  });

  for (const [method, status, content, good] of [
    ['HEAD', '200', 0, true],
    ['HEAD', '200', 5, false],
    ['GET', '204', 0, true],
    ['GET', '204', 1, false],
    ['GET', '304', 0, true],
    ['GET', '200', 5, true],
    ['GET', '200', 4, false],
    ['GET', '200', 6, false],
  ] as const) {
    it(`of ${content} bytes to ${method} with status ${status} and content-length 5 is ${good ? 'good' : 'malformed'} (RFC 9113 §8.1.1)`, () => {
      const pair = ConnectionPair.ready();
      const { client, server } = pair;
      client.connection.openStream([':method', method, ':scheme', 'http', ':path', '/', ':authority', 'here'], true, 'call');
      pair.settle();
      const [stream] = server.sink.streams;
      server.connection.sendHeaders(stream!, [':status', status, 'content-length', '5'], false);
      if (content > 0) server.connection.sendData(stream!, new Uint8Array(content).fill(0x61), false);
      server.connection.sendData(stream!, new Uint8Array(0), true);
      pair.settle();
      const last = client.sink.heard().at(-1);
      if (good) assert.equal(last, 'data 1  end');
      else assert.equal(last, 'closed 1 by us code 1 processed maybe');
      assert.equal(client.connection.closed, false);
    });
  }
});
