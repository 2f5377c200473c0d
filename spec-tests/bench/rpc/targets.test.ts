import assert from 'node:assert/strict';
import { cases } from '../../../bench/rpc/cases.js';
import type { Row } from '../../../bench/rpc/rows.js';
import { judge, type Target, targets } from '../../../bench/rpc/targets.js';

const row = (name: string, peer: string, value: number | undefined): Row => ({ case: name, peer, value, unit: '', spread: 0 });

describe('targets of the rpc bench', () => {
  it('hold a cost against the lowest of the rivals, and a rate against the highest', () => {
    const rows = [row('x-cpu', 'barewire', 4), row('x-cpu', 'grpc-go', 20), row('x-cpu', 'tonic', 10)];
    const cost: Target = { text: 't', case: 'x-cpu', against: ['grpc-go', 'tonic'], atMost: 0.5 };
    assert.deepEqual(judge(cost, { rows }), { text: 't', ours: 'barewire', measured: '0.400', wanted: '<= 0.500', met: true });
    const rates = [row('x', 'barewire', 15), row('x', 'grpc-go', 20), row('x', 'tonic', 10)];
    const rate: Target = { text: 't', case: 'x', against: ['grpc-go', 'tonic'], atLeast: 1 };
    assert.equal(judge(rate, { rows: rates })?.met, false);
    assert.equal(judge(rate, { rows: rates })?.measured, '0.750');
  });

  it('are met at the bound itself', () => {
    const rows = [row('x', 'barewire', 13), row('x', 'grpc-js', 10)];
    assert.equal(judge({ text: 't', case: 'x', against: ['grpc-js'], atLeast: 1.3 }, { rows })?.met, true);
  });

  it('may name another carrier, another figure of the rival, and a figure that is added to ours', () => {
    const rows = [row('p99', 'barewire@loopback', 3), row('p50', 'grpc-js', 6), row('heap', 'barewire', 3), row('buffers', 'barewire', 2)];
    assert.equal(
      judge({ text: 't', case: 'p99', ours: 'barewire@loopback', against: ['grpc-js'], againstCase: 'p50', atMost: 1 }, { rows })?.measured,
      '0.500',
    );
    assert.equal(judge({ text: 't', case: 'heap', and: 'buffers', atMost: 4 }, { rows })?.measured, '5.00');
  });

  it('say nothing where ours or every rival was not measured', () => {
    const target: Target = { text: 't', case: 'x', against: ['tonic'], atLeast: 1 };
    assert.equal(judge(target, { rows: [row('x', 'tonic', 1)] }), undefined);
    assert.equal(judge(target, { rows: [row('x', 'barewire', 1), row('x', 'tonic', undefined)] }), undefined);
  });

  it('name cases that there are', () => {
    const names = new Set(cases.flatMap(({ name }) => [name, `${name}-cpu`]));
    const elsewhere = /^(server-alone|latency-(same|own)-rate|idle-(stream|connection)|import)(-|$)/;
    for (const target of targets) assert.ok(names.has(target.case) || elsewhere.test(target.case), target.case);
  });
});
