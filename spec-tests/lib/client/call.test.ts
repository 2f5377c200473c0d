import assert from 'node:assert/strict';
import { createClient } from '../../../lib/client/client.js';
import type { CallOptions } from '../../../lib/client/options.js';
import type { Cancellable } from '../../../lib/rpc/cancellation.js';
import { errorFromClosed } from '../../../lib/rpc/error-conversion.js';
import type { ParentCall } from '../../../lib/rpc/parent.js';
import { RpcError } from '../../../lib/rpc/rpc-error.js';
import { Metadata } from '../../../wire/grpc/metadata.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';
import { Orders } from '../../fixtures/gen/shop.js';
import { turn } from '../../support/fake-clock.js';
import { processWarnings } from '../../support/process-warnings.js';
import { OK_HEADERS, ScriptedChannel } from '../../support/scripted-channel.js';
import { bytesOf, TextService, textOf } from '../../support/text-service.js';
import { forbidUnhandledRejections } from '../../support/unhandled-rejections.js';

function setUp() {
  const channel = new ScriptedChannel();
  return { channel, client: createClient(TextService, channel) };
}

/** The RpcError that `promise` rejects with. */
async function failure(promise: Promise<unknown>): Promise<RpcError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(RpcError.is(error), `an RpcError, not ${String(error)}`);
    return error;
  }
  throw new assert.AssertionError({ message: 'the promise was fulfilled' });
}

/** Nothing of a call is left when all have ended. */
function assertNothingLeft(channel: ScriptedChannel): void {
  assert.equal(channel.started, channel.ended, 'calls counted in and out');
  assert.equal(channel.clock.timers.size, 0, 'timers');
  assert.equal(channel.waiting.length, 0, 'waiting picks');
}

