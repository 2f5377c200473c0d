import assert from 'node:assert/strict';
import { Flag } from '../../../../wire/http2/frame-type.js';
import { headersDependOnItself, headersFragmentEnd, readHeaders, writeHeaders } from '../../../../wire/http2/frames/headers.js';
import { readPriorityFields } from '../../../../wire/http2/frames/priority.js';
import { assertViolation, hex } from '../../../support/violation.js';

const SECTION = 'RFC 9113 §6.2';
const { END_STREAM, END_HEADERS, PADDED, PRIORITY } = Flag;

function read(payload: string, flags: number, streamId = 1): string {
  const buffer = hex(`ffff ${payload} ffff`);
  const end = buffer.length - 2;
  const start = readHeaders(buffer, 2, end, flags, streamId);
  return Buffer.from(buffer.subarray(start, headersFragmentEnd(buffer, 2, end, flags))).toString('hex');
}

describe('HEADERS', () => {
  it('is written with and without padding and priority', () => {
    const priority = { exclusive: true, dependency: 0x0102_0304, weight: 256 };
    const cases = [
      [END_HEADERS, undefined, undefined, '000002 01 04 00000005 8286'],
      [END_HEADERS | END_STREAM, 0, undefined, '000003 01 0d 00000005 00 8286'],
      [0, 2, priority, '00000a 01 28 00000005 02 81020304 ff 8286 0000'],
      [END_STREAM, undefined, { exclusive: false, dependency: 0, weight: 1 }, '000007 01 21 00000005 00000000 00 8286'],
    ] as const;
    for (const [flags, padding, given, wire] of cases) {
      const buffer = new Uint8Array(hex(wire).length).fill(0xff);
      assert.equal(writeHeaders(buffer, 0, hex('8286'), flags, 5, padding, given), buffer.length);
      assert.deepEqual(buffer, hex(wire));
      assert.equal(writeHeaders(new Uint8Array(4), 0, hex('8286'), flags, 5, padding, given), buffer.length, 'does not fit');
    }
  });

  it('gives its fragment', () => {
    assert.equal(read('', END_HEADERS), '');
    assert.equal(read('8286', END_HEADERS), '8286');
    assert.equal(read('00 8286', PADDED), '8286');
    assert.equal(read('02 8286 0000', PADDED), '8286');
    assert.equal(read('00', PADDED), '');
    assert.equal(read('02 9999', PADDED), '', 'nothing but padding');
    assert.equal(read('00000003 10 8286', PRIORITY), '8286');
    assert.equal(read('00000003 10', PRIORITY), '');
    assert.equal(read('01 00000003 10 8286 00', PADDED | PRIORITY), '8286');
    assert.equal(read('8286', 0xff & ~(PADDED | PRIORITY)), '8286', 'unknown flags are ignored');
  });

  it('belongs on a stream', () => assertViolation(() => read('8286', END_HEADERS, 0), 'connection', 'PROTOCOL_ERROR', SECTION));

  for (const [payload, flags] of [
    ['', PADDED],
    ['', PRIORITY],
    ['00000003', PRIORITY],
    ['00 00000003', PADDED | PRIORITY],
    ['00', PADDED | PRIORITY],
  ] as const) {
    it(`of ${payload.length / 2} bytes with flags ${flags} is too short`, () =>
      assertViolation(() => read(payload, flags), 'connection', 'FRAME_SIZE_ERROR', SECTION));
  }

  for (const [payload, flags] of [
    ['01', PADDED],
    ['03 8286', PADDED],
    ['ff 8286', PADDED],
    ['03 00000003 10 8286', PADDED | PRIORITY],
    ['01 00000003 10', PADDED | PRIORITY],
  ] as const) {
    it(`${payload} with flags ${flags} has too much padding`, () =>
      assertViolation(() => read(payload, flags), 'connection', 'PROTOCOL_ERROR', SECTION));
  }

  it('shows whether its stream depends on itself, the exclusive bit aside', () => {
    assert.equal(headersDependOnItself(hex('00000003 10'), 0, PRIORITY, 3), true);
    assert.equal(headersDependOnItself(hex('80000003 10'), 0, PRIORITY, 3), true);
    assert.equal(headersDependOnItself(hex('00 80000003 10'), 0, PRIORITY | PADDED, 3), true);
    assert.equal(headersDependOnItself(hex('00000003 10'), 0, PRIORITY, 5), false);
    assert.equal(headersDependOnItself(hex('00000003 10'), 0, 0, 3), false, 'no priority, but a fragment');
  });

  it('has priority fields that can be read', () => {
    assert.deepEqual(readPriorityFields(hex('81020304 ff'), 0), { exclusive: true, dependency: 0x0102_0304, weight: 256 });
  });
});
