/**
 * What implementations differ in although they pass the conformance suite: overruns, wire types, map entries, UTF-8, depth, lengths,
 * varints, ranges, required fields, and who owns the bytes. Each list is whole: every kind, every place where a value can stand.
 */
import assert from 'node:assert/strict';
import { DecodeError, EncodeError } from '../../../wire/protobuf/errors.js';
import { dynamicExtension, getExtension } from '../../../wire/protobuf/extension.js';
import { unknownFields } from '../../../wire/protobuf/unknown.js';
import { Writer } from '../../../wire/protobuf/writer.js';
import { extensionNamed, protoSchema, registryOf } from '../../support/proto-text.js';
import { type AnyType, hex, toHex, type, types } from '../../support/schema.js';

type Bytes = readonly number[];

const varint = (value: number): number[] => (value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(Math.floor(value / 128))]);
const tag = (number: number, wireType: number): number[] => varint(number * 8 + wireType);
const len = (number: number, content: Bytes): number[] => [...tag(number, 2), ...varint(content.length), ...content];
const group = (number: number, content: Bytes): number[] => [...tag(number, 3), ...content, ...tag(number, 4)];

function refuses(one: AnyType, bytes: Bytes | Uint8Array, what = ''): void {
  const whole = Uint8Array.from(bytes);
  assert.throws(
    () => one.decode(whole),
    (error) => {
      assert.ok(error instanceof DecodeError, `${what}: ${String(error)}`);
      return true;
    },
    `${what}: ${toHex(whole)}`,
  );
}

/** One value of every wire type, as the bytes behind a tag. */
const VALUES: readonly [wireType: number, value: Bytes][] = [
  [0, [1]],
  [1, [1, 0, 0, 0, 0, 0, 0, 0]],
  [2, [0]],
  [3, []],
  [5, [1, 0, 0, 0]],
];

const WIRE_TYPES: Readonly<Record<string, number>> = {
  int32: 0,
  int64: 0,
  uint32: 0,
  uint64: 0,
  sint32: 0,
  sint64: 0,
  bool: 0,
  E: 0,
  fixed64: 1,
  sfixed64: 1,
  double: 1,
  string: 2,
  bytes: 2,
  Inner: 2,
  fixed32: 5,
  sfixed32: 5,
  float: 5,
};

describe('1. what is inside a message', () => {
  const M = type(
    [
      'Inner m = 1',
      'repeated Inner list = 2',
      'map<int32, Inner> map = 3',
      'oneof o Inner chosen = 4',
      'Inner g = 5 [delimited]',
      'repeated Inner gs = 6 [delimited]',
    ],
    {
      syntax: '2023',
      messages: {
        Inner: [
          'string s = 1',
          'bytes b = 2',
          'fixed32 f = 3',
          'double d = 4',
          'int64 i = 5',
          'repeated int32 p = 6',
          'Inner m = 7',
          'map<int32, int32> map = 8',
          'Inner g = 9 [delimited]',
        ],
      },
    },
  );
  // The content claims more than there is of it; what follows would fit if nobody looked at the end of the message around.
  const overrunning: readonly [what: string, content: Bytes][] = [
    ['a string', [0x0a, 5]],
    ['bytes', [0x12, 5]],
    ['32 bits', [0x1d, 1]],
    ['64 bits', [0x21, 1]],
    ['a varint', [0x28, 0x80]],
    ['a packed list', [0x32, 5]],
    ['a message', [0x3a, 5]],
    ['a map entry', [0x42, 5]],
    ['a group', [0x4b]],
    ['a tag', [0x80]],
    ['an unknown length', [0x7a, 5]],
    ['an unknown 64 bits', [0x79, 1]],
    ['an unknown varint', [0x78, 0x80]],
    ['an unknown group', [0x7b]],
  ];
  const behind = Array<number>(20).fill(0x01);
  for (const [what, content] of overrunning) {
    it(`${what} does not run past its end, wherever it stands`, () => {
      for (const number of [1, 2, 4]) refuses(M, [...len(number, content), ...behind], `field ${number}`);
      refuses(M, [...len(3, len(2, content)), ...behind], 'map value');
      refuses(M, [...len(3, [...len(2, content), ...behind])], 'map entry');
      // The group's own end stands behind, and must not be taken for a part of the content either.
      for (const number of [5, 6]) refuses(M, [...tag(number, 3), ...content, ...tag(number, 4)], `group ${number}`);
      refuses(M, [...len(1, len(7, content)), ...behind], 'two levels');
    });
  }

  it('a packed list ends with its elements', () => {
    refuses(type(['repeated int32 p = 1']), [0x0a, 2, 1, 0x80, 1]);
    refuses(type(['repeated fixed32 p = 1']), [0x0a, 3, 1, 0, 0, 0]);
    refuses(type(['repeated double p = 1']), [0x0a, 9, ...Array<number>(20).fill(0)]);
  });
});

