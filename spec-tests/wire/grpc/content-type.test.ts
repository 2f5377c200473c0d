import assert from 'node:assert/strict';
import { answerContentType, isGrpcContentType } from '../../../wire/grpc/content-type.js';

describe('content-type', () => {
  const right = [
    'application/grpc',
    'application/grpc+proto',
    'application/grpc+json',
    'application/grpc+my.own',
    'Application/GRPC',
    'application/grpc;charset=utf-8',
    'application/grpc; charset=utf-8',
    'application/grpc+proto; x=y',
  ];
  for (const value of right) it(`${value} is gRPC`, () => assert.equal(isGrpcContentType(value), true));

  const wrong = [
    '',
    'application/grp',
    'application/grpc-web',
    'application/grpc-web+proto',
    'application/grpcx',
    'text/html',
    'application/json',
    ' application/grpc',
  ];
  for (const value of wrong) it(`${JSON.stringify(value)} is not`, () => assert.equal(isGrpcContentType(value), false));

  it('is answered in kind', () => {
    assert.equal(answerContentType('application/grpc+proto'), 'application/grpc+proto');
    for (const value of ['application/grpc', 'application/grpc+json', 'Application/GRPC+proto']) {
      assert.equal(answerContentType(value), 'application/grpc');
    }
  });
});
