/** Text that is not the message it should be: `line 2, column 7: shop.Order has no field "nmae"`. */
export class TextError extends Error {
  override readonly name = 'TextError';
  readonly code = 'ERR_BAREWIRE_TEXT';
  /** What is wrong, without place. */
  readonly reason: string;
  /** From 1; lines end at a line feed. */
  readonly line: number;
  /** From 1, counted in UTF-16 units as JavaScript counts. */
  readonly column: number;

  constructor(reason: string, line: number, column: number) {
    super(`line ${line}, column ${column}: ${reason}`);
    this.reason = reason;
    this.line = line;
    this.column = column;
  }
}

/** The error for what stands at `position` of `text`. */
export function textErrorAt(text: string, position: number, reason: string): TextError {
  let line = 1;
  let lineStart = 0;
  for (;;) {
    const feed = text.indexOf('\n', lineStart);
    if (feed < 0 || feed >= position) break;
    line++;
    lineStart = feed + 1;
  }
  return new TextError(reason, line, position - lineStart + 1);
}
