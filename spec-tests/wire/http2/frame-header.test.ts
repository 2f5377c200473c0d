import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  FRAME_HEADER_BYTES,
  MAX_UINT31,
  readFrameFlags,
  readFrameLength,
  readFrameStreamId,
  readFrameType,
  readUint31,
  readUint32,
  writeFrameHeader,
  writeUint32,
} from '../../../wire/http2/frame-header.js';
import { Flag, FrameType, frameTypeName } from '../../../wire/http2/frame-type.js';
import { hex } from '../../support/violation.js';

describe('frame header', () => {
  it('has the layout of RFC 9113 §4.1', () => {
    const buffer = new Uint8Array(FRAME_HEADER_BYTES);
    assert.equal(writeFrameHeader(buffer, 0, 0x010203, 0x04, 0x05, 0x06070809), FRAME_HEADER_BYTES);
    assert.deepEqual(buffer, hex('010203 04 05 06070809'));
  });

  const boundaries: readonly (readonly [length: number, type: number, flags: number, streamId: number])[] = [
    [0, 0, 0, 0],
    [0xff, 0xff, 0xff, 1],
    [0x100, 9, 0x25, 0xff],
    [16_384, 1, 4, 0x100],
    [0xffff, 0, 1, 0xffff],
    [0x10000, 0, 0, 0x10000],
    [0xff_ffff, 255, 255, 0xff_ffff],
    [0, 0, 0, 0x0100_0000],
    [0xff_ffff, 255, 255, MAX_UINT31],
  ];
  for (const header of boundaries) {
    it(`goes there and back: ${header.join(', ')}`, () => assertRoundTrip(...header));
  }

  it('goes there and back, whatever it is', () => {
    fc.assert(
      fc.property(fc.nat(0xff_ffff), fc.nat(0xff), fc.nat(0xff), fc.nat(MAX_UINT31), (...header) => {
        assertRoundTrip(...header);
      }),
      { seed: 9113, numRuns: 500 },
    );
  });

  it('is read without its reserved bit', () => {
    assert.equal(readFrameStreamId(hex('000000 00 00 ffffffff'), 0), MAX_UINT31);
    assert.equal(readFrameStreamId(hex('000000 00 00 80000000'), 0), 0);
  });

  it('that does not fit says where it would end', () => {
    for (let room = 0; room < FRAME_HEADER_BYTES; room++) {
      assert.equal(writeFrameHeader(new Uint8Array(room), 0, 1, 2, 3, 4), FRAME_HEADER_BYTES);
    }
  });

  it('has unsigned numbers of 32 bits', () => {
    const buffer = new Uint8Array(4);
    for (const value of [0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]) {
      assert.equal(writeUint32(buffer, 0, value), 4);
      assert.equal(readUint32(buffer, 0), value);
      assert.equal(readUint31(buffer, 0), value % 0x8000_0000);
    }
  });

  it('has the types and flags of RFC 9113 §6 and RFC 9113 §11', () => {
    const names = 'DATA HEADERS PRIORITY RST_STREAM SETTINGS PUSH_PROMISE PING GOAWAY WINDOW_UPDATE CONTINUATION'.split(' ');
    assert.deepEqual(
      Object.values(FrameType).map((type) => [type, frameTypeName(type)]),
      names.map((name, type) => [type, name]),
    );
    assert.equal(frameTypeName(10), 'type 10');
    assert.deepEqual(Flag, { END_STREAM: 1, ACK: 1, END_HEADERS: 4, PADDED: 8, PRIORITY: 32 });
  });
});

function assertRoundTrip(length: number, type: number, flags: number, streamId: number): void {
  const buffer = new Uint8Array(FRAME_HEADER_BYTES + 4).fill(0xaa);
  assert.equal(writeFrameHeader(buffer, 2, length, type, flags, streamId), 2 + FRAME_HEADER_BYTES);
  assert.equal(readFrameLength(buffer, 2), length);
  assert.equal(readFrameType(buffer, 2), type);
  assert.equal(readFrameFlags(buffer, 2), flags);
  assert.equal(readFrameStreamId(buffer, 2), streamId);
  assert.deepEqual([buffer[0], buffer[1], buffer[11], buffer[12]], [0xaa, 0xaa, 0xaa, 0xaa]);
}
