import assert from 'node:assert/strict';
import { DecodeError, EncodeError } from '../../../wire/protobuf/errors.js';
import { appendUnknown, unknownFields } from '../../../wire/protobuf/unknown.js';
import { hex, toHex, type } from '../../support/schema.js';

const NONE = type([]);
const ONE = type(['int32 a = 1', 'M m = 2']);

describe('unknown fields', () => {
  it('of every wire type are kept and written back behind the known ones', () => {
    const others = '1801' + '21' + '0102030405060708' + '2a020102' + '33' + '0801' + '34' + '3d01020304' + '9001' + '01';
    const message = ONE.decode(hex(`${others}0805`));
    assert.equal(message.a, 5);
    assert.equal(toHex(ONE.encode(message)), `0805${others}`);
  });

  it('stand under one symbol, only on messages that have some, in one run per message', () => {
    assert.equal(unknownFields, Symbol.for('barewire.unknownFields'));
    assert.equal(unknownFields in ONE.decode(hex('0805')), false);
    const message = ONE.decode(hex('1801 0805 1802 1202 1803 1804'));
    assert.deepEqual((message as { [unknownFields]?: unknown })[unknownFields], [hex('1801 1802 1804')]);
    assert.deepEqual((message.m as { [unknownFields]?: unknown })[unknownFields], [hex('1803')]);
    assert.deepEqual(Object.keys(message), ['a', 'm']);
  });

  it('do not change with the input', () => {
    const bytes = hex('1801');
    const message = ONE.decode(bytes);
    bytes.fill(0xff);
    assert.equal(toHex(ONE.encode(message)), '1801');
  });

  it('of merged messages follow each other', () => {
    const message = ONE.decode(hex('1202 1801 1202 1802 1202 1803'));
    assert.equal(toHex(ONE.encode(message)), '1206' + '180118021803');
  });

  it('keep overlong tags and varints as they came', () => {
    const odd = '98808000 818000';
    assert.equal(toHex(NONE.encode(NONE.decode(hex(odd)))), odd.replaceAll(' ', ''));
  });

  it('nested in 10,000 groups are skipped and kept', () => {
    const depth = 10_000;
    const bytes = new Uint8Array(depth * 2).fill(0x0b, 0, depth).fill(0x0c, depth);
    const message = NONE.decode(bytes);
    assert.deepEqual(NONE.encode(message), bytes);
    assert.throws(() => NONE.decode(bytes.subarray(0, bytes.length - 1)), DecodeError);
    assert.throws(() => NONE.decode(bytes.subarray(1)), /end of group 1 has no beginning/);
  });

  it('with field number 0, a lone end of group or a wire type that does not exist are refused, outside and inside groups', () => {
    for (const bad of ['00 01', '02 00', '0c', '0e', '0f 00', '07', '0b 00 01 0c', '0b 0e 0c', '0b 14', '0b 13 0c 14', '80808080 00 01']) {
      assert.throws(() => NONE.decode(hex(bad)), DecodeError, bad);
    }
  });

  it('may have the largest number', () => {
    assert.equal(toHex(NONE.encode(NONE.decode(hex('f8ffffff0f 01')))), 'f8ffffff0f01');
  });

  it('from very many merged parts end up in few runs', () => {
    const message: { [unknownFields]?: Uint8Array[] } = {};
    for (let count = 0; count < 50_000; count++) appendUnknown(message, Uint8Array.of(0x18, count & 0x7f));
    const runs = message[unknownFields]!;
    assert.ok(runs.length <= 17, `${runs.length} runs`);
    let count = 0;
    for (const run of runs) for (let at = 1; at < run.length; at += 2) assert.equal(run[at], count++ & 0x7f);
    assert.equal(count, 50_000);
  });

  it('set by hand must be what they are', () => {
    assert.throws(() => ONE.encode({ [unknownFields]: 'x' }), EncodeError);
    assert.throws(() => ONE.encode({ [unknownFields]: [[1]] }), EncodeError);
  });
});
