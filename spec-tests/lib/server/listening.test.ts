/** `server.listen` on real ports and paths. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Channel } from '../../../lib/client/channel.js';
import { createClient } from '../../../lib/client/client.js';
import { Server } from '../../../lib/server/server.js';
import type { CarrierName } from '../../../lib/transport/default-carrier.js';
import { TransportError } from '../../../lib/transport/transport.js';
import { turn } from '../../support/fake-clock.js';
import { Rooms } from '../../support/scripted-server.js';
import { TRANSPORTS } from '../../support/transports.js';

function echoing(transport: CarrierName, errors: unknown[] = []): Server {
  return new Server({ transport, onError: (error) => errors.push(error) }).add(Rooms, { get: (request) => request }, { partial: true });
}

async function say(transport: CarrierName, target: string, text: string): Promise<string> {
  const channel = new Channel(target, { transport });
  try {
    return (await createClient(Rooms, channel).get({ text }, { timeoutMs: 10_000 })).text;
  } finally {
    await channel.close();
  }
}

for (const transport of TRANSPORTS) {
  describe(`server.listen on real sockets, ${transport}`, () => {
    it('takes several addresses at once: IPv4, IPv6 and a Unix socket', async () => {
      const server = echoing(transport);
      const folder = mkdtempSync(join(tmpdir(), 'barewire-'));
      try {
        const targets = [];
        for (const address of ['127.0.0.1:0', '[::1]:0', `unix:${join(folder, 'app.sock')}`]) {
          const listening = await server.listen(address);
          assert.equal(listening.port === 0, address.startsWith('unix:'));
          targets.push(listening.address);
        }
        assert.match(targets[0]!, /^127\.0\.0\.1:\d+$/);
        assert.match(targets[1]!, /^\[::1\]:\d+$/);
        assert.match(targets[2]!, /^unix:\/.*app\.sock$/);
        for (const target of targets) assert.equal(await say(transport, target, target), target);
      } finally {
        await server.close();
        rmSync(folder, { recursive: true });
      }
    });

    it('rejects for a port in use, saying so, and the server goes on', async () => {
      const server = echoing(transport);
      const other = echoing(transport);
      const { address } = await server.listen('127.0.0.1:0');
      try {
        await assert.rejects(other.listen(address), (error: TransportError) => {
          assert.ok(error instanceof TransportError);
          assert.match(error.message, /in use/);
          return true;
        });
        assert.equal(await say(transport, (await other.listen('127.0.0.1:0')).address, 'a'), 'a');
      } finally {
        await Promise.all([server.close(), other.close()]);
      }
    });

    it('frees its ports when it is closed', async () => {
      const server = echoing(transport);
      const { address } = await server.listen('127.0.0.1:0');
      assert.equal(await say(transport, address, 'a'), 'a');
      await server.close();
      const next = echoing(transport);
      try {
        assert.equal((await next.listen(address)).address, address);
      } finally {
        await next.close();
      }
    });

    it('reports a peer that speaks HTTP/1.1, and serves the next one', async () => {
      const errors: unknown[] = [];
      const server = echoing(transport, errors);
      const { address, port } = await server.listen('127.0.0.1:0');
      try {
        const socket = connect(port, '127.0.0.1');
        let answer = '';
        socket.setEncoding('latin1').on('data', (text: string) => {
          answer += text;
        });
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        await new Promise((resolve) => socket.on('close', resolve));
        while (errors.length === 0) await turn();
        assert.ok(errors[0] instanceof TransportError);
        assert.match(errors[0].message, /HTTP\/1/);
        assert.match(answer, /^HTTP\/1\.1 \d+ /);
        assert.equal(await say(transport, address, 'a'), 'a');
      } finally {
        await server.close();
      }
    });
  });
}
