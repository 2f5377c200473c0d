/** JSON text itself (RFC 8259): what is taken, what is refused and where, and how it is laid out. */
import assert from 'node:assert/strict';
import { Struct, Value } from '../../../../wire/protobuf/generated/struct.js';
import { JsonError } from '../../../../wire/protobuf/json/errors.js';
import { fromJson, fromJsonString } from '../../../../wire/protobuf/json/from-json.js';
import { toJson, toJsonString } from '../../../../wire/protobuf/json/to-json.js';
import type { JsonValue } from '../../../../wire/protobuf/json/value.js';
import { Random } from '../../../support/random.js';
import { type } from '../../../support/schema.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);

function randomText(random: Random): string {
  const length = random.oneIn(10) ? random.between(0, 120) : random.between(0, 14);
  return Array.from({ length }, () =>
    random.pick(['a', 'z', ' ', '"', '\\', '/', '\n', '\u0000', '\u001f', 'é', 'ÿ', '€', '𝄞', '\u2028', '__proto__', '{', ',', ':']),
  ).join('');
}

function randomJson(random: Random, level: number): JsonValue {
  switch (random.between(0, level > 5 ? 5 : 8)) {
    case 0:
      return null;
    case 1:
      return random.oneIn(2);
    case 2:
      return random.pick([
        0,
        -1,
        1.5,
        1e21,
        1e-7,
        123_456_789_012,
        0.1,
        5e-324,
        1.7976931348623157e308,
        random.uint32() / 3,
        random.uint32() / 1000,
      ]);
    case 3:
    case 4:
      return randomText(random);
    case 5:
    case 6:
      return Array.from({ length: random.between(0, 5) }, () => randomJson(random, level + 1));
    default:
      return Object.fromEntries(Array.from({ length: random.between(0, 5) }, () => [randomText(random), randomJson(random, level + 1)]));
  }
}

