import assert from 'node:assert/strict';
import { equals } from '../../../../wire/protobuf/message/equals.js';
import {
  fieldMaskApply,
  fieldMaskCanonical,
  fieldMaskCovers,
  fieldMaskFault,
  fieldMaskFromText,
  fieldMaskIntersect,
  fieldMaskIsValid,
  fieldMaskMerge,
  fieldMaskText,
  fieldMaskUnion,
} from '../../../../wire/protobuf/well-known/field-mask.js';
import { Random } from '../../../support/random.js';
import { hex, type } from '../../../support/schema.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);

const M = type([
  'int32 qty = 1',
  'optional int32 tracked_qty = 2',
  'repeated string list = 3',
  'map<string, M> map = 4',
  'oneof x M sub_message = 5',
  'oneof x int64 number = 6',
  'M main = 7',
  'repeated M parts = 8',
  'bytes raw = 9',
]);

const mask = (...paths: string[]) => ({ paths });
const full = () =>
  M.create({
    qty: 1,
    trackedQty: 2,
    list: ['a'],
    map: { k: { qty: 1 } },
    x: { case: 'subMessage', value: { qty: 5, trackedQty: 6 } },
    main: { qty: 3, main: { qty: 4, list: ['b'] }, list: ['c'] },
    parts: [{ qty: 7 }],
    raw: hex('0102'),
  });

