/** Messages as plain data: presence, oneofs, maps, enums, required fields, nesting. */
import assert from 'node:assert/strict';
import { DecodeError, EncodeError } from '../../../wire/protobuf/errors.js';
import { hex, toHex, type, types } from '../../support/schema.js';

const EMPTY = new Uint8Array(0);

describe('a decoded message', () => {
  const everything = type(
    [
      'int32 i = 9',
      'optional int32 o = 1',
      'repeated M list = 2',
      'map<string, int32> map = 3',
      'M m = 4',
      'oneof pay string card = 5',
      'bytes b = 7',
      'oneof pay int32 cash = 6',
      'E e = 8',
    ],
    { enums: { E: { A: 0, B: 1 } } },
  );

  it('has every member in declared order, whatever came', () => {
    const keys = ['i', 'o', 'list', 'map', 'm', 'pay', 'b', 'e'];
    assert.deepEqual(everything.decode(EMPTY), {
      i: 0,
      o: undefined,
      list: [],
      map: new Map(),
      m: undefined,
      pay: { case: undefined },
      b: new Uint8Array(0),
      e: 0,
    });
    assert.deepEqual(Object.keys(everything.decode(EMPTY)), keys);
    assert.deepEqual(Object.keys(everything.decode(hex('3a0101 3001 0801'))), keys);
    assert.deepEqual(Object.keys(everything.create({ m: {}, i: 1 })), keys);
  });

  it('shares nothing with another one', () => {
    const one = everything.decode(EMPTY);
    (one.list as unknown[]).push(1);
    (one.map as Map<string, number>).set('a', 1);
    (one.pay as { case: unknown }).case = 'card';
    assert.deepEqual(everything.decode(EMPTY).list, []);
    assert.deepEqual(everything.decode(EMPTY).map, new Map());
    assert.deepEqual(everything.decode(EMPTY).pay, { case: undefined });
  });

  it('does not change with the input, and its bytes are plain and of their own', () => {
    const bytes = Buffer.from(hex('3a03 010203'));
    const message = everything.decode(bytes);
    bytes.fill(0);
    assert.deepEqual(message.b, Uint8Array.of(1, 2, 3));
    assert.equal(Object.getPrototypeOf(message.b), Uint8Array.prototype);
    assert.equal((message.b as Uint8Array).buffer.byteLength, 3);
  });

  it('is written with fields in ascending order of their numbers', () => {
    const message = { i: 1, o: 1, m: {}, pay: { case: 'cash', value: 1 }, b: Uint8Array.of(1), e: 1, list: [{}], map: { a: 1 } };
    assert.equal(toHex(everything.encode(message)), '0801' + '1200' + '1a05' + '0a01611001' + '2200' + '3001' + '3a0101' + '4001' + '4801');
  });
});

describe('presence', () => {
  it('is tracked where the schema asks for it: optional, messages, proto2, editions', () => {
    for (const one of [
      type(['optional int32 v = 1']),
      type(['optional int32 v = 1'], { syntax: 'proto2' }),
      type(['int32 v = 1'], { syntax: '2023' }),
    ]) {
      assert.deepEqual(one.decode(EMPTY), { v: undefined });
      assert.equal(toHex(one.encode({ v: 0 })), '0800');
      assert.equal(toHex(one.encode({ v: undefined })), '');
      assert.deepEqual(one.decode(hex('0800')), { v: 0 });
    }
    assert.equal(type(['int32 v = 1 [implicit]'], { syntax: '2023' }).encode({ v: 0 }).length, 0);
  });

  it('a declared default is not put into messages', () => {
    assert.deepEqual(type(['optional int32 v = 1 [default=7]'], { syntax: 'proto2' }).decode(EMPTY), { v: undefined });
  });

  it('null is never a value', () => {
    for (const fields of [
      'optional int32 v = 1',
      'M v = 1',
      'repeated int32 v = 1',
      'repeated M v = 1',
      'map<string, M> v = 1',
      'oneof v int32 a = 1',
      'string v = 1',
      'bytes v = 1',
    ]) {
      assert.throws(() => type([fields]).encode({ v: null }), EncodeError, fields);
      assert.throws(() => type([fields]).create({ v: null }), EncodeError, fields);
    }
    assert.throws(() => type([]).encode(null as never), EncodeError);
  });
});

