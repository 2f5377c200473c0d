import assert from 'node:assert/strict';
import { type Row, ratiosOf } from '../../../bench/rpc/rows.js';

const row = (benchCase: string, peer: string, value: number): Row => ({ case: benchCase, peer, value, unit: 'calls/s', spread: 0 });

describe('ratios of the rpc bench', () => {
  it('sets every carrier of ours over every rival of the same case, and the floor under loopback alone', () => {
    const rows = [
      row('unary-100', 'barewire', 14),
      row('unary-100', 'barewire@loopback', 500),
      row('unary-100', 'grpc-js', 10),
      row('unary-1', 'grpc-js', 3),
      row('unary-100-cpu', 'barewire', 50),
      row('unary-100-cpu', 'grpc-js', 200),
      row('unary-100-cpu', 'barewire@loopback', 3),
      row('unary-100', 'floor', 1000),
      row('unary-100-cpu', 'floor', 1),
    ];
    assert.deepEqual(ratiosOf(rows), {
      'unary-100/grpc-js': 1.4,
      'unary-100@loopback/grpc-js': 50,
      'unary-100-cpu/grpc-js': 0.25,
      'unary-100-cpu@loopback/grpc-js': 0.015,
      'unary-100-cpu@loopback/floor': 3,
    });
  });
});
