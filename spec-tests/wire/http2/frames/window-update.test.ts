import assert from 'node:assert/strict';
import { readWindowUpdate, WINDOW_UPDATE_FRAME_BYTES, writeWindowUpdate } from '../../../../wire/http2/frames/window-update.js';
import { assertViolation, hex } from '../../../support/violation.js';

const SECTION = 'RFC 9113 §6.9';

describe('WINDOW_UPDATE', () => {
  it('is written and read', () => {
    const buffer = new Uint8Array(WINDOW_UPDATE_FRAME_BYTES);
    for (const [increment, streamId, wire] of [
      [1, 0, '000004 08 00 00000000 00000001'],
      [0x7fff_ffff, 50, '000004 08 00 00000032 7fffffff'],
    ] as const) {
      assert.equal(writeWindowUpdate(buffer, 0, increment, streamId), WINDOW_UPDATE_FRAME_BYTES);
      assert.deepEqual(buffer, hex(wire));
      assert.equal(readWindowUpdate(buffer, 9, 13, streamId), increment);
    }
  });

  it('is read without its reserved bit', () => assert.equal(readWindowUpdate(hex('ffffffff'), 0, 4, 1), 0x7fff_ffff));

  it('by 0 is an error of the stream, or of the connection', () => {
    for (const digits of ['00000000', '80000000']) {
      assertViolation(() => readWindowUpdate(hex(digits), 0, 4, 7), 7, 'PROTOCOL_ERROR', SECTION);
      assertViolation(() => readWindowUpdate(hex(digits), 0, 4, 0), 'connection', 'PROTOCOL_ERROR', SECTION);
    }
  });

  for (const length of [0, 3, 5]) {
    it(`of ${length} bytes is an error of the connection, on any stream`, () => {
      assertViolation(() => readWindowUpdate(new Uint8Array(8), 0, length, 0), 'connection', 'FRAME_SIZE_ERROR', SECTION);
      assertViolation(() => readWindowUpdate(new Uint8Array(8), 0, length, 3), 'connection', 'FRAME_SIZE_ERROR', SECTION);
    });
  }
});
