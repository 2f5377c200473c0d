/** Our client and our server together, on each carrier: what only shows when both ends are real. */
import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { Channel } from '../../../lib/client/channel.js';
import { type Client, createClient } from '../../../lib/client/client.js';
import { RpcError } from '../../../lib/rpc/rpc-error.js';
import type { Handlers } from '../../../lib/server/handler.js';
import type { ServerOptions } from '../../../lib/server/options.js';
import { Server } from '../../../lib/server/server.js';
import type { ServerCall } from '../../../lib/server/server-call.js';
import { rawBytes } from '../../../wire/bytes/raw-bytes.js';
import { serviceType, type UnaryMethod, unary } from '../../../wire/grpc/service.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';
import { FakeClock, turn } from '../../support/fake-clock.js';
import { Rooms } from '../../support/scripted-server.js';
import { TRANSPORTS } from '../../support/transports.js';

const store = new AsyncLocalStorage<string>();

interface Raw {
  echo: UnaryMethod<Uint8Array, Uint8Array, Uint8Array, Uint8Array>;
}
const Raw = serviceType<Raw>('test.Raw', { echo: unary('/test.Raw/Echo', rawBytes, rawBytes) });

for (const carrier of ['loopback', ...TRANSPORTS] as const) {
  describe(`client and server over ${carrier}`, () => {
    const open: { close(): Promise<unknown> }[] = [];

    afterEach(async () => {
      for (const one of open.splice(0).reverse()) await one.close();
    });

    async function channelTo(server: Server): Promise<Channel> {
      const channel =
        carrier === 'loopback'
          ? new Channel(server.loopback())
          : new Channel((await server.listen('127.0.0.1:0')).address, { transport: carrier });
      open.push({ close: () => server.close({ graceMs: 0 }) }, channel);
      return channel;
    }

    async function rooms(handlers: Partial<Handlers<Rooms>>, options: ServerOptions = {}) {
      const errors: unknown[] = [];
      const server = new Server({
        onError: (error) => errors.push(error),
        ...(carrier === 'loopback' ? {} : { transport: carrier }),
        ...options,
      });
      server.add(Rooms, handlers, { partial: true });
      const client: Client<Rooms> = createClient(Rooms, await channelTo(server));
      return { server, client, errors };
    }

    it('make calls of the four shapes', async () => {
      const { client, errors } = await rooms({
        get: ({ text }) => ({ text: `got ${text}` }),
        *list({ text }) {
          for (const letter of text) yield { text: letter };
        },
        async post(requests) {
          let all = '';
          for await (const { text } of requests) all += text;
          return { text: all };
        },
        async *chat(requests) {
          for await (const { text } of requests) yield { text: text.toUpperCase() };
        },
      });
      assert.deepEqual(await client.get({ text: 'a' }), { text: 'got a' });
      const letters: string[] = [];
      for await (const { text } of client.list({ text: 'abc' })) letters.push(text);
      assert.deepEqual(letters, ['a', 'b', 'c']);
      assert.deepEqual(await client.post([{ text: 'a' }, { text: 'b' }]), { text: 'ab' });
      const chat = client.chat.start();
      const lines = chat[Symbol.asyncIterator]();
      for (const text of ['a', 'b']) {
        await chat.write({ text });
        assert.deepEqual((await lines.next()).value, { text: text.toUpperCase() });
      }
      chat.end();
      assert.equal((await lines.next()).done, true);
      assert.deepEqual(errors, []);
    });

    it('keep AsyncLocalStorage apart: of interleaved calls, and of the two ends', async () => {
      const { client } = await rooms({
        async get({ text }) {
          const before = store.getStore();
          store.enterWith(`server ${text}`);
          await turn();
          return { text: `${before} ${store.getStore()}` };
        },
        async *list({ text }) {
          store.enterWith(`list ${text}`);
          for (let n = 0; n < 200; n++) {
            if (n % 50 === 0) await turn();
            // Large enough to have to wait for room.
            yield { text: `${store.getStore()}${' '.repeat(2000)}` };
          }
        },
      });
      await Promise.all(
        ['a', 'b', 'c', 'd'].map((word) =>
          store.run(`client ${word}`, async () => {
            const { text } = await client.get({ text: word });
            assert.equal(text, `undefined server ${word}`);
            assert.equal(store.getStore(), `client ${word}`);
            let count = 0;
            for await (const reply of client.list({ text: word })) {
              assert.equal(reply.text.trimEnd(), `list ${word}`);
              assert.equal(store.getStore(), `client ${word}`);
              count++;
            }
            assert.equal(count, 200);
          }),
        ),
      );
    });

    it('stop a fast generator with a slow reader, and end it when the reader leaves', async () => {
      let made = 0;
      let ended = false;
      const { client } = await rooms({
        *list() {
          try {
            for (;;) {
              made++;
              yield { text: 'x'.repeat(10_000) };
            }
          } finally {
            ended = true;
          }
        },
      });
      let read = 0;
      for await (const _ of client.list({ text: '' })) {
        read++;
        for (let turns = 0; turns < 5; turns++) await turn();
        // Two windows and what the socket holds: some hundred messages, whatever the reader leaves unread.
        assert.ok(made - read < 400, `${made - read} messages on the way`);
        if (read === 100) break;
      }
      while (!ended) await turn();
    });

    it('stop a fast client with a slow handler', async () => {
      let taken = 0;
      let go: (() => void) | undefined;
      const { client } = await rooms({
        async post(requests) {
          for await (const _ of requests) {
            taken++;
            if (taken === 1) {
              await new Promise<void>((resolve) => {
                go = resolve;
              });
            }
          }
          return { text: String(taken) };
        },
      });
      const call = client.post.start();
      let written = 0;
      let stopped = false;
      while (!stopped) {
        const room = call.write({ text: 'x'.repeat(10_000) });
        written++;
        if (room === undefined) continue;
        stopped = await Promise.race([
          room.then(() => false),
          turn()
            .then(turn)
            .then(turn)
            .then(() => true),
        ]);
        assert.ok(written < 400, 'somewhere it has to stop');
      }
      while (go === undefined) await turn();
      assert.equal(taken, 1);
      go();
      call.end();
      assert.deepEqual(await call.response, { text: String(written) });
    });

    it('hand deadline and cancellation on to calls made with parent', async () => {
      let inner: ServerCall | undefined;
      const back = await rooms({
        get: (_request, call) => {
          inner = call;
          return new Promise(() => {});
        },
      });
      const front = await rooms({ get: (request, call) => back.client.get(request, { parent: call }) });
      const call = front.client.get.start({ text: '' }, { timeoutMs: 60_000 });
      while (inner === undefined) await turn();
      assert.ok(inner.remainingMs() > 0 && inner.remainingMs() <= 60_000);
      call.cancel();
      while (!inner.cancelled) await turn();
      assert.ok(RpcError.is(inner.cancelReason, StatusCode.CANCELLED));
      await assert.rejects(call.response, { code: StatusCode.CANCELLED });
      for (let turns = 0; turns < 5; turns++) await turn();
      assert.deepEqual(front.errors, [], 'a handler that ends because it was cancelled has not failed');
      assert.deepEqual(back.errors, []);
    });

    it('answer early while the client still sends', async () => {
      const { client } = await rooms({
        async post(requests) {
          for await (const { text } of requests) return { text: `enough: ${text}` };
          return { text: 'none' };
        },
      });
      const call = client.post.start();
      await call.write({ text: 'a' });
      assert.deepEqual(await call.response, { text: 'enough: a' });
      assert.equal((await call.ended).status.code, StatusCode.OK);
      await call.write({ text: 'too late, and no trouble' });
    });

    it('pass exactly 4,194,304 bytes each way, and not one more', async () => {
      const server = new Server(carrier === 'loopback' ? {} : { transport: carrier }).add(Raw, { echo: (request) => request });
      const { echo } = createClient(Raw, await channelTo(server));
      const limit = 4_194_304;
      const reply = await echo(new Uint8Array(limit).fill(7));
      assert.equal(reply.length, limit);
      assert.equal(reply.at(-1), 7);
      await assert.rejects(echo(new Uint8Array(limit + 1)), { code: StatusCode.RESOURCE_EXHAUSTED });
      assert.equal((await echo(new Uint8Array(0))).length, 0);
    });

    it('close gracefully, with a report, while calls are in progress', async () => {
      const waiting: (() => void)[] = [];
      const { server, client } = await rooms({
        get: async (request) => {
          await new Promise<void>((resolve) => waiting.push(resolve));
          return request;
        },
      });
      const ends = client.get({ text: 'ends' });
      const stays = client.get({ text: 'stays' });
      ends.catch(() => {});
      const cut = assert.rejects(stays, { code: StatusCode.UNAVAILABLE });
      while (waiting.length < 2) await turn();
      const closing = server.close({ graceMs: 60_000 });
      waiting[0]!();
      assert.deepEqual(await ends, { text: 'ends' });
      const report = await server.close({ graceMs: 0 });
      assert.equal(await closing, report);
      await cut;
      assert.deepEqual(
        report.cut.map(({ path }) => path),
        ['/test.Rooms/Get'],
      );
      assert.equal(report.completed, 1);
      await assert.rejects(client.get({ text: 'late' }, { timeoutMs: 2000 }), RpcError.is);
    });

    it('say which connections had to be broken because their client did not take a reply that was sent', async () => {
      const clock = new FakeClock();
      const { server, client } = await rooms(
        {
          list: (_request, call) => {
            // More than the window takes, without waiting for room; the handler itself ends at once.
            for (let n = 0; n < 40; n++) void call.write({ text: 'x'.repeat(50_000) });
          },
        },
        { clock },
      );
      const call = client.list.start({ text: '' });
      await call.headers;
      const closing = server.close({ graceMs: 0 });
      for (let turns = 0; turns < 5; turns++) await turn();
      clock.advance(250);
      const report = await closing;
      assert.deepEqual(
        report.broken.map(({ calls }) => calls),
        [1],
      );
      assert.match(report.broken[0]!.peer, carrier === 'loopback' ? /^loopback$/ : /^127\.0\.0\.1:\d+$/);
      assert.equal((await call.ended).status.code, StatusCode.UNAVAILABLE);
    });

    it('keep what handlers throw to the server', async () => {
      const { client, errors } = await rooms({
        get: () => {
          throw new Error('password 1234');
        },
      });
      await assert.rejects(client.get({ text: '' }), (error: RpcError) => {
        assert.equal(error.code, StatusCode.UNKNOWN);
        assert.doesNotMatch(`${error.message} ${error.stack}`, /password/);
        return true;
      });
      assert.match(String(errors[0]), /password 1234/);
    });
  });
}
