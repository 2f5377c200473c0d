import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server as NetServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Channel, createClient, RpcError, Server, StatusCode } from '../../../lib/index.js';
import type { CarrierName } from '../../../lib/transport/default-carrier.js';
import { runScript } from '../../support/run-script.js';
import { TextService } from '../../support/text-service.js';
import { TRANSPORTS } from '../../support/transports.js';

/** The channel over each carrier: real sockets, real processes. */

function textServer(transport: CarrierName, name = 'server'): Server {
  return new Server({ transport }).add(
    TextService,
    {
      one: (request) => `${name}: ${request}`,
      async *talk(requests) {
        for await (const request of requests) yield `${name}: ${request}`;
      },
    },
    { partial: true },
  );
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
const IMPORTS = `
  const { Channel, Server, createClient } = await import(${url('../../../lib/index.js')});
  const { TextService } = await import(${url('../../support/text-service.js')});
`;

for (const transport of TRANSPORTS) {
  describe(`Channel over sockets, ${transport}`, () => {
    it('reaches a server by address, by name and over a Unix socket', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'barewire-'));
      await using server = textServer(transport);
      const { port } = await server.listen('127.0.0.1:0');
      const { address } = await server.listen(`unix:${join(folder, 'a.sock')}`);
      for (const target of [`127.0.0.1:${port}`, `localhost:${port}`, `dns:///localhost:${port}`, `ipv4:127.0.0.1:${port}`, address]) {
        await using channel = new Channel(target, { transport });
        assert.equal(await createClient(TextService, channel).one('hi', { waitForReady: true }), 'server: hi', target);
      }
      rmSync(folder, { recursive: true });
    });

    it('tries one address after the other', async () => {
      await using server = textServer(transport);
      const { port } = await server.listen('127.0.0.1:0');
      const dead = await freePort();
      await using channel = new Channel(`ipv4:127.0.0.1:${dead},127.0.0.1:${port}`, { transport });
      assert.equal(await createClient(TextService, channel).one('hi'), 'server: hi');
    });

    it('says what to do when nothing listens', async () => {
      const port = await freePort();
      await using channel = new Channel(`127.0.0.1:${port}`, { transport });
      await assert.rejects(createClient(TextService, channel).one('hi'), (error) => {
        assert.ok(RpcError.is(error, StatusCode.UNAVAILABLE));
        assert.match(error.message, new RegExp(`nothing listens on 127.0.0.1:${port}: start the server or check the port`));
        assert.equal(error.phase, 'connect');
        assert.equal(error.processed, 'no');
        return true;
      });
    });

    it('connects again when the server comes back; a stream that was open on the old connection finishes there', async () => {
      const first = textServer(transport, 'first');
      const { port } = await first.listen('127.0.0.1:0');
      await using channel = new Channel(`127.0.0.1:${port}`, { transport, backoff: { initialMs: 20, maxMs: 50 } });
      const client = createClient(TextService, channel);
      const talk = client.talk.start();
      const replies = talk[Symbol.asyncIterator]();
      await talk.write('a');
      assert.equal((await replies.next()).value, 'first: a');
      const idle = new Promise<void>((resolve) => {
        const stop = channel.watch((state) => {
          if (state !== 'IDLE') return;
          stop();
          resolve();
        });
      });
      const closing = first.close({ graceMs: 10_000 });
      await idle;
      // The port is free once the listener is closed, while the old connection still lives.
      await using second = textServer(transport, 'second');
      await second.listen(`127.0.0.1:${port}`);
      assert.equal(await client.one('b', { waitForReady: true }), 'second: b');
      await talk.write('c');
      assert.equal((await replies.next()).value, 'first: c');
      talk.end();
      assert.equal((await replies.next()).done, true);
      assert.deepEqual((await closing).cut, []);
    });

    it('a peer that accepts and says nothing: the connect timeout ends the call', async () => {
      const silent: NetServer = createServer().listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const { port } = silent.address() as { port: number };
      const channel = new Channel(`127.0.0.1:${port}`, { transport, connectTimeoutMs: 50 });
      await assert.rejects(createClient(TextService, channel).one('hi'), (error) => {
        assert.ok(RpcError.is(error, StatusCode.UNAVAILABLE));
        assert.equal(error.phase, 'connect');
        return true;
      });
      await channel.close();
      silent.close();
    });

    it('a peer that does not speak HTTP/2 ends the call with what to check', async () => {
      const web: NetServer = createServer((socket) => {
        socket.on('error', () => {});
        socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      }).listen(0, '127.0.0.1');
      await once(web, 'listening');
      const { port } = web.address() as { port: number };
      const channel = new Channel(`127.0.0.1:${port}`, { transport, connectTimeoutMs: 2_000 });
      await assert.rejects(createClient(TextService, channel).one('hi'), (error) => RpcError.is(error, StatusCode.UNAVAILABLE));
      await channel.close();
      web.close();
    });

    it('close() waits for a call and lets go of the socket', async () => {
      await using server = textServer(transport);
      const { port } = await server.listen('127.0.0.1:0');
      const channel = new Channel(`127.0.0.1:${port}`, { transport });
      const client = createClient(TextService, channel);
      const reply = client.one('last');
      assert.deepEqual(await channel.close(), { cutCalls: 0 });
      assert.equal(await reply, 'server: last');
      await assert.rejects(client.one('late'), /UNAVAILABLE: the channel to .* is closed/);
    });

    describe('and the process', () => {
      it('a process with only idle channels exits by itself', async () => {
        await using server = textServer(transport);
        const { port } = await server.listen('127.0.0.1:0');
        const { code, stdout, stderr } = await runScript(`${IMPORTS}
        const channel = new Channel('127.0.0.1:${port}', { transport: '${transport}' });
        console.log(await createClient(TextService, channel).one('hi'), channel.state);
        new Channel('127.0.0.1:${port}', { transport: '${transport}' });
      `);
        assert.deepEqual([code, stdout, stderr], [0, 'server: hi READY\n', '']);
      });

      it('so does one whose channel fails and backs off, with nobody waiting', async () => {
        const { code, stdout } = await runScript(`${IMPORTS}
        const channel = new Channel('127.0.0.1:${await freePort()}', { transport: '${transport}' });
        await createClient(TextService, channel).one('hi').catch(() => {});
        console.log(channel.state);
      `);
        assert.deepEqual([code, stdout], [0, 'TRANSIENT_FAILURE\n']);
      });

      it('one with a call that waits for readiness stays until the call has ended', async () => {
        const { code, stdout } = await runScript(`${IMPORTS}
        const channel = new Channel('127.0.0.1:${await freePort()}', { transport: '${transport}' });
        await createClient(TextService, channel).one('hi', { waitForReady: true, timeoutMs: 100 }).catch((error) => console.log(error.code));
      `);
        assert.deepEqual([code, stdout], [0, `${StatusCode.DEADLINE_EXCEEDED}\n`]);
      });

      it('a watcher that throws is an uncaught exception and harms no call', async () => {
        const { code, stdout } = await runScript(`${IMPORTS}
        process.on('uncaughtException', (error) => console.log('uncaught', error.message));
        const server = new Server().add(TextService, { one: (text) => text }, { partial: true });
        const channel = new Channel(server.loopback());
        channel.watch((state) => { throw new Error(state); });
        channel.watch((state) => console.log('heard', state));
        console.log(await createClient(TextService, channel).one('hi'));
      `);
        assert.equal(code, 0);
        assert.deepEqual(stdout.trim().split('\n').sort(), [
          'heard CONNECTING',
          'heard READY',
          'hi',
          'uncaught CONNECTING',
          'uncaught READY',
        ]);
      });

      it('one that awaits close() gets its answer', async () => {
        await using server = textServer(transport);
        const { port } = await server.listen('127.0.0.1:0');
        const { code, stdout } = await runScript(`${IMPORTS}
        const channel = new Channel('127.0.0.1:${port}', { transport: '${transport}' });
        await channel.connect();
        console.log(JSON.stringify(await channel.close()));
      `);
        assert.deepEqual([code, stdout], [0, '{"cutCalls":0}\n']);
      });

      it('one with a server and a channel over loopback exits when both are closed, or nothing goes on', async () => {
        const { code, stdout } = await runScript(`${IMPORTS}
        const server = new Server().add(TextService, { one: (text) => text }, { partial: true });
        const channel = new Channel(server.loopback());
        console.log(await createClient(TextService, channel).one('hi'));
      `);
        assert.deepEqual([code, stdout], [0, 'hi\n']);
      });
    });
  });
}
