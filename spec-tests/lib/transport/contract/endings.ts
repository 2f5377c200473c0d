import assert from 'node:assert/strict';
import { ErrorCode } from '../../../../lib/transport/error-code.js';
import { type Clause, clause, tick } from './link.js';
import { bytesCodec, RESPONSE, TRAILERS, TRAILERS_ONLY } from './recorder.js';

/** How streams end: half-close, early answer, reset. */
export const endings: readonly Clause[] = [
  clause('half-close with the last message', async (link) => {
    const [client, server] = await link.stream();
    client.send('last', true);
    await server.sink.wait('end');
    assert.deepEqual(server.sink.kinds, ['message', 'end']);
    server.trailers(TRAILERS_ONLY);
    await client.sink.wait('trailers');
  }),

  clause('half-close without a message, at once and later', async (link) => {
    const [first, serverFirst] = await link.stream();
    first.end();
    await serverFirst.sink.wait('end');
    assert.deepEqual(serverFirst.sink.kinds, ['end']);
    const [second, serverSecond] = await link.stream();
    second.send('one');
    await serverSecond.sink.wait('message');
    second.end();
    await serverSecond.sink.wait('end');
    assert.deepEqual(serverSecond.sink.kinds, ['message', 'end']);
    for (const server of [serverFirst, serverSecond]) server.trailers(TRAILERS_ONLY);
    await first.sink.wait('trailers');
    await second.sink.wait('trailers');
  }),

  clause('the server sends on after the client has half-closed', async (link) => {
    const [client, server] = await link.stream();
    client.end();
    await server.sink.wait('end');
    server.headers();
    server.send('one');
    await client.sink.wait('message');
    await tick();
    server.send('two');
    server.trailers();
    await client.sink.wait('trailers');
    assert.deepEqual(client.sink.texts, ['one', 'two']);
  }),

  clause('an early answer is success: the server ends before the client, who hears trailers and nothing else', async (link) => {
    const [client, server] = await link.stream();
    client.send('one');
    await server.sink.wait('message');
    server.headers();
    server.send('enough');
    server.trailers();
    await client.sink.wait('trailers');
    assert.deepEqual(client.sink.kinds, ['headers', 'message', 'trailers']);
    // What the client still does is ignored.
    client.send('two');
    client.end();
    client.reset(ErrorCode.CANCEL);
    await link.settled();
    assert.deepEqual(server.sink.texts, ['one']);
  }),

  clause('an early answer while the client writes more than any window: the client is let go', async (link) => {
    const [client, server] = await link.stream();
    server.sink.consumes = false;
    const chunk = Buffer.alloc(32_768);
    let room = true;
    for (let n = 0; n < 64 && room; n++) room = client.send(chunk);
    assert.equal(room, false, 'the writer was told to wait');
    await server.sink.wait('message');
    server.headers();
    server.trailers();
    await client.sink.wait('trailers');
    await link.settled();
    // A control frame may still wait for the end of its turn.
    while (link.client.held.queuedBytes > 0 && link.client.held.queuedBytes < 100) await tick();
    assert.equal(link.client.held.queuedBytes, 0);
  }),

  clause('the client resets: the server hears the code', async (link) => {
    const [client, server] = await link.stream();
    client.send('one');
    await server.sink.wait('message');
    client.reset(ErrorCode.CANCEL);
    const { closed } = await server.sink.wait('closed');
    assert.equal(closed.by, 'peer');
    assert.equal(closed.scope, 'stream');
    assert.equal(closed.code, ErrorCode.CANCEL);
    await link.settled();
    assert.deepEqual(client.sink.kinds, []);
    assert.deepEqual(server.sink.kinds, ['message', 'closed'], 'a stream that was cut off has not ended');
  }),

  clause('a client that is gone has not half-closed', async (link) => {
    const [client, server] = await link.stream();
    client.send('one');
    await server.sink.wait('message');
    link.client.destroy('gone');
    await server.sink.wait('closed');
    assert.deepEqual(server.sink.kinds, ['message', 'closed']);
  }),

  clause('a reset is no half-close: the other side never hears an end', async (link) => {
    for (const pause of [false, true]) {
      const [client, server] = await link.stream();
      client.send('half');
      await server.sink.wait('message');
      if (pause) await tick();
      client.send('of it');
      client.reset(ErrorCode.CANCEL);
      await server.sink.wait('closed');
      assert.equal(server.sink.count('end'), 0);
      const [second, serverSecond] = await link.stream();
      serverSecond.headers();
      serverSecond.send('half');
      await second.sink.wait('message');
      if (pause) await tick();
      serverSecond.reset(ErrorCode.INTERNAL_ERROR);
      const { closed } = await second.sink.wait('closed');
      assert.equal(closed.code, ErrorCode.INTERNAL_ERROR);
    }
    await link.settled();
  }),

  clause('a reset right after opening leaves nothing behind', async (link) => {
    for (let n = 0; n < 20; n++) {
      const client = link.call();
      client.send('never mind');
      client.reset(ErrorCode.CANCEL);
      assert.deepEqual(client.sink.kinds, []);
    }
    const [last, server] = await (async () => {
      const call = link.call(['x-last', '1']);
      for (;;) {
        const next = await link.serverWatch.next();
        if (next.fields.includes('x-last')) return [call, next] as const;
      }
    })();
    server.trailers(TRAILERS_ONLY);
    await last.sink.wait('trailers');
    await link.settled();
    for (const stream of link.serverWatch.streams) if (stream !== server) assert.equal(stream.sink.kinds.at(-1), 'closed');
  }),

  clause('the server resets before headers, and after: the client hears the code', async (link) => {
    for (const withHeaders of [false, true]) {
      const [client, server] = await link.stream();
      if (withHeaders) {
        server.headers();
        await client.sink.wait('headers');
      }
      server.reset(ErrorCode.INTERNAL_ERROR);
      const { closed } = await client.sink.wait('closed');
      assert.equal(closed.by, 'peer');
      assert.equal(closed.scope, 'stream');
      assert.equal(closed.code, ErrorCode.INTERNAL_ERROR);
      assert.equal(closed.processed, 'maybe');
      assert.match(closed.message, /INTERNAL_ERROR/);
    }
    await link.settled();
  }),

  clause('REFUSED_STREAM says that nothing was processed', async (link) => {
    const [client, server] = await link.stream();
    server.reset(ErrorCode.REFUSED_STREAM);
    const { closed } = await client.sink.wait('closed');
    assert.equal(closed.code, ErrorCode.REFUSED_STREAM);
    assert.equal(closed.processed, 'no');
  }),

  clause('a reset of one stream leaves its neighbours alone', async (link) => {
    const [one, serverOne] = await link.stream();
    const [two, serverTwo] = await link.stream();
    one.send('x');
    two.send('y');
    one.reset(ErrorCode.CANCEL);
    await serverOne.sink.wait('closed');
    two.end();
    await serverTwo.sink.wait('end');
    serverTwo.headers();
    serverTwo.send('z');
    serverTwo.trailers();
    await two.sink.wait('trailers');
    assert.deepEqual(two.sink.texts, ['z']);
  }),

  clause('trailers are final: a reset that follows cannot undo them', async (link) => {
    const [client, server] = await link.stream();
    client.end();
    await server.sink.wait('end');
    server.headers();
    server.send('reply');
    server.trailers();
    server.raw.reset(ErrorCode.INTERNAL_ERROR);
    await client.sink.wait('trailers');
    assert.deepEqual(client.sink.kinds, ['headers', 'message', 'trailers']);
  }),

  clause('commands after the end are ignored, on both sides', async (link) => {
    const [client, server] = await link.stream();
    client.end();
    await server.sink.wait('end');
    server.headers();
    server.trailers();
    server.headers([...RESPONSE, 'x-late', '1']);
    assert.equal(server.send('late'), true);
    server.consumed(1);
    server.raw.sendTrailers(TRAILERS);
    await client.sink.wait('trailers');
    client.end();
    assert.equal(client.send('late'), true);
    client.consumed(1);
    client.raw.reset(ErrorCode.CANCEL);
    await link.settled();
    assert.deepEqual(client.sink.kinds, ['headers', 'trailers']);
  }),

  clause('a reset from inside onMessage stops the messages', async (link) => {
    const [client, server] = await link.stream();
    server.headers();
    client.sink.onEach = () => {
      if (client.sink.count('message') === 2) client.reset(ErrorCode.CANCEL);
    };
    for (let n = 0; n < 10; n++) server.send(`${n}`);
    await server.sink.wait('closed');
    assert.deepEqual(client.sink.texts, ['0', '1']);
    await link.settled();
  }),

  clause('a codec that throws leaves the stream as it was', async (link) => {
    const [client, server] = await link.stream();
    const failing = {
      ...bytesCodec,
      encodeInto(_message: Uint8Array, buffer: Uint8Array, position: number): number {
        buffer.fill(0xee, position, position + 10);
        throw new TypeError('field 3 is no number');
      },
    };
    client.send('before');
    assert.throws(() => client.sendWith(failing, Buffer.from('x')), /field 3 is no number/);
    client.send('after', true);
    await server.sink.wait('end');
    assert.deepEqual(server.sink.texts, ['before', 'after']);
    server.trailers(TRAILERS_ONLY);
    await client.sink.wait('trailers');
  }),

  clause('a codec that sends another message while it encodes spoils neither', async (link) => {
    const [client, server] = await link.stream();
    const [other, otherServer] = await link.stream();
    const nesting = {
      ...bytesCodec,
      encodeInto(message: Uint8Array, buffer: Uint8Array, position: number): number {
        if (position + message.length <= buffer.length) {
          buffer.set(message.subarray(0, 3), position);
          other.raw.sendMessage(bytesCodec, Buffer.from('nested'), false, false);
        }
        return bytesCodec.encodeInto(message, buffer, position);
      },
    };
    client.sendWith(nesting, Buffer.from('outer message'));
    client.end();
    other.end();
    await server.sink.wait('end');
    await otherServer.sink.wait('end');
    assert.deepEqual(server.sink.texts, ['outer message']);
    assert.equal(otherServer.sink.texts[0], 'nested');
    for (const handle of [server, otherServer]) handle.trailers(TRAILERS_ONLY);
    await client.sink.wait('trailers');
    await other.sink.wait('trailers');
  }),

  clause('a message over the sending limit throws, and the stream goes on', async (link) => {
    const [client, server] = await link.stream();
    client.sink.maxSendMessageBytes = 100_000;
    for (const size of [100_001, 5_000_000]) {
      assert.throws(() => client.send(Buffer.alloc(size)), {
        name: 'MessageTooLarge',
        message: `the message has ${size} bytes, the limit for sending is 100000: raise maxSendMessageBytes or send it in parts`,
      });
    }
    client.sink.maxSendMessageBytes = 10;
    assert.throws(() => client.send(Buffer.alloc(11)), { name: 'MessageTooLarge' });
    client.send(Buffer.alloc(10, 7), true);
    await server.sink.wait('end');
    assert.deepEqual(server.sink.messages, [new Uint8Array(10).fill(7)]);
    server.trailers(TRAILERS_ONLY);
    await client.sink.wait('trailers');
  }),

  clause('a message over the receiving limit is refused at its prefix; the answer still goes out', async (link) => {
    const [client, server] = await link.stream();
    server.sink.maxReceiveMessageBytes = 1_000;
    client.send(Buffer.alloc(1_000));
    client.send(Buffer.alloc(1_001));
    client.send('never read', true);
    const { violation } = await server.sink.wait('violation');
    assert.equal(violation.kind, 'too-large');
    assert.match(violation.message, /1001 bytes came, the limit for receiving is 1000/);
    server.trailers([':status', '200', 'content-type', 'application/grpc', 'grpc-status', '8']);
    const { fields } = await client.sink.wait('trailers');
    assert.ok(fields.includes('8'));
    assert.equal(server.sink.count('message'), 1);
    await link.settled();
  }),

  clause('the same on the client: it resets', async (link) => {
    const [client, server] = await link.stream();
    client.sink.maxReceiveMessageBytes = 5;
    server.headers();
    server.send('12345');
    server.send('123456');
    await client.sink.wait('violation');
    client.reset(ErrorCode.CANCEL);
    const { closed } = await server.sink.wait('closed');
    assert.equal(closed.code, ErrorCode.CANCEL);
    assert.deepEqual(client.sink.texts, ['12345']);
    await link.settled();
  }),
];
