import { PinnedProcess } from '../support/pinned-process.js';
import type { Progress } from '../support/progress.js';
import { summarize } from '../support/statistics.js';
import { childCommand, type Peer } from './measure.js';
import type { Payload } from './payloads.js';
import type { Cold } from './protocol.js';
import { failed, MICROSECONDS, type Row } from './rows.js';

/** Payloads that a process may well see first. */
const coldPayloads = ['hello', 'common', 'order', 'span'];

/** The first 1,000 messages of a process, again and again in new ones. */
export async function measureCold(payload: Payload, peers: readonly Peer[], runs: number, progress: Progress): Promise<Row[]> {
  if (!coldPayloads.includes(payload.name)) return [];
  const inNode = peers.filter(({ program }) => program === undefined);
  const rows: Row[] = [];
  for (const operation of ['cold-encode', 'cold-decode']) {
    const times = new Map<Peer, number[]>(inNode.map((peer) => [peer, []]));
    const problems = new Map<Peer, string>();
    for (let run = 0; run < runs; run++) {
      progress.show(`${operation} ${payload.name}: run ${run + 1} of ${runs}`);
      for (const peer of inNode) {
        const process = new PinnedProcess(`${peer.name} with ${payload.name}`, childCommand(peer, payload, operation), 1);
        try {
          times.get(peer)!.push((await process.first<Cold>()).microseconds);
        } catch (error) {
          problems.set(peer, (error as Error).message);
        } finally {
          process.end();
        }
      }
    }
    for (const [peer, values] of times) {
      const name = `${operation}/${payload.name}`;
      const problem = problems.get(peer);
      if (problem !== undefined) {
        rows.push(failed(name, peer.name, problem));
        continue;
      }
      const { median, spread } = summarize(values);
      rows.push({ case: name, peer: peer.name, value: median, unit: MICROSECONDS, spread });
    }
  }
  return rows;
}
