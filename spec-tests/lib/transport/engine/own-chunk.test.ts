import assert from 'node:assert/strict';
import { ENGINE_SCRATCH_BYTES } from '../../../../lib/limits.js';
import { encodeApart } from '../../../../lib/transport/engine/own-chunk.js';
import { rawBytes } from '../../../../wire/bytes/raw-bytes.js';

/** The message behind its prefix. */
function framed(message: Uint8Array, compressed = false): Uint8Array {
  const bytes = Buffer.alloc(message.length + 5);
  bytes[0] = compressed ? 1 : 0;
  bytes.writeUInt32BE(message.length, 1);
  bytes.set(message, 5);
  return new Uint8Array(bytes);
}

describe('a message in memory of its own', () => {
  const sizes = [0, 1, ENGINE_SCRATCH_BYTES - 6, ENGINE_SCRATCH_BYTES - 5, ENGINE_SCRATCH_BYTES - 4, 100_000];

  it('stands behind its prefix, whatever was guessed', () => {
    for (const size of sizes) {
      for (const guess of [0, 20_000, 70_000, 1_000_000]) {
        const message = new Uint8Array(size).fill(7);
        const chunk = encodeApart(rawBytes, message, true, 1_000_000, guess);
        assert.deepEqual(chunk, framed(message, true), `${size} bytes, guessed ${guess}`);
        assert.ok(chunk.buffer.byteLength <= Math.max(2 * chunk.length, ENGINE_SCRATCH_BYTES), 'no large buffer for a small message');
      }
    }
  });

  it('shares nothing with the next one', () => {
    const one = encodeApart(rawBytes, Uint8Array.of(1, 2, 3), false, 100, 0);
    const two = encodeApart(rawBytes, Uint8Array.of(4, 5, 6), false, 100, 0);
    assert.deepEqual(one, framed(Uint8Array.of(1, 2, 3)));
    assert.deepEqual(two, framed(Uint8Array.of(4, 5, 6)));
    assert.equal(one.buffer.byteLength, 8);
  });

  it('may be encoded while another is', () => {
    let inner: Uint8Array | undefined;
    const nesting = {
      ...rawBytes,
      encodeInto(message: Uint8Array, buffer: Uint8Array, position: number): number {
        const end = rawBytes.encodeInto(message, buffer, position);
        inner ??= encodeApart(rawBytes, Uint8Array.of(9, 9), false, 100, 0);
        return end;
      },
    };
    assert.deepEqual(encodeApart(nesting, Uint8Array.of(1, 2, 3), false, 100, 0), framed(Uint8Array.of(1, 2, 3)));
    assert.deepEqual(inner, framed(Uint8Array.of(9, 9)));
  });

  it('is refused over the limit, before memory is taken for it', () => {
    for (const size of [101, 5_000_000]) {
      assert.throws(() => encodeApart(rawBytes, new Uint8Array(size), false, 100, 0), { name: 'MessageTooLarge', bytes: size, limit: 100 });
    }
  });

  it('passes on what the codec throws, and works on', () => {
    const failing = {
      ...rawBytes,
      encodeInto(): number {
        throw new TypeError('field 3 is no number');
      },
    };
    assert.throws(() => encodeApart(failing, new Uint8Array(1), false, 100, 0), /field 3 is no number/);
    assert.deepEqual(encodeApart(rawBytes, Uint8Array.of(1), false, 100, 0), framed(Uint8Array.of(1)));
  });

  it('says so where it grows while it is encoded', () => {
    let calls = 0;
    const growing = {
      ...rawBytes,
      encodeInto: (_message: Uint8Array, _buffer: Uint8Array, position: number) => position + 20_000 * ++calls,
    };
    assert.throws(() => encodeApart(growing, new Uint8Array(0), false, 1_000_000, 0), /the message grew while it was encoded/);
  });
});
