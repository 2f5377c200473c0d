import assert from 'node:assert/strict';
import { compileSources, schemaOf } from '../../../../lib/compiler/index.js';

describe('message types made at run time', () => {
  const KINDS = ['string', 'int32', 'repeated int32', 'map<string, bool>', 'optional bytes', 'int64'];
  const EMPTY = ['', 0, [], new Map(), undefined, 0n];

  for (const count of [16, 17, 45, 128, 129, 300]) {
    it(`make messages of ${count} fields, in the order of the schema and each with objects of its own`, () => {
      const fields = Array.from({ length: count }, (_, index) => `${KINDS[index % KINDS.length]} f${index} = ${count - index};`);
      const result = compileSources(['m.proto'], () => `syntax = "proto3"; message M { ${fields.join('\n')} }`);
      const type = schemaOf(result).message('M');
      const first = type.create();
      const names = Array.from({ length: count }, (_, index) => `f${index}`);
      assert.deepEqual(Object.keys(first), names);
      assert.deepEqual(
        Object.values(first),
        names.map((_, index) => EMPTY[index % EMPTY.length]),
      );
      (first['f2'] as number[]).push(1);
      (first['f3'] as Map<string, boolean>).set('a', true);
      assert.deepEqual(
        Object.values(type.create()),
        names.map((_, index) => EMPTY[index % EMPTY.length]),
      );
      const back = type.decode(type.encode(first));
      assert.deepEqual(Object.keys(back), names);
      assert.deepEqual(back, first);
    });
  }

  it('take names that objects have by themselves', () => {
    const result = compileSources(
      ['m.proto'],
      () => 'syntax = "proto3"; message M { string constructor = 1; int32 to_string = 2; int32 __proto__ = 3; }',
    );
    const type = schemaOf(result).message('M');
    const made = type.create();
    assert.equal(Object.getPrototypeOf(made), Object.prototype);
    assert.deepEqual(Object.values(made), ['', 0, 0]);
  });
});
