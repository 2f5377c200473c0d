/** 64-bit integers as strings, numbers and Longs, beside the same messages with bigints: generated code and closures alike. */
import assert from 'node:assert/strict';
import Long from 'long';
import { compileSources } from '../../../lib/compiler/compile.js';
import { wellKnownFiles } from '../../../lib/compiler/well-known/index.js';
import { buildFile } from '../../../wire/protobuf/build.js';
import { dynamicMessageType } from '../../../wire/protobuf/closures/dynamic.js';
import type { FieldDescriptor, FileDescriptor, MessageDescriptor } from '../../../wire/protobuf/descriptor.js';
import { DecodeError, EncodeError } from '../../../wire/protobuf/errors.js';
import { dynamicExtension, getExtension, setExtension } from '../../../wire/protobuf/extension.js';
import { FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import {
  type Int64Option,
  int64FromBigint,
  int64Number,
  int64Representation,
  int64String,
  int64ToBigint,
} from '../../../wire/protobuf/int64-representation.js';
import { JsonError } from '../../../wire/protobuf/json/errors.js';
import { fromJson, fromJsonString } from '../../../wire/protobuf/json/from-json.js';
import { toJson, toJsonString } from '../../../wire/protobuf/json/to-json.js';
import { clone } from '../../../wire/protobuf/message/clone.js';
import { defaultOf } from '../../../wire/protobuf/message/default-of.js';
import { diff } from '../../../wire/protobuf/message/diff.js';
import { equals } from '../../../wire/protobuf/message/equals.js';
import { merge } from '../../../wire/protobuf/message/merge.js';
import { fromText } from '../../../wire/protobuf/text/from-text.js';
import { TextError } from '../../../wire/protobuf/text/text-error.js';
import { toText } from '../../../wire/protobuf/text/to-text.js';
import { generatedTypes } from '../../support/generated.js';
import { Random } from '../../support/random.js';
import { randomMessage } from '../../support/random-schema.js';
import { type AnyType, buildSchema, type Schema, toHex } from '../../support/schema.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);
const KINDS = ['int64', 'uint64', 'sint64', 'fixed64', 'sfixed64'] as const;

/** Every kind in every place a value can stand. */
const schema: Schema = {
  syntax: '2023',
  messages: {
    M: KINDS.flatMap((kind, index) => {
      const number = 1 + index * 10;
      return [
        `${kind} ${kind}_a = ${number} [implicit]`,
        `${kind} ${kind}_b = ${number + 1}`,
        `repeated ${kind} ${kind}_c = ${number + 2}`,
        `repeated ${kind} ${kind}_d = ${number + 3} [expanded]`,
        `map<${kind}, ${kind}> ${kind}_e = ${number + 4}`,
        `map<string, ${kind}> ${kind}_f = ${number + 5}`,
        `map<${kind}, N> ${kind}_g = ${number + 6}`,
        `oneof o ${kind} ${kind}_h = ${number + 7}`,
      ];
    }),
    N: ['int64 a = 1', 'M m = 2', 'repeated N n = 3', 'int32 other = 4'],
  },
};

const bigints = buildSchema(schema);

const roads: readonly (readonly [name: string, types: (file: FileDescriptor) => { readonly [name: string]: AnyType }])[] = [
  ['generated code', generatedTypes],
  ['closures', (file) => Object.fromEntries(file.messages.map((message) => [message.name, dynamicMessageType(message)]))],
];

/** A message with bigints as one with the fields of `descriptor`. */
function converted(descriptor: MessageDescriptor, message: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const member of descriptor.members) {
    const value = message[member.localName];
    if (value === undefined) continue;
    if (member.kind === 'oneof') {
      const chosen = value as { case?: string; value?: unknown };
      const field = member.fields.find((one) => one.localName === chosen.case);
      made[member.localName] = field === undefined ? { case: undefined } : { case: chosen.case, value: one(field, chosen.value) };
    } else if (member.cardinality === 'repeated') {
      made[member.localName] = (value as unknown[]).map((element) => one(member, element));
    } else if (member.cardinality === 'map') {
      const entries = [...(value as Map<unknown, unknown>)];
      made[member.localName] = new Map(entries.map(([key, element]) => [keyOf(member, key), one(member, element)]));
    } else {
      made[member.localName] = one(member, value);
    }
  }
  return made;
}

