import type { Chart } from '../rpc/charts.js';
import { readable } from '../support/text-table.js';
import type { Report } from './report.js';
import { meansTable, ours, type Row } from './rows.js';
import { judge } from './targets.js';

/** The report as a page that stands beside its charts. */
export function markdownOf(report: Report, charts: readonly Chart[]): string {
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  const lines = ['# npm run bench -- codec', '', `${versions.join(', ')}.`, '', ...report.conditions.map((one) => `- ${one}`)];
  lines.push('- ± is half the distance between the quartiles. "lead" is barewire over the best JavaScript rival of the row.');
  lines.push('', '## Targets', '');
  const verdicts = judge(report.ratios).map((one) => [one.text, one.measured, one.wanted, one.met ? 'met' : '**missed**']);
  lines.push(...table(['target', 'measured', 'wanted', ''], verdicts));
  const means = meansTable(report.rows, report.ratios);
  lines.push(
    '',
    '## Geometric means against each contender',
    '',
    'How many times as fast barewire is, over the payloads that each has.',
    '',
  );
  lines.push(...table(means.head, means.lines));
  if (charts.length > 0) lines.push('', '## Charts');
  for (const { file, title } of charts) lines.push('', `![${title}](${file})`);
  lines.push('', '## Figures');
  const operations = [...new Set(report.rows.map((row) => row.case.split('/')[0]!))].filter((name) => name !== 'all');
  for (const operation of operations) lines.push('', `### ${operation}`, '', ...operationTable(report, operation));
  const notes = report.rows.flatMap((row) => (row.note === undefined ? [] : [`${row.peer}, ${row.case}: ${row.note}`]));
  if (notes.length > 0) lines.push('', '## Notes', '', ...[...new Set(notes)].map((note) => `- ${note.replaceAll('\n', ' ')}`));
  return `${lines.join('\n')}\n`;
}

function operationTable({ rows, bytes, ratios }: Report, operation: string): string[] {
  const found = rows.filter((row) => row.case.startsWith(`${operation}/`) && row.value !== undefined);
  const peers = [...new Set(found.map((row) => row.peer))];
  const payloads = [...new Set(found.map((row) => row.case.slice(operation.length + 1)))];
  const unit = found[0]?.unit ?? '';
  const head = ['payload', 'bytes', ...peers.map((peer) => (peer === ours ? `**${peer}**, ${unit}` : peer)), 'lead'];
  return table(
    head,
    payloads.map((payload) => [
      payload,
      (bytes[payload] ?? 0).toLocaleString('en-US'),
      ...peers.map((peer) => figure(found.find((row) => row.peer === peer && row.case === `${operation}/${payload}`))),
      lead(ratios[`${operation}/${payload}`]),
    ]),
  );
}

function figure(row: Row | undefined): string {
  if (row?.value === undefined) return '-';
  return `${readable(row.value)} ±${(row.spread * 100).toFixed(0)} %${row.note === undefined ? '' : ' \\*'}`;
}

/** A loss is not to be overlooked. */
function lead(ratio: number | undefined): string {
  if (ratio === undefined) return '';
  return ratio < 1 ? `**${readable(ratio)}**` : readable(ratio);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map((_, column) => (column === 0 ? '---' : '---:')).join('|')}|`, ...rows.map(line)];
}
