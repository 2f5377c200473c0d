import assert from 'node:assert/strict';
import { checkContinuation, writeContinuation } from '../../../../wire/http2/frames/continuation.js';
import { assertViolation, hex } from '../../../support/violation.js';

describe('CONTINUATION', () => {
  it('is written', () => {
    const buffer = new Uint8Array(11);
    assert.equal(writeContinuation(buffer, 0, hex('8286'), true, 50), 11);
    assert.deepEqual(buffer, hex('000002 09 04 00000032 8286'));
    assert.equal(writeContinuation(buffer, 0, hex(''), false, 50), 9);
    assert.deepEqual(buffer.subarray(0, 9), hex('000000 09 00 00000032'));
  });

  it('belongs on a stream', () => {
    checkContinuation(1);
    assertViolation(() => checkContinuation(0), 'connection', 'PROTOCOL_ERROR', 'RFC 9113 §6.10');
  });
});
