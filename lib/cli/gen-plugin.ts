/** `barewire gen --plugin`: another generator in place of our own, as protoc would drive it. */
import type { CompiledFile } from '../compiler/compile.js';
import type { GeneratedFile } from '../compiler/generator/generate.js';
import { PluginOutput } from '../compiler/plugin/apply-response.js';
import { PluginError } from '../compiler/plugin/error.js';
import { checkFeatures, pluginRequest } from '../compiler/plugin/request.js';
import { wellKnownFiles } from '../compiler/well-known/index.js';
import { DEFAULT_PLUGIN_TIMEOUT_MS, PLUGIN_NOTICE_MS } from '../limits.js';
import { type Arguments, type OptionSpec, quoted } from './arguments.js';
import { findPlugin } from './find-plugin.js';
import { generatorOptionSpecs } from './generator-options.js';
import { runPlugin } from './run-plugin.js';
import { CommandError, type Terminal, UsageError } from './terminal.js';

export const pluginOptionSpecs: readonly OptionSpec[] = [
  {
    name: 'plugin',
    value: 'NAME',
    repeats: true,
    help: 'print with protoc-gen-NAME, or the program at a path, instead;\nwith several, later ones may add to files of earlier ones',
  },
  {
    name: 'plugin-opt',
    value: 'OPTION',
    repeats: true,
    help: 'an option for the plugin, NAME:OPTION where there are several',
  },
  { name: 'plugin-timeout', value: 'SECONDS', help: 'how long each plugin may take, default 600' },
  { name: 'include-imports', help: 'give plugins the imports to print too, google/protobuf left out' },
];

/** Refuses options of our own generator beside `--plugin`, and those of plugins without it. */
export function checkPluginOptions(args: Arguments): void {
  const plugins = args.values('plugin');
  for (const { name } of plugins.length > 0 ? generatorOptionSpecs : pluginOptionSpecs) {
    if (!args.has(name)) continue;
    if (plugins.length === 0) throw new UsageError(`--${name} is for plugins: add --plugin NAME, or leave it out`);
    throw new UsageError(`--${name} is for barewire's own generator: give the plugin what it takes as --plugin-opt`);
  }
}

/** What the plugins of a command line answer, one after the other. Throws a `CommandError` for whatever goes wrong. */
export async function printWithPlugins(compiled: readonly CompiledFile[], args: Arguments, terminal: Terminal): Promise<GeneratedFile[]> {
  const plugins = args.values('plugin');
  const wanted = compiled.filter((file) => file.isInput || (args.has('include-imports') && !wellKnownFiles.has(file.name)));
  const names = new Set(wanted.map((file) => file.name));
  const output = new PluginOutput();
  const patience = { noticeMs: PLUGIN_NOTICE_MS, timeoutMs: timeoutOf(args.value('plugin-timeout')) };
  try {
    for (const name of plugins) {
      const path = await findPlugin(name);
      const request = pluginRequest(compiled, names, parameterOf(name, plugins, args.values('plugin-opt')));
      const response = await runPlugin(path, request, terminal, patience);
      if (response.error === undefined) checkFeatures(name, request, response);
      output.add(name, response);
    }
  } catch (error) {
    throw error instanceof PluginError ? new CommandError(error.message) : error;
  }
  return output.files;
}

function timeoutOf(seconds: string | undefined): number {
  if (seconds === undefined) return DEFAULT_PLUGIN_TIMEOUT_MS;
  const ms = Number(seconds) * 1000;
  // A timer takes 31 bits of milliseconds, three weeks.
  if (!/^[0-9.]+$/.test(seconds) || !(ms > 0 && ms <= 0x7fff_ffff))
    throw new UsageError(`--plugin-timeout needs seconds, more than 0 and at most 2147483, got ${quoted(seconds)}`);
  return ms;
}

/** The options of one plugin: `es:target=ts` is for `es`; with one plugin all of them are its own. */
function parameterOf(name: string, plugins: readonly string[], options: readonly string[]): string {
  if (plugins.length === 1) return options.map((option) => (option.startsWith(`${name}:`) ? option.slice(name.length + 1) : option)).join();
  for (const option of options)
    if (!plugins.some((plugin) => option.startsWith(`${plugin}:`)))
      throw new UsageError(`--plugin-opt ${quoted(option)} is for which plugin? Write NAME:OPTION, with one of ${plugins.join(', ')}`);
  return options
    .filter((option) => option.startsWith(`${name}:`))
    .map((option) => option.slice(name.length + 1))
    .join();
}
