import assert from 'node:assert/strict';
import { keptMessage, RetryBuffer } from '../../../lib/client/retry-buffer.js';

function filled(...lengths: number[]): RetryBuffer {
  const buffer = new RetryBuffer();
  for (const length of lengths) push(buffer, new Uint8Array(length));
  return buffer;
}

const push = (buffer: RetryBuffer, bytes: Uint8Array) => buffer.push(bytes, 0, bytes.length);

function next(buffer: RetryBuffer): Uint8Array {
  const room = new Uint8Array(100_000);
  return room.slice(0, keptMessage.encodeInto(buffer.next(), room, 0));
}

const figures = (buffer: RetryBuffer) => [buffer.bytes, buffer.waitingBytes, buffer.waiting];

describe('RetryBuffer', () => {
  it('keeps what has been sent until it is let go', () => {
    const buffer = filled(1, 2, 3);
    assert.deepEqual(figures(buffer), [6, 6, 3]);
    assert.equal(next(buffer).length, 1);
    assert.equal(next(buffer).length, 2);
    assert.deepEqual(figures(buffer), [6, 3, 1]);
    buffer.dropSent();
    assert.deepEqual(figures(buffer), [3, 3, 1]);
    assert.equal(next(buffer).length, 3);
    assert.deepEqual(figures(buffer), [3, 0, 0]);
  });

  it('sends everything again after rewind', () => {
    const buffer = filled(1, 2);
    buffer.next();
    buffer.rewind();
    assert.deepEqual(figures(buffer), [3, 3, 2]);
    assert.equal(next(buffer).length, 1);
  });

  it('is empty after clear', () => {
    const buffer = filled(1, 2);
    buffer.next();
    buffer.clear();
    assert.deepEqual(figures(buffer), [0, 0, 0]);
    push(buffer, new Uint8Array(4));
    assert.deepEqual(figures(buffer), [4, 4, 1]);
  });

  it('gives back what it was given, whatever the lengths, and again after rewind', () => {
    const messages = [0, 1, 47, 48, 49, 200, 3_000, 16_383, 16_384, 40_000, 0, 5].map((length, n) => new Uint8Array(length).fill(n + 1));
    const buffer = new RetryBuffer();
    for (const message of messages) {
      const given = message.slice();
      push(buffer, given);
      given.fill(0xff);
    }
    assert.equal(buffer.count, messages.length);
    for (let attempt = 0; attempt < 2; attempt++) {
      for (const message of messages) assert.deepEqual(next(buffer), message);
      assert.equal(buffer.waiting, 0);
      buffer.rewind();
    }
  });

  it('does not write where there is no room, and says how much it takes', () => {
    const buffer = filled(10);
    const small = new Uint8Array(9);
    assert.equal(keptMessage.encodeInto(buffer.next(), small, 2), 12);
    assert.deepEqual(small, new Uint8Array(9));
  });
});