describe('client calls: one request, one reply', () => {
  forbidUnhandledRejections();

  it('sends headers and the message with its end in the turn of the call, and resolves with the reply', async () => {
    const { channel, client } = setUp();
    const reply = client.one('hello');
    const { stream } = channel;
    assert.deepEqual(stream.log, ['headers', 'message 5 end']);
    assert.equal(stream.field(':path'), '/test.Text/One');
    assert.equal(stream.field(':authority'), 'rooms.test');
    assert.equal(stream.field('user-agent'), 'grpc-node-barewire/test');
    assert.equal(stream.field('grpc-timeout'), undefined);
    stream.reply(bytesOf('world'));
    assert.equal(await reply, 'world');
    assertNothingLeft(channel);
  });

  it('gives credit for the reply, with its prefix', () => {
    const { channel, client } = setUp();
    void client.one('hello');
    channel.stream.headers().message(bytesOf('world'));
    assert.equal(channel.stream.credit, 10);
    channel.stream.trailers();
  });

  it('gives headers, trailers, status and peer to whoever asks', async () => {
    const { channel, client } = setUp();
    const call = client.one.start('hello');
    assert.equal(call.peer?.address, '192.0.2.1:50051');
    channel.stream
      .headers([...OK_HEADERS, 'x-room', 'a', 'x-key-bin', 'AAEC'])
      .message(bytesOf('world'))
      .trailers(['grpc-status', '0', 'x-took', '3']);
    const headers = await call.headers;
    assert.equal(headers.get('x-room'), 'a');
    assert.deepEqual(headers.get('x-key-bin'), Uint8Array.of(0, 1, 2));
    const { status, trailers } = await call.ended;
    assert.deepEqual(status, { code: 0, message: '', details: [] });
    assert.equal(trailers.get('x-took'), '3');
    assert.equal(await call.response, 'world');
    assert.equal(await call.response, 'world', 'a second time as well');
  });

  it('is not thenable, so that awaiting the call by mistake gives the call', () => {
    const { channel, client } = setUp();
    for (const call of [client.one.start('a'), client.many.start('a'), client.collect.start(), client.talk.start()]) {
      assert.equal((call as unknown as { then?: unknown }).then, undefined);
      call.cancel();
    }
    assertNothingLeft(channel);
  });

  it('rejects with the server status: code, message, details and trailers', async () => {
    const { channel, client } = setUp();
    const reply = client.one('hello');
    channel.stream.trailers(
      [':status', '200', 'content-type', 'application/grpc', 'grpc-status', '5', 'grpc-message', 'no such room', 'x-id', '7'],
      true,
    );
    const error = await failure(reply);
    assert.equal(error.code, StatusCode.NOT_FOUND);
    assert.equal(error.message, 'NOT_FOUND: no such room');
    assert.equal(error.statusMessage, 'no such room');
    assert.equal(error.metadata.get('x-id'), '7');
    assert.equal(error.phase, 'remote');
    assert.equal(error.initiator, 'peer');
    assert.equal(error.fromCall, true);
    assertNothingLeft(channel);
  });

  it("names the caller in the error's stack", async () => {
    const { channel, client } = setUp();
    async function askForTheRoom(): Promise<string> {
      return await client.one('hello');
    }
    const asked = askForTheRoom();
    await turn();
    channel.stream.trailers(['grpc-status', '5']);
    assert.match((await failure(asked)).stack ?? '', /NOT_FOUND[\s\S]*askForTheRoom/);
  });

  it("names in the stack who awaits a started call's response", async () => {
    const { channel, client } = setUp();
    const call = client.one.start('hello');
    async function waitForTheRoom(): Promise<string> {
      return await call.response;
    }
    const waiting = waitForTheRoom();
    await turn();
    channel.stream.trailers(['grpc-status', '5']);
    assert.match((await failure(waiting)).stack ?? '', /NOT_FOUND[\s\S]*waitForTheRoom/);
  });

  it('never leaves a rejection unhandled when a started call fails and nobody looks', async () => {
    const { channel, client } = setUp();
    const call = client.one.start('hello');
    void call.response;
    void call.headers;
    channel.stream.trailers(['grpc-status', '13'], true);
    await turn();
    assert.equal((await call.ended).status.code, StatusCode.INTERNAL);
  });

  it('fails headers with the status when the call fails before there are any', async () => {
    const { channel, client } = setUp();
    const call = client.one.start('hello');
    channel.stream.close({ code: 2 });
    assert.equal((await failure(call.headers)).code, StatusCode.INTERNAL);
  });

  it('gives empty headers for an answer that is OK and Trailers-Only', async () => {
    const { channel, client } = setUp();
    const call = client.many.start('hello');
    channel.stream.trailers([':status', '200', 'content-type', 'application/grpc', 'grpc-status', '0'], true);
    assert.equal((await call.headers).size, 0);
    assert.equal((await call.ended).status.code, StatusCode.OK);
  });

  it('is UNIMPLEMENTED when the server answers OK without a reply', async () => {
    const { channel, client } = setUp();
    const reply = client.one('hello');
    channel.stream.headers().trailers();
    const error = await failure(reply);
    assert.equal(error.code, StatusCode.UNIMPLEMENTED);
    assert.match(error.message, /without the reply/);
  });

  it('is UNIMPLEMENTED when the server sends two replies, and resets the stream', async () => {
    const { channel, client } = setUp();
    const reply = client.one('hello');
    channel.stream.headers().message(bytesOf('a')).message(bytesOf('b'));
    assert.equal((await failure(reply)).code, StatusCode.UNIMPLEMENTED);
    assert.equal(channel.stream.log.at(-1), 'reset 8');
    assertNothingLeft(channel);
  });

  it('lets an error status win over a reply that came before it', async () => {
    const { channel, client } = setUp();
    const reply = client.one('hello');
    channel.stream.headers().message(bytesOf('a')).trailers(['grpc-status', '10']);
    assert.equal((await failure(reply)).code, StatusCode.ABORTED);
  });

  it('is INTERNAL when the reply cannot be decoded, with the reason, and resets the stream', async () => {
    const { channel, client } = setUp();
    const reply = client.one('hello');
    channel.stream.headers().message(Uint8Array.of(0xff));
    const error = await failure(reply);
    assert.equal(error.code, StatusCode.INTERNAL);
    assert.equal(error.phase, 'decode');
    assert.match(error.message, /the reply cannot be decoded/);
    assert.ok(error.cause instanceof TypeError);
    assert.equal(channel.stream.log.at(-1), 'reset 8');
  });

  it('is INTERNAL for a request that cannot be encoded, by the caller, and resets the stream', async () => {
    const { channel, client } = setUp();
    const error = await failure(client.one(3 as unknown as string));
    assert.equal(error.code, StatusCode.INTERNAL);
    assert.equal(error.initiator, 'caller');
    assert.equal(error.phase, 'encode');
    assert.equal(error.processed, 'no');
    assert.match(error.message, /text: expected string, got number/);
    assert.deepEqual(channel.stream.log, ['headers', 'reset 8']);
    assertNothingLeft(channel);
  });

  it('names the path to the wrong value in a generated message', async () => {
    const channel = new ScriptedChannel();
    const orders = createClient(Orders, channel);
    const lines = [{ price: 1 }, { price: 2 }, { price: '3' as unknown as number }];
    const error = await failure(orders.place({ lines }));
    assert.equal(error.initiator, 'caller');
    assert.match(error.message, /^INTERNAL: the request cannot be encoded: .*lines\[2\]\.price: expected .*double.*, got .*"3"/);
  });

  it('is RESOURCE_EXHAUSTED for a request over maxSendMessageBytes, one byte below it passes', async () => {
    const { channel, client } = setUp();
    const error = await failure(client.one('12345', { maxSendMessageBytes: 4 }));
    assert.equal(error.code, StatusCode.RESOURCE_EXHAUSTED);
    assert.match(error.message, /5 bytes.*4.*maxSendMessageBytes/);
    const reply = client.one('1234', { maxSendMessageBytes: 4 });
    channel.stream.reply(bytesOf('a'));
    assert.equal(await reply, 'a');
  });

  it('tells the transport the limit for receiving: 4 MiB, or what was given', () => {
    const { channel, client } = setUp();
    void client.one('a');
    assert.equal(channel.stream.sink.maxReceiveMessageBytes, 4_194_304);
    channel.stream.reply(bytesOf('a'));
    void client.one('a', { maxReceiveMessageBytes: Number.POSITIVE_INFINITY });
    assert.equal(channel.stream.sink.maxReceiveMessageBytes, 0xffff_ffff);
    channel.stream.reply(bytesOf('a'));
  });

  it('is RESOURCE_EXHAUSTED for a message over the limit, INTERNAL for broken framing', async () => {
    const { channel, client } = setUp();
    const large = client.one('a');
    channel.stream.headers().sink.onViolation({ kind: 'too-large', message: 'a message of 5 bytes came' });
    assert.equal((await failure(large)).code, StatusCode.RESOURCE_EXHAUSTED);
    assert.equal(channel.stream.log.at(-1), 'reset 8');
    const broken = client.one('a');
    channel.stream.headers().sink.onViolation({ kind: 'bad-flag', message: 'the flag is 7' });
    const error = await failure(broken);
    assert.equal(error.code, StatusCode.INTERNAL);
    assert.equal(error.initiator, 'peer');
  });

  it('never throws for wrong options: the call rejects, nothing is sent', async () => {
    const { channel, client } = setUp();
    const error = await failure(client.one('a', { timeout: 5 } as unknown as CallOptions));
    assert.equal(error.code, StatusCode.INTERNAL);
    assert.equal(error.processed, 'no');
    assert.match(error.message, /one\(\): unknown option "timeout", did you mean "timeoutMs"\?/);
    for (const start of [
      () => client.one.start('a', { timeoutMs: -1 }),
      () => client.many.start('a', { timeoutMs: -1 }),
      () => client.collect.start({ timeoutMs: -1 }),
      () => client.talk.start({ timeoutMs: -1 }),
    ]) {
      assert.equal((await start().ended).status.code, StatusCode.INTERNAL);
    }
    assert.equal(channel.session.streams.length, 0);
    assertNothingLeft(channel);
  });

  it('rejects for metadata that cannot be sent, at once also where the call has to wait', async () => {
    const { channel, client } = setUp();
    const metadata = { 'grpc-mine': 'x' };
    assert.match((await failure(client.one('a', { metadata }))).message, /grpc-mine/);
    channel.connected = false;
    assert.match((await failure(client.one('a', { metadata }))).message, /grpc-mine/);
    assertNothingLeft(channel);
  });

  it('copies metadata that has to wait, so that a later change does not matter', async () => {
    const { channel, client } = setUp();
    channel.connected = false;
    const metadata = { 'x-room': 'a' };
    const reply = client.one('hello', { metadata });
    metadata['x-room'] = 'b';
    channel.connect();
    assert.equal(channel.stream.field('x-room'), 'a');
    channel.stream.reply(bytesOf('world'));
    assert.equal(await reply, 'world');
  });
});