describe('a oneof', () => {
  const pay = type([
    'oneof pay string card = 1',
    'oneof pay int32 cash = 2',
    'oneof pay M m = 3',
    'int32 between = 4',
    'oneof pay bytes raw = 5',
  ]);

  it('has the member that came last, and merges a message with itself only', () => {
    assert.deepEqual(pay.decode(hex('0a0161 1005')).pay, { case: 'cash', value: 5 });
    assert.deepEqual(pay.decode(hex('1005 0a0161')).pay, { case: 'card', value: 'a' });
    const inner = (message: Record<string, unknown>) => (message.pay as { value: Record<string, unknown> }).value;
    assert.equal(inner(pay.decode(hex('1a02 2001 1a00'))).between, 1);
    assert.equal(inner(pay.decode(hex('1a02 2001 1005 1a00'))).between, 0);
  });

  it('is written also when the member has its default value', () => {
    assert.equal(toHex(pay.encode({ pay: { case: 'cash', value: 0 } })), '1000');
    assert.equal(toHex(pay.encode({ pay: { case: 'card', value: '' } })), '0a00');
    assert.deepEqual(pay.decode(hex('1000')).pay, { case: 'cash', value: 0 });
  });

  it('without a case is nothing, and another case is refused', () => {
    assert.equal(pay.encode({ pay: { case: undefined } }).length, 0);
    assert.equal(pay.encode({ pay: undefined }).length, 0);
    assert.throws(
      () => pay.encode({ pay: { case: 'cheque', value: 1 } }),
      /^EncodeError: m\.pay\.case: expected "card" or "cash" or "m" or "raw", got string "cheque"$/,
    );
    assert.throws(() => pay.encode({ pay: { case: 'cash', value: 'x' } }), /m\.pay\.value: expected int32/);
    assert.throws(() => pay.encode({ pay: 'cash' }), EncodeError);
    assert.throws(() => pay.encode({ pay: { case: 'cash' } }), EncodeError);
  });
});

describe('a map', () => {
  const kinds = ['int32', 'int64', 'uint32', 'uint64', 'sint32', 'sint64', 'fixed32', 'fixed64', 'sfixed32', 'sfixed64', 'bool', 'string'];

  it('takes every kind of key, default keys too', () => {
    for (const kind of kinds) {
      const one = type([`map<${kind}, string> map = 1`]);
      const keys = kind === 'bool' ? [false, true] : kind === 'string' ? ['', 'a'] : kind.includes('64') ? [0n, 1n] : [0, 1];
      const map = new Map(keys.map((key) => [key, 'v'] as const));
      assert.deepEqual(one.decode(one.encode({ map })), { map });
      assert.deepEqual(one.decode(hex('0a00')), { map: new Map([[keys[0], '']]) });
    }
  });

  it('counts a missing part as its default, takes the last of two and drops what is neither', () => {
    const one = type(['map<string, int32> map = 1']);
    assert.deepEqual(one.decode(hex('0a03 0a0161')).map, new Map([['a', 0]]));
    assert.deepEqual(one.decode(hex('0a02 1005')).map, new Map([['', 5]]));
    assert.deepEqual(one.decode(hex('0a0a 0a0161 0a0162 1001 1002')).map, new Map([['b', 2]]));
    assert.deepEqual(one.decode(hex('0a0c 1801 1002 0a0161 120141 0801')).map, new Map([['a', 2]]));
    assert.deepEqual(one.decode(hex('0a05 0a01611001 0a05 0a01611002')).map, new Map([['a', 2]]));
  });

  it('merges a message value that comes in two parts of one entry, and replaces it with another entry', () => {
    const one = type(['map<int32, I> map = 1'], { messages: { I: ['int32 a = 1', 'int32 b = 2'] } });
    assert.deepEqual(one.decode(hex('0a0a 0801 1202 0805 1202 1006')).map, new Map([[1, { a: 5, b: 6 }]]));
    assert.deepEqual(one.decode(hex('0a06 0801 1202 0805 0a06 0801 1202 1006')).map, new Map([[1, { a: 0, b: 6 }]]));
    assert.deepEqual(one.decode(hex('0a02 0801')).map, new Map([[1, { a: 0, b: 0 }]]));
  });

  it('is a Map or, with string keys, a plain object; __proto__ and constructor are keys like any other', () => {
    const one = type(['map<string, int32> map = 1']);
    const record = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}') as Record<string, number>;
    const decoded = one.decode(one.encode({ map: record })).map as Map<string, number>;
    assert.deepEqual(decoded, new Map(Object.entries(record)));
    assert.equal(decoded.size, 3);
    assert.equal(({} as Record<string, unknown>)['1'], undefined);
    assert.deepEqual(one.create({ map: record }).map, decoded);
    const bare = Object.assign(Object.create(null) as Record<string, number>, { a: 1 });
    assert.equal(toHex(one.encode({ map: bare })), '0a050a01611001');
    for (const other of [[['a', 1]], new Set(['a']), 'ab', 3, new Date(0), new WeakMap()]) {
      assert.throws(() => one.encode({ map: other }), EncodeError);
    }
    assert.throws(() => type(['map<int32, int32> map = 1']).encode({ map: { 1: 1 } }), /m\.map: expected a Map with int32 keys/);
  });

  it('refuses wrong keys and values with their place', () => {
    const one = type(['map<string, int32> map = 1']);
    assert.throws(() => one.encode({ map: { EUR: 'x' } }), /^EncodeError: m\.map\["EUR"\]: expected int32, got string "x"$/);
    assert.throws(() => one.encode({ map: new Map([[1, 1]]) }), /m\.map: expected string as a key, got number 1/);
    assert.throws(() => one.encode({ map: new Map([['\ud800', 1]]) }), EncodeError);
  });

  it('refuses an entry that ends inside a part', () => {
    const one = type(['map<string, int32> map = 1']);
    assert.throws(() => one.decode(hex('0a04 0a0161 10 05')), DecodeError);
    assert.throws(() => one.decode(hex('0a04 0a05 6162 636465')), DecodeError);
  });
});

