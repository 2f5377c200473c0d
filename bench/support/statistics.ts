/** What a row of the report says of its runs. */
export interface Summary {
  readonly median: number;
  /** Half the distance between the first and the third quartile, as a fraction of the median. */
  readonly spread: number;
}

/** Median and spread of at least one run. */
export function summarize(runs: readonly number[]): Summary {
  if (runs.length === 0) throw new RangeError('a summary needs at least one run');
  const sorted = [...runs].sort((a, b) => a - b);
  const median = quantile(sorted, 0.5);
  const spread = median === 0 ? 0 : (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 2 / median;
  return { median, spread };
}

/** The value below which `fraction` of `sorted` lies, between neighbours by proportion. */
export function quantile(sorted: readonly number[], fraction: number): number {
  const place = (sorted.length - 1) * fraction;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (place - below);
}
