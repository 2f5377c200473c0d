/** Who runs the cases, and how each is made ready. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileDescriptorProto, FileDescriptorSet } from '../../../wire/protobuf/generated/descriptor.js';
import { Reader, Writer } from '../../../wire/protobuf/index.js';
import { repositoryPath } from '../../support/repository.js';
import { buildTypes, DESCRIPTORS, PATHS } from '../protobuf/types.js';

export interface Contender {
  readonly name: string;
  /** The program and its arguments. */
  readonly command: readonly string[];
  /** Whether its results are only written down. */
  readonly isRival: boolean;
}

export interface Missing {
  readonly name: string;
  readonly why: string;
}

interface Rival {
  readonly name: string;
  /** The folder of its package. */
  readonly folder: string;
  /** Makes it ready; gives the command that starts it. */
  command(): readonly string[];
}

const suiteFolder = repositoryPath('spec-tests/suites/strictness');
const schemaFolder = join(suiteFolder, 'schema');
const SCHEMAS = ['proto3.proto', 'proto2.proto', 'names.proto', 'editions.proto'];
/** Files of the schemas that protobuf-ts can have: it has no editions, and its generator fails where a field is called `constructor`. */
const PROTOBUF_TS_SCHEMAS = ['proto3.proto', 'proto2.proto'];
/** Those that google-protobuf can have, with this protoc: there are no editions. */
const GOOGLE_PROTOBUF_SCHEMAS = ['proto3.proto', 'proto2.proto', 'names.proto'];
const cacheFolder = repositoryPath('.cache/strictness');
const typesFolder = join(cacheFolder, 'types');

/**
 * The last version of protoc that has the generator for google-protobuf inside. Later generators are in no registry, and what this one
 * prints fits google-protobuf 3.
 */
const PROTOC = { artifact: 'com.google.protobuf:protoc:3.20.3:exe:linux-x86_64', file: 'protoc-3.20.3-linux-x86_64.exe' };
const MAVEN_COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';

const RIVALS: readonly Rival[] = [
  {
    name: 'protobufjs',
    folder: repositoryPath('node_modules/protobufjs'),
    command: () => [...program('protobufjs'), ...SCHEMAS.map((name) => join(schemaFolder, name))],
  },
  {
    name: 'protobuf-es',
    folder: repositoryPath('node_modules/@bufbuild/protobuf'),
    command: () => [...program('protobuf-es'), typesFolder],
  },
  {
    name: 'protobuf-ts',
    folder: join(suiteFolder, 'node_modules/@protobuf-ts/runtime'),
    command: () => [...program('protobuf-ts'), protobufTsCode()],
  },
  {
    name: 'google-protobuf',
    folder: join(suiteFolder, 'node_modules/google-protobuf'),
    command: () => [
      ...program('google-protobuf'),
      googleProtobufCode(),
      ...GOOGLE_PROTOBUF_SCHEMAS.map((name) => name.replace('.proto', '_pb.js')),
    ],
  },
];

/** Those that can run, and those that cannot and why. */
export async function contenders(): Promise<{ ready: Contender[]; missing: Missing[] }> {
  await buildTypes(SCHEMAS, schemaFolder, typesFolder);
  const ready: Contender[] = PATHS.map((path) => ({
    name: `barewire, ${path}`,
    command: [...program('barewire'), path, typesFolder],
    isRival: false,
  }));
  const missing: Missing[] = [];
  for (const { name, folder, command } of RIVALS) {
    try {
      const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
      ready.push({ name: `${name} ${version}`, command: command(), isRival: true });
    } catch (error) {
      missing.push({ name, why: (error as Error).message });
    }
  }
  return { ready, missing };
}

function program(name: string): string[] {
  return [process.execPath, fileURLToPath(new URL(`implementations/${name}.js`, import.meta.url))];
}

/** An empty folder for generated code, from which the packages of this suite are found. */
function codeFolder(name: string, type: 'module' | 'commonjs'): string {
  const folder = join(cacheFolder, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type }));
  symlinkSync(join(suiteFolder, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

/** What the plugin of protobuf-ts prints, as JavaScript modules. */
function protobufTsCode(): string {
  const folder = codeFolder('protobuf-ts', 'module');
  const request = new Writer();
  for (const name of PROTOBUF_TS_SCHEMAS) request.string(1, name);
  request.string(2, 'long_type_bigint,output_javascript_es2020,force_disable_services');
  for (const proto of FileDescriptorSet.decode(readFileSync(join(typesFolder, DESCRIPTORS))).file) {
    // It prints whatever it is given, asked for or not.
    const isLeftOut = SCHEMAS.includes(proto.name!) && !PROTOBUF_TS_SCHEMAS.includes(proto.name!);
    if (!isLeftOut) request.bytes(15, FileDescriptorProto.encode(proto));
  }
  const plugin = join(suiteFolder, 'node_modules/@protobuf-ts/plugin/bin/protoc-gen-ts');
  const { stdout, status } = spawnSync(process.execPath, [plugin], { input: request.finish(), maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`its plugin ended with exit code ${status}`);
  const response = new Reader(stdout);
  while (response.next()) {
    if (response.number === 1) throw new Error(`its plugin says: ${response.string()}`);
    else if (response.number === 15) writeFile(folder, response.message());
    else response.skip();
  }
  return folder;
}

/** `google.protobuf.compiler.CodeGeneratorResponse.File`. */
function writeFile(folder: string, file: Reader): void {
  let name = '';
  let content = '';
  while (file.next()) {
    if (file.number === 1) name = file.string();
    else if (file.number === 15) content = file.string();
    else file.skip();
  }
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  // Its imports have no endings, which Node's own modules need.
  writeFileSync(path, content.replaceAll(/(from ")(\.[^"]*)(")/g, '$1$2.js$3'));
}

/** What protoc prints for google-protobuf. */
function googleProtobufCode(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('the protoc that generates its code is for Linux on x64');
  const protoc = join(cacheFolder, PROTOC.file);
  if (!existsSync(protoc)) {
    const { error, status, stdout } = spawnSync(
      'mvn',
      ['-q', '-B', MAVEN_COPY, `-Dartifact=${PROTOC.artifact}`, `-DoutputDirectory=${cacheFolder}`],
      {
        encoding: 'utf8',
      },
    );
    if (error !== undefined)
      throw new Error(`Maven, which fetches the protoc that generates its code, could not be started: ${error.message}`);
    if (status !== 0) throw new Error(`Maven could not fetch the protoc that generates its code: ${stdout.slice(0, 300)}`);
    chmodSync(protoc, 0o755);
  }
  const folder = codeFolder('google-protobuf', 'commonjs');
  const args = [
    `--js_out=import_style=commonjs,binary:${folder}`,
    `--descriptor_set_in=${join(typesFolder, DESCRIPTORS)}`,
    ...GOOGLE_PROTOBUF_SCHEMAS,
  ];
  const { status, stderr } = spawnSync(protoc, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`protoc ended with exit code ${status}: ${stderr.slice(0, 300)}`);
  return folder;
}
