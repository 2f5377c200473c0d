/** Handlers that throw, return and write what no handler should: the client gets a status, `onError` hears of it, nothing crashes. */
import assert from 'node:assert/strict';
import { RpcError } from '../../../lib/rpc/rpc-error.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';
import { turn } from '../../support/fake-clock.js';
import { processWarnings } from '../../support/process-warnings.js';
import { GET, LIST, POST, scriptedServer, type Text, text } from '../../support/scripted-server.js';
import { forbidUnhandledRejections } from '../../support/unhandled-rejections.js';

const boom = () => {
  throw new Error('looked at');
};

/** Lets nobody look into it. */
const sealed = () => new Proxy({}, { get: boom, has: boom, getPrototypeOf: boom, ownKeys: boom });

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** Looks like an `RpcError`, and is none. */
const forged = (more: object) => Object.assign(Object.create({ [Symbol.for('barewire.RpcError')]: true }), more);

const THROWN: readonly (readonly [string, () => unknown])[] = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['a string', () => 'text'],
  ['a symbol', () => Symbol('s')],
  ['an object without a prototype', () => Object.create(null)],
  ['a proxy that lets nobody look', sealed],
  ['a revoked proxy', revoked],
  ['a forged RpcError', () => forged({ code: 'x' })],
  ['a forged RpcError that throws', () => Object.defineProperty(forged({}), 'metadata', { get: boom })],
  ['a forged RpcError that throws earlier', () => Object.defineProperty(forged({}), 'fromCall', { get: boom })],
];

describe('a handler that throws anything', () => {
  forbidUnhandledRejections();

  for (const [what, make] of THROWN) {
    it(`such as ${what}, at once, later, or when its call is over`, async () => {
      const give = (): Text => {
        throw make();
      };
      for (const get of [give, async () => give()]) {
        const { session, errors } = await scriptedServer({ get });
        const stream = session.call(GET, text, { text: '' });
        await turn();
        assert.ok(['2', '13'].includes(stream.trailers?.['grpc-status'] ?? ''), stream.status);
        assert.equal(errors.length, 1);
      }
      const { session, errors } = await scriptedServer({
        get: async () => {
          await turn();
          return give();
        },
      });
      const late = session.call(GET, text, { text: '' });
      late.cancel();
      await turn();
      await turn();
      assert.equal(late.status, undefined);
      assert.equal(errors.length, 1);
    });
  }
});

describe('a handler that returns anything', () => {
  forbidUnhandledRejections();

  const RETURNED: readonly (readonly [string, () => unknown])[] = [
    ['a proxy that lets nobody look', sealed],
    ['a revoked proxy', revoked],
    ['something whose then throws when it is read', () => Object.defineProperty({}, 'then', { get: boom })],
    ['something whose then throws', () => Object.defineProperty({}, 'then', { value: boom })],
  ];
  for (const [what, make] of RETURNED) {
    it(`such as ${what}`, async () => {
      for (const path of [GET, LIST]) {
        const handler = () => make() as never;
        const { session, errors } = await scriptedServer({ get: handler, list: handler });
        const stream = session.call(path, text, { text: '' });
        await turn();
        assert.equal(stream.trailers?.['grpc-status'], '2', stream.status);
        assert.equal(errors.length, 1);
      }
    });
  }
});

describe('a promise in the place of a reply', () => {
  forbidUnhandledRejections();

  it('is refused, also after a reply has passed, and what it rejects with is nobody’s', async () => {
    for (const make of [() => Promise.resolve({ text: 'a' }), () => Promise.reject(new Error('later'))]) {
      const forgotten = make as () => never;
      const yields = function* () {
        yield { text: 'first' };
        yield forgotten();
      };
      const writes = (_: unknown, call: { write(message: Text): unknown }) => {
        call.write({ text: 'first' });
        call.write(forgotten());
      };
      for (const list of [yields, writes]) {
        const { session, errors } = await scriptedServer({ list });
        const stream = session.call(LIST, text, { text: '' });
        await turn();
        assert.deepEqual(stream.messages(text), [{ text: 'first' }]);
        assert.equal(stream.status, '13 the reply cannot be encoded; the server knows why');
        assert.match(String(errors[0]?.error), /a reply is a Promise, which has none of the message's fields: await it first/);
      }
    }
  });
});

describe('a handler that asks for requests by hand', () => {
  forbidUnhandledRejections();

  it('and looks at no answer does not bring the process down when its call is cancelled', async () => {
    let iterator: AsyncIterator<Text> | undefined;
    const { session } = await scriptedServer({
      post: (requests) => {
        iterator = requests[Symbol.asyncIterator]();
        void iterator.next();
        void iterator.next();
        return new Promise<Text>(() => {});
      },
    });
    const stream = session.open(POST);
    await turn();
    stream.cancel();
    await turn();
    void iterator!.next();
    await assert.rejects(iterator!.next(), (error) => RpcError.is(error, StatusCode.CANCELLED));
  });
});

describe('onError and observers', () => {
  forbidUnhandledRejections();

  it('that reject, or throw what cannot be shown, become warnings', async () => {
    const options = {
      onError: async () => {
        throw new Error('the logger is broken');
      },
      observer: {
        onCallStart: async () => {
          throw new Error('the meter is broken');
        },
        onCallEnd: () => {
          throw Object.create(null);
        },
      },
    };
    const { session } = await scriptedServer({ get: boom }, options);
    const warnings = await processWarnings(() => {
      assert.equal(session.call(GET, text, { text: '' }).trailers?.['grpc-status'], '2');
    });
    assert.equal(warnings.length, 3);
    assert.match(warnings.join('\n'), /onError threw: Error: the logger is broken/);
    assert.match(warnings.join('\n'), /an observer threw: Error: the meter is broken/);
    assert.match(warnings.join('\n'), /an observer threw: something that cannot be shown/);
  });
});
