/**
 * Offsets of a text as lines and columns of source info, both counted from 0. A column is as wide as `buf build` counts it, on a
 * terminal: tabs reach to the next multiple of four, East Asian wide characters and emoji are two columns, combining marks none.
 */
import { lineIndexAt, lineStartsOf } from '../source.js';

const TAB_COLUMNS = 4;

export class Columns {
  readonly #text: string;
  /** Where each line begins. */
  readonly #starts: readonly number[];
  /** Whether a line is ASCII without tabs, so that its columns need no table; undefined where nobody asked yet. */
  readonly #plain: (boolean | undefined)[] = [];
  /** The column of each place of the other lines, from the line's beginning to its end. Made once: a file may be one line. */
  readonly #tables = new Map<number, Uint32Array>();
  /** The line that was asked for last: what follows is mostly near. */
  #line = 0;

  constructor(text: string) {
    this.#text = text;
    this.#starts = lineStartsOf(text);
  }

  /** `[line, column, column]`, or `[line, column, line, column]` over several lines. */
  span(start: number, end: number): number[] {
    const line = this.#lineOf(start);
    const column = this.#columnOf(line, start);
    const lastLine = this.#lineOf(end);
    const lastColumn = this.#columnOf(lastLine, end);
    return line === lastLine ? [line, column, lastColumn] : [line, column, lastLine, lastColumn];
  }

  #lineOf(offset: number): number {
    const starts = this.#starts;
    if (offset < starts[this.#line]! || offset >= (starts[this.#line + 1] ?? Number.POSITIVE_INFINITY)) {
      this.#line = lineIndexAt(starts, offset);
    }
    return this.#line;
  }

  #columnOf(line: number, offset: number): number {
    const start = this.#starts[line]!;
    const end = this.#starts[line + 1] ?? this.#text.length;
    this.#plain[line] ??= isPlain(this.#text, start, end);
    if (this.#plain[line] === true) return offset - start;
    let table = this.#tables.get(line);
    if (table === undefined) {
      table = columnsOf(this.#text.slice(start, end));
      this.#tables.set(line, table);
    }
    return table[offset - start]!;
  }
}

function isPlain(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x09 || code > 0x7e) return false;
  }
  return true;
}

/** Units of text that are split into characters at once: the time it takes grows faster than the text. */
const MAX_RUN = 256;

/** The column of each place of a line, that behind its last character too. */
function columnsOf(line: string): Uint32Array {
  const columns = new Uint32Array(line.length + 1);
  let column = 0;
  let at = 0;
  while (at < line.length) {
    const code = line.charCodeAt(at);
    if (code <= 0x7e && !(line.charCodeAt(at + 1) > 0x7e)) {
      columns[at++] = column;
      column += code === 0x09 ? TAB_COLUMNS - (column % TAB_COLUMNS) : 1;
      continue;
    }
    // What is not ASCII, and the character before it, which a combining mark would belong to.
    let end = at + 1;
    while (end < line.length && end < at + MAX_RUN && line.charCodeAt(end) > 0x7e) end++;
    for (const { segment } of clusters.segment(line.slice(at, end))) {
      columns.fill(column, at, at + segment.length);
      column += segment === '\t' ? TAB_COLUMNS - (column % TAB_COLUMNS) : widthOf(segment);
      at += segment.length;
    }
  }
  columns[line.length] = column;
  return columns;
}

const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** East Asian Wide and Fullwidth, and what is drawn as an emoji (Unicode 16: EastAsianWidth.txt, emoji-data.txt). */
const wide =
  /^[\u1100-\u115f\u231a\u231b\u2329\u232a\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2630-\u2637\u2648-\u2653\u267f\u268a-\u268f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d376}\u{1f004}\u{1f0cf}\u{1f18e}\u{1f191}-\u{1f19a}\u{1f1e6}-\u{1f1ff}\u{1f200}-\u{1f265}\u{1f300}-\u{1f320}\u{1f32d}-\u{1f335}\u{1f337}-\u{1f37c}\u{1f37e}-\u{1f393}\u{1f3a0}-\u{1f3ca}\u{1f3cf}-\u{1f3d3}\u{1f3e0}-\u{1f3f0}\u{1f3f4}\u{1f3f8}-\u{1f43e}\u{1f440}\u{1f442}-\u{1f4fc}\u{1f4ff}-\u{1f53d}\u{1f54b}-\u{1f54e}\u{1f550}-\u{1f567}\u{1f57a}\u{1f595}\u{1f596}\u{1f5a4}\u{1f5fb}-\u{1f64f}\u{1f680}-\u{1f6c5}\u{1f6cc}\u{1f6d0}-\u{1f6d2}\u{1f6d5}-\u{1f6d7}\u{1f6dc}-\u{1f6df}\u{1f6eb}\u{1f6ec}\u{1f6f4}-\u{1f6fc}\u{1f7e0}-\u{1f7eb}\u{1f7f0}\u{1f90c}-\u{1f93a}\u{1f93c}-\u{1f945}\u{1f947}-\u{1f9ff}\u{1fa70}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const invisible = /^[\p{Mn}\p{Me}\p{Cc}\p{Cf}\u2028\u2029\u{1160}-\u{11ff}]/u;

/** The columns of one character as people see it. */
function widthOf(cluster: string): number {
  if (cluster.includes('\ufe0f') || wide.test(cluster)) return 2;
  return invisible.test(cluster) ? 0 : 1;
}
