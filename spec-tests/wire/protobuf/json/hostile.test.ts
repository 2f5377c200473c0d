/** JSON from somebody who means harm: typed errors, bounded work and memory, and no prototype touched. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FileDescriptorProto } from '../../../../wire/protobuf/generated/descriptor.js';
import { JsonError } from '../../../../wire/protobuf/json/errors.js';
import { fromJson, fromJsonString } from '../../../../wire/protobuf/json/from-json.js';
import { toJson, toJsonString } from '../../../../wire/protobuf/json/to-json.js';
import type { JsonValue } from '../../../../wire/protobuf/json/value.js';
import { protoSchema, registryOf } from '../../../support/proto-text.js';
import { type } from '../../../support/schema.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);
const RUNS = Number(process.env.BAREWIRE_RUNS ?? 3000);

const schema = protoSchema(`syntax = "proto2"; package t;
  import "google/protobuf/any.proto"; import "google/protobuf/duration.proto"; import "google/protobuf/field_mask.proto"; import "google/protobuf/struct.proto";
  import "google/protobuf/timestamp.proto"; import "google/protobuf/wrappers.proto"; import "google/protobuf/empty.proto";
  enum E { A = 0; B = 1; }
  message M {
    optional int32 i = 1; optional uint64 u = 2; optional double d = 3; optional float f = 4; optional bool b = 5; optional string s = 6; optional bytes x = 7;
    optional E e = 8; optional M m = 9; repeated M list = 10; map<string, M> map = 11; map<int64, string> names = 12; map<bool, E> flags = 13;
    oneof o { string p = 14; M q = 15; google.protobuf.NullValue n = 16; }
    optional google.protobuf.Any any = 17; optional google.protobuf.Value value = 18; optional google.protobuf.Struct struct = 19;
    optional google.protobuf.ListValue values = 20; optional google.protobuf.Timestamp at = 21; optional google.protobuf.Duration span = 22;
    optional google.protobuf.FieldMask mask = 23; optional google.protobuf.Int64Value boxed = 24; optional google.protobuf.BytesValue bytes = 25;
    optional google.protobuf.Empty empty = 26; optional group G = 27 { optional int32 a = 1; } repeated fixed32 numbers = 28;
    extensions 100 to 200; }
  extend M { optional string note = 100; repeated M more = 101; }`);
const registry = registryOf(schema);
const m = schema.message('t.M');

const NAMES = [
  ...['i', 'u', 'd', 'f', 'b', 's', 'x', 'e', 'm', 'list', 'map', 'names', 'flags', 'p', 'q', 'n', 'any', 'value', 'struct', 'values'],
  ...['at', 'span', 'mask', 'boxed', 'bytes', 'empty', 'g', 'numbers', '[t.note]', '[t.more]', '@type', 'a', 'fields', 'kind'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON', 'then', '', '0', '-1', 'true'],
];
const TEXTS = [
  ...['A', 'B', 'NULL_VALUE', 'NaN', 'Infinity', '-Infinity', '1', '-1', '1e5', '1.5', '18446744073709551615', 'AQID', '-_-_', 'a.bC,d'],
  ...[
    '1970-01-01T00:00:00Z',
    '1.5s',
    'type.googleapis.com/t.M',
    'x/google.protobuf.Value',
    'x/google.protobuf.Any',
    'x/google.protobuf.Timestamp',
    'x/t.Nothing',
  ],
];

const json = fc.letrec<{ value: JsonValue; object: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<JsonValue>(null, true, false, 0, 1, -1, 1.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e300, ...TEXTS),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc
    .array(fc.tuple(fc.constantFrom(...NAMES), tie('value')), { maxLength: 6 })
    .map((entries) => Object.fromEntries(entries) as JsonValue),
}));

/** What a call gave; anything but a JsonError is a failure. */
function outcome<T>(action: () => T): { value: T } | { error: JsonError } {
  try {
    return { value: action() };
  } catch (error) {
    assert.ok(error instanceof JsonError, String(error instanceof Error ? error.stack : error));
    return { error };
  }
}

