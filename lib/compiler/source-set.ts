/**
 * The files of a compilation: the inputs and all that they import, in an order in which each stands behind those it imports. A file
 * is read and parsed when the first import leads to it, and given away at once: nobody holds the trees of ten thousand files.
 */
import type { Diagnostics } from './diagnostics.js';
import { type ParseOptions, parseFile } from './parser/file.js';
import type { SourceFile } from './source.js';
import { decodeSource } from './source-text.js';
import { suggest } from './suggest.js';
import type { FileNode, ImportNode } from './tree.js';
import { wellKnownFiles } from './well-known/index.js';

/** A file as it was read. */
export interface ReadFile {
  readonly content: Uint8Array | string;
  /** The file as people know it. */
  readonly displayName: string;
}

/** Where the texts come from. */
export interface SourceReader {
  /** Undefined where there is no such file. */
  read(name: string): ReadFile | undefined;
  /** What to do about a name that led nowhere. */
  searched(name: string): string | undefined;
}

/** What became of a name: `missing` where it was looked for and is not there, `unreadable` where what is there is no text. */
type Outcome = 'present' | 'missing' | 'unreadable';

export class SourceSet {
  readonly #reader: SourceReader;
  readonly #diagnostics: Diagnostics;
  readonly #wanted: ParseOptions;
  readonly #outcomes = new Map<string, Outcome>();

  constructor(reader: SourceReader, diagnostics: Diagnostics, wanted: ParseOptions) {
    this.#reader = reader;
    this.#diagnostics = diagnostics;
    this.#wanted = wanted;
  }

  /** Whether `name`, which the order has passed, was there. */
  has(name: string): boolean {
    return this.#outcomes.get(name) === 'present';
  }

  /**
   * All files, each behind those it imports. A cycle is reported once, with all of its files, and then counts as if the import
   * that closes it were not there; so does an import of a file that is not there.
   */
  *inOrder(inputs: readonly string[]): Iterable<FileNode> {
    const done = new Set<string>();
    const descriptor = 'google/protobuf/descriptor.proto';
    // First where it is compiled itself: the options of all others are read by it.
    if (inputs.includes(descriptor)) yield* this.#visit(descriptor, done);
    for (const input of inputs) yield* this.#visit(input, done);
  }

  /** Depth first without recursion: a chain of imports may be as long as it likes. */
  *#visit(root: string, done: Set<string>): Iterable<FileNode> {
    if (done.has(root)) return;
    const first = this.#open(root);
    if (first === undefined) return;
    const path: { readonly node: FileNode; next: number }[] = [{ node: first, next: 0 }];
    const onPath = new Set([root]);
    while (path.length > 0) {
      const step = path.at(-1)!;
      const { source, imports } = step.node;
      const importNode = imports[step.next++];
      if (importNode === undefined) {
        path.pop();
        onPath.delete(source.name);
        done.add(source.name);
        yield step.node;
        continue;
      }
      const name = importNode.path;
      if (onPath.has(name)) {
        const names = path.map(({ node }) => node.source.name);
        this.#reportCycle(names, name, source, importNode);
        continue;
      }
      if (done.has(name) || !checkImportPath(source, importNode, this.#diagnostics)) continue;
      const imported = this.#open(name);
      if (imported !== undefined) {
        onPath.add(name);
        path.push({ node: imported, next: 0 });
      } else if (this.#outcomes.get(name) === 'missing') {
        this.#reportMissing(source, importNode);
      }
    }
  }

  /** Reads and parses a file, once. What comes with the compiler stands in for one that is not there. */
  #open(name: string): FileNode | undefined {
    if (this.#outcomes.has(name)) return undefined;
    const read = this.#reader.read(name);
    const content = read?.content ?? wellKnownFiles.get(name);
    if (content === undefined) {
      this.#outcomes.set(name, 'missing');
      return undefined;
    }
    const source = decodeSource(name, read?.displayName ?? name, content, this.#diagnostics);
    this.#outcomes.set(name, source === undefined ? 'unreadable' : 'present');
    return source === undefined ? undefined : parseFile(source, this.#diagnostics, this.#wanted);
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

  #reportMissing(source: SourceFile, importNode: ImportNode): void {
    this.#diagnostics.error(source, importNode.range, `cannot find "${importNode.path}"`, () => {
      const known = [...this.#outcomes].filter(([, outcome]) => outcome !== 'missing').map(([name]) => name);
      const word = suggest(importNode.path, [...known, ...wellKnownFiles.keys()]);
      return word === undefined ? this.#reader.searched(importNode.path) : `did you mean "${word}"?`;
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
