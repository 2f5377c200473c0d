import assert from 'node:assert/strict';
import { Any } from '../../../../wire/protobuf/generated/any.js';
import { Duration } from '../../../../wire/protobuf/generated/duration.js';
import { Empty } from '../../../../wire/protobuf/generated/empty.js';
import { FieldMask } from '../../../../wire/protobuf/generated/field-mask.js';
import { ListValue, Struct, Value } from '../../../../wire/protobuf/generated/struct.js';
import { Timestamp } from '../../../../wire/protobuf/generated/timestamp.js';
import {
  BoolValue,
  BytesValue,
  DoubleValue,
  FloatValue,
  Int32Value,
  Int64Value,
  StringValue,
  UInt32Value,
  UInt64Value,
} from '../../../../wire/protobuf/generated/wrappers.js';
import { fromJson } from '../../../../wire/protobuf/json/from-json.js';
import { toJson, toJsonString } from '../../../../wire/protobuf/json/to-json.js';
import type { MessageType } from '../../../../wire/protobuf/message-type.js';
import { Registry } from '../../../../wire/protobuf/registry.js';
import { anyPack } from '../../../../wire/protobuf/well-known/any.js';
import { parse, print, refused, unprintable } from '../../../support/json-both.js';
import { protoSchema, registryOf } from '../../../support/proto-text.js';

/** Each text is the one form of a message, which is read and printed again. */
function same<T>(type: MessageType<T, never>, json: string, message: T): void {
  assert.deepEqual(parse(type, json), message, json);
  assert.equal(print(type, message), json);
}

