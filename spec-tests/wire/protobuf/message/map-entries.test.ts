import assert from 'node:assert/strict';
import vm from 'node:vm';
import { dynamicMessageType } from '../../../../wire/protobuf/closures/dynamic.js';
import { EncodeError } from '../../../../wire/protobuf/errors.js';
import { Order } from '../../../fixtures/gen/shop.js';
import { toHex } from '../../../support/schema.js';

const closures = dynamicMessageType(Order.descriptor);

type Totals = { readonly [key: string]: number };

/** The keys that were written for `totals`, in the order of the wire; closures write the same bytes. */
function written(totals: Totals | ReadonlyMap<string, number>): string[] {
  const bytes = Order.encode({ totals });
  assert.equal(toHex(closures.encode({ totals })), toHex(bytes));
  return [...Order.decode(bytes).totals.keys()];
}

describe('a map given as an object', () => {
  it('is written as Object.entries has it: own enumerable members, integers first', () => {
    const objects: Totals[] = [
      {},
      { b: 1, a: 2 },
      { b: 1, 10: 2, 9: 3, a: 4, '-1': 5, '01': 6 },
      JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3, "hasOwnProperty": 4, "": 5}') as Totals,
      Object.assign(Object.create(null) as object, { x: 1, hasOwnProperty: 2 }),
      Object.defineProperty({ seen: 1 } as { [key: string]: number }, 'hidden', { value: 2, enumerable: false }),
      Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`key ${index % 7} ${index}`, index])),
      { ...({ [Symbol('s')]: 1, a: 1 } as Totals) },
      { a: 1, [Symbol.toStringTag]: 'Map' } as Totals,
    ];
    for (const object of objects) {
      assert.deepEqual(written(object), Object.keys(object));
      assert.deepEqual(Order.encode({ totals: object }), Order.encode({ totals: new Map(Object.entries(object)) }));
    }
  });

  it('has nothing of what is inherited, or hidden by a member of its own', () => {
    const inherited = Object.create(Object.assign(Object.create(null) as object, { above: 1, both: 2 })) as { [key: string]: number };
    inherited.below = 3;
    Object.defineProperty(inherited, 'both', { value: 4, enumerable: false });
    assert.deepEqual(written(inherited), ['below']);
    const prototype = Object.prototype as { polluted?: number };
    prototype.polluted = 1;
    try {
      assert.deepEqual(written({ a: 1 }), ['a']);
      assert.deepEqual(written({}), []);
    } finally {
      delete prototype.polluted;
    }
  });

  it('may come from another realm, and so may a Map', () => {
    assert.deepEqual(written(vm.runInNewContext('({ a: 1, b: 2 })') as Totals), ['a', 'b']);
    assert.deepEqual(written(vm.runInNewContext('new Map([["a", 1]])') as ReadonlyMap<string, number>), ['a']);
  });

  it('is refused where a value is none, with the key in the path', () => {
    for (const value of [undefined, null, '1', 1.5, {}]) {
      assert.throws(() => Order.encode({ totals: { fine: 1, wrong: value as never } }), {
        name: 'EncodeError',
        path: 'order.totals["wrong"]',
      });
    }
  });

  it('is refused where it is neither an object of its own nor a Map', () => {
    class Instance {
      a = 1;
    }
    for (const value of [[], [['a', 1]], new Set(['a']), new Date(0), new Instance(), 1, 'a', true, null, () => 1, new WeakMap()]) {
      assert.throws(() => Order.encode({ totals: value as never }), EncodeError);
      assert.throws(() => closures.encode({ totals: value } as never), EncodeError);
    }
  });
});
