import assert from 'node:assert/strict';
import { OptionError } from '../../../lib/check-options.js';
import type { Handlers } from '../../../lib/server/handler.js';
import { Server } from '../../../lib/server/server.js';
import { serviceType, type UnaryMethod, unary } from '../../../wire/grpc/service.js';
import { GET, LIST, Rooms, scriptedServer, text } from '../../support/scripted-server.js';

const all: Handlers<Rooms> = { get: (request) => request, list: () => [], post: () => ({ text: '' }), chat: () => [] };
const wrong = (handlers: object) => handlers as Handlers<Rooms>;

describe('server.add', () => {
  it('takes a plain object and one without a prototype', () => {
    new Server().add(Rooms, all);
    new Server().add(Rooms, Object.assign(Object.create(null), all) as Handlers<Rooms>);
    assert.deepEqual(new Server().add(Rooms, all).services, ['test.Rooms']);
  });

  it('takes an instance of a class, through its prototype and with its this', async () => {
    class Base {
      prefix = 'from';
      get(request: { text: string }) {
        return { text: `${this.prefix} ${request.text}` };
      }
    }
    class Impl extends Base {
      #secret = 'b';
      list = () => [{ text: this.#secret }];
      post() {
        return { text: this.helper() };
      }
      *chat() {
        yield { text: this.helper() };
      }
      helper() {
        return 'help';
      }
    }
    const { session, carrier } = await scriptedServer({});
    assert.ok(carrier && session);
    const other = await serverOf(new Impl());
    assert.deepEqual(other.call(GET, text, { text: 'a' }).messages(text), [{ text: 'from a' }]);
    assert.deepEqual(other.call(LIST, text, { text: '' }).messages(text), [{ text: 'b' }]);
  });

  it('refuses a missing handler, with the word that may have been meant', () => {
    const { get: _, ...three } = all;
    assert.throws(() => new Server().add(Rooms, wrong(three)), {
      name: 'OptionError',
      message: /the handler get is missing; give it, or add the service with \{ partial: true \}/,
    });
    class Misspelt {
      gett() {}
      list() {}
      post() {}
      chat() {}
    }
    assert.throws(() => new Server().add(Rooms, wrong(new Misspelt())), /the handler get is missing \(is "gett" meant to be it\?\)/);
  });

  it('refuses an unknown handler in a plain object, also in a partial one', () => {
    assert.throws(() => new Server().add(Rooms, wrong({ ...all, lits: () => [] })), /unknown handler "lits", did you mean "list"\?/);
    assert.throws(
      () => new Server().add(Rooms, wrong({ ...all, somethingElse: () => [] })),
      /unknown handler "somethingElse"; the methods are get, list, post, chat/,
    );
    assert.throws(() => new Server().add(Rooms, wrong({ lits: () => [] }), { partial: true }), /did you mean "list"/);
  });

  it('refuses what is no handler, no service, and an unknown option', () => {
    const server = new Server();
    assert.throws(() => server.add(Rooms, wrong({ ...all, get: 'hello' })), /the handler get is a function; got "hello"/);
    for (const handlers of [undefined, null, 'text', []]) assert.throws(() => server.add(Rooms, handlers as never), OptionError);
    for (const service of [undefined, null, 'test.Rooms', {}, { typeName: 'a', methods: null }])
      assert.throws(() => server.add(service as never, {}), OptionError);
    assert.throws(() => server.add(Rooms, all, { partail: true } as never), /did you mean "partial"/);
    assert.deepEqual(server.services, [], 'nothing was added on the way');
    server.add(Rooms, all);
  });

  it('refuses a service that was added before, and a path that is taken', () => {
    const server = new Server().add(Rooms, all);
    assert.throws(() => server.add(Rooms, all), /test\.Rooms\): this service was added before/);
    interface Other {
      get: UnaryMethod<{ text: string }, { text: string }, { text: string }, { text: string }>;
    }
    const other = serviceType<Other>('test.Other', { get: unary(GET, text, text) });
    assert.throws(() => server.add(other, { get: (request) => request }), /the path \/test\.Rooms\/Get is taken/);
  });

  it('does not take what every object has for a handler', () => {
    interface Odd {
      toString: UnaryMethod<{ text: string }, { text: string }, { text: string }, { text: string }>;
    }
    const odd = serviceType<Odd>('test.Odd', { toString: unary('/test.Odd/ToString', text, text) });
    assert.throws(() => new Server().add(odd, {} as Handlers<Odd>), /the handler toString is missing/);
  });

  it('answers UNIMPLEMENTED, saying whether the service or the method is missing', async () => {
    const { session } = await scriptedServer({ get: (request) => request });
    const status = (path: string) => session.open(path).status;
    assert.equal(status('/test.Room/Get'), '12 unknown service test.Room');
    assert.equal(status('/test.Rooms/Gett'), '12 unknown method Gett of service test.Rooms');
    assert.equal(status(LIST), '12 unknown method List of service test.Rooms', 'not among the partial handlers');
    for (const path of ['/', '', 'test.Rooms/Get', '/test.Rooms']) assert.match(status(path) ?? '', /^12 .*is no path of a method/);
    assert.equal(status(`/a/${'b'.repeat(5000)}`)?.length, '12 unknown service a'.length);
    assert.ok((status(`/${'b'.repeat(5000)}/Get`)?.length ?? 999) < 250);
    assert.equal(status('//Get'), '12 unknown service ""');
    assert.equal(status('/__proto__/constructor'), '12 unknown service __proto__');
  });
});

async function serverOf(handlers: Handlers<Rooms>) {
  const { carrier } = await scriptedServer({});
  const server = new Server({ transport: carrier }).add(Rooms, handlers);
  await server.listen('127.0.0.1:0');
  return carrier.session();
}
