import assert from 'node:assert/strict';
import { checkPriority, readPriorityFields, writePriority } from '../../../../wire/http2/frames/priority.js';
import { assertViolation, hex } from '../../../support/violation.js';

const SECTION = 'RFC 9113 §6.3';

describe('PRIORITY', () => {
  it('is written and read', () => {
    const buffer = new Uint8Array(14);
    for (const [priority, wire] of [
      [{ exclusive: false, dependency: 11, weight: 8 }, '000005 02 00 00000009 0000000b 07'],
      [{ exclusive: true, dependency: 0x7fff_ffff, weight: 256 }, '000005 02 00 00000009 ffffffff ff'],
    ] as const) {
      assert.equal(writePriority(buffer, 0, priority, 9), 14);
      assert.deepEqual(buffer, hex(wire));
      checkPriority(buffer, 9, 14, 9);
      assert.deepEqual(readPriorityFields(buffer, 9), priority);
    }
  });

  it('belongs on a stream, whatever else is wrong', () => {
    assertViolation(() => checkPriority(new Uint8Array(5), 0, 5, 0), 'connection', 'PROTOCOL_ERROR', SECTION);
    assertViolation(() => checkPriority(new Uint8Array(5), 0, 4, 0), 'connection', 'PROTOCOL_ERROR', SECTION);
  });

  for (const length of [0, 4, 6, 255]) {
    it(`of ${length} bytes is an error of its stream`, () =>
      assertViolation(() => checkPriority(new Uint8Array(255), 0, length, 3), 3, 'FRAME_SIZE_ERROR', SECTION));
  }

  it('does not make a stream depend on itself', () => {
    assertViolation(() => checkPriority(hex('00000003 00'), 0, 5, 3), 3, 'PROTOCOL_ERROR', 'RFC 7540 §5.3.1');
    assertViolation(() => checkPriority(hex('80000003 00'), 0, 5, 3), 3, 'PROTOCOL_ERROR', 'RFC 7540 §5.3.1');
    checkPriority(hex('00000005 00'), 0, 5, 3);
  });
});
