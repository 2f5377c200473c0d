import assert from 'node:assert/strict';
import { DecodeError, EncodeError } from '../../../wire/protobuf/errors.js';
import { hex, toHex, type } from '../../support/schema.js';

/** Per kind: values with the bytes behind the tag, what else those bytes may look like, and values that are refused. */
const TABLE: { kind: string; wireType: number; values: [unknown, string][]; refused: unknown[] }[] = [
  {
    kind: 'int32',
    wireType: 0,
    values: [
      [0, '00'],
      [1, '01'],
      [150, '9601'],
      [2_147_483_647, 'ffffffff07'],
      [-1, 'ffffffffffffffffff01'],
      [-2, 'feffffffffffffffff01'],
      [-2_147_483_648, '80808080f8ffffffff01'],
    ],
    refused: [2_147_483_648, -2_147_483_649, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '3', 3n, true, null, [], {}],
  },
  {
    kind: 'int64',
    wireType: 0,
    values: [
      [0n, '00'],
      [127n, '7f'],
      [2n ** 63n - 1n, 'ffffffffffffffff7f'],
      [-1n, 'ffffffffffffffffff01'],
      [-(2n ** 63n), '80808080808080808001'],
    ],
    refused: [2n ** 63n, -(2n ** 63n) - 1n, 3, 3.5, '3', true, null, {}],
  },
  {
    kind: 'uint32',
    wireType: 0,
    values: [
      [0, '00'],
      [4_294_967_295, 'ffffffff0f'],
    ],
    refused: [-1, 4_294_967_296, 0.1, '1', 1n, false, null],
  },
  {
    kind: 'uint64',
    wireType: 0,
    values: [
      [1n, '01'],
      [2n ** 64n - 1n, 'ffffffffffffffffff01'],
    ],
    refused: [-1n, 2n ** 64n, 1, '1', null],
  },
  {
    kind: 'sint32',
    wireType: 0,
    values: [
      [0, '00'],
      [-1, '01'],
      [1, '02'],
      [-2, '03'],
      [-500, 'e707'],
      [0x7fff_ffff, 'feffffff0f'],
      [-0x8000_0000, 'ffffffff0f'],
    ],
    refused: [0x8000_0000, 1.5, '1', 1n, null],
  },
  {
    kind: 'sint64',
    wireType: 0,
    values: [
      [-1n, '01'],
      [2n ** 63n - 1n, 'feffffffffffffffff01'],
      [-(2n ** 63n), 'ffffffffffffffffff01'],
    ],
    refused: [2n ** 63n, 1, null],
  },
  {
    kind: 'fixed32',
    wireType: 5,
    values: [
      [1, '01000000'],
      [0xffff_ffff, 'ffffffff'],
    ],
    refused: [-1, 2 ** 32, 0.5, '1', null],
  },
  {
    kind: 'fixed64',
    wireType: 1,
    values: [
      [1n, '0100000000000000'],
      [2n ** 64n - 1n, 'ffffffffffffffff'],
    ],
    refused: [-1n, 2n ** 64n, 1, null],
  },
  {
    kind: 'sfixed32',
    wireType: 5,
    values: [
      [-1, 'ffffffff'],
      [-0x8000_0000, '00000080'],
    ],
    refused: [2 ** 31, 1n, null],
  },
  {
    kind: 'sfixed64',
    wireType: 1,
    values: [
      [-1n, 'ffffffffffffffff'],
      [-(2n ** 63n), '0000000000000080'],
    ],
    refused: [2n ** 63n, 1, null],
  },
  {
    kind: 'float',
    wireType: 5,
    values: [
      [0, '00000000'],
      [-0, '00000080'],
      [25.5, '0000cc41'],
      [3.4028234663852886e38, 'ffff7f7f'],
      [1.401298464324817e-45, '01000000'],
      [Number.POSITIVE_INFINITY, '0000807f'],
      [Number.NEGATIVE_INFINITY, '000080ff'],
      [Number.NaN, '0000c07f'],
    ],
    refused: [3.5e38, -1e300, '1', 1n, true, null],
  },
  {
    kind: 'double',
    wireType: 1,
    values: [
      [-0, '0000000000000080'],
      [25.4, '6666666666663940'],
      [Number.MAX_VALUE, 'ffffffffffffef7f'],
      [Number.MIN_VALUE, '0100000000000000'],
      [Number.NaN, '000000000000f87f'],
    ],
    refused: ['3', 3n, true, null, {}],
  },
  {
    kind: 'bool',
    wireType: 0,
    values: [
      [false, '00'],
      [true, '01'],
    ],
    refused: [0, 1, 'true', null, 1n],
  },
  {
    kind: 'string',
    wireType: 2,
    values: [
      ['', '00'],
      ['testing', '0774657374696e67'],
      ['é€𝄞\u0000', '0a c3a9 e282ac f09d849e 00'],
      ['\ufeff', '03efbbbf'],
    ],
    refused: [3, 3n, true, null, ['a'], { length: 1 }, '\ud800', `${'a'.repeat(50)}\udfff`],
  },
  {
    kind: 'bytes',
    wireType: 2,
    values: [
      [new Uint8Array(0), '00'],
      [Uint8Array.of(0, 255), '0200ff'],
    ],
    refused: ['', 'ab', [], [1], new ArrayBuffer(1), new Uint16Array(1), null, 3],
  },
];