describe('client calls: answers that are not gRPC', () => {
  forbidUnhandledRejections();
  const html = [':status', '503', 'content-type', 'text/html'];

  it('maps the HTTP status, whatever way the answer ends', async () => {
    const { channel, client } = setUp();
    const reset = client.one('a');
    channel.stream.headers(html).close({ code: 0 });
    const trailers = client.one('a');
    channel.stream.headers(html).trailers(['x', 'y']);
    const body = client.one('a');
    channel.stream.headers(html).sink.onViolation({ kind: 'bad-flag', message: 'flag 60' });
    const message = client.one('a');
    channel.stream.headers(html).message(bytesOf('hm'));
    const only = client.one('a');
    channel.stream.trailers(html, true);
    for (const reply of [reset, trailers, body, message, only]) {
      const error = await failure(reply);
      assert.equal(error.code, StatusCode.UNAVAILABLE);
      assert.match(error.message, /HTTP status 503/);
    }
    assertNothingLeft(channel);
  });

  it('believes a grpc-status nevertheless', async () => {
    const { channel, client } = setUp();
    const reply = client.one('a');
    channel.stream.headers(html).trailers(['grpc-status', '7']);
    assert.equal((await failure(reply)).code, StatusCode.PERMISSION_DENIED);
  });

  it('is UNKNOWN for a foreign content type, and where no status came at all', async () => {
    const { channel, client } = setUp();
    const foreign = client.one('a');
    channel.stream.headers([':status', '200', 'content-type', 'text/plain']).message(bytesOf('hm'));
    assert.match((await failure(foreign)).message, /UNKNOWN: .*text\/plain/);
    const none = client.one('a');
    channel.stream.headers().message(bytesOf('hm')).trailers([]);
    assert.match((await failure(none)).message, /UNKNOWN: .*without a grpc-status/);
  });

  it('is INTERNAL for a compressed message without an encoding, and for an encoding it does not read', async () => {
    const { channel, client } = setUp();
    const flag = client.one('a');
    channel.stream.headers().message(bytesOf('hm'), true);
    assert.match((await failure(flag)).message, /INTERNAL: .*compressed flag/);
    const encoding = client.one('a');
    channel.stream.headers([...OK_HEADERS, 'grpc-encoding', 'gzip']).message(bytesOf('hm'), true);
    assert.match((await failure(encoding)).message, /INTERNAL: .*gzip.*identity/);
    const plain = client.one('a');
    channel.stream
      .headers([...OK_HEADERS, 'grpc-encoding', 'gzip'])
      .message(bytesOf('hm'))
      .trailers();
    assert.equal(await plain, 'hm', 'an encoding that no message uses does no harm');
    assertNothingLeft(channel);
  });

  it('maps HTTP/2 error codes and lost connections', async () => {
    const { channel, client } = setUp();
    const cases: [Parameters<typeof channel.stream.close>[0], StatusCode][] = [
      [{ code: 0 }, StatusCode.INTERNAL],
      [{ code: 8 }, StatusCode.CANCELLED],
      [{ code: 0xb }, StatusCode.RESOURCE_EXHAUSTED],
      [{ code: 0xc }, StatusCode.PERMISSION_DENIED],
      [{ code: 2, scope: 'connection' }, StatusCode.UNAVAILABLE],
    ];
    for (const [closed, code] of cases) {
      const reply = client.one('a');
      channel.stream.close(closed);
      const error = await failure(reply);
      assert.equal(error.code, code);
      assert.equal(error.processed, 'maybe');
    }
  });
});

