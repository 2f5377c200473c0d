import { join } from 'node:path';
import { equals } from '../../wire/protobuf/message/equals.js';
import { PinnedProcess } from '../support/pinned-process.js';
import type { Progress } from '../support/progress.js';
import { summarize } from '../support/statistics.js';
import { contenderByName } from './contenders/index.js';
import { subsetOf } from './literals.js';
import { payloadFolder } from './payload-folder.js';
import type { Payload } from './payloads.js';
import type { Check, Operation, Ready, Speed } from './protocol.js';
import { Random } from './random.js';
import { failed, PER_SECOND, type Row } from './rows.js';

/** A contender that takes part in a run. */
export interface Peer {
  readonly name: string;
  /** Of one that is not JavaScript. */
  readonly program?: string;
}

/** How many times as long the first run is, which does not count: it is for the compiler. */
const WARM_UP_RUNS = 3;

/** The command of a contender's process for one payload. */
export function childCommand(peer: Peer, payload: Payload, ...more: readonly string[]): string[] {
  if (peer.program !== undefined) return [peer.program, payloadFolder(payload.name), payload.type.typeName];
  const child = join(process.cwd(), 'dist', 'bench', 'codec', 'child.js');
  return [process.execPath, child, peer.name, payload.name, payload.schema ?? '-', payload.type.typeName, ...more];
}

interface Runner {
  readonly peer: Peer;
  readonly process: PinnedProcess;
  readonly operations: readonly Operation[];
  readonly note: string | undefined;
}

/** Every operation on one payload: the contenders stand at once and take turns. */
export async function measurePayload(
  payload: Payload,
  peers: readonly Peer[],
  operations: readonly Operation[],
  runs: number,
  ms: number,
  progress: Progress,
): Promise<Row[]> {
  const rows: Row[] = [];
  const runners: Runner[] = [];
  for (const peer of peers) {
    progress.show(`${payload.name}: starting ${peer.name}`);
    const process = new PinnedProcess(`${peer.name} with ${payload.name}`, childCommand(peer, payload), 1, { GOMAXPROCS: '1' });
    try {
      const { operations, problem } = await process.first<Ready>();
      if (problem !== undefined) throw new Error(problem);
      const note = problemOf(payload, peer, await process.ask<Check>({ ask: 'check' }));
      runners.push({ peer, process, operations, note });
    } catch (error) {
      process.end();
      rows.push(failed(`all/${payload.name}`, peer.name, (error as Error).message));
    }
  }
  const random = new Random(payload.name.length);
  try {
    for (const operation of operations) {
      const speeds = new Map<Runner, number[]>(runners.filter((one) => one.operations.includes(operation)).map((one) => [one, []]));
      for (let run = -1; run < runs; run++) {
        progress.show(`${operation} ${payload.name}: run ${run + 1} of ${runs}`);
        for (const runner of random.shuffled([...speeds.keys()])) {
          const { perSecond } = await runner.process.ask<Speed>({ ask: 'run', operation, ms: run < 0 ? ms * WARM_UP_RUNS : ms });
          if (run >= 0) speeds.get(runner)!.push(perSecond);
        }
      }
      for (const [{ peer, note }, values] of speeds) {
        const { median, spread } = summarize(values);
        rows.push({
          case: `${operation}/${payload.name}`,
          peer: peer.name,
          value: median,
          unit: PER_SECOND,
          spread,
          ...(note === undefined ? {} : { note }),
        });
      }
    }
  } finally {
    for (const { process } of runners) process.end();
  }
  progress.done(payload.name);
  return rows;
}

/** What a contender does not do right with a payload: figures of what is not the same work say so. */
function problemOf(payload: Payload, peer: Peer, check: Check): string | undefined {
  const { type, value, orders } = payload;
  if (peer.program === undefined && contenderByName(peer.name).style === 'json') return undefined;
  const whole = type.decode(type.encode(value as never));
  const isSame = (base64: string, expected: unknown): boolean => {
    try {
      return equals(type, type.decode(Buffer.from(base64, 'base64')), expected);
    } catch {
      return false;
    }
  };
  const wrong: string[] = [];
  check.encoded.forEach((bytes, index) => {
    const subset = index < orders ? value : subsetOf(type.descriptor, value as never, new Random(1000 + index - orders));
    if (!isSame(bytes, type.decode(type.encode(subset as never)))) wrong.push(`literal ${index}`);
  });
  if (!isSame(check.again, whole)) wrong.push('what it decoded');
  return wrong.length === 0 ? undefined : `loses something: ${wrong.join(', ')}`;
}
