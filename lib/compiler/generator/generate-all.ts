import { buildFile } from '../../../wire/protobuf/build.js';
import type { FileDescriptor } from '../../../wire/protobuf/descriptor.js';
import { Registry } from '../../../wire/protobuf/registry.js';
import type { CompiledFile } from '../compile.js';
import { withoutSourceOptionsIn } from '../source-options.js';
import { wellKnownFiles } from '../well-known/index.js';
import { type GeneratedFile, outputPaths, printFile } from './generate.js';
import { LongStandIn } from './int64.js';
import { GeneratorError, quote } from './literals.js';
import { checkNames } from './names.js';
import { type GeneratorOptions, type ResolvedGeneratorOptions, resolveGeneratorOptions } from './options.js';

/**
 * Prints what `compile` gave: the inputs and what they import, but for what is imported for its options alone (Protobuf overview: import
 * option). Throws a `GeneratorError` where two of them would become the same file.
 */
export function generateAll(compiled: readonly CompiledFile[], options: GeneratorOptions = {}): GeneratedFile[] {
  return [...generateEach(compiled, options)];
}

/**
 * The same, each file printed when it is asked for: who writes ten thousand of them need not hold their texts at once. What is wrong
 * with any of them is thrown before the first.
 */
export function generateEach(compiled: readonly CompiledFile[], options: GeneratorOptions = {}): Iterable<GeneratedFile> {
  const files = new Map<string, FileDescriptor>();
  for (const { name, proto } of compiled) {
    // Each file stands behind what it imports.
    const dependencies = proto.dependency.map((dependency) => files.get(dependency)!);
    files.set(name, buildFile(proto, dependencies, { int64: options.int64 === 'long' ? LongStandIn : options.int64 }));
  }
  const needed = withImports(compiled);
  const printed = compiled.filter(
    ({ name, isInput }) => needed.has(name) && !(options.wellKnown === 'import' && !isInput && wellKnownFiles.has(name)),
  );
  const resolved = resolveGeneratorOptions(options);
  const paths = new Set<string>();
  for (const { name } of printed) {
    checkNames(files.get(name)!);
    for (const path of outputPaths(name, resolved)) {
      if (paths.has(path)) throw new GeneratorError(`two inputs would both become ${quote(path)}: rename one of them`);
      paths.add(path);
    }
  }
  return printEach(printed, files, resolved);
}

function* printEach(
  compiled: readonly CompiledFile[],
  files: ReadonlyMap<string, FileDescriptor>,
  options: ResolvedGeneratorOptions,
): Generator<GeneratedFile> {
  const registry = new Registry(...files.values());
  for (const { name, proto, comment, comments } of compiled) {
    const carried = withoutSourceOptionsIn(proto, registry);
    yield* printFile({ file: files.get(name)!, carried, comment, comments }, options);
  }
}

/** The names of the inputs and of all that their code imports. */
function withImports(compiled: readonly CompiledFile[]): ReadonlySet<string> {
  const needed = new Set<string>();
  // Each file stands behind what it imports, so that backwards all that need it come before it.
  for (const { name, proto, isInput } of [...compiled].reverse()) {
    if (isInput) needed.add(name);
    if (needed.has(name)) for (const dependency of proto.dependency) needed.add(dependency);
  }
  return needed;
}