describe('client calls: deadlines', () => {
  forbidUnhandledRejections();

  it('sends grpc-timeout as it was given, and ends here when it passes: RST_STREAM(CANCEL), DEADLINE_EXCEEDED', async () => {
    const { channel, client } = setUp();
    const reply = client.one('a', { timeoutMs: 500 });
    assert.equal(channel.stream.field('grpc-timeout'), '500m');
    channel.clock.advance(499);
    assert.equal(channel.stream.over, false);
    channel.clock.advance(1);
    assert.equal(channel.stream.log.at(-1), 'reset 8');
    const error = await failure(reply);
    assert.equal(error.code, StatusCode.DEADLINE_EXCEEDED);
    assert.equal(error.initiator, 'us');
    assert.match(error.message, /after 500 ms: 0 ms to get a connection, 500 ms waiting for the first answer/);
    assertNothingLeft(channel);
  });

  it('takes an absolute deadline, as a Date and as milliseconds since 1970', async () => {
    const { channel, client } = setUp();
    const wall = channel.clock.wallNow();
    for (const deadline of [new Date(wall + 250), wall + 250]) {
      const reply = client.one('a', { deadline });
      assert.equal(channel.stream.field('grpc-timeout'), '250m');
      channel.clock.advance(250);
      assert.equal((await failure(reply)).code, StatusCode.DEADLINE_EXCEEDED);
    }
  });

  it('fails at once, without a stream, when it has passed already', async () => {
    const { channel, client } = setUp();
    for (const options of [{ timeoutMs: 0 }, { deadline: channel.clock.wallNow() - 1 }]) {
      const error = await failure(client.one('a', options));
      assert.equal(error.code, StatusCode.DEADLINE_EXCEEDED);
      assert.equal(error.processed, 'no');
      assert.match(error.message, /passed before the call began$/);
    }
    assert.equal(channel.session.streams.length, 0);
    assertNothingLeft(channel);
  });

  it('says nothing of this process when it had passed long before', async () => {
    const { channel, client } = setUp();
    const error = await failure(client.one('a', { deadline: new Date(0) }));
    assert.equal(error.message, 'DEADLINE_EXCEEDED: the deadline had passed before the call began');
    assertNothingLeft(channel);
  });

  it('says where the time went: waiting for a connection', async () => {
    const { channel, client } = setUp();
    channel.connected = false;
    const reply = client.one('a', { timeoutMs: 300 });
    channel.clock.advance(300);
    const error = await failure(reply);
    assert.equal(error.phase, 'connect');
    assert.equal(error.processed, 'no');
    assert.match(error.message, /all of it waiting for a connection/);
    assertNothingLeft(channel);
  });

  it('says where the time went: a late connection, then the reply', async () => {
    const { channel, client } = setUp();
    channel.connected = false;
    const reply = client.one('a', { timeoutMs: 300 });
    channel.clock.advance(100);
    channel.connect();
    assert.equal(channel.stream.field('grpc-timeout'), '200m', 'what is left of it');
    channel.stream.headers();
    channel.clock.advance(200);
    assert.match((await failure(reply)).message, /100 ms to get a connection, 200 ms waiting for the reply/);
  });

  it('says where the time went: a server that takes no requests', async () => {
    const { channel, client } = setUp();
    channel.session.room = false;
    const call = client.collect.start({ timeoutMs: 300 });
    void call.write('a');
    channel.clock.advance(300);
    const error = await failure(call.response);
    assert.equal(error.phase, 'send');
    assert.match(error.message, /until the server would take the requests/);
  });

  it('says so when this process was busy', async () => {
    const { channel, client } = setUp();
    const reply = client.one('a', { timeoutMs: 100 });
    channel.clock.block(1_100);
    channel.clock.advance(0);
    assert.match((await failure(reply)).message, /noticed 1000 ms late, its event loop was blocked/);
  });

  it('reports the deadline when the server answers CANCELLED after it, with nothing of its trailers', async () => {
    const { channel, client } = setUp();
    const call = client.one.start('a', { timeoutMs: 100 });
    // The answer is handled in the turn in which the deadline is over, before its timer.
    channel.clock.block(150);
    channel.stream.trailers(['grpc-status', '1', 'grpc-message', 'gone', 'x-id', '7'], true);
    const { status, trailers } = await call.ended;
    assert.equal(status.code, StatusCode.DEADLINE_EXCEEDED);
    assert.doesNotMatch(status.message, /gone/);
    assert.equal(trailers.size, 0);
    assertNothingLeft(channel);
  });

  it('leaves CANCELLED before the deadline as it is', async () => {
    const { channel, client } = setUp();
    const reply = client.one('a', { timeoutMs: 100 });
    channel.stream.trailers(['grpc-status', '1'], true);
    assert.equal((await failure(reply)).code, StatusCode.CANCELLED);
  });

  it('takes the nearest level: call over client over channel', () => {
    const channel = new ScriptedChannel();
    const client = createClient(TextService, channel, { calls: { timeoutMs: 200 } });
    void client.one.start('a');
    assert.equal(channel.stream.field('grpc-timeout'), '200m');
    void client.one.start('a', { timeoutMs: 900 });
    assert.equal(channel.stream.field('grpc-timeout'), '900m');
    void client.one.start('a', { deadline: channel.clock.wallNow() + 40 });
    assert.equal(channel.stream.field('grpc-timeout'), '40m');
    void client.one.start('a', { timeoutMs: Number.POSITIVE_INFINITY });
    assert.equal(channel.stream.field('grpc-timeout'), undefined);
    for (const stream of channel.session.streams) stream.reply(bytesOf('b'));
    assertNothingLeft(channel);
  });
});

