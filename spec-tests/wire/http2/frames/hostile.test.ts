import assert from 'node:assert/strict';
import { ConnectionError, StreamError } from '../../../../wire/http2/errors.js';
import { readFrame } from '../../../suites/vectors/frames.js';
import { Random } from '../../../support/random.js';

describe('frames of random bytes', () => {
  const seed = 91_130;

  it(`are read, or refused by typed errors alone, and written back as long as they were (seed ${seed})`, () => {
    const random = new Random(seed);
    let refused = 0;
    let read = 0;
    for (let round = 0; round < 20_000; round++) {
      const length = random.oneIn(4) ? random.between(0, 300) : random.between(0, 16);
      const wire = new Uint8Array(9 + length);
      for (let index = 0; index < wire.length; index++) wire[index] = random.uint32();
      wire.set([0, length >> 8, length & 0xff, random.between(0, 10)]);
      if (random.oneIn(2)) wire.fill(0, 5, 9);
      try {
        const frame = readFrame(wire);
        read++;
        // SETTINGS that nobody knows and broken UTF-8 are not written back.
        if (wire[3] === 4 || wire[3] === 7) continue;
        const written = new Uint8Array(wire.length);
        assert.equal(frame.write(written), wire.length);
        assert.deepEqual(readFrame(written).payload.header_block_fragment, frame.payload.header_block_fragment);
      } catch (error) {
        if (!(error instanceof ConnectionError || error instanceof StreamError)) throw error;
        refused++;
      }
    }
    assert.ok(refused > 5_000 && read > 3_000, `${refused} were refused, ${read} read`);
  });
});
