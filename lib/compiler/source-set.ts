/** The files of a compilation: the inputs and all that they import, parsed as they come in, and brought into order. */
import type { Diagnostics } from './diagnostics.js';
import { parseFile } from './parser/file.js';
import type { SourceFile } from './source.js';
import { decodeSource } from './source-text.js';
import { suggest } from './suggest.js';
import type { FileNode, ImportNode } from './tree.js';
import { wellKnownFiles } from './well-known/index.js';

export class SourceSet {
  readonly #diagnostics: Diagnostics;
  /** undefined: it was looked for and is not there, or is no text. */
  readonly #files = new Map<string, FileNode | undefined>();
  readonly #wanted = new Set<string>();

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  /** Names that are needed and were not given yet. */
  wanted(): string[] {
    return [...this.#wanted];
  }

  want(name: string): void {
    if (!this.#files.has(name)) this.#wanted.add(name);
  }

  /** Gives the content of `name`; undefined: there is no such file. What comes with the compiler stands in for it. */
  give(name: string, content: Uint8Array | string | undefined, displayName: string = name): void {
    this.#wanted.delete(name);
    const known = content ?? wellKnownFiles.get(name);
    const source = known === undefined ? undefined : decodeSource(name, displayName, known, this.#diagnostics);
    if (source === undefined) {
      this.#files.set(name, undefined);
      if (known !== undefined) this.#unreadable.add(name);
      return;
    }
    const node = parseFile(source, this.#diagnostics);
    this.#files.set(name, node);
    for (const one of node.imports) if (checkImportPath(source, one, this.#diagnostics)) this.want(one.path);
  }

  /** Present, though not text: reported where it was read. */
  readonly #unreadable = new Set<string>();

  has(name: string): boolean {
    return this.#files.get(name) !== undefined;
  }

  /**
   * All files, each behind those it imports. A cycle is reported once, with all of its files, and then counts as if the import
   * that closes it were not there; so does an import of a file that is not there. `searched` says where it was looked for.
   */
  inOrder(inputs: readonly string[], searched: (name: string) => string | undefined): FileNode[] {
    const done = new Set<string>();
    const order: FileNode[] = [];
    // descriptor.proto first where it takes part: the options of all others are read by it.
    for (const input of ['google/protobuf/descriptor.proto', ...inputs]) this.#visit(input, done, order, searched);
    return order;
  }

  /** Depth first without recursion: a chain of imports may be as long as it likes. */
  #visit(root: string, done: Set<string>, order: FileNode[], searched: (name: string) => string | undefined): void {
    const first = this.#files.get(root);
    if (first === undefined || done.has(root)) return;
    const path: { readonly node: FileNode; next: number }[] = [{ node: first, next: 0 }];
    const onPath = new Set([root]);
    while (path.length > 0) {
      const step = path.at(-1)!;
      const importNode = step.node.imports[step.next++];
      if (importNode === undefined) {
        path.pop();
        onPath.delete(step.node.source.name);
        done.add(step.node.source.name);
        order.push(step.node);
        continue;
      }
      const name = importNode.path;
      if (onPath.has(name)) {
        this.#reportCycle(
          path.map(({ node }) => node.source.name),
          name,
          step.node.source,
          importNode,
        );
        continue;
      }
      if (done.has(name) || !isImportPath(name)) continue;
      const imported = this.#files.get(name);
      if (imported !== undefined) {
        onPath.add(name);
        path.push({ node: imported, next: 0 });
      } else if (!this.#unreadable.has(name)) {
        this.#reportMissing(step.node.source, importNode, searched(name));
      }
    }
  }

  #reportCycle(path: readonly string[], name: string, source: SourceFile, importNode: ImportNode): void {
    const cycle = [...path.slice(path.indexOf(name)), name];
    const shown = cycle.length <= 12 ? cycle : [...cycle.slice(0, 6), '…', ...cycle.slice(-5)];
    this.#diagnostics.error(
      source,
      importNode.range,
      cycle.length === 2 ? `the file "${name}" imports itself` : `these files import each other in a circle: ${shown.join(' -> ')}`,
      cycle.length === 2 ? 'remove the import' : 'move what they share into a file that imports none of them',
    );
  }

  #reportMissing(source: SourceFile, importNode: ImportNode, searched: string | undefined): void {
    this.#diagnostics.error(source, importNode.range, `cannot find "${importNode.path}"`, () => {
      const word = suggest(
        importNode.path,
        [...this.#files.keys(), ...wellKnownFiles.keys()].filter((name) => name !== importNode.path),
      );
      return word === undefined ? searched : `did you mean "${word}"?`;
    });
  }
}

/** One spelling for one file, and nothing outside the include paths. */
export function isImportPath(path: string): boolean {
  return (
    path !== '' &&
    !path.includes('\\') &&
    !path.includes('\0') &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

function checkImportPath(source: SourceFile, node: ImportNode, diagnostics: Diagnostics): boolean {
  if (isImportPath(node.path)) return true;
  diagnostics.error(
    source,
    node.range,
    `"${node.path}" is no import path`,
    'write it from an include path on, with single slashes and without . and .. parts',
  );
  return false;
}
