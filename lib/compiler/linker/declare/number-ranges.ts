/** Ranges of numbers of one message or enum, found in logarithmic time: a hostile file may have a hundred thousand of them. */

export interface NumberRange {
  readonly start: number;
  /** Left out of the range. */
  readonly end: number;
}

export class NumberRanges<R extends NumberRange> {
  /** Sorted by start; overlapping ones were reported and are not kept. */
  readonly #sorted: R[];
  /** Pairs that overlap, the later one in the source first. */
  readonly overlaps: readonly (readonly [R, R])[];

  constructor(ranges: readonly R[]) {
    const order = new Map(ranges.map((range, index) => [range, index]));
    const sorted = [...ranges].sort((a, b) => a.start - b.start || order.get(a)! - order.get(b)!);
    const kept: R[] = [];
    const overlaps: [R, R][] = [];
    for (const range of sorted) {
      const last = kept.at(-1);
      if (last !== undefined && range.start < last.end) {
        overlaps.push(order.get(range)! > order.get(last)! ? [range, last] : [last, range]);
        if (range.end > last.end) kept.push(range);
      } else {
        kept.push(range);
      }
    }
    this.#sorted = kept;
    this.overlaps = overlaps;
  }

  /** The range that `number` stands in. */
  find(number: number): R | undefined {
    let low = 0;
    let high = this.#sorted.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const range = this.#sorted[middle]!;
      if (number < range.start) high = middle - 1;
      else if (number >= range.end) low = middle + 1;
      else return range;
    }
    return undefined;
  }
}
