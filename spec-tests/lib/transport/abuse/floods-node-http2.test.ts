/** The same floods against a server over node:http2: the connection ends after bounded work, nothing stays, and others are served. */
import assert from 'node:assert/strict';
import { TransportError } from '../../../../lib/transport/transport.js';
import { ErrorCode } from '../../../../wire/http2/error-code.js';
import { attack } from '../../../support/attackers/attacker.js';
import {
  data,
  END_HEADERS,
  END_STREAM,
  frame,
  headers,
  PREFACE,
  ping,
  priority,
  rstStream,
  settings,
  Type,
  windowUpdate,
} from '../../../support/attackers/frames.js';
import { CHAT_BLOCK, Scene } from '../../../support/attackers/scene.js';
import { heldBytes } from '../../../support/heap.js';

interface Flood {
  readonly name: string;
  readonly count: number;
  event(n: number): Buffer;
  /** Handlers that may begin. */
  readonly starts: number;
  /** What onError hears: that our budget is spent, or from some versions of Node on, that nghttp2 has stopped the flood before. */
  readonly reported?: RegExp;
}

const FLOODS: readonly Flood[] = [
  {
    name: 'rapid reset (CVE-2023-44487)',
    count: 20_000,
    event: (n) => Buffer.concat([headers(2 * n + 1, CHAT_BLOCK), rstStream(2 * n + 1)]),
    // node:http2 tells of a stream before it tells of its end: those of a few chunks are under way.
    starts: 2_500,
    reported: /budget resets\b|too many frames or streams at once/,
  },
  { name: 'PING (CVE-2019-9512)', count: 100_000, event: () => ping(), starts: 0, reported: /budget pings\b/ },
  {
    name: 'SETTINGS (CVE-2019-9515)',
    count: 100_000,
    event: (n) => settings(4, 65_535 + (n % 2)),
    starts: 0,
    reported: /budget settings\b/,
  },
  {
    name: 'CONTINUATION (CVE-2024-27316)',
    count: 100_000,
    event: (n) => (n === 0 ? headers(1, CHAT_BLOCK.subarray(0, 5), 0) : frame(Type.CONTINUATION, 0, 1, Buffer.alloc(1))),
    starts: 0,
    reported: /too many frames or streams at once .*CONTINUATION/,
  },
  {
    name: 'resets provoked by WINDOW_UPDATE by 0 (CVE-2025-8671)',
    count: 20_000,
    event: (n) => Buffer.concat([headers(2 * n + 1, CHAT_BLOCK), windowUpdate(2 * n + 1, 0)]),
    starts: 1_100,
  },
  {
    name: 'resets provoked by DATA behind END_STREAM (CVE-2025-8671)',
    count: 20_000,
    event: (n) => Buffer.concat([headers(2 * n + 1, CHAT_BLOCK, END_HEADERS | END_STREAM), data(2 * n + 1, Buffer.from('x'))]),
    starts: 1_100,
  },
  {
    name: 'resets provoked by PRIORITY that depends on itself (CVE-2025-8671)',
    count: 20_000,
    event: (n) => Buffer.concat([headers(2 * n + 1, CHAT_BLOCK), priority(2 * n + 1, 2 * n + 1)]),
    starts: 1_100,
  },
  { name: 'streams over the limit', count: 20_000, event: (n) => headers(2 * n + 1, CHAT_BLOCK), starts: 256 },
];

describe('floods against node:http2', () => {
  for (const flood of FLOODS) {
    it(flood.name, async () => {
      const scene = await Scene.open({ transport: 'node:http2' });
      const before = heldBytes();
      const peer = await scene.attacker();
      const flooding = peer.flood(flood.count, flood.event);
      await Promise.race([flooding, scene.settle(200)]);
      // What nghttp2 has stopped without a word is found with the next checks (stop-check.ts).
      for (let n = 0; n < 100 && scene.open.size > 1; n++) {
        scene.clock.advance(10_000);
        await scene.settle(20);
      }
      assert.equal(scene.open.size, 1, 'the connection stays');
      assert.ok(scene.started <= flood.starts, `${scene.started} handlers`);
      assert.equal(scene.running, 0);
      if (flood.reported !== undefined) {
        // GOAWAY says the same; node:http2 closes the socket while bytes lie in it unread, so that it may be lost on the way.
        assert.equal(scene.errors.length, 1, 'onError hears of it');
        assert.ok(scene.errors[0] instanceof TransportError);
        assert.equal(scene.errors[0].code, ErrorCode.ENHANCE_YOUR_CALM);
        assert.match(scene.errors[0].message, flood.reported);
      }
      await scene.honest();
      peer.socket.destroy();
      await flooding;
      const grown = heldBytes() - before;
      assert.ok(grown < 4 * 1024 * 1024, `${grown} bytes stay`);
      await scene.close();
    });
  }

  it('connections beyond maxConnections are closed', async () => {
    const scene = await Scene.open({ transport: 'node:http2', maxConnections: 2 });
    const held = await scene.attacker();
    const peer = await attack(scene.port);
    await peer.write(PREFACE);
    await peer.end();
    assert.equal(peer.receivedBytes, 0);
    assert.equal(scene.errors.length, 1);
    await scene.honest();
    held.socket.destroy();
    await scene.settle(10);
    await scene.close();
  });
});
