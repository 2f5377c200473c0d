import assert from 'node:assert/strict';
import { Flag } from '../../../../wire/http2/frame-type.js';
import { readPushPromise, writePushPromise } from '../../../../wire/http2/frames/push-promise.js';
import { assertViolation, hex } from '../../../support/violation.js';

const SECTION = 'RFC 9113 §6.6';

function read(payload: string, flags = 0, streamId = 1): readonly [number, number, number] {
  const buffer = hex(payload);
  const { promisedStreamId, fragmentStart, fragmentEnd } = readPushPromise(buffer, 0, buffer.length, flags, streamId);
  return [promisedStreamId, fragmentStart, fragmentEnd];
}

describe('PUSH_PROMISE', () => {
  it('is written with and without padding', () => {
    const buffer = new Uint8Array(18);
    assert.equal(writePushPromise(buffer, 0, 12, hex('8286'), true, 1), 15);
    assert.deepEqual(buffer.subarray(0, 15), hex('000006 05 04 00000001 0000000c 8286'));
    assert.equal(writePushPromise(buffer, 0, 12, hex('8286'), false, 1, 2), 18);
    assert.deepEqual(buffer, hex('000009 05 08 00000001 02 0000000c 8286 0000'));
  });

  it('gives the promised stream and its fragment', () => {
    assert.deepEqual(read('0000000c 8286'), [12, 4, 6]);
    assert.deepEqual(read('8000000c'), [12, 4, 4]);
    assert.deepEqual(read('02 7ffffffe 8286 0000', Flag.PADDED), [0x7fff_fffe, 5, 7]);
    assert.deepEqual(read('02 00000002 0000', Flag.PADDED), [2, 5, 5]);
  });

  it('belongs on a stream', () => assertViolation(() => read('0000000c', 0, 0), 'connection', 'PROTOCOL_ERROR', SECTION));

  it('is at least as long as its fields', () => {
    for (const [payload, flags] of [
      ['', 0],
      ['000000', 0],
      ['', Flag.PADDED],
      ['00 000000', Flag.PADDED],
    ] as const) {
      assertViolation(() => read(payload, flags), 'connection', 'FRAME_SIZE_ERROR', SECTION);
    }
  });

  it('has no more padding than payload', () => {
    assertViolation(() => read('01 0000000c', Flag.PADDED), 'connection', 'PROTOCOL_ERROR', SECTION);
    assertViolation(() => read('ff 0000000c 8286', Flag.PADDED), 'connection', 'PROTOCOL_ERROR', SECTION);
  });

  it('promises a stream of the server', () => {
    for (const id of ['00000000', '00000001', '7fffffff', '80000000']) {
      assertViolation(() => read(id), 'connection', 'PROTOCOL_ERROR', 'RFC 9113 §5.1.1');
    }
  });
});
