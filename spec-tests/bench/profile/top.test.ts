import assert from 'node:assert/strict';
import { topOf } from '../../../bench/profile/top.js';

const callFrame = (functionName: string, url = '', lineNumber = 0) => ({ functionName, url, lineNumber, columnNumber: 0, scriptId: '1' });

describe('the top of a profile', () => {
  it('adds up the time of a function wherever it was called from, and leaves out what was idle', () => {
    const nodes = [
      { id: 1, callFrame: callFrame('(root)'), children: [2, 3, 4] },
      {
        id: 2,
        callFrame: callFrame('read', 'file:///x/dist/wire/a.js', 9),
        positionTicks: [
          { line: 12, ticks: 3 },
          { line: 13, ticks: 1 },
        ],
      },
      { id: 3, callFrame: callFrame('read', 'file:///x/dist/wire/a.js', 9) },
      { id: 4, callFrame: callFrame('(idle)') },
    ];
    const profile = { nodes, startTime: 0, endTime: 100, samples: [2, 4, 3, 4], timeDeltas: [0, 40, 50, 20, 1] };
    assert.deepEqual(topOf({ of: 'cpu', profile }, 10, false), {
      unit: 'µs/op',
      rows: [
        { where: '(all)', perOperation: 6, share: 1 },
        { where: 'read wire/a.js:10', perOperation: 6, share: 1 },
      ],
    });
    const { rows } = topOf({ of: 'cpu', profile }, 10, true);
    assert.deepEqual(
      rows.slice(1).map(({ where, perOperation }) => [where, perOperation]),
      [
        ['read wire/a.js:12', 3],
        ['read wire/a.js:10', 2],
        ['read wire/a.js:13', 1],
      ],
    );
  });

  it('adds up allocated bytes', () => {
    const leaf = { callFrame: callFrame('', 'node:net', 4), selfSize: 30, id: 2, children: [] };
    const head = { callFrame: callFrame('(root)'), selfSize: 0, id: 1, children: [leaf, { ...leaf, id: 3, selfSize: 10 }] };
    assert.deepEqual(topOf({ of: 'allocations', profile: { head } }, 4, false).rows, [
      { where: '(all)', perOperation: 10, share: 1 },
      { where: '(anonymous) node:net:5', perOperation: 10, share: 1 },
    ]);
  });
});
