import assert from 'node:assert/strict';
import {
  deadlineError,
  encodeError,
  errorFromClosed,
  errorFromTransport,
  errorFromViolation,
  requestsError,
} from '../../../lib/rpc/error-conversion.js';
import { MessageTooLarge, type StreamClosed, TransportError } from '../../../lib/transport/transport.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';

const closed: StreamClosed = { by: 'peer', scope: 'stream', code: 2, phase: 'receive', processed: 'maybe', message: 'reset' };

describe('where foreign errors become RpcErrors', () => {
  it('a stream of its own: by its HTTP/2 code (gRPC over HTTP/2: Errors)', () => {
    const table: [number, StatusCode][] = [
      [0x0, StatusCode.INTERNAL],
      [0x1, StatusCode.INTERNAL],
      [0x8, StatusCode.CANCELLED],
      [0xb, StatusCode.RESOURCE_EXHAUSTED],
      [0xc, StatusCode.PERMISSION_DENIED],
      [0xd, StatusCode.INTERNAL],
    ];
    for (const [code, expected] of table) assert.equal(errorFromClosed({ ...closed, code }).code, expected, `code ${code}`);
  });

  it('a lost connection and a refused stream: UNAVAILABLE, whatever the code', () => {
    assert.equal(errorFromClosed({ ...closed, scope: 'connection' }).code, StatusCode.UNAVAILABLE);
    assert.equal(errorFromClosed({ ...closed, code: 7, processed: 'no' }).code, StatusCode.UNAVAILABLE);
  });

  it('keeps who, where, how far, and why, and says what to do', () => {
    const cause = new Error('ECONNRESET');
    const error = errorFromClosed({ ...closed, scope: 'connection', cause });
    assert.deepEqual([error.scope, error.initiator, error.phase, error.processed], ['connection', 'peer', 'receive', 'maybe']);
    assert.equal(error.cause, cause);
    assert.match(error.advice, /repeat it only where/);
    assert.match(errorFromClosed({ ...closed, processed: 'no' }).advice, /the server has not run it/);
  });

  it('a connection that did not come about: UNAVAILABLE, with advice for each phase', () => {
    for (const [phase, advice] of [
      ['resolve', /name/],
      ['connect', /listens at this address/],
      ['tls', /certificate/],
    ] as const) {
      const error = errorFromTransport(new TransportError('no', { scope: 'connection', by: 'peer', phase, code: 0, processed: 'no' }));
      assert.equal(error.code, StatusCode.UNAVAILABLE);
      assert.equal(error.phase, phase);
      assert.match(error.advice, advice);
      assert.ok(error.cause instanceof TransportError);
    }
  });

  it('messages: too large by RESOURCE_EXHAUSTED, wrong ones by INTERNAL', () => {
    assert.equal(errorFromViolation({ kind: 'too-large', message: '' }).code, StatusCode.RESOURCE_EXHAUSTED);
    assert.equal(errorFromViolation({ kind: 'truncated', message: '' }).code, StatusCode.INTERNAL);
    assert.equal(encodeError('the request', new MessageTooLarge(5, 4), 'no').code, StatusCode.RESOURCE_EXHAUSTED);
    assert.equal(encodeError('the request', new TypeError('x'), 'no').message, 'INTERNAL: the request cannot be encoded: x');
  });

  it('whatever was thrown, of any kind', () => {
    assert.match(requestsError('a string', 'no').message, /threw: a string/);
    for (const thrown of [undefined, null, {}, Symbol('x')]) assert.equal(requestsError(thrown, 'no').cause, thrown);
  });

  it('a deadline: the advice depends on where the time went', () => {
    assert.match(deadlineError('x', 'connect', 'no').advice, /connection/);
    assert.match(deadlineError('x', 'receive', 'maybe').advice, /server/);
  });
});
