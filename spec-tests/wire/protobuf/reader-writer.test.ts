import assert from 'node:assert/strict';
import { DecodeError, EncodeError } from '../../../wire/protobuf/errors.js';
import { Reader } from '../../../wire/protobuf/reader.js';
import { WireType } from '../../../wire/protobuf/tag.js';
import { Writer } from '../../../wire/protobuf/writer.js';
import { hex, toHex, type } from '../../support/schema.js';

const VALUES: [kind: 'int32' | 'string' | 'bytes' | 'bool' | 'double' | 'int64' | string, value: never][] = [
  ['int32', -5],
  ['int64', -5n],
  ['uint32', 5],
  ['uint64', 5n],
  ['sint32', -5],
  ['sint64', -5n],
  ['bool', true],
  ['enum', 3],
  ['fixed32', 5],
  ['sfixed32', -5],
  ['float', 0.5],
  ['fixed64', 5n],
  ['sfixed64', -5n],
  ['double', 0.1],
  ['string', 'né'],
  ['bytes', Uint8Array.of(1, 2)],
] as [string, never][];

type Methods = { readonly [kind: string]: (...values: unknown[]) => unknown };

describe('Writer and Reader', () => {
  it('write and read every kind, in the bytes that a message has', () => {
    for (const [kind, value] of VALUES) {
      const bytes = (new Writer() as unknown as { [kind: string]: (number: number, value: unknown) => Writer })[kind]!(3, value).finish();
      if (kind !== 'enum') assert.equal(toHex(bytes), toHex(type([`optional ${kind} v = 3`]).encode({ v: value })));
      const reader = new Reader(bytes);
      assert.ok(reader.next());
      assert.equal(reader.number, 3);
      assert.deepEqual((reader as unknown as Methods)[kind]!.call(reader), value);
      assert.equal(reader.next(), false);
      assert.equal(reader.position, bytes.length);
    }
  });

  it('nest messages, groups and packed lists', () => {
    const bytes = new Writer()
      .string(1, 'A')
      .begin(2)
      .int32(1, 3)
      .begin(2)
      .end()
      .end()
      .beginGroup(3)
      .bool(1, true)
      .end()
      .raw(hex('2001'))
      .finish();
    assert.equal(toHex(bytes), '0a0141' + '1204' + '08031200' + '1b' + '0801' + '1c' + '2001');
    const seen: unknown[] = [];
    for (const reader = new Reader(bytes); reader.next(); ) {
      if (reader.number === 1) seen.push(reader.string());
      else if (reader.number === 4) reader.skip();
      else
        for (const inner = reader.message(); inner.next(); ) seen.push(inner.wireType === WireType.VARINT ? inner.int32() : inner.bytes());
    }
    assert.deepEqual(seen, ['A', 3, new Uint8Array(0), 1]);
  });

  it('write more than the first buffer holds', () => {
    const writer = new Writer().begin(1);
    for (let index = 0; index < 3_000; index++) writer.string(1, 'some text');
    const bytes = writer.end().finish();
    assert.equal(bytes.length, 3_000 * 11 + 1 + 3);
    assert.equal(bytes.buffer.byteLength, bytes.length);
    assert.equal(writer.int32(1, 1).finish().length, 2);
    for (let length = 4_080; length < 4_100; length++) {
      const around = new Writer().bytes(1, new Uint8Array(length)).begin(2).int32(1, 1).end().finish();
      assert.equal(around.length, length + 3 + 4);
    }
  });

  it('refuse what is wrong', () => {
    assert.throws(() => new Writer().int32(1, 1.5), EncodeError);
    assert.throws(() => new Writer().string(1, 5 as never), EncodeError);
    for (const number of [0, -1, 2 ** 29, 1.5, '1']) assert.throws(() => new Writer().int32(number as never, 1), EncodeError);
    assert.throws(() => new Writer().end(), /end\(\) without a begin\(\)/);
    assert.throws(() => new Writer().begin(1).finish(), /without their end\(\)/);
    assert.throws(() => new Reader('x' as never), DecodeError);
    assert.throws(() => new Reader(hex('08'), 2), RangeError);
    const reader = new Reader(hex('0a0141'));
    reader.next();
    assert.throws(() => reader.int32(), /field 1 has wire type 2, not 0/);
    assert.throws(() => new Reader(hex('80')).next(), DecodeError);
    const short = new Reader(hex('0a0541'), 0, 3);
    short.next();
    assert.throws(() => short.string(), DecodeError);
    assert.throws(() => new Reader(hex('0001')).next(), /a tag has field number 0, which no field has \(at byte 0\)/);
    for (const nothing of [null, undefined]) assert.throws(() => new Reader(nothing as never), DecodeError);
    for (const value of ['x', [1], null, new ArrayBuffer(1)]) {
      assert.throws(() => new Writer().raw(value as never), /expected bytes \(a Uint8Array\), got/);
    }
  });

  it('leave nothing of a value that was refused', () => {
    const writer = new Writer();
    assert.throws(() => writer.int32(1, 'x' as never), EncodeError);
    assert.throws(() => writer.begin(3).string(1, '\ud800'), EncodeError);
    assert.equal(toHex(writer.end().int32(2, 5).finish()), '1a001005');
  });

  it('give bytes that do not change with the input', () => {
    const bytes = hex('0a0141');
    const reader = new Reader(bytes);
    reader.next();
    const value = reader.bytes();
    bytes.fill(0);
    assert.deepEqual(value, hex('41'));
  });
});