describe('FieldMask', () => {
  it('has paths that lead to fields by their names', () => {
    for (const path of ['qty', 'tracked_qty', 'main.main.qty', 'main.parts', 'sub_message.list', 'map', 'main.number']) {
      assert.equal(fieldMaskFault(M, mask('qty', path)), undefined);
      assert.ok(fieldMaskIsValid(M, mask(path)));
    }
    for (const [path, fault] of [
      ['nope', '"nope": t.M has no field string "nope"'],
      ['trackedQty', /has no field/],
      ['', /has no field string ""/],
      ['main.', /has no field/],
      ['.main', /has no field/],
      ['main..qty', /has no field/],
      ['parts.qty', /parts is no singular message/],
      ['map.k', /map is no singular message/],
      ['qty.x', /qty is no singular message/],
      ['x', /has no field/],
      ['*', /has no field/],
      ['constructor', /has no field/],
      ['__proto__', /has no field/],
      [`${'main.'.repeat(101)}qty`, /more than 100 levels deep/],
      [5, /expected a path as a string/],
    ] as const) {
      const found = fieldMaskFault(M, mask(path as string));
      assert.match(found ?? '', fault instanceof RegExp ? fault : /has no field/);
      assert.equal(fieldMaskIsValid(M, mask(path as string)), false);
      assert.throws(() => fieldMaskApply(M, M.create(), mask(path as string)), RangeError);
      assert.throws(() => fieldMaskMerge(M, M.create(), {}, mask(path as string)), RangeError);
    }
    assert.equal(fieldMaskFault(M, mask()), undefined);
    assert.ok(fieldMaskIsValid(M, mask('main.'.repeat(100).slice(0, -1))));
  });

  it('is applied: what it names is kept, in a copy', () => {
    const message = full();
    for (const [paths, expected] of [
      [['qty'], { qty: 1 }],
      [['tracked_qty', 'list', 'raw'], { trackedQty: 2, list: ['a'], raw: hex('0102') }],
      [['main.main.qty', 'main.list'], { main: { main: { qty: 4 }, list: ['c'] } }],
      [['main', 'main.qty'], { main: { qty: 3, main: { qty: 4, list: ['b'] }, list: ['c'] } }],
      [['main.qty', 'main'], { main: { qty: 3, main: { qty: 4, list: ['b'] }, list: ['c'] } }],
      [['sub_message.qty'], { x: { case: 'subMessage', value: { qty: 5 } } }],
      [['number'], {}],
      [['main.sub_message.qty'], { main: {} }],
      [['map', 'parts'], { map: { k: { qty: 1 } }, parts: [{ qty: 7 }] }],
    ] as const) {
      const kept = fieldMaskApply(M, message, { paths });
      assert.ok(equals(M, kept, M.create(expected as never)), paths.join());
    }
    assert.ok(equals(M, message, full()));
    const all = fieldMaskApply(M, message, mask());
    assert.ok(equals(M, all, message) && all !== message && all.list !== message.list);
    assert.ok(equals(M, fieldMaskApply(M, M.decode(hex('0801 a00601')), mask('qty')), M.create({ qty: 1 })));
  });

  it('is merged by: what it names is taken over, what is not set is taken out', () => {
    for (const [paths, source, change] of [
      [['qty'], { qty: 9, trackedQty: 9 }, { qty: 9 }],
      [['qty', 'tracked_qty', 'raw'], {}, { qty: 0, trackedQty: undefined, raw: hex('') }],
      [['tracked_qty'], { trackedQty: 0 }, { trackedQty: 0 }],
      [['list'], { list: ['x'] }, { list: ['a', 'x'] }],
      [['map'], { map: { k: { qty: 2 }, n: {} } }, { map: { k: { qty: 2 }, n: {} } }],
      [['main'], { main: { qty: 9, list: ['x'] } }, { main: { qty: 9, main: { qty: 4, list: ['b'] }, list: ['c', 'x'] } }],
      [['main'], {}, {}],
      [['main.qty'], {}, { main: { qty: 0, main: { qty: 4, list: ['b'] }, list: ['c'] } }],
      [['main.main.list'], { main: { main: { list: ['x'] } } }, { main: { qty: 3, main: { qty: 4, list: ['b', 'x'] }, list: ['c'] } }],
      [['number'], { x: { case: 'number', value: 5n } }, { x: { case: 'number', value: 5n } }],
      [['number'], {}, {}],
      [
        ['sub_message.qty'],
        { x: { case: 'subMessage', value: { qty: 1 } } },
        { x: { case: 'subMessage', value: { qty: 1, trackedQty: 6 } } },
      ],
      [['parts'], { parts: [{}] }, { parts: [{ qty: 7 }, {}] }],
      [[], { qty: 9 }, {}],
    ] as const) {
      const target = full();
      assert.equal(fieldMaskMerge(M, target, source as never, { paths }), target);
      assert.ok(equals(M, target, M.create({ ...full(), ...(change as object) })), paths.join());
    }
    const replace = { replaceMessages: true, replaceRepeated: true };
    const target = full();
    fieldMaskMerge(M, target, { main: { qty: 1 }, list: ['x'] }, mask('main', 'list', 'map', 'parts', 'sub_message'), replace);
    assert.ok(equals(M, target, M.create({ qty: 1, trackedQty: 2, raw: hex('0102'), main: { qty: 1 }, list: ['x'] })));
    const empty = fieldMaskMerge(M, M.create(), {}, mask('main.main.qty'));
    assert.ok(equals(M, empty, M.create()));
    assert.ok(
      equals(M, fieldMaskMerge(M, M.create(), { main: { qty: 1, list: ['a'] } }, mask('main.qty')), M.create({ main: { qty: 1 } })),
    );
  });

  it('changes nothing where the source is no message, and shares nothing with it', () => {
    const target = full();
    assert.throws(() => fieldMaskMerge(M, target, { qty: 1, list: [5] } as never, mask('qty')), { name: 'EncodeError' });
    assert.ok(equals(M, target, full()));
    const source = M.create({ main: { list: ['a'] }, raw: hex('01') });
    const merged = fieldMaskMerge(M, M.create(), source, mask('main', 'raw'));
    (merged.main as { list: string[] }).list.push('b');
    (merged.raw as Uint8Array)[0] = 9;
    assert.ok(equals(M, source, M.create({ main: { list: ['a'] }, raw: hex('01') })));
  });

  it('has a canonical form, unions and intersections', () => {
    for (const [paths, expected] of [
      [[], []],
      [
        ['b', 'a'],
        ['a', 'b'],
      ],
      [['a.b', 'a', 'a.c.d', 'a'], ['a']],
      [
        ['a.b', 'a_b', 'a!b', 'ab', 'a.b.c'],
        ['a.b', 'a!b', 'a_b', 'ab'],
      ],
      [
        ['a.b.c', 'a.b', 'b.c'],
        ['a.b', 'b.c'],
      ],
    ] as const)
      assert.deepEqual(fieldMaskCanonical({ paths }), { paths: expected });
    assert.deepEqual(fieldMaskUnion(mask('a.b', 'c'), mask('a'), mask('d.e')), mask('a', 'c', 'd.e'));
    assert.deepEqual(fieldMaskUnion(), mask());
    for (const [a, b, expected] of [
      [
        ['a', 'b.c'],
        ['a.b', 'b'],
        ['a.b', 'b.c'],
      ],
      [['a', 'b'], ['c'], []],
      [['a.b', 'a.c'], ['a.c', 'a.d'], ['a.c']],
      [['a'], ['a.z', 'a.b'], ['a.b', 'a.z']],
      [[], ['a'], []],
    ] as const) {
      assert.deepEqual(fieldMaskIntersect({ paths: a }, { paths: b }), { paths: expected });
      assert.deepEqual(fieldMaskIntersect({ paths: b }, { paths: a }), { paths: expected });
    }
    assert.ok(fieldMaskCovers(mask('a.b'), 'a.b.c') && fieldMaskCovers(mask('a.b'), 'a.b'));
    assert.ok(!fieldMaskCovers(mask('a.b'), 'a.bc') && !fieldMaskCovers(mask('a.b'), 'a') && !fieldMaskCovers(mask(), 'a'));
  });

  it(`unions name what any names, intersections what both name (seed ${SEED})`, () => {
    const random = new Random(SEED);
    const path = () =>
      Array.from({ length: random.between(1, 4) }, () => random.pick(['a', 'b', 'a_', 'A', 'a\0', 'a\x01', 'a\0b'])).join('.');
    const randomMask = () => mask(...Array.from({ length: random.between(0, 6) }, path));
    for (let count = 0; count < 2000; count++) {
      const [a, b] = [randomMask(), randomMask()];
      const [union, both, canonical] = [fieldMaskUnion(a, b), fieldMaskIntersect(a, b), fieldMaskCanonical(a)];
      for (const one of [...a.paths, ...b.paths, path(), path()]) {
        assert.equal(fieldMaskCovers(union, one), fieldMaskCovers(a, one) || fieldMaskCovers(b, one));
        assert.equal(fieldMaskCovers(both, one), fieldMaskCovers(a, one) && fieldMaskCovers(b, one));
        assert.equal(fieldMaskCovers(canonical, one), fieldMaskCovers(a, one));
      }
      assert.deepEqual(fieldMaskCanonical(union), union);
      assert.deepEqual(fieldMaskCanonical(both), both);
    }
  });

  it('takes time that grows with its paths', () => {
    const paths = Array.from({ length: 10_000 }, (_, index) => `main.${'main.'.repeat(index % 10)}f${index}`);
    assert.equal(fieldMaskCanonical({ paths }).paths.length, 10_000);
    assert.equal(fieldMaskIntersect({ paths }, mask('main')).paths.length, 10_000);
    assert.match(fieldMaskFault(M, mask('main.'.repeat(1_000_000))) ?? '', /more than 100 levels/);
  });

  it('goes to text and back', () => {
    assert.equal(fieldMaskText(mask('a.b_c', 'd')), 'a.b_c,d');
    assert.deepEqual(fieldMaskFromText('a.b_c,,d,'), mask('a.b_c', 'd'));
    assert.deepEqual(fieldMaskFromText(''), mask());
    for (const path of ['', 'a,b']) assert.throws(() => fieldMaskText(mask(path)), RangeError);
    assert.throws(() => fieldMaskFromText(undefined as never), TypeError);
  });
});