describe('an enum', () => {
  const enums = { E: { A: 0, B: 1, C: -1 } };
  const fields = [
    'optional E one = 1',
    'repeated E list = 2',
    'repeated E packed = 3 [packed=true]',
    'map<int32, E> map = 4',
    'oneof o E choice = 5',
  ];

  it('that is open keeps numbers without a name', () => {
    const open = type(['optional E one = 1', 'repeated E list = 2', 'map<int32, E> map = 4', 'oneof o E choice = 5'], { enums });
    const bytes = '0863' + '12026301' + '2204' + '08011063' + '2863';
    assert.deepEqual(open.decode(hex(bytes)), { one: 99, list: [99, 1], map: new Map([[1, 99]]), o: { case: 'choice', value: 99 } });
    assert.equal(toHex(open.encode(open.decode(hex(bytes)))), bytes);
    assert.equal(toHex(open.encode({ one: -1 })), '08ffffffffffffffffff01');
    assert.throws(() => open.encode({ one: 2 ** 31 }), /m\.one: expected a value of t\.E/);
    assert.throws(() => open.encode({ one: 'A' }), EncodeError);
  });

  it('that is closed sends numbers without a name to the unknown fields', () => {
    const closed = type(fields, { enums, syntax: 'proto2' });
    assert.deepEqual(closed.decode(hex('0801 0863')).one, 1);
    assert.equal(toHex(closed.encode(closed.decode(hex('0801 0863')))), '08010863');
    assert.deepEqual(closed.decode(hex('1001 1063 10ffffffffffffffffff01')).list, [1, -1]);
    assert.equal(toHex(closed.encode(closed.decode(hex('1001 1063')))), '10011063');
    const packed = closed.decode(hex('1a04 01 63 00 64'));
    assert.deepEqual(packed.packed, [1, 0]);
    assert.equal(toHex(closed.encode(packed)), '1a020100' + '18631864');
    const map = closed.decode(hex('2204 0801 1063 2204 0802 1001'));
    assert.deepEqual(map.map, new Map([[2, 1]]));
    assert.equal(toHex(closed.encode(map)), '2204080210012204' + '08011063');
    const oneof = closed.decode(hex('2801 2863'));
    assert.deepEqual(oneof.o, { case: 'choice', value: 1 });
    assert.equal(toHex(closed.encode(oneof)), '28012863');
  });
});

