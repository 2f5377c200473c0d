import assert from 'node:assert/strict';
import { checkPing, PING_FRAME_BYTES, writePing } from '../../../../wire/http2/frames/ping.js';
import { assertViolation, hex } from '../../../support/violation.js';

const SECTION = 'RFC 9113 §6.7';

describe('PING', () => {
  it('is written with its opaque data, and answered with the same', () => {
    const buffer = new Uint8Array(PING_FRAME_BYTES);
    const opaque = hex('ff 0102030405060708 ff');
    assert.equal(writePing(buffer, 0, opaque, 1, false), PING_FRAME_BYTES);
    assert.deepEqual(buffer, hex('000008 06 00 00000000 0102030405060708'));
    const answer = new Uint8Array(PING_FRAME_BYTES);
    assert.equal(writePing(answer, 0, buffer, 9, true), PING_FRAME_BYTES);
    assert.deepEqual(answer, hex('000008 06 01 00000000 0102030405060708'));
  });

  it('belongs to the connection', () => {
    checkPing(9, 17, 0);
    assertViolation(() => checkPing(9, 17, 1), 'connection', 'PROTOCOL_ERROR', SECTION);
  });

  for (const length of [0, 7, 9]) {
    it(`of ${length} bytes is an error of the connection`, () =>
      assertViolation(() => checkPing(9, 9 + length, 0), 'connection', 'FRAME_SIZE_ERROR', SECTION));
  }
});
