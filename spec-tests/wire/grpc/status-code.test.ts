import assert from 'node:assert/strict';
import { isStatusCode, StatusCode, statusName } from '../../../wire/grpc/status-code.js';

describe('status codes', () => {
  it('are the 17 of the specification, in its order', () => {
    const names =
      'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED ' +
      'FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED';
    assert.deepEqual(Object.keys(StatusCode), names.split(' '));
    assert.deepEqual(
      Object.values(StatusCode),
      names.split(' ').map((_, code) => code),
    );
  });

  it('have names', () => {
    for (const [name, code] of Object.entries(StatusCode)) assert.equal(statusName(code), name);
    assert.equal(statusName(17), 'code 17');
    assert.equal(statusName(-1), 'code -1');
  });

  it('know their own', () => {
    for (const code of Object.values(StatusCode)) assert.equal(isStatusCode(code), true);
    for (const code of [-1, 17, 0.5, Number.NaN, '0', null, undefined, 1n]) assert.equal(isStatusCode(code), false);
  });
});
