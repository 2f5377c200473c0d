import assert from 'node:assert/strict';
import { RST_STREAM_FRAME_BYTES, readRstStream, writeRstStream } from '../../../../wire/http2/frames/rst-stream.js';
import { assertViolation, hex } from '../../../support/violation.js';

const SECTION = 'RFC 9113 §6.4';

describe('RST_STREAM', () => {
  it('is written and read, codes that nobody knows too', () => {
    const buffer = new Uint8Array(RST_STREAM_FRAME_BYTES);
    for (const [code, digits] of [
      [0, '00000000'],
      [8, '00000008'],
      [0xffff_ffff, 'ffffffff'],
    ] as const) {
      assert.equal(writeRstStream(buffer, 0, code, 0x7fff_ffff), RST_STREAM_FRAME_BYTES);
      assert.deepEqual(buffer, hex(`000004 03 00 7fffffff ${digits}`));
      assert.equal(readRstStream(buffer, 9, 13, 0x7fff_ffff), code);
    }
  });

  it('belongs on a stream', () =>
    assertViolation(() => readRstStream(new Uint8Array(4), 0, 4, 0), 'connection', 'PROTOCOL_ERROR', SECTION));

  for (const length of [0, 3, 5]) {
    it(`of ${length} bytes is an error of the connection`, () =>
      assertViolation(() => readRstStream(new Uint8Array(8), 0, length, 1), 'connection', 'FRAME_SIZE_ERROR', SECTION));
  }
});
