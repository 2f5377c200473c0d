import assert from 'node:assert/strict';
import { dynamicMessageType } from '../../../../wire/protobuf/closures/dynamic.js';
import type { FieldDescriptor } from '../../../../wire/protobuf/descriptor.js';
import { equals } from '../../../../wire/protobuf/message/equals.js';
import { clearField, fieldsIn, getField, hasField, setField } from '../../../../wire/protobuf/reflect/field-access.js';
import { fromText, toText } from '../../../../wire/protobuf/text/index.js';
import { generatedTypes } from '../../../support/generated.js';
import { Random } from '../../../support/random.js';
import { randomMessage, randomSchema } from '../../../support/random-schema.js';
import { type AnyType, buildSchema, toHex } from '../../../support/schema.js';
import { Kinds, kindsFile, New, Old, registry } from '../../../support/text-schema.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);
const field = (name: string, type: AnyType = Kinds): FieldDescriptor => type.descriptor.fieldByName(name)!;

describe('fields by their descriptors', () => {
  for (const [road, type] of [
    ['dynamic', Kinds],
    ['generated', generatedTypes(kindsFile).Kinds!],
  ] as const) {
    it(`of a ${road} message are read, set, asked for and cleared`, () => {
      const message = type.create();
      for (const [name, value, cleared] of [
        ['int32', 5, 0],
        ['string', 'a', ''],
        ['bytes', Uint8Array.of(1), new Uint8Array(0)],
        ['uint64', 5n, 0n],
        ['double', -0, 0],
        ['open', 1, 0],
        ['ints', [1, 2], []],
        ['longs', new Map([[1n, 'a']]), new Map()],
        ['tracked', 0, undefined],
        ['__proto__', 'x', ''],
        ['constructor', new Map([['__proto__', 'x']]), new Map()],
        ['text', '', undefined],
        ['flag', false, undefined],
      ] as const) {
        const one = field(name, type);
        assert.equal(hasField(type, message, one), false, name);
        setField(type, message, one, value);
        assert.deepEqual(getField(type, message, one), value, name);
        assert.ok(hasField(type, message, one), name);
        assert.deepEqual([...fieldsIn(type, message)], [[one, value]]);
        clearField(type, message, one);
        assert.deepEqual(getField(type, message, one), cleared, name);
        assert.equal(hasField(type, message, one), false, name);
      }
      assert.deepEqual(message, type.create());
      setField(type, message, field('message', type), { int32: 1 });
      assert.deepEqual(message.message, type.create({ int32: 1 }));
      setField(type, message, field('message', type), undefined);
      assert.equal(message.message, undefined);
    });
  }

  it('of a oneof are one at a time', () => {
    const message = Kinds.create();
    setField(Kinds, message, field('text'), 'a');
    setField(Kinds, message, field('nested'), { int32: 1 });
    assert.equal(getField(Kinds, message, field('text')), undefined);
    clearField(Kinds, message, field('text'));
    assert.ok(hasField(Kinds, message, field('nested')));
    clearField(Kinds, message, field('nested'));
    assert.deepEqual(message.choice, { case: undefined });
  });

  it('are extensions too', () => {
    const message = Old.create();
    const note = registry.extension('old.note')!;
    const numbers = registry.extension('old.numbers')!;
    assert.equal(hasField(Old, message, note), false);
    assert.deepEqual(getField(Old, message, numbers), []);
    setField(Old, message, note, 'a');
    setField(Old, message, numbers, [1, 2]);
    setField(Old, message, field('color', Old), 1);
    assert.equal(toText(Old, message, { registry, singleLine: true }), 'color: BLUE [old.note]: "a" [old.numbers]: 1 [old.numbers]: 2');
    assert.deepEqual(
      [...fieldsIn(Old, message, { registry })].map(([one, value]) => [one.extensionName ?? one.name, value]),
      [
        ['color', 1],
        ['old.note', 'a'],
        ['old.numbers', [1, 2]],
      ],
    );
    clearField(Old, message, note);
    assert.equal(hasField(Old, message, note), false);
  });

  it('refuse values of another kind and fields of other messages', () => {
    const message = Kinds.create();
    assert.throws(() => setField(Kinds, message, field('int32'), 1.5), { message: 'kinds.int32: expected int32, got number 1.5' });
    assert.throws(() => setField(Kinds, message, field('ints'), [1, 'a']), { message: 'kinds.ints[1]: expected int32, got string "a"' });
    assert.throws(() => setField(Kinds, message, field('message'), { nope: 1 }), /no such property/);
    assert.throws(() => setField(Kinds, message, field('text'), 5), { name: 'EncodeError' });
    assert.deepEqual(message, Kinds.create());
    for (const act of [
      getField,
      hasField,
      clearField,
      (type: AnyType, one: object, other: FieldDescriptor) => setField(type, one as never, other, 1),
    ])
      assert.throws(() => act(New, New.create(), field('int32')), { message: 't.Kinds.int32 is no field of new.New' });
    assert.throws(() => getField(New, New.create(), registry.extension('old.note')!), { message: 'old.note is no field of new.New' });
  });

  it(`copy any message whole, between generated and dynamic ones (seed ${SEED})`, function () {
    this.timeout(60_000);
    const random = new Random(SEED);
    for (let index = 0; index < 15; index++) {
      const file = buildSchema(randomSchema(random));
      const generated = generatedTypes(file);
      for (let count = 0; count < 20; count++) {
        const descriptor = random.pick(file.messages);
        const one = generated[descriptor.name]!;
        const other = dynamicMessageType(descriptor);
        const message = one.create(randomMessage(random, descriptor));
        const copy = other.create();
        for (const [set, value] of fieldsIn(one, message)) setField(other, copy, set, value);
        assert.ok(equals(other, copy, message));
        assert.equal(toHex(other.encode(copy)), toHex(one.encode(message)));
        for (const [set] of [...fieldsIn(other, copy)]) clearField(other, copy, set);
        assert.deepEqual(copy, other.create());
      }
    }
  });

  it('go with text', () => {
    const message = fromText(Kinds, 'int32: 1 nested { string: "a" }');
    assert.deepEqual(
      [...fieldsIn(Kinds, message)].map(([one]) => one.name),
      ['int32', 'nested'],
    );
  });
});
