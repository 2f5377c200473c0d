/**
 * Each flood, by counts: what the budget allows is served and the connection goes on; a little more ends it, with what was wrong in
 * GOAWAY's debug text; meanwhile others are served, and what the flood took is given back.
 */
import assert from 'node:assert/strict';
import { TransportError } from '../../../../lib/transport/transport.js';
import type { AbuseKind } from '../../../../wire/http2/abuse-budget.js';
import { ErrorCode } from '../../../../wire/http2/error-code.js';
import * as limits from '../../../../wire/limits.js';
import { attack, type RawPeer } from '../../../support/attackers/attacker.js';
import {
  ACK,
  data,
  END_HEADERS,
  END_STREAM,
  frame,
  headers,
  PADDED,
  PREFACE,
  ping,
  priority,
  rstStream,
  SETTINGS_ACK,
  settings,
  Type,
  uint32,
  windowUpdate,
} from '../../../support/attackers/frames.js';
import { CHAT_BLOCK, Scene } from '../../../support/attackers/scene.js';
import { sharedCertificates } from '../../../support/certificates.js';
import { heldBytes } from '../../../support/heap.js';

interface Flood {
  readonly name: string;
  readonly kind: AbuseKind;
  /** Events that the budget allows on a clock that stands still. */
  readonly allowed: number;
  /** The n-th event; streams are `first + 2n` where each needs its own. */
  event(n: number, first: number): Buffer;
  /** Streams that the flood works on. */
  prepare?(peer: RawPeer): Promise<void>;
  /** Handlers may begin for each event. */
  readonly starts?: true;
}

const FIRST = 1_001;
const chat = (streamId: number, flags = END_HEADERS) => headers(streamId, CHAT_BLOCK, flags);
const openChat = (peer: RawPeer) => peer.write(chat(1));

const onNewStream =
  (fault: (streamId: number) => Buffer, flags = END_HEADERS) =>
  (n: number, first: number) =>
    Buffer.concat([chat(first + 2 * n, flags), fault(first + 2 * n)]);

/** CVE-2025-8671: what makes a server reset a stream by itself. */
const PROVOCATIONS: readonly (readonly [string, (n: number, first: number) => Buffer])[] = [
  ['WINDOW_UPDATE by 0', onNewStream((id) => windowUpdate(id, 0))],
  ['WINDOW_UPDATE beyond 2^31-1', onNewStream((id) => windowUpdate(id, 0x7fff_ffff))],
  ['DATA behind END_STREAM', onNewStream((id) => data(id, Buffer.from('x')), END_HEADERS | END_STREAM)],
  ['PRIORITY that depends on itself', onNewStream((id) => priority(id, id))],
  ['PRIORITY of four bytes', onNewStream((id) => frame(Type.PRIORITY, 0, id, uint32(0)))],
  ['a field name in upper case', (n, first) => headers(first + 2 * n, Buffer.concat([CHAT_BLOCK, Buffer.from([0, 1, 0x58, 1, 0x79])]))],
];

