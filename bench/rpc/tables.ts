import type { Row } from './rows.js';

/** What stands behind a case's name where it has several figures. */
const measures = ['cpu', 'p50', 'p99', 'p999', 'heap', 'buffers', 'rss'] as const;

/** The figures of one case: contenders down, measures across. */
export interface CaseTable {
  readonly name: string;
  /** `''` for the case's own figure. */
  readonly measures: readonly string[];
  readonly peers: readonly string[];
  readonly rowOf: (peer: string, measure: string) => Row | undefined;
  readonly notes: readonly string[];
}

/** The rows by case, in the order in which they were measured. */
export function tablesOf(rows: readonly Row[]): CaseTable[] {
  const byCase = new Map<string, Row[]>();
  for (const row of rows) {
    const [name] = split(row.case);
    const group = byCase.get(name);
    if (group === undefined) byCase.set(name, [row]);
    else group.push(row);
  }
  return [...byCase].map(([name, group]) => ({
    name,
    measures: [...new Set(group.map((row) => split(row.case)[1]))],
    peers: [...new Set(group.map((row) => row.peer))],
    rowOf: (peer, measure) => group.find((row) => row.peer === peer && split(row.case)[1] === measure),
    notes: group.filter((row) => row.note !== undefined && row.value === undefined).map((row) => `${row.peer}: ${row.note}`),
  }));
}

function split(name: string): readonly [name: string, measure: string] {
  for (const measure of measures) if (name.endsWith(`-${measure}`)) return [name.slice(0, -measure.length - 1), measure];
  return [name, ''];
}
