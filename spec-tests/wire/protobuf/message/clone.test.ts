import assert from 'node:assert/strict';
import Long from 'long';
import { buildFile } from '../../../../wire/protobuf/build.js';
import { dynamicMessageType } from '../../../../wire/protobuf/closures/dynamic.js';
import { clone } from '../../../../wire/protobuf/message/clone.js';
import { equals } from '../../../../wire/protobuf/message/equals.js';
import { fromText } from '../../../../wire/protobuf/text/index.js';
import { Random } from '../../../support/random.js';
import { randomMessage, randomSchema } from '../../../support/random-schema.js';
import { fileProto, toHex, type, types } from '../../../support/schema.js';
import { Old, registry } from '../../../support/text-schema.js';

const SEED = Number(process.env.BAREWIRE_SEED ?? 20_261_123);

/** Every object in `value`, itself too. */
function objectsIn(value: unknown, found = new Set<object>()): Set<object> {
  if (typeof value !== 'object' || value === null || found.has(value)) return found;
  found.add(value);
  const inside =
    value instanceof Map
      ? [...value.values()]
      : value instanceof Uint8Array
        ? []
        : Reflect.ownKeys(value).map((key) => (value as never)[key]);
  for (const one of inside) objectsIn(one, found);
  return found;
}

describe('clone', () => {
  it(`is the same message, and shares no object with it (seed ${SEED})`, function () {
    this.timeout(60_000);
    const random = new Random(SEED);
    for (let index = 0; index < 25; index++) {
      const all = Object.values(types(randomSchema(random)));
      for (let count = 0; count < 30; count++) {
        const one = random.pick(all);
        const bytes = one.encode(randomMessage(random, one.descriptor));
        // A field that none of the schemas has.
        const message = one.decode(Uint8Array.from([...bytes, 0xc2, 0x3e, 1, 65]));
        const copy = clone(one, message);
        assert.ok(equals(one, copy, message));
        assert.equal(toHex(one.encode(copy)), toHex(one.encode(message)));
        const shared = objectsIn(message);
        for (const object of objectsIn(copy)) assert.ok(!shared.has(object));
      }
    }
  });

  it('keeps NaN, -0, extensions, and 64-bit integers as they are held', () => {
    const M = type(['double d = 1', 'repeated float f = 2']);
    const message = M.create({ d: -0, f: [Number.NaN, -0] });
    assert.deepEqual(clone(M, message), message);
    const old = fromText(Old, '[old.more] { [old.note]: "a" } Data {}', { registry });
    const copy = clone(Old, old);
    assert.ok(equals(Old, copy, old));
    const L = dynamicMessageType(
      buildFile(fileProto({ messages: { M: ['int64 a = 1', 'map<int64, int64> m = 2'] } }), [], { int64: Long }).message(0),
    );
    const long = fromText(L, 'a: 5 m { key: 1 value: 2 }');
    assert.ok(equals(L, clone(L, long), long));
    assert.ok(!equals(L, fromText(L, 'a: 6 m { key: 1 value: 2 }'), long));
  });

  it('refuses what is no message', () => {
    const M = type(['M m = 1', 'repeated string list = 2']);
    for (const [value, expected] of [
      [null, 'm: expected t.M, got null'],
      [{ list: 5 }, 'm.list: expected an array, got number 5'],
      [{ m: { m: 5 } }, 'm.m.m: expected t.M, got number 5'],
    ] as const)
      assert.throws(() => clone(M, value as never), { name: 'EncodeError', message: expected });
    const circle = M.create();
    circle.m = circle;
    assert.throws(() => clone(M, circle), /more than 100 levels/);
    const twin = M.create();
    twin.m = twin;
    assert.throws(() => equals(M, circle, twin), /more than 100 levels/);
    let deep = M.create();
    for (let level = 0; level < 100; level++) deep = M.create({ m: deep });
    assert.ok(equals(M, clone(M, deep), deep));
  });
});
