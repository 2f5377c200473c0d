/** Peers that take nothing, or finish nothing, are sent away; those that rest are not. */
import assert from 'node:assert/strict';
import { DEFAULT_ABUSE_LIMITS, type HoldLimits } from '../../../wire/http2/abuse-budget.js';
import { Connection } from '../../../wire/http2/connection.js';
import { ErrorCode } from '../../../wire/http2/error-code.js';
import {
  block,
  END_HEADERS,
  frame,
  headers,
  PREFACE,
  requestFields,
  SETTINGS_ACK,
  settings,
  Type,
  windowUpdate,
} from '../../support/attackers/frames.js';
import { RecordingSink, type Stream } from '../../support/connection-pair.js';

const MIB = 1_048_576;
const REQUEST = block(requestFields('/a/b'));

class Server {
  readonly sink = new RecordingSink();
  readonly connection: Connection<string>;
  nowMs = 1_000;

  constructor(limits: Partial<HoldLimits> = {}, ...entries: number[]) {
    this.connection = new Connection(
      {
        role: 'server',
        settings: { initialWindowBytes: MIB },
        connectionWindowBytes: MIB,
        abuseLimits: { ...DEFAULT_ABUSE_LIMITS, ...limits },
      },
      this.sink,
    );
    this.connection.start(this.nowMs);
    this.receive(PREFACE, settings(...entries), SETTINGS_ACK);
    this.flush();
  }

  receive(...pieces: Uint8Array[]): void {
    for (const piece of pieces) this.connection.receive(piece, 0, piece.length, this.nowMs);
  }

  flush(): void {
    this.connection.writable(MIB);
    this.connection.flush(this.nowMs);
    this.sink.written.length = 0;
  }

  /** Lets time go on, and wakes the connection when it asked for it. */
  pass(ms: number): void {
    const until = this.nowMs + ms;
    while (this.connection.wakeAtMs <= until) {
      this.nowMs = Math.max(this.nowMs, this.connection.wakeAtMs);
      this.connection.wake(this.nowMs);
      this.flush();
    }
    this.nowMs = until;
  }

  /** A request whose response waits for windows: `bytes` of it. */
  reply(id: number, bytes: number): Stream {
    this.receive(headers(id, REQUEST, END_HEADERS | 1));
    const stream = this.sink.streams.at(-1)!;
    this.connection.sendHeaders(stream, [':status', '200'], false);
    this.connection.sendData(stream, new Uint8Array(bytes), true);
    this.flush();
    return stream;
  }

  assertSentAway(limit: RegExp): void {
    assert.equal(this.sink.closed?.code, ErrorCode.ENHANCE_YOUR_CALM);
    assert.equal(this.sink.closed.by, 'us');
    assert.match(this.sink.closed.message, limit);
  }
}

/** SETTINGS_INITIAL_WINDOW_SIZE 0. */
const ZERO_WINDOW = [4, 0];

describe('what waits for a peer', () => {
  it('may wait for ever up to maxStalledBytes', () => {
    const server = new Server({ maxStalledBytes: MIB }, ...ZERO_WINDOW);
    server.reply(1, MIB);
    server.pass(86_400_000);
    assert.equal(server.connection.closed, false);
  });

  it('ends the connection beyond that, when nothing was taken for stallTimeoutMs', () => {
    const server = new Server({ maxStalledBytes: MIB, stallTimeoutMs: 5_000 }, ...ZERO_WINDOW);
    server.reply(1, MIB);
    server.reply(3, 1);
    server.pass(4_999);
    assert.equal(server.connection.closed, false);
    server.pass(1);
    server.assertSentAway(/1048577 bytes wait.*maxStalledBytes/);
    assert.deepEqual(
      server.sink.calls.filter((call) => call.startsWith('closed')),
      ['closed 1 by us code 11 processed maybe', 'closed 3 by us code 11 processed maybe'],
    );
    assert.equal(server.connection.queuedBytes, 0);
  });

  it('ends it also where a little is taken now and then', () => {
    const server = new Server({ maxStalledBytes: MIB, stallTimeoutMs: 5_000 }, ...ZERO_WINDOW);
    server.reply(1, 2 * MIB);
    for (let n = 0; n < 100 && !server.connection.closed; n++) {
      server.receive(windowUpdate(1, 100));
      server.flush();
      server.pass(100);
    }
    server.assertSentAway(/maxStalledBytes/);
  });

  it('does not where the peer is slow and takes what it can', () => {
    const server = new Server({ maxStalledBytes: MIB, stallTimeoutMs: 5_000 }, ...ZERO_WINDOW);
    server.reply(1, 4 * MIB);
    for (let n = 0; n < 40; n++) {
      server.receive(windowUpdate(1, 70_000), windowUpdate(0, 70_000));
      server.flush();
      server.pass(4_000);
    }
    assert.equal(server.connection.closed, false);
    assert.equal(server.sink.closed, undefined);
  });

  it('gets no new streams beyond maxQueuedBytes', () => {
    const server = new Server({ maxQueuedBytes: MIB }, ...ZERO_WINDOW);
    server.reply(1, MIB + 1);
    server.receive(headers(3, REQUEST, END_HEADERS | 1));
    server.connection.writable(MIB);
    server.connection.flush(server.nowMs);
    const bytes = server.sink.take();
    assert.equal(bytes[3], Type.RST_STREAM);
    assert.equal(bytes[12], ErrorCode.REFUSED_STREAM);
    assert.equal(server.sink.streams.length, 1);
    server.receive(windowUpdate(1, MIB));
    server.flush();
    server.receive(windowUpdate(0, MIB));
    server.flush();
    server.receive(headers(5, REQUEST, END_HEADERS | 1));
    assert.equal(server.sink.streams.length, 2);
  });
});

