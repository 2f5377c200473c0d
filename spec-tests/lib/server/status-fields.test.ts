import assert from 'node:assert/strict';
import { buildStatusFields } from '../../../lib/server/status-fields.js';
import { Metadata } from '../../../wire/grpc/metadata.js';
import { StatusCode } from '../../../wire/grpc/status-code.js';
import { headerListBytes } from '../../../wire/hpack/field-list.js';

const NONE: never[] = [];

describe('the size of a status', () => {
  it('is left alone up to the limit', () => {
    const status = { code: StatusCode.ABORTED, message: 'm'.repeat(100), details: [{ typeUrl: 't', value: new Uint8Array(100) }] };
    const made = buildStatusFields(status, new Metadata({ x: 'y' }), undefined, 8192);
    assert.equal(made.leftOut, '');
    assert.equal(made.status, status);
    const exact = headerListBytes(made.fields);
    assert.equal(buildStatusFields(status, new Metadata({ x: 'y' }), undefined, exact).leftOut, '');
    assert.equal(buildStatusFields(status, new Metadata({ x: 'y' }), undefined, exact - 1).leftOut, 'the details');
  });

  it('loses the details first, then the metadata, then the end of the message', () => {
    const details = [{ typeUrl: 't', value: new Uint8Array(10_000) }];
    const large = new Metadata({ 'x-large': 'y'.repeat(10_000) });
    const message = 'é'.repeat(5000);
    const made = buildStatusFields({ code: StatusCode.ABORTED, message, details }, large, 'application/grpc', 8192);
    assert.equal(made.leftOut, 'the details, the trailers, the end of the message');
    assert.ok(headerListBytes(made.fields) <= 8192);
    assert.deepEqual(made.fields.slice(0, 6), [':status', '200', 'content-type', 'application/grpc', 'grpc-status', '10']);
    assert.ok(message.startsWith(made.status.message) && made.status.message.length > 1000);
    assert.ok(!made.fields.includes('grpc-status-details-bin') && !made.fields.includes('x-large'));
  });

  it('never halves a character', () => {
    for (const length of [300, 301, 302, 303]) {
      const message = `${'a'.repeat(length % 4)}${'🎈'.repeat(length)}`;
      const made = buildStatusFields({ code: StatusCode.ABORTED, message, details: NONE }, undefined, undefined, 1024);
      assert.doesNotMatch(made.fields.join(), /%EF%BF%BD/, 'half a pair would have become U+FFFD');
    }
  });

  it('that does not fit makes an OK INTERNAL: the client would miss what it was promised', () => {
    const made = buildStatusFields(
      { code: StatusCode.OK, message: '', details: NONE },
      new Metadata({ x: 'y'.repeat(9000) }),
      undefined,
      8192,
    );
    assert.equal(made.status.code, StatusCode.INTERNAL);
    assert.deepEqual(made.fields, ['grpc-status', '13', 'grpc-message', 'the trailers are too large']);
  });
});
