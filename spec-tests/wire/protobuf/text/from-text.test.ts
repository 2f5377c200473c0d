import assert from 'node:assert/strict';
import { dynamicExtension, getExtension } from '../../../../wire/protobuf/extension.js';
import { equals } from '../../../../wire/protobuf/message/equals.js';
import type { AnyMessageType } from '../../../../wire/protobuf/message-type.js';
import { type FromTextOptions, fromText, TextError, toText } from '../../../../wire/protobuf/text/index.js';
import { toHex, type } from '../../../support/schema.js';
import { Kinds, MessageSet, New, Old, Parent, registry } from '../../../support/text-schema.js';

type Read = Record<string, unknown>;

const read = (text: string, options?: FromTextOptions): Read => fromText(Kinds, text, options) as Read;

/** What `text` says of one field. */
function value(field: string, text: string): unknown {
  return read(`${field}: ${text}`)[field];
}

function refuses(text: string, expected: RegExp | string, type: AnyMessageType = Kinds as AnyMessageType, options?: FromTextOptions): void {
  assert.throws(
    () => fromText(type, text, options),
    (error) => {
      assert.ok(error instanceof TextError, `${text}: ${error}`);
      if (typeof expected === 'string') assert.equal(error.message, expected);
      else assert.match(error.message, expected);
      return true;
    },
    text,
  );
}

describe('fromText: numbers', () => {
  const LIMITS: readonly (readonly [string, string, string])[] = [
    ['int32', '-2147483648', '2147483647'],
    ['sint32', '-0x80000000', '0x7fffffff'],
    ['sfixed32', '-020000000000', '017777777777'],
    ['uint32', '0', '4294967295'],
    ['fixed32', '0X0', '0Xffffffff'],
    ['int64', '-9223372036854775808', '9223372036854775807'],
    ['sint64', '-0x8000000000000000', '0x7FFFFFFFFFFFFFFF'],
    ['sfixed64', '-01000000000000000000000', '0777777777777777777777'],
    ['uint64', '0', '18446744073709551615'],
    ['fixed64', '00', '01777777777777777777777'],
  ];

  it('take every integer of their range, in decimal, octal and hexadecimal', () => {
    for (const [kind, lowest, highest] of LIMITS) {
      const bits = kind.endsWith('64') ? 64n : 32n;
      const signed = !kind.startsWith('u') && !kind.startsWith('f');
      const as = (number: bigint) => (bits === 64n ? number : Number(number));
      assert.deepEqual(value(kind, lowest), as(signed ? -(2n ** (bits - 1n)) : 0n), kind);
      assert.deepEqual(value(kind, highest), as(2n ** (signed ? bits - 1n : bits) - 1n), kind);
    }
    assert.equal(value('int64', `0x${'0'.repeat(1000)}7fffffffffffffff`), 2n ** 63n - 1n);
    assert.equal(value('uint64', `${'0'.repeat(1000)}1`), 1n);
  });

  it('refuse what is beyond it', () => {
    for (const text of ['int32: 2147483648', 'int32: -2147483649', 'sint32: 0x80000000', 'uint32: 4294967296', 'sfixed32: -020000000001'])
      refuses(text, /out of the range of/);
    for (const text of [
      'int64: 9223372036854775808',
      'int64: -9223372036854775809',
      'uint64: 18446744073709551616',
      'fixed64: 0x10000000000000000',
    ])
      refuses(text, /out of the range of/);
    refuses(`uint64: ${'9'.repeat(100_000)}`, /out of the range of uint64/);
    refuses(`int64: -0x${'f'.repeat(100_000)}`, /out of the range of int64/);
  });

  it('of unsigned kinds have no sign, not even in front of zero', () => {
    for (const kind of ['uint32', 'uint64', 'fixed32', 'fixed64'])
      refuses(`${kind}: -0`, new RegExp(`expected ${kind}, which has no sign`));
    assert.ok(Object.is(value('int32', '-0'), 0));
    assert.equal(value('int64', '-0'), 0n);
  });

  it('of integer kinds are integers', () => {
    for (const text of ['1.0', '1e3', '1f', 'inf', '"1"', 'true', '{}', '']) {
      for (const kind of ['int32', 'uint64', 'sint64']) refuses(`${kind}: ${text}`, /expected an integer/);
    }
  });

  it('of float kinds come in every decimal form', () => {
    for (const [text, expected] of [
      ['1', 1],
      ['-1.5', -1.5],
      ['1.', 1],
      ['.5', 0.5],
      ['-.5e1', -5],
      ['1e3', 1000],
      ['1E+3', 1000],
      ['1.5e-3', 0.0015],
      ['10f', 10],
      ['10F', 10],
      ['.5f', 0.5],
      ['1.f', 1],
      ['1e2F', 100],
      ['-0', -0],
      ['-0f', -0],
      ['1e400', Number.POSITIVE_INFINITY],
      ['-1e18446744073709551616', Number.NEGATIVE_INFINITY],
      ['1e-18446744073709551616', 0],
      ['-1e-400', -0],
      ['inf', Number.POSITIVE_INFINITY],
      ['-INFINITY', Number.NEGATIVE_INFINITY],
      ['NaN', Number.NaN],
      ['-nan', Number.NaN],
      ['- # a comment\n 2.5', -2.5],
      ['18446744073709551616', 2 ** 64],
    ] as const) {
      assert.ok(Object.is(value('double', text), expected), text);
    }
    assert.equal(value('float', '0.1'), Math.fround(0.1));
    assert.equal(value('float', '1e50'), Number.POSITIVE_INFINITY);
    assert.ok(Object.is(value('float', '-1e-50'), -0));
    assert.equal(value('float', '3.4028235e+38'), Math.fround(3.4028235e38));
  });

  it('of float kinds are decimal', () => {
    for (const text of ['0x1', '-0x1', '012', '-012', 'infi', 'infinityy', '"1"', '{}'])
      refuses(`double: ${text}`, /expected a decimal number/);
  });

  it('are followed by no letter or digit', () => {
    for (const text of ['10bar: 20', '0xg', '09', '1e', '1.5x', '10_', '0x1fz', '012f', '1ff'])
      refuses(`double: ${text}`, /put a space between|expected/);
    assert.deepEqual(read('int32: 10,uint32:20'), read('int32: 10 uint32: 20'));
    refuses('double: 1 . 0', /expected a field/);
    refuses('double: 1.5.5', /expected a field/);
  });
});

