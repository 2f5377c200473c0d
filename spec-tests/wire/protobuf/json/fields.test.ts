import assert from 'node:assert/strict';
import { fromJson, fromJsonString } from '../../../../wire/protobuf/json/from-json.js';
import { toJson } from '../../../../wire/protobuf/json/to-json.js';
import { parse, print, refused, unprintable } from '../../../support/json-both.js';
import { protoSchema } from '../../../support/proto-text.js';
import { type, types } from '../../../support/schema.js';

const ENUMS = { enums: { Color: { COLOR_ZERO: 0, COLOR_RED: 1, COLOR_CRIMSON: 1, COLOR_BELOW: -5 } } };

describe('ProtoJSON of fields', () => {
  it('go by their JSON names, and come by either name', () => {
    const m = type(['int32 foo_bar = 1', 'int32 __proto = 2', 'int32 x_0 = 3', 'int32 plain = 4']);
    const init = { fooBar: 1, Proto: 2, x0: 3, plain: 4 };
    const message = m.create(init);
    assert.equal(print(m, message), '{"fooBar":1,"Proto":2,"x0":3,"plain":4}');
    assert.equal(print(m, message, { useProtoFieldNames: true }), '{"foo_bar":1,"__proto":2,"x_0":3,"plain":4}');
    assert.deepEqual(parse(m, print(m, message)), message);
    assert.deepEqual(parse(m, print(m, message, { useProtoFieldNames: true })), message);
  });

  it('go by json_name where there is one, whatever it is', () => {
    const schema = protoSchema(`syntax = "proto3"; message M {
      int32 a = 1 [json_name = "__proto__"]; int32 b = 2 [json_name = "größe"]; int32 c = 3 [json_name = "a\\"b\\\\c"];
      int32 d = 4 [json_name = "日本"]; int32 e = 5 [json_name = "toString"]; string f = 6 [json_name = "constructor"]; }`);
    const m = schema.message('M');
    const message = m.create({ a: 1, b: 2, c: 3, d: 4, e: 5, f: 'ü' });
    assert.equal(print(m, message), '{"__proto__":1,"größe":2,"a\\"b\\\\c":3,"日本":4,"toString":5,"constructor":"ü"}');
    assert.deepEqual(parse(m, print(m, message)), message);
    assert.deepEqual(parse(m, '{"a":1,"b":2,"c":3,"d":4,"e":5,"f":"ü"}'), message);
    assert.ok(Object.hasOwn(toJson(m, message) as object, '__proto__'));
  });

  it('are refused where their message has none of the name', () => {
    const m = types({ messages: { Order: ['repeated Line lines = 2'], Line: ['double price = 1'] } }).Order!;
    for (const name of ['nothing', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'Lines', '[t.ext]', 'größe']) {
      const text = `{"lines":[{"price":1},{${JSON.stringify(name)}:[{"a":1}]}]}`;
      assert.match(refused(m, text), /^order\.lines\[1\].*: t\.Line has no field "/);
      assert.deepEqual(parse(m, text, { ignoreUnknownFields: true }), m.create({ lines: [{ price: 1 }, {}] }));
    }
    assert.equal(refused(m, '{"lines":[{},{},{"price":"x"}]}'), 'order.lines[2].price: expected double, got string "x"');
  });

  it('are refused where they come twice', () => {
    const m = type([
      'int32 foo_bar = 1',
      'repeated int32 list = 2',
      'map<string, int32> map = 3',
      'oneof o int32 a = 4',
      'oneof o int32 b = 5',
    ]);
    for (const text of ['{"fooBar":1,"foo_bar":1}', '{"foo_bar":1,"fooBar":1}', '{"foo_bar":null,"fooBar":1}']) {
      assert.match(refused(m, text), /is there twice \("fooBar"\)$/);
    }
    for (const text of [
      '{"fooBar":1,"fooBar":1}',
      '{"fooBar":0,"fooBar":0}',
      '{"fooBar":null,"fooBar":null}',
      '{"fooBar":1,"\\u0066ooBar":1}',
      '{"list":[],"list":[]}',
      '{"map":{},"map":{}}',
      '{"map":{"a":1,"a":1}}',
    ]) {
      assert.throws(() => fromJsonString(m, text), { name: 'JsonError', message: /is there twice/ }, text);
    }
    assert.match(refused(m, '{"a":1,"b":1}'), /^m\.b: the oneof o has a value already, a$/);
    assert.match(refused(m, '{"a":0,"b":0}'), /the oneof o has a value already/);
    assert.deepEqual(parse(m, '{"a":null,"b":2}'), m.create({ o: { case: 'b', value: 2 } }));
    assert.deepEqual(parse(m, '{"a":1,"b":null}'), m.create({ o: { case: 'a', value: 1 } }));
  });

  it('are refused where they come twice, beyond the 31st too', () => {
    const m = type(Array.from({ length: 70 }, (_, index) => `int32 f_${index} = ${index + 1}`));
    for (const index of [0, 30, 31, 32, 69]) {
      assert.throws(() => fromJsonString(m, `{"f${index}":1,"f3":1,"f33":1,"f${index}":1}`), { message: /is there twice/ });
    }
    const all = Array.from({ length: 70 }, (_, index) => `"f${index}":${index + 1}`);
    for (const order of [all, [...all].reverse()]) {
      assert.equal(print(m, parse(m, `{${order.join(',')}}`)), `{${all.join(',')}}`);
    }
  });

  it('are left out where they are absent or, without presence, their default', () => {
    const m = type(
      [
        'int32 a = 1',
        'optional int32 b = 2',
        'string c = 3',
        'bytes d = 4',
        'repeated int32 e = 5',
        'map<int32, int32> f = 6',
        'M g = 7',
        'oneof o int32 h = 8',
        'Color i = 9',
        'int64 j = 10',
        'bool k = 11',
        'double l = 12',
      ],
      ENUMS,
    );
    assert.equal(print(m, m.create()), '{}');
    assert.equal(print(m, m.create({ b: 0, o: { case: 'h', value: 0 }, g: {} })), '{"b":0,"g":{},"h":0}');
    assert.equal(
      print(m, m.create(), { alwaysEmitImplicit: true }),
      '{"a":0,"c":"","d":"","e":[],"f":{},"i":"COLOR_ZERO","j":"0","k":false,"l":0}',
    );
    assert.deepEqual(parse(m, print(m, m.create(), { alwaysEmitImplicit: true })), m.create());
    // What a partial message lacks is absent.
    assert.equal(print(m, { b: 1 }), '{"b":1}');
  });

  it('are absent where they are null', () => {
    const m = type(
      [
        'int32 a = 1',
        'optional int32 b = 2',
        'string c = 3',
        'repeated int32 e = 5',
        'map<int32, int32> f = 6',
        'M g = 7',
        'oneof o int32 h = 8',
        'Color i = 9',
      ],
      ENUMS,
    );
    assert.deepEqual(parse(m, '{"a":null,"b":null,"c":null,"e":null,"f":null,"g":null,"h":null,"i":null}'), m.create());
    assert.match(refused(m, '{"e":[null]}'), /^m\.e\[0\]: null stands for an absent field/);
    assert.match(refused(m, '{"e":[1,null]}'), /^m\.e\[1\]: null/);
    assert.match(refused(m, '{"f":{"1":null}}'), /^m\.f\["1"\]: null/);
    for (const text of ['null', '1', '"x"', '[]', 'true']) assert.match(refused(m, text), /^m: expected t\.M as a JSON object, got /);
  });

  it('are refused in other shapes', () => {
    const m = type(['repeated int32 e = 5', 'map<int32, int32> f = 6', 'M g = 7']);
    for (const json of ['1', '"x"', '{}', 'true']) assert.match(refused(m, `{"e":${json}}`), /^m\.e: expected an array, got /);
    for (const json of ['1', '"x"', '[]', 'true']) assert.match(refused(m, `{"f":${json}}`), /^m\.f: expected an object, got /);
    for (const json of ['1', '"x"', '[]', 'true']) assert.match(refused(m, `{"g":${json}}`), /^m\.g: expected t\.M as a JSON object, got /);
    assert.match(refused(m, '{"e":[[1]]}'), /^m\.e\[0\]: expected int32, got an array$/);
    assert.throws(() => fromJson(m, new Map() as never), { message: /^m: expected t\.M as a JSON object/ });
    assert.throws(() => fromJson(m, { f: new Date() } as never), { message: /^m\.f: expected an object, got an object \(Date\)/ });
    assert.throws(() => fromJson(m, undefined as never), { name: 'JsonError' });
    assert.throws(() => fromJson(m, { e: [1n] } as never), { message: 'm.e[0]: expected int32, got bigint 1n' });
    assert.throws(() => fromJsonString(m, {} as never), TypeError);
  });

  it('are required on both sides', () => {
    const { A } = types({
      syntax: 'proto2',
      messages: { A: ['required int32 a = 1', 'optional B b = 2', 'repeated B list = 3'], B: ['required string s = 1'] },
    });
    assert.equal(refused(A!, '{}'), 'a.a: required field is missing');
    assert.equal(refused(A!, '{"a":null}'), 'a.a: required field is missing');
    assert.equal(refused(A!, '{"a":1,"b":{}}'), 'a.b.s: required field is missing');
    assert.equal(refused(A!, '{"a":1,"list":[{"s":"x"},{}]}'), 'a.list[1].s: required field is missing');
    const partial = parse(A!, '{"list":[{}]}', { allowMissingRequired: true });
    assert.equal(unprintable(A!, partial), 'a.a: required field is missing');
    assert.equal(unprintable(A!, { ...partial, a: 1 }), 'a.list[0].s: required field is missing');
    assert.equal(print(A!, partial, { allowMissingRequired: true }), '{"list":[{}]}');
  });

  it('of groups go by the name of the field', () => {
    const { M } = types({ syntax: 'proto2', messages: { M: ['group Data = 1'], Data: ['optional int32 a = 1'] } });
    assert.equal(print(M!, M!.create({ data: { a: 1 } })), '{"data":{"a":1}}');
    assert.deepEqual(parse(M!, '{"data":{"a":1}}'), M!.create({ data: { a: 1 } }));
  });

  it('are printed of literals in any order of properties, and of nothing else', () => {
    const m = type(['int32 a = 1', 'string b = 2', 'bool c = 3', 'M d = 4']);
    assert.equal(print(m, { c: true, b: 'x', a: 1 }), '{"a":1,"b":"x","c":true}');
    assert.equal(print(m, { a: 1, extra: 2, b: 'x' } as never), '{"a":1,"b":"x"}');
    assert.equal(print(m, Object.create(m.create({ a: 1, d: { a: 2 } })) as never), '{"a":1,"d":{"a":2}}');
    class Row {
      get a(): number {
        return 7;
      }
    }
    assert.equal(print(m, new Row() as never), '{"a":7}');
    for (const [value, shown] of [
      [null, 'null'],
      [1, 'number 1'],
      ['x', 'string "x"'],
      [[], 'an array'],
      [new Map(), 'an object (Map)'],
      [new Date(), 'an object (Date)'],
      [new Uint8Array(3), 'an object (Uint8Array)'],
    ] as const) {
      assert.equal(unprintable(m, value), `m: expected t.M, got ${shown}`);
      assert.equal(unprintable(m, { d: value }), `m.d: expected t.M, got ${shown}`);
    }
  });

  it('are refused by printing where they are of another kind', () => {
    const m = type(
      [
        'int32 a = 1',
        'uint32 b = 2',
        'int64 c = 3',
        'uint64 d = 4',
        'float e = 5',
        'double f = 6',
        'bool g = 7',
        'string h = 8',
        'bytes i = 9',
        'Color j = 10',
        'repeated int32 k = 11',
        'map<int32, string> l = 12',
        'oneof o int32 n = 13',
      ],
      ENUMS,
    );
    for (const [init, message] of [
      [{ a: 1.5 }, 'm.a: expected int32, got number 1.5'],
      [{ a: 2 ** 31 }, 'm.a: expected int32, got number 2147483648'],
      [{ a: '1' }, 'm.a: expected int32, got string "1"'],
      [{ b: -1 }, 'm.b: expected uint32, got number -1'],
      [{ c: 1 }, 'm.c: expected a 64-bit integer (a bigint), got number 1'],
      [{ c: 2n ** 63n }, 'm.c: expected a 64-bit integer (a bigint), got bigint 9223372036854775808n'],
      [{ d: -1n }, 'm.d: expected an unsigned 64-bit integer (a bigint), got bigint -1n'],
      [{ e: 1e39 }, 'm.e: expected float, got number 1e+39'],
      [{ f: '1' }, 'm.f: expected double, got string "1"'],
      [{ g: 1 }, 'm.g: expected boolean, got number 1'],
      [{ h: 1 }, 'm.h: expected string, got number 1'],
      [{ i: 'x' }, 'm.i: expected bytes (a Uint8Array), got string "x"'],
      [{ i: [1] }, 'm.i: expected bytes (a Uint8Array), got an array'],
      [{ j: 'COLOR_RED' }, 'm.j: expected a value of t.Color (an int32), got string "COLOR_RED"'],
      [{ j: 0.5 }, 'm.j: expected a value of t.Color (an int32), got number 0.5'],
      [{ k: 1 }, 'm.k: expected an array, got number 1'],
      [{ k: [1, null] }, 'm.k[1]: expected int32, got null'],
      [{ l: {} }, 'm.l: expected a Map, got an object (Object)'],
      [{ l: new Map([[1, 2]]) }, 'm.l[1]: expected string, got number 2'],
      [{ l: new Map([['1', 'x']]) }, 'm.l["1"]: expected int32, got string "1"'],
      [{ o: 1 }, 'm.o: expected a oneof ({ case, value }), got number 1'],
      [{ o: null }, 'm.o: expected a oneof ({ case, value }), got null'],
      [{ o: { case: 'zz', value: 1 } }, 'm.o: expected a oneof with one of its cases, got string "zz"'],
      [{ o: { case: 'n', value: 'x' } }, 'm.o.value: expected int32, got string "x"'],
      [{ o: { case: 'n' } }, 'm.o.value: expected int32, got undefined'],
    ] as const) {
      assert.equal(unprintable(m, init), message);
    }
  });
});

describe('ProtoJSON of enums', () => {
  it('takes names, aliases and numbers, prints the first name', () => {
    const m = type(['repeated Color c = 1'], ENUMS);
    assert.deepEqual(parse(m, '{"c":["COLOR_ZERO","COLOR_RED","COLOR_CRIMSON","COLOR_BELOW",1,7,-5,-0,1.0,1e0]}'), {
      c: [0, 1, 1, -5, 1, 7, -5, 0, 1, 1],
    });
    assert.equal(print(m, { c: [0, 1, 7, -5] }), '{"c":["COLOR_ZERO","COLOR_RED",7,"COLOR_BELOW"]}');
    assert.equal(print(m, { c: [0, 1, 7, -5] }, { enumsAsIntegers: true }), '{"c":[0,1,7,-5]}');
    for (const json of ['"red"', '"RED"', '"1"', '""', '"__proto__"', '"constructor"'])
      assert.match(refused(m, `{"c":[${json}]}`), /^m\.c\[0\]: t\.Color has no value string /);
    for (const json of ['0.5', '2147483648', 'true', '[]', '{}'])
      assert.match(refused(m, `{"c":[${json}]}`), /^m\.c\[0\]: expected a value of t\.Color/);
  });

  it('passes over unknown names where it may', () => {
    const m = type(
      ['Color a = 1', 'repeated Color b = 2', 'map<int32, Color> c = 3', 'oneof o Color d = 4', 'optional Color e = 5'],
      ENUMS,
    );
    const text = '{"a":"NO","b":["COLOR_RED","NO"],"c":{"1":"NO","2":"COLOR_RED"},"d":"NO","e":"NO"}';
    assert.deepEqual(parse(m, text, { ignoreUnknownFields: true }), m.create({ b: [1], c: new Map([[2, 1]]) }));
  });

  it('keeps to the numbers of a closed one', () => {
    const m = type(['optional Color a = 1', 'repeated Color b = 2'], { syntax: 'proto2', ...ENUMS });
    assert.deepEqual(parse(m, '{"a":1}'), m.create({ a: 1 }));
    assert.match(refused(m, '{"a":7}'), /^m\.a: t\.Color has no value number 7/);
    assert.deepEqual(parse(m, '{"a":7,"b":[1,7]}', { ignoreUnknownFields: true }), m.create({ b: [1] }));
    assert.equal(unprintable(m, { a: 7 }), 'm.a: 7 is no value of the closed enum t.Color');
  });
});

describe('ProtoJSON of maps', () => {
  it('has keys of every kind', () => {
    for (const [kind, keys, bad] of [
      ['int32', [0, -1, 2_147_483_647], ['x', '', '1.5', '2147483648', ' 1', 'true']],
      ['sint32', [0, -1], ['x']],
      ['sfixed32', [0, -1], ['x']],
      ['uint32', [0, 4_294_967_295], ['-1', 'x']],
      ['fixed32', [0, 4_294_967_295], ['-1', 'x']],
      ['int64', [0n, -(2n ** 63n), 2n ** 63n - 1n], ['9223372036854775808', 'x', '']],
      ['sint64', [-1n], ['x']],
      ['sfixed64', [-1n], ['x']],
      ['uint64', [0n, 2n ** 64n - 1n], ['-1', 'x']],
      ['fixed64', [2n ** 64n - 1n], ['-1', 'x']],
      ['bool', [true, false], ['1', 'True', '', 'x']],
      ['string', ['', 'a', '"', 'é', '__proto__', 'constructor', 'toString', '5'], []],
    ] as const) {
      const m = type([`map<${kind}, string> f = 1`]);
      const message = { f: new Map(keys.map((key) => [key, 'x'])) };
      assert.equal(print(m, message), `{"f":{${keys.map((key) => `${JSON.stringify(String(key))}:"x"`).join(',')}}}`);
      assert.deepEqual(parse(m, print(m, message)), message);
      for (const key of bad) assert.match(refused(m, `{"f":{${JSON.stringify(key)}:"x"}}`), /^m\.f\[".*"\]: expected /);
    }
  });

  it('refuses one key in two spellings', () => {
    const m = type(['map<int32, string> f = 1']);
    for (const text of ['{"f":{"1":"x","1.0":"x"}}', '{"f":{"10":"x","1e1":"y"}}', '{"f":{"0":"x","-0":"y"}}'])
      assert.match(refused(m, text), /is there twice/);
  });

  it('has values of every kind, and touches no prototype', () => {
    const m = type(
      ['map<string, M> f = 1', 'map<string, bytes> g = 2', 'map<string, Color> h = 3', 'map<string, int64> i = 4', 'double d = 5'],
      ENUMS,
    );
    const text =
      '{"f":{"__proto__":{"d":1},"constructor":{"f":{"__proto__":{}}}},"g":{"a":"AQ=="},"h":{"toString":"COLOR_RED"},"i":{"b":"5"}}';
    const message = parse(m, text);
    assert.equal(print(m, message), text);
    assert.equal(({} as { d?: number }).d, undefined);
    const json = toJson(m, message) as { f: object };
    assert.deepEqual(Object.keys(json.f), ['__proto__', 'constructor']);
    assert.equal(Object.getPrototypeOf(json.f), Object.prototype);
  });

  it('of string keys are printed of plain objects too', () => {
    const m = type(['map<string, int32> f = 1']);
    assert.equal(print(m, { f: { a: 1 } } as never), '{"f":{"a":1}}');
  });
});

describe('ProtoJSON and depth', () => {
  const m = type(['M m = 1', 'repeated M list = 2', 'map<string, M> map = 3']);
  const nested = (levels: number, open: string, close: string): string => `${open.repeat(levels)}{}${close.repeat(levels)}`;

  it('takes 100 levels of messages, and as many as it is told', () => {
    for (const [open, close] of [
      ['{"m":', '}'],
      ['{"list":[', ']}'],
      ['{"map":{"k":', '}}'],
    ] as const) {
      const deep = parse(m, nested(100, open, close));
      assert.equal(print(m, deep), nested(100, open, close));
      assert.deepEqual(m.decode(m.encode(deep)), deep);
      assert.match(refused(m, nested(101, open, close)), /nested deeper than allowed/);
      assert.match(refused(m, nested(100_000, open, close)), /nested deeper than allowed/);
      parse(m, nested(150, open, close), { maxDepth: 150 });
      assert.match(refused(m, nested(3, open, close), { maxDepth: 2 }), /nested deeper than allowed/);
      assert.match(unprintable(m, deep, { maxDepth: 99 }), /nested deeper than allowed/);
    }
    const round: Record<string, unknown> = {};
    round.m = round;
    assert.match(unprintable(m, round), /nested deeper than allowed/);
    for (const maxDepth of [-1, 1.5, Number.NaN, '5']) {
      assert.throws(() => fromJson(m, {}, { maxDepth: maxDepth as number }), RangeError);
      assert.throws(() => toJson(m, m.create(), { maxDepth: maxDepth as number }), RangeError);
    }
  });

  it('refuses text that nests without end where nobody looks', () => {
    for (const text of ['['.repeat(1e6), '{"a":'.repeat(1e6), `{"x":${'['.repeat(1e6)}`, `{"m":${'[{"a":'.repeat(1e5)}`]) {
      assert.throws(() => fromJsonString(m, text, { ignoreUnknownFields: true }), { name: 'JsonError' });
    }
  });
});
