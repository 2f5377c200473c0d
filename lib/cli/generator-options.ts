/** The options of `barewire gen` that say what generated code looks like. */
import type { GeneratorOptions } from '../compiler/generator/options.js';
import type { Arguments, OptionSpec } from './arguments.js';

export const generatorOptionSpecs: readonly OptionSpec[] = [
  {
    name: 'target',
    value: 'TARGET',
    choices: ['ts', 'js'],
    help: 'TypeScript, or JavaScript with .d.ts, which costs tsc least; default ts',
  },
  {
    name: 'import-extension',
    value: 'ENDING',
    choices: ['js', 'ts', 'none'],
    help: 'what imports between generated files end in, default js',
  },
  {
    name: 'int64',
    value: 'TYPE',
    choices: ['bigint', 'string', 'number', 'long'],
    help: 'what 64-bit integers are in messages, default bigint;\nthe jstype of a field wins; number refuses what is not safe,\nlong takes the package long from your dependencies',
  },
  {
    name: 'enum-prefix',
    value: 'HOW',
    choices: ['strip', 'keep'],
    help: 'whether STATUS_OPEN of the enum Status is OPEN; default strip',
  },
  {
    name: 'well-known',
    value: 'HOW',
    choices: ['generate', 'import'],
    help: 'whether google/protobuf/*.proto is printed too or comes from\nbarewire/well-known; default generate',
  },
  { name: 'no-services', help: 'leave services out' },
  { name: 'ts-check', help: 'leave out the first line // @ts-nocheck, which saves your compiler the work' },
];

export function generatorOptionsOf(args: Arguments): GeneratorOptions {
  return {
    target: args.value('target') as GeneratorOptions['target'],
    importExtension: args.value('import-extension') as GeneratorOptions['importExtension'],
    int64: args.value('int64') as GeneratorOptions['int64'],
    enumPrefix: args.value('enum-prefix') as GeneratorOptions['enumPrefix'],
    wellKnown: args.value('well-known') as GeneratorOptions['wellKnown'],
    services: !args.has('no-services'),
    noCheck: !args.has('ts-check'),
  };
}
