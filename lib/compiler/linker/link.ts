/**
 * Files to descriptors. Files come in an order in which each stands behind those it imports, and each goes through all passes before
 * the next: declare (what there is), resolve (what names mean), options (what options say), check (what only all of this shows).
 */
import type { FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import type { Diagnostics } from '../diagnostics.js';
import { interpretOptions } from '../options/interpret.js';
import type { FileNode } from '../tree.js';
import { checkFile } from './check/check.js';
import { declareFile } from './declare/declare.js';
import type { LinkedFile, LinkedImport } from './definitions.js';
import { languageOf } from './language.js';
import { resolveFile } from './resolve.js';
import { SymbolTable } from './symbol-table.js';

/** The names and options messages that a compilation shares. */
export class Linker {
  readonly #diagnostics: Diagnostics;
  readonly #table: SymbolTable;
  readonly #files = new Map<string, LinkedFile>();
  /** Where options messages are looked up: the compilation's own descriptor.proto, or else the one that comes with the compiler. */
  #optionsTable: SymbolTable | undefined;
  readonly #builtinOptions: () => SymbolTable;

  constructor(diagnostics: Diagnostics, builtinOptions: () => SymbolTable) {
    this.#diagnostics = diagnostics;
    this.#table = new SymbolTable(diagnostics);
    this.#builtinOptions = builtinOptions;
  }

  get table(): SymbolTable {
    return this.#table;
  }

  /** The files it imports come before it. Undefined for a file whose syntax is not known. */
  link(node: FileNode, isInput: boolean): LinkedFile | undefined {
    const language = languageOf(node.syntax);
    if (language === undefined) {
      const { range, value, edition } = node.syntax!;
      // The parser reported editions.
      if (!edition)
        this.#diagnostics.error(node.source, range, `the syntax "${value}" is not known`, 'write syntax = "proto3"; or syntax = "proto2";');
      return undefined;
    }
    const imports = this.#imports(node);
    const exported = new Set<LinkedFile>();
    const visible = new Set<LinkedFile>();
    const file: LinkedFile = {
      name: node.source.name,
      source: node.source,
      node,
      language,
      package: node.package?.name.text ?? '',
      proto: emptyFile(node),
      imports,
      visible,
      exported,
      incomplete: imports.some((one) => one.file === undefined),
      messages: [],
      enums: [],
      fields: [],
      services: [],
      methods: [],
      options: [],
      used: new Set(),
      comments: new Map(),
    };
    visible.add(file);
    exported.add(file);
    for (const { node: importNode, file: imported } of imports) {
      for (const one of imported?.exported ?? []) {
        visible.add(one);
        if (importNode.modifier === 'public') exported.add(one);
      }
    }
    this.#files.set(file.name, file);
    declareFile(file, this.#table, this.#diagnostics);
    resolveFile(file, this.#table, this.#diagnostics);
    if (file.name === 'google/protobuf/descriptor.proto') this.#optionsTable = this.#table;
    this.#optionsTable ??= this.#builtinOptions();
    interpretOptions(file, this.#table, this.#optionsTable, this.#diagnostics);
    checkFile(file, isInput, this.#diagnostics);
    return file;
  }

  #imports(node: FileNode): LinkedImport[] {
    const seen = new Set<string>();
    const imports: LinkedImport[] = [];
    for (const importNode of node.imports) {
      if (seen.has(importNode.path)) {
        this.#diagnostics.error(node.source, importNode.range, `"${importNode.path}" is imported twice`, 'remove one of the imports');
        continue;
      }
      seen.add(importNode.path);
      imports.push({ node: importNode, file: this.#files.get(importNode.path) });
    }
    return imports;
  }
}

function emptyFile(node: FileNode): FileDescriptorProto {
  const paths = [...new Set(node.imports.map((one) => one.path))];
  const indexes = new Map(paths.map((path, index) => [path, index]));
  const indexesOf = (modifier: string): number[] =>
    node.imports.filter((one) => one.modifier === modifier).map(({ path }) => indexes.get(path)!);
  return {
    name: node.source.name,
    package: node.package?.name.text,
    dependency: paths,
    publicDependency: indexesOf('public'),
    weakDependency: indexesOf('weak'),
    optionDependency: [],
    messageType: [],
    enumType: [],
    service: [],
    extension: [],
    options: undefined,
    sourceCodeInfo: undefined,
    // Left out for proto2, as it was before there was a proto3.
    syntax: node.syntax?.value === 'proto3' ? 'proto3' : undefined,
    edition: undefined,
  };
}
