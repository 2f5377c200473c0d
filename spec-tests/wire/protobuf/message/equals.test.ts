import assert from 'node:assert/strict';
import { equals } from '../../../../wire/protobuf/message/equals.js';
import { appendUnknown } from '../../../../wire/protobuf/unknown.js';
import { hex, type } from '../../../support/schema.js';

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
});
