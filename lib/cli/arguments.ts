/** The command line: options by name, everything else in order. */
import { likelyWord } from '../check-options.js';
import { UsageError } from './terminal.js';

/** One option of a command. */
export interface OptionSpec {
  /** Written `--name`. */
  readonly name: string;
  /** Written `-x`. */
  readonly short?: string;
  /** What its value is called in the help; undefined for an option without one. */
  readonly value?: string;
  /** The values it takes; anything where undefined. */
  readonly choices?: readonly string[];
  /** Whether it may be given several times. */
  readonly repeats?: boolean;
  readonly help: string;
}

/** A parsed command line. */
export interface Arguments {
  readonly inputs: readonly string[];
  has(name: string): boolean;
  /** The value of an option, or of its last occurrence. */
  value(name: string): string | undefined;
  values(name: string): readonly string[];
}

/**
 * Reads a command's arguments. Takes `--out gen`, `--out=gen`, `-o gen` and `-ogen`; what follows `--` is no option.
 * Throws a `UsageError` for an unknown option, with the likely one, and for a value that is missing, surplus or none of its choices.
 */
export function parseArguments(argv: readonly string[], specs: readonly OptionSpec[]): Arguments {
  const inputs: string[] = [];
  const found = new Map<string, string[]>();
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index]!;
    if (argument === '--') {
      inputs.push(...argv.slice(index + 1));
      break;
    }
    if (!argument.startsWith('-') || argument === '-') {
      inputs.push(argument);
      continue;
    }
    const { spec, written, attached } = findOption(argument, specs);
    let value = '';
    if (spec.value === undefined) {
      if (attached !== undefined) throw new UsageError(`${written} takes no value, got ${quoted(attached)}`);
    } else {
      const next = attached ?? argv[++index];
      if (next === undefined || next === '') throw new UsageError(`${written} needs a value: ${written} ${spec.value}`);
      // `--out --check` forgot the folder; a folder of that name is `--out=--check`.
      if (attached === undefined && next.startsWith('-') && next !== '-')
        throw new UsageError(`${written} needs a value, got ${quoted(next)}: write ${written} ${spec.value}`);
      value = checkChoice(spec, written, next);
    }
    const values = found.get(spec.name);
    if (values === undefined) found.set(spec.name, [value]);
    else if (spec.repeats === true) values.push(value);
    else throw new UsageError(`${written} is given twice`);
  }
  return {
    inputs,
    has: (name) => found.has(name),
    value: (name) => found.get(name)?.at(-1),
    values: (name) => found.get(name) ?? [],
  };
}

interface FoundOption {
  readonly spec: OptionSpec;
  readonly written: string;
  /** The value behind `=`, or directly behind a short option. */
  readonly attached: string | undefined;
}

function findOption(argument: string, specs: readonly OptionSpec[]): FoundOption {
  if (!argument.startsWith('--')) {
    // One dash where two were meant: `-out gen` would be the option -o with the value ut.
    const long = specs.find((one) => one.name === argument.slice(1).split('=')[0]);
    if (long !== undefined) throw new UsageError(`unknown option ${quoted(argument)}: did you mean --${long.name}?`);
    const written = argument.slice(0, 2);
    const spec = specs.find((one) => one.short === written.slice(1));
    if (spec !== undefined) {
      const rest = argument.slice(2).replace(/^=/, '');
      return { spec, written, attached: rest === '' ? undefined : rest };
    }
  }
  const equals = argument.indexOf('=');
  const written = equals < 0 ? argument : argument.slice(0, equals);
  const spec = specs.find((one) => `--${one.name}` === written);
  if (spec !== undefined) return { spec, written, attached: equals < 0 ? undefined : argument.slice(equals + 1) };
  const likely = likelyWord(
    written,
    specs.map((one) => `--${one.name}`),
  );
  throw new UsageError(`unknown option ${quoted(written)}${likely === undefined ? '' : `: did you mean ${likely}?`}`);
}

function checkChoice(spec: OptionSpec, written: string, value: string): string {
  if (spec.choices === undefined || spec.choices.includes(value)) return value;
  const likely = likelyWord(value, spec.choices);
  const hint = likely === undefined ? '' : ` (did you mean ${likely}?)`;
  throw new UsageError(`${written} takes ${spec.choices.join(', ')}, got ${quoted(value)}${hint}`);
}

/** Text of the command line in an error; control characters cannot reach the terminal. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}