describe('scalar kinds', () => {
  for (const { kind, wireType, values, refused } of TABLE) {
    const explicit = type([`optional ${kind} v = 1`]);
    const tag = (8 | wireType).toString(16).padStart(2, '0');

    it(`${kind}: the bytes of its boundaries, both ways`, () => {
      for (const [value, bytes] of values) {
        const encoded = explicit.encode({ v: value });
        assert.equal(toHex(encoded), tag + bytes.replaceAll(' ', ''));
        assert.deepEqual(explicit.decode(encoded).v, value);
        assert.deepEqual(explicit.decode(Buffer.concat([Buffer.from([0xff]), encoded]).subarray(1)).v, value);
      }
    });

    it(`${kind}: any other value is refused with its path`, () => {
      for (const value of refused) {
        for (const fields of [
          `optional ${kind} v = 1`,
          `${kind} v = 1`,
          `oneof o ${kind} v = 1`,
          `repeated ${kind} v = 1`,
          `map<int32, ${kind}> v = 1`,
        ]) {
          const wrap = fields.startsWith('oneof')
            ? { o: { case: 'v', value } }
            : fields.startsWith('repeated')
              ? { v: [value] }
              : fields.startsWith('map')
                ? { v: new Map([[1, value]]) }
                : { v: value };
          const expected = (error: unknown): boolean => error instanceof EncodeError && /^m\.(v|o)/.test(error.path ?? '');
          assert.throws(() => type([fields]).encode(wrap), expected, `${fields}: ${String(value)}`);
          assert.throws(() => type([fields]).create(wrap), expected, `${fields}: ${String(value)}`);
        }
      }
    });

    it(`${kind}: without presence its default is not written, and absent it is its default`, () => {
      const implicit = type([`${kind} v = 1`]);
      const zero = implicit.create().v;
      assert.equal(implicit.encode({ v: zero }).length, 0);
      assert.deepEqual(implicit.decode(new Uint8Array(0)), { v: zero });
      assert.equal(explicit.decode(new Uint8Array(0)).v, undefined);
    });

    it(`${kind}: every prefix of its field is refused`, () => {
      for (const [, bytes] of values) {
        const whole = hex(tag + bytes);
        for (let length = 1; length < whole.length; length++) {
          assert.throws(() => explicit.decode(whole.slice(0, length)), DecodeError);
          // Also when more bytes stand behind the message's end.
          assert.throws(() => explicit.decodeFrom(whole, 0, length, 100), DecodeError);
        }
      }
    });

    it(`${kind}: in another wire type it is an unknown field and stays`, () => {
      const others = ['0801', '090102030405060708', '0a0101', '0b0c', '0d01020304'];
      for (const [index, other] of others.entries()) {
        if ([0, 1, 2, 3, 5][index] === wireType) continue;
        const message = explicit.decode(hex(other));
        assert.equal(message.v, undefined);
        assert.equal(toHex(explicit.encode(message)), other);
      }
    });
  }

  it('negative zero is written where presence is not tracked', () => {
    assert.equal(toHex(type(['double v = 1']).encode({ v: -0 })), '090000000000000080');
    assert.equal(toHex(type(['float v = 1']).encode({ v: -0 })), '0d00000080');
    assert.equal(type(['int32 v = 1']).encode({ v: -0 }).length, 0);
  });

  it('32-bit kinds keep the low bits of longer varints, and any bit makes a bool true', () => {
    const int32 = type(['int32 v = 1']);
    assert.equal(int32.decode(hex('08 8180808010')).v, 1);
    assert.equal(int32.decode(hex('08 ffffffff0f')).v, -1);
    assert.equal(type(['uint32 v = 1']).decode(hex('08 ffffffffffffffffff01')).v, 0xffff_ffff);
    assert.equal(type(['bool v = 1']).decode(hex('08 8080808010')).v, true);
    assert.equal(type(['bool v = 1']).decode(hex('08 80808080808080808001')).v, true);
    assert.equal(type(['bool v = 1']).decode(hex('08 8000')).v, false);
  });

  it('a NaN stays a NaN whatever its bits', () => {
    assert.ok(Number.isNaN(type(['float v = 1']).decode(hex('0d 0100a0ff')).v));
    assert.ok(Number.isNaN(type(['double v = 1']).decode(hex('09 010000000000f4ff')).v));
  });
});
