/** `barewire gen`: .proto files in, TypeScript or JavaScript out. */
import { type CompiledFile, compile } from '../compiler/compile.js';
import { formatDiagnostic } from '../compiler/diagnostics.js';
import type { GeneratedFile } from '../compiler/generator/generate.js';
import { generateEach } from '../compiler/generator/generate-all.js';
import { GeneratorError } from '../compiler/generator/literals.js';
import type { GeneratorOptions } from '../compiler/generator/options.js';
import { type Arguments, parseArguments, quoted } from './arguments.js';
import { collectGarbage } from './collect-garbage.js';
import { checkPluginOptions, pluginOptionSpecs, printWithPlugins } from './gen-plugin.js';
import { generatorOptionSpecs, generatorOptionsOf } from './generator-options.js';
import type { CommandHelp } from './help.js';
import { findInputs, isFolder } from './inputs.js';
import { compareFiles, writeFiles } from './output.js';
import { CommandError, ExitCode, type Terminal, UsageError } from './terminal.js';

const DEFAULT_OUT = 'gen';

export const genHelp: CommandHelp = {
  name: 'gen',
  summary: 'generate TypeScript or JavaScript from .proto files',
  usage: 'gen [OPTIONS] INPUT...',
  options: [
    {
      name: 'proto-path',
      short: 'I',
      value: 'FOLDER',
      repeats: true,
      help: 'a folder that inputs and imports are looked up in; may be given several times.\nDefault: the inputs that are folders, and the folders of those that are files',
    },
    { name: 'out', short: 'o', value: 'FOLDER', help: `where to write, default ${DEFAULT_OUT}; made where it is missing` },
    ...generatorOptionSpecs,
    ...pluginOptionSpecs,
    { name: 'check', help: 'write nothing; list files that are missing or stale, and fail where there are any' },
    { name: 'quiet', short: 'q', help: 'print errors only' },
  ],
  description: [
    'An INPUT is a .proto file, a folder (every .proto file in it and below), or a pattern in quotes\nwith * for any part of a name and ** for any folders. What the inputs import is generated too.',
    'shop/order.proto, as it is imported, becomes FOLDER/shop/order.ts.',
  ],
  examples: [
    'barewire gen hello.proto',
    'barewire gen protos --out src/gen',
    "barewire gen 'protos/**/*.proto' -I protos --target js",
    'barewire gen protos --out src/gen --check',
    'barewire gen protos --out src/gen --plugin es --plugin-opt target=ts',
  ],
};

export async function gen(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const args = parseArguments(argv, genHelp.options);
  if (args.inputs.length === 0) throw new UsageError('no input: name a .proto file or a folder, as in barewire gen hello.proto');
  checkPluginOptions(args);
  const { files, folders } = await findInputs(args.inputs);
  const paths = args.values('proto-path');
  for (const path of paths) if (!(await isFolder(path))) throw new CommandError(`there is no folder ${quoted(path)}, which -I names`);
  const result = await compile(files, {
    includePaths: paths.length > 0 ? paths : folders,
    sourceInfo: args.has('plugin'),
    comments: !args.has('plugin'),
  });
  for (const diagnostic of result.diagnostics) terminal.error(`${formatDiagnostic(diagnostic)}\n\n`);
  const errors = result.diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  if (errors > 0) {
    terminal.error(`barewire: ${errors} ${errors === 1 ? 'error' : 'errors'}, nothing was generated\n`);
    return ExitCode.FAILED;
  }
  await collectGarbage();
  const generated = args.has('plugin')
    ? await printWithPlugins(result.files, args, terminal)
    : print(result.files, generatorOptionsOf(args));
  const out = args.value('out') ?? DEFAULT_OUT;
  return args.has('check') ? check(out, generated, args, terminal) : write(out, generated, args, terminal);
}

function print(files: readonly CompiledFile[], options: GeneratorOptions): Iterable<GeneratedFile> {
  try {
    return generateEach(files, options);
  } catch (error) {
    throw error instanceof GeneratorError ? new CommandError(error.message) : error;
  }
}

async function write(out: string, generated: Iterable<GeneratedFile>, args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const { written, unchanged } = await writeFiles(out, generated);
  if (!args.has('quiet')) {
    for (const path of written) terminal.out(`${path}\n`);
    terminal.out(`${count(written.length, 'file')} written to ${out}${unchanged > 0 ? `, ${unchanged} unchanged` : ''}\n`);
  }
  return ExitCode.OK;
}

async function check(out: string, generated: Iterable<GeneratedFile>, args: Arguments, terminal: Terminal): Promise<ExitCode> {
  const { missing, stale, current } = await compareFiles(out, generated);
  for (const path of missing) terminal.error(`missing: ${path}\n`);
  for (const path of stale) terminal.error(`stale: ${path}\n`);
  const wrong = missing.length + stale.length;
  if (wrong > 0) {
    const verb = wrong === 1 ? 'is' : 'are';
    terminal.error(`barewire: ${count(wrong, 'file')} in ${out} ${verb} not what the schemas give; run the same without --check\n`);
    return ExitCode.FAILED;
  }
  if (!args.has('quiet')) terminal.out(`${count(current, 'file')} in ${out} up to date\n`);
  return ExitCode.OK;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
