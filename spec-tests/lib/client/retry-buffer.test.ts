import assert from 'node:assert/strict';
import { RetryBuffer } from '../../../lib/client/retry-buffer.js';

function filled(...lengths: number[]): RetryBuffer {
  const buffer = new RetryBuffer();
  for (const length of lengths) buffer.push(new Uint8Array(length));
  return buffer;
}

const figures = (buffer: RetryBuffer) => [buffer.bytes, buffer.waitingBytes, buffer.waiting];

describe('RetryBuffer', () => {
  it('keeps what has been sent until it is let go', () => {
    const buffer = filled(1, 2, 3);
    assert.deepEqual(figures(buffer), [6, 6, 3]);
    assert.equal(buffer.next().length, 1);
    assert.equal(buffer.next().length, 2);
    assert.deepEqual(figures(buffer), [6, 3, 1]);
    buffer.dropSent();
    assert.deepEqual(figures(buffer), [3, 3, 1]);
    assert.equal(buffer.next().length, 3);
    assert.deepEqual(figures(buffer), [3, 0, 0]);
  });

  it('sends everything again after rewind', () => {
    const buffer = filled(1, 2);
    buffer.next();
    buffer.rewind();
    assert.deepEqual(figures(buffer), [3, 3, 2]);
    assert.equal(buffer.next().length, 1);
  });

  it('is empty after clear', () => {
    const buffer = filled(1, 2);
    buffer.next();
    buffer.clear();
    assert.deepEqual(figures(buffer), [0, 0, 0]);
    buffer.push(new Uint8Array(4));
    assert.deepEqual(figures(buffer), [4, 4, 1]);
  });
});
