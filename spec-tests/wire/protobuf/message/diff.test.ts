import assert from 'node:assert/strict';
import { clone } from '../../../../wire/protobuf/message/clone.js';
import { diff } from '../../../../wire/protobuf/message/diff.js';
import { equals } from '../../../../wire/protobuf/message/equals.js';
import { fromText } from '../../../../wire/protobuf/text/index.js';
import { appendUnknown } from '../../../../wire/protobuf/unknown.js';
import { Random } from '../../../support/random.js';
import { randomMessage, randomSchema } from '../../../support/random-schema.js';
import { hex, type, types } from '../../../support/schema.js';
import { Old, registry } from '../../../support/text-schema.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);

const M = type([
  'int32 i = 1',
  'optional int32 o = 2',
  'repeated string list = 3',
  'map<string, M> map = 4',
  'oneof x M m = 5',
  'oneof x int64 n = 6',
  'bytes b = 7',
  'M sub = 8',
  'repeated M subs = 9',
  'double d = 10',
  'map<int64, string> longs = 11',
]);

const changes = (a: object, b: object): string[] => diff(M, M.create(a as never), M.create(b as never)).map(String);

describe('diff', () => {
  it('names each place with what was there and what is', () => {
    for (const [a, b, expected] of [
      [{}, {}, []],
      [{ i: 1 }, { i: 2 }, ['m.i: 1 → 2']],
      [{}, { o: 0 }, ['m.o: unset → 0']],
      [{ o: 0 }, {}, ['m.o: 0 → unset']],
      [{ b: hex('01') }, { b: hex('0141') }, ['m.b: "\\001" → "\\001A"']],
      [{ d: Number.NaN }, { d: Number.NaN }, []],
      [{ d: 0 }, { d: -0 }, ['m.d: 0 → -0']],
      [{ sub: { i: 1, sub: {} } }, { sub: { i: 2 } }, ['m.sub.i: 1 → 2', 'm.sub.sub: { } → unset']],
      [{}, { sub: { i: 1, list: ['a'] } }, ['m.sub: unset → { i: 1 list: "a" }']],
      [{ list: ['a', 'b', 'c'] }, { list: ['a', 'x', 'c'] }, ['m.list[1]: "b" → "x"']],
      [{ list: ['a', 'b', 'c'] }, { list: ['a', 'c'] }, ['m.list[1]: "b" → unset']],
      [{ list: ['a', 'c'] }, { list: ['a', 'b', 'b', 'c'] }, ['m.list[1]: unset → "b"', 'm.list[2]: unset → "b"']],
      [{ list: ['a', 'a'] }, { list: ['a'] }, ['m.list[1]: "a" → unset']],
      [{ subs: [{ i: 1 }, { i: 2 }] }, { subs: [{ i: 1 }, { i: 3 }] }, ['m.subs[1].i: 2 → 3']],
      [
        { map: { a: { i: 1 }, b: {} } },
        { map: { a: { i: 2 }, __proto__2: {} } },
        ['m.map["a"].i: 1 → 2', 'm.map["b"]: { } → unset', 'm.map["__proto__2"]: unset → { }'],
      ],
      [{ longs: new Map([[1n, 'a']]) }, { longs: new Map([[1n, 'b']]) }, ['m.longs[1n]: "a" → "b"']],
      [{ x: { case: 'n', value: 1n } }, { x: { case: 'n', value: 2n } }, ['m.x.value: 1 → 2']],
      [{ x: { case: 'm', value: { i: 1 } } }, { x: { case: 'm', value: { i: 2 } } }, ['m.x.value.i: 1 → 2']],
      [{ x: { case: 'm', value: { i: 1 } } }, { x: { case: 'n', value: 1n } }, ['m.x: m { i: 1 } → n 1']],
      [{}, { x: { case: 'n', value: 0n } }, ['m.x: unset → n 0']],
    ] as const)
      assert.deepEqual(changes(a, b), expected);
  });

  it('tells kind and values', () => {
    const [change] = diff(M, M.create({ i: 1 }), M.create({ i: 2 }));
    assert.deepEqual({ ...change }, { path: 'm.i', kind: 'changed', before: 1, after: 2 });
    assert.equal(diff(M, M.create(), M.create({ sub: {} }))[0]?.kind, 'added');
    assert.equal(diff(M, M.create({ x: { case: 'n', value: 0n } }), M.create())[0]?.kind, 'removed');
    assert.ok(String(diff(M, M.create(), M.create({ list: ['x'.repeat(1000)] }))).length < 200);
  });

  it('sees unknown fields by number, and extensions by name where a registry has them', () => {
    const unknown = (a: string, b: string) => diff(M, M.decode(hex(a)), M.decode(hex(b))).map(String);
    assert.deepEqual(unknown('a00601 a80601', 'a00601 a80602'), ['m.[101]: "\\250\\006\\001" → "\\250\\006\\002"']);
    assert.deepEqual(unknown('a00601', ''), ['m.[100]: "\\240\\006\\001" → unset']);
    assert.deepEqual(unknown('a00601 a80601', 'a80601 a00601'), []);
    assert.deepEqual(unknown('a00601', 'a0068100'), []);
    assert.deepEqual(unknown('a00601 a00602', 'a00601 a00602'), []);
    const parts = M.create();
    for (const part of ['a00601', 'a00602']) appendUnknown(parts, Uint8Array.from(hex(part)));
    assert.deepEqual(diff(M, parts, M.decode(hex('a00601 a00602'))), []);
    const old = (text: string) => fromText(Old, text, { registry });
    const one = old('[old.note]: "a" [old.numbers]: [1, 2] [old.more] { color: RED }');
    const other = old('[old.note]: "b" [old.numbers]: [1, 3] [old.more] { color: BLUE }');
    assert.deepEqual(diff(Old, one, other, { registry }).map(String), [
      'old.[old.note]: "a" → "b"',
      'old.[old.numbers][1]: 2 → 3',
      'old.[old.more].color: RED → BLUE',
    ]);
    assert.deepEqual(
      diff(Old, one, other).map(({ path }) => path),
      ['old.[100]', 'old.[101]', 'old.[102]'],
    );
  });

  it(`is empty exactly where equals holds (seed ${SEED})`, function () {
    this.timeout(60_000);
    const random = new Random(SEED);
    let different = 0;
    for (let index = 0; index < 25; index++) {
      const all = Object.values(types(randomSchema(random)));
      for (let count = 0; count < 40; count++) {
        const one = random.pick(all);
        const a = one.create(randomMessage(random, one.descriptor));
        const b = random.oneIn(3) ? clone(one, a) : one.create(randomMessage(random, one.descriptor));
        const found = diff(one, a, b);
        assert.equal(found.length === 0, equals(one, a, b));
        assert.equal(diff(one, b, a).length === 0, found.length === 0);
        for (const change of found) assert.match(String(change), / → /);
        if (found.length > 0) different++;
      }
    }
    assert.ok(different > 100);
  });

  it('stops where messages nest too deep', () => {
    const circle = M.create();
    circle.sub = circle;
    const other = M.create();
    other.sub = other;
    assert.throws(() => diff(M, circle, other), /more than 100 levels/);
  });
});
