import type { EnumDescriptor, FileDescriptor, MessageDescriptor } from '../../../wire/protobuf/descriptor.js';
import { wellKnownFiles } from '../well-known/index.js';
import { quote } from './literals.js';
import { FILE_EXPORT, type FileNames, fileNames } from './names.js';
import type { ResolvedGeneratorOptions } from './options.js';
import { importPath, moduleFromRoot } from './paths.js';
import { FUNCTION_VARIABLES } from './runtime-names.js';
import { Scope } from './scope.js';

/** What is taken from one other module: its name there, and its name here. */
interface Imported {
  readonly values: Map<string, string>;
  readonly types: Map<string, string>;
}

/**
 * The names in one generated file: its exports first, then what it imports, then its own functions. Asking for a name is what
 * imports it.
 */
export class Module {
  readonly file: FileDescriptor;
  readonly options: ResolvedGeneratorOptions;
  readonly names: FileNames;
  /** The closed enums whose numbers this file has to know, with the function that does; see enums.ts. */
  readonly closedEnums = new Map<EnumDescriptor, string>();
  /** Its path in the output folder, without ending. */
  readonly stem: string;
  readonly #runtimeModule: string;
  readonly #scope: Scope;
  readonly #imports = new Map<string, Imported>();
  readonly #aliases = new Map<string, string>();
  readonly #locals = new Map<string, string>();

  constructor(file: FileDescriptor, options: ResolvedGeneratorOptions) {
    this.file = file;
    this.options = options;
    this.names = fileNames(file);
    this.stem = options.outputStem(file.name);
    this.#runtimeModule = moduleFromRoot(this.stem, options.runtimeModule);
    this.#scope = new Scope(this.names.scope);
  }

  get isTypeScript(): boolean {
    return this.options.target === 'ts';
  }

  /** A type annotation: `: string` in TypeScript, nothing in JavaScript. */
  typed(type: string): string {
    return this.isTypeScript ? `: ${type}` : '';
  }

  /** A helper of the runtime, as a value. */
  runtime(name: string): string {
    return this.#import(this.#runtimeModule, name, 'values');
  }

  /** A type of the runtime. */
  runtimeType(name: string): string {
    return this.#import(this.#runtimeModule, name, 'types');
  }

  /** A type of the runtime that only annotations inside functions name; JavaScript has none. */
  typeInCode(name: string): string {
    return this.isTypeScript ? this.runtimeType(name) : name;
  }

  /** The class `Long` of the package `long`, which only files with such fields import. */
  long(kind: 'values' | 'types'): string {
    return this.#import('long', 'default', kind);
  }

  /** The interface of a message, wherever it is declared. */
  messageType(message: MessageDescriptor): string {
    const name = fileNames(message.file).message(message);
    return message.file === this.file ? name : this.#importFrom(message.file, name, 'types');
  }

  initType(message: MessageDescriptor): string {
    const name = fileNames(message.file).init(message);
    return message.file === this.file ? name : this.#importFrom(message.file, name, 'types');
  }

  /** The message's constant: a codec, among other things. */
  messageValue(message: MessageDescriptor): string {
    const name = fileNames(message.file).message(message);
    return message.file === this.file ? name : this.#importFrom(message.file, name, 'values');
  }

  enumType(type: EnumDescriptor): string {
    const name = fileNames(type.file).enum(type);
    return type.file === this.file ? name : this.#importFrom(type.file, name, 'types');
  }

  /** The descriptor of a file: this one's own export, or an import under the other file's name. */
  fileValue(file: FileDescriptor): string {
    return file === this.file ? FILE_EXPORT : this.#importFrom(file, FILE_EXPORT, 'values');
  }

  /** A function or constant of this file that is not exported. The same name gives the same answer. */
  local(wanted: string): string {
    let name = this.#locals.get(wanted);
    if (name === undefined) {
      name = this.#scope.take(wanted);
      this.#locals.set(wanted, name);
    }
    return name;
  }

