import assert from 'node:assert/strict';
import { clone } from '../../../../wire/protobuf/message/clone.js';
import { diff } from '../../../../wire/protobuf/message/diff.js';
import { equals } from '../../../../wire/protobuf/message/equals.js';
import { merge } from '../../../../wire/protobuf/message/merge.js';
import { appendUnknown, unknownFields } from '../../../../wire/protobuf/unknown.js';
import { hex, type } from '../../../support/schema.js';
import { Old, registry } from '../../../support/text-schema.js';

const M = type([
  'double d = 1',
  'optional int32 o = 2',
  'repeated string list = 3',
  'map<string, bytes> map = 4',
  'oneof x M m = 5',
  'oneof x int64 n = 6',
  'bytes b = 7',
  'M sub = 8',
]);

describe('equals', () => {
  const same: [Record<string, unknown>, Record<string, unknown>][] = [
    [{}, {}],
    [{ d: Number.NaN }, { d: Number.NaN }],
    [{ list: ['a', 'b'] }, { list: ['a', 'b'] }],
    [
      {
        map: new Map([
          ['a', hex('01')],
          ['b', hex('02')],
        ]),
      },
      {
        map: new Map([
          ['b', hex('02')],
          ['a', hex('01')],
        ]),
      },
    ],
    [{ x: { case: 'm', value: { d: 1 } } }, { x: { case: 'm', value: { d: 1 } } }],
    [{ sub: { sub: { o: 0 } } }, { sub: { sub: { o: 0 } } }],
  ];
  const different: [Record<string, unknown>, Record<string, unknown>][] = [
    [{ d: 0 }, { d: -0 }],
    [{ d: 1 }, { d: 2 }],
    [{ o: 0 }, {}],
    [{ list: ['a', 'b'] }, { list: ['b', 'a'] }],
    [{ list: ['a'] }, { list: ['a', 'a'] }],
    [{ map: { a: hex('01') } }, { map: { a: hex('02') } }],
    [{ map: { a: hex('') } }, { map: { b: hex('') } }],
    [{ map: { a: hex('') } }, {}],
    [{ x: { case: 'n', value: 0n } }, {}],
    [{ x: { case: 'n', value: 0n } }, { x: { case: 'm', value: {} } }],
    [{ x: { case: 'n', value: 0n } }, { x: { case: 'n', value: 1n } }],
    [{ b: hex('0102') }, { b: hex('0103') }],
    [{ b: hex('01') }, { b: hex('0101') }],
    [{ sub: {} }, {}],
    [{ sub: { sub: {} } }, { sub: {} }],
  ];

  it('is true for messages that say the same', () => {
    for (const [a, b] of same) assert.ok(equals(M, M.create(a), M.create(b)), JSON.stringify(Object.keys(a)));
  });

  it('is false for everything else, either way round', () => {
    for (const [index, [a, b]] of different.entries()) {
      assert.equal(equals(M, M.create(a), M.create(b)), false, `pair ${index}`);
      assert.equal(equals(M, M.create(b), M.create(a)), false, `pair ${index}`);
    }
  });

  it('looks at unknown fields, not at how they are cut into runs', () => {
    const one = M.decode(hex('5001 5002 5003'));
    const parts = M.create();
    for (const run of ['5001', '5002', '5003']) appendUnknown(parts, Uint8Array.from(hex(run)));
    assert.ok(equals(M, one, parts));
    assert.equal(equals(M, one, M.decode(hex('5001 5002'))), false);
    assert.equal(equals(M, one, M.decode(hex('5001 5002 5004'))), false);
    assert.equal(equals(M, one, M.create()), false);
  });

  it('does not mind the order of unknown fields with different numbers or wire types, nor how long a varint is', () => {
    for (const [a, b, expected] of [
      ['a00601 a80602', 'a80602 a00601', true],
      ['a00601 a80602 a00603', 'a80602 a00601 a00603', true],
      ['a00601 a80602 a00603', 'a80602 a00603 a00601', false],
      ['a00601 a506 01000000', 'a506 01000000 a00601', true],
      ['a00601', 'a0068100', true],
      ['a00601', 'a0068180808080808080 8001', false],
      ['a20601 41', 'a2068100 41', true],
      ['a20601 41', 'a20601 42', false],
      ['a20601 41', 'a20602 4141', false],
      ['a306 0801 a406', 'a386 00 0801 a48600', true],
      ['a306 0801 a406', 'a306 0802 a406', false],
      ['a00601', 'a506 01000000', false],
      ['a00601', 'a00601 a00601', false],
      ['a00601 a00601 a80601', 'a00601 a80601 a80601', false],
    ] as const) {
      assert.equal(equals(M, M.decode(hex(a)), M.decode(hex(b))), expected, `${a} and ${b}`);
      assert.equal(equals(M, M.decode(hex(b)), M.decode(hex(a))), expected, `${b} and ${a}`);
    }
  });

  it('compares extensions by value where a registry has them', () => {
    const [note, numbers, more] = ['a20601 61', 'a80601 a80602', 'b206021801'];
    for (const [a, b, known, unknown] of [
      [`${note} ${numbers}`, `${numbers} ${note}`, true, true],
      // An extension that comes twice holds its last value, a list may be packed, a message may come in parts.
      [`a20601 62 ${note}`, note, true, false],
      [numbers, 'aa06020102', true, false],
      [numbers, 'a80602 a80601', false, false],
      [more, 'b20600 b206021801', true, false],
      [more, 'b206021800', false, false],
      [more, 'b20604 180018 01', true, false],
      [note, '', false, false],
      // What the registry does not have stays an unknown field.
      [`${note} d00f01`, `d00f01 a20601 62 ${note}`, true, false],
      [`${note} d00f01`, `${note} d00f02`, false, false],
      // In an extension of an extension too.
      [`b20604 ${note}`, `b20608 a20601 62 ${note}`, true, false],
    ] as const) {
      const one = Old.decode(hex(a));
      const other = Old.decode(hex(b));
      assert.equal(equals(Old, one, other, { registry }), known, `${a} and ${b} with a registry`);
      assert.equal(equals(Old, other, one, { registry }), known, `${b} and ${a} with a registry`);
      assert.equal(equals(Old, one, other), unknown, `${a} and ${b}`);
      assert.equal(diff(Old, one, other, { registry }).length === 0, known, `diff of ${a} and ${b} with a registry`);
      assert.equal(diff(Old, one, other).length === 0, unknown, `diff of ${a} and ${b}`);
    }
    // A string that is none.
    const broken = Old.decode(hex('aa06 0180'));
    assert.throws(() => equals(Old, broken, Old.create(), { registry }), { name: 'DecodeError', message: /^old\.\[old\.numbers\]/ });
  });

  it('is told how deep messages may nest', () => {
    const nest = (levels: number) => {
      let deep = M.create();
      for (let level = 0; level < levels; level++) deep = Object.assign(M.create(), { sub: deep });
      return deep;
    };
    const cases: [walk: (options?: { maxDepth?: number }, levels?: number) => unknown][] = [
      [(options, levels = 100) => assert.ok(equals(M, nest(levels), nest(levels), options))],
      [(options, levels = 100) => assert.deepEqual(diff(M, nest(levels), nest(levels), options), [])],
      [(options, levels = 100) => clone(M, nest(levels), options)],
      [(options, levels = 100) => merge(M, M.create(), nest(levels), options)],
      [(options, levels = 100) => merge(M, nest(levels), nest(levels), options)],
    ];
    for (const [walk] of cases) {
      walk();
      walk({ maxDepth: 200 }, 200);
      walk({ maxDepth: 0 }, 0);
      assert.throws(() => walk(undefined, 101), {
        name: 'EncodeError',
        message: /^m(\.sub)+: messages are nested more than 100 levels deep/,
      });
      assert.throws(() => walk({ maxDepth: 3 }, 4), {
        name: 'EncodeError',
        message: 'm.sub.sub.sub.sub: messages are nested more than 3 levels deep (maxDepth): does one contain itself?',
      });
      assert.throws(() => walk({ maxDepth: 1e9 }, 20_000), { name: 'EncodeError' });
      assert.throws(() => walk({ maxDepth: -1 }), { name: 'RangeError', message: /maxDepth must be an integer/ });
      assert.throws(() => walk({ maxDepth: 'a' as never }), { name: 'RangeError', message: /maxDepth must be an integer/ });
    }
  });

  it('refuses what is no message, where it stands', () => {
    const whole = M.create({ list: ['x'], b: hex('01'), sub: {}, map: { a: hex('01') } });
    for (const [a, message] of [
      [null, 'm: expected t.M, got null'],
      ['text', 'm: expected t.M, got string "text"'],
      [new Map(), 'm: expected t.M, got an object (Map)'],
      [Promise.resolve(), 'm: expected t.M, got an object (Promise): wait for it first'],
      [{ ...whole, list: 5 }, 'm.list: expected an array, got number 5'],
      [{ ...whole, b: [1] }, 'm.b: expected bytes (a Uint8Array), got an array'],
      [{ ...whole, sub: 'x' }, 'm.sub: expected t.M, got string "x"'],
      [{ ...whole, map: 5 }, 'm.map: expected a Map or a plain object, got number 5'],
    ] as const) {
      for (const walk of [equals, diff]) {
        assert.throws(() => walk(M, a as never, whole), { name: 'EncodeError', message });
        assert.throws(() => walk(M, whole, a as never), { name: 'EncodeError', message });
      }
      assert.throws(() => clone(M, a as never), { name: 'EncodeError' });
    }
    assert.ok(equals(M, { map: { a: hex('01') } } as never, { map: new Map([['a', hex('01')]]) } as never));
    for (const walk of [equals, diff])
      for (const runs of [[5], 5, 'ab', [{}]])
        assert.throws(() => walk(M, Object.assign(M.create(), { [unknownFields]: runs }), M.decode(hex('5001'))), { name: 'EncodeError' });
  });
});
