import type { Load } from './protocol.js';

/** One row of the bench. */
export interface BenchCase {
  readonly name: string;
  /** What one operation is, for the units of the report. */
  readonly operation: 'call' | 'message' | 'round trip';
  readonly load: Load;
  readonly connections: number;
  readonly tls: boolean;
  /** Whether the contenders that only a few cases need take part: the slower libraries, the loopback carrier, the ceiling. */
  readonly everybody: boolean;
  /** Bytes of a message, where a rate in bytes says more than one in messages. */
  readonly messageBytes?: number;
}

const defaults = { connections: 1, tls: false, everybody: false } as const;
const unary = (inFlight: number, realistic = false): Load => ({ kind: 'unary', inFlight, realistic, durationMs: 0 });

/** Of `unary-100`, `unary-1` and their like, all take part; of the rest those that matter for the targets. */
function unaryCase(inFlight: number, realistic: boolean): BenchCase {
  const everybody = inFlight === 1 || inFlight === 100;
  return {
    ...defaults,
    name: `unary-${inFlight}${realistic ? '-realistic' : ''}`,
    operation: 'call',
    load: unary(inFlight, realistic),
    everybody,
  };
}

const sizes: readonly (readonly [name: string, bytes: number, count: number])[] = [
  ['16', 16, 10_000],
  ['1KiB', 1024, 5_000],
  ['64KiB', 65_536, 400],
];

function streamCases(kind: 'download' | 'upload', prefix: string): BenchCase[] {
  return sizes.map(([size, bytes, count]) => ({
    ...defaults,
    name: `${prefix}-${size}`,
    operation: 'message' as const,
    load: { kind, count, bytes, durationMs: 0 },
    everybody: size !== '1KiB',
    messageBytes: bytes,
  }));
}

/**
 * The cases that are driven as fast as they go, by name; a stream is long enough that opening it does not show.
 * `stream-*` are server streams, `upload-*` client streams.
 */
export const cases: readonly BenchCase[] = [
  ...[1, 10, 100, 1000].flatMap((inFlight) => [unaryCase(inFlight, false), unaryCase(inFlight, true)]),
  { ...defaults, name: 'unary-100x10', operation: 'call', load: unary(10), connections: 100 },
  { ...defaults, name: 'unary-100-tls', operation: 'call', load: unary(100), tls: true },
  ...streamCases('download', 'stream'),
  ...streamCases('upload', 'upload'),
  {
    ...defaults,
    name: 'ping-pong',
    operation: 'round trip',
    load: { kind: 'ping-pong', count: 200, bytes: 16, durationMs: 0 },
    everybody: true,
  },
];

export function caseByName(name: string): BenchCase {
  const found = cases.find((benchCase) => benchCase.name === name);
  if (found === undefined) throw new Error(`there is no case ${name}: there are ${cases.map((benchCase) => benchCase.name).join(', ')}`);
  return found;
}

/** The load of a case, for so long. */
export function timed(load: Load, durationMs: number): Load {
  return 'durationMs' in load ? { ...load, durationMs } : load;
}
