import assert from 'node:assert/strict';
import { Metadata } from '../../../wire/grpc/metadata.js';
import { MetadataError } from '../../../wire/grpc/metadata-grammar.js';
import { buildResponseHeaders, parseResponseHeaders } from '../../../wire/grpc/response-headers.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';

describe('response headers, written', () => {
  it('are one constant where there is nothing to say', () => {
    assert.deepEqual(buildResponseHeaders(), [':status', '200', 'content-type', 'application/grpc']);
    assert.equal(buildResponseHeaders(), buildResponseHeaders(undefined, 'application/grpc'));
  });

  it('stand in the order of the specification', () => {
    assert.deepEqual(buildResponseHeaders({ a: '1' }, 'application/grpc+proto', 'gzip', 'identity,gzip'), [
      ':status',
      '200',
      'grpc-encoding',
      'gzip',
      'grpc-accept-encoding',
      'identity,gzip',
      'content-type',
      'application/grpc+proto',
      'a',
      '1',
    ]);
    assert.throws(() => buildResponseHeaders({ 'grpc-status': '0' }), MetadataError);
  });
});

describe('response headers, read', () => {
  it("the documents' own example", () => {
    assert.deepEqual(parseResponseHeaders([':status', '200', 'grpc-encoding', 'gzip', 'content-type', 'application/grpc+proto']), {
      httpStatus: 200,
      contentType: 'application/grpc+proto',
      encoding: 'gzip',
      acceptEncoding: undefined,
      metadataIndex: 6,
      problem: undefined,
    });
  });

  it('what was written', () => {
    const fields = buildResponseHeaders({ a: ['1', '2'] }, undefined, undefined, 'identity');
    const headers = parseResponseHeaders(fields);
    assert.equal(headers.acceptEncoding, 'identity');
    assert.equal(headers.encoding, 'identity');
    assert.deepEqual(Metadata.fromFields(fields, headers.metadataIndex).getAll('a'), ['1', '2']);
  });

  const problems: [string[], StatusCode, RegExp][] = [
    [[':status', '503', 'content-type', 'text/html'], StatusCode.UNAVAILABLE, /503 and content-type "text\/html".*a proxy/],
    [[':status', '404'], StatusCode.UNIMPLEMENTED, /404/],
    [[':status', '200', 'content-type', 'text/html'], StatusCode.UNKNOWN, /content-type "text\/html"/],
    [[':status', '200'], StatusCode.UNKNOWN, /no content-type/],
    [[':status', 'abc', 'content-type', 'application/grpc'], StatusCode.UNKNOWN, /NaN/],
    [[], StatusCode.UNKNOWN, /HTTP status/],
  ];
  for (const [fields, code, message] of problems) {
    it(`${JSON.stringify(fields)} is a problem`, () => {
      const { problem } = parseResponseHeaders(fields);
      assert.equal(problem?.code, code);
      assert.match(problem?.message ?? '', message);
    });
  }
});
