import { readable } from '../support/text-table.js';

/** What a ratio is held against. */
interface Target {
  readonly text: string;
  readonly ratio: string;
  readonly atLeast: number;
}

export interface Verdict {
  readonly text: string;
  readonly measured: string;
  readonly wanted: string;
  readonly met: boolean;
}

const means: readonly Target[] = [
  { text: 'encode against the best JavaScript rival of each row, geometric mean', ratio: 'encode', atLeast: 2 },
  { text: 'decode against the best JavaScript rival of each row, geometric mean', ratio: 'decode', atLeast: 1.5 },
  { text: 'encode against JSON.stringify, geometric mean', ratio: 'encode/JSON', atLeast: 1.3 },
  { text: 'decode against JSON.parse, geometric mean', ratio: 'decode/JSON', atLeast: 1.3 },
  { text: 'encode against Go, geometric mean', ratio: 'encode/Go', atLeast: 1 },
  { text: 'decode against Go, geometric mean', ratio: 'decode/Go', atLeast: 1 },
  { text: 'printing ProtoJSON against protobuf-es, geometric mean', ratio: 'to-json/protobuf-es', atLeast: 2 },
  { text: 'reading ProtoJSON against protobuf-es, geometric mean', ratio: 'from-json/protobuf-es', atLeast: 2 },
];

const counted = ['encode', 'encode-decoded', 'decode'];

/** How the ratios stand to the targets; what was not measured is left out. */
export function judge(ratios: { readonly [name: string]: number }): Verdict[] {
  const verdicts = means.flatMap((target) => verdictOf(target.text, ratios[target.ratio], target.atLeast));
  for (const operation of counted) {
    const rows = Object.entries(ratios).filter(([name]) => name.startsWith(`${operation}/`));
    const single = rows.filter(([name]) => name.split('/').length === 3);
    // `encode/common` is a row, `encode/pbf` a mean: rows alone go on with the name of a contender.
    const payloads = new Set(single.map(([name]) => name.slice(0, name.lastIndexOf('/'))));
    const leads = rows.filter(([name]) => payloads.has(name));
    verdicts.push(...worst(`${operation}: slower than a JavaScript rival on none`, leads, 1));
    const json = single.filter(([name]) => name.endsWith('/JSON'));
    verdicts.push(...worst(`${operation}: never far behind JSON`, json, 0.9));
  }
  return verdicts;
}

function worst(text: string, rows: readonly (readonly [string, number])[], atLeast: number): Verdict[] {
  const [lowest] = [...rows].sort(([, a], [, b]) => a - b);
  return lowest === undefined ? [] : verdictOf(`${text} (worst: ${lowest[0]})`, lowest[1], atLeast);
}

function verdictOf(text: string, value: number | undefined, atLeast: number): Verdict[] {
  if (value === undefined) return [];
  return [{ text, measured: readable(value), wanted: `>= ${readable(atLeast)}`, met: value >= atLeast }];
}
