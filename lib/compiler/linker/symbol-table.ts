/** Every full name of a compilation. A name belongs to one thing, whichever file declares it; only packages are shared. */
import type { Diagnostics } from '../diagnostics.js';
import type { Definition, LinkedFile } from './definitions.js';
import { describeKind } from './definitions.js';
import { FileSet } from './file-set.js';

/** What is declared directly inside a package, message or service, or outside all of them. */
export interface Scope {
  /** Empty outside all of them. */
  readonly fullName: string;
  readonly around: Scope | undefined;
  /** Definitions by their last names. */
  readonly names: ReadonlyMap<string, Definition>;
}

type MutableScope = Scope & { readonly names: Map<string, Definition> };

export class SymbolTable {
  readonly #definitions = new Map<string, Definition>();
  /** Scopes that have names in them. From one to the next outer one is a step, where full names would have to be joined and hashed. */
  readonly #scopes = new Map<string, MutableScope>([['', { fullName: '', around: undefined, names: new Map() }]]);
  readonly #diagnostics: Diagnostics;

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  get(fullName: string): Definition | undefined {
    return this.#definitions.get(fullName);
  }

  /** The innermost scope around and including `fullName` that has names in it. */
  scope(fullName: string): Scope {
    for (let name = fullName; ; name = outer(name)) {
      const found = this.#scopes.get(name);
      if (found !== undefined) return found;
    }
  }

  #enter(definition: Definition): void {
    const { fullName } = definition;
    this.#definitions.set(fullName, definition);
    this.#scopeOf(outer(fullName)).names.set(fullName.slice(fullName.lastIndexOf('.') + 1), definition);
  }

  #scopeOf(fullName: string): MutableScope {
    // A list instead of recursion: names are as deep as their packages and messages.
    const missing: string[] = [];
    let name = fullName;
    let scope = this.#scopes.get(name);
    for (; scope === undefined; scope = this.#scopes.get(name)) {
      missing.push(name);
      name = outer(name);
    }
    for (let next = missing.pop(); next !== undefined; next = missing.pop()) {
      scope = { fullName: next, around: scope, names: new Map() };
      this.#scopes.set(next, scope);
    }
    return scope;
  }

  /** Enters `definition`. Where the name is taken reports it, leaves it to its first owner and gives false. */
  declare(definition: Definition): boolean {
    const existing = this.#definitions.get(definition.fullName);
    if (existing === undefined) {
      this.#enter(definition);
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
        this.#enter({ kind: 'package', name, fullName, file, range: node.name.range, files });
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

/** What stands around `fullName`; empty outside everything. */
function outer(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
}

function placeOf(definition: Definition): string {
  const { line, column } = definition.file.source.position(definition.range.start);
  return `${definition.file.source.displayName}:${line}:${column}`;
}

function screamingSnake(name: string): string {
  return name.replace(/[a-z0-9](?=[A-Z])/g, '$&_').toUpperCase();
}
