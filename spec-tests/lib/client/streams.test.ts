import assert from 'node:assert/strict';
import { createClient } from '../../../lib/client/client.js';
import { RpcError } from '../../../lib/rpc/rpc-error.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';
import { turn } from '../../support/fake-clock.js';
import { ScriptedChannel } from '../../support/scripted-channel.js';
import { bytesOf, TextService, textOf } from '../../support/text-service.js';
import { forbidUnhandledRejections } from '../../support/unhandled-rejections.js';

function setUp() {
  const channel = new ScriptedChannel();
  return { channel, client: createClient(TextService, channel) };
}

/** All replies, and the error behind them. */
async function drain(replies: AsyncIterable<string>): Promise<{ got: string[]; error: RpcError | undefined }> {
  const got: string[] = [];
  try {
    for await (const reply of replies) got.push(reply);
  } catch (error) {
    assert.ok(RpcError.is(error), String(error));
    return { got, error };
  }
  return { got, error: undefined };
}

function assertNothingLeft(channel: ScriptedChannel): void {
  assert.equal(channel.started, channel.ended, 'calls counted in and out');
  assert.equal(channel.clock.timers.size, 0, 'timers');
}

describe('client calls: one request, many replies', () => {
  forbidUnhandledRejections();

  it('starts at the call, not at its first next()', () => {
    const { channel, client } = setUp();
    const replies = client.many('go');
    assert.deepEqual(channel.stream.log, ['headers', 'message 2 end']);
    channel.stream.headers().trailers();
    assert.ok(replies);
  });

  it('gives replies in order: those that came before the iteration, during it, and then the end', async () => {
    const { channel, client } = setUp();
    const replies = client.many('go');
    channel.stream.headers().message(bytesOf('a')).message(bytesOf('b'));
    const drained = drain(replies);
    await turn();
    channel.stream.message(bytesOf('c'));
    await turn();
    channel.stream.message(bytesOf('d')).trailers();
    assert.deepEqual(await drained, { got: ['a', 'b', 'c', 'd'], error: undefined });
    assertNothingLeft(channel);
  });

  it('returns credit for a reply when it is taken, not when it comes', async () => {
    const { channel, client } = setUp();
    const iterator = client.many('go')[Symbol.asyncIterator]();
    channel.stream.headers().message(bytesOf('a')).message(bytesOf('bb'));
    assert.equal(channel.stream.credit, 0);
    await iterator.next();
    assert.equal(channel.stream.credit, 6);
    await iterator.next();
    assert.equal(channel.stream.credit, 13);
    const waiting = iterator.next();
    channel.stream.message(bytesOf('c'));
    assert.equal(channel.stream.credit, 19, 'somebody waits for it');
    assert.equal((await waiting).value, 'c');
    channel.stream.trailers();
  });

  it('gives several waiting next() their replies in the order in which they asked', async () => {
    const { channel, client } = setUp();
    const iterator = client.many('go')[Symbol.asyncIterator]();
    const asked = [iterator.next(), iterator.next(), iterator.next(), iterator.next()];
    channel.stream.headers().message(bytesOf('a')).message(bytesOf('b')).trailers();
    asked.push(iterator.next());
    const results = await Promise.all(asked);
    assert.deepEqual(
      results.map(({ done, value }) => (done ? 'done' : value)),
      ['a', 'b', 'done', 'done', 'done'],
    );
  });

  it('throws the error behind the last reply, once', async () => {
    const { channel, client } = setUp();
    const replies = client.many('go');
    channel.stream.headers().message(bytesOf('a')).trailers(['grpc-status', '9']);
    const iterator = replies[Symbol.asyncIterator]();
    assert.deepEqual(await iterator.next(), { done: false, value: 'a' });
    await assert.rejects(iterator.next(), (error) => RpcError.is(error, StatusCode.FAILED_PRECONDITION));
    assert.equal((await iterator.next()).done, true);
    assertNothingLeft(channel);
  });

  it("names in the error's stack who iterates", async () => {
    const { channel, client } = setUp();
    const replies = client.many('go');
    async function readTheLog(): Promise<void> {
      for await (const entry of replies) assert.ok(entry);
    }
    const reading = readTheLog();
    await turn();
    channel.stream.headers().trailers(['grpc-status', '9']);
    await assert.rejects(reading, (error: Error) => /readTheLog/.test(error.stack ?? ''));
  });

  it('delivers the replies before one that cannot be decoded, then INTERNAL', async () => {
    const { channel, client } = setUp();
    const replies = client.many('go');
    channel.stream.headers().message(bytesOf('a')).message(Uint8Array.of(0xff)).message(bytesOf('b'));
    const { got, error } = await drain(replies);
    assert.deepEqual(got, ['a']);
    assert.equal(error?.code, StatusCode.INTERNAL);
    assert.equal(channel.stream.log.at(-1), 'reset 8');
    assertNothingLeft(channel);
  });

  it('is cancelled by leaving the loop', async () => {
    const { channel, client } = setUp();
    const call = client.many.start('go');
    channel.stream.headers().message(bytesOf('a')).message(bytesOf('b'));
    for await (const reply of call) {
      assert.equal(reply, 'a');
      break;
    }
    assert.equal(channel.stream.log.at(-1), 'reset 8');
    const { status } = await call.ended;
    assert.equal(status.code, StatusCode.CANCELLED);
    assert.match(status.message, /left the iteration/);
    assertNothingLeft(channel);
  });

  it('is cancelled by throwing into the iterator, which gives the error back', async () => {
    const { channel, client } = setUp();
    const iterator = client.many('go')[Symbol.asyncIterator]();
    const waiting = iterator.next();
    await assert.rejects(iterator.throw!(new Error('mine')), /mine/);
    assert.deepEqual(await waiting, { done: true, value: undefined });
    assert.equal(channel.stream.log.at(-1), 'reset 8');
  });

  it('refuses a second iteration', () => {
    const { channel, client } = setUp();
    const call = client.many.start('go');
    call[Symbol.asyncIterator]();
    assert.throws(() => call[Symbol.asyncIterator](), /test\.Text\/Many.*once/);
    call.cancel();
    assertNothingLeft(channel);
  });

  it('throws away what nobody has taken when its own side cancels', async () => {
    const { channel, client } = setUp();
    const call = client.many.start('go');
    channel.stream.headers().message(bytesOf('a')).message(bytesOf('b'));
    call.cancel();
    const { got, error } = await drain(call);
    assert.deepEqual(got, []);
    assert.equal(error?.code, StatusCode.CANCELLED);
  });

  it('ends with DEADLINE_EXCEEDED at the deadline, whoever waits', async () => {
    const { channel, client } = setUp();
    const drained = drain(client.many('go', { timeoutMs: 50 }));
    channel.stream.headers().message(bytesOf('a'));
    await turn();
    channel.clock.advance(50);
    const { got, error } = await drained;
    assert.deepEqual(got, ['a']);
    assert.match(error?.message ?? '', /DEADLINE_EXCEEDED.*waiting for the end of the replies/);
    assertNothingLeft(channel);
  });

  it('holds a thousand replies without losing order, and lets each go when it is taken', async () => {
    const { channel, client } = setUp();
    const call = client.many.start('go');
    channel.stream.headers();
    const words = Array.from({ length: 1000 }, (_, index) => `word ${index}`);
    for (const word of words) channel.stream.message(bytesOf(word));
    const iterator = call[Symbol.asyncIterator]();
    for (const word of words.slice(0, 700)) assert.equal((await iterator.next()).value, word);
    for (const word of words) channel.stream.message(bytesOf(word));
    channel.stream.trailers();
    for (const word of [...words.slice(700), ...words]) assert.equal((await iterator.next()).value, word);
    assert.equal((await iterator.next()).done, true);
  });

  it('never leaves a rejection unhandled when nobody iterates', async () => {
    const { channel, client } = setUp();
    client.many('go');
    channel.stream.headers().trailers(['grpc-status', '13']);
    await turn();
    assertNothingLeft(channel);
  });
});