describe('fromText: bools and enums', () => {
  it('have several forms', () => {
    for (const text of ['true', 'True', 't', '1', '01', '0x1', '0x0001']) assert.equal(value('bool', text), true, text);
    for (const text of ['false', 'False', 'f', '0', '00', '0x0']) assert.equal(value('bool', text), false, text);
    for (const text of ['TRUE', 'yes', '2', '-1', '-0', '1.0', '1f', '"true"', 'T']) refuses(`bool: ${text}`, /expected true or false/);
  });

  it('of enums are names or numbers', () => {
    for (const [text, number] of [
      ['ONE', 1],
      ['1', 1],
      ['0x1', 1],
      ['true', 2],
      ['inf', 3],
      ['42', 42],
      ['-5', -5],
    ] as const)
      assert.equal(value('open', text), number);
    refuses('open: TWO', 'line 1, column 7: t.Open has no value "TWO"');
    refuses('open: -inf', /expected an integer/);
    refuses('open: 2147483648', /out of the range/);
    for (const text of ['"ONE"', '1.0', '[ONE]']) refuses(`open: ${text}`, /expected/);
    assert.deepEqual(read('opens: [ONE, 0]').opens, [1, 0]);
  });

  it('of closed enums have a value', () => {
    assert.equal((fromText(Old, 'color: 1') as Read).color, 1);
    assert.equal((fromText(Old, 'color: AZURE') as Read).color, 1);
    refuses('color: 42', 'line 1, column 8: old.Color is closed and has no value with number 42', Old as AnyMessageType);
  });
});

