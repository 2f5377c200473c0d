import assert from 'node:assert/strict';
import { RpcError } from '../../../lib/rpc/rpc-error.js';
import type { ServerCall, WritableServerCall } from '../../../lib/server/server-call.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';
import { turn } from '../../support/fake-clock.js';
import { CHAT, LIST, POST, scriptedServer, type Text, text } from '../../support/scripted-server.js';
import { forbidUnhandledRejections } from '../../support/unhandled-rejections.js';

const texts = (...words: string[]) => words.map((word) => ({ text: word }));

describe('replies of a server-streaming handler', () => {
  it('from an iterable are sent in the turn of the request while there is room', async () => {
    for (const list of [
      () => texts('a', 'b'),
      function* () {
        yield* texts('a', 'b');
      },
      () => new Set(texts('a', 'b')),
    ]) {
      const { session } = await scriptedServer({ list });
      const stream = session.call(LIST, text, { text: '' });
      assert.equal(stream.done, 'headers message message trailers');
      assert.deepEqual(stream.messages(text), texts('a', 'b'));
      assert.equal(stream.status, '0');
    }
  });

  it('from an async generator, a promise of an iterable, and an async handler', async () => {
    for (const list of [
      async function* () {
        yield* texts('a');
        await turn();
        yield* texts('b');
      },
      async () => texts('a', 'b'),
      async () => {
        await turn();
        return (async function* () {
          yield* texts('a', 'b');
        })();
      },
    ]) {
      const { session } = await scriptedServer({ list });
      const stream = session.call(LIST, text, { text: '' });
      for (let turns = 0; turns < 5; turns++) await turn();
      assert.equal(stream.done, 'headers message message trailers');
      assert.deepEqual(stream.messages(text), texts('a', 'b'));
    }
  });

  it('may be pushed with write, which gives a promise only without room', async () => {
    const wrote: unknown[] = [];
    const { session } = await scriptedServer({
      list: async (_request, call) => {
        for (const message of texts('a', 'b', 'c')) {
          const room = call.write(message);
          wrote.push(room === undefined ? 'room' : 'wait');
          await room;
        }
      },
    });
    const stream = session.open(LIST);
    stream.room = 2;
    stream.message(text, { text: '' }).end();
    await turn();
    assert.deepEqual(wrote, ['room', 'wait']);
    assert.equal(stream.done, 'headers message message');
    stream.makeRoom(5);
    await turn();
    assert.deepEqual(wrote, ['room', 'wait', 'room']);
    assert.equal(stream.done, 'headers message message message trailers');
  });

  it('may be none: headers and status then', async () => {
    for (const list of [() => [], async () => {}, () => {}, async function* () {}]) {
      const { session } = await scriptedServer({ list });
      const stream = session.call(LIST, text, { text: '' });
      await turn();
      assert.equal(stream.done, 'headers trailers');
      assert.equal(stream.status, '0');
    }
  });

  it('stop a generator of either kind while there is no room', async () => {
    for (const asynchronous of [true, false]) {
      let made = 0;
      function* sync() {
        for (;;) yield { text: String(made++) };
      }
      async function* async() {
        for (;;) yield { text: String(made++) };
      }
      const { session, errors } = await scriptedServer({ list: asynchronous ? async : sync });
      const stream = session.open(LIST);
      stream.room = 3;
      stream.message(text, { text: '' }).end();
      await turn();
      assert.equal(made, 3);
      stream.makeRoom(2);
      await turn();
      assert.equal(made, 5);
      stream.cancel();
      await turn();
      assert.equal(made, 5);
      assert.deepEqual(errors, []);
    }
  });

  it('that fail half-way send what came before, then the status', async () => {
    for (const list of [
      function* () {
        yield { text: 'a' };
        throw new RpcError(StatusCode.DATA_LOSS, 'torn');
      },
      async function* () {
        yield { text: 'a' };
        throw new RpcError(StatusCode.DATA_LOSS, 'torn');
      },
      async (_request: Text, call: WritableServerCall<Text>) => {
        await call.write({ text: 'a' });
        throw new RpcError(StatusCode.DATA_LOSS, 'torn');
      },
    ]) {
      const { session, errors } = await scriptedServer({ list });
      const stream = session.call(LIST, text, { text: '' });
      await turn();
      assert.equal(stream.done, 'headers message trailers');
      assert.equal(stream.status, '15 torn');
      assert.deepEqual(errors, []);
    }
  });

  it('that are rubbish give INTERNAL and reach onError', async () => {
    const rubbish: [unknown, RegExp][] = [
      [42, /returned 42; an iterable, an async iterable or nothing was expected/],
      ['text', /returned "text"/],
      [{ text: 'a' }, /returned an object; an iterable/],
      [null, /returned null/],
      [() => {}, /returned a function/],
    ];
    for (const [value, expected] of rubbish) {
      for (const list of [() => value as Text[], async () => value as Text[]]) {
        const { session, errors } = await scriptedServer({ list });
        const stream = session.call(LIST, text, { text: '' });
        await turn();
        assert.equal(stream.status, '13 the handler returned no valid reply; the server knows why');
        assert.match(String(errors[0]?.error), expected);
      }
    }
  });

  it('that cannot be encoded give INTERNAL and end the generator', async () => {
    for (const asynchronous of [true, false]) {
      let ended = 0;
      const messages = [{ text: 'a' }, { text: 1n } as unknown as Text, { text: 'c' }];
      function* sync() {
        try {
          yield* messages;
        } finally {
          ended++;
        }
      }
      async function* async() {
        try {
          yield* messages;
        } finally {
          ended++;
        }
      }
      const { session, errors } = await scriptedServer({ list: asynchronous ? async : sync });
      const stream = session.call(LIST, text, { text: '' });
      await turn();
      assert.equal(stream.status, '13 the reply cannot be encoded; the server knows why');
      assert.deepEqual(stream.messages(text), [{ text: 'a' }]);
      assert.equal(errors.length, 1);
      assert.equal(ended, 1);
    }
  });

  it('that cannot be written throw at write; a handler may catch that and go on', async () => {
    const { session, errors } = await scriptedServer({
      list: async (_request, call) => {
        assert.throws(() => call.write({ text: 1n } as unknown as Text), /bigint/);
        await call.write({ text: 'instead' });
      },
    });
    const stream = session.call(LIST, text, { text: '' });
    await turn();
    assert.equal(stream.status, '0');
    assert.deepEqual(stream.messages(text), [{ text: 'instead' }]);
    assert.deepEqual(errors, []);
  });

  it('from an iterator whose steps are no objects give UNKNOWN', async () => {
    const { session, errors } = await scriptedServer({
      list: () => ({ [Symbol.iterator]: () => ({ next: () => undefined as unknown as IteratorResult<Text> }) }),
    });
    assert.equal(session.call(LIST, text, { text: '' }).trailers?.['grpc-status'], '2');
    assert.equal(errors.length, 1);
  });
});

