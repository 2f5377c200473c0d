/** Sets of files of one compilation. */
import type { LinkedFile } from './definitions.js';

/** Bits in one number: as many as the engine keeps without an object. */
const WORD_BITS = 30;

/**
 * Files by their index, a bit each: thousands of files that import each other publicly see thousands of files each, and that many
 * `Set`s of that many objects would not fit into memory. Words without a bit take no room.
 */
export class FileSet {
  readonly #words = new Map<number, number>();

  add(file: LinkedFile): void {
    this.#addWord(Math.floor(file.index / WORD_BITS), 1 << (file.index % WORD_BITS));
  }

  addAll(files: FileSet): void {
    for (const [at, bits] of files.#words) this.#addWord(at, bits);
  }

  has(file: LinkedFile): boolean {
    return ((this.#words.get(Math.floor(file.index / WORD_BITS)) ?? 0) & (1 << (file.index % WORD_BITS))) !== 0;
  }

  /** Whether both have a file in common. */
  meets(files: FileSet): boolean {
    const [fewer, more] = files.#words.size < this.#words.size ? [files.#words, this.#words] : [this.#words, files.#words];
    for (const [at, bits] of fewer) if (((more.get(at) ?? 0) & bits) !== 0) return true;
    return false;
  }

  #addWord(at: number, bits: number): void {
    this.#words.set(at, (this.#words.get(at) ?? 0) | bits);
  }
}
