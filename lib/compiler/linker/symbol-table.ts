/** Every full name of a compilation. A name belongs to one thing, whichever file declares it; only packages are shared. */
import type { Diagnostics } from '../diagnostics.js';
import type { Definition, LinkedFile } from './definitions.js';
import { describeKind } from './definitions.js';
import { FileSet } from './file-set.js';

export class SymbolTable {
  readonly #definitions = new Map<string, Definition>();
  readonly #diagnostics: Diagnostics;

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  get(fullName: string): Definition | undefined {
    return this.#definitions.get(fullName);
  }

  /** Enters `definition`. Where the name is taken reports it, leaves it to its first owner and gives false. */
  declare(definition: Definition): boolean {
    const existing = this.#definitions.get(definition.fullName);
    if (existing === undefined) {
      this.#definitions.set(definition.fullName, definition);
      return true;
    }
    this.#reportTaken(definition, existing);
    return false;
  }

  /** Enters a file's package and the packages around it. */
  declarePackage(file: LinkedFile): void {
    const node = file.node.package;
    if (node === undefined) return;
    let end = -1;
    do {
      end = file.package.indexOf('.', end + 1);
      const fullName = end < 0 ? file.package : file.package.slice(0, end);
      const existing = this.#definitions.get(fullName);
      if (existing === undefined) {
        const name = fullName.slice(fullName.lastIndexOf('.') + 1);
        const files = new FileSet();
        files.add(file);
        this.#definitions.set(fullName, { kind: 'package', name, fullName, file, range: node.name.range, files });
      } else if (existing.kind === 'package') {
        existing.files.add(file);
      } else {
        this.#diagnostics.error(
          file.source,
          node.name.range,
          `the package "${fullName}" has the name of ${describeKind(existing)}`,
          () => `"${fullName}" is declared at ${placeOf(existing)}; rename one of them`,
        );
        return;
      }
    } while (end >= 0);
  }

  /** Names directly inside `scope`, for suggestions. */
  *namesIn(scope: string): Iterable<string> {
    const prefix = scope === '' ? '' : `${scope}.`;
    for (const name of this.#definitions.keys()) {
      if (name.startsWith(prefix) && name.indexOf('.', prefix.length) < 0) yield name.slice(prefix.length);
    }
  }

  /** All messages and enums by full name, for suggestions. */
  *types(): Iterable<Definition> {
    for (const definition of this.#definitions.values()) {
      if (definition.kind === 'message' || definition.kind === 'enum') yield definition;
    }
  }

  /** All extensions, for suggestions. */
  *extensions(): Iterable<Definition> {
    for (const definition of this.#definitions.values())
      if (definition.kind === 'field' && definition.extend !== undefined) yield definition;
  }

  #reportTaken(definition: Definition, existing: Definition): void {
    this.#diagnostics.error(definition.file.source, definition.range, `"${definition.fullName}" is declared twice`, () => {
      const help = `the other one, ${describeKind(existing)}, is at ${placeOf(existing)}; rename one of them`;
      // Protobuf proto3: enum values are siblings of their enum, as in C++.
      if (definition.kind !== 'enum-value') return help;
      return `${help}. Enum values share the scope around their enum: start each with the enum's name, as in ${screamingSnake(definition.enum.name)}_${definition.name}`;
    });
  }
}

function placeOf(definition: Definition): string {
  const { line, column } = definition.file.source.position(definition.range.start);
  return `${definition.file.source.displayName}:${line}:${column}`;
}

function screamingSnake(name: string): string {
  return name.replace(/[a-z0-9](?=[A-Z])/g, '$&_').toUpperCase();
}
