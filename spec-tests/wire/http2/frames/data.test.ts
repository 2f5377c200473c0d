import assert from 'node:assert/strict';
import { Flag } from '../../../../wire/http2/frame-type.js';
import { checkData, readDataPadding, writeData } from '../../../../wire/http2/frames/data.js';
import { assertViolation, hex } from '../../../support/violation.js';

const SECTION = 'RFC 9113 §6.1';

describe('DATA', () => {
  it('is written plain, with END_STREAM, empty, and with padding of zeros', () => {
    const cases: readonly (readonly [string, boolean, number | undefined, string])[] = [
      ['aabb', false, undefined, '000002 00 00 00000003 aabb'],
      ['aabb', true, undefined, '000002 00 01 00000003 aabb'],
      ['', true, undefined, '000000 00 01 00000003'],
      ['aa', false, 0, '000002 00 08 00000003 00 aa'],
      ['aa', true, 3, '000005 00 09 00000003 03 aa 000000'],
    ];
    for (const [data, endStream, padding, wire] of cases) {
      const buffer = new Uint8Array(hex(wire).length).fill(0xff);
      assert.equal(writeData(buffer, 0, hex(data), endStream, 3, padding), buffer.length);
      assert.deepEqual(buffer, hex(wire));
      assert.equal(writeData(buffer.subarray(1), 0, hex(data), endStream, 3, padding), buffer.length, 'does not fit');
    }
  });

  it('belongs on a stream', () => {
    checkData(5, 0, 1);
    assertViolation(() => checkData(5, 0, 0), 'connection', 'PROTOCOL_ERROR', SECTION);
  });

  it('with PADDED has at least the length of its padding', () => {
    checkData(0, 0, 1);
    checkData(1, Flag.PADDED, 1);
    assertViolation(() => checkData(0, Flag.PADDED, 1), 'connection', 'FRAME_SIZE_ERROR', SECTION);
  });

  it('has less padding than payload', () => {
    for (const [padding, length, good] of [
      [0, 1, true],
      [1, 1, false],
      [255, 256, true],
      [255, 255, false],
      [255, 16_384, true],
      [254, 255, true],
    ] as const) {
      const read = () => readDataPadding(Uint8Array.of(0, padding), 1, length);
      if (good) assert.equal(read(), padding);
      else assertViolation(read, 'connection', 'PROTOCOL_ERROR', SECTION);
    }
  });
});