describe('2. a known field in another wire type', () => {
  const enums = { E: { Z: 0, ONE: 1 } };
  for (const [kind, right] of Object.entries(WIRE_TYPES)) {
    for (const [modifier, number] of [
      ['', 1],
      ['repeated ', 1],
      ['oneof o ', 1],
      ['', 100],
      ['repeated ', 100_000],
    ] as const) {
      it(`is unknown and comes back: ${modifier}${kind} = ${number}`, () => {
        const M = type([`${modifier}${kind} f = ${number}`, 'int32 last = 2'], { messages: { Inner: ['int32 a = 1'] }, enums });
        for (const [wireType, value] of VALUES) {
          if (wireType === right) continue;
          // Lists of numbers are read packed, too.
          if (wireType === 2 && modifier === 'repeated ' && right !== 2) continue;
          const field = [...tag(number, wireType), ...value, ...(wireType === 3 ? tag(number, 4) : [])];
          const message = M.decode(Uint8Array.from([...field, 0x10, 7]));
          assert.deepEqual({ ...message, [unknownFields]: undefined }, { ...M.create({ last: 7 }), [unknownFields]: undefined });
          assert.equal(toHex(M.encode(message)), toHex(Uint8Array.from([0x10, 7, ...field])));
        }
      });
    }
  }

  it('is unknown for groups and for maps', () => {
    const M = type(['Inner g = 1 [delimited]', 'repeated Inner gs = 2 [delimited]', 'map<int32, int32> m = 3'], {
      syntax: '2023',
      messages: { Inner: ['int32 a = 1'] },
    });
    const empty = M.create();
    for (const [number, right] of [
      [1, 3],
      [2, 3],
      [3, 2],
    ] as const) {
      for (const [wireType, value] of VALUES) {
        if (wireType === right) continue;
        const field = Uint8Array.from([...tag(number, wireType), ...value, ...(wireType === 3 ? tag(number, 4) : [])]);
        const message = M.decode(field);
        assert.deepEqual(message[unknownFields as never], [field]);
        assert.deepEqual({ ...message, [unknownFields]: undefined }, { ...empty, [unknownFields]: undefined });
        assert.equal(toHex(M.encode(message)), toHex(field));
      }
    }
  });

  it('does not touch what stood in the field before', () => {
    const M = type(['int32 a = 1', 'oneof o string s = 2']);
    const message = M.decode(hex('0805 12016f 0d01000000 1001'));
    assert.deepEqual([message.a, message.o], [5, { case: 's', value: 'o' }]);
    assert.equal(toHex(M.encode(message)), '080512016f0d010000001001');
  });

  it('keeps the order and the bytes of several, overlong ones too', () => {
    const M = type(['string a = 1']);
    const bytes = '0881808000' + '0d00000000' + '0801' + '8880808000808000'.replace('8880808000', '88808000');
    assert.equal(toHex(M.encode(M.decode(hex(bytes)))), bytes);
  });
});

