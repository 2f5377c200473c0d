/** The parameter that a compiler hands to a plugin: `target=js,int64=string`, as `--barewire_opt` and `opt:` of buf.gen.yaml have it. */
import type { GeneratorOptions } from '../generator/options.js';
import { suggest } from '../suggest.js';
import { PluginError } from './error.js';

interface ParameterSpec {
  readonly name: string;
  /** The values it takes; any text where undefined. */
  readonly choices?: readonly string[];
  readonly set: (options: Mutable<GeneratorOptions>, value: string) => void;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const BOOLEANS = ['true', 'false'];

const parameters: readonly ParameterSpec[] = [
  choice('target', ['ts', 'js'], 'target'),
  choice('import_extension', ['js', 'ts', 'none'], 'importExtension'),
  choice('int64', ['bigint', 'string', 'number', 'long'], 'int64'),
  choice('enum_prefix', ['strip', 'keep'], 'enumPrefix'),
  choice('well_known', ['generate', 'import'], 'wellKnown'),
  {
    name: 'services',
    choices: BOOLEANS,
    set: (options, value) => {
      options.services = value === 'true';
    },
  },
  {
    name: 'ts_check',
    choices: BOOLEANS,
    set: (options, value) => {
      options.noCheck = value === 'false';
    },
  },
  {
    name: 'runtime_module',
    set: (options, value) => {
      options.runtimeModule = value;
    },
  },
];

/** What a parameter may name. */
export const parameterNames: readonly string[] = parameters.map((one) => one.name);

function choice(name: string, choices: readonly string[], option: keyof GeneratorOptions): ParameterSpec {
  return {
    name,
    choices,
    set: (options, value) => {
      Object.assign(options, { [option]: value });
    },
  };
}

function unknown(name: string): PluginError {
  const likely = suggest(name, parameterNames);
  const hint = likely === undefined ? `; known are ${parameterNames.join(', ')}` : `, did you mean "${likely}"?`;
  return new PluginError(`unknown parameter ${JSON.stringify(name)}${hint}`);
}

/**
 * Reads a plugin's parameter. Names may have `-` for `_`, a flag alone means true. Throws a `PluginError` for a name that is not known,
 * with the likely one, for a value that is none of its choices, and for a name given twice.
 */
export function parseParameter(text: string): GeneratorOptions {
  const options: Mutable<GeneratorOptions> = { wellKnown: 'import' };
  const seen = new Set<string>();
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().replaceAll('-', '_');
    const spec = parameters.find((one) => one.name === name);
    if (spec === undefined) throw unknown(name);
    if (seen.has(name)) throw new PluginError(`parameter ${name} is given twice`);
    seen.add(name);
    const value = equals < 0 && spec.choices === BOOLEANS ? 'true' : part.slice(equals < 0 ? part.length : equals + 1).trim();
    if (value === '') throw new PluginError(`parameter ${name} needs a value: ${name}=${spec.choices?.join('|') ?? 'VALUE'}`);
    if (spec.choices !== undefined && !spec.choices.includes(value))
      throw new PluginError(`parameter ${name} takes ${spec.choices.join(', ')}, got ${JSON.stringify(value)}`);
    spec.set(options, value);
  }
  return options;
}
