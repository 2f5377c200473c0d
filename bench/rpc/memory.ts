/**
 * What an open stream and an open connection hold at rest, both ends together. Of a connection's heap a part is Node's, the socket's own
 * objects: a pair of bare `node:net` sockets is measured beside it, and what a contender in Node holds beyond that is its own.
 */
import type { Progress } from '../support/progress.js';
import { summarize } from '../support/statistics.js';
import { Contender } from './contender.js';
import { type Contestant, prepare } from './contestants.js';
import type { Load, Usage } from './protocol.js';
import { failed, type Row } from './rows.js';

interface MemoryCase {
  readonly name: string;
  readonly kind: 'park' | 'connect';
  /** Opened before the first look, so that what is made once is not counted. */
  readonly before: number;
  readonly count: number;
}

export const memoryCases: readonly MemoryCase[] = [
  { name: 'idle-stream', kind: 'park', before: 500, count: 4_000 },
  { name: 'idle-connection', kind: 'connect', before: 50, count: 300 },
];

/** Memory does not depend on what else the machine does: a few fresh processes are enough. */
const maxRuns = 3;

/** A socket at each end, and nothing over it. */
const bareName = 'raw-socket';

const warmUp: Load = { kind: 'unary', inFlight: 100, realistic: false, durationMs: 300 };

/** Kibibytes for one stream or connection. Undefined where a language has no figure. */
interface Held {
  readonly heap: number | undefined;
  readonly buffers: number | undefined;
  readonly rss: number;
}

export async function measureMemory(
  memoryCase: MemoryCase,
  contestants: readonly Contestant[],
  runs: number,
  progress: Progress,
): Promise<Row[]> {
  const rows: Row[] = [];
  const bare = memoryCase.kind === 'connect' ? await prepare(bareName) : undefined;
  const bareKiB: { heap?: number; buffers?: number } = {};
  for (const contestant of bare === undefined ? contestants : [bare, ...contestants]) {
    const taken: Held[] = [];
    try {
      for (let run = 0; run < Math.min(runs, maxRuns); run++) {
        progress.show(`${memoryCase.name}: ${contestant.name}`);
        taken.push(await hold(memoryCase, contestant));
      }
    } catch (error) {
      rows.push(failed(memoryCase.name, contestant.name, (error as Error).message));
      continue;
    }
    for (const what of ['heap', 'buffers', 'rss'] as const) {
      const values = taken.map((held) => held[what]).filter((value) => value !== undefined);
      if (values.length === 0) continue;
      const { median, spread } = summarize(values);
      rows.push({ case: `${memoryCase.name}-${what}`, peer: contestant.name, value: median, unit: 'KiB', spread });
      if (what === 'rss') continue;
      const socket = bareKiB[what];
      if (contestant === bare) bareKiB[what] = median;
      else if (socket !== undefined) {
        rows.push({ case: `${memoryCase.name}-own-${what}`, peer: contestant.name, value: median - socket, unit: 'KiB', spread });
      }
    }
  }
  progress.done(memoryCase.name);
  return rows;
}

async function hold({ kind, before, count }: MemoryCase, contestant: Contestant): Promise<Held> {
  const contender = await Contender.start(contestant, 1, undefined);
  const usages = async (): Promise<Usage[]> => {
    const server = await contender.serverUsage(true);
    const client = await contender.clientUsage(true);
    return server === undefined ? [client] : [server, client];
  };
  try {
    await contender.client.ask(warmUp);
    await contender.client.ask({ kind, count: before } satisfies Load);
    const first = await usages();
    await contender.client.ask({ kind, count } satisfies Load);
    return held(first, await usages(), count);
  } finally {
    contender.end();
  }
}

/** The difference of two looks at the same processes, for each of `count`. */
export function held(before: readonly Usage[], after: readonly Usage[], count: number): Held {
  const each = (of: (usage: Usage) => number | undefined): number | undefined => {
    let bytes = 0;
    for (const [i, usage] of after.entries()) {
      const then = of(before[i]!);
      const now = of(usage);
      if (then === undefined || now === undefined) return undefined;
      bytes += now - then;
    }
    return bytes / count / 1024;
  };
  return {
    heap: each((usage) => usage.heapBytes),
    buffers: each((usage) => usage.arrayBufferBytes),
    rss: each((usage) => usage.rssBytes)!,
  };
}