describe('3. a map entry', () => {
  const { M } = types({
    messages: {
      M: ['map<string, int32> s = 1', 'map<int32, Inner> m = 2', 'map<bool, string> b = 3'],
      Inner: ['int32 a = 1', 'int32 b = 2', 'repeated int32 list = 3'],
    },
  }) as { M: AnyType };
  const entry = (text: string): Record<string, unknown> => M.decode(hex(text));

  it('without key, value or both has their defaults', () => {
    assert.deepEqual(entry('0a021005').s, new Map([['', 5]]));
    assert.deepEqual(entry('0a030a0161').s, new Map([['a', 0]]));
    assert.deepEqual(entry('0a00').s, new Map([['', 0]]));
    assert.deepEqual(entry('1200').m, new Map([[0, { a: 0, b: 0, list: [] }]]));
    assert.deepEqual(entry('1a00').b, new Map([[false, '']]));
  });

  it('with a part twice has the last one, but messages are merged', () => {
    assert.deepEqual(entry('0a0a0a01610a016210011002').s, new Map([['b', 2]]));
    assert.deepEqual(entry('120e0807' + '12040801 1801' + '12041002 1802').m, new Map([[7, { a: 1, b: 2, list: [1, 2] }]]));
  });

  it('with parts in the other order, and with unknown ones, is taken', () => {
    assert.deepEqual(entry('0a0510050a0161').s, new Map([['a', 5]]));
    assert.deepEqual(entry('0a0c1801 0a0161 2201ff 1005 7b7c').s, new Map([['a', 5]]));
  });

  it('with a part of another wire type leaves it out', () => {
    assert.deepEqual(entry('0a080801 0a0161 1201ff').s, new Map([['a', 0]]));
    assert.deepEqual(entry('0a0d0d01000000 1500000000 0a0161').s, new Map([['a', 0]]));
  });

  it('of a key that was there replaces it, messages too', () => {
    assert.deepEqual(entry('0a050a01611001' + '0a050a01611002').s, new Map([['a', 2]]));
    assert.deepEqual(entry('120608071202 0801' + '120608071202 1002').m, new Map([[7, { a: 0, b: 2, list: [] }]]));
  });

  it('may have any key, those that objects have among them', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__', 'length', ''];
    const map = new Map(names.map((name, index) => [name, index + 1]));
    const message = M.decode(M.encode({ s: map }));
    assert.deepEqual(message.s, map);
    const record = JSON.parse(`{${names.map((name, index) => `${JSON.stringify(name)}: ${index + 1}`).join()}}`) as Record<string, number>;
    assert.deepEqual(M.decode(M.encode({ s: record })).s, map);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
    assert.equal(Object.getPrototypeOf(record), Object.prototype);
  });

  it('of a closed enum without a name is unknown as a whole, byte by byte', () => {
    const Closed = type(['map<int32, E> m = 1'], { syntax: 'proto2', enums: { E: { A: 1 } } });
    const message = Closed.decode(hex('0a0408011005 0a0408021001 0a06100910010803'));
    assert.deepEqual(
      message.m,
      new Map([
        [2, 1],
        [3, 1],
      ]),
    );
    assert.equal(toHex((message[unknownFields as never] as Uint8Array[])[0]!), '0a0408011005');
    // A value that is missing is the first of the enum.
    assert.deepEqual(Closed.decode(hex('0a020805')).m, new Map([[5, 1]]));
  });
});

