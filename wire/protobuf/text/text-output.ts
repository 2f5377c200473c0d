/** Text that grows field by field. */
import { MAX_INDENTED_LEVELS } from '../../limits.js';
import type { Registry } from '../registry.js';

export class TextOutput {
  text = '';
  readonly registry: Registry | undefined;
  readonly printUnknownFields: boolean;
  readonly #step: string;
  readonly #end: string;
  #indent = '';
  #level = 0;

  /** `indent` spaces for each level; on one line where it is undefined. */
  constructor(indent: number | undefined, registry: Registry | undefined, printUnknownFields: boolean) {
    this.registry = registry;
    this.printUnknownFields = printUnknownFields;
    this.#step = ' '.repeat(indent ?? 0);
    this.#end = indent === undefined ? ' ' : '\n';
  }

  scalar(name: string, value: string): void {
    this.text += `${this.#indent}${name}: ${value}${this.#end}`;
  }

  open(name: string): void {
    this.text += `${this.#indent}${name} {${this.#end}`;
    if (this.#level++ < MAX_INDENTED_LEVELS) this.#indent += this.#step;
  }

  close(): void {
    if (--this.#level < MAX_INDENTED_LEVELS) this.#indent = this.#indent.slice(this.#step.length);
    this.text += `${this.#indent}}${this.#end}`;
  }
}