describe('what a peer has begun', () => {
  it('ends the connection where a header block stays open for frameTimeoutMs', () => {
    const server = new Server({ frameTimeoutMs: 3_000 });
    server.receive(headers(1, REQUEST.subarray(0, 10), 0));
    server.pass(2_999);
    assert.equal(server.connection.closed, false);
    server.pass(1);
    server.assertSentAway(/header block.*frameTimeoutMs/);
  });

  it('ends it where bytes of the block trickle in', () => {
    const server = new Server({ frameTimeoutMs: 3_000 });
    server.receive(headers(1, REQUEST.subarray(0, 10), 0));
    for (let n = 10; n < REQUEST.length && !server.connection.closed; n++) {
      server.receive(frame(Type.CONTINUATION, 0, 1, REQUEST.subarray(n, n + 1)));
      server.pass(1_000);
    }
    server.assertSentAway(/frameTimeoutMs/);
  });

  it('does not at once where this process was blocked, and its rest may lie unread', () => {
    const server = new Server({ frameTimeoutMs: 3_000 });
    const bytes = headers(1, REQUEST);
    server.receive(bytes.subarray(0, 20));
    server.nowMs += 30_000;
    server.connection.wake(server.nowMs);
    assert.equal(server.connection.closed, false);
    assert.ok(server.connection.wakeAtMs > server.nowMs);
    server.receive(bytes.subarray(20));
    server.pass(100_000);
    assert.equal(server.sink.streams.length, 1);
    assert.equal(server.connection.closed, false);
  });

  it('ends it where a frame stays open', () => {
    const server = new Server({ frameTimeoutMs: 3_000 });
    server.receive(headers(1, REQUEST).subarray(0, 20));
    server.pass(3_000);
    server.assertSentAway(/frameTimeoutMs/);
  });

  it('ends it where more than maxHeldBytes of messages were begun and next to nothing comes for stallTimeoutMs', () => {
    const server = new Server({ maxHeldBytes: 1_000, stallTimeoutMs: 5_000 });
    server.receive(headers(1, REQUEST), frame(Type.DATA, 0, 1, Buffer.alloc(2_000)));
    server.connection.partialBytes = 1_000;
    server.receive(frame(Type.DATA, 0, 1, Buffer.alloc(1)));
    server.pass(100_000);
    assert.equal(server.connection.closed, false, 'that much may rest');
    server.connection.partialBytes = 1_001;
    server.receive(frame(Type.DATA, 0, 1, Buffer.alloc(1)));
    for (let n = 0; n < 49; n++) {
      server.pass(100);
      server.receive(frame(Type.DATA, 0, 1, Buffer.alloc(1)));
    }
    assert.equal(server.connection.closed, false);
    server.pass(100);
    server.assertSentAway(/1001 bytes of messages were begun.*maxHeldBytes/);
  });

  it('does not where they come on, or are whole in the end', () => {
    const server = new Server({ maxHeldBytes: 1_000, stallTimeoutMs: 5_000 });
    server.receive(headers(1, REQUEST));
    for (let n = 0; n < 20; n++) {
      server.connection.partialBytes = 2_000;
      for (let piece = 0; piece < 5; piece++) server.receive(frame(Type.DATA, 0, 1, Buffer.alloc(14_000)));
      server.connection.consumed(server.sink.streams[0]!, 70_000);
      server.flush();
      server.pass(4_000);
    }
    assert.equal(server.connection.closed, false);
    server.connection.partialBytes = 0;
    server.pass(100_000);
    assert.equal(server.connection.closed, false);
  });

  it('does not where each chunk ends inside another frame', () => {
    const server = new Server({ frameTimeoutMs: 3_000 });
    let rest = Buffer.alloc(0);
    for (let id = 1; id < 200; id += 2) {
      const bytes = Buffer.concat([rest, headers(id, REQUEST, END_HEADERS | 1)]);
      server.receive(bytes.subarray(0, bytes.length - 5));
      rest = Buffer.from(bytes.subarray(bytes.length - 5));
      server.pass(1_000);
    }
    assert.equal(server.connection.closed, false);
    assert.equal(server.sink.streams.length, 99);
  });

  it('does not while DATA comes slowly', () => {
    const server = new Server({ frameTimeoutMs: 3_000 });
    server.receive(headers(1, REQUEST), frame(Type.DATA, 0, 1, Buffer.alloc(100)).subarray(0, 20));
    server.pass(100_000);
    assert.equal(server.connection.closed, false);
  });
});
