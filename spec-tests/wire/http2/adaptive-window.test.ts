/** Windows grow over a path that needs it, between two connections, on a clock of the test's own. */
import assert from 'node:assert/strict';
import { Connection } from '../../../wire/http2/connection.js';
import type { Http2Stream } from '../../../wire/http2/stream.js';
import { RecordingSink } from '../../support/connection-pair.js';

const KIB = 1_024;
const MIB = 1_024 * 1_024;
const PING = 6;

/** Gives credit back at once, and counts. */
class Reader extends RecordingSink {
  connection!: Connection<string>;
  received = 0;
  /** Streams whose data is left lying. */
  readonly stuck = new Set<number>();
  override onData(stream: Http2Stream<string>, _buffer: Uint8Array, start: number, end: number): void {
    this.received += end - start;
    if (!this.stuck.has(stream.id)) this.connection.consumed(stream, end - start);
  }
}

/** Sends as much as may be sent, on every stream. */
class Writer extends RecordingSink {
  connection!: Connection<string>;
  readonly open: Http2Stream<string>[] = [];
  override onHeaders(stream: Http2Stream<string>): void {
    this.connection.sendHeaders(stream, [':status', '200'], false);
    this.open.push(stream);
  }
  fill(): void {
    for (const stream of this.open) {
      while (!stream.closed && stream.queuedBytes < 4 * MIB) this.connection.sendData(stream, CHUNK, false);
    }
  }
}

const CHUNK = new Uint8Array(256 * KIB);
const REQUEST = [':method', 'GET', ':scheme', 'http', ':path', '/', ':authority', 'a'];

interface Packet {
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** A server that sends to a client without end, over `bytesPerMs` with `roundTripMs`. */
class Path {
  readonly clientSink = new Reader();
  readonly serverSink = new Writer();
  readonly client: Connection<string>;
  readonly server: Connection<string>;
  nowMs = 0;
  pings = 0;
  readonly #toClient: Packet[] = [];
  readonly #toServer: Packet[] = [];
  #freeAtMs = 0;
  readonly #bytesPerMs: number;
  readonly #delayMs: number;

  constructor(bytesPerMs: number, roundTripMs: number, maxAdaptiveWindowBytes: number) {
    this.#bytesPerMs = bytesPerMs;
    this.#delayMs = roundTripMs / 2;
    const settings = { initialWindowBytes: 64 * KIB };
    this.client = new Connection({ role: 'client', settings, connectionWindowBytes: 64 * KIB, maxAdaptiveWindowBytes }, this.clientSink);
    this.server = new Connection({ role: 'server' }, this.serverSink);
    this.clientSink.connection = this.client;
    this.serverSink.connection = this.server;
    this.client.start(0);
    this.server.start(0);
    this.run(2 * roundTripMs);
  }

  request(): Http2Stream<string> {
    return this.client.openStream(REQUEST, true, 'x')!;
  }

  run(durationMs: number): void {
    const until = this.nowMs + durationMs;
    for (; this.nowMs < until; this.nowMs += 0.5) {
      deliver(this.#toServer, this.server, this.nowMs);
      deliver(this.#toClient, this.client, this.nowMs);
      this.serverSink.fill();
      // The server's socket takes a millisecond's worth at a time.
      this.server.writable(this.#freeAtMs <= this.nowMs + 1 ? Math.ceil(this.#bytesPerMs) : 0);
      this.server.flush(this.nowMs);
      this.client.writable(MIB);
      this.client.flush(this.nowMs);
      const down = this.serverSink.take();
      if (down.length > 0) {
        this.#freeAtMs = Math.max(this.#freeAtMs, this.nowMs) + down.length / this.#bytesPerMs;
        this.#toClient.push({ atMs: this.#freeAtMs + this.#delayMs, bytes: down });
      }
      const up = this.clientSink.take();
      if (up.length > 0) this.#toServer.push({ atMs: this.nowMs + this.#delayMs, bytes: up });
      for (
        let at = up.length > 0 && up[0] === 0x50 ? 24 : 0;
        at + 9 <= up.length;
        at += 9 + ((up[at]! << 16) | (up[at + 1]! << 8) | up[at + 2]!)
      ) {
        if (up[at + 3] === PING && (up[at + 4]! & 1) === 0) this.pings++;
      }
    }
  }

  /** Bytes that come in one second, per millisecond. */
  rate(): number {
    const before = this.clientSink.received;
    this.run(1_000);
    return (this.clientSink.received - before) / 1_000;
  }
}

function deliver(packets: Packet[], to: Connection<string>, nowMs: number): void {
  while (packets.length > 0 && packets[0]!.atMs <= nowMs) {
    const { bytes } = packets.shift()!;
    to.receive(bytes, 0, bytes.length, nowMs);
  }
}

describe('adaptive windows', () => {
  it('fill a path of 100 Mbit/s and 100 ms, which 64 KiB fill to a twentieth', () => {
    const bytesPerMs = 12_500;
    const fixed = new Path(bytesPerMs, 100, 0);
    fixed.request();
    fixed.run(2_000);
    assert.ok(fixed.rate() < 0.06 * bytesPerMs);
    assert.equal(fixed.pings, 0);

    const path = new Path(bytesPerMs, 100, 16 * MIB);
    path.request();
    path.run(3_000);
    const rate = path.rate();
    assert.ok(rate > 0.9 * bytesPerMs, `${rate} of ${bytesPerMs}`);
    assert.ok(path.pings <= 41, `${path.pings} PINGs in 4.2 s of 100 ms each`);
  });

  it('stay within their bound', () => {
    const path = new Path(125_000, 100, 256 * KIB);
    path.request();
    path.run(3_000);
    const rate = path.rate();
    // A window and a round trip.
    assert.ok(rate <= (256 * KIB) / 100 + 100, `${rate}`);
    assert.ok(rate > (64 * KIB) / 100, `${rate}`);
  });

  it('leave a stream that nobody reads the window that it began with, and its neighbour goes on', () => {
    const path = new Path(12_500, 100, 16 * MIB);
    const stuck = path.request();
    path.request();
    path.clientSink.stuck.add(stuck.id);
    path.run(4_000);
    const rate = path.rate();
    assert.ok(rate > 0.9 * 12_500, `${rate}`);
    assert.equal((stuck as unknown as { unconsumed: number }).unconsumed, 64 * KIB);
  });

  it('send no PING for calls with little data', () => {
    const path = new Path(12_500, 10, 16 * MIB);
    for (let n = 0; n < 50; n++) {
      const stream = path.request();
      path.client.flush(path.nowMs);
      path.client.resetStream(stream, 8);
    }
    path.run(200);
    assert.equal(path.pings, 0);
  });
});
