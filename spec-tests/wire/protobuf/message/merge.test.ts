import assert from 'node:assert/strict';
import { dynamicExtension, getExtension, setExtension } from '../../../../wire/protobuf/extension.js';
import { equals } from '../../../../wire/protobuf/message/equals.js';
import { merge } from '../../../../wire/protobuf/message/merge.js';
import { type UnknownFields, unknownFields } from '../../../../wire/protobuf/unknown.js';
import { generatedTypes } from '../../../support/generated.js';
import { Random } from '../../../support/random.js';
import { randomMessage, randomSchema } from '../../../support/random-schema.js';
import { buildSchema, hex, throughGeneratedCode, toHex, type, types } from '../../../support/schema.js';
import { Old, registry } from '../../../support/text-schema.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);

const FIELDS = [
  'int32 i = 1',
  'optional int32 o = 2',
  'repeated string list = 3',
  'map<string, M> map = 4',
  'oneof x M m = 5',
  'oneof x int64 n = 6',
  'bytes b = 7',
  'M sub = 8',
  'double d = 9',
];
const M = type(FIELDS);

describe('merge', () => {
  it('replaces values, merges messages, appends to lists, replaces entries of maps', () => {
    const target = M.create({ i: 1, o: 1, list: ['a'], map: { a: { i: 1 }, b: { i: 1 } }, sub: { i: 1, list: ['x'] }, b: hex('01') });
    const given = merge(M, target, { o: 0, list: ['b', 'c'], map: { a: { o: 2 } }, sub: { o: 5, list: ['y'] }, b: hex('02') });
    assert.equal(given, target);
    const expected = M.create({
      ...{ i: 1, o: 0, list: ['a', 'b', 'c'], map: { a: { o: 2 }, b: { i: 1 } }, sub: { i: 1, o: 5, list: ['x', 'y'] }, b: hex('02') },
    });
    assert.ok(equals(M, target, expected));
  });

  it('leaves what the source has not set', () => {
    const target = M.create({ i: 1, o: 1, b: hex('01'), d: 1, x: { case: 'n', value: 1n }, sub: {} });
    assert.ok(equals(M, merge(M, target, { i: 0, b: hex(''), d: 0, x: { case: undefined } }), target));
    assert.equal(target.i, 1);
    assert.ok(Object.is(merge(M, target, { d: -0 }).d, -0));
  });

  it('merges a oneof into the same case and replaces another', () => {
    const target = M.create({ x: { case: 'm', value: { i: 1 } } });
    merge(M, target, { x: { case: 'm', value: { o: 2 } } });
    assert.ok(equals(M, target, M.create({ x: { case: 'm', value: { i: 1, o: 2 } } })));
    merge(M, target, { x: { case: 'n', value: 0n } });
    assert.deepEqual(target.x, { case: 'n', value: 0n });
    merge(M, target, { x: { case: 'm', value: {} } });
    assert.ok(equals(M, target, M.create({ x: { case: 'm', value: {} } })));
  });

  it('shares nothing with the source', () => {
    const source = M.decode(
      Uint8Array.from([...M.encode({ sub: { list: ['a'] }, b: hex('01'), map: { a: {} }, x: { case: 'm', value: {} } }), 0xa0, 0x06, 1]),
    );
    const target = merge(M, M.create(), source);
    const before = toHex(M.encode(source));
    const sub = target.sub as { list: string[]; i: number };
    sub.list.push('b');
    (target.b as Uint8Array)[0] = 9;
    (target as UnknownFields)[unknownFields]![0]![2] = 9;
    (target.map as Map<string, unknown>).clear();
    (target.x as { value: { i: number } }).value.i = 5;
    assert.equal(toHex(M.encode(source)), before);
  });

  it('appends unknown fields and extensions', () => {
    const target = merge(M, M.decode(hex('a00601')), M.decode(hex('a00602 a80603')));
    assert.equal(toHex(M.encode(target)), 'a00601a00602a80603');
    const numbers = dynamicExtension(registry.extension('old.numbers')!);
    const note = dynamicExtension(registry.extension('old.note')!);
    const one = Old.create();
    const other = Old.create();
    setExtension(Old, one, numbers, [1]);
    setExtension(Old, one, note, 'a');
    setExtension(Old, other, numbers, [2, 3]);
    setExtension(Old, other, note, 'b');
    merge(Old, one, other);
    assert.deepEqual(getExtension(Old, one, numbers), [1, 2, 3]);
    assert.equal(getExtension(Old, one, note), 'b');
  });

  it('of a message into itself doubles its lists', () => {
    const message = M.decode(M.encode({ list: ['a'], sub: { list: ['b'] }, map: { a: {} } }));
    merge(M, message, message);
    assert.ok(equals(M, message, M.create({ list: ['a', 'a'], sub: { list: ['b', 'b'] }, map: { a: {} } })));
  });

  it('refuses what create refuses, and changes nothing then', () => {
    const target = M.create({ i: 1 });
    for (const [source, expected] of [
      [{ i: 5, list: [1] }, 'm.list[0]: expected string, got number 1'],
      [{ i: 5, nope: 1 }, /has no such property/],
      [{ i: 5, sub: null }, 'm.sub: expected t.M, got null'],
      [null, 'm: expected t.M, got null'],
    ] as const) {
      assert.throws(() => merge(M, target, source as never), { name: 'EncodeError', message: expected });
      assert.equal(target.i, 1);
    }
    const circle: Record<string, unknown> = {};
    circle.sub = circle;
    assert.throws(() => merge(M, M.create(), circle), /more than 100 levels/);
  });

  it(`is what reading the bytes of one behind those of the other gives (seed ${SEED})`, function () {
    this.timeout(60_000);
    const random = new Random(SEED);
    for (let index = 0; index < 25; index++) {
      const schema = randomSchema(random);
      const all = throughGeneratedCode ? generatedTypes(buildSchema(schema)) : types(schema);
      for (let count = 0; count < 30; count++) {
        const one = random.pick(Object.values(all));
        const a = one.create(randomMessage(random, one.descriptor));
        const b = one.create(randomMessage(random, one.descriptor));
        const joined = one.decode(Uint8Array.from([...one.encode(a), ...one.encode(b)]));
        assert.ok(equals(one, merge(one, a, b), joined));
      }
    }
  });
});
