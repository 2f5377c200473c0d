/**
 * Files to descriptors. Files come in an order in which each stands behind those it imports, and each goes through all passes before
 * the next: declare (what there is), resolve (what names mean), options (what options say), check (what only all of this shows).
 */
import type { FileDescriptorProto } from '../../../wire/protobuf/generated/descriptor.js';
import type { Diagnostics } from '../diagnostics.js';
import { interpretOptions } from '../options/interpret.js';
import type { FileNode, ImportNode } from '../tree.js';
import { checkFile } from './check/check.js';
import { declareFile } from './declare/declare.js';
import type { LinkedFile, LinkedImport } from './definitions.js';
import { featuresOf } from './features.js';
import { FileSet } from './file-set.js';
import { type Language, languageOf, suggestLanguage } from './language.js';
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

  /** Where options messages were looked up. */
  get optionsTable(): SymbolTable {
    this.#optionsTable ??= this.#builtinOptions();
    return this.#optionsTable;
  }

  /** The files it imports come before it. Undefined for a file whose syntax is not known. */
  link(node: FileNode, isInput: boolean): LinkedFile | undefined {
    if (node.isSyntaxBroken) return undefined;
    const language = languageOf(node.syntax);
    if (language === undefined) {
      const { range, value, edition } = node.syntax!;
      this.#diagnostics.error(
        node.source,
        range,
        `the ${edition ? 'edition' : 'syntax'} "${value}" is not known`,
        suggestLanguage(node.syntax!),
      );
      return undefined;
    }
    const imports = this.#imports(node, language);
    const exported = new FileSet();
    const visible = new FileSet();
    const hasOptionImports = imports.some((one) => one.node.modifier === 'option');
    const visibleToOptions = hasOptionImports ? new FileSet() : visible;
    const file: LinkedFile = {
      index: this.#files.size,
      name: node.source.name,
      source: node.source,
      node,
      language,
      features: featuresOf({ language }, language.features, node.options),
      package: node.package?.name.text ?? '',
      proto: emptyFile(node, language),
      imports,
      visible,
      visibleToOptions,
      exported,
      incomplete: imports.some((one) => one.file === undefined),
      messages: [],
      enums: [],
      fields: [],
      services: [],
      methods: [],
      options: [],
      used: new FileSet(),
      comments: new Map(),
    };
    visible.add(file);
    visibleToOptions.add(file);
    exported.add(file);
    for (const { node: importNode, file: imported } of imports) {
      if (imported === undefined) continue;
      visibleToOptions.addAll(imported.exported);
      if (importNode.modifier !== 'option') visible.addAll(imported.exported);
      if (importNode.modifier === 'public') exported.addAll(imported.exported);
    }
    this.#files.set(file.name, file);
    declareFile(file, this.#table, this.#diagnostics);
    resolveFile(file, this.#table, this.#diagnostics);
    if (file.name === 'google/protobuf/descriptor.proto') this.#optionsTable = this.#table;
    interpretOptions(file, this.#table, this.optionsTable, this.#diagnostics);
    checkFile(file, isInput, this.#diagnostics);
    return file;
  }

  #imports(node: FileNode, language: Language): LinkedImport[] {
    const seen = new Set<string>();
    const imports: LinkedImport[] = [];
    let optionImport: ImportNode | undefined;
    for (const importNode of node.imports) {
      this.#checkModifier(node, importNode, language, optionImport);
      if (importNode.modifier === 'option') optionImport ??= importNode;
      if (seen.has(importNode.path)) {
        this.#diagnostics.error(node.source, importNode.range, `"${importNode.path}" is imported twice`, 'remove one of the imports');
        continue;
      }
      seen.add(importNode.path);
      imports.push({ node: importNode, file: this.#files.get(importNode.path) });
    }
    return imports;
  }

  /** Protobuf overview: import option: they come last, so that a descriptor, which lists them apart, tells the order of all. */
  #checkModifier(
    node: FileNode,
    { modifier, modifierRange, range }: ImportNode,
    language: Language,
    optionImport: ImportNode | undefined,
  ): void {
    if (modifier === 'option' && !language.hasVisibility) {
      this.#diagnostics.error(
        node.source,
        modifierRange,
        `"import option" is for editions from 2024 on, and this file is in ${language.name}`,
        'write a plain import',
      );
    } else if (modifier === 'weak' && language.hasVisibility) {
      this.#diagnostics.error(
        node.source,
        modifierRange,
        `${language.name} has no weak imports`,
        'write import option where only options of the file are used, else a plain import',
      );
    } else if (modifier !== 'option' && optionImport !== undefined) {
      this.#diagnostics.error(
        node.source,
        range,
        `this import stands behind the "import option" of "${optionImport.path}"`,
        'move it before all imports of options',
      );
    }
  }
}

function emptyFile(node: FileNode, language: Language): FileDescriptorProto {
  const pathsOf = (forOptions: boolean): string[] => [
    ...new Set(node.imports.filter((one) => (one.modifier === 'option') === forOptions).map((one) => one.path)),
  ];
  const paths = pathsOf(false);
  const indexes = new Map(paths.map((path, index) => [path, index]));
  const indexesOf = (modifier: string): number[] =>
    node.imports.filter((one) => one.modifier === modifier).map(({ path }) => indexes.get(path)!);
  return {
    name: node.source.name,
    package: node.package?.name.text,
    dependency: paths,
    publicDependency: indexesOf('public'),
    weakDependency: indexesOf('weak'),
    optionDependency: pathsOf(true),
    messageType: [],
    enumType: [],
    service: [],
    extension: [],
    options: undefined,
    sourceCodeInfo: undefined,
    // Left out for proto2, as it was before there was a proto3.
    syntax: language.isEdition ? 'editions' : language.name === 'proto3' ? 'proto3' : undefined,
    edition: language.isEdition ? (language.edition as NonNullable<FileDescriptorProto['edition']>) : undefined,
  };
}
