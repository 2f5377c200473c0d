/** The message types of the suite, from its own .proto files: as generated code, and as closures over descriptors. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CompiledFile, compile, formatDiagnostic, generateAll } from '../../../lib/compiler/index.js';
import { FileDescriptorSet } from '../../../wire/protobuf/generated/descriptor.js';
import { type AnyMessageType, buildFile, type FileDescriptor, Registry } from '../../../wire/protobuf/index.js';

/** The two ways that the codec has. */
export type Path = 'generated' | 'closures';
export const PATHS: readonly Path[] = ['generated', 'closures'];

/** The name of the FileDescriptorSet that `buildTypes` writes. */
export const DESCRIPTORS = 'descriptors.binpb';
const MODULES = 'modules.json';

/** Compiles `inputs`, whose imports are looked up in `protoFolder`, and writes what `loadTypes` reads into `folder`. */
export async function buildTypes(inputs: readonly string[], protoFolder: string, folder: string): Promise<void> {
  const { files, diagnostics } = await compile(
    inputs.map((input) => join(protoFolder, input)),
    { includePaths: [protoFolder] },
  );
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(`the .proto files do not compile:\n${errors.map(formatDiagnostic).join('\n\n')}`);
  rmSync(folder, { recursive: true, force: true });
  writeAll(folder, files);
}

function writeAll(folder: string, files: readonly CompiledFile[]): void {
  const modules: string[] = [];
  for (const { path, text } of generateAll(files, { target: 'js' })) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
    if (path.endsWith('.js')) modules.push(path);
  }
  writeFileSync(join(folder, MODULES), JSON.stringify(modules));
  writeFileSync(join(folder, DESCRIPTORS), FileDescriptorSet.encode({ file: files.map(({ proto }) => proto) }));
}

/** The types that `buildTypes` wrote into `folder`. */
export async function loadTypes(path: Path, folder: string): Promise<Registry> {
  return new Registry(...(path === 'generated' ? await generatedTypes(folder) : dynamicTypes(folder)));
}

/** Generated modules with what they export: message types, and the descriptor of their file for its enums and extensions. */
async function generatedTypes(folder: string): Promise<(AnyMessageType | FileDescriptor)[]> {
  const modules = JSON.parse(readFileSync(join(folder, MODULES), 'utf8')) as string[];
  const found: (AnyMessageType | FileDescriptor)[] = [];
  for (const module of modules) {
    const exported = (await import(pathToFileURL(join(folder, module)).href)) as Record<string, unknown>;
    for (const value of Object.values(exported)) if (isMessageType(value)) found.push(value);
    found.push((exported.file$ as () => FileDescriptor)());
  }
  return found;
}

function isMessageType(value: unknown): value is AnyMessageType {
  return typeof value === 'object' && value !== null && 'decodeNested' in value;
}

function dynamicTypes(folder: string): FileDescriptor[] {
  const files = new Map<string, FileDescriptor>();
  for (const proto of FileDescriptorSet.decode(readFileSync(join(folder, DESCRIPTORS))).file) {
    const dependencies = proto.dependency.map((name) => files.get(name)!);
    files.set(proto.name!, buildFile(proto, dependencies));
  }
  return [...files.values()];
}
