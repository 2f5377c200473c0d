/**
 * What the compiler has to say about a source: never thrown while compiling, always collected, so that one run tells all.
 *
 * ```
 * shop.proto:12:12: "Ordr" is not defined
 *    12 |   repeated Ordr orders = 1;
 *       |            ^~~~
 * help: did you mean "Order"?
 * ```
 */
import { MAX_DIAGNOSTIC_LENGTH, MAX_DIAGNOSTICS, MAX_EXCERPT_LENGTH } from '../limits.js';
import type { Range, SourceFile } from './source.js';

/** One thing that is wrong, and where. */
export interface Diagnostic {
  /** Errors keep anything from being generated. */
  readonly severity: 'error' | 'warning';
  /** What is wrong, in one line. */
  readonly message: string;
  /** The file as people know it. */
  readonly file: string;
  /** Counted from 1; undefined when the whole file is meant (it is not there, it is no text). */
  readonly line: number | undefined;
  /** Counted from 1, in characters. */
  readonly column: number | undefined;
  /** What to do about it. */
  readonly help: string | undefined;
  /** The source line, tabs and all, and the part of it that is meant, in UTF-16 units of that line. */
  readonly excerpt: { readonly text: string; readonly start: number; readonly end: number } | undefined;
}

/** Thrown where a caller asked for a result and there is none: carries every diagnostic, its message is their printed form. */
export class CompileError extends Error {
  /** Errors and warnings, in the order in which they were found. */
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
    super(errors.map(formatDiagnostic).join('\n\n'));
    this.name = 'CompileError';
    this.diagnostics = diagnostics;
  }
}

/** A remedy, or how to find one: looked for only when the diagnostic is kept. */
export type Help = string | undefined | (() => string | undefined);

/** Collects; ends quietly at the limit, since the thousandth error helps nobody. */
export class Diagnostics {
  readonly list: Diagnostic[] = [];
  errorCount = 0;
  #warningCount = 0;
  readonly #starts = new Map<SourceFile, Set<number>>();

  /** Whether further errors are only counted. */
  get isFull(): boolean {
    return this.errorCount >= MAX_DIAGNOSTICS;
  }

  /** Of several errors that begin at one place only the first is kept: what follows from it would follow it. */
  error(source: SourceFile, range: Range | undefined, message: string, help?: Help): void {
    if (range !== undefined && !this.#isFirstAt(source, range.start)) return;
    if (this.errorCount++ < MAX_DIAGNOSTICS) this.#add('error', source, range, message, help);
  }

  #isFirstAt(source: SourceFile, start: number): boolean {
    let starts = this.#starts.get(source);
    if (starts === undefined) {
      starts = new Set();
      this.#starts.set(source, starts);
    }
    if (starts.has(start)) return false;
    if (!this.isFull) starts.add(start);
    return true;
  }

  warning(source: SourceFile, range: Range | undefined, message: string, help?: Help): void {
    if (this.#warningCount++ < MAX_DIAGNOSTICS) this.#add('warning', source, range, message, help);
  }

  /** File by file in the order in which they were first spoken of, from top to bottom. */
  sorted(): Diagnostic[] {
    const files = new Map<string, number>();
    for (const { file } of this.list) if (!files.has(file)) files.set(file, files.size);
    return [...this.list].sort(
      (a, b) => files.get(a.file)! - files.get(b.file)! || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    );
  }

  #add(severity: Diagnostic['severity'], source: SourceFile, range: Range | undefined, message: string, help: Help | undefined): void {
    const place = range === undefined ? undefined : source.position(range.start);
    this.list.push({
      severity,
      message: shortened(message),
      file: source.displayName,
      line: place?.line,
      column: place?.column,
      help: shortenedHelp(typeof help === 'function' ? help() : help),
      excerpt: range === undefined ? undefined : excerptOf(source, range),
    });
  }
}

/** What is quoted in a long text is cut in its middle: names and paths of hostile files, mostly. */
function shortened(text: string): string {
  if (text.length <= MAX_DIAGNOSTIC_LENGTH) return text;
  const cut = text.replace(/[^" ]{200,}/g, (word) => `${word.slice(0, 80)}…${word.slice(-40)}`);
  return cut.length <= MAX_DIAGNOSTIC_LENGTH ? cut : `${cut.slice(0, MAX_DIAGNOSTIC_LENGTH - 1)}…`;
}

function shortenedHelp(help: string | undefined): string | undefined {
  return help === undefined ? undefined : shortened(help);
}

function excerptOf(source: SourceFile, range: Range): Diagnostic['excerpt'] {
  const line = source.lineRange(source.lineIndex(range.start));
  let { start, end } = line;
  // A line of a megabyte (a generated or a binary file) is shown around the place only.
  if (end - start > MAX_EXCERPT_LENGTH) {
    start = Math.max(start, range.start - (MAX_EXCERPT_LENGTH >> 1));
    end = Math.min(end, start + MAX_EXCERPT_LENGTH);
  }
  return {
    text: source.text.slice(start, end),
    start: Math.max(0, range.start - start),
    end: Math.max(0, Math.min(range.end, end) - start),
  };
}

/** The diagnostic as a person reads it: place, source line, caret under the range, remedy. No line break at the end. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
  const { file, line, column, severity, message, excerpt, help } = diagnostic;
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  const lines = [`${printable(place)}: ${severity === 'warning' ? 'warning: ' : ''}${printable(message)}`];
  if (excerpt !== undefined && line !== undefined) {
    const gutter = String(line).padStart(5);
    const before = excerpt.text.slice(0, excerpt.start);
    const marked = excerpt.text.slice(excerpt.start, excerpt.end);
    lines.push(`${gutter} | ${shown(excerpt.text)}`);
    lines.push(`${' '.repeat(gutter.length)} | ${blank(before)}^${'~'.repeat(Math.max(0, displayWidth(marked) - 1))}`);
  }
  if (help !== undefined) lines.push(`help: ${printable(help)}`);
  return lines.join('\n');
}

/** As many columns of blank as `text` takes; tabs stay tabs, so that the caret stands right whatever a tab's width is. */
function blank(text: string): string {
  let out = '';
  for (const character of text) out += character === '\t' ? '\t' : ' '.repeat(characterWidth(character.codePointAt(0)!));
  return out;
}

function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character.codePointAt(0)!);
  return width;
}

// Unicode Standard Annex #11 and the general categories Mn, Me, Cf: what terminals draw in two columns and in none.
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]$/u;
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

function characterWidth(codePoint: number): number {
  if (codePoint < 0x300) return 1;
  const character = String.fromCodePoint(codePoint);
  if (zeroWidth.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Control characters, which could rewrite a terminal, are shown as one replacement character each. */
function shown(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

function printable(text: string): string {
  return shown(text.replaceAll('\t', ' '));
}
