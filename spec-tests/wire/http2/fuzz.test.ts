/**
 * Random bytes, mutated recordings and random legal conversations, for both roles, under a clock that stands still. Whatever comes in:
 * nothing is thrown, the work and the memory are bounded, and the connection ends or goes on working.
 *
 * `BAREWIRE_FUZZ_CASES` is the number of cases of each kind and role, `BAREWIRE_SEED` the first one's seed.
 */
import assert from 'node:assert/strict';
import { Random } from '../../support/random.js';
import { Conversation, GET, OK, POST, type Role } from './support/conversation.js';
import {
  CLIENT_PREFACE,
  continuation,
  data,
  frame,
  goAway,
  headers,
  indexedLiterals,
  join,
  ping,
  priority,
  rstStream,
  settings,
  settingsAck,
  windowUpdate,
} from './support/frames.js';
import { RandomOwner } from './support/random-owner.js';
import { RandomPeer } from './support/random-peer.js';

const CASES = Number(process.env.BAREWIRE_FUZZ_CASES ?? 150);
const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_122);
const ROLES: readonly Role[] = ['client', 'server'];

/** Bytes kept of what has not come whole: a header block on the wire, and a frame. */
const MAX_HELD_BYTES = 400_000;
/** What an owner in these tests has given at most and could not be sent. */
const MAX_QUEUED_BYTES = 20_000_000;

describe(`fuzzing a connection (seed ${SEED}, ${CASES} cases each)`, function () {
  this.timeout(Math.max(20_000, CASES * 200));
  for (const role of ROLES) {
    it(`${role}: random bytes`, () => each((random) => hostile(role, random, randomBytes(role, random))));
    it(`${role}: random frames`, () => each((random) => hostile(role, random, randomFrames(role, random))));
    it(`${role}: mutated recordings`, () => each((random) => hostile(role, random, mutated(role, random))));
    it(`${role}: random legal conversations`, () => each((random) => legal(role, random)));
  }
});