const FLOODS: readonly Flood[] = [
  {
    name: 'rapid reset (CVE-2023-44487)',
    kind: 'resets',
    allowed: limits.RESET_BURST,
    event: onNewStream((id) => rstStream(id)),
    starts: true,
  },
  ...PROVOCATIONS.map(
    ([name, event]): Flood => ({
      name: `resets provoked by ${name} (CVE-2025-8671)`,
      kind: 'provokedResets',
      allowed: limits.PROVOKED_RESET_BURST,
      event,
      starts: true,
    }),
  ),
  { name: 'PING (CVE-2019-9512)', kind: 'pings', allowed: limits.PING_BURST - 20, event: () => ping() },
  { name: 'SETTINGS (CVE-2019-9515)', kind: 'settings', allowed: limits.SETTINGS_BURST - 20, event: () => settings(4, 65_535) },
  {
    name: 'SETTINGS of a thousand entries (CVE-2019-9515)',
    kind: 'settings',
    allowed: 2,
    event: () => settings(...Array.from({ length: 1_000 }, () => [4, 65_535]).flat()),
  },
  {
    name: 'empty DATA (CVE-2019-9518)',
    kind: 'emptyFrames',
    allowed: limits.EMPTY_FRAME_BURST - 20,
    event: () => data(1, Buffer.alloc(0)),
    prepare: openChat,
  },
  {
    name: 'DATA of padding',
    kind: 'emptyFrames',
    allowed: limits.EMPTY_FRAME_BURST - 20,
    event: () => data(1, Buffer.from([3, 0, 0, 0]), PADDED),
    prepare: openChat,
  },
  {
    name: 'PRIORITY (CVE-2019-9513)',
    kind: 'priorities',
    allowed: limits.PRIORITY_BURST - 20,
    event: (n) => priority(2 * n + 3, n % 2 === 0 ? 1 : 2 * n + 1),
  },
  {
    name: 'WINDOW_UPDATE by 1 on the connection (CVE-2019-9511)',
    kind: 'windowUpdates',
    allowed: limits.WINDOW_UPDATE_BURST - 200,
    event: () => windowUpdate(0, 1),
  },
  {
    name: 'WINDOW_UPDATE by 1 on a stream',
    kind: 'windowUpdates',
    allowed: limits.WINDOW_UPDATE_BURST - 200,
    event: () => windowUpdate(1, 1),
    prepare: openChat,
  },
  {
    name: 'frames of unknown types',
    kind: 'unknownFrames',
    allowed: limits.UNKNOWN_FRAME_BURST - 20,
    event: (n) => frame(0x20 + (n % 100), 0, n % 3, Buffer.alloc(n % 50)),
  },
  {
    name: 'frames for a stream that is closed',
    kind: 'strayFrames',
    allowed: limits.STRAY_FRAME_BURST - 200,
    event: () => rstStream(1),
    prepare: (peer) => peer.write(chat(1), rstStream(1)),
  },
  {
    name: 'answers to PINGs that were not sent',
    kind: 'strayFrames',
    allowed: limits.STRAY_FRAME_BURST - 200,
    event: () => frame(Type.PING, ACK, 0, Buffer.alloc(8)),
  },
];

describe('floods against the engine', () => {
  for (const flood of FLOODS) {
    it(flood.name, async () => {
      const scene = await Scene.open({ transport: 'engine' });
      const before = heldBytes();
      const peer = await scene.attacker();
      await flood.prepare?.(peer);
      await peer.flood(flood.allowed, (n) => flood.event(n, FIRST));
      const next = FIRST + 2 * flood.allowed;
      assert.equal(
        await scene.request(peer, next),
        true,
        `what the budget allows has ended the connection: ${JSON.stringify(peer.goAway)}`,
      );

      // Twice what it was, and a hundred: a useful frame or two are paid for.
      await peer.flood(flood.allowed + 100_000, (n) => flood.event(n, next + 2));
      await peer.end();
      assert.equal(peer.goAway?.code, ErrorCode.ENHANCE_YOUR_CALM, JSON.stringify(peer.goAway));
      assert.match(peer.goAway.debug, new RegExp(`budget ${flood.kind}\\b`));
      await scene.honest();
      await scene.settle();

      const most = flood.starts === true ? flood.allowed + 3 : 3;
      assert.ok(scene.started <= most, `${scene.started} handlers, ${most} are allowed`);
      assert.equal(scene.running, 0);
      assert.equal(scene.open.size, 1, 'the honest connection is the only one left');
      const told = scene.errors.filter((error) => error instanceof TransportError && error.code === ErrorCode.ENHANCE_YOUR_CALM);
      assert.equal(told.length, 1, 'onError hears of it once');
      assert.equal(scene.connectionEnds.at(-1)?.code, ErrorCode.ENHANCE_YOUR_CALM);
      assert.match(scene.connectionEnds.at(-1)!.message, new RegExp(flood.kind));
      const grown = heldBytes() - before;
      assert.ok(grown < 2 * 1024 * 1024, `${grown} bytes stay`);
      await scene.close();
    });
  }
});

describe('floods inside TLS', () => {
  it('end in the same way: the offender reads why', async () => {
    const { ca, server: pair } = await sharedCertificates();
    const scene = new Scene({ transport: 'engine' });
    const { port } = await scene.server.listen('127.0.0.1:0', { tls: { cert: pair.cert, key: pair.key } });
    const peer = await attack(port, ca.cert);
    await peer.write(PREFACE, settings(), SETTINGS_ACK);
    await peer.flood(100_000, () => ping());
    await peer.end();
    assert.equal(peer.goAway?.code, ErrorCode.ENHANCE_YOUR_CALM);
    assert.match(peer.goAway.debug, /budget pings/);
    assert.equal(peer.count(Type.PING), limits.PING_BURST);
    await scene.settle();
    assert.equal(scene.open.size, 0);
    await scene.close();
  });
});
