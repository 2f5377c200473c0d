/** The likely word for a misspelt one. */

/** Words longer than this are not compared: the comparison takes time by the product of the lengths. */
const longestWord = 64;
/** Words that are looked at for one misspelt word. */
const mostCandidates = 50_000;
/** Letters that are compared with letters for one misspelt word: 5,000 words of 14 letters, in some ten milliseconds. */
const mostComparisons = 1_000_000;

/** The candidate nearest to `word`, or undefined when none is near: at most a third of its letters may differ. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > longestWord) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  let seen = 0;
  let comparisons = 0;
  for (const candidate of candidates) {
    if (++seen > mostCandidates || comparisons > mostComparisons) break;
    if (candidate === word || candidate.length > longestWord || Math.abs(candidate.length - word.length) >= bestDistance) continue;
    comparisons += word.length * candidate.length;
    const distance = candidate.toLowerCase() === word.toLowerCase() ? 0.5 : editDistance(word, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Insertions, removals, replacements and swaps of neighbours that lead from `a` to `b`. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
