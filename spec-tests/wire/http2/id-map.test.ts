import assert from 'node:assert/strict';
import { IdMap } from '../../../wire/http2/id-map.js';
import { Random } from '../../support/random.js';

interface Item {
  readonly id: number;
}

describe('IdMap', () => {
  it('finds what was added, whatever the identifiers, and nothing else', () => {
    const seeded = new Random(4711);
    const random = () => seeded.between(0, 1_000_000) / 1_000_000;
    for (const spread of [40, 400, 40_000]) {
      const map = new IdMap<Item>();
      const model = new Map<number, Item>();
      for (let step = 0; step < 5_000; step++) {
        const id = 1 + 2 * Math.floor(random() * spread);
        if (model.has(id)) {
          if (random() < 0.6) {
            map.remove(id);
            model.delete(id);
          }
        } else {
          const item = { id };
          map.add(item);
          model.set(id, item);
        }
        assert.equal(map.size, model.size);
        const probe = 1 + 2 * Math.floor(random() * spread);
        assert.equal(map.get(probe), model.get(probe));
      }
      assert.deepEqual(
        map.all(),
        [...model.values()].sort((a, b) => a.id - b.id),
      );
    }
  });

  it('keeps streams that stay while thousands come and go', () => {
    const map = new IdMap<Item>();
    const old = { id: 1 };
    map.add(old);
    for (let id = 3; id < 20_000; id += 2) {
      map.add({ id });
      assert.equal(map.get(id)?.id, id);
      map.remove(id);
      assert.equal(map.get(id), undefined);
    }
    assert.equal(map.get(1), old);
    assert.equal(map.size, 1);
  });

  it('gives a list that may be walked while all of it is removed', () => {
    const map = new IdMap<Item>();
    for (let id = 1; id < 5_000; id += 2) map.add({ id });
    for (const item of map.all()) map.remove(item.id);
    assert.equal(map.size, 0);
    assert.deepEqual(map.all(), []);
    map.remove(1);
    assert.equal(map.size, 0);
  });
});
