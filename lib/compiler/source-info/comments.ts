/** The comments around statements, told from the tokens of a file when source info is asked for, so that nobody else pays for them. */
import { type AttributedComments, attributeComments, commentText } from '../comments.js';
import type { Range, SourceFile } from '../source.js';
import type { Token } from '../tokens.js';

/** As `SourceCodeInfo.Location` has them. */
export interface LocationComments {
  readonly leading: string | undefined;
  readonly trailing: string | undefined;
  readonly detached: readonly string[];
}

export class FileComments {
  readonly #source: SourceFile;
  readonly #tokens: readonly Token[];
  /** The token that was asked for last: statements come nearly in order. */
  #index = 0;
  /** The statement that was asked for last: each range of `extensions` asks for its statement's. */
  #first = -1;
  #detached: readonly string[] = [];

  constructor(source: SourceFile, tokens: readonly Token[]) {
    this.#source = source;
    this.#tokens = tokens;
  }

  /** From the first token to the last; empty where there is none. */
  get whole(): Range {
    const last = this.#tokens[this.#tokens.length - 2];
    return last === undefined ? { start: 0, end: 0 } : { start: this.#tokens[0]!.start, end: last.end };
  }

  /** Of the statement that begins at `start`, and whose `;` or `{` is the token at or behind `end`. */
  of(start: number, end: number): LocationComments {
    const { text } = this.#source;
    const first = this.#at(start);
    const before = attributeComments(this.#source, this.#tokens[first - 1], this.#tokens[first]!);
    const detached = first === this.#first ? this.#detached : this.#detachedBefore(first, before);
    this.#first = first;
    this.#detached = detached;
    const last = this.#at(end);
    const behind =
      last + 1 < this.#tokens.length ? attributeComments(this.#source, this.#tokens[last], this.#tokens[last + 1]!) : undefined;
    return {
      leading: before.leading && commentText(text, before.leading),
      trailing: behind?.trailing && commentText(text, behind.trailing),
      detached,
    };
  }

  /** Those before empty statements right before it, too. */
  #detachedBefore(first: number, before: AttributedComments): readonly string[] {
    const tokens = this.#tokens;
    const between = [before.detached];
    for (let index = first - 1; index >= 0 && tokens[index]!.text === ';' && endsStatement(tokens[index - 1]); index--) {
      between.push(attributeComments(this.#source, tokens[index - 1], tokens[index]!).detached);
    }
    return between.reverse().flatMap((groups) => groups.map((group) => commentText(this.#source.text, group)));
  }

  /** The first token that stands at `offset` or behind it. */
  tokenFrom(offset: number): Token {
    return this.#tokens[this.#at(offset)]!;
  }

  /** The last token that stands before `offset`. */
  tokenBefore(offset: number): Token {
    return this.#tokens[Math.max(0, this.#at(offset) - 1)]!;
  }

  #at(offset: number): number {
    const tokens = this.#tokens;
    let low = 0;
    let high = tokens.length - 1;
    let index = this.#index;
    if (tokens[index]!.start <= offset) {
      // Mostly the next token, or one of the next few.
      for (const near = Math.min(index + NEAR_TOKENS, high); index < near && tokens[index]!.start < offset; ) index++;
      if (tokens[index]!.start >= offset) high = index;
      low = index;
    }
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tokens[middle]!.start >= offset) high = middle;
      else low = middle + 1;
    }
    this.#index = low;
    return low;
  }
}

const NEAR_TOKENS = 16;

/** Whether a semicolon behind it is a statement of its own. */
function endsStatement(token: Token | undefined): boolean {
  return token === undefined || token.text === ';' || token.text === '{' || token.text === '}';
}
