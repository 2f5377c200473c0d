import type { BenchCase } from './cases.js';
import type { Driver } from './peer.js';

/** What one run counted, in the process that made the calls. */
export interface RunCount {
  /** Calls, or messages of a stream. */
  readonly operations: number;
  readonly elapsedMs: number;
  /** User and system time of this process. */
  readonly cpuMicroseconds: number;
}

/** Drives one case for about `durationMs`. */
export async function drive(driver: Driver, benchCase: BenchCase, durationMs: number): Promise<RunCount> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const until = start + durationMs;
  let operations = 0;
  if (benchCase.kind === 'unary') {
    const worker = async () => {
      while (performance.now() < until) {
        await driver.hello(benchCase.deadline, benchCase.realistic);
        operations++;
      }
    };
    await Promise.all(Array.from({ length: benchCase.inFlight }, worker));
  } else {
    while (performance.now() < until) {
      await driver.download(benchCase.count, benchCase.messageBytes);
      operations += benchCase.count;
    }
  }
  const { user, system } = process.cpuUsage(cpu);
  return { operations, elapsedMs: performance.now() - start, cpuMicroseconds: user + system };
}