describe('JSON text', () => {
  it(`means what JSON.parse and JSON.stringify say, in 3,000 random values (seed ${SEED})`, () => {
    const random = new Random(SEED);
    for (let index = 0; index < 3000; index++) {
      const json = randomJson(random, 0);
      const text = JSON.stringify(json, null, random.pick([undefined, 1, '\t', '  ']));
      const value = fromJsonString(Value, text);
      assert.deepEqual(fromJson(Value, json), value, text);
      assert.deepEqual(JSON.parse(toJsonString(Value, value)), json);
      assert.deepEqual(toJson(Value, value), json);
      const escaped = text.replace(/[a-zé€]/g, (one) =>
        /[a-z]/.test(one) ? one : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
      assert.deepEqual(fromJsonString(Value, escaped), value);
    }
  });

  it(`is refused where JSON.parse refuses it, in 20,000 mutated texts (seed ${SEED})`, () => {
    const random = new Random(SEED);
    let taken = 0;
    for (let index = 0; index < 20_000; index++) {
      const text = mutated(random, JSON.stringify(randomJson(random, 2)));
      let expected: JsonValue | undefined;
      try {
        expected = JSON.parse(text) as JsonValue;
      } catch {
        assert.throws(() => fromJsonString(Value, text), JsonError, JSON.stringify(text));
        continue;
      }
      try {
        const value = fromJsonString(Value, text);
        assert.deepEqual(value, fromJson(Value, expected), JSON.stringify(text));
        taken++;
      } catch (error) {
        // What it refuses besides: a name that comes twice, a lone surrogate, a number out of range.
        assert.match(String(error), /is there twice|lone surrogate|expected a JSON value, got number -?Infinity/, JSON.stringify(text));
      }
    }
    assert.ok(taken > 2000);
  });

  it('has one form on one line, and one with each indentation', () => {
    const random = new Random(SEED);
    for (let index = 0; index < 300; index++) {
      const json = Object.fromEntries([['a', randomJson(random, 1)]]);
      const struct = fromJson(Struct, json);
      assert.equal(toJsonString(Struct, struct), JSON.stringify(json));
      for (const indent of [1, 2, 16, '\t', ' \t'] as const) {
        const native = JSON.stringify(json, null, typeof indent === 'number' ? ' '.repeat(indent) : indent);
        if (indent !== 16) assert.equal(toJsonString(Struct, struct, { indent }), native);
        assert.deepEqual(JSON.parse(toJsonString(Struct, struct, { indent })), json);
      }
      assert.equal(toJsonString(Struct, struct, { indent: 0 }), JSON.stringify(json));
      assert.equal(toJsonString(Struct, struct, { indent: '' }), JSON.stringify(json));
    }
    for (const indent of [-1, 17, 1.5, 'x', ' x', true, Number.NaN]) {
      assert.throws(
        () => toJsonString(Value, Value.create({ kind: { case: 'boolValue', value: true } }), { indent: indent as number }),
        RangeError,
      );
    }
  });

  it('has no signs but those of JSON', () => {
    for (const text of [
      '',
      ' ',
      '{',
      '[',
      '"',
      '"a',
      '"\\',
      '"\\u12',
      '"\\u12x4"',
      '"\\x41"',
      "'a'",
      '{a:1}',
      "{'a':1}",
      '{"a" 1}',
      '{"a":}',
      '{"a":1,}',
      '{,}',
      '{"a":1 "b":2}',
      '[1,]',
      '[,1]',
      '[1 2]',
      '[1]]',
      '{}{}',
      'nul',
      'nulll',
      'True',
      'NaN',
      'Infinity',
      'undefined',
      '01',
      '-',
      '+1',
      '.5',
      '1.',
      '1e',
      '1e+',
      '0x1',
      '1_000',
      '--1',
      '\ufeff1',
      '\u00a01',
      '1\u0000',
      '\u0000',
      '"\n"',
      '"\t"',
      '"\u0000"',
      '/* */1',
      '1//',
      '{"a":1}x',
    ]) {
      assert.throws(() => JSON.parse(text), JSON.stringify(text));
      assert.throws(() => fromJsonString(Value, text), JsonError, JSON.stringify(text));
    }
    assert.deepEqual(fromJsonString(Value, ' \t\r\n1 \t\r\n'), fromJson(Value, 1));
  });

  it('is told with line and column', () => {
    const m = type(['int32 a = 1', 'repeated M list = 2', 'string s = 3', 'map<string, int32> map = 4']);
    for (const [text, message] of [
      ['{"a":"x"}', 'm.a: expected int32, got string "x" (at line 1, column 6)'],
      ['{\n  "a": 1.5\n}', 'm.a: expected int32, got number 1.5 (at line 2, column 8)'],
      ['{"list":[{},\n{"list":[{"s":"é€𝄞","a":true}]}]}', 'm.list[1].list[0].a: expected int32, got boolean true (at line 2, column 26)'],
      ['{"a":1,\n\n"b":2}', /^m\.b: t\.M has no field "b"; .* \(at line 3, column 1\)$/],
      ['{"a":1,"a":2}', 'm.a: is there twice ("a") (at line 1, column 8)'],
      ['{"a":1', 'm.a: expected "," or "}", but the text ends (at line 1, column 7)'],
      ['{"a":1 "s":""}', 'm.a: expected "," or "}", got "\\"" (at line 1, column 8)'],
      ['{"a":1} x', 'm: expected the end of the text, got "x" (at line 1, column 9)'],
      ['{"a":tru}', 'm.a: expected a JSON value, got "t" (at line 1, column 6)'],
      ['{"s":"a\tb"}', 'm.s: expected a string without bare control characters, got "\\t" (at line 1, column 8)'],
      ['{"s":"a', 'm.s: expected the closing quote of a string, but the text ends (at line 1, column 8)'],
      ['{"s":"\\q"}', 'm.s: expected an escape: one of "\\/bfnrt, or u with four hexadecimal digits, got "q" (at line 1, column 8)'],
      ['{"map":{"k":1,"k":2}}', 'm.map["k"]: is there twice ("k") (at line 1, column 15)'],
      ['{"map":{"k":é}}', 'm.map["k"]: expected a JSON value, got "é" (at line 1, column 13)'],
      ['', 'm: expected a JSON value, but the text ends (at line 1, column 1)'],
    ] as const) {
      assert.throws(
        () => fromJsonString(m, text),
        (error: JsonError) => {
          if (typeof message === 'string') assert.equal(error.message, message);
          else assert.match(error.message, message);
          return true;
        },
      );
    }
  });

  it('leaves nothing behind that the next text could show', () => {
    const m = type(['string s = 1']);
    fromJsonString(m, `{"s":"${'secret'.repeat(100)}"}`);
    for (const text of ['{"s":"', '{"s":', '{', '{"s":"\\u', '{"s":"x"', '{"s":tr']) {
      assert.throws(
        () => fromJsonString(m, text),
        (error: JsonError) => !error.message.includes('secret') && /but the text ends|got "t"/.test(error.message),
      );
    }
  });

  it('may be large, and longer than what is kept', () => {
    const m = type(['repeated string s = 1']);
    const message = { s: Array.from({ length: 5000 }, (_, index) => `${index}${'é'.repeat(index % 30)}`) };
    const text = toJsonString(m, message);
    assert.equal(text, JSON.stringify(message));
    assert.deepEqual(fromJsonString(m, text), message);
    const wide = { s: [...message.s, '€'.repeat(50_000)] };
    assert.equal(toJsonString(m, wide), JSON.stringify(wide));
    assert.deepEqual(fromJsonString(m, JSON.stringify(wide)), wide);
  });

  it('may be made while other text is made', () => {
    const m = type(['string a = 1', 'string b = 2']);
    const inner = toJsonString(m, m.create({ a: 'x', b: 'y' }));
    const outer = {
      a: 'first',
      get b() {
        assert.deepEqual(fromJsonString(m, inner), { a: 'x', b: 'y' });
        return toJsonString(m, { a: 'x', b: 'y' });
      },
    };
    assert.equal(toJsonString(m, outer), JSON.stringify({ a: 'first', b: inner }));
  });
});

function mutated(random: Random, text: string): string {
  const at = random.between(0, text.length + 1);
  const signs = ['"', '\\', '{', '}', '[', ']', ',', ':', '0', '1', '-', '.', 'e', 'u', 't', ' ', '\n', '\u0000', 'é', '\ud800'];
  switch (random.between(0, 5)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + random.pick(signs) + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at + 1);
    case 3:
      return text.slice(0, at) + random.pick(signs) + text.slice(at + 1);
    default:
      return text.slice(0, at) + text.slice(random.between(0, text.length + 1));
  }
}
