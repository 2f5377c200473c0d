/** What makes a call cheap, by counts: promises, Node timers, abort controllers. */
import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import { createClient } from '../../../lib/client/client.js';
import { systemClock } from '../../../lib/time/clock.js';
import { ScriptedChannel } from '../../support/scripted-channel.js';
import { bytesOf, TextService } from '../../support/text-service.js';

/** The async resources that `run` makes, by type. */
function resourcesOf(run: () => void): Record<string, number> {
  const counts: Record<string, number> = {};
  const hook = createHook({
    init(_id, type) {
      counts[type] = (counts[type] ?? 0) + 1;
    },
  });
  hook.enable();
  run();
  hook.disable();
  return counts;
}

describe('what a call costs', () => {
  it("a unary call with a deadline: its own promise, the one that it awaits, and the engine's for that await", () => {
    const channel = new ScriptedChannel();
    const client = createClient(TextService, channel);
    let reply: Promise<string> | undefined;
    const counts = resourcesOf(() => {
      reply = client.one('a', { timeoutMs: 500 });
      channel.stream.reply(bytesOf('b'));
    });
    assert.deepEqual(counts, { PROMISE: 3 });
    return reply;
  });

  it('a started call: no promise until one is asked for', () => {
    const channel = new ScriptedChannel();
    const client = createClient(TextService, channel);
    const counts = resourcesOf(() => {
      for (const call of [client.one.start('a'), client.many.start('a')]) call.cancel();
      const talk = client.talk.start();
      for (let count = 0; count < 10; count++) void talk.write('a');
      talk.end();
      channel.stream.headers().message(bytesOf('b')).trailers();
    });
    assert.deepEqual(counts, {});
  });

  it('a thousand deadlines one after the other: at most one Node timer', () => {
    const channel = new ScriptedChannel();
    Object.assign(channel, { clock: systemClock });
    const client = createClient(TextService, channel);
    const counts = resourcesOf(() => {
      for (let count = 0; count < 1000; count++) {
        client.one.start('a', { timeoutMs: 10_000 });
        channel.stream.reply(bytesOf('b'));
      }
    });
    assert.ok((counts.Timeout ?? 0) <= 1, `${counts.Timeout} timers`);
    assert.equal(counts.PROMISE, undefined);
  });

  it('no AbortController', async () => {
    const channel = new ScriptedChannel();
    const client = createClient(TextService, channel);
    const { AbortController } = globalThis;
    let made = 0;
    globalThis.AbortController = class extends AbortController {
      constructor() {
        super();
        made++;
      }
    };
    try {
      const reply = client.one('a', { timeoutMs: 500 });
      channel.stream.reply(bytesOf('b'));
      await reply;
    } finally {
      globalThis.AbortController = AbortController;
    }
    assert.equal(made, 0);
  });
});