describe('a cancelled stream', () => {
  forbidUnhandledRejections();

  it('ends a generator that waits for room, and one that works, by return()', async () => {
    for (const waits of [true, false]) {
      const log: string[] = [];
      let work!: () => void;
      const { session, errors } = await scriptedServer({
        async *list() {
          try {
            yield { text: 'a' };
            await new Promise<void>((resolve) => {
              work = resolve;
            });
            log.push('worked');
            yield { text: 'b' };
            log.push('not reached');
          } finally {
            log.push('finally');
          }
        },
      });
      const stream = session.open(LIST);
      if (waits) stream.room = 1;
      stream.message(text, { text: '' }).end();
      await turn();
      stream.cancel();
      await turn();
      if (!waits) {
        assert.deepEqual(log, []);
        work();
        await turn();
        assert.deepEqual(log, ['worked', 'finally']);
      } else assert.deepEqual(log, ['finally']);
      assert.equal(stream.done, 'headers message');
      assert.deepEqual(errors, []);
    }
  });

  it('ends a synchronous generator that waits for room', async () => {
    let ended = false;
    const { session } = await scriptedServer({
      *list() {
        try {
          for (;;) yield { text: 'a' };
        } finally {
          ended = true;
        }
      },
    });
    const stream = session.open(LIST);
    stream.room = 1;
    stream.message(text, { text: '' }).end();
    stream.cancel();
    await turn();
    assert.equal(ended, true);
  });

  it('does not start a generator that its handler returns afterwards', async () => {
    let answer!: () => void;
    const log: string[] = [];
    const { session } = await scriptedServer({
      list: async () => {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return {
          [Symbol.asyncIterator]: () => ({
            next: async () => {
              log.push('next');
              return { done: true, value: undefined };
            },
            return: async () => {
              log.push('return');
              return { done: true, value: undefined };
            },
          }),
        };
      },
    });
    session.call(LIST, text, { text: '' }).cancel();
    answer();
    await turn();
    assert.deepEqual(log, ['return']);
  });

  it('rejects a write that waits and those that come later, and never an unhandled one', async () => {
    let seen: WritableServerCall<Text> | undefined;
    let caught: unknown;
    const { session, errors } = await scriptedServer({
      list: async (_request, call) => {
        seen = call;
        void call.write({ text: 'nobody awaits this' });
        try {
          for (;;) await call.write({ text: 'a' });
        } catch (error) {
          caught = error;
          throw error;
        }
      },
    });
    const stream = session.open(LIST);
    stream.room = 1;
    stream.message(text, { text: '' }).end();
    await turn();
    stream.cancel();
    await turn();
    assert.equal(caught, seen!.cancelReason);
    void seen!.write({ text: 'too late' });
    await assert.rejects(async () => seen!.write({ text: 'too late' }), /CANCELLED: the client reset the stream/);
    await turn();
    assert.deepEqual(errors, []);
  });

  it('at its deadline, with replies that wait for room, is reset: a status would wait behind them', async () => {
    const { session, clock } = await scriptedServer({
      list: async (_request, call) => {
        for (;;) await call.write({ text: 'a' });
      },
    });
    const stream = session.open(LIST, { 'grpc-timeout': '10m' });
    stream.room = 1;
    stream.message(text, { text: '' }).end();
    await turn();
    clock.advance(10);
    assert.deepEqual(stream.commands.at(-1), { do: 'reset', code: 8 });
    assert.equal(stream.status, undefined);
  });

  it('does not bring the process down where a write that waits is not awaited', async () => {
    const { session } = await scriptedServer({
      list: (_request, call) => {
        void call.write({ text: 'a' });
        return new Promise(() => {});
      },
    });
    const stream = session.open(LIST);
    stream.room = 1;
    stream.message(text, { text: '' }).end().cancel();
    await turn();
  });

  it('tells an iterator that waits for its next message, once', async () => {
    const log: string[] = [];
    let settle!: (step: IteratorResult<Text>) => void;
    const { session, errors } = await scriptedServer({
      list: () => ({
        [Symbol.asyncIterator]: () => ({
          next: () =>
            new Promise<IteratorResult<Text>>((resolve) => {
              settle = resolve;
            }),
          // As `events.on` does: what waits is answered.
          return: async () => {
            log.push('return');
            settle({ done: false, value: { text: 'nobody gets this' } });
            return { done: true, value: undefined };
          },
        }),
      }),
    });
    const stream = session.call(LIST, text, { text: '' });
    await turn();
    stream.cancel();
    assert.deepEqual(log, ['return']);
    await turn();
    assert.deepEqual(log, ['return']);
    assert.equal(stream.done, '');
    assert.deepEqual(errors, []);
  });

  it('reports what a generator throws while it cleans up', async () => {
    const { session, errors } = await scriptedServer({
      async *list() {
        try {
          yield { text: 'a' };
        } finally {
          // biome-ignore lint/correctness/noUnsafeFinally: what a careless handler does
          throw new Error('cannot clean up');
        }
      },
    });
    const stream = session.open(LIST);
    stream.room = 1;
    stream.message(text, { text: '' }).end();
    await turn();
    stream.cancel();
    await turn();
    assert.match(String(errors[0]?.error), /cannot clean up/);
  });
});

