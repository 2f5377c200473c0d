import assert from 'node:assert/strict';
import { ErrorCode } from '../../../wire/http2/error-code.js';
import { ConnectionError, StreamError } from '../../../wire/http2/errors.js';

describe('errors of a peer', () => {
  it('say code, rule and what came', () => {
    const error = new ConnectionError(ErrorCode.FRAME_SIZE_ERROR, 'PING of 7 bytes; it has 8', 'RFC 9113 §6.7');
    assert.equal(error.message, 'FRAME_SIZE_ERROR: PING of 7 bytes; it has 8 (RFC 9113 §6.7)');
    assert.equal(error.name, 'ConnectionError');
    assert.deepEqual([error.code, error.section], [6, 'RFC 9113 §6.7']);
    assert.ok(error instanceof Error);
  });

  it('know their stream', () => {
    const error = new StreamError(5, 4711, 'no reason');
    assert.equal(error.message, 'code 4711: no reason');
    assert.equal(error.name, 'StreamError');
    assert.deepEqual([error.streamId, error.code, error.section], [5, 4711, undefined]);
  });
});
