import { readable } from '../support/text-table.js';
import type { Chart } from './charts.js';
import { type Report, versionsLine } from './report.js';
import { isOurs, type Row } from './rows.js';
import { type CaseTable, tablesOf } from './tables.js';
import { judge, targets } from './targets.js';

const ours = 'barewire';

/** The report as a page that stands beside its charts. */
export function markdownOf(report: Report, charts: readonly Chart[]): string {
  const lines = ['# npm run bench -- rpc', '', `${versionsLine(report)}.`, '', ...report.conditions.map((condition) => `- ${condition}`)];
  lines.push(`- ± is half the distance between the quartiles. "ours" is barewire over the row's contender: its figure divided by theirs.`);
  const verdicts = targets.map((target) => judge(target, report)).filter((verdict) => verdict !== undefined);
  if (verdicts.length > 0) {
    lines.push('', '## Targets', '');
    lines.push(
      ...table(
        ['target', 'ours', 'measured', 'wanted', ''],
        verdicts.map((verdict) => [verdict.text, verdict.ours, verdict.measured, verdict.wanted, verdict.met ? 'met' : '**missed**']),
      ),
    );
  }
  if (charts.length > 0) lines.push('', '## Charts');
  for (const { file, title } of charts) lines.push('', `![${title}](${file})`);
  lines.push('', '## Figures');
  for (const group of tablesOf(report.rows)) lines.push('', `### ${group.name}`, '', ...caseTable(group));
  return `${lines.join('\n')}\n`;
}

function caseTable(group: CaseTable): string[] {
  const head = ['contender'];
  for (const measure of group.measures) {
    const unit = group.peers.map((peer) => group.rowOf(peer, measure)?.unit).find((found) => found !== undefined && found !== '') ?? '';
    head.push(measure === '' ? unit : `${measure === 'cpu' ? 'CPU' : measure}, ${unit}`, '±', 'ours');
  }
  head.push('');
  const rows = group.peers.map((peer) => {
    const cells = [isOurs(peer) ? `**${peer}**` : peer];
    let note = '';
    for (const measure of group.measures) {
      const row = group.rowOf(peer, measure);
      cells.push(...figureCells(row, group.rowOf(ours, measure)));
      note ||= row?.note ?? '';
    }
    return [...cells, note];
  });
  return table(head, rows);
}

function figureCells(row: Row | undefined, mine: Row | undefined): string[] {
  if (row?.value === undefined) return ['-', '', ''];
  const ratio = row.peer === ours || mine?.value === undefined ? '' : readable(mine.value / row.value);
  return [readable(row.value), `${(row.spread * 100).toFixed(0)} %`, ratio];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map((_, column) => (column === 0 ? '---' : '---:')).join('|')}|`, ...rows.map(line)];
}
