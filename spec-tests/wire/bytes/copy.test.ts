import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { copyBytes, isBytes, putBytes } from '../../../wire/bytes/copy.js';

describe('copies of bytes', () => {
  it('are plain Uint8Arrays with memory of their own, also of a Buffer and at every size', () => {
    for (const size of [0, 1, 2, 11, 12, 13, 47, 48, 49, 1000]) {
      const source = Buffer.alloc(size + 2, 7);
      const copy = copyBytes(source, 1, size + 1);
      source.fill(9);
      assert.equal(Object.getPrototypeOf(copy), Uint8Array.prototype);
      assert.equal(copy.length, size);
      assert.equal(copy.buffer.byteLength, size);
      assert.ok(copy.every((byte) => byte === 7));
    }
  });

  it('are put in whole or not at all', () => {
    for (const size of [0, 1, 3, 15, 16, 17, 100]) {
      const buffer = new Uint8Array(size + 1);
      assert.equal(putBytes(new Uint8Array(size).fill(1), buffer, 2), size + 2);
      assert.ok(buffer.every((byte) => byte === 0));
      assert.equal(putBytes(new Uint8Array(size).fill(1), buffer, 1), size + 1);
      assert.ok(buffer.subarray(1).every((byte) => byte === 1));
    }
  });

  it('know a Uint8Array of another realm and no other view', () => {
    assert.ok(isBytes(runInNewContext('new Uint8Array(2)')));
    assert.ok(isBytes(Buffer.alloc(0)));
    for (const other of [new Uint8ClampedArray(1), new DataView(new ArrayBuffer(1)), new ArrayBuffer(1), [1], 'a', null, undefined, {}]) {
      assert.equal(isBytes(other), false);
    }
  });
});