describe('4. text', () => {
  const places: readonly [
    what: string,
    schema: readonly string[],
    wrap: (text: Bytes) => number[],
    read: (message: Record<string, unknown>) => unknown,
  ][] = [
    ['a field', ['string s = 1'], (text) => len(1, text), (m) => m.s],
    ['an optional field', ['optional string s = 1'], (text) => len(1, text), (m) => m.s],
    ['a list', ['repeated string s = 1'], (text) => len(1, text), (m) => (m.s as string[])[0]],
    ['a map key', ['map<string, int32> s = 1'], (text) => len(1, len(1, text)), (m) => [...(m.s as Map<string, number>).keys()][0]],
    ['a map value', ['map<int32, string> s = 1'], (text) => len(1, len(2, text)), (m) => (m.s as Map<number, string>).get(0)],
    ['a oneof', ['oneof o string s = 1'], (text) => len(1, text), (m) => (m.o as { value: string }).value],
    ['a nested message', ['M m = 1', 'string s = 2'], (text) => len(1, len(2, text)), (m) => (m.m as { s: string }).s],
  ];
  const utf8 = new TextEncoder();
  const bytesOf = (text: string): Bytes => Array.from(utf8.encode(text));
  const lengths = Array.from({ length: 200 }, (_, index) => index + 1);
  const invalid: readonly Bytes[] = [
    [0x80],
    [0xc0, 0x80],
    [0xc3],
    [0xe0, 0x80, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf0, 0x80, 0x80, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xff],
  ];
  for (const [what, schema, wrap, read] of places) {
    const M = type(schema);
    it(`in ${what} keeps a BOM, at every length`, () => {
      for (const length of lengths) {
        for (const text of [`\ufeff${'a'.repeat(length)}`, `${'a'.repeat(length)}\ufeff`, `\ufeff${'ä'.repeat(length)}`]) {
          assert.equal(read(M.decode(Uint8Array.from(wrap(bytesOf(text))))), text);
        }
      }
    });

    it(`in ${what} may hold U+FFFD, at every length`, () => {
      for (const length of lengths) {
        const text = `${'a'.repeat(length - 1)}\ufffd`;
        assert.equal(read(M.decode(Uint8Array.from(wrap(bytesOf(text))))), text);
      }
    });

    it(`in ${what} is refused where it is no UTF-8, at every length`, () => {
      for (const length of lengths) {
        for (const [index, wrong] of invalid.entries()) {
          if (wrong.length > length) continue;
          const text = Array<number>(length - wrong.length).fill(0x61);
          text.splice((length * (index + 1)) % (text.length + 1), 0, ...wrong);
          refuses(M, wrap(text), `${length}`);
        }
      }
    });
  }

  it('in an extension is checked when it is asked for, and by decode with a registry', () => {
    const schema = protoSchema(
      'edition = "2023"; package t; message M { extensions 1 to 9; } extend M { string s = 1; repeated string list = 2; }',
    );
    const M = schema.message('t.M') as AnyType;
    for (const length of lengths) {
      for (const [number, name] of [
        [1, 't.s'],
        [2, 't.list'],
      ] as const) {
        const bytes = Uint8Array.from(len(number, [...Array<number>(length - 1).fill(0x61), 0xff]));
        assert.throws(() => getExtension(M, M.decode(bytes), dynamicExtension(extensionNamed(schema, name))), DecodeError);
        assert.throws(() => M.decode(bytes, { registry: registryOf(schema) }), DecodeError);
      }
    }
  });

  it('without the check is taken as it is, U+FFFD for what is no UTF-8', () => {
    const M = type(['string s = 1'], { syntax: 'proto2' });
    for (const length of lengths) {
      const text = [...Array<number>(length - 1).fill(0x61), 0xff];
      assert.equal(M.decode(Uint8Array.from(len(1, text))).s, `${'a'.repeat(length - 1)}\ufffd`);
    }
  });

  it('with a lone surrogate is not written, at every length', () => {
    const M = type(['string s = 1', 'repeated string list = 2', 'map<string, string> m = 3', 'oneof o string c = 4']);
    for (const length of lengths) {
      const wrong = `${'a'.repeat(length - 1)}\ud800`;
      for (const message of [
        { s: wrong },
        { list: ['', wrong] },
        { m: { [wrong]: '' } },
        { m: { a: wrong } },
        { o: { case: 'c', value: wrong } },
      ]) {
        assert.throws(() => M.encode(message), EncodeError);
      }
    }
  });
});

describe('5. depth', () => {
  const M = type(['M m = 1', 'repeated M list = 2', 'map<int32, M> map = 3', 'M g = 4 [delimited]', 'oneof o M chosen = 5'], {
    syntax: '2023',
  });
  const ways: readonly [what: string, wrap: (content: Bytes) => number[], nest: (inner: object) => object][] = [
    ['messages', (content) => len(1, content), (m) => ({ m })],
    ['lists', (content) => len(2, content), (m) => ({ list: [m] })],
    ['map values', (content) => len(3, len(2, content)), (m) => ({ map: new Map([[0, m]]) })],
    ['groups', (content) => group(4, content), (g) => ({ g })],
    ['oneofs', (content) => len(5, content), (value) => ({ o: { case: 'chosen', value } })],
  ];
  for (const [what, wrap, nest] of ways) {
    it(`of ${what} ends at 100, for reading and for writing`, () => {
      let bytes: number[] = [];
      let message: object = {};
      for (let depth = 0; depth <= 101; depth++) {
        if (depth >= 99) {
          if (depth <= 100) {
            M.decode(Uint8Array.from(bytes));
            M.encode(message as never);
          } else {
            refuses(M, bytes, what);
            assert.throws(() => M.encode(message as never), EncodeError);
          }
        }
        bytes = wrap(bytes);
        message = nest(message);
      }
    });
  }

  it('does not hold for what is skipped: unknown groups take no stack', () => {
    for (const depth of [99, 100, 101, 50_000]) {
      const bytes = Uint8Array.from([...Array<number>(depth).fill(0x7b), ...Array<number>(depth).fill(0x7c)]);
      assert.equal(M.encode(M.decode(bytes)).length, bytes.length);
    }
  });
});

