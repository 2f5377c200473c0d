import assert from 'node:assert/strict';
import { OutgoingMessages } from '../../../lib/transport/node-http2/outgoing.js';
import { rawBytes } from '../../../wire/bytes/raw-bytes.js';

const LIMIT = 1_000_000;

function add(to: OutgoingMessages, bytes: Uint8Array): void {
  to.add(rawBytes, bytes, false, LIMIT);
}

/** Everything that was gathered, in one piece, and in how many it came. */
function take(from: OutgoingMessages): { readonly all: Buffer; readonly runs: number } {
  const runs: Buffer[] = [];
  const last = from.take((run) => runs.push(run));
  return { all: Buffer.concat([...runs, last]), runs: runs.length + 1 };
}

describe('the messages that a stream over node:http2 gathers', () => {
  it('are one run where nobody else writes', () => {
    const one = new OutgoingMessages();
    for (let n = 0; n < 10; n++) add(one, Uint8Array.of(n));
    assert.equal(one.bytes, 60);
    const { all, runs } = take(one);
    assert.equal(runs, 1);
    assert.deepEqual([...all.subarray(0, 12)], [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1]);
    assert.equal(one.bytes, 0);
  });

  it('are a few runs, in order, however many streams write in between', () => {
    const stuck = new OutgoingMessages();
    const moving = new OutgoingMessages();
    for (let round = 0; round < 3; round++) {
      const expected: number[] = [];
      for (let n = 0; n < 3_000; n++) {
        const value = n & 0xff;
        const more = n % 500 === 0 ? 5_000 : 1;
        add(stuck, new Uint8Array(more).fill(value));
        expected.push(0, 0, 0, more >> 8, more & 0xff, ...new Array<number>(more).fill(value));
        add(moving, Uint8Array.of(0xee));
        if (n % 7 === 0) assert.equal(take(moving).all.at(-1), 0xee);
      }
      assert.equal(stuck.bytes, expected.length);
      const { all, runs } = take(stuck);
      assert.ok(runs <= 5, `${runs} runs`);
      assert.deepEqual(all, Buffer.from(expected));
    }
  });

  it('are gone when they are not wanted any more', () => {
    const one = new OutgoingMessages();
    const other = new OutgoingMessages();
    for (let n = 0; n < 20; n++) {
      add(one, Uint8Array.of(1));
      add(other, Uint8Array.of(2));
    }
    one.clear();
    assert.equal(one.bytes, 0);
    add(one, Uint8Array.of(3));
    assert.deepEqual([...take(one).all], [0, 0, 0, 0, 1, 3]);
  });
});
