import { printTable, readable } from '../support/text-table.js';
import type { Row } from './rows.js';
import { judge, targets } from './targets.js';

export interface Report {
  readonly versions: { readonly [name: string]: string };
  /** What the figures depend on besides the versions. */
  readonly conditions: readonly string[];
  readonly rows: readonly Row[];
  /** Ours over theirs, see `ratiosOf`. */
  readonly ratios: { readonly [name: string]: number };
}

export function printReport(report: Report): void {
  console.log(`\n${versionsLine(report)}`);
  for (const condition of report.conditions) console.log(condition);
  console.log('');
  printTable(
    ['case', 'peer', 'value', 'unit', 'spread', ''],
    report.rows.map((row) => [
      row.case,
      row.peer,
      readable(row.value),
      row.unit,
      row.value === undefined ? '' : `±${(row.spread * 100).toFixed(0)} %`,
      row.note ?? '',
    ]),
  );
  const judged = targets.map((target) => judge(target, report)).filter((verdict) => verdict !== undefined);
  if (judged.length === 0) return;
  console.log('');
  printTable(
    ['target', 'ours', 'measured', 'wanted', ''],
    judged.map(({ text, ours, measured, wanted, met }) => [text, ours, measured, wanted, met ? 'met' : 'MISSED']),
  );
  console.log(`\n${judged.filter(({ met }) => met).length} of ${judged.length} targets met`);
}

export function versionsLine({ versions }: Report): string {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}
