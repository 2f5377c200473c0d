import assert from 'node:assert/strict';
import { toJson, toJsonString } from '../../../../wire/protobuf/json/to-json.js';
import { parse, print, refused, unprintable } from '../../../support/json-both.js';
import { Random } from '../../../support/random.js';
import { type } from '../../../support/schema.js';

const INT32_KINDS = ['int32', 'sint32', 'sfixed32'];
const UINT32_KINDS = ['uint32', 'fixed32'];
const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);
const INT64_KINDS = ['int64', 'sint64', 'sfixed64'];
const UINT64_KINDS = ['uint64', 'fixed64'];

/** What field `f` of a kind becomes. */
function value(kind: string, json: string): unknown {
  return parse(type([`optional ${kind} f = 1`]), `{"f":${json}}`).f;
}

function refusal(kind: string, json: string): string {
  return refused(type([`optional ${kind} f = 1`]), `{"f":${json}}`);
}

describe('ProtoJSON of integers', () => {
  it('takes numbers and strings, with exponents and fractions of zero', () => {
    for (const kind of [...INT32_KINDS, ...UINT32_KINDS]) {
      for (const [json, number] of [
        ['0', 0],
        ['-0', 0],
        ['"-0"', 0],
        ['7', 7],
        ['"7"', 7],
        ['1e2', 100],
        ['"1E+2"', 100],
        ['100.000', 100],
        ['"100.000"', 100],
        ['12.5e1', 125],
        ['"1250e-1"', 125],
        ['0.0', 0],
        ['"0e999999999999999999"', 0],
        ['2147483647', 2_147_483_647],
        ['"2147483647"', 2_147_483_647],
        ['2.147483647e9', 2_147_483_647],
      ] as const) {
        assert.ok(Object.is(value(kind, json), number), `${kind} ${json}`);
      }
    }
    for (const kind of INT32_KINDS) assert.equal(value(kind, '-2147483648'), -2_147_483_648);
    for (const kind of UINT32_KINDS) assert.equal(value(kind, '"4294967295"'), 4_294_967_295);
  });

  it('takes 64-bit ones as bigints, exactly', () => {
    for (const kind of [...INT64_KINDS, ...UINT64_KINDS]) {
      for (const text of ['0', '9', '99', '4294967296', '9007199254740993', '999999999999999', '1000000000000000', '9223372036854775807']) {
        assert.equal(value(kind, `"${text}"`), BigInt(text), `${kind} ${text}`);
      }
      assert.equal(value(kind, '"1e18"'), 10n ** 18n);
      assert.equal(value(kind, '"12345678901234567890e-1"'), 1_234_567_890_123_456_789n);
      assert.equal(value(kind, '"9007199254740993.000"'), 9_007_199_254_740_993n);
      assert.equal(value(kind, '12'), 12n);
      assert.equal(value(kind, '1e15'), 10n ** 15n);
      assert.equal(value(kind, '-0'), 0n);
    }
    for (const kind of INT64_KINDS) {
      assert.equal(value(kind, '"-9223372036854775808"'), -(2n ** 63n));
      assert.equal(value(kind, '-9223372036854775808'), -(2n ** 63n));
      assert.equal(value(kind, '"-4294967296"'), -(2n ** 32n));
      assert.equal(value(kind, '"-1"'), -1n);
    }
    for (const kind of UINT64_KINDS) assert.equal(value(kind, '"18446744073709551615"'), 2n ** 64n - 1n);
  });

  it('counts a bare number as the double that it is', () => {
    assert.equal(value('int64', '9007199254740993'), 9_007_199_254_740_992n);
    assert.match(refusal('int64', '9223372036854775807'), /^m\.f: expected int64, got number 9223372036854776000$/);
  });

  it('refuses what is out of range', () => {
    for (const kind of INT32_KINDS) for (const text of ['2147483648', '-2147483649', '1e10']) both(kind, text);
    for (const kind of UINT32_KINDS) for (const text of ['4294967296', '-1', '1e10']) both(kind, text);
    for (const kind of INT64_KINDS)
      for (const text of ['9223372036854775808', '-9223372036854775809', '1e19', '99999999999999999999']) both(kind, text);
    for (const kind of UINT64_KINDS) for (const text of ['18446744073709551616', '-1', '1e20', '99999999999999999999']) both(kind, text);
    function both(kind: string, text: string): void {
      // As a double, the first integer below the range of int64 is in it.
      if (text !== '-9223372036854775809') assert.match(refusal(kind, text), /^m\.f: expected u?int(32|64), got number /);
      assert.match(refusal(kind, `"${text}"`), /^m\.f: expected u?int(32|64), got string /);
    }
  });

  it('refuses fractions, other spellings and other kinds', () => {
    for (const kind of [...INT32_KINDS, ...UINT32_KINDS, ...INT64_KINDS, ...UINT64_KINDS]) {
      for (const json of [
        '0.5',
        '1e-1',
        '"0.5"',
        '""',
        '" 1"',
        '"1 "',
        '"+1"',
        '"01"',
        '"-"',
        '"1."',
        '".5"',
        '"1e"',
        '"0x10"',
        '"1_0"',
        '"1n"',
      ]) {
        refusal(kind, json);
      }
      for (const json of ['"NaN"', '"Infinity"', 'true', '[]', '{}', '[1]', '{"a":1}', '"é"', '"١"']) refusal(kind, json);
    }
    assert.equal(
      refusal('int32', '"2147483647.00000000000000000001"'),
      'm.f: expected int32, got string "2147483647.00000000000000000001"',
    );
  });

  it('prints 32-bit ones as numbers and 64-bit ones as strings', () => {
    const m = type(['int32 a = 1', 'uint32 b = 2', 'int64 c = 3', 'fixed64 d = 4']);
    for (const number of [1, 9, 10, 99, 100, 12_345, 999_999, 1_000_000, 123_456_789, 999_999_999, 1_000_000_000, 2_147_483_647]) {
      assert.equal(print(m, m.create({ a: number })), `{"a":${number}}`);
      assert.equal(print(m, m.create({ a: -number })), `{"a":${-number}}`);
      assert.equal(print(m, m.create({ b: number * 2 })), `{"b":${number * 2}}`);
    }
    assert.equal(print(m, m.create({ a: -2_147_483_648, b: 4_294_967_295 })), '{"a":-2147483648,"b":4294967295}');
    for (let power = 0n; power < 64n; power++) {
      for (const near of [-1n, 0n, 1n]) {
        const number = 2n ** power + near;
        if (number > 0n && number < 2n ** 63n) assert.equal(print(m, m.create({ c: number })), `{"c":"${number}"}`);
        if (number > 0n && number <= 2n ** 63n) assert.equal(print(m, m.create({ c: -number })), `{"c":"-${number}"}`);
        if (number > 0n) assert.equal(print(m, m.create({ d: number })), `{"d":"${number}"}`);
      }
    }
    for (let digits = 1n; digits < 20n; digits++) {
      assert.equal(print(m, m.create({ d: 10n ** digits })), `{"d":"${10n ** digits}"}`);
      assert.equal(print(m, m.create({ d: 10n ** digits - 1n })), `{"d":"${10n ** digits - 1n}"}`);
    }
  });

  it(`prints 64-bit ones near every billion, and any other (seed ${SEED})`, () => {
    const m = type(['repeated fixed64 list = 1', 'repeated sint32 small = 2']);
    const random = new Random(SEED);
    const any = (): bigint => (BigInt(random.uint32()) << 32n) | BigInt(random.uint32());
    const list = Array.from({ length: 4000 }, () => [any(), any() >> BigInt(random.between(0, 63))]).flat();
    for (let index = 0; index < 4000; index++) {
      const round = any() % 18_446_744_073n;
      list.push(round * 1_000_000_000n, round * 1_000_000_000n + 1n, round * 1_000_000_000n + 999_999_999n);
    }
    assert.equal(toJsonString(m, m.create({ list })), `{"list":[${list.map((one) => `"${one}"`).join(',')}]}`);
    const small = Array.from({ length: 12_000 }, (_, index) => index - 6000);
    assert.equal(toJsonString(m, m.create({ small })), JSON.stringify({ small }));
  });
});

