/** One row of the bench. */
export type BenchCase = UnaryCase | DownloadCase;

export interface UnaryCase {
  readonly kind: 'unary';
  readonly name: string;
  readonly inFlight: number;
  readonly deadline: boolean;
  readonly realistic: boolean;
}

export interface DownloadCase {
  readonly kind: 'download';
  readonly name: string;
  readonly messageBytes: number;
  /** Messages of one stream; streams follow each other. */
  readonly count: number;
}

/**
 * The cases by name. Every unary call carries a deadline; in the realistic row three metadata entries too.
 * A stream is long enough that opening it does not show.
 */
export const cases: readonly BenchCase[] = [
  { kind: 'unary', name: 'unary-1', inFlight: 1, deadline: true, realistic: false },
  { kind: 'unary', name: 'unary-100', inFlight: 100, deadline: true, realistic: false },
  { kind: 'unary', name: 'unary-100-realistic', inFlight: 100, deadline: true, realistic: true },
  { kind: 'download', name: 'stream-16', messageBytes: 16, count: 10_000 },
  { kind: 'download', name: 'stream-64KiB', messageBytes: 65_536, count: 500 },
];
