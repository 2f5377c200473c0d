/** What `toJson` and `fromJson` may be told. */
import { defaultMemoryBytes } from '../budget.js';
import { show } from '../errors.js';
import type { Registry } from '../registry.js';

/** Options of `fromJson` and `fromJsonString`. */
export interface FromJsonOptions {
  /** Passes over members that the message has no field for, and over names that an enum does not have. Default false: they are refused. */
  ignoreUnknownFields?: boolean | undefined;
  /** Where the types in `google.protobuf.Any` and extensions are looked up. Without it an Any with content and `[ext]` are refused. */
  registry?: Registry | undefined;
  /** How many levels of messages may nest, those inside an Any among them. Default 100. */
  maxDepth?: number | undefined;
  /** Takes messages that lack required fields. Default false. */
  allowMissingRequired?: boolean | undefined;
  /**
   * How much memory the message may take, in bytes; an estimate, as for `decode`. Default 32 MiB and 48 for each character of the text, of which
   * `fromJson` counts eight a member; Infinity for no limit.
   */
  maxMemoryBytes?: number | undefined;
}

/** Options of `toJson`. */
export interface ToJsonOptions {
  /** Prints fields without presence even when they have their default value: 0, '', [], {}. Default false. */
  alwaysEmitImplicit?: boolean | undefined;
  /** Takes field names as the schema spells them instead of lowerCamelCase and `json_name`. Default false. */
  useProtoFieldNames?: boolean | undefined;
  /** Prints enum values as numbers instead of names. Default false. */
  enumsAsIntegers?: boolean | undefined;
  /** Where the types in `google.protobuf.Any` and extensions are looked up. Without it an Any with content is refused, extensions left out. */
  registry?: Registry | undefined;
  /** How many levels of messages may nest, those inside an Any among them. Default 100. */
  maxDepth?: number | undefined;
  /** Prints messages that lack required fields. Default false. */
  allowMissingRequired?: boolean | undefined;
}

/** Options of `toJsonString`. */
export interface ToJsonStringOptions extends ToJsonOptions {
  /** Spaces per level (1 to 16), or the text itself (spaces and tabs). Default none: all on one line. The output never changes otherwise. */
  indent?: number | string | undefined;
}

/** `maxMemoryBytes` for a text of so many characters. */
export function memoryOf(options: FromJsonOptions | undefined, characters: number): number {
  const bytes = options?.maxMemoryBytes;
  if (bytes === undefined) return defaultMemoryBytes(characters);
  if (typeof bytes !== 'number' || !(bytes >= 0)) throw new RangeError(`maxMemoryBytes must be a number of at least 0, got ${show(bytes)}`);
  return bytes;
}

/** The text of one level of indentation; empty for none. */
export function indentOf(options: ToJsonStringOptions | undefined): string {
  const indent = options?.indent;
  if (indent === undefined || indent === 0 || indent === '') return '';
  if (typeof indent === 'string' && /^[ \t]+$/.test(indent)) return indent;
  if (typeof indent === 'number' && Number.isInteger(indent) && indent >= 1 && indent <= 16) return ' '.repeat(indent);
  throw new RangeError(`indent must be a number from 0 to 16 or a string of spaces and tabs, got ${show(indent)}`);
}
