/**
 * Clients that make a server hold or wait: header bombs and CONTINUATIONs, zero windows, sockets that are not read, messages and
 * handshakes that are never finished, too many streams and connections. By counts, and others are served meanwhile.
 */
import assert from 'node:assert/strict';
import { TransportError } from '../../../../lib/transport/transport.js';
import { ErrorCode } from '../../../../wire/http2/error-code.js';
import * as limits from '../../../../wire/limits.js';
import { attack, type RawPeer } from '../../../support/attackers/attacker.js';
import {
  block,
  data,
  END_HEADERS,
  END_STREAM,
  frame,
  headers,
  indexedLiteral,
  message,
  PREFACE,
  ping,
  reference,
  requestFields,
  SETTINGS_ACK,
  settings,
  Type,
  uint32,
  windowUpdate,
} from '../../../support/attackers/frames.js';
import { CHAT_BLOCK, frameOfRequest, GET, GET_BLOCK, LIST_BLOCK, Scene } from '../../../support/attackers/scene.js';
import { heldBytes } from '../../../support/heap.js';

const MIB = 1_048_576;

/** What stays for the next connections, whoever was the first to need it: the slabs of both pools. */
const SPARE_BYTES = limits.SPARE_SLABS * limits.SLAB_BYTES + limits.SPARE_LARGE_SLAB_BYTES;

/** Turns of the event loop in which the system gives back what was being written to a socket that is gone. */
const MAX_TURNS = 200;

async function assertSentAway(scene: Scene, peer: RawPeer, why: RegExp): Promise<void> {
  await peer.end();
  assert.equal(peer.goAway?.code, ErrorCode.ENHANCE_YOUR_CALM, JSON.stringify(peer.goAway));
  assert.match(peer.goAway.debug, why);
  await scene.settle();
  assert.equal(scene.running, 0);
  assert.equal(scene.open.size, 1, 'the honest connection is the only one left');
  assert.equal(scene.errors.filter((error) => error instanceof TransportError && why.test(error.message)).length, 1);
  await scene.honest();
}

