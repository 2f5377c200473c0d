/**
 * Offsets of a text as lines and columns of source info, both counted from 0. A column is as wide as `buf build` counts it, on a
 * terminal: tabs reach to the next multiple of four, East Asian wide characters and emoji are two columns, combining marks none.
 */

const TAB_COLUMNS = 4;
/** How far apart the places of a line are whose columns are remembered. */
const MARK_DISTANCE = 256;

export class Columns {
  readonly #text: string;
  /** Where each line begins. */
  readonly #starts: number[] = [0];
  /** The line and the place in it that were asked for last: what follows is mostly near. */
  #line = 0;
  #offset = 0;
  #column = 0;
  /** Places of that line and their columns, in order: a line of a megabyte is not counted from its beginning for each of its elements. */
  readonly #marks: { readonly offset: number; readonly column: number }[] = [];

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  /** `[line, column, column]`, or `[line, column, line, column]` over several lines. */
  span(start: number, end: number): number[] {
    this.#moveTo(start);
    const line = this.#line;
    const column = this.#column;
    this.#moveTo(end);
    return line === this.#line ? [line, column, this.#column] : [line, column, this.#line, this.#column];
  }

  #moveTo(offset: number): void {
    const starts = this.#starts;
    if (offset < starts[this.#line]! || offset >= (starts[this.#line + 1] ?? Number.POSITIVE_INFINITY)) {
      this.#line = lastAtMost(starts.length, (index) => starts[index]!, offset);
      this.#marks.length = 0;
      this.#offset = starts[this.#line]!;
      this.#column = 0;
    } else if (offset < this.#offset || offset > this.#offset + MARK_DISTANCE) {
      const isBehind = offset < this.#offset;
      const marks = this.#marks;
      const mark = marks[lastAtMost(marks.length, (index) => marks[index]!.offset, offset)];
      if (mark !== undefined && mark.offset <= offset && (isBehind || mark.offset > this.#offset)) {
        this.#offset = mark.offset;
        this.#column = mark.column;
      } else if (isBehind) {
        this.#offset = starts[this.#line]!;
        this.#column = 0;
      }
    }
    while (this.#offset < offset) {
      const stop = this.#stopBefore(offset);
      this.#column = advance(this.#text, this.#offset, stop, this.#column);
      this.#offset = stop;
      if (stop >= (this.#marks.at(-1)?.offset ?? starts[this.#line]!) + MARK_DISTANCE) {
        this.#marks.push({ offset: stop, column: this.#column });
      }
    }
  }

  /** Where to pause on the way to `offset`: between two characters of ASCII, which are never drawn as one. */
  #stopBefore(offset: number): number {
    for (let at = this.#offset + MARK_DISTANCE; at < offset; at++) {
      if (this.#text.charCodeAt(at - 1) <= 0x7f && this.#text.charCodeAt(at) <= 0x7f) return at;
    }
    return offset;
  }
}

/** The last of `count` ascending values that is at most `limit`; 0 where there is none. */
function lastAtMost(count: number, value: (index: number) => number, limit: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (value(middle) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}

function advance(text: string, from: number, to: number, column: number): number {
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x09) column += TAB_COLUMNS - (column % TAB_COLUMNS);
    else if (code >= 0x20 && code < 0x7f) column++;
    else if (code > 0x7f) return column + textWidth(text.slice(at, to), column);
  }
  return column;
}

const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** East Asian Wide and Fullwidth, and what is drawn as an emoji (Unicode 16: EastAsianWidth.txt, emoji-data.txt). */
const wide =
  /^[\u1100-\u115f\u231a\u231b\u2329\u232a\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2630-\u2637\u2648-\u2653\u267f\u268a-\u268f\u2693\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50\u2b55\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d376}\u{1f004}\u{1f0cf}\u{1f18e}\u{1f191}-\u{1f19a}\u{1f1e6}-\u{1f1ff}\u{1f200}-\u{1f265}\u{1f300}-\u{1f320}\u{1f32d}-\u{1f335}\u{1f337}-\u{1f37c}\u{1f37e}-\u{1f393}\u{1f3a0}-\u{1f3ca}\u{1f3cf}-\u{1f3d3}\u{1f3e0}-\u{1f3f0}\u{1f3f4}\u{1f3f8}-\u{1f43e}\u{1f440}\u{1f442}-\u{1f4fc}\u{1f4ff}-\u{1f53d}\u{1f54b}-\u{1f54e}\u{1f550}-\u{1f567}\u{1f57a}\u{1f595}\u{1f596}\u{1f5a4}\u{1f5fb}-\u{1f64f}\u{1f680}-\u{1f6c5}\u{1f6cc}\u{1f6d0}-\u{1f6d2}\u{1f6d5}-\u{1f6d7}\u{1f6dc}-\u{1f6df}\u{1f6eb}\u{1f6ec}\u{1f6f4}-\u{1f6fc}\u{1f7e0}-\u{1f7eb}\u{1f7f0}\u{1f90c}-\u{1f93a}\u{1f93c}-\u{1f945}\u{1f947}-\u{1f9ff}\u{1fa70}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const invisible = /^[\p{Mn}\p{Me}\p{Cc}\p{Cf}\u2028\u2029\u{1160}-\u{11ff}]/u;

/** The columns of text that is not all ASCII, the first of which is `column`. */
function textWidth(text: string, column: number): number {
  let width = 0;
  for (const { segment } of clusters.segment(text)) {
    if (segment === '\t') width += TAB_COLUMNS - ((column + width) % TAB_COLUMNS);
    else if (segment.includes('\ufe0f') || wide.test(segment)) width += 2;
    else if (!invisible.test(segment)) width++;
  }
  return width;
}
