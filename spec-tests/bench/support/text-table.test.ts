import assert from 'node:assert/strict';
import { readable, tableLines } from '../../../bench/support/text-table.js';

describe('figures and tables for a terminal', () => {
  it('have three digits that count, thousands set apart', () => {
    assert.deepEqual([0.0333333, 1.5, 45.67, 999.4, 1234567, undefined].map(readable), ['0.0333', '1.50', '45.7', '999', '1,234,567', '-']);
  });

  it('line up', () => {
    assert.deepEqual(
      tableLines(
        ['a', 'bb'],
        [
          ['long', 'x'],
          ['y', ''],
        ],
      ),
      ['a     bb', 'long  x', 'y'],
    );
  });
});
