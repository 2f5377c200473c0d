/** Generated code and closures side by side: the same verdict, value, error and bytes for whatever is given to them. */
import assert from 'node:assert/strict';
import Long from 'long';
import type { BuildOptions } from '../../../wire/protobuf/build.js';
import { dynamicMessageType } from '../../../wire/protobuf/closures/dynamic.js';
import type { FieldDescriptor, MessageDescriptor } from '../../../wire/protobuf/descriptor.js';
import { DecodeError, EncodeError } from '../../../wire/protobuf/errors.js';
import { generatedTypes } from '../../support/generated.js';
import { Random } from '../../support/random.js';
import { randomMessage, randomSchema } from '../../support/random-schema.js';
import { type AnyType, buildSchema, type Schema, toHex } from '../../support/schema.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_260_919);
const SCHEMAS = 30;
const INPUTS = 150;

interface Roads {
  readonly descriptor: MessageDescriptor;
  readonly generated: AnyType;
  readonly closures: AnyType;
}

function roadsOf(schema: Schema, options: BuildOptions = {}): Roads[] {
  const file = buildSchema(schema, options);
  const generated = generatedTypes(file);
  return file.messages.map((descriptor) => ({
    descriptor,
    generated: generated[descriptor.name]!,
    closures: dynamicMessageType(descriptor),
  }));
}

type Outcome = { readonly value: unknown; readonly error?: undefined } | { readonly value?: undefined; readonly error: Error };

function outcomeOf(run: () => unknown): Outcome {
  try {
    return { value: run() };
  } catch (error) {
    return { error: error as Error };
  }
}

/** Reads `bytes` on both roads, writes what came out; gives whether they were taken. */
function compareDecode({ generated, closures }: Roads, bytes: Uint8Array): boolean {
  const where = toHex(bytes);
  const one = outcomeOf(() => generated.decode(bytes));
  const other = outcomeOf(() => closures.decode(bytes));
  assert.equal(one.error?.message, other.error?.message, where);
  if (one.error !== undefined) {
    assert.ok(one.error instanceof DecodeError && other.error instanceof DecodeError, where);
    return false;
  }
  assert.deepEqual(one.value, other.value, where);
  assert.equal(toHex(generated.encode(one.value as never)), toHex(closures.encode(other.value as never)), where);
  return true;
}

const compareEncode = ({ generated, closures }: Roads, message: unknown, where: string): Outcome => {
  const one = outcomeOf(() => toHex(generated.encode(message as never)));
  const other = outcomeOf(() => toHex(closures.encode(message as never)));
  assert.equal(one.error?.message, other.error?.message, where);
  assert.equal(one.value, other.value, where);
  assert.ok(one.error === undefined || (one.error instanceof EncodeError && other.error instanceof EncodeError), where);
  return one;
};

function bend(random: Random, bytes: Uint8Array): Uint8Array {
  const bent = [...bytes.subarray(0, 300)];
  for (let changes = random.between(1, 4); changes > 0; changes--) {
    const at = random.between(0, bent.length + 1);
    const byte = random.pick([0, 1, 0x7f, 0x80, 0xff, random.uint32() & 0xff]);
    bent.splice(at, random.between(0, 2), ...(random.oneIn(2) ? [byte] : []));
  }
  return Uint8Array.from(random.oneIn(5) ? bent.slice(0, random.between(0, bent.length + 1)) : bent);
}

