import assert from 'node:assert/strict';
import { HeldBack } from '../../../../lib/transport/engine/held-back.js';

describe('bytes that are held back', () => {
  it('come out in order, however they were added and taken', () => {
    const held = new HeldBack();
    let next = 0;
    let taken = 0;
    for (let round = 0; round < 500; round++) {
      const bytes = Uint8Array.from({ length: (round * 7) % 40 }, () => next++ & 0xff);
      held.add(bytes, 0, bytes.length);
      const take = Math.min((round * 5) % 41, held.end - held.start);
      for (let n = 0; n < take; n++) assert.equal(held.buffer[held.start + n], taken++ & 0xff);
      held.start += take;
    }
    while (held.start < held.end) assert.equal(held.buffer[held.start++], taken++ & 0xff);
    assert.equal(taken, next);
  });

  it('take at most four times their length', () => {
    const held = new HeldBack();
    const bytes = new Uint8Array(100);
    for (let n = 0; n < 10_000; n++) {
      held.add(bytes, 0, 100);
      if (held.end - held.start > 5_000) held.start += 100;
    }
    assert.ok(held.buffer.length <= 4 * 5_200, `${held.buffer.length}`);
  });
});