describe('ProtoJSON of floating-point numbers', () => {
  it('takes numbers, strings and the three names', () => {
    for (const kind of ['double', 'float']) {
      for (const [json, number] of [
        ['0', 0],
        ['-0', -0],
        ['-0.0', -0],
        ['"-0"', -0],
        ['"-0.0"', -0],
        ['1.5', 1.5],
        ['"1.5"', 1.5],
        ['"1e3"', 1000],
        ['1.5E-1', Math.fround(0.15)],
        ['"NaN"', Number.NaN],
        ['"Infinity"', Number.POSITIVE_INFINITY],
        ['"-Infinity"', Number.NEGATIVE_INFINITY],
      ] as const) {
        const got = value(kind, json) as number;
        assert.ok(Object.is(Math.fround(got), number), `${kind} ${json}: ${got}`);
      }
    }
  });

  it('reads each double as the engine does', () => {
    for (const text of [
      '0.1',
      '123456789012345',
      '0.30000000000000004',
      '1.7976931348623157e308',
      '5e-324',
      '0.000001',
      '12345.678901234567',
    ]) {
      assert.equal(value('double', text), Number(text));
      assert.equal(value('double', `-${text}`), -Number(text));
      assert.equal(value('double', `"${text}"`), Number(text));
    }
    assert.equal(value('float', '0.1'), Math.fround(0.1));
    assert.equal(value('float', '3.4028234663852886e38'), 3.4028234663852886e38);
  });

  it('refuses what is out of range, and other spellings', () => {
    for (const json of ['1e309', '-1e309', '"1e309"']) assert.match(refused(type(['double f = 1']), `{"f":${json}}`), /^m\.f: /);
    for (const json of ['3.5e38', '-3.5e38', '"3.5e38"']) assert.match(refusal('float', json), /is out of range for a float$/);
    for (const kind of ['double', 'float']) {
      for (const json of ['""', '"nan"', '"inf"', '"+1"', '"1 "', '"Infinity "', '"--1"', 'true', '[]', '{}']) refusal(kind, json);
    }
  });

  it('prints the fewest digits that read back as the same number', () => {
    const m = type(['double d = 1', 'float f = 2']);
    for (const number of [
      0.1,
      -0.1,
      1.5,
      12.34,
      0.0001,
      0.00001,
      1e21,
      1e-7,
      123456789.125,
      0.30000000000000004,
      5e-324,
      2 ** 53,
      -(2 ** 60),
      1 / 3,
    ]) {
      assert.equal(print(m, m.create({ d: number })), `{"d":${number}}`);
    }
    for (const [number, text] of [
      [0.1, '0.1'],
      [-12.34, '-12.34'],
      [16777216, '16777216'],
      [1 / 3, '0.33333334'],
      [3.4028234663852886e38, '3.4028235e+38'],
      [1e-45, '1e-45'],
      [1.17549435e-38, '1.1754944e-38'],
      [0.00012345, '0.00012345'],
      [1e7, '10000000'],
    ] as const) {
      assert.equal(print(m, m.create({ f: Math.fround(number) })), `{"f":${text}}`);
    }
    assert.equal(print(m, m.create({ d: Number.NaN, f: Number.NEGATIVE_INFINITY })), '{"d":"NaN","f":"-Infinity"}');
  });

  it('prints every float so that it reads back, in 20,000 of them', () => {
    const m = type(['float f = 1']);
    const bits = new Uint32Array(1);
    const floats = new Float32Array(bits.buffer);
    for (let index = 0; index < 20_000; index++) {
      bits[0] = Math.imul(index, 214_783) + index;
      const f = floats[0]!;
      if (Number.isFinite(f)) assert.deepEqual(parse(m, print(m, { f })), { f });
    }
  });

  it('keeps the sign of zero in text', () => {
    const m = type(['double d = 1', 'float f = 2']);
    // JSON.stringify has none, toJsonString has.
    assert.deepEqual(toJson(m, m.create({ d: -0, f: -0 })), { d: -0, f: -0 });
    assert.equal(toJsonString(m, m.create({ d: -0, f: -0 })), '{"d":-0,"f":-0}');
    assert.equal(print(m, m.create({ d: 0, f: 0 })), '{}');
  });
});