const wrongValues: readonly (readonly [name: string, make: () => unknown])[] = [
  ['null', () => null],
  ['NaN', () => Number.NaN],
  ['-0', () => -0],
  ['Infinity', () => Number.POSITIVE_INFINITY],
  ['2^53', () => 2 ** 53],
  ['2^31', () => 2 ** 31],
  ['-1', () => -1],
  ['1.5', () => 1.5],
  ['"3"', () => '3'],
  ['3n', () => 3n],
  ['2n ** 64n', () => 2n ** 64n],
  ['-(2n ** 63n) - 1n', () => -(2n ** 63n) - 1n],
  ['true', () => true],
  ['a symbol', () => Symbol('a')],
  ['a function', () => () => 1],
  ['{}', () => ({})],
  ['[]', () => []],
  ['[null]', () => [null]],
  ['a list with a hole', () => Object.assign([], { length: 2 })],
  ['a boxed number', () => Object(3)],
  ['a boxed string', () => Object('a')],
  ['a Date', () => new Date(0)],
  ['a Map', () => new Map()],
  ['a Map of wrong keys', () => new Map([[{}, 1]])],
  ['a Set', () => new Set([1])],
  ['bytes', () => Uint8Array.of(1, 2)],
  ['a Uint16Array', () => Uint16Array.of(1)],
  ['an ArrayBuffer', () => new ArrayBuffer(2)],
  ['bytes of shared memory', () => new Uint8Array(new SharedArrayBuffer(3))],
  ['a lone surrogate', () => '\ud800'],
  ['a record with __proto__', () => JSON.parse('{ "__proto__": 5 }')],
  ['a case that is none', () => ({ case: 'nope', value: 1 })],
  ['a case of null', () => ({ case: null })],
  ['the case constructor', () => ({ case: 'constructor', value: 1 })],
  [
    'a getter that throws',
    () => ({
      get case() {
        throw new Error('thrown');
      },
    }),
  ],
  [
    'a proxy that throws',
    () =>
      new Proxy([1], {
        get(target, key) {
          if (key === '0') throw new Error('thrown');
          return Reflect.get(target, key) as unknown;
        },
      }),
  ],
];

