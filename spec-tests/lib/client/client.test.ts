import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { OptionError } from '../../../lib/check-options.js';
import { createClient } from '../../../lib/client/client.js';
import { serviceType, unary } from '../../../wire/grpc/service.js';
import { ScriptedChannel } from '../../support/scripted-channel.js';
import { bytesOf, TextService, text } from '../../support/text-service.js';

describe('createClient', () => {
  it('has each method of the service, as a function and as start', () => {
    const client = createClient(TextService, new ScriptedChannel());
    assert.deepEqual(Object.keys(client), ['one', 'many', 'collect', 'talk']);
    for (const method of Object.values(client)) {
      assert.equal(typeof method, 'function');
      assert.equal(typeof method.start, 'function');
    }
    assert.equal((client as { then?: unknown }).then, undefined);
  });

  it('may have methods called like those of objects', async () => {
    const methods: Record<string, unknown> = Object.create(null);
    for (const name of ['__proto__', 'constructor', 'toString']) {
      Object.defineProperty(methods, name, { value: unary('/x.Y/Z', text, text), enumerable: true });
    }
    const channel = new ScriptedChannel();
    const client = createClient(serviceType('x.Y', methods as never), channel) as Record<string, (request: string) => Promise<string>>;
    assert.equal(Object.getPrototypeOf(client), Object.prototype);
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const reply = Object.getOwnPropertyDescriptor(client, name)!.value('a');
      channel.stream.reply(bytesOf('b'));
      assert.equal(await reply, 'b');
    }
  });

  it('refuses what is no service, no channel, and wrong options', () => {
    const channel = new ScriptedChannel();
    const make = createClient as (...args: unknown[]) => unknown;
    for (const [args, expected] of [
      [[undefined, channel], /first argument is a service.*got undefined/],
      [['Greeter', channel], /first argument is a service.*got "Greeter"/],
      [[TextService, '127.0.0.1:1'], /second argument is a Channel.*got "127\.0\.0\.1:1"/],
      [[TextService, channel, { timeoutMs: 5 }], /createClient\(\): unknown option "timeoutMs"/],
      [[TextService, channel, { calls: { timeoutMs: 'x' } }], /createClient\(\): calls: timeoutMs/],
    ] as [unknown[], RegExp][]) {
      assert.throws(
        () => make(...args),
        (error) => error instanceof OptionError && expected.test(error.message),
      );
    }
  });

  it('prints its calls readably', async () => {
    const channel = new ScriptedChannel();
    const client = createClient(TextService, channel);
    const call = client.one.start('a');
    assert.equal(inspect(call), 'UnaryCall { /test.Text/One, open, 192.0.2.1:50051 }');
    channel.stream.trailers(['grpc-status', '5']);
    await call.ended;
    assert.equal(inspect(call), 'UnaryCall { /test.Text/One, NOT_FOUND, 192.0.2.1:50051 }');
    const talk = client.talk.start();
    assert.match(inspect(talk), /^BidiCall /);
    talk.cancel();
  });
});
