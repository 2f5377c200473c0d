/** Collects lines of code; every line that goes in is indented by the blocks around it. */
export class Printer {
  readonly #lines: string[] = [];
  #indent = '';

  /** Prints lines; a text may hold several. An empty text is an empty line. */
  line(...texts: string[]): void {
    for (const text of texts) {
      for (const line of text.split('\n')) this.#lines.push(line === '' ? '' : this.#indent + line);
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
    const last = this.#lines[this.#lines.length - 1];
    if (last !== undefined && last !== '') this.#lines.push('');
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  toString(): string {
    return this.isEmpty ? '' : `${this.#lines.join('\n')}\n`;
  }
}
