import assert from 'node:assert/strict';
import { drive } from '../../../bench/rpc/load.js';
import type { Driver } from '../../../bench/rpc/peer.js';

/** A driver that keeps count of what is in flight. */
function counting(): Driver & { most: number; plain: number; realistic: number } {
  let open = 0;
  const driver = {
    most: 0,
    plain: 0,
    realistic: 0,
    async hello() {
      driver.plain++;
      driver.most = Math.max(driver.most, ++open);
      await undefined;
      open--;
    },
    async helloRealistic() {
      driver.realistic++;
    },
  };
  return driver;
}

describe('loads of the rpc bench', () => {
  it('keep so many calls in flight on each connection, and count them all', async () => {
    const drivers = [counting(), counting()];
    const result = await drive(drivers, { kind: 'unary', inFlight: 7, realistic: false, durationMs: 1 });
    assert.deepEqual([drivers[0]!.most, drivers[1]!.most], [7, 7]);
    assert.equal(result.operations, drivers[0]!.plain + drivers[1]!.plain);
    assert.equal(drivers[0]!.realistic, 0);
  });

  it('make realistic calls where that is asked for', async () => {
    const driver = counting();
    const result = await drive([driver], { kind: 'unary', inFlight: 1, realistic: true, durationMs: 1 });
    assert.deepEqual([result.operations, driver.plain], [driver.realistic, 0]);
  });

  it('add up what drivers without promises count', async () => {
    const bulk = (count: number): Driver => ({ ...counting(), helloInBulk: async () => count });
    assert.equal((await drive([bulk(3), bulk(4)], { kind: 'unary', inFlight: 2, realistic: false, durationMs: 1 })).operations, 7);
  });

  it('count the messages of streams, and refuse what a contender cannot do', async () => {
    const streams: number[] = [];
    const driver: Driver = { ...counting(), download: async (count, bytes) => void streams.push(count, bytes) };
    const { operations } = await drive([driver], { kind: 'download', count: 5, bytes: 16, durationMs: 1 });
    assert.equal(operations, (streams.length / 2) * 5);
    assert.deepEqual(streams.slice(0, 2), [5, 16]);
    await assert.rejects(drive([driver], { kind: 'upload', count: 1, bytes: 1, durationMs: 1 }), /has no upload/);
  });

  it('begin every call of an open loop, however late', async () => {
    const driver = counting();
    const result = await drive([driver], { kind: 'open-loop', perSecond: 1_000_000, durationMs: 0.05 });
    assert.deepEqual([result.operations, driver.plain], [50, 50]);
    assert.ok(result.latencyMicroseconds!.p50 <= result.latencyMicroseconds!.p999);
  });
});
