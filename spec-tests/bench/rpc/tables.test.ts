import assert from 'node:assert/strict';
import { markdownOf } from '../../../bench/rpc/markdown.js';
import type { Report } from '../../../bench/rpc/report.js';
import { failed, type Row } from '../../../bench/rpc/rows.js';
import { tablesOf } from '../../../bench/rpc/tables.js';

const row = (name: string, peer: string, value: number, unit: string): Row => ({ case: name, peer, value, unit, spread: 0.05 });

const rows: Row[] = [
  row('unary-100', 'barewire', 120_000, 'calls/s'),
  row('unary-100-cpu', 'barewire', 6, 'µs/call'),
  row('unary-100', 'grpc-js', 4_000, 'calls/s'),
  row('unary-100-cpu', 'grpc-js', 240, 'µs/call'),
  failed('unary-100', 'tonic', 'cargo is not at hand'),
  row('idle-stream-heap', 'barewire', 4, 'KiB'),
];

describe('tables of the rpc bench', () => {
  it('put the figures of a case together, contenders down and measures across', () => {
    const [unary, idle] = tablesOf(rows);
    assert.deepEqual(unary?.measures, ['', 'cpu']);
    assert.deepEqual(unary?.peers, ['barewire', 'grpc-js', 'tonic']);
    assert.equal(unary?.rowOf('grpc-js', 'cpu')?.value, 240);
    assert.equal(unary?.rowOf('tonic', 'cpu'), undefined);
    assert.deepEqual([idle?.name, idle?.measures], ['idle-stream', ['heap']]);
  });

  it('become a page that says versions, ratios, what failed, and how the targets stand', () => {
    const report: Report = { versions: { node: 'v20' }, conditions: ['9 runs'], rows, ratios: {} };
    const page = markdownOf(report, [{ file: 'a.svg', title: 'A', svg: '' }]).split('\n');
    assert.ok(page.includes('node v20.'));
    assert.ok(page.includes('- 9 runs'));
    assert.ok(page.includes('![A](a.svg)'));
    assert.ok(page.includes('| contender | calls/s | ± | ours | CPU, µs/call | ± | ours |  |'));
    assert.ok(page.includes('| **barewire** | 120,000 | 5 % |  | 6.00 | 5 % |  |  |'));
    assert.ok(page.includes('| grpc-js | 4,000 | 5 % | 30.0 | 240 | 5 % | 0.0250 |  |'));
    assert.ok(page.includes('| tonic | - |  |  | - |  |  | cargo is not at hand |'));
    assert.ok(page.some((line) => line.startsWith('| CPU per call, plain, against grpc-js | barewire | 0.0250 | <= 0.0333 | met')));
  });
});
