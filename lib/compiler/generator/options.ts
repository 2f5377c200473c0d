import { outputStem } from './paths.js';

/** How generated code is printed. */
export interface GeneratorOptions {
  /** `ts`: one TypeScript file per .proto. `js`: JavaScript with a .d.ts beside it. Default `ts`. */
  target?: 'ts' | 'js' | undefined;
  /** The ending of imports between generated files. Default `js`, which is what Node and TypeScript's `nodenext` want. */
  importExtension?: 'js' | 'ts' | 'none' | undefined;
  /**
   * What 64-bit integers are in messages, where a field has no `jstype`: `bigint`, decimal strings, numbers (which refuse what is
   * outside ±(2^53 - 1), on both ways), or the class `Long` of the package `long`, which is then a dependency of yours. Default
   * `bigint`. The well-known types keep their bigints: functions of the library take them.
   */
  int64?: 'bigint' | 'string' | 'number' | 'long' | undefined;
  /**
   * What the keys of an enum's constant are: without the enum's name in front where all its values have it (`STATUS_OPEN` of `Status`
   * is `OPEN`), or as they are declared. Default `strip`.
   */
  enumPrefix?: 'strip' | 'keep' | undefined;
  /** Whether services are printed; without them only messages and enums are. Default true. */
  services?: boolean | undefined;
  /**
   * Where the types of google/protobuf/*.proto come from: files of their own in the output folder, or `barewire/well-known`. Default
   * `generate`.
   */
  wellKnown?: 'generate' | 'import' | undefined;
  /**
   * The module that generated files take their helpers from. Default `barewire/runtime`. A path that begins with a dot is meant
   * from the output folder.
   */
  runtimeModule?: string | undefined;
  /**
   * Whether TypeScript files begin with `// @ts-nocheck`: their exports stay typed, their insides are not checked again in every
   * build. Default true.
   */
  noCheck?: boolean | undefined;
  /**
   * The path, without its ending, of what is generated from a .proto file with this import name. Default: the import name without
   * `.proto`. Must give the same for the same name, and a different one for each.
   */
  outputStem?: ((importName: string) => string) | undefined;
}

/** The same with every default filled in. */
export interface ResolvedGeneratorOptions {
  readonly target: 'ts' | 'js';
  readonly importExtension: 'js' | 'ts' | 'none';
  readonly enumPrefix: 'strip' | 'keep';
  readonly services: boolean;
  readonly wellKnown: 'generate' | 'import';
  readonly runtimeModule: string;
  readonly noCheck: boolean;
  readonly outputStem: (importName: string) => string;
}

export function resolveGeneratorOptions(options: GeneratorOptions): ResolvedGeneratorOptions {
  return {
    target: options.target ?? 'ts',
    importExtension: options.importExtension ?? 'js',
    enumPrefix: options.enumPrefix ?? 'strip',
    services: options.services ?? true,
    wellKnown: options.wellKnown ?? 'generate',
    runtimeModule: options.runtimeModule ?? 'barewire/runtime',
    noCheck: options.noCheck ?? true,
    outputStem: options.outputStem ?? outputStem,
  };
}
