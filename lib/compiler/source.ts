/** A half-open stretch `[start, end)` of a source text, in UTF-16 code units as JavaScript's own string positions. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A place for people: both count from 1, a column is one character (code point) wide, whatever its width on screen. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One .proto text and what turns its positions into lines and columns. */
export class SourceFile {
  /** The name it is imported by, such as `google/protobuf/any.proto`. */
  readonly name: string;
  /** Where it was read, as people know it; the name for texts that come from no file. */
  readonly displayName: string;
  readonly text: string;
  #lineStarts: number[] | undefined;

  constructor(name: string, text: string, displayName: string = name) {
    this.name = name;
    this.displayName = displayName;
    this.text = text;
  }

  position(offset: number): Position {
    const starts = this.#starts();
    const line = lineIndexAt(starts, offset);
    let column = 1;
    for (let at = starts[line]!; at < offset && at < this.text.length; column++) {
      at += this.text.codePointAt(at)! > 0xffff ? 2 : 1;
    }
    return { line: line + 1, column };
  }

  /** The line `offset` stands in, counted from 0. */
  lineIndex(offset: number): number {
    return lineIndexAt(this.#starts(), offset);
  }

  /** The range of a line counted from 0, its line break left out. */
  lineRange(index: number): Range {
    const starts = this.#starts();
    const start = starts[index] ?? this.text.length;
    let end = starts[index + 1] ?? this.text.length;
    if (end > start && this.text.charCodeAt(end - 1) === 0x0a) end--;
    if (end > start && this.text.charCodeAt(end - 1) === 0x0d) end--;
    return { start, end };
  }

  #starts(): number[] {
    this.#lineStarts ??= lineStartsOf(this.text);
    return this.#lineStarts;
  }
}

/** Where each line of a text begins. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** The line, counted from 0, that an offset is on. */
export function lineIndexAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