describe('fromText: strings', () => {
  it('have every escape', () => {
    assert.equal(value('string', String.raw`'\a\b\f\n\r\t\v\?\\\'\"'`), '\x07\b\f\n\r\t\v?\\\'"');
    assert.equal(value('string', String.raw`"\1234\x213\xFHi\5Hello\0"`), 'S4!3\x0fHi\x05Hello\0');
    assert.equal(value('string', String.raw`"\341\210\264 \xe1\x88\xb4 \u1234 \U00001234 \U00010437"`), 'ሴ ሴ ሴ ሴ 𐐷');
    assert.equal(value('string', `"a" 'b'\n# between\n"c"'d'`), 'abcd');
    assert.equal(value('string', String.raw`"\xf0\x90" "\x90\xb7"`), '𐐷');
    assert.equal(value('string', `'\t"\u2028é𝄞'`), '\t"\u2028é𝄞');
    assert.equal(toHex(value('bytes', String.raw`'\300\xff é' "\u00e9"`) as Uint8Array), 'c0ff20c3a9c3a9');
    assert.equal((value('bytes', `"${'é'.repeat(1000)}"`) as Uint8Array).length, 2000);
  });

  it('refuse what is no string', () => {
    for (const field of ['string', 'bytes']) {
      for (const [text, expected] of [
        ["'first\nsecond'", /a line feed cannot stand in a string/],
        ["'open", /the string has no end/],
        ["'open\\'", /the string has no end/],
        ["'open\\", /the string has no end/],
        [String.raw`'\U00110000'`, /is no character/],
        [String.raw`'\UFFFFFFFF'`, /is no character/],
        [String.raw`'\ud801\udc37'`, /half of a surrogate pair/],
        [String.raw`'\ud800'`, /half of a surrogate pair/],
        [String.raw`'\U0000dc00'`, /half of a surrogate pair/],
        [String.raw`'\u12'`, /4 hexadecimal digits must follow/],
        [String.raw`'\U0001043'`, /8 hexadecimal digits must follow/],
        [String.raw`'\xg'`, /one or two hexadecimal digits/],
        [String.raw`'\400'`, /is no byte/],
        [String.raw`'\q'`, /is no escape/],
        ["'\\\n'", /is no escape/],
        [String.raw`'\X41'`, /is no escape/],
        ['5', /expected a string in quotes/],
        ['abc', /expected a string in quotes/],
        ['-"a"', /expected a string in quotes/],
      ] as const)
        refuses(`${field}: ${text}`, expected);
    }
    for (const text of [String.raw`'\300'`, String.raw`'\xed\xa0\x80'`, String.raw`'\xe1\x88 \xb4'`, String.raw`'\xe1\x88' 'a' '\xb4'`])
      refuses(`string: ${text}`, /not UTF-8/);
  });

  it('have no NUL and no lone surrogate, nor has a comment', () => {
    refuses('string: "a\0"', 'line 1, column 11: a NUL character cannot stand in text format; \\000 in a string is one');
    refuses('# \0', /NUL/);
    refuses('string: "\ud800"', 'line 1, column 10: a lone surrogate is no character: the text has no UTF-8 form');
    refuses('bytes: "\udc00"', /lone surrogate/);
  });
});

