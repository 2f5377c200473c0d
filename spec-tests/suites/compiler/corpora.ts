/** The public .proto files that the suite compiles: what npm packages ship, each package as one tree of imports. */
import { cpSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { repositoryPath } from '../../support/repository.js';

export interface Corpus {
  /** The npm package. */
  readonly name: string;
  /** The folders of the package that imports start from, laid over each other. */
  readonly roots: readonly string[];
  /** Folders that are left out. */
  readonly without?: readonly string[];
}

export const corpora: readonly Corpus[] = [
  { name: 'google-proto-files', roots: ['.'] },
  { name: '@grpc/grpc-js-xds', roots: ['deps/envoy-api', 'deps/xds', 'deps/googleapis', 'deps/protoc-gen-validate'] },
  { name: '@hashgraph/proto', roots: ['src/proto'] },
  { name: 'google-gax', roots: ['build/protos'] },
  { name: 'steam-user', roots: ['protobufs'] },
  // Its descriptor.proto is so old that buf builds nothing with it.
  { name: '@restorecommerce/protos', roots: ['.'], without: ['google/protobuf'] },
  { name: 'fabric-protos', roots: ['protos'] },
  { name: 'discord-protos', roots: ['.'] },
  { name: '@opentelemetry/exporter-otlp-proto', roots: ['build/protos'] },
  { name: '@grpc/reflection', roots: ['build/proto'] },
  { name: '@grpc/grpc-js', roots: ['proto', 'proto/xds', 'proto/protoc-gen-validate'] },
  { name: 'etcd3', roots: ['proto'] },
];

const modules = repositoryPath('spec-tests/suites/compiler/node_modules');

/** Lays a corpus out in `folder`; gives the import names of its files. */
export function layOut({ name, roots, without = [] }: Corpus, folder: string): string[] {
  const sources = roots.map((root) => join(modules, name, root));
  const left = [...sources, ...without.map((path) => join(modules, name, path))];
  for (const source of sources) copyProtos(source, folder, left);
  const names = (readdirSync(folder, { recursive: true }) as string[]).map((path) => path.split(sep).join('/'));
  return names.filter((path) => path.endsWith('.proto')).sort();
}

/** Without packages inside the package, and without the folders `left`, such as other roots inside this one. */
function copyProtos(from: string, to: string, left: readonly string[]): void {
  cpSync(from, to, {
    recursive: true,
    filter: (path) => {
      if (path.endsWith('.proto')) return true;
      return statSync(path).isDirectory() && !path.endsWith('node_modules') && (path === from || !left.includes(path));
    },
  });
}
