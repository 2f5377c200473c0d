import { buildFile } from '../../../wire/protobuf/build.js';
import type { FileDescriptor } from '../../../wire/protobuf/descriptor.js';
import type { CompiledFile } from '../compile.js';
import { wellKnownFiles } from '../well-known/index.js';
import { type GeneratedFile, generate } from './generate.js';
import { LongStandIn } from './int64.js';
import { GeneratorError, quote } from './literals.js';
import type { GeneratorOptions } from './options.js';

/**
 * Prints everything that `compile` gave: the inputs and what they import. Throws a `GeneratorError` where two of them would become
 * the same file.
 */
export function generateAll(compiled: readonly CompiledFile[], options: GeneratorOptions = {}): GeneratedFile[] {
  const files = new Map<string, FileDescriptor>();
  const generated = new Map<string, GeneratedFile>();
  for (const { name, proto, isInput, comment, comments } of compiled) {
    // Each file stands behind what it imports.
    const dependencies = proto.dependency.map((dependency) => files.get(dependency)!);
    const file = buildFile(proto, dependencies, { int64: options.int64 === 'long' ? LongStandIn : options.int64 });
    files.set(name, file);
    if (options.wellKnown === 'import' && !isInput && wellKnownFiles.has(name)) continue;
    for (const one of generate({ file, comment, comments }, options)) {
      if (generated.has(one.path)) throw new GeneratorError(`two inputs would both become ${quote(one.path)}: rename one of them`);
      generated.set(one.path, one);
    }
  }
  return [...generated.values()];
}
