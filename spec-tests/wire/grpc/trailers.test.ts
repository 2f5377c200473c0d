import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Metadata } from '../../../wire/grpc/metadata.js';
import { MetadataError } from '../../../wire/grpc/metadata-grammar.js';
import { parseResponseHeaders } from '../../../wire/grpc/response-headers.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';
import { buildRefusal, buildTrailers, buildTrailersOnly, parseTrailers } from '../../../wire/grpc/trailers.js';
import { fieldValue } from '../../support/field-value.js';

describe('trailers, written', () => {
  it('are one constant where all is well', () => {
    assert.deepEqual(buildTrailers(StatusCode.OK), ['grpc-status', '0']);
    assert.equal(buildTrailers(StatusCode.OK), buildTrailers(0, '', undefined, undefined));
  });

  it('carry status, message, details and metadata', () => {
    assert.deepEqual(buildTrailers(StatusCode.NOT_FOUND, 'größe 100%', { a: '1' }, Uint8Array.of(8, 5)), [
      'grpc-status',
      '5',
      'grpc-message',
      'gr%C3%B6%C3%9Fe 100%25',
      'grpc-status-details-bin',
      'CAU',
      'a',
      '1',
    ]);
    assert.throws(() => buildTrailers(0, '', { 'grpc-status': '1' }), MetadataError);
  });

  it('stand alone where there were no headers', () => {
    assert.deepEqual(buildTrailersOnly(StatusCode.UNIMPLEMENTED, 'no', undefined, undefined, undefined, 'identity'), [
      ':status',
      '200',
      'content-type',
      'application/grpc',
      'grpc-accept-encoding',
      'identity',
      'grpc-status',
      '12',
      'grpc-message',
      'no',
    ]);
  });

  it('refuse what is no gRPC with an HTTP status', () => {
    const message = 'x';
    assert.deepEqual(buildRefusal({ httpStatus: 415, code: StatusCode.INTERNAL, message }), [
      ':status',
      '415',
      'grpc-status',
      '13',
      'grpc-message',
      'x',
    ]);
    assert.equal(fieldValue(buildRefusal({ httpStatus: 405, code: StatusCode.INTERNAL, message }), 'allow'), 'POST');
    const answer = buildRefusal({ httpStatus: 200, code: StatusCode.UNIMPLEMENTED, message }, 'application/grpc+proto', 'identity');
    assert.equal(fieldValue(answer, ':status'), '200');
    assert.equal(fieldValue(answer, 'content-type'), 'application/grpc+proto');
    assert.equal(fieldValue(answer, 'grpc-accept-encoding'), 'identity');
    assert.equal(fieldValue(answer, 'grpc-status'), '12');
  });
});

describe('trailers, read', () => {
  it("the documents' own example", () => {
    const fields = ['grpc-status', '0', 'trace-proto-bin', 'jher831yy13JHy3hc'];
    const trailers = parseTrailers(fields, false);
    assert.deepEqual(trailers, { code: 0, message: '', details: undefined, fromServer: true, metadataIndex: 2 });
    // 17 characters are no Base64: the value is dropped, and nothing fails.
    assert.equal(Metadata.fromFields(fields, 2).size, 0);
  });

  it('what was written', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 16 }),
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array(),
        fc.boolean(),
        (code, message, details, alone) => {
          const build = alone ? buildTrailersOnly : buildTrailers;
          const fields = build(code as StatusCode, message, { x: 'y' }, details);
          const trailers = parseTrailers(fields, alone);
          assert.equal(trailers.code, code);
          assert.equal(trailers.message, message);
          assert.deepEqual(trailers.details, details);
          assert.equal(trailers.fromServer, true);
          assert.deepEqual([...Metadata.fromFields(fields, trailers.metadataIndex)], [['x', 'y']]);
        },
      ),
      { seed: 20_122 },
    );
  });

  it('every status', () => {
    for (const code of Object.values(StatusCode)) assert.equal(parseTrailers(['grpc-status', String(code)], false).code, code);
  });

  for (const status of ['17', '99', '', '00', '01', '-1', '+1', '1.0', ' 1', 'OK', '1e0', '0x1', '9'.repeat(5000)]) {
    it(`grpc-status ${JSON.stringify(status.slice(0, 20))} is UNKNOWN, and its message is kept`, () => {
      const trailers = parseTrailers(['grpc-status', status, 'grpc-message', 'why'], false);
      assert.equal(trailers.code, StatusCode.UNKNOWN);
      assert.equal(trailers.fromServer, false);
      assert.match(trailers.message, /which gRPC does not define; its message: why$/);
      assert.ok(trailers.message.length < 200);
    });
  }

  it('none is UNKNOWN, or what the headers said', () => {
    assert.equal(parseTrailers([], false).code, StatusCode.UNKNOWN);
    assert.match(parseTrailers([], false).message, /without a grpc-status/);
    const { problem } = parseResponseHeaders([':status', '503', 'content-type', 'application/grpc']);
    assert.equal(parseTrailers(['a', '1'], false, problem).code, StatusCode.UNAVAILABLE);
  });

  it('one that came wins over the HTTP status', () => {
    const { problem } = parseResponseHeaders([':status', '503', 'content-type', 'application/grpc']);
    assert.equal(parseTrailers(['grpc-status', '5'], false, problem).code, StatusCode.NOT_FOUND);
    assert.equal(parseTrailers([':status', '503', 'grpc-status', '5'], true).code, StatusCode.NOT_FOUND);
  });

  it('none in a block that stands alone is the HTTP status', () => {
    assert.equal(parseTrailers([':status', '401'], true).code, StatusCode.UNAUTHENTICATED);
    assert.equal(parseTrailers([':status', '200', 'content-type', 'text/html'], true).code, StatusCode.UNKNOWN);
    assert.match(parseTrailers([':status', '200', 'content-type', 'text/html'], true).message, /text\/html/);
    assert.match(parseTrailers([':status', '200', 'content-type', 'application/grpc'], true).message, /without a grpc-status/);
  });

  it('details that are no Base64 are none', () => {
    const trailers = parseTrailers(['grpc-status', '5', 'grpc-status-details-bin', '###'], false);
    assert.equal(trailers.details, undefined);
    assert.equal(trailers.code, StatusCode.NOT_FOUND);
    assert.deepEqual(parseTrailers(['grpc-status', '5', 'grpc-status-details-bin', 'CAU='], false).details, Uint8Array.of(8, 5));
  });
});