describe('6. a length that lies', () => {
  it('is refused up to 2^64 - 1, in every place, and takes no memory', () => {
    const M = type([
      'string s = 1',
      'bytes b = 2',
      'M m = 3',
      'repeated int32 p = 4',
      'repeated double d = 5',
      'map<int32, int32> map = 6',
      'repeated string l = 7',
      'oneof o bytes c = 8',
    ]);
    const lengths = [
      '05',
      '7f',
      '8001',
      'ffff03',
      'ffffff7f',
      'ffffffff07',
      'ffffffff0f',
      '8080808010',
      'ffffffffffffffff7f',
      'ffffffffffffffffff01',
    ];
    for (let number = 1; number <= 9; number++) {
      for (const length of lengths) {
        refuses(M, [...tag(number, 2), ...hex(length), 1, 2, 3, 4], `field ${number}`);
        refuses(M, len(3, [...tag(number, 2), ...hex(length), 1, 2, 3, 4]), `nested field ${number}`);
      }
    }
  });
});

describe('7. varints and tags', () => {
  const M = type(['int32 i = 1', 'int64 l = 2', 'bool b = 3', 'repeated uint64 p = 4', 'map<int32, int64> m = 5', 'string s = 6']);
  const ones = (count: number): string => '80'.repeat(count - 1);

  it('may be overlong, up to ten bytes', () => {
    for (let count = 1; count <= 10; count++) {
      const zero = `${ones(count)}00`;
      assert.deepEqual(M.decode(hex(`08${zero}10${zero}18${zero}32${zero}`)), M.create());
    }
  });

  it('that have more than 64 bits or ten bytes are refused, also unknown ones', () => {
    for (const number of [1, 2, 3, 7]) {
      for (const wrong of ['ffffffffffffffffff02', 'ffffffffffffffffff7f', `${'80'.repeat(10)}00`, '80'.repeat(12)]) {
        refuses(M, [...tag(number, 0), ...hex(wrong)], `field ${number}`);
      }
    }
    refuses(M, len(4, Array.from(hex('ffffffffffffffffff02'))));
    refuses(M, len(5, [0x10, ...hex('ffffffffffffffffff02')]));
  });

  it('that are tags have 32 bits and a field number, outside and inside', () => {
    const wrong = ['00', '02', '05', '8000', '80808000', '8080808010', '888080808000', 'ffffffffff01'];
    for (const bytes of wrong) {
      refuses(M, hex(bytes + '00'), bytes);
      refuses(M, len(5, Array.from(hex(`${bytes}00`))), `map entry ${bytes}`);
      refuses(M, group(9, Array.from(hex(`${bytes}00`))), `unknown group ${bytes}`);
    }
    assert.deepEqual(M.decode(hex('8880808000 05')).i, 5);
  });

  it('that end a group nobody began, or another one, are refused', () => {
    for (const bytes of ['0c', '7c', '7b0c', '7b', '7b0b7c0c', '320100 7c']) refuses(M, hex(bytes), bytes);
    refuses(M, len(5, [0x0c]));
  });

  it('of wire types 6 and 7 are refused', () => {
    for (const number of [1, 2, 6, 7]) for (const wireType of [6, 7]) refuses(M, [...tag(number, wireType), 0], `${number}:${wireType}`);
  });
});

