/** Who passes what, as a table. */
import type { CaseFile } from './case.js';

export interface Score {
  readonly group: string;
  readonly total: number;
  readonly passed: number;
  /** Cases that the implementation has no function for; they did not pass. */
  readonly unsupported: number;
}

export interface Column {
  readonly name: string;
  readonly scores: readonly Score[];
}

/** `all`, or how many passed; of how many where it has no function for the others, and a dash where it has none for any. */
function cell({ passed, total, unsupported }: Omit<Score, 'group'>): string {
  if (unsupported === total) return '–';
  if (unsupported > 0) return `${passed} of ${total - unsupported}`;
  return passed === total ? 'all' : String(passed);
}

function rows(files: readonly CaseFile[], columns: readonly Column[]): string[][] {
  const head = ['group', 'cases', ...columns.map(({ name }) => name)];
  const body = files.map(({ group, cases }, index) => [group, String(cases.length), ...columns.map(({ scores }) => cell(scores[index]!))]);
  const total = files.reduce((sum, { cases }) => sum + cases.length, 0);
  const sum = (scores: readonly Score[], of: 'passed' | 'unsupported'): number => scores.reduce((all, score) => all + score[of], 0);
  const sums = columns.map(({ scores }) => cell({ passed: sum(scores, 'passed'), total, unsupported: sum(scores, 'unsupported') }));
  return [head, ...body, ['all', String(total), ...sums]];
}

/** For a terminal. */
export function printedTable(files: readonly CaseFile[], columns: readonly Column[]): string {
  const all = rows(files, columns);
  const widths = all[0]!.map((_, index) => Math.max(...all.map((row) => row[index]!.length)));
  return all
    .map((row) => row.map((text, index) => (index === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[index]!))).join('  '))
    .join('\n');
}

/** docs/strictness.md. */
export function page(files: readonly CaseFile[], columns: readonly Column[], missing: readonly { name: string; why: string }[]): string {
  const [head, ...body] = rows(files, columns);
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  const table = [line(head!), line(head!.map((_, index) => (index === 0 ? '---' : '---:'))), ...body.map(line)].join('\n');
  const groups = files.map(({ group, about }) => `- **${group}**: ${about}`).join('\n');
  const absent = missing.map(({ name, why }) => `${name} took no part: ${why}.\n`).join('');
  return `# Strictness

Google's conformance suite leaves things open that matter. Libraries that pass all of it read fields past the end of their message, or as
something they are not, and keep bytes that change under them. \`spec-tests/suites/strictness/cases\` holds cases for these things as plain
files, each with its reason; any implementation can run them,
[the README there](../spec-tests/suites/strictness/README.md) says how.

\`npm run suites -- strictness\` runs them and prints this table. barewire has to pass all of them, through generated code and through
closures over descriptors; what others do is only written down. A number is how many cases of the group pass, \`5 of 8\` that the library
has no function for the others (no text format, no ProtoJSON, no editions), and a dash that it has none for any.
\`node dist/spec-tests/suites/strictness/run.js --write\` writes this page.

protobufjs runs by reflection and keeps unknown fields, which its default drops; protobuf-es over a registry of descriptors; protobuf-ts and
google-protobuf with generated code, 64-bit integers as bigint where that can be chosen. google-protobuf takes part in version 3, the last
one whose generator is in a package registry.

${table}

${absent}${absent === '' ? '' : '\n'}## The groups

${groups}
`;
}