describe('required fields', () => {
  const { Outer, Loose } = types({
    syntax: 'proto2',
    messages: {
      Inner: ['required int32 a = 1', 'optional int32 b = 2'],
      Outer: [
        'optional Inner inner = 1',
        'repeated Inner list = 2',
        'map<string, Inner> map = 3',
        'oneof o Inner choice = 4',
        'group Inner part = 5',
      ],
      Loose: ['optional int32 a = 1'],
    },
  });

  it('are asked for when written, with the path to the one that is missing', () => {
    assert.throws(() => Outer!.encode({ inner: {} }), /^EncodeError: outer\.inner\.a: required field is missing$/);
    assert.throws(() => Outer!.encode({ list: [{ a: 1 }, {}] }), /outer\.list\[1\]\.a: required/);
    assert.throws(() => Outer!.encode({ map: { x: {} } }), /outer\.map\["x"\]\.a: required/);
    assert.throws(() => Outer!.encode({ o: { case: 'choice', value: {} } }), /outer\.o\.value\.a: required/);
    assert.equal(toHex(Outer!.encode({ inner: { a: 0 } })), '0a020800');
  });

  it('are asked for when read, everywhere inside', () => {
    assert.throws(() => Outer!.decode(hex('0a00')), /^DecodeError: outer\.inner\.a: required field is missing$/);
    assert.throws(() => Outer!.decode(hex('1202 0801 1200')), /outer\.list\[1\]\.a/);
    assert.throws(() => Outer!.decode(hex('1a05 0a0178 1200')), /outer\.map\["x"\]\.a/);
    assert.throws(() => Outer!.decode(hex('2200')), /outer\.o\.value\.a/);
    assert.throws(() => Outer!.decode(hex('2b 1005 2c')), /outer\.part\.a/);
    assert.throws(() => Outer!.decodeFrom(hex('0a00'), 0, 2, 100), DecodeError);
  });

  it('may come in a later part of the same message', () => {
    assert.deepEqual(Outer!.decode(hex('0a02 1005 0a02 0801')).inner, { a: 1, b: 5 });
  });

  it('are not needed by create, and nobody asks where there are none', () => {
    assert.deepEqual(Outer!.create({ inner: {} }).inner, { a: undefined, b: undefined });
    assert.deepEqual(Loose!.decode(EMPTY), { a: undefined });
  });
});

describe('nesting', () => {
  const { Node, Group } = types({
    syntax: 'proto2',
    messages: { Node: ['optional Node next = 1', 'repeated Node list = 2', 'map<int32, Node> map = 3'], Group: ['group Group g = 1'] },
  });

  /** A message in itself, `levels` times. */
  function nested(levels: number): Uint8Array {
    let bytes = EMPTY;
    for (let level = 0; level < levels; level++) {
      const length: number[] = [];
      for (let rest = bytes.length; ; rest >>= 7) {
        length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
        if (rest <= 0x7f) break;
      }
      bytes = Uint8Array.from([0x0a, ...length, ...bytes]);
    }
    return bytes;
  }

  it('is read to 100 levels inside the outermost message and not further', () => {
    for (const levels of [99, 100]) {
      const message = Node!.decode(nested(levels));
      assert.deepEqual(Node!.encode(message), nested(levels));
    }
    assert.throws(() => Node!.decode(nested(101)), /nested deeper than allowed/);
    assert.throws(() => Node!.decode(nested(2_000)), DecodeError);
    assert.throws(() => Node!.decodeFrom(nested(3), 0, nested(3).length, 2), DecodeError);
    assert.throws(() => Node!.decode(nested(3), { maxDepth: 2 }), DecodeError);
    assert.ok(Node!.decode(nested(1000), { maxDepth: 1000 }));
    assert.throws(() => Node!.decode(EMPTY, { maxDepth: -1 }), /maxDepth must be an integer of at least 0/);
    assert.throws(() => Node!.decode(EMPTY, { maxDepth: 1.5 }), RangeError);
  });

  it('of groups counts too', () => {
    const groups = (levels: number): Uint8Array => new Uint8Array(levels * 2).fill(0x0b, 0, levels).fill(0x0c, levels);
    assert.deepEqual(Group!.encode(Group!.decode(groups(100))), groups(100));
    assert.throws(() => Group!.decode(groups(101)), DecodeError);
    assert.throws(() => Group!.decode(groups(10_000)), DecodeError);
  });

  it('is written to 100 levels, and a message inside itself is refused', () => {
    const make = (levels: number): Record<string, unknown> => {
      let message: Record<string, unknown> = {};
      for (let level = 0; level < levels; level++) message = { next: message };
      return message;
    };
    assert.deepEqual(Node!.encode(make(100)), nested(100));
    assert.throws(() => Node!.encode(make(101)), /nested more than 100 levels deep/);
    const circle: Record<string, unknown> = {};
    circle.list = [circle];
    for (const use of [() => Node!.encode(circle), () => Node!.create(circle), () => Node!.encode({ map: new Map([[1, circle]]) })])
      assert.throws(use, EncodeError);
  });

  it('never passes the end of the message around', () => {
    // The inner message claims two bytes and holds a string of five.
    const inner = type(['I i = 1'], { messages: { I: ['string s = 1', 'fixed32 f = 2', 'repeated fixed32 p = 3', 'I i = 4'] } });
    for (const bad of ['0a02 0a05 6162636465', '0a02 1501 020304', '0a02 1a04 01020304', '0a02 2201 00', '0a01 08', '0a02 0a80 01']) {
      assert.throws(() => inner.decode(hex(bad)), DecodeError, bad);
    }
  });
});

