/** `barewire descriptor-set`: .proto files in, one google.protobuf.FileDescriptorSet out. */
import { FileDescriptorSet } from '../../wire/protobuf/generated/descriptor.js';
import { toJsonString } from '../../wire/protobuf/json/to-json.js';
import { type CompileOptions, compile } from '../compiler/compile.js';
import { encodeDescriptorSet } from '../compiler/descriptor-set.js';
import { type Diagnostic, formatDiagnostic } from '../compiler/diagnostics.js';
import { schemaOf } from '../compiler/load.js';
import { type Arguments, parseArguments, quoted } from './arguments.js';
import type { CommandHelp } from './help.js';
import { findInputs, isFolder } from './inputs.js';
import { writeOne } from './output.js';
import { CommandError, ExitCode, type Terminal, UsageError } from './terminal.js';

export const descriptorSetHelp: CommandHelp = {
  name: 'descriptor-set',
  summary: 'compile .proto files into one FileDescriptorSet',
  usage: 'descriptor-set [OPTIONS] INPUT... --out FILE',
  options: [
    {
      name: 'proto-path',
      short: 'I',
      value: 'FOLDER',
      repeats: true,
      help: 'a folder that inputs and imports are looked up in; may be given several times.\nDefault: the inputs that are folders, and the folders of those that are files',
    },
    { name: 'out', short: 'o', value: 'FILE', help: 'the file to write; its folder is made where it is missing' },
    { name: 'include-imports', help: 'put in what the inputs import too, each file behind those it imports' },
    { name: 'include-source-info', help: 'put in where each element stands, and the comments around it' },
    { name: 'format', value: 'FORMAT', choices: ['binary', 'json'], help: 'how to write it, default binary' },
    { name: 'quiet', short: 'q', help: 'print errors only' },
  ],
  description: [
    'An INPUT is a .proto file, a folder (every .proto file in it and below), or a pattern in quotes\nwith * for any part of a name and ** for any folders.',
    'FILE becomes a google.protobuf.FileDescriptorSet, or its ProtoJSON. All options are kept, those\nof RETENTION_SOURCE too.',
  ],
  examples: [
    'barewire descriptor-set protos --include-imports --out schema.binpb',
    'barewire descriptor-set protos/shop.proto --include-source-info --format json --out shop.json',
  ],
};

export async function descriptorSet(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const args = parseArguments(argv, descriptorSetHelp.options);
  if (args.inputs.length === 0)
    throw new UsageError('no input: name a .proto file or a folder, as in barewire descriptor-set protos -o all.binpb');
  const out = args.value('out');
  if (out === undefined) throw new UsageError('no output: name the file to write, as in --out all.binpb');
  const { files, folders } = await findInputs(args.inputs);
  const paths = args.values('proto-path');
  for (const path of paths) if (!(await isFolder(path))) throw new CommandError(`there is no folder ${quoted(path)}, which -I names`);
  const options: CompileOptions = { includePaths: paths.length > 0 ? paths : folders, sourceInfo: args.has('include-source-info') };
  const isJson = args.value('format') === 'json';
  const { chunks, fileCount, diagnostics } = isJson ? await asJson(files, options, args) : asBinary(files, options, args);
  for (const diagnostic of diagnostics) terminal.error(`${formatDiagnostic(diagnostic)}\n\n`);
  if (chunks === undefined) {
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
    terminal.error(`barewire: ${errors} ${errors === 1 ? 'error' : 'errors'}, nothing was written\n`);
    return ExitCode.FAILED;
  }
  await writeOne(out, chunks);
  if (!args.has('quiet')) terminal.out(`${fileCount} ${fileCount === 1 ? 'file' : 'files'} written to ${out}\n`);
  return ExitCode.OK;
}

interface Result {
  /** Undefined when there was an error. */
  readonly chunks: readonly (Uint8Array | string)[] | undefined;
  readonly fileCount: number;
  readonly diagnostics: readonly Diagnostic[];
}

function asBinary(files: readonly string[], options: CompileOptions, args: Arguments): Result {
  return encodeDescriptorSet(files, { ...options, imports: args.has('include-imports') });
}

async function asJson(inputs: readonly string[], options: CompileOptions, args: Arguments): Promise<Result> {
  const { files, diagnostics } = await compile(inputs, options);
  const failed = diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  if (failed) return { chunks: undefined, fileCount: 0, diagnostics };
  const file = files.filter(({ isInput }) => isInput || args.has('include-imports')).map(({ proto }) => proto);
  // Options that the schemas themselves declare are printed by their names.
  const registry = schemaOf({ files, diagnostics }).registry;
  return { chunks: [toJsonString(FileDescriptorSet, { file }, { registry, indent: 2 }), '\n'], fileCount: file.length, diagnostics };
}