describe('holding attacks against the engine', () => {
  let scene: Scene;
  let before: number;
  beforeEach(async () => {
    scene = await Scene.open({ transport: 'engine' });
    before = heldBytes();
  });
  afterEach(async () => {
    scene.listText = '';
    let grown = heldBytes() - before;
    for (let turn = 0; turn < MAX_TURNS && grown >= SPARE_BYTES + MIB; turn++) {
      await scene.settle(1);
      grown = heldBytes() - before;
    }
    await scene.close();
    assert.ok(grown < SPARE_BYTES + MIB, `${grown} bytes stay`);
  });

  for (const [name, fragment] of [
    ['of a byte', Buffer.from([0])],
    ['of nothing', Buffer.alloc(0)],
  ] as const) {
    it(`CONTINUATION flood, frames ${name} (CVE-2024-27316)`, async () => {
      const peer = await scene.attacker();
      await peer.write(headers(1, CHAT_BLOCK.subarray(0, 5), 0));
      await peer.flood(1_000_000, () => frame(Type.CONTINUATION, 0, 1, fragment));
      await assertSentAway(scene, peer, /field block.*CONTINUATION/);
      assert.equal(scene.started, 0);
    });
  }

  it('CONTINUATION flood, full frames (CVE-2024-27316)', async () => {
    const peer = await scene.attacker();
    await peer.write(headers(1, CHAT_BLOCK, 0));
    await peer.flood(10_000, () => frame(Type.CONTINUATION, 0, 1, Buffer.alloc(16_384)));
    await assertSentAway(scene, peer, /field block/);
    assert.equal(scene.started, 0);
  });

  it('header bombs: a field of 3 KiB, referred to ten thousand times in each block, takes no memory, and the connection goes on', async () => {
    const peer = await scene.attacker();
    const bomb = Buffer.concat([
      GET_BLOCK,
      indexedLiteral('x-bomb', 'b'.repeat(3_000)),
      ...Array.from({ length: 10_000 }, () => reference(62)),
    ]);
    const most = heldBytes();
    for (let id = 1; id < 40; id += 2) {
      await peer.write(headers(id, bomb, END_HEADERS | END_STREAM));
      await peer.until(() => peer.ended.has(id) || peer.closed);
    }
    assert.ok(heldBytes() - most < 4 * MIB);
    assert.equal(peer.closed, false, JSON.stringify(peer.goAway));
    assert.equal(scene.started, 0);
    assert.equal(await scene.request(peer, 41), true);
    await scene.honest();
    peer.socket.destroy();
    await peer.end();
    await scene.settle();
  });

  it('streams over the limit are refused, and in the end their connection with them', async () => {
    const peer = await scene.attacker();
    await peer.flood(limits.REFUSED_STREAM_BURST * 3, (n) => headers(2 * n + 1, CHAT_BLOCK));
    await assertSentAway(scene, peer, /budget refusedStreams/);
    assert.equal(scene.started, 256);
  });

  it('zero windows: replies of 256 MiB are asked for and not taken', async () => {
    scene.listText = 'x'.repeat(MIB);
    const peer = await scene.attacker(4, 0);
    for (let id = 1; id < 2 * 100; id += 2) await peer.write(headers(id, LIST_BLOCK), frameOfRequest(id));
    await peer.write(ping());
    await peer.until(() => peer.count(Type.PING) > 0);
    assert.equal(scene.started, 100);
    scene.clock.advance(limits.STALL_TIMEOUT_MS);
    await assertSentAway(scene, peer, /maxStalledBytes/);
  });

  it('a socket that is not read', async () => {
    scene.listText = 'x'.repeat(MIB);
    scene.listCount = 30;
    const peer = await scene.attacker(4, 0x7fff_ffff);
    peer.socket.pause();
    await peer.write(windowUpdate(0, 0x7000_0000), ...[1, 3, 5, 7].flatMap((id) => [headers(id, LIST_BLOCK), frameOfRequest(id)]));
    while (scene.started < 4) await scene.settle(1);
    // Backpressure: a message or two of each wait, and the handlers with them.
    await scene.settle(20);
    assert.equal(scene.running, 4);
    assert.ok(heldBytes() - before < 32 * MIB);
    peer.socket.destroy();
    // What was on its way to the socket is held until the system has said that it is closed.
    while (scene.open.size > 1) await scene.settle(1);
    assert.equal(scene.running, 0);
    await scene.honest();
  });

  it('answers that are not read: PINGs and SETTINGS', async () => {
    const generous = await Scene.open({ transport: 'engine', abuse: { pings: { burst: Number.POSITIVE_INFINITY } } });
    const peer = await generous.attacker();
    peer.socket.pause();
    let written = 0;
    // The system's buffers take some megabytes on both sides before the server has to keep its answers.
    while (generous.open.size > 1 && written < 5_000_000) {
      const pieces = Array.from({ length: 1_000 }, () => ping());
      await Promise.race([peer.write(...pieces), generous.settle(20)]);
      written += 1_000;
      // What the server has said last waits a while for a peer that reads.
      generous.clock.advance(10);
      await generous.settle(1);
    }
    assert.equal(generous.open.size, 1, 'the connection stays');
    assert.match(generous.connectionEnds.at(-1)!.message, /answers wait because the peer does not read/);
    peer.socket.destroy();
    await generous.honest();
    await generous.close();
  });

  it('a header block that is never finished', async () => {
    const peer = await scene.attacker();
    await peer.write(headers(1, CHAT_BLOCK.subarray(0, 20), 0), frame(Type.CONTINUATION, 0, 1, CHAT_BLOCK.subarray(20, 21)));
    await scene.settle(10);
    scene.clock.advance(limits.FRAME_TIMEOUT_MS);
    await assertSentAway(scene, peer, /frameTimeoutMs/);
  });

  it('SETTINGS that are never acknowledged', async () => {
    const peer = await attack(scene.port);
    await peer.write(PREFACE, settings());
    await peer.until(() => peer.count(Type.SETTINGS) > 0);
    scene.clock.advance(limits.SETTINGS_TIMEOUT_MS);
    await peer.end();
    assert.equal(peer.goAway?.code, ErrorCode.SETTINGS_TIMEOUT);
    await scene.honest();
  });

  it('a preface that is never finished', async () => {
    const peer = await attack(scene.port);
    await peer.write(PREFACE.subarray(0, 10));
    await scene.settle(10);
    scene.clock.advance(20_000);
    await peer.end();
    await scene.honest();
  });

  it('messages that are never finished, on 200 streams: the sum is bounded, and a whole one still arrives', async () => {
    const bounded = await Scene.open({ transport: 'engine', streamWindowBytes: 65_535, abuse: { maxHeldBytes: MIB } });
    const peer = await bounded.attacker();
    const used = new Map<number, number>();
    const creditOf = (id: number) => 65_535 + (peer.credit.get(id) ?? 0) - (used.get(id) ?? 0);
    const use = (id: number, bytes: number) => used.set(id, (used.get(id) ?? 0) + bytes).set(0, (used.get(0) ?? 0) + bytes);
    // Each claims 4 MB, and sends what it may until nothing more is given.
    const head = Buffer.concat([Buffer.from([0]), uint32(4_000_000)]);
    const begun = new Set<number>();
    let sent = 0;
    for (let quiet = 0; quiet < 5; ) {
      const before = sent;
      for (let id = 1; id < 400; id += 2) {
        if (!begun.has(id)) {
          begun.add(id);
          await peer.write(headers(id, CHAT_BLOCK), data(id, head));
          use(id, 5);
        }
        // All but the last byte.
        const bytes = Math.min(16_384, creditOf(id), creditOf(0), 4_000_004 - (used.get(id) ?? 0));
        if (bytes <= 0) continue;
        await peer.write(data(id, Buffer.alloc(bytes)));
        use(id, bytes);
        sent += bytes;
      }
      await bounded.settle(2);
      quiet = sent === before ? quiet + 1 : 0;
      assert.ok(sent < 40 * MIB, `${sent} bytes were taken`);
    }
    // The windows of all, what is free for all, and one message.
    assert.ok(sent <= 200 * 65_535 + MIB + 4_000_000 + 200 * 65_535, `${sent} bytes were taken`);
    assert.equal(await bounded.request(peer, 401), true);
    await bounded.honest();
    peer.socket.destroy();
    await bounded.settle(10);
    await bounded.close();
  });

  it('messages smaller than the window, all begun before any is finished: none waits for ever', async () => {
    const small = await Scene.open({ transport: 'engine' });
    const peer = await small.attacker(4, 1 << 24);
    let used = 0;
    const credit = () => 65_535 + (peer.credit.get(0) ?? 0) - used;
    const text = message(Buffer.from(`{"text":"${'x'.repeat(120_000)}"}`));
    const streams = 250;
    for (let n = 0; n < streams; n++) await peer.write(headers(2 * n + 1, block(requestFields(GET))));
    for (let at = 0; at < text.length; at += 16_384) {
      const piece = text.subarray(at, at + 16_384);
      const last = at + piece.length === text.length;
      for (let n = 0; n < streams; n++) {
        await peer.until(() => credit() >= piece.length || peer.closed);
        assert.equal(peer.closed, false);
        used += piece.length;
        await peer.write(data(2 * n + 1, piece, last ? END_STREAM : 0), windowUpdate(0, 16_384));
      }
    }
    await peer.until(() => peer.ended.size === streams || peer.closed);
    assert.equal(small.started, streams);
    peer.socket.destroy();
    await small.settle(10);
    await small.close();
  });

  it('connections beyond maxConnections are closed, told once, and there is room again when others go', async () => {
    const few = await Scene.open({ transport: 'engine', maxConnections: 3 });
    const held = [await few.attacker(), await few.attacker()];
    for (let n = 0; n < 5; n++) {
      const peer = await attack(few.port);
      await peer.end();
      assert.equal(peer.receivedBytes, 0);
    }
    assert.equal(few.errors.length, 1);
    assert.match((few.errors[0] as Error).message, /has 3 connections and refuses more: raise maxConnections/);
    await few.honest();
    held[0]!.socket.destroy();
    await held[0]!.end();
    await few.settle(10);
    const late = await few.attacker();
    assert.equal(await few.request(late, 1), true);
    for (const peer of [held[1]!, late]) peer.socket.destroy();
    await few.settle(10);
    await few.close();
  });
});

describe('SETTINGS of an attacker', () => {
  it('that shrink and grow the windows of many streams cost no more than their frames', async () => {
    const scene = await Scene.open({ transport: 'engine' });
    const peer = await scene.attacker();
    await peer.flood(250, (n) => headers(2 * n + 1, CHAT_BLOCK));
    await peer.flood(60, (n) => Buffer.concat([settings(4, n % 2 === 0 ? 0 : 0x7fff_ffff), SETTINGS_ACK]).subarray(0, 15));
    assert.equal(await scene.request(peer, 999), true);
    peer.socket.destroy();
    await scene.settle(10);
    await scene.close();
  });
});
