import assert from 'node:assert/strict';
import {
  acceptEncodingValue,
  acceptsEncoding,
  compressedFlagProblem,
  IDENTITY,
  IDENTITY_ONLY,
  requestEncodingProblem,
  responseEncodingProblem,
} from '../../../wire/grpc/encodings.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';

describe('message encodings', () => {
  it('an unknown encoding of a request is UNIMPLEMENTED and names what would do', () => {
    const problem = requestEncodingProblem('snappy', IDENTITY_ONLY);
    assert.equal(problem?.code, StatusCode.UNIMPLEMENTED);
    assert.equal(problem?.httpStatus, 200);
    assert.match(problem?.message ?? '', /"snappy".*identity/);
  });

  it('an unknown encoding of a response is INTERNAL', () => {
    assert.equal(responseEncodingProblem('br', ['identity', 'gzip'])?.code, StatusCode.INTERNAL);
  });

  it('a known one is none, and identity is always known', () => {
    assert.equal(requestEncodingProblem('gzip', ['identity', 'gzip']), undefined);
    assert.equal(responseEncodingProblem('gzip', ['gzip']), undefined);
    assert.equal(requestEncodingProblem(IDENTITY, []), undefined);
    assert.equal(responseEncodingProblem(IDENTITY, []), undefined);
  });

  it('a compressed flag without an encoding is INTERNAL', () => {
    assert.equal(compressedFlagProblem(IDENTITY)?.code, StatusCode.INTERNAL);
    assert.equal(compressedFlagProblem('gzip'), undefined);
  });

  it('grpc-accept-encoding is written and read', () => {
    assert.equal(acceptEncodingValue(['identity', 'gzip']), 'identity,gzip');
    assert.equal(acceptsEncoding('identity,gzip', 'gzip'), true);
    assert.equal(acceptsEncoding('identity, gzip ,br', 'gzip'), true);
    assert.equal(acceptsEncoding('gzipped', 'gzip'), false);
    assert.equal(acceptsEncoding(undefined, 'gzip'), false);
    assert.equal(acceptsEncoding(undefined, 'identity'), true);
  });

  it('a long word from the peer does not flood the message', () => {
    assert.ok((requestEncodingProblem('x'.repeat(100_000), IDENTITY_ONLY)?.message.length ?? 0) < 300);
  });
});