describe('ProtoJSON of bool', () => {
  it('takes true and false only', () => {
    assert.equal(value('bool', 'true'), true);
    assert.equal(value('bool', 'false'), false);
    for (const json of ['0', '1', '"true"', '"false"', '""', '[]', '{}'])
      assert.match(refusal('bool', json), /^m\.f: expected boolean, got /);
  });
});

describe('ProtoJSON of strings', () => {
  const m = type(['optional string f = 1']);

  it('are the same on both sides, whatever is in them', () => {
    for (const text of [
      '',
      'a',
      '"quoted"',
      'back\\slash',
      '\b\t\n\f\r',
      '\u0000\u001f',
      '\u007f',
      'é',
      'ÿ\u0100',
      '€',
      '𝄞',
      '\u2028',
      '\ufffd',
      '\ufeff',
      'é€é'.repeat(99),
    ]) {
      assert.equal(print(m, { f: text }), JSON.stringify({ f: text }));
      assert.deepEqual(parse(m, JSON.stringify({ f: text })), { f: text });
    }
    for (let length = 0; length < 130; length++) {
      for (const text of ['x'.repeat(length), `${'x'.repeat(length)}é`, `${'x'.repeat(length)}"`, `é${'x'.repeat(length)}€`]) {
        assert.equal(print(m, { f: text }), JSON.stringify({ f: text }));
        assert.deepEqual(parse(m, JSON.stringify({ f: text })), { f: text });
      }
    }
  });

  it('are the same in lists of any length', () => {
    const list = type(['repeated string f = 1']);
    for (const one of ['', 'a', '"', '\u0000', 'é', '€', '\\ud800', 'x'.repeat(150), `${'x'.repeat(150)}\n`]) {
      for (let length = 0; length < 7; length++) {
        const message = { f: Array.from({ length }, () => one) };
        assert.equal(print(list, message), length === 0 ? '{}' : JSON.stringify(message));
        assert.deepEqual(parse(list, JSON.stringify(message)), message);
      }
    }
    for (const wrong of ['\ud800', `${'x'.repeat(300)}\udc00`, 1, null, undefined]) {
      for (let length = 0; length < 7; length++) {
        const message = { f: [...Array.from({ length }, () => 'é'), wrong] };
        assert.match(unprintable(list, message), new RegExp(`^m\\.f\\[${length}\\]: expected (a )?string`));
      }
    }
  });

  it('take every escape', () => {
    assert.deepEqual(parse(m, '{"f":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\uD834\\udd1e"}'), { f: '"\\/\b\f\n\r\tAé𝄞' });
    assert.deepEqual(parse(m, '{"\\u0066":"x"}'), { f: 'x' });
  });

  it('have no lone surrogates', () => {
    for (const text of ['\\ud800', '\\udc00', '\\udc00\\ud800', 'a\\ud834b']) refuses(`{"f":"${text}"}`);
    function refuses(json: string): void {
      assert.throws(() => parse(m, json), { name: 'JsonError', message: /lone surrogate/ });
    }
    assert.throws(() => parse(m, '{"f":"\ud800"}'), { name: 'JsonError', message: /lone surrogate/ });
    assert.throws(() => print(m, { f: 'a\udc00' }), { name: 'JsonError', message: /^m\.f: expected a string that has a UTF-8 form/ });
    assert.throws(() => print(m, { f: `${'x'.repeat(200)}\ud800` }), { name: 'JsonError' });
  });
});

