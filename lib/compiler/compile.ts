import type { FileDescriptorProto } from '../../wire/protobuf/generated/descriptor.js';
import { type Diagnostic, Diagnostics } from './diagnostics.js';
import { FileFinder } from './files.js';
import type { LinkedFile } from './linker/definitions.js';
import { Linker } from './linker/link.js';
import { releaseTree } from './linker/release.js';
import type { SymbolTable } from './linker/symbol-table.js';
import type { ParseOptions } from './parser/file.js';
import { SourceFile } from './source.js';
import { sourceInfoOf } from './source-info/locations.js';
import { type SourceReader, SourceSet } from './source-set.js';
import type { FileNode } from './tree.js';

export interface CompileOptions {
  /**
   * Folders that inputs and imports are looked up in, in this order. Default: the folders of the inputs.
   * google/protobuf/*.proto come with the compiler and are found without any.
   */
  includePaths?: readonly string[] | undefined;
  /**
   * Fills in `sourceCodeInfo`: where each element stands in its file, and the comments around it (of google/protobuf/*.proto in the
   * copies that come with the compiler). Default false: it takes half as long again, and three times the memory of the descriptors.
   */
  sourceInfo?: boolean | undefined;
  /** Whether `comment` and `comments` of the files are filled in, which generated code shows. Default true. */
  comments?: boolean | undefined;
}

/** One file of the result. Its dependencies stand before it. */
export interface CompiledFile {
  /** The path it is imported by, such as `google/protobuf/any.proto`. */
  readonly name: string;
  /** Whole: types resolved to full names with a leading dot, `json_name` filled in, options read. */
  readonly proto: FileDescriptorProto;
  /** Whether it was asked for, rather than imported by one that was. */
  readonly isInput: boolean;
  /** What stands above the `syntax` line, or else above `package`. */
  readonly comment: string | undefined;
  /**
   * Doc comments by full name (`shop.Order`, `shop.Order.lines`, `shop.Orders.Place`; an enum's value by its enum's full name, as in
   * `shop.Status.OPEN`): the text above the declaration, or else the one behind it on its line. Comment marks are taken off.
   */
  readonly comments: ReadonlyMap<string, string>;
}

/** What came out of a compilation. */
export interface CompileResult {
  /** The inputs and everything they import. Empty when there was an error. */
  readonly files: readonly CompiledFile[];
  /** Errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a file by its import name; undefined means there is none. */
export type ReadSource = (name: string) => Uint8Array | string | undefined;

/** Compiles the .proto files at the paths `inputs` and whatever they import. Never throws for what stands in a file. */
export async function compile(inputs: readonly string[], options: CompileOptions = {}): Promise<CompileResult> {
  const files: CompiledFile[] = [];
  const diagnostics = compileEach(inputs, options, (file) => files.push(file));
  return resultOf(files, diagnostics);
}

/**
 * The same, each file given to `take` as soon as it is linked, behind those it imports. What was taken counts only where there is no
 * error among the diagnostics in the end. Not one file is kept here: who takes ten thousand may keep less of each.
 */
export function compileEach(inputs: readonly string[], options: CompileOptions, take: (file: CompiledFile) => void): Diagnostics {
  const diagnostics = new Diagnostics();
  const finder = new FileFinder(inputs, options.includePaths);
  const names: string[] = [];
  for (const input of inputs) {
    const { name, problem } = finder.nameOf(input);
    if (name === undefined) diagnostics.error(new SourceFile(input, ''), undefined, problem.message, problem.help);
    else names.push(name);
  }
  const reader: SourceReader = {
    read: (name) => {
      const { content, path, problem } = finder.read(name) ?? {};
      if (problem !== undefined) diagnostics.error(new SourceFile(name, '', path), undefined, problem);
      return content === undefined ? undefined : { content, displayName: path ?? name };
    },
    searched: (name) => finder.searched(name),
  };
  linkEach(new SourceSet(reader, diagnostics, parseOptions(options)), names, diagnostics, options, take);
  return diagnostics;
}

/** The same over texts that are at hand: `inputs` are import names, `read` gives each text (google/protobuf/*.proto come by themselves). */
export function compileSources(
  inputs: readonly string[],
  read: ReadSource,
  options: Omit<CompileOptions, 'includePaths'> = {},
): CompileResult {
  const diagnostics = new Diagnostics();
  const reader: SourceReader = {
    read: (name) => {
      const content = read(name);
      return content === undefined ? undefined : { content, displayName: name };
    },
    searched: () => undefined,
  };
  const sources = new SourceSet(reader, diagnostics, parseOptions(options));
  const files: CompiledFile[] = [];
  linkEach(sources, inputs, diagnostics, options, (file) => files.push(file));
  for (const input of inputs) {
    if (!sources.has(input) && diagnostics.errorCount === 0)
      diagnostics.error(new SourceFile(input, ''), undefined, 'there is no such file', 'give it among the sources, under this name');
  }
  return resultOf(files, diagnostics);
}

function resultOf(files: readonly CompiledFile[], diagnostics: Diagnostics): CompileResult {
  return { files: diagnostics.errorCount > 0 ? [] : files, diagnostics: diagnostics.sorted() };
}

function parseOptions({ comments, sourceInfo }: CompileOptions): ParseOptions {
  return { comments, tokens: sourceInfo };
}

function linkEach(
  sources: SourceSet,
  inputs: readonly string[],
  diagnostics: Diagnostics,
  options: CompileOptions,
  take: (file: CompiledFile) => void,
): void {
  const linker = new Linker(diagnostics, builtinOptions);
  const isInput = new Set(inputs);
  for (const node of sources.inOrder(inputs)) {
    const file = linker.link(node, isInput.has(node.source.name));
    // After an error nothing comes of it, but there may be others to tell.
    if (file === undefined || diagnostics.errorCount > 0) continue;
    if (options.sourceInfo === true) file.proto.sourceCodeInfo = sourceInfoOf(file, linker.table, linker.optionsTable);
    take(compiledFile(file, node, isInput.has(file.name)));
    releaseTree(file);
  }
}

function compiledFile(file: LinkedFile, node: FileNode, isInput: boolean): CompiledFile {
  const comment = node.syntax?.doc.leading ?? node.package?.doc.leading;
  return { name: file.name, proto: file.proto, isInput, comment, comments: file.comments };
}

let builtin: SymbolTable | undefined;

/** The option messages of the descriptor.proto that comes with the compiler, for compilations that do not import it. */
function builtinOptions(): SymbolTable {
  if (builtin !== undefined) return builtin;
  const name = 'google/protobuf/descriptor.proto';
  const diagnostics = new Diagnostics();
  const sources = new SourceSet({ read: () => undefined, searched: () => undefined }, diagnostics, { comments: false });
  const linker = new Linker(diagnostics, () => linker.table);
  for (const node of sources.inOrder([name])) linker.link(node, false);
  builtin = linker.table;
  return builtin;
}