const isUnsigned = (kind: string): boolean => kind === 'uint64' || kind === 'fixed64';

function one(field: FieldDescriptor, value: unknown): unknown {
  if (field.value.kind === 'message') return converted(field.value.message, value as Record<string, unknown>);
  if (typeof value !== 'bigint' || field.value.kind !== 'scalar') return value;
  return int64FromBigint(field.int64, value, isUnsigned(field.value.scalar));
}

function keyOf(field: FieldDescriptor, key: unknown): unknown {
  return typeof key === 'bigint' ? int64FromBigint(field.int64?.forKeys, key, isUnsigned(field.mapKey!)) : key;
}

/** Random messages without numbers that a double cannot hold. */
function safeOnly(value: unknown): unknown {
  if (typeof value === 'bigint') return BigInt.asIntN(40, value) < 0n ? 7n : BigInt.asIntN(40, value);
  if (Array.isArray(value)) return value.map(safeOnly);
  if (value instanceof Map) return new Map([...value].map(([key, element]) => [safeOnly(key), safeOnly(element)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, element]) => [key, safeOnly(element)]));
}

const options: readonly (readonly [name: string, option: Int64Option])[] = [
  ['string', 'string'],
  ['number', 'number'],
  ['Long', Long],
];

describe('int64 representations', () => {
  for (const [name, option] of options) {
    const file = buildSchema(schema, { int64: option });
    for (const [road, typesOf] of roads) {
      it(`${name}, ${road}: the bytes of bigints, there and back (seed ${SEED})`, () => {
        const random = new Random(SEED);
        const types = typesOf(file);
        let values = 0;
        for (let count = 0; count < 200; count++) {
          const descriptor = bigints.messages[count % 2]!;
          const random64 = randomMessage(random, descriptor, 2);
          const message = (option === 'number' ? safeOnly(random64) : random64) as Record<string, unknown>;
          const type = types[descriptor.name]!;
          const bytes = dynamicMessageType(descriptor).encode(message);
          const expected = converted(type.descriptor, message);
          assert.equal(toHex(type.encode(expected)), toHex(bytes));
          const decoded = type.decode(bytes);
          assert.deepEqual(decoded, type.create(expected));
          assert.ok(equals(type, decoded, clone(type, decoded)));
          assert.ok(equals(type, decoded, type.decode(bytes)), 'two Longs of one value are equal');
          values += bytes.length;
        }
        assert.ok(values > 5_000);
      });
    }
  }

  const boundaries: readonly (readonly [kind: (typeof KINDS)[number], least: bigint, most: bigint])[] = [
    ['int64', -(2n ** 63n), 2n ** 63n - 1n],
    ['sint64', -(2n ** 63n), 2n ** 63n - 1n],
    ['sfixed64', -(2n ** 63n), 2n ** 63n - 1n],
    ['uint64', 0n, 2n ** 64n - 1n],
    ['fixed64', 0n, 2n ** 64n - 1n],
  ];
  const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

  for (const [road, typesOf] of roads) {
    for (const [kind, least, most] of boundaries) {
      const fields = (form: 'singular' | 'repeated'): Schema => ({
        messages: { M: [`${form === 'repeated' ? 'repeated ' : ''}${kind} a = 1`] },
      });
      const wrap = (form: string, value: unknown): { a: unknown } => ({ a: form === 'repeated' ? [value] : value });

      it(`strings, ${road}: ${kind} to its very ends, and not beyond`, () => {
        for (const form of ['singular', 'repeated'] as const) {
          const type = typesOf(buildSchema(fields(form), { int64: 'string' })).M!;
          const values = [least, least + 1n, most, most - 1n, 1n, SAFE, SAFE + 1n, 999_999_999_999_999n, 10n ** 15n, 2n ** 32n, 2n ** 31n];
          for (const value of [...values, ...(least < 0n ? [-1n, -SAFE, -SAFE - 1n, -SAFE - 2n, -(2n ** 32n)] : [])]) {
            assert.deepEqual(type.decode(type.encode(wrap(form, value.toString()))), wrap(form, value.toString()));
          }
          const wrong = [
            `${most + 1n}`,
            `${least - 1n}`,
            '01',
            '+1',
            '-0',
            '',
            ' 1',
            '1 ',
            '1n',
            '0x1',
            '1.0',
            '1e3',
            '٣',
            '9'.repeat(30),
            5n,
            5,
            null,
          ];
          for (const value of wrong) {
            const path = form === 'repeated' ? 'm.a[0]' : 'm.a';
            assert.throws(
              () => type.encode(wrap(form, value)),
              (error: unknown) => error instanceof EncodeError && error.path === path,
            );
            assert.throws(() => type.create(wrap(form, value)), { message: new RegExp(`${kind} \\(a decimal string\\)`) });
          }
        }
      });

      it(`numbers, ${road}: ${kind} within the safe range, refused outside it on both ways`, () => {
        for (const form of ['singular', 'repeated'] as const) {
          const type = typesOf(buildSchema(fields(form), { int64: 'number' })).M!;
          const wire = dynamicMessageType(buildSchema(fields(form)).messages[0]!);
          const low = least < 0n ? -SAFE : 0n;
          for (const value of [low, SAFE, SAFE - 1n, 1n, 2n ** 32n, 2n ** 31n]) {
            const bytes = type.encode(wrap(form, Number(value)));
            assert.equal(toHex(bytes), toHex(wire.encode(wrap(form, value))));
            assert.deepEqual(type.decode(bytes), wrap(form, Number(value)));
          }
          for (const value of [Number(SAFE) + 1, Number(low) - 1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', 5n, null]) {
            assert.throws(() => type.encode(wrap(form, value)), EncodeError);
            assert.throws(() => type.create(wrap(form, value)), EncodeError);
          }
          for (const value of [SAFE + 1n, most, ...(least < 0n ? [-SAFE - 1n, least] : [])]) {
            assert.throws(
              () => type.decode(wire.encode(wrap(form, value))),
              (error: unknown) => {
                assert.ok(error instanceof DecodeError);
                assert.match(error.message, new RegExp(`^m\\.a: ${value} is outside the safe range of numbers; .* \\(at byte \\d+\\)$`));
                return true;
              },
            );
          }
        }
      });

      it(`Longs, ${road}: ${kind} takes what the other signedness cannot mean, and nothing else`, () => {
        for (const form of ['singular', 'repeated'] as const) {
          const type = typesOf(buildSchema(fields(form), { int64: Long })).M!;
          const unsigned = isUnsigned(kind);
          for (const value of [least, most, 1n]) {
            const long = Long.fromString(value.toString(), unsigned);
            const decoded = type.decode(type.encode(wrap(form, long)));
            assert.deepEqual(decoded, wrap(form, long));
            const [back] = [decoded.a].flat() as Long[];
            assert.ok(Long.isLong(back));
            assert.equal(back!.toString(), value.toString());
          }
          assert.deepEqual(type.decode(type.encode(wrap(form, Long.fromNumber(5, !unsigned)))), wrap(form, Long.fromNumber(5, unsigned)));
          const high = Long.fromBits(0, 0x8000_0000 | 0, !unsigned);
          for (const value of [
            high,
            5,
            5n,
            '5',
            null,
            {},
            { low: 1.5, high: 0, unsigned },
            { low: 0, high: 2 ** 40, unsigned },
            { low: '1', high: 0 },
          ]) {
            assert.throws(() => type.encode(wrap(form, value)), EncodeError);
            assert.throws(() => type.create(wrap(form, value)), EncodeError);
          }
        }
      });
    }

    it(`jstype wins over the file, ${road}`, () => {
      const fields = [
        'int64 a = 1',
        'int64 b = 2 [jstype=JS_STRING]',
        'repeated uint64 c = 3 [jstype=JS_NUMBER]',
        'int64 d = 4 [jstype=JS_NORMAL]',
      ];
      const bytes = Uint8Array.of(8, 1, 16, 2, 26, 2, 3, 4, 32, 5);
      for (const [option, a] of [
        ['bigint', (value: number) => BigInt(value)],
        ['string', String],
        ['number', Number],
      ] as const) {
        const type = typesOf(buildSchema({ messages: { M: fields } }, { int64: option })).M!;
        assert.deepEqual(type.decode(bytes), { a: a(1), b: '2', c: [3, 4], d: a(5) });
        assert.deepEqual(type.encode(type.decode(bytes)), bytes);
      }
    });

    it(`an empty message has zeros of its representation, ${road}`, () => {
      const messages = { M: ['int64 a = 1', 'fixed64 b = 2', 'map<int64, uint64> c = 3'] };
      const entry = Uint8Array.of(26, 0);
      const strings = typesOf(buildSchema({ messages }, { int64: 'string' })).M!;
      assert.deepEqual(strings.create(), { a: '0', b: '0', c: new Map() });
      assert.deepEqual(strings.decode(entry).c, new Map([['0', '0']]));
      assert.equal(strings.encode({ a: '0', b: '0' }).length, 0);
      const numbers = typesOf(buildSchema({ messages }, { int64: 'number' })).M!;
      assert.deepEqual(numbers.create(), { a: 0, b: 0, c: new Map() });
      assert.equal(numbers.encode({ a: 0, b: -0 }).length, 0);
      const longs = typesOf(buildSchema({ messages }, { int64: Long })).M!;
      assert.deepEqual(longs.create(), { a: Long.ZERO, b: Long.UZERO, c: new Map() });
      assert.deepEqual(longs.decode(entry).c, new Map([['0', Long.UZERO]]));
      assert.equal(longs.encode({ a: Long.UZERO, b: Long.ZERO }).length, 0);
    });
  }

  for (const [name, option] of options) {
    it(`${name}: JSON, text, merge, diff and defaults say what they say of bigints (seed ${SEED})`, () => {
      const random = new Random(SEED + 1);
      const file = buildSchema(schema, { int64: option });
      for (let count = 0; count < 100; count++) {
        const descriptor = bigints.messages[count % 2]!;
        const wire = dynamicMessageType(descriptor);
        const random64 = randomMessage(random, descriptor, 2);
        const init = (option === 'number' ? safeOnly(random64) : random64) as Record<string, unknown>;
        const plain = wire.create(init);
        for (const [, typesOf] of roads) {
          const type = typesOf(file)[descriptor.name]!;
          const message = type.create(converted(type.descriptor, init));
          const json = toJson(type, message);
          assert.deepEqual(json, toJson(wire, plain));
          assert.deepEqual(fromJson(type, json), message);
          assert.deepEqual(fromJsonString(type, toJsonString(type, message)), message);
          assert.equal(toText(type, message), toText(wire, plain));
          assert.deepEqual(fromText(type, toText(type, message)), message);
          assert.deepEqual(diff(type, message, type.decode(wire.encode(plain))), []);
          const merged = type.create();
          merge(type, merged, message);
          assert.deepEqual(type.encode(merged), wire.encode(plain));
        }
      }
    });
  }

  it('a number that a field cannot hold is an error of JSON and of text too', () => {
    const type = dynamicMessageType(buildSchema({ messages: { M: ['int64 a = 1'] } }, { int64: 'number' }).messages[0]!);
    assert.deepEqual(fromJson(type, { a: '9007199254740991' }), { a: Number.MAX_SAFE_INTEGER });
    assert.throws(() => fromJson(type, { a: '9007199254740992' }), JsonError);
    assert.throws(() => fromJsonString(type, '{ "a": 9007199254740993 }'), JsonError);
    assert.throws(() => fromText(type, 'a: 9007199254740993'), TextError);
  });

  it('a declared default is given as its field holds it', () => {
    const fields = [
      'optional int64 a = 1 [default=-9223372036854775808]',
      'optional uint64 b = 2 [default=7, jstype=JS_NUMBER]',
      'optional int64 c = 3',
    ];
    const type = dynamicMessageType(buildSchema({ syntax: 'proto2', messages: { M: fields } }, { int64: 'string' }).messages[0]!);
    assert.deepEqual([defaultOf(type, 'a'), defaultOf(type, 'b'), defaultOf(type, 'c')], ['-9223372036854775808', 7, '0']);
  });

  it('an extension has what its own file and its own jstype say', () => {
    const proto = FileDescriptorProto.create({
      name: 'e.proto',
      syntax: 'proto2',
      messageType: [{ name: 'M', extensionRange: [{ start: 100, end: 200 }] }],
      extension: [
        { name: 'one', extendee: '.M', number: 100, label: 1, type: 3 },
        { name: 'many', extendee: '.M', number: 101, label: 3, type: 4, options: { jstype: 2 } },
      ],
    });
    const file = buildFile(proto, [], { int64: 'string' });
    const type = dynamicMessageType(file.messages[0]!);
    const message = type.create();
    const [one, many] = file.extensions.map(dynamicExtension);
    setExtension(type, message, one!, '9007199254740993');
    setExtension(type, message, many!, [1, 2]);
    const again = type.decode(type.encode(message));
    assert.equal(getExtension(type, again, one!), '9007199254740993');
    assert.deepEqual(getExtension(type, again, many!), [1, 2]);
    assert.throws(() => setExtension(type, message, one!, 5n), EncodeError);
    assert.throws(() => setExtension(type, message, many!, [2 ** 53]), EncodeError);
  });

  it('the well-known types keep their bigints', () => {
    for (const name of ['timestamp', 'duration', 'wrappers', 'descriptor', 'compiler/plugin'].map(
      (stem) => `google/protobuf/${stem}.proto`,
    )) {
      const proto = FileDescriptorProto.create({
        name,
        messageType: [{ name: 'T', field: [{ name: 's', number: 1, type: 3, label: 1 }] }],
      });
      assert.equal(buildFile(proto, [], { int64: 'string' }).messages[0]!.fields[0]!.int64, undefined);
    }
  });

  it('every well-known type with 64-bit integers is among those', () => {
    const { files } = compileSources([...wellKnownFiles.keys()], () => undefined);
    const built = new Map<string, FileDescriptor>();
    for (const { name, proto } of files) {
      const dependencies = proto.dependency.map((dependency) => built.get(dependency)!);
      built.set(name, buildFile(proto, dependencies, { int64: 'string' }));
      const all = (messages: readonly MessageDescriptor[]): FieldDescriptor[] =>
        messages.flatMap((one) => [...one.fields, ...all(one.messages)]);
      assert.deepEqual(
        all(built.get(name)!.messages).filter((field) => field.int64 !== undefined),
        [],
        name,
      );
    }
  });

  it('tells its representation on the fields that have one, and only there', () => {
    const [message] = buildSchema(
      { messages: { M: ['int64 a = 1', 'int32 b = 2', 'map<int64, bool> c = 3', 'string d = 4'] } },
      { int64: Long },
    ).messages;
    assert.deepEqual(
      message!.fields.map((field) => [field.int64?.name, field.int64?.forKeys.name]),
      [
        ['long', 'string'],
        [undefined, undefined],
        ['long', 'string'],
        [undefined, undefined],
      ],
    );
    assert.equal(buildSchema(schema, { int64: 'string' }).int64, int64String);
    assert.equal(int64Representation(Long), int64Representation(Long), 'one representation for one class');
  });

  it('goes to bigint and back', () => {
    assert.equal(int64ToBigint(int64String as never, '18446744073709551615', true), 2n ** 64n - 1n);
    assert.equal(int64ToBigint(int64String as never, '18446744073709551615', false), undefined);
    assert.equal(int64ToBigint(undefined, 5n, false), 5n);
    assert.equal(int64ToBigint(undefined, '5', false), undefined);
    assert.equal(int64ToBigint(undefined, 2n ** 63n, false), undefined);
    assert.equal(int64FromBigint(int64Number as never, 2n ** 53n, false), undefined);
    assert.equal(int64FromBigint(int64Number as never, -5n, false), -5);
    assert.throws(() => int64Representation('strings' as never), /'bigint', 'string', 'number' or the class Long, got "strings"/);
  });
});