  /** Whether `local` was asked for this name. */
  hasLocal(wanted: string): boolean {
    return this.#locals.has(wanted);
  }

  /** A global such as `Map`, reached through `globalThis` where a type of the schema has its name. */
  global(name: string): string {
    return this.#scope.has(name) ? `globalThis.${name}` : name;
  }

  /** The names inside one function: none of them hides anything the function may want to reach. */
  functionScope(reserved: Iterable<string>): Scope {
    const scope = new Scope(this.#scope);
    scope.reserve(reserved);
    return scope;
  }

  /** The import lines, `types` as they stand in a .d.ts or beside code, `values` as they stand in code. */
  importLines(which: 'values' | 'types' | 'both'): string[] {
    const lines: string[] = [];
    for (const [from, { values, types }] of [...this.#imports].sort(([a], [b]) => compare(a, b))) {
      // A constant brings its interface along.
      const typesOnly = which === 'both' ? [...types].filter(([name]) => !values.has(name)) : [...types];
      if (which !== 'types' && values.size > 0) lines.push(importLine('import', values, from));
      if (which !== 'values' && typesOnly.length > 0) lines.push(importLine('import type', typesOnly, from));
    }
    return lines;
  }

  #importFrom(file: FileDescriptor, name: string, kind: keyof Imported): string {
    if (this.options.wellKnown === 'import' && wellKnownFiles.has(file.name)) {
      return this.#import(WELL_KNOWN_MODULE, name === FILE_EXPORT ? wellKnownFileExport(file) : name, kind);
    }
    return this.#import(importPath(this.stem, this.options.outputStem(file.name), this.options.importExtension), name, kind);
  }

  #import(from: string, name: string, kind: keyof Imported): string {
    let imported = this.#imports.get(from);
    if (imported === undefined) {
      imported = { values: new Map(), types: new Map() };
      this.#imports.set(from, imported);
    }
    const key = `${from}\n${name}`;
    let alias = this.#aliases.get(key);
    if (alias === undefined) {
      alias = this.#scope.take(this.#wantedAlias(from, name));
      this.#aliases.set(key, alias);
    }
    imported[kind].set(name, alias);
    return alias;
  }

  /** The name itself, unless a variable of the functions printed here would hide it. */
  #wantedAlias(from: string, name: string): string {
    if (name === FILE_EXPORT) return this.#fileAlias(from);
    if (name === 'default') return 'Long';
    return FUNCTION_VARIABLES.has(name) ? `${name}$` : name;
  }

  /** `./google/protobuf/any.js` -> `any$file`. */
  #fileAlias(from: string): string {
    const stem = from.slice(from.lastIndexOf('/') + 1).replace(/\.[jt]s$/, '');
    return `${stem.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=[0-9])/, '_')}$file`;
  }
}

/** The door of the types that come with the library; `any$file` is the descriptor of google/protobuf/any.proto there. */
const WELL_KNOWN_MODULE = 'barewire/well-known';

function wellKnownFileExport(file: FileDescriptor): string {
  return `${file.name.slice(file.name.lastIndexOf('/') + 1).replace(/\.proto$/, '')}$file`;
}

/** Above this length an import takes one line per name. */
const MAX_IMPORT_LENGTH = 120;

function importLine(keyword: string, entries: Iterable<[string, string]>, from: string): string {
  const [only] = entries;
  if (only?.[0] === 'default') return `${keyword} ${only[1]} from ${quote(from)};`;
  const names = [...entries].sort(([a], [b]) => compare(a, b)).map(([name, alias]) => (name === alias ? name : `${name} as ${alias}`));
  const line = `${keyword} { ${names.join(', ')} } from ${quote(from)};`;
  return line.length <= MAX_IMPORT_LENGTH ? line : `${keyword} {\n${names.map((name) => `  ${name},\n`).join('')}} from ${quote(from)};`;
}

/** Plain code-unit order: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
