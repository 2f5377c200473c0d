import assert from 'node:assert/strict';
import { Any } from '../../../../wire/protobuf/generated/any.js';
import { Timestamp } from '../../../../wire/protobuf/generated/timestamp.js';
import { Registry } from '../../../../wire/protobuf/registry.js';
import { fromText, toText } from '../../../../wire/protobuf/text/index.js';
import { anyPack } from '../../../../wire/protobuf/well-known/any.js';
import { hex, type } from '../../../support/schema.js';
import { Kinds, New, Old, registry } from '../../../support/text-schema.js';

const oneLine = { singleLine: true };
const printed = (init: object) => toText(Kinds, Kinds.create(init as never), oneLine);

describe('toText', () => {
  it('prints fields in the order of their numbers, and maps in that of their keys', () => {
    const message = Kinds.create({
      map: new Map([
        ['b', {}],
        ['a', { int32: 1 }],
      ]),
      longs: new Map([
        [10n, 'ten'],
        [-1n, ''],
        [9n, 'nine'],
      ]),
      bools: new Map([
        [true, 1],
        [false, 0],
      ]),
      message: { ints: [1, 2] },
      tracked: 0,
      choice: { case: 'text', value: '' },
      int32: 5,
    });
    assert.equal(
      toText(Kinds, message),
      `int32: 5
message {
  ints: 1
  ints: 2
}
map {
  key: "a"
  value {
    int32: 1
  }
}
map {
  key: "b"
  value {
  }
}
longs {
  key: -1
  value: ""
}
longs {
  key: 9
  value: "nine"
}
longs {
  key: 10
  value: "ten"
}
bools {
  key: false
  value: 0
}
bools {
  key: true
  value: 1
}
tracked: 0
text: ""
`,
    );
    assert.equal(toText(Kinds, Kinds.create()), '');
    assert.equal(toText(Kinds, Kinds.create({ message: { int32: 1 } }), { indent: 4 }), 'message {\n    int32: 1\n}\n');
    assert.equal(toText(Kinds, Kinds.create({ message: { int32: 1 } }), { indent: 0 }), 'message {\nint32: 1\n}\n');
    assert.equal(toText(Kinds, Kinds.create({ message: { int32: 1 } }), oneLine), 'message { int32: 1 }');
    for (const indent of [-1, 1.5, 17, Number.NaN, '2'])
      assert.throws(() => toText(Kinds, Kinds.create(), { indent: indent as number }), RangeError);
  });

  it('prints numbers so that they are the same when read', () => {
    for (const [field, value, text] of [
      ['double', 0.1, '0.1'],
      ['double', -0, '-0'],
      ['double', 1e21, '1e+21'],
      ['double', 5e-324, '5e-324'],
      ['double', Number.NaN, 'nan'],
      ['double', Number.POSITIVE_INFINITY, 'inf'],
      ['double', Number.NEGATIVE_INFINITY, '-inf'],
      ['float', Math.fround(0.1), '0.1'],
      ['float', Math.fround(16777217.5), '16777218'],
      ['float', Math.fround(3.4028235e38), '3.4028235e+38'],
      ['float', Math.fround(1.17549435e-38), '1.1754944e-38'],
      ['float', Math.fround(1e-45), '1e-45'],
      ['float', 8388607.5, '8388607.5'],
      ['float', 13.377954483032227, '13.3779545'],
      ['float', -0, '-0'],
      ['uint64', 2n ** 64n - 1n, '18446744073709551615'],
      ['sint64', -(2n ** 63n), '-9223372036854775808'],
      ['bool', true, 'true'],
      ['open', 2, 'true'],
      ['open', 77, '77'],
    ] as const) {
      assert.equal(printed({ [field]: value }), `${field}: ${text}`);
      assert.ok(Object.is((fromText(Kinds, `${field}: ${text}`) as Record<string, unknown>)[field], value), text);
    }
    assert.equal(toText(Old, Old.create({ color: 1 }), oneLine), 'color: BLUE');
  });

  it('escapes what cannot be seen, and leaves letters as they are', () => {
    assert.equal(
      printed({ string: 'a"b\'c\\d\n\r\t\0\x1f1\x7f é ☃ 𝄞 \u0085\u200b\u2028\ufeff\u{e0001}' }),
      String.raw`string: "a\"b'c\\d\n\r\t\000\0371\177 é ☃ 𝄞 \u0085\u200b\u2028\ufeff\U000e0001"`,
    );
    assert.equal(printed({ bytes: hex('00 09 0a 22 27 5c 41 7f 80 ff 31') }), String.raw`bytes: "\000\t\n\"'\\A\177\200\3771"`);
  });

  it('expands an Any whose type the registry has', () => {
    const any = anyPack(Timestamp, { seconds: 5n });
    const types = new Registry(Timestamp);
    assert.equal(toText(Any, any, { ...oneLine, registry: types }), '[type.googleapis.com/google.protobuf.Timestamp] { seconds: 5 }');
    const plain = String.raw`type_url: "type.googleapis.com/google.protobuf.Timestamp" value: "\010\005"`;
    assert.equal(toText(Any, any, oneLine), plain);
    assert.equal(toText(Any, any, { ...oneLine, registry: new Registry() }), plain);
    for (const [typeUrl, value] of [
      ['type.googleapis.com/google.protobuf.Timestamp', '08'],
      ['google.protobuf.Timestamp', '0805'],
      ['/google.protobuf.Timestamp', '0805'],
      ['a b/google.protobuf.Timestamp', '0805'],
      ['x] { } [y/google.protobuf.Timestamp', '0805'],
      ['', ''],
    ] as const) {
      const text = toText(Any, { typeUrl, value: hex(value) as never }, { ...oneLine, registry: types });
      assert.ok(!text.startsWith('['), text);
      assert.deepEqual(fromText(Any, text), { typeUrl, value: hex(value) });
    }
  });

  it('expands as many levels as messages may nest', () => {
    let any = anyPack(Timestamp, {});
    for (let level = 0; level < 150; level++) any = anyPack(Any, any);
    const types = new Registry(Any, Timestamp);
    const text = toText(Any, any, { ...oneLine, registry: types });
    assert.equal(text.split('[type.').length - 1, 100);
    assert.ok(fromText(Any, text, { registry: types }));
  });

  it('prints unknown fields by number where it is told to', () => {
    const Empty = type([]);
    const all = Empty.decode(
      hex('089601 12046869c3a9 2501000000 290200000000000000 33080134 3a00 42020801 4a040a020801 50ffffffffffffffffff01'),
    );
    assert.equal(toText(Empty, all, oneLine), '');
    assert.equal(
      toText(Empty, all, { ...oneLine, printUnknownFields: true }),
      String.raw`1: 150 2: "hi\303\251" 4: 0x00000001 5: 0x0000000000000002 6 { 1: 1 } 7: "" 8 { 1: 1 } 9 { 1 { 1: 1 } } 10: 18446744073709551615`,
    );
    const deep = Empty.decode(Uint8Array.from([...Array(5000).fill(0x0b), ...Array(5000).fill(0x0c)]));
    assert.ok(
      toText(Empty, deep, { ...oneLine, printUnknownFields: true }).startsWith('1 { 1 { 1 { 1 { 1 { 1 { 1 { 1 { 1 { 1 { 1: "\\013'),
    );
    // An extension of a number that no registry knows is as unknown as any other field.
    const old = fromText(Old, '[old.note]: "a"', { registry });
    assert.equal(toText(Old, old, { ...oneLine, printUnknownFields: true }), '100: "a"');
    assert.equal(toText(Old, old, { ...oneLine, printUnknownFields: true, registry }), '[old.note]: "a"');
    assert.equal(toText(New, New.decode(hex('4801')), { ...oneLine, printUnknownFields: true, registry }), '9: 1');
  });

  it('refuses what is no message of its type, with the path to it', () => {
    for (const [message, expected] of [
      [{ int32: 1.5 }, 'kinds.int32: expected int32, got number 1.5'],
      [{ int64: 5 }, 'kinds.int64: expected int64 (a bigint), got number 5'],
      [{ message: { strings: ['a', 5] } }, 'kinds.message.strings[1]: expected string, got number 5'],
      [{ string: '\ud800' }, 'kinds.string: expected a string that has a UTF-8 form, without lone surrogates, got string "\\ud800"'],
      [{ bytes: [1] }, 'kinds.bytes: expected bytes (a Uint8Array), got an array'],
      [{ ints: {} }, 'kinds.ints: expected an array, got an object (Object)'],
      [{ map: [] }, 'kinds.map: expected a Map or a plain object, got an array'],
      [{ choice: 'text' }, 'kinds.choice: expected a oneof ({ case, value }), got string "text"'],
      [{ message: [] }, 'kinds.message: expected t.Kinds, got an array'],
      [{ message: null }, 'kinds.message: expected t.Kinds, got null'],
      [{ double: '1' }, 'kinds.double: expected double, got string "1"'],
      [{ float: 1e300 }, 'kinds.float: expected float, got number 1e+300'],
      [{ bool: 1 }, 'kinds.bool: expected boolean, got number 1'],
      [{ open: 'ONE' }, 'kinds.open: expected a value of t.Open (an int32), got string "ONE"'],
      [null, 'kinds: expected t.Kinds, got null'],
      [5, 'kinds: expected t.Kinds, got number 5'],
    ] as const)
      assert.throws(() => toText(Kinds, message as never), { name: 'EncodeError', message: expected });
    const circle: Record<string, unknown> = {};
    circle.message = circle;
    assert.throws(() => toText(Kinds, circle), /nested more than 100 levels/);
    const nested = Kinds.create({ message: { message: {} } });
    assert.throws(() => toText(Kinds, nested, { maxDepth: 1 }), { name: 'EncodeError', message: /\(maxDepth\)/ });
    assert.ok(toText(Kinds, nested, { maxDepth: 2 }));
    assert.throws(() => toText(Kinds, nested, { maxDepth: -1 }), RangeError);
  });

  it('indents so many levels and no more', () => {
    let deep: Record<string, unknown> = { int32: 1 };
    for (let level = 0; level < 100; level++) deep = { message: deep };
    const message = Kinds.create(deep);
    const lines = toText(Kinds, message).split('\n');
    assert.equal(Math.max(...lines.map((line) => line.search(/[^ ]|$/))), 64);
    assert.equal(lines[10], `${' '.repeat(20)}message {`);
    assert.equal(lines.at(-2), '}');
    assert.equal(lines.at(-12), `${' '.repeat(20)}}`);
    assert.deepEqual(fromText(Kinds, toText(Kinds, message)), message);
  });

  it('prints messages that lack required fields or have fields left out', () => {
    assert.equal(toText(Old, { needy: {} } as never, oneLine), 'needy { }');
    assert.equal(toText(Kinds, { map: { a: {} } } as never, oneLine), 'map { key: "a" value { } }');
  });
});
