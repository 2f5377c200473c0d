import assert from 'node:assert/strict';
import { borrowLargeSlab } from '../../../wire/bytes/slab.js';
import { SendQueue } from '../../../wire/http2/send-queue.js';
import { EngineStream } from '../../../wire/http2/stream.js';
import { LARGE_CHUNK_BYTES } from '../../../wire/limits.js';
import { Random } from '../../support/random.js';

describe('what a stream has waiting', () => {
  it('keeps every byte in order, whatever the pieces', () => {
    const random = new Random(99);
    for (let round = 0; round < 6; round++) {
      const queue = queueOf();
      const all: number[] = [];
      for (let n = 0; n < 60; n++) {
        const length = random.oneIn(8) ? random.between(LARGE_CHUNK_BYTES, LARGE_CHUNK_BYTES * 3) : random.between(0, 300);
        const bytes = Uint8Array.from({ length }, () => random.between(0, 256));
        for (const byte of bytes) all.push(byte);
        queue.pushBytes(bytes, n === 59);
      }
      assert.equal(queue.bytes, all.length);
      const out: number[] = [];
      let ends = 0;
      for (let item = queue.head; item !== undefined; item = item.next) {
        for (const byte of item.bytes!.subarray(item.start, item.end)) out.push(byte);
        if (item.endStream) ends++;
        assert.equal(item.endStream, item.next === undefined);
      }
      assert.deepEqual(out, all);
      assert.equal(ends, 1);
    }
  });

  it('holds its bytes and at most as much again, not an object per message', () => {
    const queue = queueOf();
    for (let n = 0; n < 10_000; n++) queue.pushBytes(new Uint8Array(21), false);
    let memory = 0;
    let items = 0;
    for (let item = queue.head; item !== undefined; item = item.next) {
      memory += item.bytes!.length;
      items++;
    }
    assert.equal(queue.bytes, 210_000);
    assert.ok(memory <= 2 * queue.bytes, `${memory} bytes for ${queue.bytes}`);
    assert.ok(items < 25, `${items} pieces`);
  });

  it('copies no large chunk', () => {
    const queue = queueOf();
    const large = new Uint8Array(LARGE_CHUNK_BYTES);
    queue.pushBytes(new Uint8Array(10), false);
    queue.pushBytes(large, false);
    assert.equal(queue.tail!.bytes, large);
  });

  it('keeps fields in their place between bytes', () => {
    const queue = queueOf();
    queue.pushFields(['a', 'b'], false);
    queue.pushBytes(new Uint8Array(3), false);
    queue.pushBytes(new Uint8Array(4), false);
    queue.pushFields(['c', 'd'], true);
    const order: (number | string)[] = [];
    while (queue.head !== undefined) {
      order.push(queue.head.fields?.[0] ?? queue.head.end);
      queue.shift();
    }
    assert.equal(order[0], 'a');
    assert.equal(order.at(-1), 'c');
    assert.equal(queue.tail, undefined);
  });
});

function queueOf(): SendQueue<string> {
  return new SendQueue(new EngineStream<string>(1, undefined, 65_535, 65_535));
}

describe('what waits in a slab', () => {
  it('is one of its users until it is dropped', () => {
    const slab = borrowLargeSlab(90_000);
    slab.users += 1;
    const queue = new SendQueue<unknown>(undefined as never);
    queue.pushBytes(new Uint8Array(10), false);
    queue.pushBytes(slab.buffer.subarray(0, 100), false, slab);
    assert.equal(slab.users, 2, 'the queue has taken over the use of who gave it');
    queue.clear();
    assert.equal(slab.users, 1);
    assert.equal(queue.head, undefined);
  });
});
