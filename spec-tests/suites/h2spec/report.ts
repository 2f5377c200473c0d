/** h2spec's list of cases and its JUnit report, brought to the same names: `http2/6.9.1 Sends ...`. */

export type Outcome = 'passed' | 'failed' | 'skipped';

export interface CaseResult {
  readonly name: string;
  readonly outcome: Outcome;
  /** What h2spec expected and, in the last line, what came. */
  readonly detail: string;
}

/** The headings of the three parts, and what the report calls them. */
const PARTS = new Map([
  ['Generic tests for HTTP/2 server', 'generic'],
  ['Hypertext Transfer Protocol Version 2 (HTTP/2)', 'http2'],
  ['HPACK: Header Compression for HTTP/2', 'hpack'],
]);

/** The cases that `h2spec --dryrun` lists, in its order. Throws for a line that it should not hold. */
export function parseDryRun(text: string): string[] {
  const names: string[] = [];
  let part = '';
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const heading = /^ +(\d+(?:\.\d+)*)\. /.exec(line);
    const one = /^ +\d+: (.*)$/.exec(line);
    if (!line.startsWith(' ')) {
      part = PARTS.get(line.trim()) ?? fail(`h2spec has a part that is not known here: ${line}`);
      section = '';
    } else if (one !== null) names.push(`${part}/${section} ${one[1]}`);
    else if (heading !== null) section = heading[1]!;
    else fail(`a line of h2spec's list is neither section nor case: ${line}`);
  }
  return names;
}

/** The cases of a JUnit report as h2spec writes it. */
export function parseReport(xml: string): CaseResult[] {
  const results: CaseResult[] = [];
  for (const [, part, title, inside] of xml.matchAll(/<testcase package="([^"]*)" classname="([^"]*)"[^>]*>([\s\S]*?)<\/testcase>/g)) {
    const outcome = inside!.trim() === '' ? 'passed' : /^\s*<skipped>/.test(inside!) ? 'skipped' : 'failed';
    results.push({
      name: `${part} ${unescapeXml(title!)}`,
      outcome,
      detail: printable(unescapeXml(inside!.replace(/<[^>]*>/g, ''))).trim(),
    });
  }
  return results;
}

/** Every case of the list with its result. One that the report leaves out has failed; one that is not in the list is added as failed. */
export function compare(list: readonly string[], report: readonly CaseResult[]): CaseResult[] {
  const left = [...report];
  const results = list.map((name): CaseResult => {
    const index = left.findIndex((one) => one.name === name);
    return index < 0 ? { name, outcome: 'failed', detail: 'it is missing in the report' } : left.splice(index, 1)[0]!;
  });
  for (const { name } of left) results.push({ name, outcome: 'failed', detail: 'it is in the report and not in the list' });
  return results;
}

function unescapeXml(text: string): string {
  return text
    .replace(/&#x([0-9A-Fa-f]+);/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, decimal: string) => String.fromCodePoint(Number(decimal)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

/** What came off the wire may hold anything. */
function printable(text: string): string {
  return [...text].map((character) => (character >= ' ' || character === '\n' ? character : '?')).join('');
}

function fail(message: string): never {
  throw new Error(message);
}
