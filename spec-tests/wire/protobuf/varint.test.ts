import assert from 'node:assert/strict';
import { DecodeError } from '../../../wire/protobuf/errors.js';
import { heldHigh, heldLow } from '../../../wire/protobuf/int64.js';
import { readTag } from '../../../wire/protobuf/tag.js';
import {
  readLength,
  readVarint32,
  readVarint64,
  varintEnd,
  varintSize,
  writeVarint32,
  writeVarint64,
} from '../../../wire/protobuf/varint.js';
import { hex, toHex } from '../../support/schema.js';

describe('varints', () => {
  it('of 32 bits have the bytes of their boundaries', () => {
    const table: [number, string][] = [
      [0, '00'],
      [1, '01'],
      [127, '7f'],
      [128, '8001'],
      [150, '9601'],
      [16_383, 'ff7f'],
      [16_384, '808001'],
      [2 ** 21 - 1, 'ffff7f'],
      [2 ** 21, '80808001'],
      [2 ** 28 - 1, 'ffffff7f'],
      [2 ** 28, '8080808001'],
      [2 ** 31, '8080808008'],
      [2 ** 32 - 1, 'ffffffff0f'],
    ];
    for (const [value, bytes] of table) {
      const buffer = new Uint8Array(12);
      const end = writeVarint32(value, buffer, 1);
      assert.equal(toHex(buffer.subarray(1, end)), bytes);
      assert.equal(varintSize(value), end - 1);
      assert.equal(readVarint32(buffer, 1, end) >>> 0, value);
      assert.equal(varintEnd, end);
    }
  });

  it('of 64 bits have the bytes of their boundaries', () => {
    const table: [low: number, high: number, string][] = [
      [0, 1, '8080808010'],
      [-1, 0, 'ffffffff0f'],
      [-1, -1, 'ffffffffffffffffff01'],
      [0, 0x8000_0000 | 0, '80808080808080808001'],
      [-1, 0x7fff_ffff, 'ffffffffffffffff7f'],
      [0, 8, '808080808001'],
    ];
    for (const [low, high, bytes] of table) {
      const buffer = new Uint8Array(12);
      const end = writeVarint64(low, high, buffer, 0);
      assert.equal(toHex(buffer.subarray(0, end)), bytes);
      readVarint64(buffer, 0, end);
      assert.deepEqual([heldLow(), heldHigh(), varintEnd], [low, high, end]);
    }
  });

  it('may be longer than they need to be, up to ten bytes', () => {
    for (let extra = 0; extra < 9; extra++) {
      const bytes = Uint8Array.from([0x81, ...new Array<number>(extra).fill(0x80), 0]);
      assert.equal(readVarint32(bytes, 0, bytes.length), 1);
      assert.equal(varintEnd, bytes.length);
    }
  });

  it('of eleven bytes are refused, and so is a tenth byte with more than one bit', () => {
    assert.throws(() => readVarint32(hex('8080808080808080808000'), 0, 11), DecodeError);
    assert.throws(() => readVarint32(hex('80808080808080808002'), 0, 10), /more than 64 bits/);
    assert.throws(() => readVarint64(hex('ffffffffffffffffff7f'), 0, 10), DecodeError);
    readVarint64(hex('ffffffffffffffffff01'), 0, 10);
    assert.deepEqual([heldLow(), heldHigh()], [-1, -1]);
  });

  it('stop at the end they are given, whatever stands behind it', () => {
    assert.throws(() => readVarint32(hex('8001'), 0, 1), DecodeError);
    assert.throws(() => readVarint32(hex('05'), 1, 1), DecodeError);
    assert.throws(() => readVarint32(hex('0505'), 1, 1), DecodeError);
  });
});

describe('lengths', () => {
  it('are checked against what is there before anything else happens', () => {
    assert.equal(readLength(hex('020000'), 0, 3), 3);
    assert.equal(varintEnd, 1);
    for (const lie of ['03 0000', 'ffffffff0f', 'ffffffff07', '8080808010 00', 'ffffffffffffffffff01', '80808080808080808001']) {
      assert.throws(() => readLength(hex(lie), 0, hex(lie).length), /goes past the end/, lie);
    }
  });

  it('may be overlong', () => {
    assert.equal(readLength(hex('82808000 0000'), 0, 6), 6);
    assert.equal(varintEnd, 4);
  });
});

describe('tags', () => {
  it('have 32 bits and five bytes at most', () => {
    assert.equal(readTag(hex('ffffffff0f'), 0, 5), 0xffff_ffff);
    assert.equal(readTag(hex('8880808000'), 0, 5), 8);
    assert.throws(() => readTag(hex('ffffffff1f'), 0, 5), /more than 32 bits/);
    assert.throws(() => readTag(hex('888080808000'), 0, 6), /more than 32 bits/);
  });
});