describe('requests of a client-streaming handler', () => {
  const sum = async (requests: AsyncIterable<Text>) => {
    let all = '';
    for await (const { text: word } of requests) all += word;
    return { text: all };
  };

  it('are iterated as they come, and credit goes back as they are taken', async () => {
    const { session } = await scriptedServer({ post: sum });
    const stream = session.open(POST).message(text, { text: 'a' }).message(text, { text: 'b' });
    assert.ok(stream.unconsumedBytes > 0);
    await turn();
    assert.equal(stream.unconsumedBytes, 0);
    stream.message(text, { text: 'c' }).end();
    await turn();
    assert.deepEqual(stream.messages(text), [{ text: 'abc' }]);
    assert.equal(stream.status, '0');
  });

  it('may be none', async () => {
    const { session } = await scriptedServer({ post: sum });
    const stream = session.open(POST).end();
    await turn();
    assert.deepEqual(stream.messages(text), [{ text: '' }]);
  });

  it('keep their credit while a slow handler does not take them', async () => {
    let go!: () => void;
    const { session } = await scriptedServer({
      post: async (requests) => {
        await new Promise<void>((resolve) => {
          go = resolve;
        });
        return sum(requests);
      },
    });
    const stream = session.open(POST).message(text, { text: 'a' }).message(text, { text: 'b' });
    await turn();
    assert.equal(stream.unconsumedBytes, 2 * (5 + '{"text":"a"}'.length));
    go();
    await turn();
    assert.equal(stream.unconsumedBytes, 0);
  });

  it('may be left early: the answer goes while the client still sends', async () => {
    const { session } = await scriptedServer({
      post: async (requests) => {
        for await (const { text: word } of requests) return { text: `enough: ${word}` };
        return { text: 'none' };
      },
    });
    const stream = session.open(POST).message(text, { text: 'a' }).message(text, { text: 'b' });
    await turn();
    assert.deepEqual(stream.messages(text), [{ text: 'enough: a' }]);
    assert.equal(stream.done, 'headers message trailers');
    stream.message(text, { text: 'c' }).end();
  });

  it('may be ignored', async () => {
    const { session } = await scriptedServer({ post: () => ({ text: 'as you like' }) });
    const stream = session.open(POST);
    await turn();
    assert.deepEqual(stream.messages(text), [{ text: 'as you like' }]);
    assert.equal(stream.status, '0');
  });

  it('can be iterated once', async () => {
    const { session, errors } = await scriptedServer({
      post: async (requests) => {
        await sum(requests);
        return sum(requests);
      },
    });
    const stream = session.open(POST).end();
    await turn();
    assert.equal(stream.trailers?.['grpc-status'], '2');
    assert.match(String(errors[0]?.error), /the requests of a call can be iterated once/);
  });

  it('that break end the loop with an error and the call with its status', async () => {
    const broken: [(stream: Awaited<ReturnType<typeof open>>) => unknown, RegExp][] = [
      [(stream) => stream.bytes(Uint8Array.of(1)), /^13 the request cannot be decoded/],
      [(stream) => stream.violate({ kind: 'too-large', message: 'large' }), /^8 large/],
      [(stream) => stream.message(text, { text: '' }, true), /^13 a message has its compressed flag set/],
    ];
    const seen: { caught?: unknown; call?: ServerCall } = {};
    const { session, errors } = await scriptedServer({
      post: async (requests, call) => {
        seen.call = call;
        try {
          return await sum(requests);
        } catch (error) {
          seen.caught = error;
          throw error;
        }
      },
    });
    const open = async () => session.open(POST).message(text, { text: 'a' });
    for (const [breakIt, status] of broken) {
      const stream = await open();
      await turn();
      breakIt(stream);
      assert.match(stream.status ?? '', status);
      await turn();
      assert.ok(RpcError.is(seen.caught));
      assert.equal(seen.caught, seen.call?.cancelReason);
      assert.equal(seen.call?.cancelled, true);
    }
    assert.deepEqual(errors, []);
  });

  it('reject in a handler whose call is cancelled, whether it waits or comes back later', async () => {
    for (const waits of [true, false]) {
      let go = () => {};
      let caught: unknown;
      const { session, errors } = await scriptedServer({
        post: async (requests) => {
          if (!waits) {
            await new Promise<void>((resolve) => {
              go = resolve;
            });
          }
          try {
            return await sum(requests);
          } catch (error) {
            caught = error;
            throw error;
          }
        },
      });
      const stream = session.open(POST).message(text, { text: 'a' });
      await turn();
      stream.cancel();
      go();
      await turn();
      assert.ok(RpcError.is(caught, StatusCode.CANCELLED));
      assert.deepEqual(errors, []);
    }
  });
});

