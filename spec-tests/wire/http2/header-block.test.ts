import assert from 'node:assert/strict';
import { ErrorCode } from '../../../wire/http2/error-code.js';
import { ConnectionError } from '../../../wire/http2/errors.js';
import { HeaderBlock } from '../../../wire/http2/header-block.js';

describe('a field block in several frames (RFC 9113 §6.10)', () => {
  const piece = Uint8Array.from([9, 1, 2, 3, 9]);

  it('is put together in order', () => {
    const block = new HeaderBlock(1_000, 400);
    block.begin(5, true, false, piece, 1, 4);
    for (let n = 0; n < 300; n++) block.add(piece, 1, 4);
    assert.equal(block.streamId, 5);
    assert.equal(block.length, 903);
    assert.deepEqual([...block.bytes.subarray(0, 903)], Array.from({ length: 301 }, () => [1, 2, 3]).flat());
    block.clear();
    assert.equal(block.streamId, 0);
    assert.equal(block.bytes.length, 0);
  });

  it('ends the connection beyond its bytes', () => {
    const block = new HeaderBlock(8, 400);
    block.begin(5, true, false, piece, 1, 4);
    block.add(piece, 1, 4);
    assert.throws(() => block.add(piece, 1, 4), isCalm);
  });

  it('ends the connection beyond its frames, empty ones too', () => {
    const block = new HeaderBlock(8, 2);
    block.begin(5, true, false, piece, 0, 0);
    block.add(piece, 0, 0);
    block.add(piece, 0, 0);
    assert.throws(() => block.add(piece, 0, 0), isCalm);
  });

  it('takes memory for what came, not for what may come', () => {
    const block = new HeaderBlock(1_000_000, 400);
    block.begin(5, true, false, piece, 0, 1);
    assert.ok(block.bytes.length <= 64);
  });
});

function isCalm(error: unknown): boolean {
  return error instanceof ConnectionError && error.code === ErrorCode.ENHANCE_YOUR_CALM;
}