describe('hostile JSON', () => {
  it(`is read alike as text and as a tree, or refused alike, and what is read is printed and read again (seed ${SEED}, ${RUNS} runs)`, function () {
    this.timeout(60_000);
    let taken = 0;
    fc.assert(
      fc.property(json.object, fc.boolean(), (value, ignoreUnknownFields) => {
        const options = { registry, ignoreUnknownFields };
        const asTree = outcome(() => fromJson(m, value, options));
        const asText = outcome(() => fromJsonString(m, JSON.stringify(value), options));
        if ('error' in asTree || 'error' in asText) {
          assert.ok('error' in asTree && 'error' in asText, JSON.stringify(value));
          return;
        }
        taken++;
        assert.deepEqual(asText.value, asTree.value);
        const text = toJsonString(m, asTree.value, { registry });
        assert.equal(JSON.stringify(JSON.parse(text)), JSON.stringify(toJson(m, asTree.value, { registry })));
        assert.deepEqual(fromJsonString(m, text, { registry }), asTree.value);
        assert.equal(toJsonString(m, m.decode(m.encode(asTree.value)), { registry }), text);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    assert.ok(taken > RUNS / 20, `${taken} were messages`);
    assert.deepEqual(
      Reflect.ownKeys(Object.prototype).filter((key) => Object.prototype.propertyIsEnumerable.call(Object.prototype, key)),
      [],
    );
  });

  it(`is a typed error as text of any signs (seed ${SEED}, ${RUNS} runs)`, () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      ' ',
      '\n',
      '"',
      '\\',
      '\\u00',
      '1',
      '-',
      '.',
      'e',
      'null',
      'true',
      '\u0000',
      'é',
      '\ud800',
      ...NAMES.map((name) => `"${name}":`),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        outcome(() => fromJsonString(m, parts.join(''), { registry, ignoreUnknownFields: true }));
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it(`is a typed error for values that are no JSON at all (seed ${SEED})`, () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withTypedArray: true,
          withNullPrototype: true,
          withSparseArray: true,
        }),
        fc.constantFrom(...NAMES),
        (thing, name) => {
          outcome(() => fromJson(m, thing as JsonValue, { registry }));
          outcome(() => fromJson(m, { [name]: thing } as JsonValue, { registry, ignoreUnknownFields: true }));
          outcome(() => toJson(m, { [name]: thing } as never, { registry }));
          outcome(() => toJsonString(m, { [name]: thing } as never, { registry }));
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
  });

  it('makes no more of memory than it is allowed', () => {
    const empties = `{"list":[${'{},'.repeat(300_000)}{}]}`;
    assert.throws(() => fromJsonString(m, empties), { name: 'JsonError', message: /maxMemoryBytes/ });
    assert.throws(() => fromJson(m, JSON.parse(empties) as JsonValue), { name: 'JsonError', message: /maxMemoryBytes/ });
    const few = `{"list":[${'{},'.repeat(1000)}{}]}`;
    assert.throws(() => fromJsonString(m, few, { maxMemoryBytes: 100_000 }), { message: /^m\.list\[\d+\]: .*100000 bytes/ });
    assert.equal((fromJsonString(m, few, { maxMemoryBytes: Number.POSITIVE_INFINITY }) as { list: unknown[] }).list.length, 1001);
    for (const maxMemoryBytes of [-1, Number.NaN, '5'])
      assert.throws(() => fromJson(m, {}, { maxMemoryBytes: maxMemoryBytes as number }), RangeError);
    const values = `{"values":[${'0,'.repeat(200_000)}0]}`;
    fromJsonString(m, values);
    fromJson(m, JSON.parse(values) as JsonValue);
  });

  it('may take more of memory where more has come, as a tree too', () => {
    const table = (row: JsonValue, count: number): JsonValue => ({ messageType: Array.from({ length: count }, () => row) });
    const rows = table({ name: 'a', field: [], nestedType: [], enumType: [], extensionRange: [], extension: [], oneofDecl: [] }, 200_000);
    assert.equal(fromJson(FileDescriptorProto, rows).messageType.length, 200_000);
    const refused = { name: 'JsonError', message: /maxMemoryBytes/ };
    assert.throws(() => fromJson(FileDescriptorProto, rows, { maxMemoryBytes: 33_554_432 }), refused);
    assert.throws(() => fromJson(FileDescriptorProto, table({}, 200_000)), refused);
  });

  it('takes time in proportion to its length', () => {
    const small = type(['repeated string s = 1', 'map<int64, string> n = 2', 'double d = 3', 'int64 i = 4']);
    for (const text of [
      `{"d":${'9'.repeat(1e6)}}`,
      `{"d":0.${'0'.repeat(1e6)}1}`,
      `{"d":1e${'9'.repeat(1e6)}}`,
      `{"i":"${'0'.repeat(1e6)}"}`,
      `{"i":"1e${'9'.repeat(1e6)}"}`,
      `{"i":"1${'0'.repeat(1e6)}e-1000000"}`,
      `{"i":"0.${'0'.repeat(1e6)}e9999999"}`,
      `{"s":["${'\\u0041'.repeat(2e5)}"]}`,
      `{"s":["${'\\'.repeat(1e6)}"]}`,
      `{"${'x'.repeat(1e6)}":1}`,
      `${' '.repeat(1e6)}{}${'\n'.repeat(1e6)}`,
    ]) {
      outcome(() => fromJsonString(small, text));
      outcome(() => fromJson(small, text as JsonValue));
    }
    assert.deepEqual(fromJsonString(small, `{"i":"1${'0'.repeat(1e6)}e-1000000"}`), small.create({ i: 1n }));
  });

  it('finds the inherited as little as the own of a prototype that somebody has added to', () => {
    const small = type(['int32 i = 1', 'M m = 2']);
    Object.defineProperty(Object.prototype, 'i', { value: 7, enumerable: true, configurable: true, writable: true });
    try {
      assert.deepEqual(fromJson(small, {}).i, 0);
      assert.deepEqual(fromJson(small, { m: {} }).m, small.create());
      assert.deepEqual(fromJsonString(small, '{"m":{}}').m, small.create());
      assert.equal(toJsonString(small, small.create()), '{}');
    } finally {
      delete (Object.prototype as { i?: unknown }).i;
    }
  });

  it('is never thrown by JSON.stringify of what toJson gives', () => {
    const small = type(['map<string, string> f = 1', 'int64 i = 2', 'double d = 3', 'bytes b = 4']);
    const message = small.create({
      f: new Map([
        ['toJSON', 'x'],
        ['__proto__', 'y'],
      ]),
      i: 2n ** 63n - 1n,
      d: Number.NaN,
      b: Uint8Array.of(1),
    });
    assert.equal(
      JSON.stringify(toJson(small, message)),
      '{"f":{"toJSON":"x","__proto__":"y"},"i":"9223372036854775807","d":"NaN","b":"AQ=="}',
    );
  });
});
