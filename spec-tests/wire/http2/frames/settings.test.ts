import assert from 'node:assert/strict';
import { Flag } from '../../../../wire/http2/frame-type.js';
import { readSettings, SETTINGS_ACK_FRAME_BYTES, writeSettings, writeSettingsAck } from '../../../../wire/http2/frames/settings.js';
import { assertViolation, hex } from '../../../support/violation.js';

const SECTION = 'RFC 9113 §6.5';
const VALUES = 'RFC 9113 §6.5.2';

function read(payload: string, flags = 0, streamId = 0): readonly number[] {
  const buffer = hex(`ff ${payload}`);
  return readSettings(buffer, 1, buffer.length, flags, streamId);
}

describe('SETTINGS', () => {
  it('is written with identifier and value in turn, and as ACK', () => {
    const buffer = new Uint8Array(21);
    assert.equal(writeSettings(buffer, 0, [1, 8192, 0xffff, 0xffff_ffff]), 21);
    assert.deepEqual(buffer, hex('00000c 04 00 00000000 0001 00002000 ffff ffffffff'));
    assert.equal(writeSettings(buffer, 0, []), 9);
    assert.deepEqual(buffer.subarray(0, 9), hex('000000 04 00 00000000'));
    assert.equal(writeSettingsAck(buffer, 0), SETTINGS_ACK_FRAME_BYTES);
    assert.deepEqual(buffer.subarray(0, 9), hex('000000 04 01 00000000'));
  });

  it('keeps the order, repeated settings included', () => {
    assert.deepEqual(read('0001 00000000 0003 00000064 0001 00001000'), [1, 0, 3, 100, 1, 4096]);
    assert.deepEqual(read(''), []);
    assert.deepEqual(read('', Flag.ACK), []);
  });

  it('leaves out what it does not know, and flags that are none', () => {
    assert.deepEqual(read('0000 ffffffff 0007 ffffffff 0008 00000001 ffff ffffffff 0003 00000001', 0xfe), [3, 1]);
  });

  it('takes the smallest and largest values', () => {
    assert.deepEqual(read('0001 00000000 0001 ffffffff'), [1, 0, 1, 0xffff_ffff]);
    assert.deepEqual(read('0002 00000000 0002 00000001'), [2, 0, 2, 1]);
    assert.deepEqual(read('0003 00000000 0003 ffffffff'), [3, 0, 3, 0xffff_ffff]);
    assert.deepEqual(read('0004 00000000 0004 7fffffff'), [4, 0, 4, 0x7fff_ffff]);
    assert.deepEqual(read('0005 00004000 0005 00ffffff'), [5, 16_384, 5, 0xff_ffff]);
    assert.deepEqual(read('0006 00000000 0006 ffffffff'), [6, 0, 6, 0xffff_ffff]);
  });

  for (const [payload, code] of [
    ['0002 00000002', 'PROTOCOL_ERROR'],
    ['0002 ffffffff', 'PROTOCOL_ERROR'],
    ['0004 80000000', 'FLOW_CONTROL_ERROR'],
    ['0004 ffffffff', 'FLOW_CONTROL_ERROR'],
    ['0005 00003fff', 'PROTOCOL_ERROR'],
    ['0005 00000000', 'PROTOCOL_ERROR'],
    ['0005 01000000', 'PROTOCOL_ERROR'],
    ['0003 00000001 0005 00003fff', 'PROTOCOL_ERROR'],
  ] as const) {
    it(`${payload} has a value that is none`, () => assertViolation(() => read(payload), 'connection', code, VALUES));
  }

  it('belongs to the connection', () => {
    assertViolation(() => read('', 0, 1), 'connection', 'PROTOCOL_ERROR', SECTION);
    assertViolation(() => read('', Flag.ACK, 1), 'connection', 'PROTOCOL_ERROR', SECTION);
  });

  it('with ACK is empty', () => assertViolation(() => read('0003 00000001', Flag.ACK), 'connection', 'FRAME_SIZE_ERROR', SECTION));

  for (const bytes of [1, 5, 7, 11]) {
    it(`of ${bytes} bytes is cut off`, () => assertViolation(() => read('00'.repeat(bytes)), 'connection', 'FRAME_SIZE_ERROR', SECTION));
  }
});
