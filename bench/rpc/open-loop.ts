import { Latencies } from '../support/latencies.js';
import type { Driver } from './peer.js';
import type { LoadResult } from './protocol.js';

/**
 * Begins calls at a fixed rate, whatever became of the earlier ones, and counts each one's latency from the instant it was due:
 * a client or server that stands still pays for all the calls that should have begun meanwhile (no coordinated omission).
 */
export async function openLoop(
  driver: Driver,
  perSecond: number,
  durationMs: number,
): Promise<Required<Pick<LoadResult, 'operations' | 'latencyMicroseconds'>>> {
  const latencies = new Latencies();
  const total = Math.max(1, Math.floor((perSecond * durationMs) / 1000));
  const intervalMs = 1000 / perSecond;
  const start = performance.now();
  let begun = 0;
  let ended = 0;
  await new Promise<void>((resolve, reject) => {
    const begin = async (dueMs: number): Promise<void> => {
      await driver.hello();
      latencies.add((performance.now() - dueMs) * 1000);
      if (++ended === total) resolve();
    };
    const turn = (): void => {
      const now = performance.now();
      while (begun < total && start + begun * intervalMs <= now) begin(start + begun++ * intervalMs).catch(reject);
      if (begun < total) setImmediate(turn);
    };
    turn();
  });
  return {
    operations: total,
    latencyMicroseconds: { p50: latencies.quantile(0.5), p99: latencies.quantile(0.99), p999: latencies.quantile(0.999) },
  };
}
