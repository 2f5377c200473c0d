/** buf as the oracle: an independent compiler, and an independent reader of what either compiler has built. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { create, createFileRegistry, type FileRegistry, fromBinary, type JsonValue, toJson } from '@bufbuild/protobuf';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { FileDescriptorProtoSchema, type FileDescriptorSet, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { CompiledFile } from '../../../lib/compiler/index.js';
import { FileDescriptorSet as OurFileDescriptorSet } from '../../../wire/protobuf/generated/descriptor.js';
import { repositoryPath } from '../../support/repository.js';

export interface BufResult {
  /** Undefined when buf refused a file. */
  readonly files: FileDescriptorSet | undefined;
  /** Its errors by file, relative to the folder. */
  readonly errors: ReadonlyMap<string, readonly string[]>;
}

/** Builds all .proto files of `folder`, in one run: each costs a third of a second and more. */
export function bufBuild(folder: string, excluded: readonly string[] = []): BufResult {
  const { image, errors } = runBuf(folder, [], excluded);
  return { files: image && fromBinary(FileDescriptorSetSchema, image), errors };
}

/** Builds the files of `folder` or, of them, `paths` and what they import. The image is undefined when a file was refused. */
export function runBuf(
  folder: string,
  paths: readonly string[] = [],
  excluded: readonly string[] = [],
): { image: Uint8Array | undefined; errors: BufResult['errors'] } {
  const output = join(folder, 'image.binpb');
  const script = repositoryPath('node_modules/@bufbuild/buf/bin/buf');
  const chosen = [...excluded.flatMap((path) => ['--exclude-path', path]), ...paths.flatMap((path) => ['--path', path])];
  const args = ['build', '.', '-o', output, '--as-file-descriptor-set', ...chosen];
  const run = spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (run.error !== undefined) throw run.error;
  if (run.status === 0) {
    const image = readFileSync(output);
    rmSync(output);
    return { image, errors: new Map() };
  }
  const errors = new Map<string, string[]>();
  for (const line of `${run.stdout}${run.stderr}`.split('\n')) {
    const [, file, text] = /^(.*?\.proto):\d+:\d+:(.*)$/.exec(line) ?? [];
    if (file === undefined || text === undefined) continue;
    const list = errors.get(file) ?? [];
    list.push(text);
    errors.set(file, list);
  }
  if (errors.size === 0) throw new Error(`buf build failed without an error of a file: ${run.stdout}${run.stderr}`);
  return { image: undefined, errors };
}

type FileMessage = FileDescriptorSet['file'][number];

/** A file of a descriptor set, read by an independent reader, without its source info, which would be most of it. */
export interface BuiltFile {
  readonly name: string;
  readonly proto: FileMessage;
  /** Where its elements stand: sorted lines `path [span]`. */
  readonly places: string;
}

export function builtFile(bytes: Uint8Array): BuiltFile {
  const proto = fromBinary(FileDescriptorProtoSchema, bytes);
  const places = placesOf(proto).join('\n');
  delete proto.sourceCodeInfo;
  return { name: proto.name, proto, places };
}

/** The files of an encoded FileDescriptorSet, which has but its field 1, one after the other. */
export function builtFiles(image: Uint8Array): BuiltFile[] {
  const files: BuiltFile[] = [];
  const reader = new BinaryReader(image);
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (number === 1) files.push(builtFile(reader.bytes()));
    else reader.skip(wireType, number);
  }
  return files;
}

export function registryOf(files: readonly BuiltFile[]): FileRegistry {
  return createFileRegistry(create(FileDescriptorSetSchema, { file: files.map(({ proto }) => proto) }));
}

/** Each file as JSON by name: options and extensions resolved by `registry`, members in one order, source info left out. */
export function canonicalFiles(set: FileDescriptorSet, registry: FileRegistry): Map<string, string> {
  return new Map(set.file.map((file) => [file.name, canonicalFile(file, registry)]));
}

export function canonicalFile(file: FileMessage, registry: FileRegistry): string {
  const { sourceCodeInfo: _, ...rest } = toJson(FileDescriptorProtoSchema, file, { registry }) as Record<string, JsonValue>;
  return JSON.stringify(sorted(rest), undefined, 1);
}

/** Where the elements of a file stand, as sorted lines `path [span]`. */
export function placesOf(file: FileMessage): string[] {
  return (file.sourceCodeInfo?.location ?? []).map(({ path, span }) => `${path.join('.')} [${span.join(' ')}]`).sort();
}

/** What our compiler built, through our encoder and the other side's decoder. */
export function ourSet(files: readonly CompiledFile[]): FileDescriptorSet {
  return fromBinary(FileDescriptorSetSchema, OurFileDescriptorSet.encode({ file: files.map(({ proto }) => proto) }));
}

export { createFileRegistry };

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key]!)]),
  );
}
