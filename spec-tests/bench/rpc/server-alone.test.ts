import assert from 'node:assert/strict';
import { readH2load } from '../../../bench/rpc/server-alone.js';

const printed = (failed: number): string => `
finished in 500.23ms, 24000.00 req/s, 1.02MB/s
requests: 12100 total, 12100 started, 12000 done, ${12000 - failed} succeeded, ${failed} failed, 0 errored, 0 timeout
`;

describe('what h2load prints', () => {
  it('is read for its rate and its count', () => {
    assert.deepEqual(readH2load(printed(0)), { perSecond: 24000, succeeded: 12000 });
  });

  it('is refused where requests failed, or where it has no figures', () => {
    assert.throws(() => readH2load(printed(3)), /3 requests of h2load failed/);
    assert.throws(() => readH2load('could not connect'), /no figures:\ncould not connect/);
  });
});