describe('ProtoJSON of bytes', () => {
  const m = type(['optional bytes f = 1']);

  it('takes Base64 of both alphabets, with and without padding', () => {
    for (const [json, bytes] of [
      ['""', []],
      ['"AQ=="', [1]],
      ['"AQ"', [1]],
      ['"AQI="', [1, 2]],
      ['"AQI"', [1, 2]],
      ['"AQID"', [1, 2, 3]],
      ['"+/+/"', [251, 255, 191]],
      ['"-_-_"', [251, 255, 191]],
      ['"-_"', [251]],
      ['"\\u0041Q=="', [1]],
    ] as const) {
      assert.deepEqual(parse(m, `{"f":${json}}`), { f: Uint8Array.from(bytes) });
    }
  });

  it('refuses other text and other kinds', () => {
    for (const json of ['"A"', '"AQ="', '"AQ==="', '"AQID="', '"A Q="', '"AQ==\\n"', '"é"', '"A=Q="', '1', '[1]', 'true']) {
      assert.match(refused(m, `{"f":${json}}`), /^m\.f: expected /);
    }
  });

  it('prints the standard alphabet with padding', () => {
    for (let length = 0; length < 70; length++) {
      const f = Uint8Array.from({ length }, (_, index) => (index * 37 + length) & 0xff);
      assert.equal(print(m, { f }), `{"f":"${Buffer.from(f).toString('base64')}"}`);
      assert.deepEqual(parse(m, print(m, { f })), { f });
    }
  });
});
