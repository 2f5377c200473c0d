/** What makes calls over the engine cheap, by counts, both ends in this process: socket writes, promises, timers, listeners. */
import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import { Socket } from 'node:net';
import { Greeter, type Greeter as GreeterType } from '../../../../examples/hello/gen/hello.js';
import { Channel } from '../../../../lib/client/channel.js';
import { type Client, createClient } from '../../../../lib/client/client.js';
import type { Server } from '../../../../lib/server/server.js';
import { helloServer } from '../../../support/hello-server.js';

const CALLS = 200;

describe('what calls over the engine cost', () => {
  let server: Server;
  let channel: Channel;
  let client: Client<GreeterType>;

  before(async () => {
    const hello = await helloServer();
    server = hello.server;
    channel = new Channel(hello.address);
    client = createClient(Greeter, channel);
    // The second call on a connection is the ordinary one.
    for (let n = 0; n < 20; n++) await client.sayHello({ name: 'warm' }, { timeoutMs: 10_000 });
  });

  after(async () => {
    await channel.close();
    await server.close();
  });

  /** As many calls at once. */
  async function together(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, (_, n) => client.sayHello({ name: `${n}` }, { timeoutMs: 10_000 })));
  }

  it('calls of one turn go out in one write, and so do their answers', async () => {
    let writes = 0;
    const { prototype } = Socket as unknown as { prototype: { _writev: unknown; _write: unknown } };
    const { _writev, _write } = prototype as { _writev: (...args: unknown[]) => void; _write: (...args: unknown[]) => void };
    prototype._writev = function (this: unknown, ...args: unknown[]) {
      writes++;
      return _writev.apply(this, args);
    };
    prototype._write = function (this: unknown, ...args: unknown[]) {
      writes++;
      return _write.apply(this, args);
    };
    try {
      await together(CALLS);
    } finally {
      Object.assign(prototype, { _writev, _write });
    }
    // One of the client's and one of the server's would be all; a chunk of the socket has 64 KiB at most, and windows are announced.
    assert.ok(writes >= 2 && writes <= 6, `${writes} socket writes for ${CALLS} calls and their answers`);
  });

  it('promises, ticks and timers per call are few', async () => {
    const counts: Record<string, number> = {};
    const hook = createHook({
      init(_id, type) {
        counts[type] = (counts[type] ?? 0) + 1;
      },
    });
    hook.enable();
    await together(CALLS);
    hook.disable();
    const per = (type: string) => (counts[type] ?? 0) / CALLS;
    assert.ok(per('PROMISE') <= 8, `${per('PROMISE')} promises per call, both ends`);
    assert.ok(per('TickObject') <= 0.1, `${per('TickObject')} ticks per call`);
    assert.ok(per('Immediate') <= 0.1, `${per('Immediate')} immediates per call`);
    assert.ok((counts.Timeout ?? 0) <= 2, `${counts.Timeout} timers for ${CALLS} calls with a deadline each`);
  });

  it('no AbortController, on either side', async () => {
    const { AbortController } = globalThis;
    let made = 0;
    globalThis.AbortController = class extends AbortController {
      constructor() {
        super();
        made++;
      }
    };
    try {
      await together(CALLS);
    } finally {
      globalThis.AbortController = AbortController;
    }
    assert.equal(made, 0);
  });

  it('no listener is left behind, on any emitter', async () => {
    const sockets = new Set<Socket>();
    const { prototype } = Socket as unknown as { prototype: { _write: (...args: unknown[]) => void } };
    const { _write } = prototype;
    prototype._write = function (this: Socket, ...args: unknown[]) {
      sockets.add(this);
      return _write.apply(this, args);
    };
    try {
      await together(5);
      const listeners = () =>
        [...sockets].reduce((sum, socket) => sum + socket.eventNames().reduce((n, name) => n + socket.listenerCount(name), 0), 0);
      const before = listeners();
      assert.ok(sockets.size >= 2 && before > 0, 'both ends were seen');
      await together(CALLS);
      for (let n = 0; n < 20; n++) await client.sayHello({ name: 'x' });
      assert.equal(listeners(), before);
    } finally {
      prototype._write = _write;
    }
  });
});