describe('ProtoJSON of a Timestamp', () => {
  it('is RFC 3339 in UTC with 0, 3, 6 or 9 fractional digits', () => {
    same(Timestamp, '"1970-01-01T00:00:00Z"', { seconds: 0n, nanos: 0 });
    same(Timestamp, '"1972-01-01T10:00:20.021Z"', { seconds: 63_108_020n, nanos: 21_000_000 });
    same(Timestamp, '"1969-12-31T23:59:59.000000001Z"', { seconds: -1n, nanos: 1 });
    same(Timestamp, '"1969-12-31T23:59:59.000340Z"', { seconds: -1n, nanos: 340_000 });
    same(Timestamp, '"0001-01-01T00:00:00Z"', { seconds: -62_135_596_800n, nanos: 0 });
    same(Timestamp, '"9999-12-31T23:59:59.999999999Z"', { seconds: 253_402_300_799n, nanos: 999_999_999 });
  });

  it('agrees with Date on every 1,000th day of its years, and on every day of four of them', () => {
    const days = Array.from({ length: 3652 }, (_, index) => -719_162 + index * 1000);
    for (const year of [1600, 1900, 2000, 2023]) for (let day = 0; day < 366; day++) days.push(Date.UTC(year, 0, 1) / 86_400_000 + day);
    for (const day of days) {
      const text = new Date(day * 86_400_000 + 86_399_000).toISOString().replace('.000Z', 'Z');
      same(Timestamp, `"${text}"`, { seconds: BigInt(day) * 86_400n + 86_399n, nanos: 0 });
    }
  });

  it('takes any offset and one to nine fractional digits', () => {
    for (const [text, seconds, nanos] of [
      ['1970-01-01T01:00:00+01:00', 0n, 0],
      ['1969-12-31T19:00:00-05:00', 0n, 0],
      ['1970-01-01T05:30:00.5+05:30', 0n, 500_000_000],
      ['1970-01-01T00:00:00.1234567Z', 0n, 123_456_700],
      ['1970-01-01T00:00:00+00:00', 0n, 0],
      ['1970-01-01T00:00:00-00:00', 0n, 0],
      ['0001-01-01T23:59:00+23:59', -62_135_596_800n, 0],
    ] as const) {
      assert.deepEqual(parse(Timestamp, `"${text}"`), { seconds, nanos }, text);
    }
  });

  it('refuses what the stricter definition does not have', () => {
    for (const text of [
      '',
      '1970-01-01',
      '1970-01-01T00:00:00',
      '1970-01-01t00:00:00Z',
      '1970-01-01T00:00:00z',
      '1970-01-01 00:00:00Z',
      '1970-1-01T00:00:00Z',
      '1970-00-01T00:00:00Z',
      '1970-13-01T00:00:00Z',
      '1970-01-00T00:00:00Z',
      '1970-01-32T00:00:00Z',
      '1970-04-31T00:00:00Z',
      '1970-02-29T00:00:00Z',
      '1900-02-29T00:00:00Z',
      '1970-01-01T24:00:00Z',
      '1970-01-01T00:60:00Z',
      '1970-01-01T23:59:60Z',
      '1970-01-01T00:00:00.Z',
      '1970-01-01T00:00:00.1234567890Z',
      '1970-01-01T00:00:00,5Z',
      '1970-01-01T00:00:00+24:00',
      '1970-01-01T00:00:00+01:60',
      '1970-01-01T00:00:00+0100',
      '1970-01-01T00:00:00+01:00Z',
      '1970-01-01T00:00:00ZZ',
      ' 1970-01-01T00:00:00Z',
      '1970-01-01T00:00:00Z ',
      '+1970-01-01T00:00:00Z',
      '0000-12-31T23:59:59Z',
      '10000-01-01T00:00:00Z',
      '0001-01-01T00:00:00+00:01',
      '9999-12-31T23:59:59-00:01',
      '१९७०-01-01T00:00:00Z',
    ]) {
      assert.match(refused(Timestamp, JSON.stringify(text)), /^timestamp: expected a google\.protobuf\.Timestamp such as "/, text);
    }
    for (const json of ['0', '{}', '{"seconds":"1"}', '[]', 'true', 'null']) refused(Timestamp, json);
    for (const message of [
      { seconds: -62_135_596_801n, nanos: 0 },
      { seconds: 253_402_300_800n, nanos: 0 },
      { seconds: 0n, nanos: -1 },
      { seconds: 0n, nanos: 1_000_000_000 },
    ]) {
      assert.match(unprintable(Timestamp, message), /^timestamp: a Timestamp lies between the years 1 and 9999/);
    }
    assert.match(unprintable(Timestamp, new Date()), /^timestamp: expected .*: timestampFromDate makes one of a Date$/);
  });
});

describe('ProtoJSON of a Duration', () => {
  it('is seconds with 0, 3, 6 or 9 fractional digits', () => {
    same(Duration, '"0s"', { seconds: 0n, nanos: 0 });
    same(Duration, '"1.000340012s"', { seconds: 1n, nanos: 340_012 });
    same(Duration, '"-0.500s"', { seconds: 0n, nanos: -500_000_000 });
    same(Duration, '"-3.000001s"', { seconds: -3n, nanos: -1000 });
    same(Duration, '"315576000000.999999999s"', { seconds: 315_576_000_000n, nanos: 999_999_999 });
    same(Duration, '"-315576000000.999999999s"', { seconds: -315_576_000_000n, nanos: -999_999_999 });
    assert.deepEqual(parse(Duration, '"1.5s"'), { seconds: 1n, nanos: 500_000_000 });
    assert.deepEqual(parse(Duration, '"-0s"'), { seconds: 0n, nanos: 0 });
  });

  it('refuses other text and what is out of range', () => {
    for (const text of [
      '',
      's',
      '1',
      '1S',
      '1 s',
      ' 1s',
      '1s ',
      '+1s',
      '--1s',
      '1.s',
      '.5s',
      '1.0000000000s',
      '1e3s',
      '1m',
      '1,5s',
      '315576000001s',
      '-315576000001s',
      `${'9'.repeat(400)}s`,
      '1ss',
    ]) {
      assert.match(refused(Duration, JSON.stringify(text)), /^duration: expected a google\.protobuf\.Duration such as "/, text);
    }
    for (const json of ['0', '{}', 'null', '[]', 'true']) refused(Duration, json);
    for (const message of [
      { seconds: 315_576_000_001n, nanos: 0 },
      { seconds: 1n, nanos: -1 },
      { seconds: -1n, nanos: 1 },
      { seconds: 0n, nanos: 1_000_000_000 },
    ]) {
      assert.match(unprintable(Duration, message), /^duration: a Duration has at most 315,576,000,000 seconds/);
    }
  });
});

describe('ProtoJSON of a FieldMask', () => {
  it('is its paths in lowerCamelCase', () => {
    same(FieldMask, '""', { paths: [] });
    same(FieldMask, '"f.fooBar,h"', { paths: ['f.foo_bar', 'h'] });
    same(FieldMask, '"aB.cD2"', { paths: ['a_b.c_d2'] });
  });

  it('refuses paths that have no way back', () => {
    for (const text of ['foo_bar', 'a,,b', 'a,', ',a']) refused(FieldMask, JSON.stringify(text));
    for (const path of ['fooBar', 'foo_3_bar', 'foo__bar', 'foo_', '_3', 'a,b', 'Foo']) {
      assert.match(
        unprintable(FieldMask, { paths: ['a', path] }),
        /^fieldMask\.paths\[1\]: ".*" has no JSON form that could be read back/,
        path,
      );
    }
  });
});

describe('ProtoJSON of wrappers', () => {
  it('is that of what they wrap', () => {
    same(BoolValue, 'true', { value: true });
    same(BytesValue, '"AQI="', { value: Uint8Array.of(1, 2) });
    same(DoubleValue, '1.5', { value: 1.5 });
    same(FloatValue, '0.1', { value: Math.fround(0.1) });
    same(Int32Value, '-5', { value: -5 });
    same(Int64Value, '"-5"', { value: -5n });
    same(StringValue, '"é"', { value: 'é' });
    same(UInt32Value, '5', { value: 5 });
    same(UInt64Value, '"18446744073709551615"', { value: 2n ** 64n - 1n });
    same(Int32Value, '0', { value: 0 });
    assert.equal(print(Int64Value, {} as never), '"0"');
    assert.equal(print(StringValue, {} as never), '""');
    for (const json of ['null', '{}', '{"value":1}', '[]']) refused(Int32Value, json);
  });

  it('is absent as null in a field, and printed when it holds the default', () => {
    const schema = protoSchema(`syntax = "proto3"; import "google/protobuf/wrappers.proto";
      message M { google.protobuf.Int32Value a = 1; repeated google.protobuf.StringValue b = 2; map<string, google.protobuf.BoolValue> c = 3; }`);
    const m = schema.message('M');
    assert.deepEqual(parse(m, '{"a":null}'), m.create());
    const text = '{"a":0,"b":["",""],"c":{"x":false}}';
    assert.equal(print(m, parse(m, text)), text);
    assert.match(refused(m, '{"b":[null]}'), /^m\.b\[0\]: null/);
  });
});

describe('ProtoJSON of Struct, Value and ListValue', () => {
  it('is any JSON, and comes back as it was', () => {
    for (const text of [
      'null',
      'true',
      'false',
      '0',
      '-0',
      '1.5',
      '1e300',
      '"x"',
      '""',
      '[]',
      '{}',
      '[null,[[]],{}]',
      '{"a":{"b":[1,"two",null,true]},"__proto__":{"x":1},"":0}',
    ]) {
      assert.equal(toJsonString(Value, parse(Value, text)), text === '1e300' ? '1e+300' : text);
      assert.deepEqual(toJson(Value, fromJson(Value, JSON.parse(text) as never)), JSON.parse(text));
    }
    same(Struct, '{"a":null,"b":[1]}', {
      fields: new Map<string, Value>([
        ['a', { kind: { case: 'nullValue', value: 0 } }],
        ['b', { kind: { case: 'listValue', value: { values: [{ kind: { case: 'numberValue', value: 1 } }] } } }],
      ]),
    });
    same(ListValue, '[]', { values: [] });
  });

  it('refuses what is not JSON, and duplicate names', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.match(
        unprintable(Value, { kind: { case: 'numberValue', value } }),
        /^value: a Value cannot be (NaN|Infinity), which JSON does not have$/,
      );
      assert.throws(() => fromJson(Value, value), { message: /^value: expected a JSON value, got number/ });
    }
    assert.match(unprintable(Value, { kind: { case: undefined } }), /^value: a Value needs a kind/);
    assert.match(unprintable(ListValue, { values: [{}] }), /^listValue\[0\]: a Value needs a kind/);
    assert.match(
      unprintable(Struct, { fields: new Map([['a', { kind: { case: 'boolValue', value: 1 } }]]) }),
      /^struct\["a"\]: expected boolean, got number 1$/,
    );
    for (const json of ['1', '[]', '"x"', 'null']) refused(Struct, json);
    for (const json of ['1', '{}', '"x"', 'null']) refused(ListValue, json);
    assert.throws(() => parse(Struct, '{"a":1,"a":2}'), { message: /is there twice/ });
    assert.throws(() => fromJson(Value, undefined as never), { name: 'JsonError' });
    assert.throws(() => fromJson(Value, new Map() as never), { name: 'JsonError' });
  });

  it('keeps null in fields of Value and NullValue', () => {
    const schema = protoSchema(`syntax = "proto3"; import "google/protobuf/struct.proto";
      message M { google.protobuf.Value a = 1; google.protobuf.NullValue b = 2; optional google.protobuf.NullValue c = 3; repeated google.protobuf.Value d = 4;
        oneof o { google.protobuf.NullValue e = 5; int32 f = 6; } repeated google.protobuf.NullValue g = 7; map<string, google.protobuf.NullValue> h = 8; google.protobuf.Struct i = 9; google.protobuf.ListValue j = 10; }`);
    const m = schema.message('M');
    const text = '{"a":null,"c":null,"d":[null,1],"e":null,"g":[null],"h":{"x":null}}';
    const message = parse(m, text);
    assert.equal(print(m, message), text);
    assert.equal(print(m, message, { enumsAsIntegers: true }), text);
    assert.deepEqual(m.decode(m.encode(message)), message);
    assert.deepEqual(parse(m, '{"b":null,"i":null,"j":null}'), m.create());
    assert.deepEqual(parse(m, '{"c":"NULL_VALUE"}'), m.create({ c: 0 }));
    assert.deepEqual(parse(m, '{"c":0}'), m.create({ c: 0 }));
    assert.match(refused(m, '{"c":1}'), /^m\.c: google\.protobuf\.NullValue has no value number 1/);
    assert.match(refused(m, '{"e":null,"f":1}'), /the oneof o has a value already/);
  });

  it('nests as deep as the binary format lets it', () => {
    const deepest = `${'['.repeat(50)}1${']'.repeat(50)}`;
    const value = parse(Value, deepest);
    assert.deepEqual(Value.decode(Value.encode(value)), value);
    assert.equal(print(Value, value), deepest);
    assert.match(refused(Value, `[${deepest}]`), /nested deeper than allowed/);
    assert.match(refused(Value, `${'{"a":'.repeat(51)}1${'}'.repeat(51)}`), /nested deeper than allowed/);
    assert.match(unprintable(Value, value, { maxDepth: 99 }), /nested deeper than allowed/);
    assert.throws(() => parse(Value, '['.repeat(1e6)), { name: 'JsonError' });
  });
});

