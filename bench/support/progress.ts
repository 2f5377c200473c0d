/** One line that is written over on a terminal; elsewhere a line when something is done. */
export class Progress {
  readonly #begun = performance.now();

  show(text: string): void {
    if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(70)}`);
  }

  done(text: string): void {
    const seconds = Math.round((performance.now() - this.#begun) / 1000);
    const line = `${String(Math.floor(seconds / 60)).padStart(2)}:${String(seconds % 60).padStart(2, '0')}  ${text}`;
    process.stderr.write(process.stderr.isTTY ? `\r${line.padEnd(70)}\n` : `${line}\n`);
  }
}
