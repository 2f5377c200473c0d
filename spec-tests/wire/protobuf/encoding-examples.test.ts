/** The examples of Protobuf encoding, in the order of the page. */
import assert from 'node:assert/strict';
import { unknownFields } from '../../../wire/protobuf/unknown.js';
import { hex, toHex, type, types } from '../../support/schema.js';

const { Test1, Test2, Test3, Test4, Test5, Test6 } = types({
  syntax: '2023',
  messages: {
    Test1: ['int32 a = 1'],
    Test2: ['string b = 2'],
    Test3: ['Test1 c = 3'],
    Test4: ['string d = 4', 'repeated int32 e = 5'],
    Test5: ['string d = 4', 'repeated int32 e = 5 [expanded]'],
    Test6: ['map<string, int32> g = 7'],
  },
});

describe('Protobuf encoding', () => {
  it('A Simple Message: 150 in field 1 is 08 96 01', () => {
    assert.equal(toHex(Test1!.encode({ a: 150 })), '089601');
    assert.deepEqual(Test1!.decode(hex('089601')), { a: 150 });
  });

  it('Signed Integers: -2 takes ten bytes, and zigzag its table', () => {
    assert.equal(toHex(Test1!.encode({ a: -2 })), '08feffffffffffffffff01');
    const zigzag = type(['sint32 v = 1'], { syntax: '2023' });
    for (const [value, bytes] of [
      [0, '00'],
      [-1, '01'],
      [1, '02'],
      [-2, '03'],
      [0x7fff_ffff, 'feffffff0f'],
      [-0x8000_0000, 'ffffffff0f'],
      [-500, 'e707'],
    ] as const) {
      assert.equal(toHex(zigzag.encode({ v: value })), `08${bytes}`);
    }
  });

  it('Non-varint Numbers: 5: 25.4 and 6: 200i64', () => {
    const numbers = type(['double d = 5', 'fixed64 f = 6'], { syntax: '2023' });
    assert.equal(toHex(numbers.encode({ d: 25.4, f: 200n })), '296666666666663940' + '31c800000000000000');
  });

  it('Length-Delimited Records: "testing" in field 2', () => {
    assert.equal(toHex(Test2!.encode({ b: 'testing' })), '120774657374696e67');
  });

  it('Submessages: 3: {1: 150}', () => {
    assert.equal(toHex(Test3!.encode({ c: { a: 150 } })), '1a03089601');
    assert.deepEqual(Test3!.decode(hex('1a03089601')), { c: { a: 150 } });
  });

  it('Repeated Elements: packed, expanded, interleaved and in several runs', () => {
    const packed = '220568656c6c6f' + '2a03010203';
    assert.equal(toHex(Test4!.encode({ d: 'hello', e: [1, 2, 3] })), packed);
    assert.equal(toHex(Test5!.encode({ d: 'hello', e: [1, 2, 3] })), '220568656c6c6f' + '280128022803');
    for (const bytes of [
      packed,
      '28012802' + '220568656c6c6f' + '2803',
      '2a020102' + '220568656c6c6f' + '2a0103',
      '2801' + '2a020203' + '220568656c6c6f',
    ]) {
      for (const one of [Test4!, Test5!]) assert.deepEqual(one.decode(hex(bytes)), { d: 'hello', e: [1, 2, 3] });
    }
  });

  it('Last One Wins: scalars are replaced, messages merged, lists joined', () => {
    assert.deepEqual(Test1!.decode(hex('0801 0802')), { a: 2 });
    const outer = type(['Inner inner = 1'], {
      syntax: '2023',
      messages: { Inner: ['int32 a = 1', 'int32 b = 2', 'repeated int32 c = 3', 'Inner more = 4'] },
    });
    const first = { inner: { a: 1, b: undefined, c: [1], more: { a: 5, b: undefined, c: [], more: undefined } } };
    const second = { inner: { a: undefined, b: 2, c: [2, 3], more: { a: undefined, b: 6, c: [], more: undefined } } };
    const joined = new Uint8Array([...outer.encode(first), ...outer.encode(second)]);
    assert.deepEqual(outer.decode(joined), { inner: { a: 1, b: 2, c: [1, 2, 3], more: { a: 5, b: 6, c: [], more: undefined } } });
  });

  it('Maps: each entry is a message with key 1 and value 2', () => {
    assert.equal(toHex(Test6!.encode({ g: { a: 1 } })), '3a05' + '0a0161' + '1001');
    assert.deepEqual(Test6!.decode(hex('3a05 0a0161 1001')), { g: new Map([['a', 1]]) });
  });

  it('Groups: 8: !{1: 2, 3: {"foo"}}', () => {
    const bytes = '43' + '0802' + '1a03666f6f' + '44';
    const groups = type(['group Part = 8'], { syntax: 'proto2', messages: { Part: ['optional int32 a = 1', 'optional string c = 3'] } });
    assert.deepEqual(groups.decode(hex(bytes)), { part: { a: 2, c: 'foo' } });
    assert.equal(toHex(groups.encode({ part: { a: 2, c: 'foo' } })), bytes);
    const delimited = type(['Part part = 8 [delimited]'], { syntax: '2023', messages: { Part: ['int32 a = 1', 'string c = 3'] } });
    assert.equal(toHex(delimited.encode({ part: { a: 2, c: 'foo' } })), bytes);
    assert.throws(() => groups.decode(hex('43 0802 3c')), /closes another group/);
    // Where nobody knows the group it is kept as it came.
    const none = type([]);
    assert.deepEqual(none.decode(hex(bytes)), { [unknownFields]: [hex(bytes)] });
    assert.equal(toHex(none.encode(none.decode(hex(bytes)))), bytes);
  });

  it('Field Order: any order is read', () => {
    assert.deepEqual(Test4!.decode(hex('2a03010203 220568656c6c6f')), { d: 'hello', e: [1, 2, 3] });
  });
});