describe('ProtoJSON of Empty', () => {
  it('is an empty object', () => {
    same(Empty, '{}', {} as Empty);
    for (const json of ['null', '[]', '""']) refused(Empty, json);
  });
});

describe('ProtoJSON of Any', () => {
  const schema =
    protoSchema(`syntax = "proto3"; package t; import "google/protobuf/any.proto"; import "google/protobuf/timestamp.proto"; import "google/protobuf/wrappers.proto"; import "google/protobuf/struct.proto"; import "google/protobuf/empty.proto";
    message M { int32 x = 1; google.protobuf.Any any = 2; repeated google.protobuf.Any list = 3; google.protobuf.Timestamp a = 4; google.protobuf.Int32Value b = 5; google.protobuf.Value c = 6; google.protobuf.Empty d = 7; string value = 8; }`);
  const registry = registryOf(schema);
  const m = schema.message('t.M');
  const url = 'type.googleapis.com/';

  it('is its message with a type beside its fields', () => {
    const any = anyPack(m, { x: 5 });
    const text = `{"@type":"${url}t.M","x":5}`;
    assert.equal(print(Any, any, { registry }), text);
    assert.deepEqual(parse(Any, text, { registry }), any);
    assert.deepEqual(parse(Any, `{"x":5,"@type":"${url}t.M"}`, { registry }), any);
    assert.deepEqual(parse(Any, '{"@type":"example.com/a/b/t.M"}', { registry }), {
      typeUrl: 'example.com/a/b/t.M',
      value: new Uint8Array(0),
    });
    const withValue = anyPack(m, { value: 'x' });
    assert.deepEqual(parse(Any, print(Any, withValue, { registry }), { registry }), withValue);
  });

  it('has what has a form of its own under value', () => {
    for (const text of [
      `{"@type":"${url}google.protobuf.Timestamp","value":"1970-01-01T00:00:01Z"}`,
      `{"@type":"${url}google.protobuf.Int32Value","value":7}`,
      `{"@type":"${url}google.protobuf.Value","value":null}`,
      `{"@type":"${url}google.protobuf.Value","value":{"a":[1]}}`,
      `{"@type":"${url}google.protobuf.Struct","value":{"@type":"x"}}`,
      `{"@type":"${url}google.protobuf.Any","value":{"@type":"${url}t.M","x":1}}`,
      `{"@type":"${url}google.protobuf.Any","value":{}}`,
      `{"@type":"${url}google.protobuf.Empty"}`,
      `{"@type":"${url}t.M","any":{"@type":"${url}t.M","list":[{"@type":"${url}t.M"}]}}`,
      '{}',
    ]) {
      assert.equal(print(Any, parse(Any, text, { registry }), { registry }), text);
    }
    assert.equal(
      print(Any, anyPack(m, { x: 1 }), { registry, alwaysEmitImplicit: true }),
      `{"@type":"${url}t.M","x":1,"list":[],"value":""}`,
    );
  });

  it('needs a type that the registry has', () => {
    for (const [text, message] of [
      ['{"x":1}', /^any: a google\.protobuf\.Any needs a member "@type"/],
      [`{"@type":"${url}t.Nothing"}`, /^any\["@type"\]: the type t\.Nothing is not in the registry/],
      [`{"@type":"${url}constructor"}`, /is not in the registry/],
      ['{"@type":"t.M"}', /^any\["@type"\]: expected a type URL such as /],
      ['{"@type":""}', /^any\["@type"\]: expected a type URL such as /],
      ['{"@type":"t.M/"}', /^any\["@type"\]: expected a type URL such as /],
      ['{"@type":1}', /^any\["@type"\]: expected a type URL such as /],
      ['{"@type":null}', /^any\["@type"\]: expected a type URL such as /],
      [`{"@type":"${url}t.M","y":1}`, /^any\.y: t\.M has no field "y"/],
      [`{"@type":"${url}t.M","x":"a"}`, /^any\.x: expected int32/],
      [`{"@type":"${url}t.M","any":{"@type":"${url}t.M","x":"a"}}`, /^any\.any\.x: expected int32/],
      [`{"@type":"${url}google.protobuf.Timestamp"}`, /needs a member "value"$/],
      [`{"@type":"${url}google.protobuf.Timestamp","value":"x"}`, /^any\.value: expected a google\.protobuf\.Timestamp/],
      [
        `{"@type":"${url}google.protobuf.Timestamp","value":"1970-01-01T00:00:00Z","x":1}`,
        /^any\.x: an Any with a google\.protobuf\.Timestamp has "@type" and "value" only/,
      ],
      ['[]', /^any: expected a google\.protobuf\.Any as a JSON object/],
      ['null', /^any: expected a google\.protobuf\.Any as a JSON object/],
    ] as const) {
      assert.match(refused(Any, text, { registry }), message);
    }
    assert.match(refused(Any, `{"@type":"${url}t.M"}`), /is not in the registry: give it as \{ registry \}$/);
    assert.match(refused(m, '{"@type":"x"}'), /^m\["@type"\]: t\.M has no field/);
    assert.match(unprintable(Any, anyPack(m, {})), /^any\.typeUrl: the type t\.M is not in the registry/);
    assert.match(unprintable(Any, { typeUrl: '', value: Uint8Array.of(1) }, { registry }), /^any\.typeUrl: expected a type URL/);
    assert.match(unprintable(Any, { typeUrl: `${url}t.M`, value: Uint8Array.of(8) }, { registry }), /^any\.value: .*cut off/);
    assert.throws(() => parse(Any, `{"@type":"${url}t.M","@type":"${url}t.M"}`, { registry }), { message: /is there twice/ });
    const unknown = `{"@type":"${url}t.M","y":{"z":[1]}}`;
    assert.deepEqual(parse(Any, unknown, { registry, ignoreUnknownFields: true }), anyPack(m, {}));
  });

  it('prefers a generated type to one of a descriptor', () => {
    const both = new Registry(...schema.files, Timestamp);
    assert.equal(
      print(Any, anyPack(Timestamp, { seconds: 1n }), { registry: both }),
      `{"@type":"${url}google.protobuf.Timestamp","value":"1970-01-01T00:00:01Z"}`,
    );
  });

  it('counts its levels', () => {
    const nested = (levels: number): string => `${`{"@type":"${url}t.M","any":`.repeat(levels)}{}${'}'.repeat(levels)}`;
    const deep = parse(Any, nested(50), { registry });
    assert.equal(print(Any, deep, { registry }), nested(50));
    assert.match(refused(Any, nested(51), { registry }), /nested deeper than allowed/);
    assert.match(refused(Any, nested(20_000), { registry }), /nested deeper than allowed/);
    assert.match(unprintable(Any, deep, { registry, maxDepth: 99 }), /nested deeper than allowed/);
    const inAny = (levels: number): string => `${`{"@type":"${url}google.protobuf.Any","value":`.repeat(levels)}{}${'}'.repeat(levels)}`;
    assert.equal(print(Any, parse(Any, inAny(100), { registry }), { registry }), inAny(100));
    assert.match(refused(Any, inAny(101), { registry }), /nested deeper than allowed/);
  });
});
