import { printTable, readable } from '../support/text-table.js';
import { meansTable, type Row } from './rows.js';
import { judge } from './targets.js';

export interface Report {
  readonly versions: { readonly [name: string]: string };
  /** What the figures depend on besides the versions. */
  readonly conditions: readonly string[];
  /** The length of each payload. */
  readonly bytes: { readonly [payload: string]: number };
  readonly rows: readonly Row[];
  /** How many times as fast as theirs ours is, see `ratiosOf`. */
  readonly ratios: { readonly [name: string]: number };
}

export function printReport(report: Report): void {
  console.log(
    `\n${Object.entries(report.versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
  );
  for (const condition of report.conditions) console.log(condition);
  const byCase = new Map<string, Row[]>();
  for (const row of report.rows) byCase.set(row.case, [...(byCase.get(row.case) ?? []), row]);
  const peers = [...new Set(report.rows.map((row) => row.peer))];
  console.log('');
  printTable(
    ['case', ...peers, 'best rival'],
    [...byCase].map(([name, rows]) => [
      name,
      ...peers.map((peer) => readable(rows.find((row) => row.peer === peer)?.value)),
      readable(report.ratios[name]),
    ]),
  );
  console.log('');
  for (const row of report.rows) if (row.note !== undefined) console.log(`${row.case} ${row.peer}: ${row.note}`);
  const losses = Object.entries(report.ratios).filter(([, value]) => value < 1);
  if (losses.length > 0) console.log(`\nslower: ${losses.map(([name, value]) => `${name} ${readable(value)}`).join(', ')}`);
  const { head, lines } = meansTable(report.rows, report.ratios);
  console.log('\ngeometric means, barewire over each contender, over the payloads that it has:');
  printTable(head, lines);
  console.log('');
  const verdicts = judge(report.ratios);
  printTable(
    ['target', 'measured', 'wanted', ''],
    verdicts.map(({ text, measured, wanted, met }) => [text, measured, wanted, met ? 'met' : 'MISSED']),
  );
  console.log(`\n${verdicts.filter(({ met }) => met).length} of ${verdicts.length} targets met`);
}