describe('client calls: cancellation', () => {
  forbidUnhandledRejections();

  it('by cancel(): RST_STREAM(CANCEL), CANCELLED, the reason as cause', async () => {
    const { channel, client } = setUp();
    const call = client.one.start('a');
    const reason = new Error('not needed any more');
    call.cancel(reason);
    call.cancel('again changes nothing');
    assert.deepEqual(channel.stream.log, ['headers', 'message 1 end', 'reset 8']);
    const error = await failure(call.response);
    assert.equal(error.code, StatusCode.CANCELLED);
    assert.equal(error.initiator, 'caller');
    assert.equal(error.cause, reason);
    assert.match(error.message, /not needed any more/);
    assertNothingLeft(channel);
  });

  it('by a signal, whose reason is the cause', async () => {
    const { channel, client } = setUp();
    const controller = new AbortController();
    const reply = client.one('a', { signal: controller.signal });
    controller.abort('bored');
    const error = await failure(reply);
    assert.equal(error.code, StatusCode.CANCELLED);
    assert.equal(error.cause, 'bored');
    assert.equal(channel.stream.log.at(-1), 'reset 8');
    assertNothingLeft(channel);
  });

  it('by a signal that is aborted already, without a stream', async () => {
    const { channel, client } = setUp();
    assert.equal((await failure(client.one('a', { signal: AbortSignal.abort() }))).code, StatusCode.CANCELLED);
    assert.equal(channel.session.streams.length, 0);
    assertNothingLeft(channel);
  });

  it('applies the signals of all levels, with one listener each however many calls, and none afterwards', async () => {
    const channel = new ScriptedChannel();
    const outer = new AbortController();
    const inner = new AbortController();
    const client = createClient(TextService, channel, { calls: { signal: outer.signal } });
    let listeners = 0;
    for (const { signal } of [outer, inner]) {
      const { addEventListener, removeEventListener } = signal;
      signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
        listeners++;
        addEventListener.apply(signal, args);
      };
      signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
        listeners--;
        removeEventListener.apply(signal, args);
      };
    }
    const calls = Array.from({ length: 20 }, () => client.one('a', { signal: inner.signal }));
    assert.equal(listeners, 2);
    for (const stream of channel.session.streams.slice(0, 10)) stream.reply(bytesOf('b'));
    assert.equal(listeners, 2);
    outer.abort();
    assert.equal(listeners, 0);
    const outcomes = await Promise.allSettled(calls);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 10);
    assertNothingLeft(channel);
  });

  it('gives up the place in the queue of a call that waits for a connection', async () => {
    const { channel, client } = setUp();
    channel.connected = false;
    const call = client.one.start('a', { timeoutMs: 100 });
    assert.equal(channel.waiting.length, 1);
    call.cancel();
    const error = await failure(call.response);
    assert.equal(error.processed, 'no');
    assertNothingLeft(channel);
  });

  it('changes nothing after the end', async () => {
    const { channel, client } = setUp();
    const call = client.one.start('a');
    channel.stream.reply(bytesOf('b'));
    call.cancel();
    assert.equal(await call.response, 'b');
    assert.equal((await call.ended).status.code, StatusCode.OK);
  });
});

