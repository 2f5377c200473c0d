import assert from 'node:assert/strict';
import { quantile, summarize } from '../../../bench/support/statistics.js';

describe('statistics of bench runs', () => {
  it('takes the middle run of an odd number and the mean of the middle two of an even one', () => {
    assert.equal(summarize([30, 10, 20]).median, 20);
    assert.equal(summarize([40, 10, 20, 30]).median, 25);
  });

  it('gives half the interquartile distance as a fraction of the median', () => {
    assert.equal(summarize([90, 95, 100, 105, 110]).spread, 0.05);
    assert.equal(summarize([100]).spread, 0);
  });

  it('interpolates between neighbours', () => {
    assert.equal(quantile([0, 10], 0.25), 2.5);
  });

  it('refuses to sum up nothing', () => {
    assert.throws(() => summarize([]), RangeError);
  });
});
