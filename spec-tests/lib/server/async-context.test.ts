import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { turn } from '../../support/fake-clock.js';
import { CHAT, GET, LIST, POST, scriptedServer, text } from '../../support/scripted-server.js';

const store = new AsyncLocalStorage<string>();

describe('AsyncLocalStorage in handlers', () => {
  it('is empty in each of two calls of one chunk, whatever the first enters', async () => {
    const seen: (string | undefined)[] = [];
    const { session } = await scriptedServer({
      get: (request) => {
        seen.push(store.getStore());
        store.enterWith(request.text);
        seen.push(store.getStore());
        return request;
      },
    });
    // No turn of the event loop in between, as for two calls of one chunk.
    session.call(GET, text, { text: 'first' });
    session.call(GET, text, { text: 'second' });
    assert.deepEqual(seen, [undefined, 'first', undefined, 'second']);
    assert.equal(store.getStore(), undefined, 'nothing leaks into the transport either');
  });

  it('holds what was there when the server was made, not when the request came', async () => {
    let seen: string | undefined;
    const made = await store.run('server', () =>
      scriptedServer({
        get: (request) => {
          seen = store.getStore();
          return request;
        },
      }),
    );
    store.run('whoever reads the socket', () => made.session.call(GET, text, { text: '' }));
    assert.equal(seen, 'server');
  });

  it('survives awaits of interleaved calls', async () => {
    const { session } = await scriptedServer({
      get: (request) =>
        store.run(request.text, async () => {
          await turn();
          const one = store.getStore();
          await turn();
          return { text: `${one} ${store.getStore()}` };
        }),
    });
    const streams = ['a', 'b', 'c'].map((word) => session.call(GET, text, { text: word }));
    for (let turns = 0; turns < 4; turns++) await turn();
    assert.deepEqual(
      streams.flatMap((stream) => stream.messages(text)),
      [{ text: 'a a' }, { text: 'b b' }, { text: 'c c' }],
    );
  });

  for (const asynchronous of [true, false]) {
    it(`survives each yield of ${asynchronous ? 'asynchronous' : 'synchronous'} generators that wait for room in turn`, async () => {
      function* sync(request: { text: string }) {
        store.enterWith(request.text);
        for (let n = 0; n < 5; n++) yield { text: `${store.getStore()}${n}` };
      }
      async function* async(request: { text: string }) {
        store.enterWith(request.text);
        for (let n = 0; n < 5; n++) {
          if (n % 2 === 0) await turn();
          yield { text: `${store.getStore()}${n}` };
        }
      }
      const { session } = await scriptedServer({ list: asynchronous ? async : sync });
      const streams = ['a', 'b'].map((word) => {
        const stream = session.open(LIST);
        stream.room = 1;
        return stream.message(text, { text: word }).end();
      });
      for (let turns = 0; turns < 20; turns++) {
        await turn();
        for (const stream of streams) store.run('whoever writes the socket', () => stream.makeRoom(1));
      }
      for (const [index, word] of ['a', 'b'].entries()) {
        assert.deepEqual(
          streams[index]!.messages(text).map((message) => message.text),
          [0, 1, 2, 3, 4].map((n) => `${word}${n}`),
        );
      }
    });
  }

  it('survives in handlers that iterate requests and that write', async () => {
    const { session } = await scriptedServer({
      post: async (requests) => {
        const seen: string[] = [];
        store.enterWith('post');
        for await (const { text: word } of requests) seen.push(`${store.getStore()} ${word}`);
        return { text: seen.join() };
      },
      chat: async (requests, call) => {
        store.enterWith('chat');
        for await (const { text: word } of requests) await call.write({ text: `${store.getStore()} ${word}` });
      },
    });
    const post = session.open(POST);
    const chat = session.open(CHAT);
    chat.room = 1;
    for (const word of ['a', 'b']) {
      await turn();
      store.run('whoever reads the socket', () => {
        post.message(text, { text: word });
        chat.message(text, { text: word });
      });
      await turn();
      store.run('whoever writes the socket', () => chat.makeRoom(1));
    }
    post.end();
    chat.end();
    await turn();
    assert.deepEqual(post.messages(text), [{ text: 'post a,post b' }]);
    assert.deepEqual(chat.messages(text), [{ text: 'chat a' }, { text: 'chat b' }]);
  });

  it('is there when a cancelled generator cleans up', async () => {
    let seen: string | undefined;
    const { session } = await scriptedServer({
      async *list(request) {
        store.enterWith(request.text);
        try {
          for (;;) yield request;
        } finally {
          seen = store.getStore();
        }
      },
    });
    const stream = session.open(LIST);
    stream.room = 1;
    stream.message(text, { text: 'mine' }).end();
    await turn();
    store.run('whoever reads the socket', () => stream.cancel());
    await turn();
    assert.equal(seen, 'mine');
  });
});
