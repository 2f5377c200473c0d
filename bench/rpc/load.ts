import { openLoop } from './open-loop.js';
import type { Driver } from './peer.js';
import type { Load, LoadResult } from './protocol.js';

type Timed = Extract<Load, { durationMs: number }>;

/**
 * Drives one load over all connections. No collection is forced before it: between runs no call is alive, so a full collection takes
 * the hidden classes of calls with it, and the code that was optimized for them (a call cost the client 50 µs instead of 5).
 */
export async function drive(drivers: readonly Driver[], load: Load): Promise<LoadResult> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const result = await operate(drivers, load, start);
  const elapsedMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { elapsedMs, cpuMicroseconds: user + system, ...result };
}

async function operate(
  drivers: readonly Driver[],
  load: Load,
  startMs: number,
): Promise<Pick<LoadResult, 'operations' | 'latencyMicroseconds'>> {
  switch (load.kind) {
    case 'connect':
      throw new TypeError('connections are opened where the port is known');
    case 'unary':
      return { operations: await unary(drivers, load.inFlight, load.realistic, startMs + load.durationMs) };
    case 'open-loop':
      return openLoop(drivers[0]!, load.perSecond, load.durationMs);
    case 'park':
      await able(drivers[0]!, 'park')(load.count);
      return { operations: load.count };
    default:
      return { operations: await streams(drivers[0]!, load, startMs + load.durationMs) };
  }
}

/** How many operations pass between two looks at the clock, which costs more than some of them. A power of two. */
const operationsPerLook = 32;

async function unary(drivers: readonly Driver[], inFlight: number, realistic: boolean, untilMs: number): Promise<number> {
  let over = false;
  const isOver = (operations: number): boolean => {
    if (!over && (operations & (operationsPerLook - 1)) === 0) over = performance.now() >= untilMs;
    return over;
  };
  let operations = 0;
  const plain = async (driver: Driver): Promise<void> => {
    while (!isOver(operations)) {
      await driver.hello();
      operations++;
    }
  };
  const full = async (driver: Driver): Promise<void> => {
    while (!isOver(operations)) {
      await driver.helloRealistic();
      operations++;
    }
  };
  const bulk = async (driver: Driver): Promise<void> => {
    const done = await driver.helloInBulk!(inFlight, isOver);
    operations += done;
  };
  const workers: Promise<void>[] = [];
  for (const driver of drivers) {
    if (driver.helloInBulk !== undefined && inFlight > 1) workers.push(bulk(driver));
    else for (let i = 0; i < inFlight; i++) workers.push(realistic ? full(driver) : plain(driver));
  }
  await Promise.all(workers);
  return operations;
}

async function streams(driver: Driver, load: Extract<Timed, { count: number }>, untilMs: number): Promise<number> {
  const { kind, count, bytes } = load;
  let operations = 0;
  while (performance.now() < untilMs) {
    if (kind === 'download') await able(driver, 'download')(count, bytes);
    else if (kind === 'upload') await able(driver, 'upload')(count, bytes);
    else await able(driver, 'pingPong')(count);
    operations += count;
  }
  return operations;
}

function able<K extends 'download' | 'upload' | 'pingPong' | 'park'>(driver: Driver, what: K): NonNullable<Driver[K]> {
  const method = driver[what];
  if (method === undefined) throw new Error(`this contender has no ${what}`);
  return method.bind(driver) as NonNullable<Driver[K]>;
}
