/** What a client promises, with a server of ours behind it, over every carrier. Time is moved by hand on both sides. */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { Channel, type Client, createClient, type Observer, RpcError, Server, type ServerCall, StatusCode } from '../../../lib/index.js';
import { FakeClock, turn } from '../../support/fake-clock.js';
import { TextService } from '../../support/text-service.js';
import { TRANSPORTS } from '../../support/transports.js';
import { forbidUnhandledRejections } from '../../support/unhandled-rejections.js';

async function failure(promise: Promise<unknown>): Promise<RpcError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(RpcError.is(error), String(error));
    return error;
  }
  throw new assert.AssertionError({ message: 'the promise was fulfilled' });
}

/** Lets the event loop turn until `done`, for what has to cross a socket. */
async function until(done: () => boolean, what: string): Promise<void> {
  for (let turns = 0; turns < 2_000; turns++) {
    if (done()) return;
    await turn();
  }
  assert.fail(`${what} did not happen`);
}

for (const carrier of ['loopback', ...TRANSPORTS] as const) {
  describe(`client calls over ${carrier}`, () => {
    forbidUnhandledRejections();
    let clock: FakeClock;
    let server: Server;
    let channel: Channel;
    let client: Client<TextService>;
    /** Calls that reached a handler. */
    let calls: ServerCall[];
    /** Calls and attempts that an observer has seen begin and not end. */
    let open: number;

    beforeEach(async () => {
      clock = new FakeClock();
      calls = [];
      open = 0;
      const observer: Observer = {
        onCallStart: () => open++,
        onAttemptStart: () => open++,
        onAttemptEnd: () => open--,
        onCallEnd: () => open--,
      };
      server = new Server({ clock, onError: () => {}, ...(carrier === 'loopback' ? {} : { transport: carrier }) });
      server.add(TextService, {
        one: async (request, call) => {
          calls.push(call);
          if (request === 'never') await new Promise(() => {});
          if (request === 'fail') throw new RpcError(StatusCode.NOT_FOUND, 'no such word', { metadata: { 'x-id': '7' } });
          call.sendHeaders({ 'x-early': 'yes' });
          call.trailers.set('x-late', 'too');
          return request.toUpperCase();
        },
        many: async (request, call) => {
          calls.push(call);
          if (request === 'endless') for (;;) await call.write('word');
          for (const word of request.split(' ')) await call.write(word);
          if (request.startsWith('never')) await new Promise(() => {});
          return undefined;
        },
        collect: async (requests, call) => {
          calls.push(call);
          let bytes = 0;
          for await (const request of requests) bytes += request.length;
          return `${bytes} bytes`;
        },
        talk: async function* (requests, call) {
          calls.push(call);
          for await (const request of requests) yield request.toUpperCase();
        },
      });
      if (carrier === 'loopback') channel = new Channel(server.loopback(), { clock, observer });
      else channel = new Channel(`127.0.0.1:${(await server.listen('127.0.0.1:0')).port}`, { clock, observer, transport: carrier });
      client = createClient(TextService, channel);
      await channel.connect();
    });

    afterEach(async () => {
      assert.equal(open, 0, 'every call and attempt has ended');
      await channel.close({ graceMs: 0 });
      await server.close({ graceMs: 0 });
      await until(() => clock.timers.size === 0, 'the end of all timers');
    });

    it('lose nothing of headers and trailers, whoever asks first', async () => {
      const call = client.one.start('word');
      const { trailers } = await call.ended;
      assert.equal((await call.headers).get('x-early'), 'yes');
      assert.equal(trailers.get('x-late'), 'too');
      assert.equal(await call.response, 'WORD');
      assert.ok(call.peer?.address);
    });

    it('carry an error with its metadata', async () => {
      const error = await failure(client.one('fail'));
      assert.equal(error.message, 'NOT_FOUND: no such word');
      assert.equal(error.metadata.get('x-id'), '7');
    });

    it('end with the deadline on both sides', async () => {
      const failed = failure(client.one('never', { timeoutMs: 500 }));
      await until(() => calls.length === 1, 'the call reaching its handler');
      assert.equal(calls[0]!.remainingMs(), 500);
      await clock.pass(500);
      const error = await failed;
      assert.equal(error.code, StatusCode.DEADLINE_EXCEEDED);
      assert.equal(error.initiator, 'us');
      await until(() => calls[0]!.cancelled, 'the end of the call at the server');
    });

    it('end streams with the deadline too, replies that came before it delivered', async () => {
      const got: string[] = [];
      const reading = async () => {
        for await (const word of client.many('never mind', { deadline: clock.wallNow() + 300 })) got.push(word);
      };
      const failed = failure(reading());
      await until(() => got.length === 2, 'the replies');
      await clock.pass(300);
      assert.equal((await failed).code, StatusCode.DEADLINE_EXCEEDED);
      await until(() => calls[0]!.cancelled, 'the end of the call at the server');
    });

    it('reach the handler when they are cancelled: by a signal, by cancel(), by leaving the loop', async () => {
      const controller = new AbortController();
      const reason = new Error('enough');
      const first = failure(client.one('never', { signal: controller.signal }));
      const second = client.talk.start({ signal: controller.signal });
      const third = client.many('endless');
      void second.write('a');
      await until(() => calls.length === 3, 'the calls reaching their handlers');
      assert.equal(getEventListeners(controller.signal, 'abort').length, 1);
      for await (const word of third) {
        assert.equal(word, 'word');
        break;
      }
      second.cancel(reason);
      controller.abort(reason);
      assert.equal((await first).cause, reason);
      assert.equal((await second.ended).status.code, StatusCode.CANCELLED);
      await until(() => calls.every(({ cancelled }) => cancelled), 'the cancellation of all three');
      assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
    });

    it('push and pull in one stream, with waiting only where there is no room', async () => {
      const call = client.talk.start();
      const got: string[] = [];
      const reading = (async () => {
        for await (const word of call) got.push(word);
      })();
      for (let index = 0; index < 500; index++) await call.write(`w${index}`);
      call.end();
      await reading;
      assert.equal(got.length, 500);
      assert.equal(got[499], 'W499');
      assert.equal((await call.ended).status.code, StatusCode.OK);
    });

    it('stop writing when a handler does not read, and lose nothing', async () => {
      const word = 'x'.repeat(10_000);
      let made = 0;
      let stop = false;
      function* words() {
        while (!stop) {
          made++;
          yield word;
        }
      }
      const reply = client.collect(words());
      await until(() => made > 20, 'some requests');
      stop = true;
      assert.equal(await reply, `${made * word.length} bytes`);
    });

    it('a hundred at once, half of them failing, leave nothing', async () => {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 100 }, (_, index) => client.one(index % 2 === 0 ? 'word' : 'fail', { timeoutMs: 1_000 + index })),
      );
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 50);
    });

    it('fail when the server goes away under them, saying whether it may have run them', async () => {
      const call = client.one.start('never');
      await until(() => calls.length === 1, 'the call reaching its handler');
      await Promise.all([server.close({ graceMs: 0 }), clock.pass(1_000)]);
      const error = await failure(call.response);
      assert.ok(error.code === StatusCode.UNAVAILABLE || error.code === StatusCode.CANCELLED, error.message);
      assert.equal(error.processed, 'maybe');
    });
  });
}
