/** One figure of the report. */
export interface Row {
  /** The case, with what is measured behind it: `unary-100`, `unary-100-cpu`. */
  readonly case: string;
  readonly peer: string;
  /** Undefined where it could not be measured; `note` tells why. */
  readonly value: number | undefined;
  readonly unit: string;
  /** Half the interquartile distance over the median. */
  readonly spread: number;
  /** What to know before reading the figure. */
  readonly note?: string;
}

const ours = 'barewire';

/** Whether the row is of barewire, whatever the carrier. */
export function isOurs(peer: string): boolean {
  return peer === ours || peer.startsWith(`${ours}@`);
}

/** Measures that say something beside the floor of promises, call objects and maps: CPU time, and only without a socket. */
function isComparable(mine: Row, theirs: Row): boolean {
  return theirs.peer !== 'floor' || (mine.peer === `${ours}@loopback` && mine.case.endsWith('-cpu'));
}

/** Each of our rows over each rival's row of the same case: `CASE/PEER` for the default carrier, `CASE@CARRIER/PEER` for another. */
export function ratiosOf(rows: readonly Row[]): { [name: string]: number } {
  const ratios: { [name: string]: number } = {};
  for (const mine of rows) {
    if (!isOurs(mine.peer) || mine.value === undefined) continue;
    for (const theirs of rows) {
      if (theirs.case !== mine.case || isOurs(theirs.peer) || theirs.value === undefined || !isComparable(mine, theirs)) continue;
      ratios[`${mine.case}${mine.peer.slice(ours.length)}/${theirs.peer}`] = mine.value / theirs.value;
    }
  }
  return ratios;
}

/** The row of what could not be measured. */
export function failed(benchCase: string, peer: string, why: string): Row {
  return { case: benchCase, peer, value: undefined, unit: '', spread: 0, note: why };
}
