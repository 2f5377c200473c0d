/** buf as the oracle: an independent compiler, and an independent reader of what either compiler has built. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createFileRegistry, type FileRegistry, fromBinary, type JsonValue, toJson } from '@bufbuild/protobuf';
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
  const output = join(folder, 'image.binpb');
  const script = repositoryPath('node_modules/@bufbuild/buf/bin/buf');
  const exclude = excluded.flatMap((path) => ['--exclude-path', path]);
  const args = ['build', '.', '-o', output, '--as-file-descriptor-set', ...exclude];
  const run = spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (run.error !== undefined) throw run.error;
  if (run.status === 0) {
    const files = fromBinary(FileDescriptorSetSchema, readFileSync(output));
    rmSync(output);
    return { files, errors: new Map() };
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
  return { files: undefined, errors };
}

/** Each file as JSON by name: options and extensions resolved by `registry`, members in one order, source info left out. */
export function canonicalFiles(set: FileDescriptorSet, registry: FileRegistry): Map<string, string> {
  return new Map(
    set.file.map((file) => {
      const { sourceCodeInfo: _, ...rest } = toJson(FileDescriptorProtoSchema, file, { registry }) as Record<string, JsonValue>;
      return [file.name, JSON.stringify(sorted(rest), undefined, 1)];
    }),
  );
}

/** Where the elements of a file stand, as sorted lines `path [span]`. */
export function placesOf(file: FileDescriptorSet['file'][number]): string[] {
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
