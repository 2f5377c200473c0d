import { buildFile } from '../../../wire/protobuf/build.js';
import type { FileDescriptor } from '../../../wire/protobuf/descriptor.js';
import { Registry } from '../../../wire/protobuf/registry.js';
import type { CompiledFile } from '../compile.js';
import { withoutSourceOptionsIn } from '../source-options.js';
import { wellKnownFiles } from '../well-known/index.js';
import { type GeneratedFile, generate } from './generate.js';
import { LongStandIn } from './int64.js';
import { GeneratorError, quote } from './literals.js';
import type { GeneratorOptions } from './options.js';

/**
 * Prints what `compile` gave: the inputs and what they import, but for what is imported for its options alone (Protobuf overview: import
 * option). Throws a `GeneratorError` where two of them would become the same file.
 */
export function generateAll(compiled: readonly CompiledFile[], options: GeneratorOptions = {}): GeneratedFile[] {
  const files = new Map<string, FileDescriptor>();
  for (const { name, proto } of compiled) {
    // Each file stands behind what it imports.
    const dependencies = proto.dependency.map((dependency) => files.get(dependency)!);
    files.set(name, buildFile(proto, dependencies, { int64: options.int64 === 'long' ? LongStandIn : options.int64 }));
  }
  const registry = new Registry(...files.values());
  const generated = new Map<string, GeneratedFile>();
  const needed = withImports(compiled);
  for (const { name, proto, isInput, comment, comments } of compiled) {
    if (!needed.has(name)) continue;
    if (options.wellKnown === 'import' && !isInput && wellKnownFiles.has(name)) continue;
    const carried = withoutSourceOptionsIn(proto, registry);
    for (const one of generate({ file: files.get(name)!, carried, comment, comments }, options)) {
      if (generated.has(one.path)) throw new GeneratorError(`two inputs would both become ${quote(one.path)}: rename one of them`);
      generated.set(one.path, one);
    }
  }
  return [...generated.values()];
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
