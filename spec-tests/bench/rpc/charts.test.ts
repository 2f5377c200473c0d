import assert from 'node:assert/strict';
import { dataOf } from '../../../bench/rpc/charts.js';
import type { Row } from '../../../bench/rpc/rows.js';

const row = (name: string, peer: string, value: number | undefined): Row => ({ case: name, peer, value, unit: '', spread: 0 });
const plan = {
  file: 'x.svg',
  title: 'X',
  kind: 'bars',
  unit: 'µs',
  points: [
    ['a', 'case-a'],
    ['b', 'case-b'],
  ],
} as const;

describe('charts of the rpc bench', () => {
  const rows = [
    row('case-a', 'barewire', 1),
    row('case-b', 'barewire', 2),
    row('case-a', 'tonic', 3),
    row('case-a', 'floor', 9),
    row('other', 'grpc-js', 4),
  ];

  it('draw a series for each contender along the points', () => {
    const data = dataOf({ ...plan, along: 'points' }, rows);
    assert.deepEqual(data?.labels, ['a', 'b']);
    assert.deepEqual(
      data?.series.map(({ name, values }) => [name, values]),
      [
        ['barewire', [1, 2]],
        ['tonic', [3, undefined]],
      ],
    );
  });

  it('or a series for each point along the contenders', () => {
    const data = dataOf({ ...plan, along: 'contenders' }, rows);
    assert.deepEqual(data?.labels, ['barewire', 'tonic']);
    assert.deepEqual(
      data?.series.map(({ name, values }) => [name, values]),
      [
        ['a', [1, 3]],
        ['b', [2, undefined]],
      ],
    );
  });

  it('are left out where there is nobody to compare with', () => {
    assert.equal(dataOf({ ...plan, along: 'points' }, [row('case-a', 'barewire', 1), row('case-a', 'tonic', undefined)]), undefined);
  });
});