describe('8. numbers out of range', () => {
  const max = { 32: 2 ** 31 - 1, u32: 2 ** 32 - 1, 64: 2n ** 63n - 1n, u64: 2n ** 64n - 1n };
  const signed32 = [max[32] + 1, -max[32] - 2, 1.5, Number.NaN, Infinity, 2 ** 32, 1n, '1', true, {}];
  const unsigned32 = [max.u32 + 1, -1, 0.5, Number.NaN, -Infinity, 2 ** 53, 1n, '1', false, []];
  const signed64 = [max[64] + 1n, -max[64] - 2n, 2n ** 200n, 1, 1.5, '1', Number.NaN, true];
  const unsigned64 = [max.u64 + 1n, -1n, -(2n ** 200n), 1, '1', Number.NaN, false];
  const floats = [3.5e38, -1e300, '1', 1n, true];
  const wrong: Readonly<Record<string, readonly unknown[]>> = {
    int32: signed32,
    sint32: signed32,
    sfixed32: signed32,
    E: signed32,
    uint32: unsigned32,
    fixed32: unsigned32,
    int64: signed64,
    sint64: signed64,
    sfixed64: signed64,
    uint64: unsigned64,
    fixed64: unsigned64,
    float: floats,
    double: ['1', 1n, true, {}],
    bool: [0, 1, 'true', 1n, {}],
    string: [1, true, {}, new String('a')],
    bytes: ['a', [1], new Uint16Array(1), new ArrayBuffer(1)],
  };
  for (const [kind, values] of Object.entries(wrong)) {
    it(`are no ${kind}: nothing is wrapped, rounded or written as 0`, () => {
      const M = type(
        [`${kind} f = 1`, `optional ${kind} o = 2`, `repeated ${kind} l = 3`, `oneof u ${kind} c = 4`, `map<int32, ${kind}> m = 5`],
        { enums: { E: { Z: 0 } } },
      );
      for (const value of [...values, null]) {
        for (const message of [{ f: value }, { o: value }, { l: [value] }, { u: { case: 'c', value } }, { m: new Map([[1, value]]) }]) {
          assert.throws(() => M.encode(message as never), EncodeError, `${kind} ${String(value)} in ${Object.keys(message)[0]}`);
        }
      }
    });
  }

  it('are refused as keys of maps', () => {
    for (const kind of ['int32', 'uint32', 'int64', 'uint64', 'sint32', 'fixed32', 'sfixed64', 'bool']) {
      const M = type([`map<${kind}, int32> m = 1`]);
      for (const key of wrong[kind]!) assert.throws(() => M.encode({ m: new Map([[key, 1]]) }), EncodeError, `${kind} ${String(key)}`);
    }
  });

  it('are refused by Writer, too', () => {
    for (const kind of [
      'int32',
      'sint32',
      'sfixed32',
      'uint32',
      'fixed32',
      'int64',
      'sint64',
      'sfixed64',
      'uint64',
      'fixed64',
      'float',
      'bool',
    ] as const) {
      for (const value of wrong[kind]!) assert.throws(() => new Writer()[kind](1, value as never), EncodeError, `${kind} ${String(value)}`);
    }
  });
});

// 9. Required fields: required.test.ts.

describe('10. the bytes of a decoded message', () => {
  it('are its own: the input may change, and so may the message', () => {
    const schema = [
      'bytes b = 1',
      'repeated bytes list = 2',
      'map<int32, bytes> m = 3',
      'oneof o bytes c = 4',
      'string s = 5',
      'optional bytes p = 6',
    ];
    const M = type(schema);
    for (const length of [0, 1, 11, 40, 64, 500, 5_000]) {
      const one = new Uint8Array(length).fill(0x61);
      const input = Uint8Array.from([
        ...M.encode({ b: one, list: [one], m: new Map([[1, one]]), o: { case: 'c', value: one }, s: 'a'.repeat(length), p: one }),
        ...len(9, Array.from(one)),
      ]);
      const message = M.decode(input);
      const before = toHex(M.encode(message));
      input.fill(0x62);
      assert.equal(toHex(M.encode(message)), before, `${length}`);
      assert.equal(message.s, 'a'.repeat(length));
      const views = [
        message.b,
        (message.list as Uint8Array[])[0],
        (message.m as Map<number, Uint8Array>).get(1),
        message.p,
      ] as Uint8Array[];
      for (const view of [...views, ...((message[unknownFields as never] as Uint8Array[] | undefined) ?? [])]) {
        assert.equal(view.constructor, Uint8Array);
        assert.equal(view.byteLength, view.buffer.byteLength);
        view.fill(0x63);
      }
      assert.ok(input.every((byte) => byte === 0x62));
    }
  });
});
