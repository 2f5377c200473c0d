/** What the options of channels and servers say of HTTP/2, as the other side sees it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import * as http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Channel, createClient, Server } from '../../../lib/index.js';
import { TextService } from '../../support/text-service.js';
import { TRANSPORTS } from '../../support/transports.js';

const OPTIONS = { streamWindowBytes: 100_000, connectionWindowBytes: 300_000, maxFrameBytes: 20_000, headerTableBytes: 1_024 };

for (const transport of TRANSPORTS) {
  describe(`HTTP/2 options over ${transport}`, () => {
    it('a channel announces them', async () => {
      const server = http2.createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const channel = new Channel(`127.0.0.1:${(server.address() as AddressInfo).port}`, {
        transport,
        ...OPTIONS,
        maxHeaderListBytes: 12_345,
        maxAdaptiveWindowBytes: 0,
      });
      const connected = once(server, 'session');
      void channel.connect().catch(() => {});
      const [session] = (await connected) as [http2.ServerHttp2Session];
      session.on('error', () => {});
      const [settings] = (await once(session, 'remoteSettings')) as [http2.Settings];
      assert.equal(settings.initialWindowSize, 100_000);
      assert.equal(settings.maxFrameSize, 20_000);
      assert.equal(settings.headerTableSize, 1_024);
      assert.equal(settings.maxHeaderListSize, 12_345);
      assert.equal(settings.enablePush, false);
      // The window of the connection is raised by a WINDOW_UPDATE of its own.
      while (session.state.remoteWindowSize !== 300_000) await new Promise((resolve) => setImmediate(resolve));
      await channel.close({ graceMs: 0 });
      session.destroy();
      server.close();
    });

    it('a server announces them', async () => {
      const server = new Server({ transport, ...OPTIONS, maxConcurrentStreams: 7, maxHeaderListBytes: 5_432, maxAdaptiveWindowBytes: 0 });
      const { port } = await server.listen('127.0.0.1:0');
      const session = http2.connect(`http://127.0.0.1:${port}`);
      const [settings] = (await once(session, 'remoteSettings')) as [http2.Settings];
      assert.equal(settings.initialWindowSize, 100_000);
      assert.equal(settings.maxFrameSize, 20_000);
      assert.equal(settings.headerTableSize, 1_024);
      assert.equal(settings.maxConcurrentStreams, 7);
      assert.equal(settings.maxHeaderListSize, 5_432);
      while (session.state.remoteWindowSize !== 300_000) await new Promise((resolve) => setImmediate(resolve));
      session.destroy();
      await server.close({ graceMs: 0 });
    });

    it('a channel carries no more calls at once than it was told, and all of them in the end', async () => {
      let open = 0;
      let most = 0;
      const server = new Server({ transport });
      server.add(
        TextService,
        {
          one: async (text) => {
            most = Math.max(most, ++open);
            await new Promise((resolve) => setImmediate(resolve));
            open--;
            return text;
          },
        },
        { partial: true },
      );
      const { port } = await server.listen('127.0.0.1:0');
      const channel = new Channel(`127.0.0.1:${port}`, { transport, maxConcurrentStreams: 3 });
      const client = createClient(TextService, channel);
      const replies = await Promise.all(Array.from({ length: 50 }, (_, n) => client.one(`${n}`)));
      assert.deepEqual(
        replies,
        Array.from({ length: 50 }, (_, n) => `${n}`),
      );
      assert.equal(most, 3);
      await channel.close();
      await server.close();
    });
  });
}
