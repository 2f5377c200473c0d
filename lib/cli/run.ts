/** The `barewire` command: picks the command, and turns what it throws into an exit code. */
import { likelyWord } from '../check-options.js';
import { VERSION } from '../version.js';
import { quoted } from './arguments.js';
import { descriptorSet, descriptorSetHelp } from './descriptor-set.js';
import { gen, genHelp } from './gen.js';
import { type CommandHelp, commandHelp, generalHelp } from './help.js';
import { CommandError, ExitCode, printable, type Terminal, UsageError } from './terminal.js';

interface Command {
  readonly help: CommandHelp;
  run(argv: readonly string[], terminal: Terminal): Promise<ExitCode> | ExitCode;
}

const helpHelp: CommandHelp = {
  name: 'help',
  summary: 'tell about the commands, or all about one',
  usage: 'help [COMMAND]',
  options: [],
  description: [],
  examples: ['barewire help gen'],
};

const commands: readonly Command[] = [
  { help: genHelp, run: gen },
  { help: descriptorSetHelp, run: descriptorSet },
  { help: helpHelp, run: help },
];

/** Runs a command line without the two words in front of it. Never throws for what stands there. */
export async function run(argv: readonly string[], to: Terminal): Promise<ExitCode> {
  // Names, schemas and plugins are others' text.
  const terminal: Terminal = { out: (text) => to.out(text), error: (text) => to.error(printable(text)) };
  try {
    return await dispatch(argv, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      const ofCommand = commands.some(({ help }) => help.name === argv[0]) && argv[0] !== helpHelp.name ? ` ${argv[0]}` : '';
      terminal.error(`barewire: ${error.message}\nbarewire help${ofCommand} tells what there is.\n`);
      return ExitCode.USAGE;
    }
    if (error instanceof CommandError) {
      terminal.error(`barewire: ${error.message}\n`);
      return ExitCode.FAILED;
    }
    throw error;
  }
}

function dispatch(argv: readonly string[], terminal: Terminal): Promise<ExitCode> | ExitCode {
  const [first, ...rest] = argv;
  if (first === undefined) {
    terminal.error(generalHelp(commands.map((command) => command.help)));
    return ExitCode.USAGE;
  }
  if (first === '--version' || first === '-v') {
    terminal.out(`${VERSION}\n`);
    return ExitCode.OK;
  }
  if (first === '--help' || first === '-h') return help(rest, terminal);
  const command = findCommand(first);
  const end = rest.indexOf('--');
  const options = end < 0 ? rest : rest.slice(0, end);
  if (options.includes('--help') || options.includes('-h')) return help([first], terminal);
  return command.run(rest, terminal);
}

function help(argv: readonly string[], terminal: Terminal): ExitCode {
  const [name, second] = argv;
  if (second !== undefined) throw new UsageError(`help takes one command, got ${quoted(second)} too`);
  terminal.out(name === undefined ? generalHelp(commands.map((command) => command.help)) : commandHelp(findCommand(name).help));
  return ExitCode.OK;
}

function findCommand(name: string): Command {
  const command = commands.find((one) => one.help.name === name);
  if (command !== undefined) return command;
  const what = name.startsWith('-') ? 'option' : 'command';
  const words = what === 'option' ? ['--help', '--version'] : commands.map((one) => one.help.name);
  const likely = name.endsWith('.proto') ? `gen ${name}` : likelyWord(name, words);
  throw new UsageError(`unknown ${what} ${quoted(name)}${likely === undefined ? '' : `: did you mean ${likely}?`}`);
}