describe('client calls: many requests, one reply', () => {
  forbidUnhandledRejections();

  it('sends an iterable in the turn of the call', async () => {
    const { channel, client } = setUp();
    const reply = client.collect(['a', 'bb']);
    assert.deepEqual(channel.stream.log, ['headers', 'message 1', 'message 2', 'end']);
    channel.stream.reply(bytesOf('abb'));
    assert.equal(await reply, 'abb');
    assertNothingLeft(channel);
  });

  it('sends an async iterable as it comes', async () => {
    const { channel, client } = setUp();
    async function* words() {
      yield 'a';
      await turn();
      yield 'bb';
    }
    const reply = client.collect(words());
    await turn();
    assert.deepEqual(channel.stream.log, ['headers', 'message 1']);
    await turn();
    assert.deepEqual(channel.stream.log, ['headers', 'message 1', 'message 2', 'end']);
    channel.stream.reply(bytesOf('abb'));
    assert.equal(await reply, 'abb');
  });

  it('sends what is pushed: write gives undefined while there is room', async () => {
    const { channel, client } = setUp();
    const call = client.collect.start();
    assert.deepEqual(channel.stream.log, ['headers'], 'the headers go at once');
    assert.equal(call.write('a'), undefined);
    call.end();
    call.end();
    assert.deepEqual(channel.stream.log, ['headers', 'message 1', 'end']);
    channel.stream.reply(bytesOf('ok'));
    assert.equal(await call.response, 'ok');
  });

  it('waits for room: the promise resolves when the stream is writable', async () => {
    const { channel, client } = setUp();
    channel.session.room = false;
    const call = client.collect.start();
    let went = false;
    const wait = call.write('a');
    assert.ok(wait instanceof Promise);
    void wait.then(() => {
      went = true;
    });
    await turn();
    assert.equal(went, false);
    channel.stream.writable();
    await turn();
    assert.equal(went, true);
    assert.equal(call.write('b'), undefined);
    call.end();
    channel.stream.reply(bytesOf('ok'));
  });

  it('stops an iterable while there is no room, and goes on afterwards', async () => {
    const { channel, client } = setUp();
    channel.session.room = false;
    let taken = 0;
    function* words() {
      for (const word of ['a', 'b', 'c']) {
        taken++;
        yield word;
      }
    }
    const reply = client.collect(words());
    await turn();
    assert.equal(taken, 1);
    channel.stream.writable();
    await turn();
    assert.equal(taken, 3);
    assert.deepEqual(channel.stream.log, ['headers', 'message 1', 'message 1', 'message 1', 'end']);
    channel.stream.reply(bytesOf('ok'));
    assert.equal(await reply, 'ok');
  });

  it('keeps messages while there is no connection, with room for 64 KiB, and sends them then', async () => {
    const { channel, client } = setUp();
    channel.connected = false;
    const call = client.collect.start();
    assert.equal(call.write('a'), undefined);
    const wait = call.write('x'.repeat(65_535));
    assert.ok(wait instanceof Promise);
    call.end();
    channel.connect();
    await wait;
    assert.deepEqual(channel.stream.log, ['headers', 'message 1', 'message 65535 end']);
    channel.stream.reply(bytesOf('ok'));
    assert.equal(await call.response, 'ok');
  });

  it('encodes in place once committed by response headers', () => {
    const { channel, client } = setUp();
    const call = client.talk.start();
    void call.write('a');
    channel.stream.headers();
    void call.write('b');
    assert.deepEqual(channel.stream.sent.map(textOf), ['a', 'b']);
    call.cancel();
  });

  it('keeps what a write was given, whatever happens to it afterwards', async () => {
    const { channel, client } = setUp();
    channel.connected = false;
    const call = client.collect.start();
    const messages = ['a', 'b'];
    for (const message of messages) void call.write(message);
    messages.length = 0;
    channel.connect();
    assert.deepEqual(channel.stream.sent.map(textOf), ['a', 'b']);
    call.cancel();
  });

  it('resolves a write whose call has ended; the reason is in the response', async () => {
    const { channel, client } = setUp();
    channel.session.room = false;
    const call = client.collect.start();
    const waiting = call.write('a');
    channel.stream.trailers(['grpc-status', '8']);
    await waiting;
    await call.write('b');
    await assert.rejects(call.response, (error) => RpcError.is(error, StatusCode.RESOURCE_EXHAUSTED));
  });

  it('rejects a write after end()', async () => {
    const { channel, client } = setUp();
    const call = client.collect.start();
    call.end();
    await assert.rejects(Promise.resolve(call.write('a')), /write\(\) after end\(\)/);
    channel.stream.reply(bytesOf('ok'));
    await assert.rejects(Promise.resolve(call.write('a')), /write\(\) after end\(\)/);
  });

  it('rejects a write that cannot be encoded, and ends the call with the same error', async () => {
    const { channel, client } = setUp();
    const call = client.collect.start();
    void call.write('a');
    const written = call.write(7 as unknown as string);
    await assert.rejects(Promise.resolve(written), (error) => RpcError.is(error, StatusCode.INTERNAL) && error.phase === 'encode');
    await assert.rejects(call.response, /expected string, got number/);
    assert.equal(channel.stream.log.at(-1), 'reset 8');
    assertNothingLeft(channel);
  });

  it('need not be told of it twice: the rejection of such a write is no unhandled one', async () => {
    const { channel, client } = setUp();
    const call = client.collect.start();
    void call.write(7 as unknown as string);
    assert.equal((await call.ended).status.code, StatusCode.INTERNAL);
    assertNothingLeft(channel);
  });

  it('is RESOURCE_EXHAUSTED for a message over maxSendMessageBytes, kept or in place', async () => {
    const { channel, client } = setUp();
    const kept = client.talk.start({ maxSendMessageBytes: 2 });
    void kept.write('abc');
    assert.equal((await kept.ended).status.code, StatusCode.RESOURCE_EXHAUSTED);
    const placed = client.talk.start({ maxSendMessageBytes: 2 });
    channel.stream.headers();
    void placed.write('abc');
    assert.equal((await placed.ended).status.code, StatusCode.RESOURCE_EXHAUSTED);
  });

  it('fails with CANCELLED when the iterable throws, its error as cause', async () => {
    const { channel, client } = setUp();
    const mine = new Error('no more words');
    function* sync(): Generator<string> {
      yield 'a';
      throw mine;
    }
    async function* async(): AsyncGenerator<string> {
      yield 'a';
      throw mine;
    }
    for (const words of [sync(), async()]) {
      await assert.rejects(client.collect(words), (error) => RpcError.is(error, StatusCode.CANCELLED) && error.cause === mine);
      assert.equal(channel.stream.log.at(-1), 'reset 8');
    }
    assertNothingLeft(channel);
  });

  it('rejects for requests that cannot be iterated', async () => {
    const { channel, client } = setUp();
    for (const requests of [undefined, null, 3, {}]) {
      await assert.rejects(client.collect(requests as never), /collect\(\): requests are an iterable/);
    }
    assertNothingLeft(channel);
  });

  it('tells the iterator to return when the call ends first: the synchronous one at its next turn, the other at once', async () => {
    const { channel, client } = setUp();
    const returned: string[] = [];
    channel.session.room = false;
    function* sync(): Generator<string> {
      try {
        for (;;) yield 'a';
      } finally {
        returned.push('sync');
      }
    }
    const first = client.collect(sync());
    channel.stream.reply(bytesOf('early'));
    assert.equal(await first, 'early');
    await turn();
    channel.session.room = true;
    const stuck: AsyncIterableIterator<string> = {
      [Symbol.asyncIterator]: () => stuck,
      next: () => new Promise(() => {}),
      return: async () => {
        returned.push('async');
        throw new Error('ignored');
      },
    };
    const second = client.collect(stuck);
    channel.stream.reply(bytesOf('early'));
    assert.equal(await second, 'early');
    await turn();
    assert.deepEqual(returned, ['sync', 'async']);
    assertNothingLeft(channel);
  });
});

