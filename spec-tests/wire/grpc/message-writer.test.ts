import assert from 'node:assert/strict';
import type { Codec } from '../../../wire/bytes/codec.js';
import { writeMessage, writePrefix } from '../../../wire/grpc/message-writer.js';

const raw: Codec<Uint8Array> = {
  encodeInto(message, buffer, position) {
    const end = position + message.length;
    if (end <= buffer.length) buffer.set(message, position);
    return end;
  },
  decodeFrom: (buffer, start, end) => buffer.slice(start, end),
};

describe('the prefix of a message', () => {
  const table: [number, boolean, number[]][] = [
    [0, false, [0, 0, 0, 0, 0]],
    [1, true, [1, 0, 0, 0, 1]],
    [0xff, false, [0, 0, 0, 0, 0xff]],
    [0x100, false, [0, 0, 0, 1, 0]],
    [0x01020304, true, [1, 1, 2, 3, 4]],
    [0x7fffffff, false, [0, 0x7f, 0xff, 0xff, 0xff]],
    [0xffffffff, false, [0, 0xff, 0xff, 0xff, 0xff]],
  ];
  for (const [length, compressed, bytes] of table) {
    it(`of ${length} bytes${compressed ? ', compressed' : ''}`, () => {
      const buffer = new Uint8Array(9).fill(0xaa);
      writePrefix(buffer, 2, length, compressed);
      assert.deepEqual([...buffer], [0xaa, 0xaa, ...bytes, 0xaa, 0xaa]);
    });
  }
});

describe('a message', () => {
  it('is encoded in place behind its prefix', () => {
    const buffer = new Uint8Array(12).fill(0xaa);
    assert.equal(writeMessage(raw, Uint8Array.of(7, 8), buffer, 1, false), 8);
    assert.deepEqual([...buffer], [0xaa, 0, 0, 0, 0, 2, 7, 8, 0xaa, 0xaa, 0xaa, 0xaa]);
  });

  it('that does not fit says what it needs, wherever the buffer ends', () => {
    for (let room = 0; room < 7; room++) {
      const whole = new Uint8Array(16).fill(0xaa);
      const buffer = whole.subarray(3, 3 + 4 + room);
      assert.equal(writeMessage(raw, Uint8Array.of(7, 8), buffer, 4, false), 11);
      assert.deepEqual([...whole.subarray(0, 7)], [0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa]);
      assert.ok(whole.subarray(7 + room).every((byte) => byte === 0xaa));
    }
    assert.equal(writeMessage(raw, Uint8Array.of(7, 8), new Uint8Array(11), 4, true), 11);
  });

  it('that cannot be encoded throws what the codec throws', () => {
    const failing: Codec<never, string> = {
      encodeInto() {
        throw new RangeError('no');
      },
      decodeFrom() {
        throw new Error('unused');
      },
    };
    assert.throws(() => writeMessage(failing, 'x', new Uint8Array(10), 0, false), RangeError);
  });
});
