import assert from 'node:assert/strict';
import { bytesOf, ConnectionPair, REQUEST, RESPONSE, TRAILERS } from '../../support/connection-pair.js';

for (const chunkBytes of [Number.POSITIVE_INFINITY, 1]) {
  describe(`two connections, ${chunkBytes === 1 ? 'one byte at a time' : 'whole chunks'}`, () => {
    it('carry a unary call', () => {
      const pair = ConnectionPair.ready({ chunkBytes });
      const { client, server } = pair;
      const stream = client.connection.openStream(REQUEST, false, 'call')!;
      const at = client.connection.reserveData(stream);
      client.connection.reservedBuffer.set(bytesOf('hello'), at);
      assert.equal(client.connection.commitData(stream, at + 5, true), true);
      pair.pass(client, server);
      assert.deepEqual(joined(server.sink.heard()), ['headers 1', 'data 1 hello end']);
      assert.deepEqual([...server.sink.fields[0]!], [...REQUEST]);
      const answer = server.sink.streams[0]!;
      server.connection.sendHeaders(answer, RESPONSE, false);
      server.connection.sendData(answer, bytesOf('world'), false);
      server.connection.sendHeaders(answer, TRAILERS, true);
      pair.settle();
      assert.deepEqual(joined(client.sink.heard()), ['headers 1', 'data 1 world', 'trailers 1 end']);
      assert.equal(stream.closed, true);
      assert.equal(answer.closed, true);
      assert.equal(client.connection.openStreams + server.connection.openStreams, 0);
    });

    it('carry a streaming call both ways', () => {
      const pair = ConnectionPair.ready({ chunkBytes });
      const { client, server } = pair;
      const stream = client.connection.openStream(REQUEST, false, 'call')!;
      pair.settle();
      const answer = server.sink.streams[0]!;
      server.connection.sendHeaders(answer, RESPONSE, false);
      for (let n = 0; n < 10; n++) {
        client.connection.sendData(stream, bytesOf(`ask ${n}`), false);
        pair.settle();
        server.connection.consumed(answer, 5);
        server.connection.sendData(answer, bytesOf(`say ${n}`), false);
        pair.settle();
        client.connection.consumed(stream, 5);
      }
      client.connection.sendData(stream, new Uint8Array(0), true);
      pair.settle();
      server.connection.sendHeaders(answer, TRAILERS, true);
      pair.settle();
      assert.deepEqual(joined(server.sink.heard()), ['headers 1', `data 1 ${times('ask')}`, 'data 1  end']);
      assert.deepEqual(joined(client.sink.heard()), ['headers 1', `data 1 ${times('say')}`, 'trailers 1 end']);
      assert.equal(client.connection.openStreams + server.connection.openStreams, 0);
    });

    it('carry a message far larger than the windows', () => {
      const pair = ConnectionPair.ready({ chunkBytes: chunkBytes === 1 ? 7 : chunkBytes });
      const { client, server } = pair;
      let received = 0;
      server.sink.onEach = (call, stream) => {
        if (!call.startsWith('data')) return;
        const bytes = call.replace(/^data \d+ | end$/g, '').length;
        received += bytes;
        server.connection.consumed(stream!, bytes);
      };
      const stream = client.connection.openStream(REQUEST, false, 'call')!;
      assert.equal(client.connection.sendData(stream, new Uint8Array(300_000).fill(0x61), true), false);
      pair.settle();
      assert.equal(received, 300_000);
      assert.equal(stream.localEnded, true);
      assert.equal(server.sink.streams[0]!.remoteEnded, true);
      assert.equal(client.connection.queuedBytes, 0);
    });
  });
}

function times(word: string): string {
  return Array.from({ length: 10 }, (_, n) => `${word} ${n}`).join('');
}

/** Data in one piece, however it came. */
function joined(calls: string[]): string[] {
  const out: string[] = [];
  for (const call of calls) {
    const last = out.at(-1);
    const [kind, id] = call.split(' ');
    const head = `${kind} ${id} `;
    if (kind === 'data' && last?.startsWith(head) && !last.endsWith(' end') && call !== `${head} end`)
      out[out.length - 1] = last + call.slice(head.length);
    else out.push(call);
  }
  return out;
}
