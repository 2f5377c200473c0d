import assert from 'node:assert/strict';
import { StatusCode, statusName } from '../../../wire/grpc/status-code.js';
import { statusFromHttp, statusFromHttp2 } from '../../../wire/grpc/status-mapping.js';

describe('the status of a response without grpc-status', () => {
  const table: [number, keyof typeof StatusCode][] = [
    [400, 'INTERNAL'],
    [401, 'UNAUTHENTICATED'],
    [403, 'PERMISSION_DENIED'],
    [404, 'UNIMPLEMENTED'],
    [429, 'UNAVAILABLE'],
    [431, 'INTERNAL'],
    [502, 'UNAVAILABLE'],
    [503, 'UNAVAILABLE'],
    [504, 'UNAVAILABLE'],
    [200, 'UNKNOWN'],
    [204, 'UNKNOWN'],
    [302, 'UNKNOWN'],
    [415, 'UNKNOWN'],
    [500, 'UNKNOWN'],
    [Number.NaN, 'UNKNOWN'],
  ];
  for (const [http, name] of table) it(`${http} is ${name}`, () => assert.equal(statusFromHttp(http), StatusCode[name]));
});

describe('the status of a stream that was reset', () => {
  const expected =
    'INTERNAL INTERNAL INTERNAL INTERNAL INTERNAL INTERNAL INTERNAL UNAVAILABLE CANCELLED INTERNAL INTERNAL ' +
    'RESOURCE_EXHAUSTED PERMISSION_DENIED INTERNAL';
  expected.split(' ').forEach((name, code) => {
    it(`HTTP/2 error code ${code} is ${name}`, () => assert.equal(statusName(statusFromHttp2(code)), name));
  });

  it('is INTERNAL for a code that HTTP/2 does not know', () => {
    for (const code of [14, 0xff, 0xffffffff, -1]) assert.equal(statusFromHttp2(code), StatusCode.INTERNAL);
  });
});