describe('generated code and closures', () => {
  it(`agree on bent bytes (seed ${SEED})`, function () {
    this.timeout(60_000);
    const random = new Random(SEED);
    let taken = 0;
    let refused = 0;
    for (let index = 0; index < SCHEMAS; index++) {
      const all = roadsOf(randomSchema(random));
      for (let count = 0; count < INPUTS; count++) {
        const roads = random.pick(all);
        const bytes = random.oneIn(10)
          ? Uint8Array.from({ length: random.between(0, 30) }, () => random.uint32() & 0xff)
          : bend(random, roads.generated.encode(randomMessage(random, roads.descriptor, 1)));
        if (compareDecode(roads, bytes)) taken++;
        else refused++;
      }
    }
    assert.ok(taken > 500 && refused > 1_000, `${taken} taken, ${refused} refused`);
  });

  it(`agree on values of every wrong kind in every kind of field (seed ${SEED})`, function () {
    this.timeout(60_000);
    const random = new Random(SEED + 1);
    for (let index = 0; index < 12; index++) {
      for (const roads of roadsOf(randomSchema(random))) {
        for (const member of roads.descriptor.members) {
          for (const [name, make] of wrongValues) {
            compareEncode(roads, { [member.localName]: make() }, `${describeMember(member)}: ${name}`);
          }
        }
      }
    }
  });

  for (const int64 of ['string', 'number', Long] as const) {
    it(`agree where 64-bit integers are ${typeof int64 === 'string' ? `${int64}s` : 'Longs'} (seed ${SEED})`, function () {
      this.timeout(60_000);
      const random = new Random(SEED + 2);
      let taken = 0;
      let refused = 0;
      for (let index = 0; index < 8; index++) {
        const schema = randomSchema(random);
        const plain = roadsOf(schema);
        const all = roadsOf(schema, { int64 });
        for (let count = 0; count < INPUTS; count++) {
          const at = random.between(0, all.length);
          const bytes = plain[at]!.closures.encode(randomMessage(random, plain[at]!.descriptor, 1));
          if (compareDecode(all[at]!, random.oneIn(2) ? bytes : bend(random, bytes))) taken++;
          else refused++;
        }
        for (const roads of all) {
          for (const member of roads.descriptor.members) {
            for (const [name, make] of [...wrongValues, ['a Long', () => Long.fromInt(3)], ['"03"', () => '03']] as const) {
              compareEncode(roads, { [member.localName]: make() }, `${describeMember(member)}: ${name}`);
              compareEncode(roads, { [member.localName]: [make()] }, `${describeMember(member)}: a list of ${name}`);
            }
          }
        }
      }
      assert.ok(taken > 200 && refused > 200, `${taken} taken, ${refused} refused`);
    });
  }

  const [scalars] = roadsOf({ messages: { M: ['fixed32 a = 1', 'sfixed32 b = 2', 'int32 c = 3', 'float d = 4', 'double e = 5'] } });

  it('write -0 where its bits are not those of 0, and nowhere else', () => {
    const { value } = compareEncode(scalars!, { a: -0, b: -0, c: -0, d: -0, e: -0 }, '-0');
    assert.equal(value, '2500000080290000000000000080');
  });

  it('write every NaN with the same bits, however it was read', () => {
    for (const hex of ['250100807f29010000000000f07f', '25ffffffff29ffffffffffffffff', '250000c07f29000000000000f87f']) {
      const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
      for (const type of [scalars!.generated, scalars!.closures]) {
        const message = type.decode(bytes);
        assert.ok(Number.isNaN(message.d) && Number.isNaN(message.e));
        assert.equal(toHex(type.encode(message)), '250000c07f29000000000000f87f');
      }
    }
    const [lists] = roadsOf({ messages: { M: ['repeated float a = 1', 'repeated double b = 2'] } });
    const { value } = compareEncode(lists!, { a: [Number.NaN, -Number.NaN], b: [Number.NaN] }, 'NaN in lists');
    assert.equal(value, '0a080000c07f0000c07f1208000000000000f87f');
  });

  it('take nothing for a message that would be written as one without fields', () => {
    const [roads] = roadsOf({ messages: { M: ['int32 a = 1', 'M b = 2', 'repeated M c = 3', 'map<int32, M> d = 4', 'oneof o M e = 5'] } });
    for (const [name, value, shown] of [
      ['an array', [1], 'an array'],
      ['a Map', new Map(), 'an object (Map)'],
      ['a Set', new Set(), 'an object (Set)'],
      ['bytes', Uint8Array.of(8, 1), 'an object (Uint8Array)'],
      ['a boxed string', Object('a'), 'an object (String)'],
      ['a Date', new Date(0), 'an object (Date)'],
    ] as const) {
      for (const [path, message] of [
        ['m', value],
        ['m.b', { b: value }],
        ['m.c[1]', { c: [{}, value] }],
        ['m.d[1]', { d: new Map([[1, value]]) }],
        ['m.o.value', { o: { case: 'e', value } }],
      ] as const) {
        const { error } = compareEncode(roads!, message, name);
        assert.equal(error?.message, `${path}: expected t.M, got ${shown}`);
        assert.throws(() => roads!.closures.create(message as never), { message: error!.message });
      }
    }
    // What such values have of their own is no field of theirs, also behind a field that is not there.
    const names = ['length', 'size', 'byte_length', 'byte_offset', 'description', '_0'];
    const types = { length: 'uint32', description: 'string', buffer: 'M', _0: 'repeated int32' };
    for (const name of [...names, 'buffer']) {
      const type = types[name as keyof typeof types] ?? 'int32';
      const [own] = roadsOf({ messages: { M: [`string first = 1`, `${type} ${name} = 2`, 'map<int32, M> inside = 3'] } });
      for (const value of [[[1]], new Map([[1, 1]]), Uint8Array.of(8, 1), Object('a'), Object(Symbol('a')), new Date(0)]) {
        for (const message of [value, { inside: new Map([[1, value]]) }]) {
          const { error } = compareEncode(own!, message, `${type} ${name}`);
          assert.match(String(error?.message), /: expected t\.M, got an/);
        }
      }
    }
    // Objects of a class, and those without a prototype, are as good as literals.
    class Sub {
      a = 1;
    }
    assert.equal(compareEncode(roads!, new Sub(), 'an object of a class').value, '0801');
    assert.equal(compareEncode(roads!, Object.assign(Object.create(null) as object, { a: 1 }), 'no prototype').value, '0801');
  });
});

function describeMember(member: MessageDescriptor['members'][number]): string {
  if (member.kind === 'oneof') return `oneof ${member.name}`;
  const { cardinality, value, number }: FieldDescriptor = member;
  return `${cardinality} ${value.kind === 'scalar' ? value.scalar : value.kind} = ${number}`;
}
