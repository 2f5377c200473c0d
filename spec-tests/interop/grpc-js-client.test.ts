import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as grpc from '@grpc/grpc-js';
import {
  ChatLine,
  CountDownReply,
  CountDownRequest,
  HelloReply,
  HelloRequest,
  SumReply,
  SumRequest,
} from '../../examples/hello/gen/hello.js';
import type { MessageType } from '../../wire/protobuf/message-type.js';
import { turn } from '../support/fake-clock.js';
import { DETAIL, type HelloServer, helloServer } from '../support/hello-server.js';
import { TRANSPORTS } from '../support/transports.js';

const into =
  <I>(type: MessageType<unknown, I>) =>
  (message: I) =>
    Buffer.from(type.encode(message));
const from =
  <T>(type: MessageType<T, never>) =>
  (bytes: Buffer) =>
    type.decode(bytes);

for (const transport of TRANSPORTS) {
  describe(`a client of @grpc/grpc-js on our server over ${transport}`, () => {
    let hello: HelloServer;
    let client: grpc.Client;

    beforeEach(async () => {
      hello = await helloServer({ transport });
      client = new grpc.Client(hello.address, grpc.credentials.createInsecure());
    });

    afterEach(async () => {
      client.close();
      const report = await hello.server.close({ graceMs: 1000 });
      assert.deepEqual(report.cut, []);
    });

    interface Answer {
      error: grpc.ServiceError | null;
      reply: HelloReply | undefined;
      headers: grpc.Metadata | undefined;
      status: grpc.StatusObject;
    }

    /** A unary call to its very end. */
    function sayHello(
      name: string,
      metadata = new grpc.Metadata(),
      options: grpc.CallOptions = {},
      touch?: (call: grpc.ClientUnaryCall) => void,
    ) {
      return new Promise<Answer>((resolve) => {
        const answer: Partial<Answer> = { headers: undefined };
        const path = '/hello.Greeter/SayHello';
        const call = client.makeUnaryRequest(path, into(HelloRequest), from(HelloReply), { name }, metadata, options, (error, reply) => {
          answer.error = error;
          answer.reply = reply;
          if (answer.status !== undefined) resolve(answer as Answer);
        });
        call.on('metadata', (headers) => {
          answer.headers = headers;
        });
        call.on('status', (status) => {
          answer.status = status;
          if (answer.error !== undefined) resolve(answer as Answer);
        });
        touch?.(call);
      });
    }

    it('makes a unary call', async () => {
      const { error, reply, status } = await sayHello('you');
      assert.equal(error, null);
      assert.deepEqual(reply, { message: 'Hello, you!' });
      assert.equal(status.code, grpc.status.OK);
    });

    it('makes a hundred unary calls at once', async () => {
      const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => sayHello(String(index))));
      assert.deepEqual(
        answers.map(({ reply }) => reply?.message),
        answers.map((_, index) => `Hello, ${index}!`),
      );
    });

    it('reads a server stream', async () => {
      const stream = client.makeServerStreamRequest('/hello.Greeter/CountDown', into(CountDownRequest), from(CountDownReply), {
        from: 1000,
      });
      const seen: number[] = [];
      for await (const { n } of stream as AsyncIterable<CountDownReply>) seen.push(n);
      assert.deepEqual(
        seen,
        Array.from({ length: 1000 }, (_, index) => 1000 - index),
      );
    });

    it('writes a client stream, and is answered early where the server has enough', async () => {
      const sum = (...values: bigint[]) =>
        new Promise<SumReply | undefined>((resolve, reject) => {
          const call = client.makeClientStreamRequest('/hello.Greeter/Sum', into(SumRequest), from(SumReply), (error, reply) => {
            if (error !== null) reject(error);
            else resolve(reply);
          });
          for (const value of values) call.write({ value });
          if (values.at(-1) !== -1n) call.end();
        });
      assert.deepEqual(await sum(1n, 2n, 9007199254740993n), { total: 9007199254740996n, count: 3 });
      assert.deepEqual(await sum(), { total: 0n, count: 0 });
      assert.deepEqual(await sum(5n, -1n), { total: 4n, count: 2 });
    });

    it('talks both ways', async () => {
      const chat = client.makeBidiStreamRequest('/hello.Greeter/Chat', into(ChatLine), from(ChatLine));
      const ended = once(chat, 'status');
      for (const word of ['a', 'b', 'c']) {
        chat.write({ text: word });
        const [line] = (await once(chat, 'data')) as [ChatLine];
        assert.equal(line.text, word.toUpperCase());
      }
      const last = once(chat, 'data');
      chat.end();
      assert.deepEqual(await last, [{ text: 'bye' }]);
      const [status] = (await ended) as [grpc.StatusObject];
      assert.equal(status.code, grpc.status.OK);
    });

    it('sends and gets metadata, text and bytes, several values each', async () => {
      const metadata = new grpc.Metadata();
      metadata.add('x-sent', 'one');
      metadata.add('x-sent', 'two');
      metadata.add('x-sent-bin', Buffer.of(0, 1, 255));
      metadata.add('x-sent-bin', Buffer.of());
      const { headers, status } = await sayHello('metadata', metadata);
      assert.deepEqual(headers?.get('x-got'), ['one and two']);
      assert.deepEqual(headers?.get('x-got-bin'), [Buffer.of(0, 1, 255), Buffer.of()]);
      assert.deepEqual(status.metadata.get('x-last'), ['trailer']);
      assert.deepEqual(status.metadata.get('x-last-bin'), [Buffer.of(1), Buffer.of(2, 3)]);
    });

    it('gets an error status with message, details and trailers', async () => {
      const { error } = await sayHello('details');
      assert.equal(error?.code, grpc.status.FAILED_PRECONDITION);
      assert.equal(error?.details, 'nicht jetzt: 100 % später\n');
      assert.deepEqual(error?.metadata.get('x-trailer'), ['last']);
      assert.deepEqual(error?.metadata.get('x-trailer-bin'), [Buffer.of(0, 255)]);
      const status = error?.metadata.get('grpc-status-details-bin')[0] as Buffer;
      // google.rpc.Status: code 1, message 2, details 3; the message and the Any are under 128 bytes each.
      const message = Buffer.from('nicht jetzt: 100 % später\n');
      const url = Buffer.from(DETAIL.typeUrl);
      const any = Buffer.concat([Buffer.of(10, url.length), url, Buffer.of(18, DETAIL.value.length), DETAIL.value]);
      assert.deepEqual(status, Buffer.concat([Buffer.of(8, 9, 18, message.length), message, Buffer.of(26, any.length), any]));
      assert.deepEqual(hello.errors, []);
    });

    it('learns nothing of what a handler throws', async () => {
      const { error } = await sayHello('throw');
      assert.equal(error?.code, grpc.status.UNKNOWN);
      assert.doesNotMatch(error?.message ?? '', /secret/);
      assert.match(String(hello.errors[0]), /secret/);
    });

    it('gets UNIMPLEMENTED for an unknown method and an unknown service', async () => {
      for (const [path, message] of [
        ['/hello.Greeter/SayHi', 'unknown method SayHi of service hello.Greeter'],
        ['/hello.Greta/SayHello', 'unknown service hello.Greta'],
      ] as const) {
        const error = await new Promise<grpc.ServiceError | null>((resolve) => {
          client.makeUnaryRequest(path, into(HelloRequest), from(HelloReply), { name: '' }, (failed) => resolve(failed));
        });
        assert.equal(error?.code, grpc.status.UNIMPLEMENTED);
        assert.equal(error?.details, message);
      }
    });

    it('and our server both give up at the deadline', async () => {
      // Its clock is the real one: on a busy machine a deadline may pass before the request has left. Then it gets more time.
      for (let timeoutMs = 50; hello.log.length === 0; timeoutMs *= 2) {
        const { error } = await sayHello('wait', undefined, { deadline: Date.now() + timeoutMs });
        assert.equal(error?.code, grpc.status.DEADLINE_EXCEEDED);
      }
      const aborted = () => hello.log.find((line) => line !== 'waiting');
      while (aborted() === undefined) await turn();
      assert.equal(hello.log[0], 'waiting');
      // Whoever is first: the client's reset (CANCELLED) or the server's own deadline.
      assert.match(aborted() ?? '', /^aborted [14]$/);
    });

    it('cancels a unary call and a stream, which ends the handlers', async () => {
      const { error } = await sayHello('wait', undefined, {}, async (call) => {
        while (hello.log.length < 1) await turn();
        call.cancel();
      });
      assert.equal(error?.code, grpc.status.CANCELLED);
      while (hello.log.length < 2) await turn();
      assert.deepEqual(hello.log, ['waiting', 'aborted 1']);

      const chat = client.makeBidiStreamRequest('/hello.Greeter/Chat', into(ChatLine), from(ChatLine));
      chat.on('error', () => {});
      chat.write({ text: 'a' });
      await once(chat, 'data');
      chat.cancel();
      while (hello.log.length < 3) await turn();
      assert.equal(hello.log[2], 'chat over');

      const count = client.makeServerStreamRequest('/hello.Greeter/CountDown', into(CountDownRequest), from(CountDownReply), {
        // More than fit on the way: the server still counts when the cancellation comes.
        from: 2_000_000_000,
      });
      count.on('error', () => {});
      await once(count, 'data');
      count.cancel();
      while (hello.log.length < 4) await turn();
      assert.equal(hello.log[3], 'count over');
      assert.deepEqual(hello.errors, []);
    });

    it('may send exactly 4,194,304 bytes in a message, and not one more', async () => {
      const name = 'a'.repeat(4_194_304 - 5);
      assert.equal(HelloRequest.encode({ name }).length, 4_194_304);
      const { reply } = await sayHello(name);
      assert.deepEqual(reply, { message: 'Hello, 4194299!' });
      const { error } = await sayHello(`${name}a`);
      assert.equal(error?.code, grpc.status.RESOURCE_EXHAUSTED);
      assert.match(error?.details ?? '', /4194305 bytes.*4194304/);
    });

    it('is told to go away, and its call may end', async () => {
      const chat = client.makeBidiStreamRequest('/hello.Greeter/Chat', into(ChatLine), from(ChatLine));
      const ended = once(chat, 'status');
      chat.write({ text: 'a' });
      await once(chat, 'data');
      const closing = hello.server.close({ graceMs: 10_000 });
      chat.on('data', () => {});
      chat.write({ text: 'b' });
      chat.end();
      const [status] = (await ended) as [grpc.StatusObject];
      assert.equal(status.code, grpc.status.OK);
      const report = await closing;
      assert.deepEqual([report.cut, report.completed], [[], 1]);
    });

    it('gets UNAVAILABLE when the grace is over', async () => {
      const cut = sayHello('wait');
      while (hello.log.length < 1) await turn();
      const report = await hello.server.close({ graceMs: 0 });
      assert.deepEqual(
        report.cut.map(({ path }) => path),
        ['/hello.Greeter/SayHello'],
      );
      assert.match(report.cut[0]?.peer ?? '', /^127\.0\.0\.1:\d+$/);
      const { error } = await cut;
      assert.equal(error?.code, grpc.status.UNAVAILABLE);
      hello = await helloServer();
    });
  });
}
