import assert from 'node:assert/strict';
import { held } from '../../../bench/rpc/memory.js';
import type { Usage } from '../../../bench/rpc/protocol.js';

const usage = (kib: number): Usage => ({ cpuMicroseconds: 0, rssBytes: 4 * kib * 1024, heapBytes: kib * 1024, arrayBufferBytes: 0 });

describe('memory at rest', () => {
  it('is what both ends hold more than before, for each', () => {
    assert.deepEqual(held([usage(100), usage(200)], [usage(150), usage(250)], 50), { heap: 2, buffers: 0, rss: 8 });
  });

  it('has no heap where a language does not tell it', () => {
    const rss: Usage = { cpuMicroseconds: 0, rssBytes: 1024 };
    assert.deepEqual(held([rss], [{ ...rss, rssBytes: 3072 }], 2), { heap: undefined, buffers: undefined, rss: 1 });
  });
});