describe('fromText: fields', () => {
  it('are separated by space, or by one comma or semicolon', () => {
    const expected = read('int32: 1 string: "a" message: { int32: 2 } ints: 3');
    for (const text of [
      'int32:1,string:"a";message{int32:2}ints:3',
      'int32 : 1 ; string : "a" , message < int32 : 2 ; > ; ints : [ 3 ] ,',
      '# a comment\nint32: 1 # another\nstring#\n:#"\n"a"\tmessage:\v<int32\f: 2>\r\nints: 3#end',
    ])
      assert.deepEqual(read(text), expected, text);
    for (const text of ['int32: 1,,', 'int32: 1;;', 'int32: 1,;', ',int32: 1', 'message { int32: 1,, }', ';'])
      refuses(text, /expected a field/);
  });

  it('of scalars have a colon, of messages they may', () => {
    assert.deepEqual(read('message {} messages [{}, <>] map [{ key: "a" }]'), read('message: {} messages: [{}, <>] map: [{ key: "a" }]'));
    refuses('int32 1', 'line 1, column 7: expected ":", got "1"');
    refuses('ints [1]', 'line 1, column 6: expected ":", got "["');
    refuses('strings "a"', /expected ":"/);
    refuses('message: 1', 'line 1, column 10: expected "{" or "<" (t.Kinds), got "1"');
    refuses('message {', /expected a field of t.Kinds or "}", got the end of the text/);
    refuses('message { >', /expected a field of t.Kinds or "}", got ">"/);
    refuses('message <}', /or ">"/);
    refuses('message', /expected "{" or "<"/);
    refuses('}', /expected a field/);
    refuses('int32:', /expected an integer \(int32\), got the end of the text/);
  });

  it('that are repeated take values and lists in any mixture', () => {
    assert.deepEqual(read('ints: 1 ints: [] ints: [2, 3] ints: 4').ints, [1, 2, 3, 4]);
    assert.deepEqual(read('strings: ["a" "b", \'c\']').strings, ['ab', 'c']);
    assert.equal((read('messages {} messages: [{}, <int32: 1>]').messages as unknown[]).length, 3);
    for (const text of ['[1,]', '[,1]', '[1 2]', '[1;2]', '[1,,2]', '[', '[1', '[1}', '[[1]]']) refuses(`ints: ${text}`, /expected/);
    for (const text of ['int32: [1]', 'message: [{}]', 'text: ["a"]', 'int32: []']) refuses(text, /expected/);
  });

  it('that are singular come once, unless they are merged', () => {
    for (const text of [
      'int32: 0 int32: 0',
      'message {} message {}',
      'tracked: 1 tracked: 1',
      'text: "" text: ""',
      'text: "" flag: true',
      'nested {} text: ""',
    ])
      refuses(text, /given/);
    refuses('int32: 1\nint32: 2', 'line 2, column 1: int32 is given twice; with the option merge the last one holds');
    refuses(
      'text: "a" flag: true',
      'line 1, column 11: a member of the oneof choice is already given; with the option merge the last one holds',
    );
    // More of them than a number has bits.
    const Wide = type(Array.from({ length: 70 }, (_, index) => `optional int32 f${index} = ${index + 1}`));
    const once = Array.from({ length: 70 }, (_, index) => `f${index}: ${index}`).join(' ');
    assert.equal((fromText(Wide, once) as Read).f69, 69);
    for (const index of [0, 30, 31, 32, 69])
      refuses(`${once} f${index}: 2`, new RegExp(`: f${index} is given twice`), Wide as AnyMessageType);
    const merge = { merge: true };
    assert.equal(read('int32: 1 int32: 2', merge).int32, 2);
    assert.deepEqual(
      read('message { int32: 1 ints: 1 } message { uint32: 2 ints: 2 } nested { int32: 1 } nested { uint32: 1 }', merge),
      read('message { int32: 1 uint32: 2 ints: [1, 2] } nested { int32: 1 uint32: 1 }'),
    );
    assert.deepEqual(read('nested { int32: 1 } text: "a" nested { uint32: 2 }', merge).choice, read('nested { uint32: 2 }').choice);
  });

  it('that do not exist are refused, but for reserved ones', () => {
    refuses('nope: 1', 'line 1, column 1: t.Kinds has no field "nope"');
    refuses('INT32: 1', /no field "INT32"/);
    refuses('3: 1', 'line 1, column 1: "3" is no field\'s name: a number does not tell how its value is to be encoded');
    const values = [
      'true',
      '-123',
      '0.123',
      'NAME',
      '-inf',
      '"a" "b"',
      '{ a: 123 b { c: [1, -2] } [x.y]: 1 [u/x.y] <> }',
      '< a: 123, >',
      '[-123, 4]',
      '["a"]',
      '[]',
    ];
    for (const text of values) {
      assert.deepEqual(fromText(Old, `gone: ${text} color: BLUE old_name: ${text};`), fromText(Old, 'color: BLUE'), text);
      assert.deepEqual(read(`nope: ${text}, int32: 1`, { ignoreUnknownFields: true }), read('int32: 1'));
    }
    assert.deepEqual(fromText(Old, 'gone {} gone <> gone [{}, <>]'), Old.create());
    for (const text of [
      'gone 1',
      'gone',
      'gone: ',
      'gone: {',
      'gone: [1',
      'gone: [1,]',
      'gone: "\\q"',
      'gone: -"a"',
      'gone [1]',
      'gone: { 1: 1 }',
    ])
      refuses(text, /./, Old as AnyMessageType);
  });

  it('of maps are entries', () => {
    assert.deepEqual(
      read('longs { key: 1 value: "a" } longs: [{ value: "b" key: -0x2 }, {}] longs { key: 1 value: "c" }').longs as Map<bigint, string>,
      new Map([
        [1n, 'c'],
        [-2n, 'b'],
        [0n, ''],
      ]),
    );
    const map = read('map { key: "__proto__" value { int32: 1 } } map { key: "__proto__" value: <uint32: 2> }').map as Map<string, Read>;
    assert.equal(map.get('__proto__')?.int32, 0);
    assert.equal(map.get('__proto__')?.uint32, 2);
    assert.deepEqual((read('map { key: "constructor" }').map as Map<string, unknown>).get('constructor'), Kinds.create());
    refuses('longs { key: 1 key: 2 }', /key of a map's entry is given twice/);
    refuses('longs { value: "" value: "" }', /value of a map's entry is given twice/);
    refuses('longs { other: 1 }', /expected key, value or "}"/);
    refuses('longs { key: "a" }', /expected an integer/);
    refuses('longs: 1', /an entry of a map/);
    refuses('longs { key: 1', /expected key, value or "}", got the end/);
    assert.equal((read('map { value { int32: 1 } value { uint32: 1 } }', { merge: true }).map as Map<string, Read>).get('')?.int32, 1);
  });

  it('called like what every object has are fields', () => {
    const message = read('__proto__: "a" constructor { key: "__proto__" value: "b" } constructor { key: "toString" value: "c" }');
    assert.equal(Object.getPrototypeOf(message), Object.prototype);
    assert.equal(
      toText(Kinds, message, { singleLine: true }),
      '__proto__: "a" constructor { key: "__proto__" value: "b" } constructor { key: "toString" value: "c" }',
    );
    for (const name of ['toString', 'hasOwnProperty', 'valueOf']) refuses(`${name}: 1`, /has no field/);
  });

  it('nest to a depth', () => {
    const nested = (levels: number, open = 'message {') => open.repeat(levels) + '}'.repeat(levels);
    assert.ok(read(nested(100)));
    refuses(nested(101), /nested deeper than allowed/);
    refuses(nested(100_000), /nested deeper than allowed/);
    refuses(nested(2), 'line 1, column 18: messages are nested deeper than allowed (maxDepth)', Kinds as AnyMessageType, { maxDepth: 1 });
    refuses(nested(100_000, 'nope {'), /nested deeper/, Kinds as AnyMessageType, { ignoreUnknownFields: true });
    refuses(`gone ${'{ a '.repeat(100_000)}`, /nested deeper/, Old as AnyMessageType);
    refuses(`${'map { value {'.repeat(101)}`, /nested deeper/);
    const options = { registry };
    refuses(`any { ${'[x/new.New] { any { '.repeat(60)}`, /nested deeper/, New as AnyMessageType, options);
    assert.throws(() => read('', { maxDepth: -1 }), RangeError);
    for (const text of [undefined, null, 5, new Uint8Array(0)]) assert.throws(() => fromText(Kinds, text as never), TypeError);
  });

  it('take memory in proportion to their text', () => {
    const limited = (text: string, maxMemoryBytes?: number) => refuses(text, /maxMemoryBytes/, Kinds as AnyMessageType, { maxMemoryBytes });
    limited('messages: [{}, {}, {}]', 1000);
    limited('map { key: "a" }', 500);
    limited('ints: 1', 100);
    limited(`messages: [${'{},'.repeat(200_000)}{}]`);
    assert.ok(read(`messages: [${'{},'.repeat(20_000)}{}]`));
    assert.ok(read('messages: [{}, {}, {}]', { maxMemoryBytes: Number.POSITIVE_INFINITY }));
    refuses('[old.note]: "a"', /maxMemoryBytes/, Old as AnyMessageType, { registry, maxMemoryBytes: 100 });
    for (const maxMemoryBytes of [-1, Number.NaN, '5'])
      assert.throws(() => read('', { maxMemoryBytes: maxMemoryBytes as number }), RangeError);
  });

  it('take time in proportion to their text', () => {
    const many = 100_000;
    assert.equal((read('ints: 1 '.repeat(many)).ints as unknown[]).length, many);
    assert.equal((read(`strings: "\\n" `.repeat(many)).strings as unknown[]).length, many);
    assert.equal((read('message { ints: 1 }'.repeat(many), { merge: true }).message as { ints: unknown[] }).ints.length, many);
    assert.equal((read('string: '.concat('"a\\x41"'.repeat(many))).string as string).length, many * 2);
    assert.equal((read('bytes: '.concat('"a\\x41\\377"'.repeat(many))).bytes as Uint8Array).length, many * 3);
    assert.equal(read(`${'# \n'.repeat(many)}int32: ${' '.repeat(many)}1`).int32, 1);
    const old = fromText(Old, '[ o l d . numbers ]: 1 '.repeat(many / 2), { registry });
    assert.equal((getExtension(Old, old, dynamicExtension(registry.extension('old.numbers')!)) as unknown[]).length, many / 2);
    refuses(`[${'a '.repeat(many)}]: 1`, /is no extension/, Old as AnyMessageType, { registry });
    refuses(`${'\n'.repeat(many)}x`, new RegExp(`^line ${many + 1}, column 1: `));
    refuses(`string: "${'\\'.repeat(many)}`, /no end/);
  });

  it('that are required must be there', () => {
    refuses('needy {\n}', 'line 2, column 2: old.needy.id: required field is missing', Old as AnyMessageType);
    assert.ok(fromText(Old, 'needy {}', { allowMissingRequired: true }));
    refuses('[old.needed] {}', /required field is missing/, Old as AnyMessageType, { registry });
    const partial = { registry, allowMissingRequired: true };
    for (const [type, text] of [
      [Old, '[old.needed] { }'],
      [New, 'any { [x/old.Old] { needy { } } }'],
    ] as const) {
      assert.equal(toText(type, fromText(type, text, partial), { registry, singleLine: true }), text);
    }
    assert.ok(fromText(Old, 'needy {} needy { id: 1 }', { merge: true }));
  });
});

describe('fromText: groups', () => {
  it('go by the name of their type, and of their field', () => {
    for (const text of ['Data { a: 1 }', 'Data: { a: 1 }', 'data { a: 1 }', 'data: < a: 1 >']) {
      const message = fromText(Old, text) as Read;
      assert.equal((message.data as Read).a, 1);
      assert.equal(toText(Old, message, { singleLine: true }), 'Data { a: 1 }');
    }
    assert.equal(
      toText(Old, fromText(Old, 'multiword {} MultiWord [{}, {}]'), { singleLine: true }),
      'MultiWord { } MultiWord { } MultiWord { }',
    );
    refuses('DATA {}', /no field/, Old as AnyMessageType);
    refuses('Data {} data {}', /given twice/, Old as AnyMessageType);
  });

  it('of editions only where they look like one', () => {
    const message = fromText(Parent, 'GroupLike { a: 1 } other { a: 2 }');
    assert.equal(toText(Parent, message, { singleLine: true }), 'GroupLike { a: 1 } other { a: 2 }');
    assert.ok(fromText(Parent, 'grouplike {}'));
    refuses('Other {}', /no field/, Parent as AnyMessageType);
    // Its type stands outside of the message.
    const apart = fromText(Parent, 'apart { a: 3 }');
    assert.equal(toText(Parent, apart, { singleLine: true }), 'apart { a: 3 }');
    refuses('Apart {}', /no field/, Parent as AnyMessageType);
  });
});

describe('fromText: extensions', () => {
  const options = { registry };
  const named = (name: string) => dynamicExtension(registry.extension(name)!);

  it('go by their full names in brackets', () => {
    const text =
      'color: BLUE [old.note]: "hi" [old.numbers]: 1 [old.numbers]: [2, 3] [old.more] { [old.note]: "in" Data { a: 1 } } [old.extgroup] { a: 4 } [old.colors]: [RED, AZURE]';
    const message = fromText(Old, text, options);
    assert.equal(getExtension(Old, message, named('old.note')), 'hi');
    assert.deepEqual(getExtension(Old, message, named('old.numbers')), [1, 2, 3]);
    assert.equal((getExtension(Old, message, named('old.extgroup')) as Read).a, 4);
    assert.equal(
      toText(Old, message, { registry, singleLine: true }),
      'color: BLUE [old.note]: "hi" [old.numbers]: 1 [old.numbers]: 2 [old.numbers]: 3 [old.more] { Data { a: 1 } [old.note]: "in" } [old.extgroup] { a: 4 } [old.colors]: RED [old.colors]: BLUE',
    );
    assert.equal(toText(Old, message, { singleLine: true }), 'color: BLUE');
    assert.ok(equals(Old, fromText(Old, toText(Old, message, options), options), message));
  });

  it('may have white space and comments in their names', () => {
    const message = fromText(Old, '[ old # a\n .\tno\nte ]: "hi"', options);
    assert.equal(getExtension(Old, message, named('old.note')), 'hi');
  });

  it('are those of the message', () => {
    const bad = (text: string, expected: RegExp, withOptions: FromTextOptions = options) =>
      refuses(text, expected, Old as AnyMessageType, withOptions);
    bad('[old.note]: "a"', /without a registry none is known/, {});
    bad('[old.nope]: "a"', /the registry has none of old.Old/);
    bad('[old.Item.item] {}', /the registry has none of old.Old/);
    bad('[old.ExtGroup] {}', /is no extension/);
    bad('[old.note]: "a" [old.note]: "b"', /given twice/);
    bad('[old.note] "a"', /expected ":"/);
    bad('[old.note]: ["a"]', /expected a string/);
    bad('[old.numbers]: [1', /expected/);
    bad('[old.colors]: 7', /is closed/);
    for (const name of ['', '.', 'a.', '.a', 'a..b', '1a', 'a.1', 'a-b', '"a"', '/a.b', '//a.b', 'a/', 'a b/c d/', '%zz/a.b', 'é/a'])
      bad(`[${name}]: 1`, /is neither/);
    bad('[old.note', /not closed/);
    bad('[old.note # ]', /not closed/);
    const merged = fromText(Old, '[old.note]: "a" [old.note]: "b" [old.more] { color: BLUE } [old.more] { Data {} }', {
      registry,
      merge: true,
    });
    assert.equal(toText(Old, merged, { registry, singleLine: true }), '[old.note]: "b" [old.more] { Data { } color: BLUE }');
    assert.deepEqual(fromText(Old, '[some.thing] { a: 1 } color: BLUE', { ignoreUnknownFields: true }), fromText(Old, 'color: BLUE'));
  });

  it('stand in message sets', () => {
    const message = fromText(MessageSet, '[old.Item.item] { a: 5 }', options);
    assert.equal(toHex(MessageSet.encode(message)), '0b1080a8d6b9071a0208050c');
    assert.equal(toText(MessageSet, message, { registry, singleLine: true }), '[old.Item.item] { a: 5 }');
  });
});

describe('fromText: Any', () => {
  const options = { registry };
  const read = (text: string) => (fromText(New, text, options) as Read).any as Read;

  it('is read expanded and plain', () => {
    const any = read('any { [type.googleapis.com/t.Kinds] { int32: 12345 } }');
    assert.equal(any.typeUrl, 'type.googleapis.com/t.Kinds');
    assert.equal(toHex(any.value as Uint8Array), '18b960');
    assert.deepEqual(read(`any { type_url: "type.googleapis.com/t.Kinds" value: "\\030\\271\`" }`), any);
    assert.deepEqual(read('any: < [ type.googleapis.com # x\n / t . Kinds ]: < int32: 12345 >, >'), any);
    assert.equal(read('any { [a.b-c~d!$&()*+,;=_%2f/x//t.Kinds] {} }').typeUrl, 'a.b-c~d!$&()*+,;=_%2f/x//t.Kinds');
    const text =
      'any { [x/new.New] { any { [y/t.Kinds] { int32: 1 } } } } list { [z/old.Old] { [old.note]: "a" } } list { type_url: "unknown/x.Y" }';
    assert.equal(toText(New, fromText(New, text, options), { registry, singleLine: true }), text);
  });

  it('is refused where its type is not known, or it has other fields too', () => {
    const bad = (text: string, expected: RegExp, withOptions: FromTextOptions = options) =>
      refuses(text, expected, New as AnyMessageType, withOptions);
    bad('any { [type.googleapis.com/unknown] { a: 1 } }', /unknown cannot be read: the registry has no such type/);
    bad('any { [x/t.Kinds] {} }', /without a registry no type is known/, {});
    bad('any { [x/t.Kinds] {} type_url: "a" }', /an expanded Any has one field/);
    bad('any { type_url: "a" [x/t.Kinds] {} }', /already has another/);
    bad('any { [x/t.Kinds] {} [x/t.Kinds] {} }', /one field/);
    bad('any { [x/t.Kinds]: 1 }', /expected "{" or "<"/);
    bad('any { [x/t.Kinds] { nope: 1 } }', /no field "nope"/);
    bad('[x/t.Kinds] {}', /only google.protobuf.Any/);
    bad('any { [x/old.Old] { needy {} } }', /required field is missing/);
  });
});
