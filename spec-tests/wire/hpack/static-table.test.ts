import assert from 'node:assert/strict';
import { STATIC_BY_NAME, STATIC_ENTRIES, STATIC_NAMES, STATIC_VALUES } from '../../../wire/hpack/static-table.js';
import { APPENDIX_A } from './appendix-a.js';

describe('static table', () => {
  const entries = APPENDIX_A.trim()
    .split('\n')
    .map((line) => /^(\d+) (\S+) ?(.*)$/.exec(line)!)
    .map(([, index, name, value]) => ({ index: Number(index), name: name!, value: value! }));

  it('is RFC 7541 Appendix A', () => {
    assert.equal(entries.length, 61);
    assert.equal(STATIC_ENTRIES, 61);
    assert.equal(STATIC_NAMES.length, 62);
    assert.equal(STATIC_VALUES.length, 62);
    for (const { index, name, value } of entries) assert.deepEqual([STATIC_NAMES[index], STATIC_VALUES[index]], [name, value]);
  });

  it('finds each field, and of each name the lowest index', () => {
    for (const { index, name, value } of entries) {
      assert.equal(STATIC_BY_NAME.get(name)!.values.get(value), index);
      assert.equal(STATIC_BY_NAME.get(name)!.index, entries.find((entry) => entry.name === name)!.index);
    }
    assert.equal(STATIC_BY_NAME.size, new Set(entries.map(({ name }) => name)).size);
  });
});
