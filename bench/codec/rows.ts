import { readable } from '../support/text-table.js';

/** One figure of the report. */
export interface Row {
  /** Operation and payload: `encode/common`, `decode-unknown/trace`, `cold-encode/hello`. */
  readonly case: string;
  readonly peer: string;
  /** Undefined where it could not be measured; `note` tells why. */
  readonly value: number | undefined;
  /** Messages per second; of a cold process, microseconds per message. */
  readonly unit: string;
  /** Half the interquartile distance over the median. */
  readonly spread: number;
  /** What to know before reading the figure. */
  readonly note?: string;
}

export const ours = 'barewire';

/** What is no protobuf library for JavaScript, and so no rival in its rows. */
export const others: readonly string[] = ['JSON', 'Go'];

export const PER_SECOND = 'messages/s';
export const MICROSECONDS = 'µs/message';

/** The row of what could not be measured. */
export function failed(benchCase: string, peer: string, why: string): Row {
  return { case: benchCase, peer, value: undefined, unit: '', spread: 0, note: why };
}

/** How many times as fast as `theirs` ours is. */
function lead(mine: Row, theirs: Row): number {
  return mine.unit === MICROSECONDS ? theirs.value! / mine.value! : mine.value! / theirs.value!;
}

/** The geometric means against each contender: an operation a line. `best rival` is the best JavaScript rival of each row. */
export function meansTable(rows: readonly Row[], ratios: { readonly [name: string]: number }): { head: string[]; lines: string[][] } {
  const names = Object.keys(means).filter((name) => ratios[name] !== undefined);
  const peers = [...new Set(rows.map((row) => row.peer))].filter((peer) => names.some((name) => ratios[`${name}/${peer}`] !== undefined));
  return {
    head: ['operation', ...peers, 'best rival'],
    lines: names.map((name) => [name, ...peers.map((peer) => readable(ratios[`${name}/${peer}`])), readable(ratios[name])]),
  };
}

/** What a geometric mean is made of: the operations whose rows count for it. */
const means: { readonly [name: string]: readonly string[] } = {
  encode: ['encode', 'encode-decoded'],
  decode: ['decode'],
  'encode-unknown': ['encode-unknown'],
  'decode-unknown': ['decode-unknown'],
  'cold-encode': ['cold-encode'],
  'cold-decode': ['cold-decode'],
  'to-json': ['to-json'],
  'from-json': ['from-json'],
  'to-text': ['to-text'],
  'from-text': ['from-text'],
};

/**
 * How many times as fast barewire is: `encode/common/protobufjs` for one row, `encode/common` against the best JavaScript rival of
 * that row, `encode` for the geometric mean of those, `encode/pbf`, `encode/JSON` and `encode/Go` for the geometric means against one
 * contender, over the payloads that it has.
 */
export function ratiosOf(rows: readonly Row[]): { [name: string]: number } {
  const ratios: { [name: string]: number } = {};
  const measured = rows.filter((row) => row.value !== undefined);
  for (const mine of measured.filter((row) => row.peer === ours)) {
    const theirs = measured.filter((row) => row.case === mine.case && row.peer !== ours);
    for (const row of theirs) ratios[`${mine.case}/${row.peer}`] = lead(mine, row);
    const rivals = theirs.filter((row) => !others.includes(row.peer)).map((row) => lead(mine, row));
    if (rivals.length > 0) ratios[mine.case] = Math.min(...rivals);
  }
  const single = { ...ratios };
  for (const [name, operations] of Object.entries(means)) {
    const of = (suffix: string): number[] =>
      Object.entries(single)
        .filter(([key]) => operations.includes(key.split('/')[0]!) && key.split('/').slice(2).join('/') === suffix)
        .map(([, value]) => value);
    const leads = of('');
    if (leads.length > 0) ratios[name] = geometricMean(leads);
    for (const peer of new Set(measured.map((row) => row.peer))) {
      if (of(peer).length > 0) ratios[`${name}/${peer}`] = geometricMean(of(peer));
    }
  }
  return ratios;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
