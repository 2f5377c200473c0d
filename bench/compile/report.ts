import { type Summary, summarize } from '../support/statistics.js';
import { printTable } from '../support/text-table.js';
import type { ProtoFiles } from './files.js';
import type { Run } from './measure.js';

/** What the limit of memory is for: many times what a compiler's user expects, a fraction of what a small machine has. */
const MAX_PEAK_BYTES = 1024 ** 3;

export interface Row {
  readonly what: string;
  readonly tool: string;
  readonly runs: readonly Run[];
}

export interface Report {
  readonly versions: { readonly [name: string]: string };
  readonly conditions: readonly string[];
  readonly files: ProtoFiles;
  readonly rows: readonly Row[];
}

export interface Target {
  readonly text: string;
  readonly measured: string;
  readonly wanted: string;
  readonly met: boolean;
}

export function wallOf(row: Row): Summary {
  return summarize(row.runs.map(({ wallMs }) => wallMs));
}

function cpuOf(row: Row): number | undefined {
  const known = row.runs.flatMap(({ cpuMs }) => cpuMs ?? []);
  return known.length === 0 ? undefined : summarize(known).median;
}

/** Of all runs the largest. */
function peakOf(row: Row): number | undefined {
  const known = row.runs.flatMap(({ peakBytes }) => peakBytes ?? []);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** Ours over theirs in wall time, by what was compiled. */
export function ratiosOf(rows: readonly Row[]): { [what: string]: number } {
  const ratios: { [what: string]: number } = {};
  for (const theirs of rows.filter(({ tool }) => tool === 'buf build')) {
    const ours = rows.find(({ what, tool }) => what === theirs.what && tool === 'barewire');
    if (ours !== undefined) ratios[theirs.what] = wallOf(ours).median / wallOf(theirs).median;
  }
  return ratios;
}

export function targetsOf(rows: readonly Row[]): Target[] {
  const targets: Target[] = [];
  for (const [what, ratio] of Object.entries(ratiosOf(rows))) {
    targets.push({ text: `${what}: wall time, barewire over buf build`, measured: ratio.toFixed(2), wanted: 'below 1', met: ratio < 1 });
    const peak = peakOf(rows.find((row) => row.what === what && row.tool === 'barewire')!);
    if (peak !== undefined)
      targets.push({ text: `${what}: peak memory`, measured: megabytes(peak), wanted: 'at most 1,024 MiB', met: peak <= MAX_PEAK_BYTES });
  }
  return targets;
}

const head = ['what', 'tool', 'wall s', 'spread', 'CPU s', 'peak MiB'];

function cells(row: Row): string[] {
  const wall = wallOf(row);
  return [row.what, row.tool, seconds(wall.median), `±${(wall.spread * 100).toFixed(0)} %`, seconds(cpuOf(row)), megabytes(peakOf(row))];
}

function seconds(ms: number | undefined): string {
  return ms === undefined ? '-' : (ms / 1000).toFixed(2);
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '-' : Math.round(bytes / 1024 ** 2).toLocaleString('en-US');
}

export function printReport(report: Report): void {
  for (const line of introduction(report)) console.log(line);
  console.log('');
  printTable(head, report.rows.map(cells));
  console.log('');
  const targets = targetsOf(report.rows);
  printTable(
    ['target', 'measured', 'wanted', ''],
    targets.map(({ text, measured, wanted, met }) => [text, measured, wanted, met ? 'met' : 'MISSED']),
  );
}

function introduction({ versions, files, conditions }: Report): string[] {
  const size = (files.bytes / 1024 ** 2).toFixed(0);
  return [
    `google-proto-files ${files.version}: ${files.acceptedFiles} of ${files.packageFiles} files, ${size} MiB; buf refuses ${files.refused.join(', ')}`,
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
    ...conditions,
  ];
}

function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [columns, columns.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`);
}

export function markdownOf(report: Report): string {
  const targets = targetsOf(report.rows).map(({ text, measured, wanted, met }) => [text, measured, wanted, met ? 'met' : 'missed']);
  return [
    '# Compiling',
    '',
    '`npm run bench -- compile` prints this page.',
    '',
    ...introduction(report).flatMap((line) => [line, '']),
    ...markdownTable(head, report.rows.map(cells)),
    '',
    ...markdownTable(['target', 'measured', 'wanted', ''], targets),
    '',
  ].join('\n');
}
