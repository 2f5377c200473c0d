import assert from 'node:assert/strict';
import { bytesOf, ConnectionPair, REQUEST, RESPONSE } from '../../support/connection-pair.js';

describe('a server that shuts down (RFC 9113 §6.8)', () => {
  it('serves the streams that are open, also one that was sent while the warning was on its way', () => {
    const pair = ConnectionPair.ready();
    const { client, server } = pair;
    client.connection.openStream(REQUEST, true, 'open');
    pair.settle();
    server.connection.shutdown(pair.nowMs);
    client.connection.openStream(REQUEST, true, 'under way');
    pair.settle();
    assert.deepEqual(server.sink.heard(), ['headers 1 end', 'headers 3 end']);
    assert.deepEqual(client.sink.heard(), ['goaway 2147483647 0', 'goaway 3 0']);
    assert.equal(client.connection.freeSlots, 0);
    for (const stream of server.sink.streams) {
      server.connection.sendHeaders(stream, RESPONSE, false);
      server.connection.sendData(stream, bytesOf('in time'), true);
    }
    pair.settle();
    assert.deepEqual(client.sink.heard(), ['headers 1', 'data 1 in time end', 'headers 3', 'data 3 in time end', 'end']);
    assert.deepEqual(server.sink.heard(), ['end']);
  });
});
