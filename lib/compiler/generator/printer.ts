/** Lines that are kept apart: one by one they take five times the memory, which tells in files of a hundred thousand lines. */
const LINES_IN_A_PIECE = 1024;

/** Collects lines of code; every line that goes in is indented by the blocks around it. */
export class Printer {
  /** What stands before `#lines`, joined. */
  readonly #pieces: string[] = [];
  readonly #lines: string[] = [];
  #last: string | undefined;
  #indent = '';

  /** Prints lines; a text may hold several. An empty text is an empty line. */
  line(...texts: string[]): void {
    for (const text of texts) {
      if (text.includes('\n')) for (const line of text.split('\n')) this.#add(line);
      else this.#add(text);
    }
  }

  /** Prints `open`, what `body` prints one level deeper, and `close`. */
  block(open: string, body: () => void, close = '}'): void {
    this.indented(open, body);
    this.line(close);
  }

  /** Prints `open` and what `body` prints one level deeper. */
  indented(open: string, body: () => void): void {
    this.line(open);
    const outer = this.#indent;
    this.#indent = `${outer}  `;
    body();
    this.#indent = outer;
  }

  /** An empty line, unless there is one or nothing stands above. */
  gap(): void {
    if (this.#last !== undefined && this.#last !== '') this.#add('');
  }

  get isEmpty(): boolean {
    return this.#last === undefined;
  }

  toString(): string {
    return this.isEmpty ? '' : `${[...this.#pieces, ...this.#lines].join('\n')}\n`;
  }

  #add(line: string): void {
    this.#last = line;
    this.#lines.push(line === '' ? '' : this.#indent + line);
    if (this.#lines.length < LINES_IN_A_PIECE) return;
    this.#pieces.push(this.#lines.join('\n'));
    this.#lines.length = 0;
  }
}
