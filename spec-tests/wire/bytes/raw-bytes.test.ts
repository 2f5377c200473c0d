import assert from 'node:assert/strict';
import { rawBytes } from '../../../wire/bytes/raw-bytes.js';

describe('rawBytes', () => {
  it('writes the bytes where they belong, and nothing where they do not fit', () => {
    const buffer = new Uint8Array(6);
    assert.equal(rawBytes.encodeInto(Uint8Array.of(1, 2, 3), buffer, 2), 5);
    assert.deepEqual([...buffer], [0, 0, 1, 2, 3, 0]);
    assert.equal(rawBytes.encodeInto(new Uint8Array(5).fill(9), buffer, 2), 7);
    assert.deepEqual([...buffer], [0, 0, 1, 2, 3, 0]);
  });

  it('copies out, also of a Node Buffer', () => {
    for (const buffer of [Uint8Array.of(1, 2, 3, 4), Buffer.from([1, 2, 3, 4])]) {
      const bytes = rawBytes.decodeFrom(buffer, 1, 3, 100);
      buffer.fill(0);
      assert.deepEqual([...bytes], [2, 3]);
      assert.equal(Object.getPrototypeOf(bytes), Uint8Array.prototype);
    }
  });

  it('refuses what is no bytes', () => {
    for (const message of ['text', null, undefined, [1]]) {
      assert.throws(() => rawBytes.encodeInto(message as never, new Uint8Array(9), 0), /expected a Uint8Array/);
    }
  });
});
