import { capitalised } from '../compiler/generator/literals.js';
import type { OptionSpec } from './arguments.js';

/** What the help says of a command. */
export interface CommandHelp {
  readonly name: string;
  /** One line, for the list of commands. */
  readonly summary: string;
  /** What follows `barewire`. */
  readonly usage: string;
  readonly options: readonly OptionSpec[];
  /** Paragraphs between usage and options. */
  readonly description: readonly string[];
  readonly examples: readonly string[];
}

const EXIT_CODES = [
  'Exit codes:',
  '  0  all is well',
  '  1  the schemas have errors, generated files are stale, or a file could not be read or written',
  '  2  the command line is wrong; nothing was done',
];

/** The text of `barewire help`. */
export function generalHelp(commands: readonly CommandHelp[]): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return text([
    'Usage: barewire COMMAND [OPTIONS]',
    '',
    'Commands:',
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    'Options:',
    '  --help, -h     show this, or the help of the command before it',
    '  --version, -v  print the version',
    '',
    'barewire help COMMAND tells all about one command.',
    '',
    ...EXIT_CODES,
  ]);
}

/** The text of `barewire help COMMAND`. */
export function commandHelp(command: CommandHelp): string {
  const heads = command.options.map(optionHead);
  const width = Math.max(0, ...heads.map((head) => head.length));
  const lines = [`Usage: barewire ${command.usage}`, '', `${capitalised(command.summary)}.`];
  for (const paragraph of command.description) lines.push('', paragraph);
  if (command.options.length > 0) {
    lines.push('', 'Options:');
    command.options.forEach((option, index) => {
      const [first, ...rest] = option.help.split('\n');
      lines.push(`  ${heads[index]!.padEnd(width)}  ${first}`, ...rest.map((line) => `  ${' '.repeat(width)}  ${line}`));
    });
  }
  if (command.examples.length > 0) lines.push('', 'Examples:', ...command.examples.map((example) => `  ${example}`));
  lines.push('', ...EXIT_CODES);
  return text(lines);
}

function optionHead(option: OptionSpec): string {
  const value = option.value === undefined ? '' : ` ${option.choices?.join('|') ?? option.value}`;
  return `${option.short === undefined ? '' : `-${option.short}, `}--${option.name}${value}`;
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
