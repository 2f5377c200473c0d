import assert from 'node:assert/strict';
import { Latencies } from '../../../bench/support/latencies.js';

describe('latencies by count', () => {
  it('give quantiles that are off by at most a sixty-fourth, upwards', () => {
    const latencies = new Latencies();
    for (let microseconds = 1; microseconds <= 100_000; microseconds++) latencies.add(microseconds);
    for (const fraction of [0.001, 0.5, 0.99, 0.999, 1]) {
      const exact = 100_000 * fraction;
      const found = latencies.quantile(fraction);
      assert.ok(found >= exact && found <= exact * (1 + 1 / 64) + 1, `${fraction}: ${found}`);
    }
  });

  it('hold what is below a microsecond, above a day, and nothing at all', () => {
    assert.equal(new Latencies().quantile(0.5), 0);
    const latencies = new Latencies();
    latencies.add(0);
    latencies.add(1e12);
    assert.equal(latencies.count, 2);
    assert.ok(latencies.quantile(0.5) < 2);
    assert.ok(latencies.quantile(1) > 1e11);
  });
});