function each(run: (random: Random) => void): void {
  for (let n = 0; n < CASES; n++) {
    try {
      run(new Random(SEED + n));
    } catch (error) {
      throw new Error(`seed ${SEED + n}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}

/** Feeds bytes in random pieces to a connection with an owner that does anything; only the referee and the counts judge. */
function hostile(role: Role, random: Random, bytes: Uint8Array): void {
  const c = new Conversation(role, 'whole', {
    raw: true,
    settings: { initialWindowBytes: random.pick([100, 65_535, 1_000_000]) },
    maxAdaptiveWindowBytes: random.pick([0, 300_000]),
  });
  const owner = new RandomOwner(c, random, false);
  for (let start = 0; start < bytes.length && !c.engine.closed; ) {
    const end = Math.min(bytes.length, start + random.pick([1, 9, 30, 500, 20_000]));
    const calls = c.sink.calls;
    c.send(bytes.subarray(start, end));
    // A frame has at least 9 bytes and leads to a few calls at most; its last byte may bring it.
    assert.ok(c.sink.calls - calls <= 400 + (end - start), `${c.sink.calls - calls} calls for ${end - start} bytes`);
    assert.ok(c.engine.heldBytes <= MAX_HELD_BYTES, `${c.engine.heldBytes} bytes held`);
    assert.ok(c.engine.queuedBytes <= MAX_QUEUED_BYTES, `${c.engine.queuedBytes} bytes queued`);
    start = end;
    if (random.oneIn(4) && !c.engine.closed) owner.step();
    if (random.oneIn(50)) c.pass(random.between(0, 5_000));
  }
  c.flush();
  ends(c);
}

/** Both sides keep to the rules: nobody may be told of an error. */
function legal(role: Role, random: Random): void {
  const c = new Conversation(role, 'whole', {
    raw: true,
    settings: { initialWindowBytes: random.pick([1_000, 65_535, 300_000]), headerTableBytes: random.pick([0, 100, 4_096]) },
    maxAdaptiveWindowBytes: random.pick([0, 300_000]),
  });
  const owner = new RandomOwner(c, random, true);
  const peer = new RandomPeer(c, random);
  c.send(role === 'server' ? CLIENT_PREFACE : new Uint8Array(0), settings({ INITIAL_WINDOW_SIZE: random.pick([0, 500, 65_535, 200_000]) }));
  for (let n = random.between(10, 40); n > 0; n--) {
    peer.step();
    if (random.oneIn(2)) owner.step();
    c.nowMs += random.between(0, 20);
    // Little bursts of a slow socket.
    c.roomBytes = random.pick([1 << 20, 1 << 20, 3_000, 20_000]);
    c.engine.writable(c.roomBytes);
    c.flush();
  }
  c.roomBytes = 1 << 20;
  c.engine.writable(c.roomBytes);
  c.flush();
  const fields = c.sink.lines.filter((line) => /^(?:headers|informational|trailers) /.test(line));
  const sent = peer.fieldsSent.filter((line) => fields.includes(line));
  assert.deepEqual(fields, sent, 'every section is one that was sent, in this order');
  owner.finish();
  peer.finish();
  c.flush();
  const faults = [...c.sink.lines, ...c.transcript].filter((line) => /by us:|GOAWAY/.test(line));
  assert.deepEqual(faults, [], `nobody did anything wrong: ${c.sink.closedWith?.message}`);
  assert.equal(c.engine.openStreams, 0, 'everything has come to its end');
  assert.equal(c.engine.queuedBytes, 0);
  assert.equal(c.engine.heldBytes, 0);
  peer.read();
  assert.equal(peer.pongs, peer.pings, 'every PING was answered');
  c.take();
  c.alive('the connection is as good as new');
  ends(c);
}

/** However a connection was left, its end closes every stream, once, and lets go of everything. */
function ends(c: Conversation): void {
  if (!c.sink.closed) c.engine.receiveEnd('the end of the test', c.nowMs);
  c.sink.takeWritten();
  assert.ok(c.sink.closed && c.engine.closed, 'the end is told');
  assert.equal(c.engine.openStreams, 0);
  for (const stream of c.sink.streams.values()) assert.ok(stream.closed, `stream ${stream.id} is closed`);
  assert.equal(c.engine.queuedBytes, 0, 'nothing waits');
  assert.equal(c.engine.wakeAtMs, Number.POSITIVE_INFINITY, 'no wake-up is due');
  const { output } = (c.engine as unknown as { core: { output: { slab: unknown; lostSlab: unknown } } }).core;
  assert.equal(output.slab ?? output.lostSlab, undefined, 'no slab is kept');
}

function opening(role: Role): Uint8Array {
  return join(role === 'server' ? CLIENT_PREFACE : new Uint8Array(0), settings({ INITIAL_WINDOW_SIZE: 100_000 }), settingsAck());
}

function randomBytes(role: Role, random: Random): Uint8Array {
  const bytes = Uint8Array.from({ length: random.between(1, 3_000) }, () => random.between(0, 256));
  return random.oneIn(3) ? bytes : join(opening(role), bytes);
}

function randomFrames(role: Role, random: Random): Uint8Array {
  const frames = [opening(role)];
  for (let n = random.between(1, 60); n > 0; n--) {
    const payload = Uint8Array.from({ length: random.pick([0, 1, 4, 5, 6, 8, 12, 100]) }, () => random.pick([0, 0, 1, 0x41, 0x82, 0xff]));
    const id = random.pick([0, 1, 1, 3, 5, 2, 0x7fff_ffff]);
    frames.push(
      frame(random.between(0, 12), random.pick([0, 1, 4, 5, 8, 0x20, 0xff]), id, payload, random.oneIn(20) ? { length: 20_000 } : {}),
    );
    if (random.oneIn(3)) frames.push(...exchange(role, id % 2 === 1 ? id : 7));
  }
  return join(...frames);
}

/** A few good frames on a stream. */
function exchange(role: Role, id: number): Uint8Array[] {
  const fields = role === 'server' ? POST : OK;
  return [headers(id, fields), data(id, 'some data'), headers(id, ['grpc-status', '0'], { end: true })];
}

/** What good peers have sent, frame by frame. */
function recording(role: Role): Uint8Array[] {
  const first = role === 'server' ? POST : OK;
  const frames = [opening(role)];
  for (let id = 1; id < 40; id += 2) {
    frames.push(
      headers(id, [], { block: indexedLiterals([...first, 'trace', `t-${id}`]), pad: id % 5 }),
      windowUpdate(0, 5_000),
      data(id, 200 + id, { pad: id }),
      ping(`ping ${`${id}`.padStart(3, '0')}`),
      priority(id, 0),
      windowUpdate(id, 5_000),
      headers(id, [], { block: Uint8Array.of(0x80 | 62), more: true, end: true }),
      continuation(id, new Uint8Array(0)),
      settings({ HEADER_TABLE_SIZE: id * 100, INITIAL_WINDOW_SIZE: id * 1_000 }),
    );
    if (id % 7 === 0)
      frames.push(headers(id + 40, role === 'server' ? GET : OK), rstStream(id, 'CANCEL'), frame(0x20, 0xff, id, new Uint8Array(9)));
  }
  frames.push(goAway(0x7fff_ffff, 'NO_ERROR', 'bye'));
  return frames;
}

function mutated(role: Role, random: Random): Uint8Array {
  const frames = recording(role).slice(0, random.between(2, 100));
  for (let n = random.between(0, 4); n > 0; n--) {
    const at = random.between(1, frames.length);
    const other = random.between(1, frames.length);
    switch (random.between(0, 5)) {
      case 0:
        frames.splice(at, 1);
        break;
      case 1:
        frames.splice(at, 0, frames[other] ?? ping());
        break;
      case 2:
        frames[at] = frames[other] ?? ping();
        break;
      case 3:
        frames[at] = (frames[at] ?? ping()).slice(0, random.between(0, 9));
        break;
      default:
        frames.splice(
          at,
          0,
          frame(random.between(0, 12), random.between(0, 64), random.between(0, 45), new Uint8Array(random.between(0, 12))),
        );
    }
  }
  const bytes = join(...frames);
  for (let n = random.between(0, 6); n > 0; n--) bytes[random.between(0, bytes.length)]! ^= 1 << random.between(0, 8);
  return bytes;
}