describe('packed lists', () => {
  it('hold whole elements only', () => {
    for (const [kind, bytes] of [
      ['fixed32', '0a03 010203'],
      ['double', '0a07 01020304050607'],
      ['int32', '0a02 0180'],
      ['bool', '0a01 80'],
      ['int64', '0a02 0180 01'],
    ] as const) {
      assert.throws(() => type([`repeated ${kind} v = 1`]).decode(hex(bytes)), DecodeError, kind);
    }
  });

  it('that are empty are not written and may be read', () => {
    const one = type(['repeated int32 v = 1']);
    assert.equal(one.encode({ v: [] }).length, 0);
    assert.deepEqual(one.decode(hex('0a00')), { v: [] });
  });

  it('are arrays and nothing like them', () => {
    for (const value of ['abc', new Set([1]), Int32Array.of(1), { length: 1, 0: 1 }, 3]) {
      assert.throws(() => type(['repeated int32 v = 1']).encode({ v: value }), /m\.v: expected an array/);
      assert.throws(() => type(['repeated string v = 1']).encode({ v: value }), /m\.v: expected an array/);
      assert.throws(() => type(['repeated M v = 1']).encode({ v: value }), /m\.v: expected an array/);
    }
    assert.throws(() => type(['repeated int32 v = 1']).encode({ v: new Array(2) }), /m\.v\[0\]: expected int32, got undefined/);
  });

  it('of any length have the right length in front', () => {
    const one = type(['repeated int32 v = 1', 'int32 z = 2']);
    for (const count of [1, 126, 127, 128, 129, 2000, 16_383, 16_384, 70_000]) {
      const message = { v: new Array<number>(count).fill(1), z: 5 };
      assert.deepEqual(one.decode(one.encode(message)), message);
    }
  });
});

describe('strings', () => {
  it('are checked where the schema asks for it and repaired where it does not', () => {
    for (let length = 1; length <= 200; length++) {
      const bytes = new Uint8Array(length + (length < 128 ? 2 : 3)).fill(0x61);
      bytes[0] = 0x0a;
      bytes[1] = length < 128 ? length : (length & 0x7f) | 0x80;
      if (length >= 128) bytes[2] = length >> 7;
      bytes[bytes.length - 1] = 0xff;
      assert.throws(() => type(['string v = 1']).decode(bytes), /not UTF-8/);
      assert.equal(type(['optional string v = 1'], { syntax: 'proto2' }).decode(bytes).v, `${'a'.repeat(length - 1)}\ufffd`);
    }
    for (const fields of ['repeated string v = 1', 'oneof v string s = 1'])
      assert.throws(() => type([fields]).decode(hex('0a01ff')), DecodeError);
    assert.throws(() => type(['map<string, int32> v = 1']).decode(hex('0a03 0a01ff')), DecodeError);
    assert.equal(type(['string v = 1 [unchecked]'], { syntax: '2023' }).decode(hex('0a01ff')).v, '\ufffd');
  });

  it('of every length around the thresholds survive', () => {
    const one = type(['string v = 1']);
    for (const unit of ['a', 'é', '€', '𝄞']) {
      for (let length = 0; length < 140; length++) {
        const v = `${'x'.repeat(length)}${unit}`;
        assert.deepEqual(one.decode(one.encode({ v })), { v });
      }
      for (const length of [1_000, 10_000, 100_000]) {
        const v = unit.repeat(length);
        assert.deepEqual(one.decode(one.encode({ v })), { v });
      }
    }
  });
});