describe('client calls: many requests, many replies', () => {
  forbidUnhandledRejections();

  it('sends and receives in any order', async () => {
    const { channel, client } = setUp();
    const call = client.talk.start();
    const iterator = call[Symbol.asyncIterator]();
    void call.write('a');
    channel.stream.headers().message(bytesOf('A'));
    assert.equal((await iterator.next()).value, 'A');
    void call.write('b');
    channel.stream.message(bytesOf('B'));
    assert.equal((await iterator.next()).value, 'B');
    call.end();
    channel.stream.trailers();
    assert.equal((await iterator.next()).done, true);
    assert.deepEqual(channel.stream.log, ['headers', 'message 1', 'message 1', 'end']);
    assertNothingLeft(channel);
  });

  it('takes an iterable of requests', async () => {
    const { channel, client } = setUp();
    const drained = drain(client.talk(['a', 'b']));
    channel.stream.headers().message(bytesOf('A')).trailers();
    assert.deepEqual(await drained, { got: ['A'], error: undefined });
  });

  it('ends well when the server answers before the requests are through', async () => {
    const { channel, client } = setUp();
    const call = client.talk.start();
    channel.stream.headers().message(bytesOf('A')).trailers();
    assert.equal(call.write('late'), undefined);
    call.end();
    assert.deepEqual(await drain(call), { got: ['A'], error: undefined });
    assert.equal((await call.ended).status.code, StatusCode.OK);
  });

  it('lets the requests go on while replies are not taken', async () => {
    const { channel, client } = setUp();
    const call = client.talk.start();
    channel.stream.headers();
    for (let count = 0; count < 10; count++) channel.stream.message(bytesOf('r'));
    for (let count = 0; count < 10; count++) assert.equal(call.write('q'), undefined);
    assert.equal(channel.stream.sent.length, 10);
    assert.equal(channel.stream.credit, 0);
    call.cancel();
  });
});
