import assert from 'node:assert/strict';
import { DelimitedReader } from '../../../wire/protobuf/delimited.js';
import { Reader } from '../../../wire/protobuf/reader.js';
import { fromText } from '../../../wire/protobuf/text/index.js';
import { anyUnpack } from '../../../wire/protobuf/well-known/any.js';
import { type } from '../../support/schema.js';

const M = type(['int32 i = 1']);

function detached(bytes: Uint8Array): Uint8Array {
  structuredClone(bytes.buffer, { transfer: [bytes.buffer as ArrayBuffer] });
  return bytes;
}

/** A view of bytes that its buffer no longer has. */
function shrunk(): Uint8Array {
  const Resizable = ArrayBuffer as unknown as new (length: number, options: object) => ArrayBuffer & { resize(length: number): void };
  const buffer = new Resizable(8, { maxByteLength: 8 });
  const view = new Uint8Array(buffer, 2, 4);
  buffer.resize(0);
  return view;
}

describe('bytes whose memory is gone', () => {
  const message = /memory of the bytes is gone/;
  for (const [how, bytes] of [
    ['transferred', () => detached(M.encode({ i: 1 }))],
    ['transferred, of a Buffer', () => detached(Buffer.from(new Uint8Array([8, 1]).buffer))],
    ['transferred when empty', () => detached(new Uint8Array(0))],
    ['made shorter', shrunk],
  ] as const)
    it(`are no empty message: ${how}`, () => {
      const gone = bytes();
      assert.equal(gone.length, 0);
      assert.throws(() => M.decode(gone), { name: 'DecodeError', message });
      assert.throws(() => M.decode(gone, { maxDepth: 1 }), { name: 'DecodeError', message });
      assert.throws(() => new Reader(gone), { name: 'DecodeError', message });
      assert.throws(() => new DelimitedReader(M).push(gone), { name: 'DecodeError', message });
      assert.throws(() => anyUnpack({ typeUrl: `/${M.typeName}`, value: gone }, M), { name: 'DecodeError', message });
    });

  it('are noticed in a stream too, when they went while they waited', () => {
    const reader = new DelimitedReader(M);
    const chunk = new Uint8Array([2, 8, 1]);
    reader.push(chunk);
    detached(chunk);
    assert.throws(() => reader.next(), { name: 'DecodeError', message });
  });

  it('are not what empty bytes are', () => {
    for (const bytes of [new Uint8Array(0), Buffer.alloc(0), new Uint8Array(8).subarray(8), new Uint8Array(new SharedArrayBuffer(0))])
      assert.deepEqual(M.decode(bytes), fromText(M, ''));
  });
});
