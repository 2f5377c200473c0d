/** Profiles of this process between two questions, so that start-up and warm-up are not in them. */
import { type HeapProfiler, type Profiler, Session } from 'node:inspector/promises';

/** How often allocations are sampled: every so many bytes on average. */
const samplingIntervalBytes = 4096;

/** How often CPU time is sampled. */
const samplingIntervalMicroseconds = 200;

export type Profile =
  | { readonly of: 'cpu'; readonly profile: Profiler.Profile }
  | { readonly of: 'allocations'; readonly profile: HeapProfiler.SamplingHeapProfile };

let session: Session | undefined;
let kind: 'cpu' | 'allocations' = 'cpu';

export async function profile(of: 'cpu' | 'allocations'): Promise<void> {
  session = new Session();
  session.connect();
  kind = of;
  if (of === 'cpu') {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: samplingIntervalMicroseconds });
    await session.post('Profiler.start');
  } else {
    const options = {
      samplingInterval: samplingIntervalBytes,
      includeObjectsCollectedByMajorGC: true,
      includeObjectsCollectedByMinorGC: true,
    };
    await session.post('HeapProfiler.startSampling', options);
  }
}

export async function profiled(): Promise<Profile> {
  if (session === undefined) throw new Error('no profile was begun');
  try {
    if (kind === 'cpu') return { of: 'cpu', profile: (await session.post('Profiler.stop')).profile };
    return { of: 'allocations', profile: (await session.post('HeapProfiler.stopSampling')).profile };
  } finally {
    session.disconnect();
    session = undefined;
  }
}
