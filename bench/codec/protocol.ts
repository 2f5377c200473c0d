/** What the bench asks of a contender's process, and what it answers; lines of JSON as `support/pinned-process.ts` has them. */

export const operations = [
  'encode',
  'encode-decoded',
  'encode-unknown',
  'decode',
  'decode-unknown',
  'to-json',
  'from-json',
  'to-text',
  'from-text',
] as const;
export type Operation = (typeof operations)[number];

export interface Ready {
  readonly operations: readonly Operation[];
  /** Why it takes no part. */
  readonly problem?: string;
}

export type Question =
  | { readonly ask: 'run'; readonly operation: Operation; readonly ms: number }
  /** Every literal encoded, and what it decoded encoded again, as base64. */
  | { readonly ask: 'check' };

export interface Speed {
  readonly perSecond: number;
}

export interface Check {
  readonly encoded: readonly string[];
  readonly again: string;
  /** Whether unknown fields come out again. */
  readonly unknown: string;
}

/** What a process says that was started to do its first messages only. */
export interface Cold {
  readonly microseconds: number;
}