describe('a bidirectional call', () => {
  it('answers each message as it comes', async () => {
    const { session } = await scriptedServer({
      async *chat(requests) {
        for await (const { text: word } of requests) yield { text: word.toUpperCase() };
      },
    });
    const stream = session.open(CHAT).message(text, { text: 'a' });
    await turn();
    assert.deepEqual(stream.messages(text), texts('A'));
    stream.message(text, { text: 'b' });
    await turn();
    assert.deepEqual(stream.messages(text), texts('A', 'B'));
    stream.end();
    await turn();
    assert.equal(stream.done, 'headers message message trailers');
    assert.equal(stream.unconsumedBytes, 0);
  });

  it('may speak before its client does, and go on after the half-close', async () => {
    const { session } = await scriptedServer({
      async *chat(requests, call) {
        call.sendHeaders();
        yield { text: 'welcome' };
        for await (const _ of requests);
        yield { text: 'bye' };
      },
    });
    const stream = session.open(CHAT);
    await turn();
    assert.deepEqual(stream.messages(text), texts('welcome'));
    stream.end();
    await turn();
    assert.deepEqual(stream.messages(text), texts('welcome', 'bye'));
  });

  it('that is cancelled frees a generator parked in its requests', async () => {
    const log: string[] = [];
    const { session, errors } = await scriptedServer({
      async *chat(requests) {
        try {
          for await (const message of requests) yield message;
        } finally {
          log.push('finally');
        }
      },
    });
    const stream = session.open(CHAT).message(text, { text: 'a' });
    await turn();
    stream.cancel();
    await turn();
    assert.deepEqual(log, ['finally']);
    assert.deepEqual(errors, []);
  });

  it('whose headers and cancellation come in one turn does not start its handler', async () => {
    let ran = false;
    const { session } = await scriptedServer({
      chat: () => {
        ran = true;
        return [];
      },
    });
    session.open(CHAT).cancel();
    await turn();
    assert.equal(ran, false);
  });

  it('refuses write in a handler that has one reply', async () => {
    const { session, errors } = await scriptedServer({
      post: (_requests, call) => {
        (call as WritableServerCall<Text>).write({ text: '' });
        return { text: '' };
      },
    });
    session.open(POST);
    await turn();
    assert.match(String(errors[0]?.error), /has one reply: return it instead of writing it/);
  });
});