describe('client calls: a parent', () => {
  forbidUnhandledRejections();

  class FakeParent implements ParentCall {
    cancelled = false;
    cancelReason: unknown = undefined;
    remaining = Number.POSITIVE_INFINITY;
    readonly children = new Set<Cancellable>();
    remainingMs(): number {
      return this.remaining;
    }
    addChild(child: Cancellable): void {
      this.children.add(child);
    }
    removeChild(child: Cancellable): void {
      this.children.delete(child);
    }
    cancel(reason: unknown): void {
      this.cancelled = true;
      this.cancelReason = reason;
      for (const child of [...this.children]) child.onCancelled(reason);
    }
  }

  it('shortens the deadline to its own, never the other way', () => {
    const { channel, client } = setUp();
    const parent = new FakeParent();
    parent.remaining = 70;
    void client.one.start('a', { parent });
    assert.equal(channel.stream.field('grpc-timeout'), '70m');
    void client.one.start('a', { parent, timeoutMs: 30 });
    assert.equal(channel.stream.field('grpc-timeout'), '30m');
    void client.one.start('a', { parent, timeoutMs: 90 });
    assert.equal(channel.stream.field('grpc-timeout'), '70m');
    for (const stream of channel.session.streams) stream.reply(bytesOf('b'));
    assert.equal(parent.children.size, 0);
  });

  it('cancels with it, and says so', async () => {
    const { channel, client } = setUp();
    const parent = new FakeParent();
    const reply = client.one('a', { parent });
    parent.cancel('the client left');
    const error = await failure(reply);
    assert.equal(error.code, StatusCode.CANCELLED);
    assert.match(error.message, /the call that it was made for has been cancelled: the client left/);
    assert.equal(parent.children.size, 0);
    assert.equal((await failure(client.one('a', { parent }))).code, StatusCode.CANCELLED);
    assert.equal(channel.session.streams.length, 1);
    assertNothingLeft(channel);
  });
});

