import type { Profile } from '../rpc/profiling.js';

/** What one function, or one line, took of itself: what it called is not in it. */
export interface TopRow {
  readonly where: string;
  readonly perOperation: number;
  readonly share: number;
}

interface Frame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

/** The functions or lines of a profile, the costliest first. Time that the process was idle is left out. */
export function topOf(profile: Profile, operations: number, byLine: boolean): { readonly unit: string; readonly rows: TopRow[] } {
  const cost = new Map<string, number>();
  const add = (where: string, amount: number): void => {
    cost.set(where, (cost.get(where) ?? 0) + amount);
  };
  if (profile.of === 'cpu') {
    const { nodes, samples = [], timeDeltas = [] } = profile.profile;
    const frames = new Map(nodes.map((node) => [node.id, node]));
    const microseconds = new Map<number, number>();
    for (let i = 0; i < samples.length; i++) microseconds.set(samples[i]!, (microseconds.get(samples[i]!) ?? 0) + (timeDeltas[i + 1] ?? 0));
    for (const [id, spent] of microseconds) {
      const { callFrame, positionTicks = [] } = frames.get(id)!;
      if (callFrame.functionName === '(idle)') continue;
      const ticks = positionTicks.reduce((sum, tick) => sum + tick.ticks, 0);
      if (byLine && ticks > 0)
        for (const tick of positionTicks) add(nameOf({ ...callFrame, lineNumber: tick.line - 1 }), (spent * tick.ticks) / ticks);
      else add(nameOf(callFrame), spent);
    }
  } else {
    const pending = [profile.profile.head];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (node.selfSize > 0) add(nameOf(node.callFrame), node.selfSize);
      pending.push(...node.children);
    }
  }
  const total = [...cost.values()].reduce((sum, amount) => sum + amount, 0);
  const rows = [...cost]
    .sort(([, a], [, b]) => b - a)
    .map(([where, amount]) => ({ where, perOperation: amount / operations, share: amount / total }));
  return {
    unit: profile.of === 'cpu' ? 'µs/op' : 'bytes/op',
    rows: [{ where: '(all)', perOperation: total / operations, share: 1 }, ...rows],
  };
}

/** `name file.js:12`, the folders of the file kept as far as they tell something. */
function nameOf({ functionName, url, lineNumber }: Frame): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  if (url === '') return name;
  const file = url.replace(/^file:\/\//, '').replace(/^.*\/(?:dist|node_modules)\//, '');
  return `${name} ${file}:${lineNumber + 1}`;
}
