import { pinning } from '../support/pinned-process.js';
import type { Summary } from '../support/statistics.js';

/** One figure of the report. */
export interface Row {
  /** The case, with `-cpu` behind it where the figure is CPU time. */
  readonly case: string;
  readonly peer: string;
  readonly value: number;
  readonly unit: string;
  /** Half the interquartile distance over the median. */
  readonly spread: number;
  /** What to know before reading the figure, such as that its processes were not pinned to a core. */
  readonly note?: string;
}

export interface Report {
  readonly versions: { readonly [name: string]: string };
  readonly rows: readonly Row[];
  /** `CASE/PEER` for the default carrier, `CASE@CARRIER/PEER` for another: ours over theirs. */
  readonly ratios: { readonly [name: string]: number };
}

/** What a ratio is held against. */
export interface Target {
  readonly ratio: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export const targets: readonly Target[] = [
  { ratio: 'unary-100/grpc-js', atLeast: 1.3 },
  { ratio: 'unary-100-realistic/grpc-js', atLeast: 1.3 },
  { ratio: 'unary-100-cpu@loopback/grpc-js', atMost: 1 / 50 },
  { ratio: 'unary-100-cpu@loopback/floor', atMost: 6 },
];

export function rowsOf(benchCase: string, kind: 'unary' | 'download', peer: string, rate: Summary, cpu: Summary): Row[] {
  const operation = kind === 'unary' ? 'call' : 'message';
  const note = pinning ? {} : { note: 'not pinned: taskset or a second core is missing' };
  return [
    { case: benchCase, peer, value: rate.median, unit: `${operation}s/s`, spread: rate.spread, ...note },
    { case: `${benchCase}-cpu`, peer, value: cpu.median, unit: `µs/${operation}`, spread: cpu.spread, ...note },
  ];
}

const ours = 'barewire';

/** Each of our rows over each rival's row of the same case. The floor says something of CPU time without a socket, and of nothing else. */
export function ratiosOf(rows: readonly Row[]): { [name: string]: number } {
  const ratios: { [name: string]: number } = {};
  for (const mine of rows) {
    if (mine.peer !== ours && !mine.peer.startsWith(`${ours}@`)) continue;
    const carrier = mine.peer.slice(ours.length);
    for (const theirs of rows) {
      if (theirs.case !== mine.case || theirs.peer === mine.peer || theirs.peer.startsWith(ours)) continue;
      if (theirs.peer === 'floor' && !(carrier === '@loopback' && mine.case.endsWith('-cpu'))) continue;
      ratios[`${mine.case}${carrier}/${theirs.peer}`] = mine.value / theirs.value;
    }
  }
  return ratios;
}

export function printReport(report: Report): void {
  console.log(
    `\n${Object.entries(report.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}\n`,
  );
  printTable(
    ['case', 'peer', 'value', 'unit', 'spread', ''],
    report.rows.map((row) => [row.case, row.peer, readable(row.value), row.unit, `±${(row.spread * 100).toFixed(0)} %`, row.note ?? '']),
  );
  console.log('');
  printTable(
    ['ratio (ours over theirs)', 'value', 'target'],
    Object.entries(report.ratios).map(([name, value]) => [name, readable(value), verdict(name, value)]),
  );
}

function verdict(name: string, value: number): string {
  const target = targets.find(({ ratio }) => ratio === name);
  if (target === undefined) return '';
  if (target.atLeast !== undefined) return `>= ${target.atLeast}: ${value >= target.atLeast ? 'met' : 'missed'}`;
  return `<= ${readable(target.atMost!)}: ${value <= target.atMost! ? 'met' : 'missed'}`;
}

function readable(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}

function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd();
  console.log(line(head));
  console.log(widths.map((width) => '-'.repeat(width)).join('  '));
  for (const row of rows) console.log(line(row));
}