describe('client calls: what is merged over levels', () => {
  it('metadata, name by name', () => {
    const channel = new ScriptedChannel();
    const metadata = new Metadata({ 'x-app': 'rooms', 'x-tag': ['a', 'b'] });
    const client = createClient(TextService, channel, { calls: { metadata } });
    metadata.set('x-app', 'changed later');
    void client.one.start('a', { metadata: { 'x-tag': 'c', 'x-id': '1' } });
    const { fields } = channel.stream;
    assert.deepEqual(fields.slice(fields.indexOf('x-app')), ['x-app', 'rooms', 'x-tag', 'c', 'x-id', '1']);
    channel.stream.reply(bytesOf('b'));
    void client.one.start('a');
    assert.equal(channel.stream.field('x-tag'), 'a');
    channel.stream.reply(bytesOf('b'));
  });
});

describe('client calls: transparent retry (gRFC A6)', () => {
  forbidUnhandledRejections();
  const refused = { code: 7, processed: 'no' } as const;

  it('repeats once what the server refused, encoding the request again', async () => {
    const { channel, client } = setUp();
    const reply = client.one('hello', { timeoutMs: 100 });
    channel.clock.advance(40);
    channel.stream.close(refused);
    assert.equal(channel.session.streams.length, 2);
    assert.deepEqual(channel.stream.log, ['headers', 'message 5 end']);
    assert.equal(channel.stream.field('grpc-timeout'), '60m');
    channel.stream.reply(bytesOf('world'));
    assert.equal(await reply, 'world');
    assertNothingLeft(channel);
  });

  it('repeats it no second time', async () => {
    const { channel, client } = setUp();
    const reply = client.one('hello');
    channel.stream.close(refused);
    channel.stream.close(refused);
    const error = await failure(reply);
    assert.equal(error.code, StatusCode.UNAVAILABLE);
    assert.equal(error.processed, 'no');
    assert.equal(channel.session.streams.length, 2);
    assertNothingLeft(channel);
  });

  it('repeats what never left as often as needed, each time in a turn of its own', async () => {
    const { channel, client } = setUp();
    channel.session.failures = 5;
    const reply = client.one('hello');
    assert.equal(channel.session.failures, 4);
    for (let turns = 0; turns < 5; turns++) await turn();
    assert.equal(channel.session.failures, 0);
    channel.stream.reply(bytesOf('world'));
    assert.equal(await reply, 'world');
    assertNothingLeft(channel);
  });

  it('stops repeating at the deadline', async () => {
    const { channel, client } = setUp();
    channel.session.failures = 1_000_000;
    const reply = client.one('hello', { timeoutMs: 50 });
    await turn();
    channel.clock.advance(50);
    const error = await failure(reply);
    assert.equal(error.code, StatusCode.DEADLINE_EXCEEDED);
    assert.match(error.message, /in attempt \d+/);
    const left = channel.session.failures;
    await turn();
    assert.equal(channel.session.failures, left);
    assertNothingLeft(channel);
  });

  it('does not repeat what the server may have run', async () => {
    const { channel, client } = setUp();
    const reply = client.one('hello');
    channel.stream.close({ scope: 'connection', processed: 'maybe' });
    assert.equal((await failure(reply)).processed, 'maybe');
    assert.equal(channel.session.streams.length, 1);
  });

  it('is committed by response headers', async () => {
    const { channel, client } = setUp();
    const reply = client.one('hello');
    channel.stream.headers().close(refused);
    assert.equal((await failure(reply)).code, StatusCode.UNAVAILABLE);
    assert.equal(channel.session.streams.length, 1);
  });

  it('fails with the error of the pick, which is not repeated', async () => {
    const { channel, client } = setUp();
    channel.connected = false;
    const reply = client.one('hello');
    channel.fail(
      errorFromClosed({ by: 'peer', scope: 'connection', code: 0, phase: 'connect', processed: 'no', message: 'connection refused' }),
    );
    const error = await failure(reply);
    assert.equal(error.code, StatusCode.UNAVAILABLE);
    assert.equal(error.phase, 'connect');
    assertNothingLeft(channel);
  });

  it('sends all requests of a stream again, and goes on with those that come', async () => {
    const { channel, client } = setUp();
    const call = client.talk.start();
    void call.write('a');
    void call.write('bb');
    channel.stream.close(refused);
    assert.deepEqual(channel.stream.log, ['headers', 'message 1', 'message 2']);
    void call.write('ccc');
    call.end();
    assert.deepEqual(channel.stream.log, ['headers', 'message 1', 'message 2', 'message 3', 'end']);
    assert.deepEqual(channel.stream.sent.map(textOf), ['a', 'bb', 'ccc']);
    channel.stream.headers().trailers();
    assert.equal((await call.ended).status.code, StatusCode.OK);
  });

  it('gives that up when more than retryBufferBytes would have to be kept', async () => {
    const { channel, client } = setUp();
    const call = client.talk.start({ retryBufferBytes: 3 });
    void call.write('ab');
    void call.write('cd');
    channel.stream.close(refused);
    assert.equal((await call.ended).status.code, StatusCode.UNAVAILABLE);
    assert.equal(channel.session.streams.length, 1);
  });
});

