import assert from 'node:assert/strict';
import { readGoAway, writeGoAway } from '../../../../wire/http2/frames/goaway.js';
import { assertViolation, hex } from '../../../support/violation.js';

const SECTION = 'RFC 9113 §6.8';

function read(payload: string, streamId = 0): readonly [number, number, string] {
  const buffer = hex(payload);
  const { lastStreamId, code, debug } = readGoAway(buffer, 0, buffer.length, streamId);
  return [lastStreamId, code, debug];
}

describe('GOAWAY', () => {
  it('is written with and without debug data', () => {
    const buffer = new Uint8Array(19);
    assert.equal(writeGoAway(buffer, 0, 0x7fff_ffff, 0, new Uint8Array(0)), 17);
    assert.deepEqual(buffer.subarray(0, 17), hex('000008 07 00 00000000 7fffffff 00000000'));
    assert.equal(writeGoAway(buffer, 0, 30, 0xffff_ffff, Buffer.from('hi')), 19);
    assert.deepEqual(buffer, hex('00000a 07 00 00000000 0000001e ffffffff 6869'));
    assert.equal(writeGoAway(new Uint8Array(10), 0, 30, 9, Buffer.from('hi')), 19, 'does not fit');
  });

  it('is read, whatever the debug data is', () => {
    assert.deepEqual(read('0000001e 00000009'), [30, 9, '']);
    assert.deepEqual(read('ffffffff ffffffff 68c3a9'), [0x7fff_ffff, 0xffff_ffff, 'hé']);
    assert.deepEqual(read('00000000 00000000 ff00fe'), [0, 0, '\ufffd\0\ufffd']);
  });

  it('belongs to the connection', () => assertViolation(() => read('00000000 00000000', 1), 'connection', 'PROTOCOL_ERROR', SECTION));

  for (const length of [0, 4, 7]) {
    it(`of ${length} bytes is an error of the connection`, () =>
      assertViolation(() => read('00'.repeat(length)), 'connection', 'FRAME_SIZE_ERROR', SECTION));
  }
});
