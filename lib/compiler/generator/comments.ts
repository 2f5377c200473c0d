import type { Printer } from './printer.js';

/** Prints a doc comment, or nothing where there is nothing to say. */
export function printDoc(printer: Printer, comment: string | undefined, deprecated: boolean): void {
  const lines = docLines(comment);
  if (deprecated && !lines.some((line) => line.includes('@deprecated'))) {
    if (lines.length > 0) lines.push('');
    lines.push('@deprecated');
  }
  if (lines.length === 0) return;
  if (lines.length === 1) {
    printer.line(`/** ${lines[0]} */`);
    return;
  }
  printer.line('/**');
  for (const line of lines) printer.line(line === '' ? ' *' : ` * ${line}`);
  printer.line(' */');
}

/**
 * The lines of a comment, made harmless: nothing in it closes the comment, and nothing speaks to the compiler
 * (`@ts-ignore` and its like work in block comments too).
 */
function docLines(comment: string | undefined): string[] {
  if (comment === undefined) return [];
  const lines = comment
    .replaceAll('*/', '*\\/')
    .replace(/@ts-/gi, '@ ts-')
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.trimEnd());
  while (lines.length > 0 && lines[0] === '') lines.shift();
  while (lines.length > 0 && lines[lines.length - 1] === '') lines.pop();
  // One leading space belongs to the comment mark.
  return lines.map((line) => (line.startsWith(' ') ? line.slice(1) : line));
}