describe('client calls: the observer', () => {
  forbidUnhandledRejections();

  it('sees a call and its attempts from start to end', async () => {
    const channel = new ScriptedChannel();
    const seen: string[] = [];
    channel.observer = {
      onCallStart: (call) => seen.push(`start ${call.side} ${call.path} ${call.shape}`),
      onCallEnd: (_call, status) => seen.push(`end ${status.code}`),
      onAttemptStart: (_call, attempt) => seen.push(`attempt ${attempt.number} ${attempt.peer?.address}`),
      onAttemptHeaders: (_call, attempt, headers) => seen.push(`headers ${attempt.peer?.address} ${headers.get('x')}`),
      onAttemptEnd: (_call, attempt, status) => seen.push(`attempt ${attempt.number} end ${status.code} ${status.message}`),
    };
    const client = createClient(TextService, channel);
    const reply = client.one('a');
    channel.stream.close({ code: 7, processed: 'no', message: 'refused' });
    channel.stream
      .headers([...OK_HEADERS, 'x', 'y'])
      .message(bytesOf('b'))
      .trailers();
    await reply;
    assert.deepEqual(seen, [
      'start client /test.Text/One unary',
      'attempt 1 undefined',
      'attempt 1 end 14 refused',
      'attempt 2 undefined',
      'headers 192.0.2.1:50051 y',
      'attempt 2 end 0 ',
      'end 0',
    ]);
  });

  it('sees an attempt that its own side ends', () => {
    const channel = new ScriptedChannel();
    const seen: string[] = [];
    channel.observer = {
      onAttemptEnd: (_call, _attempt, status) => seen.push(`attempt end ${status.code}`),
      onCallEnd: (_call, status) => seen.push(`end ${status.code}`),
    };
    createClient(TextService, channel).one.start('a').cancel();
    assert.deepEqual(seen, ['attempt end 1', 'end 1']);
  });

  it('may throw without harm to the call: a process warning', async () => {
    const channel = new ScriptedChannel();
    const broken = () => {
      throw new Error('telemetry is broken');
    };
    channel.observer = { onCallStart: broken, onCallEnd: broken, onAttemptStart: broken, onAttemptHeaders: broken, onAttemptEnd: broken };
    const warnings = await processWarnings(async () => {
      const reply = createClient(TextService, channel).one('a');
      channel.stream.reply(bytesOf('b'));
      assert.equal(await reply, 'b');
    });
    assert.equal(warnings.length, 5);
    assert.match(warnings[0] ?? '', /telemetry is broken/);
  });
});

describe('client calls of clumsy callers', () => {
  forbidUnhandledRejections();

  it('refuse a promise in the place of a message, and what it rejects with is nobody’s', async () => {
    const { channel, client } = setUp();
    for (const make of [() => Promise.resolve('a'), () => Promise.reject(new Error('later'))]) {
      const forgotten = make as () => never;
      const call = client.talk.start();
      const written = call.write(forgotten());
      for (const outcome of [client.one(forgotten()), client.collect([forgotten()]), written!]) {
        const error = await failure(outcome);
        assert.equal(error.code, StatusCode.INTERNAL);
        assert.match(error.message, /it is a Promise, which has none of the message's fields: await it first/);
      }
    }
    assertNothingLeft(channel);
  });

  it('never throw at once, whatever signal or parent they are given', async () => {
    const { channel, client } = setUp();
    const boom = () => {
      throw new Error('of another make');
    };
    const nothing = () => {};
    const signal = { aborted: false, addEventListener: boom, removeEventListener: nothing };
    const parent = { cancelled: false, remainingMs: boom, addChild: nothing, removeChild: nothing };
    const timeless = { ...parent, remainingMs: () => Number.NaN };
    for (const options of [{ signal }, { parent }, { parent: timeless }]) {
      const error = await failure(client.one('a', options as unknown as CallOptions));
      assert.equal(error.code, StatusCode.INTERNAL);
      assert.match(error.message, /of another make|parent gives no remaining time/);
    }
    assert.equal(channel.session.streams.length, 0);
    assertNothingLeft(channel);
  });
});
